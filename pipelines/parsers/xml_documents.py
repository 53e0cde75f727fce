"""Reading published XML safely and in constant memory: what all XML formats share.

Here: one pass over a document, element by element; telling a document by its root; texts with white space folded;
finding what a format module does not know.
Not here: what any element means (one module a format).

Entities are not resolved, nothing is loaded from the network, no DTD is read. Elements are recognised by their local
name: publishers moved namespaces more than once while everything else stayed.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Protocol, TypeAlias
from zoneinfo import ZoneInfo

from lxml import etree

from pipelines.parsers.record import Files, Report, UnreadableListError
from pipelines.parsers.texts import folded_or_none

Element: TypeAlias = etree._Element
ENCODINGS = frozenset(
    {
        b"utf-8",
        b"utf8",
        b"utf-16",
        b"us-ascii",
        b"ascii",
        b"iso-8859-1",
        b"iso-8859-15",
        b"windows-1252",
        b"windows-1251",
    }
)
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"'>]*)")


@dataclass(frozen=True, slots=True)
class Root:
    """The opening tag of a document."""

    name: str
    namespace: str
    attributes: Mapping[str, str]


def refuse_encoding(content: bytes) -> None:
    """Refuse an XML document whose declaration names an encoding that no publisher of a list uses.

    In UTF-7 and its like, markup can hide from whoever looks at the bytes.

    Raises:
        UnreadableListError: it names one.
    """
    declared = _DECLARED.match(content[:200])
    if declared and declared[1].lower() not in ENCODINGS:
        name = declared[1].decode("ascii", "replace")
        raise UnreadableListError(f"it declares the encoding {name}, which no list has; look at what the source sent.")


def root_of(content: bytes) -> Root | None:
    """The opening tag of the root; None if the content does not begin as XML. Reads no more than that tag."""
    try:
        for _, element in safe_iterparse(BytesIO(content), "start"):
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


def recogniser(root_name: str) -> Callable[[Files], bool]:
    """A function that recognises files of a format by the name of their root element."""
    return lambda files: file_with_root(files, root_name) is not None


def required_file(files: Files, name: str) -> bytes:
    """The first file, in order of file name, whose root element has this name.

    Raises:
        UnreadableListError: there is none.
    """
    content = file_with_root(files, name)
    if content is None:
        raise UnreadableListError(f"no file has the root element {name}; look at what the source sent.")
    return content


def root_attribute(content: bytes, name: str) -> str:
    """The value of an attribute of the root element; "" if there is none."""
    root = root_of(content)
    return root.attributes.get(name, "") if root else ""


def day_of_publication(content: bytes, attribute: str, zone: ZoneInfo) -> date:
    """The day, in the publisher's time zone, of the time that an attribute of the root states.

    Raises:
        UnreadableListError: the attribute is missing or states no time.
    """
    stated = root_attribute(content, attribute)
    try:
        return datetime.fromisoformat(stated).astimezone(zone).date()
    except ValueError as error:
        raise UnreadableListError(
            f"the attribute {attribute} of the root element is {stated!r}, not a time; compare with the format."
        ) from error


def elements_at(content: bytes, depth: int, *names: str, drift: "DriftCheck | None" = None) -> Iterator[Element]:
    """The elements at one depth (children of the root are at 1), whole and in order; each is cleared after use.

    Args:
        content: the document.
        depth: of the elements.
        names: local names of the elements wanted; all elements at that depth where no name is given.
        drift: reports what the outline of the format does not foresee, in these elements and above them.

    Raises:
        UnreadableListError: the document is not well-formed, or declares a DTD.
    """
    level = 0
    with refuse_malformed("the file"):
        for event, element in safe_iterparse(BytesIO(content), "start", "end"):
            if event == "start":
                _check_opening_tag(element, level, depth, drift)
                level += 1
                continue
            level -= 1
            if level == depth:
                if drift:
                    drift.check(element)
                if not names or local(element) in names:
                    yield element
            if level <= depth:
                _free(element)


@contextmanager
def refuse_malformed(name: str) -> Iterator[None]:
    """Refuse a document as this file, if it turns out not to be well-formed while it is read.

    Raises:
        UnreadableListError: it is not.
    """
    try:
        yield
    except etree.XMLSyntaxError as error:
        raise UnreadableListError(
            f"{name} is not well-formed XML, it may be cut short ({error.msg}); fetch it again."
        ) from error


def _check_opening_tag(element: Element, level: int, depth: int, drift: "DriftCheck | None") -> None:
    """Refuse a DTD at the root; report what an opening tag has that the outline does not know."""
    if level == 0:
        refuse_dtd(element)
    if drift and level <= depth:
        drift.check_opening(element, is_above=level < depth)


class Readable(Protocol):
    """What lxml asks of a file."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, none at the end."""


def safe_iterparse(
    source: Readable, *events: str, tags: Sequence[str] | None = None, remove_blank_text: bool = False
) -> Iterator[tuple[str, Element]]:
    """Parse a document without resolving entities, loading a DTD or using the network.

    Args:
        source: of the document's bytes.
        events: "start", "end" or both; "end" where none is given.
        tags: only the elements of these qualified names; all where it is None.
        remove_blank_text: whether white space between elements is left out.
    """
    return iter(
        etree.iterparse(
            source,
            events=events or ("end",),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            remove_blank_text=remove_blank_text,
        )
    )


def refuse_dtd(element: Element) -> None:
    """Refuse a document that declares a DTD.

    Raises:
        UnreadableListError: the document of this element does.
    """
    if element.getroottree().docinfo.internalDTD is not None:
        raise UnreadableListError(
            "the document declares a DTD, which no publication of this list does; look at what the source sent."
        )


def _free(element: Element) -> None:
    """Free an element that was read, and all siblings before it."""
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
    """The first child with this local name; None if there is none."""
    return next(element.iterchildren(f"{{*}}{name}"), None)


def text_of(element: Element, name: str) -> str | None:
    """The folded text of the first child with this name; None if there is none, or it is empty."""
    first = child(element, name)
    return folded_or_none(first.text) if first is not None else None


def texts_of(element: Element, *path: str) -> list[str]:
    """The folded texts of all elements at a path of names below the element, without empty ones."""
    level = [element]
    for name in path:
        level = [element for parent in level for element in children(parent, name)]
    return [text for text_element in level if (text := folded_or_none(text_element.text))]


def attribute(element: Element, name: str) -> str | None:
    """The folded value of an attribute without namespace; None if there is none."""
    return folded_or_none(element.get(name))


@dataclass(frozen=True, slots=True)
class Outline:
    """Which children and attributes the elements of one format have.

    Attributes:
        known: element name → names of its known children, and of its known attributes written `@name`. An element that
            is no key of it may have neither.
        always: element name → those of them that are in every occurrence of the element.
    """

    known: Mapping[str, frozenset[str]]
    always: Mapping[str, frozenset[str]]

    def drift_of(self, place: str, names: Collection[str]) -> list[str]:
        """What an element has that is not known, and what it lacks; each in words."""
        known, always = self.known.get(place, frozenset()), self.always.get(place, frozenset())
        return [name for name in names if name not in known] + [f"lacks {name}" for name in sorted(always - set(names))]


@cache
def outline(format_name: str) -> Outline:
    """The outline of one format, from the table beside this module."""
    elements = tomllib.loads(_OUTLINES.read_text(encoding="utf-8"))[format_name]
    always = {name: frozenset(names.get("always", ())) for name, names in elements.items()}
    known = {name: always[name] | set(names.get("sometimes", ())) for name, names in elements.items()}
    return Outline(known, always)


_OUTLINES = Path(__file__).with_name("xml_outlines.toml")
_Shape = tuple[str, tuple[str, ...], frozenset[str]]


@dataclass(slots=True)
class DriftCheck:
    """Reports what a document has that the outline of its format does not foresee, or lacks: one unknown an occurrence.

    Attributes:
        unread: names of elements whose content says nothing of a party: it is not looked into.
    """

    outline: Outline
    report: Report
    unread: frozenset[str] = frozenset()
    _drift_of_shape: dict[_Shape, list[str]] = field(default_factory=dict)

    def check(self, element: Element) -> None:
        """Check an element and all elements below it, but nothing below those in `unread`."""
        unchecked = [element]
        while unchecked:
            current = unchecked.pop()
            below = [child for child in current if isinstance(child.tag, str)]
            self._check_one(current, below)
            if not self.unread or local(current) not in self.unread:
                unchecked += below

    def _check_one(self, element: Element, below: list[Element]) -> None:
        """Report what is unknown or lacking in one element.

        That is found once for each shape (name, attributes, names of children), and reported for every element.
        """
        shape = (str(element.tag), tuple(map(str, element.keys())), frozenset(str(child.tag) for child in below))
        drift = self._drift_of_shape.get(shape)
        if drift is None:
            names = [*sorted(map(_local_name, shape[2])), *(f"@{_local_name(name)}" for name in shape[1])]
            drift = self._drift_of_shape[shape] = self.outline.drift_of(local(element), names)
        for what in drift:
            for _ in range(max(1, sum(local(child) == what for child in below))):
                self.report.unknown(local(element), what)

    def check_opening(self, element: Element, *, is_above: bool) -> None:
        """Check what an opening tag shows: its name below its parent, and its attributes.

        Args:
            is_above: the element is passed over; the attributes of others are checked with all that is below them.
        """
        parent = element.getparent()
        names = [(element, f"@{_local_name(str(name))}") for name in element.attrib] if is_above else []
        names += [] if parent is None else [(parent, local(element))]
        for place, what in names:
            if what not in self.outline.known.get(local(place), ()):
                self.report.unknown(local(place), what)


def _local_name(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition("}")[2]
