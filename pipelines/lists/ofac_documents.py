"""OFAC's XML documents, opened: streamed by lxml, without entities, network or DTD, and with errors that say where.

Here: recognising a root element, the safe stream of elements, refusing what is cut or is no XML.
Not here: what the elements mean (see ofac_advanced, ofac_enhanced, ofac_xml).

Namespaces moved once (2024, from http://tempuri.org and http://www.un.org to OFAC's own service) and may move again, so
elements go by their local names.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Final

from lxml import etree

from pipelines.lists.record import Files, UnreadableListError

_PROLOGUE: Final = 4_000
_ROOT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^>]*)",
    re.DOTALL,
)


def root_of(content: bytes) -> tuple[str, str] | None:
    """Local name and attributes, as text, of the root element; None where the bytes do not begin as plain XML.

    A document type comes from nobody's list: none of OFAC's files has one, and entity bombs need one.
    """
    found = _ROOT.match(bytes(content[:_PROLOGUE]))
    return (found[1].decode(), found[2].decode("utf-8", "replace")) if found else None


def has_root(files: Files, root: str, attributes: Callable[[str], bool] = lambda _: True) -> bool:
    """Whether there is one file, and its root element is the one named."""
    if len(files) != 1:
        return False
    found = root_of(next(iter(files.values())))
    return found is not None and found[0] == root and attributes(found[1])


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def elements(name: str, content: bytes, tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """The elements of these local names as they end, each cleared after use together with what stands before it.

    Raises:
        UnreadableListError: the document is not well-formed, or is cut; it names line and column.
    """
    options: dict[str, Any] = {
        "events": ("end",),
        "tag": tuple("{*}" + each for each in tags),
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "remove_comments": True,
        "remove_pis": True,
    }
    try:
        for _, element in etree.iterparse(BytesIO(content), **options):
            yield element
            _clear(element)
    except etree.XMLSyntaxError as error:
        raise UnreadableListError(
            f"{name} cannot be read as XML ({error.msg}): the file is cut or damaged; fetch it again."
        ) from error


def _clear(element: etree._Element) -> None:
    """Free an element and its elder siblings; the parent keeps but the place of the last one."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
