"""Reading published XML safely and in constant memory: what all XML formats share.

Here: one pass over a document, element by element; telling a document by its root; texts with white space folded;
finding what a format module does not know.
Not here: what any element means (one module a format).

Entities are not resolved, nothing is loaded from the network, no DTD is read. Elements are told by their local name:
publishers moved namespaces more than once while everything else stayed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias

from lxml import etree

from pipelines.parsers.record import Files, Report, UnreadableListError
from pipelines.parsers.texts import folded_or_none

Element: TypeAlias = etree._Element


@dataclass(frozen=True, slots=True)
class Root:
    """The opening tag of a document."""

    name: str
    namespace: str
    attributes: Mapping[str, str]


def root_of(content: bytes) -> Root | None:
    """The root's opening tag; None where the content does not even begin as XML. Reads no further than that tag."""
    try:
        for _, element in _events(content, "start"):
            name = etree.QName(element)
            return Root(name.localname, name.namespace or "", {str(k): str(v) for k, v in element.attrib.items()})
    except etree.XMLSyntaxError:
        return None
    return None


def file_with_root(files: Files, *names: str) -> bytes | None:
    """The first file, in order of file name, whose root element has one of these names."""
    for _, content in sorted(files.items()):
        root = root_of(content)
        if root is not None and root.name in names:
            return content
    return None


def elements_at(content: bytes, depth: int) -> Iterator[Element]:
    """Every element at one depth (children of the root are at 1), whole and in order; each is cleared after use.

    Elements above that depth are passed over. A name that the caller does not know comes too: it is for the caller to
    report.

    Raises:
        UnreadableListError: the document is not well-formed, or declares a DTD.
    """
    level = 0
    try:
        for event, element in _events(content, "start", "end"):
            if event == "start":
                if level == 0:
                    _refuse_dtd(element)
                level += 1
                continue
            level -= 1
            if level == depth:
                yield element
            if level <= depth:
                _drop(element)
    except etree.XMLSyntaxError as error:
        raise UnreadableListError(
            f"not well-formed XML, the file may be cut short ({error.msg}); fetch it again."
        ) from error


def _events(content: bytes, *events: str) -> Iterator[tuple[str, Element]]:
    return iter(
        etree.iterparse(
            BytesIO(content),
            events=events,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
    )


def _refuse_dtd(root: Element) -> None:
    if root.getroottree().docinfo.root_name and root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableListError(
            "the document declares a DTD, which no publication of this list does; look at what the source sent."
        )


def _drop(element: Element) -> None:
    """Free an element that was read, and the siblings before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children of these local names, in document order; all children where no name is given."""
    return element.iterchildren(*(f"{{*}}{name}" for name in names))


def child(element: Element, name: str) -> Element | None:
    """The first child of this local name."""
    return next(element.iterchildren(f"{{*}}{name}"), None)


def text_of(element: Element, name: str) -> str | None:
    """The folded text of the first child of this name."""
    first = child(element, name)
    return folded_or_none(first.text) if first is not None else None


def texts_of(element: Element, *path: str) -> list[str]:
    """The folded texts at the end of a path of names below the element, empty ones left out."""
    level = [element]
    for name in path:
        level = [element for parent in level for element in children(parent, name)]
    return [text for text_element in level if (text := folded_or_none(text_element.text))]


def attribute(element: Element, name: str) -> str | None:
    """The folded value of an attribute without namespace."""
    return folded_or_none(element.get(name))


def report_unknown(element: Element, known: Mapping[str, frozenset[str]], report: Report) -> None:
    """Report every child element and attribute that `known` does not name.

    Args:
        element: checked with all that is below it.
        known: element name → names of its known children, and of its known attributes written `@name`. An element that
            is no key of it may have neither.
        report: takes one unknown for each occurrence.
    """
    for node in element.iter(etree.Element):
        place = local(node)
        allowed = known.get(place, frozenset())
        for below in map(local, node):
            if below not in allowed:
                report.unknown(place, below)
        for name in node.attrib:
            attribute_name = "@" + str(name).rpartition("}")[2]
            if attribute_name not in allowed:
                report.unknown(place, attribute_name)
