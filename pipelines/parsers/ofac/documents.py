"""OFAC's XML documents, opened: plain or zipped, streamed by the names of the elements that matter.

Here: recognising a root, taking a document out of its zip within bounds, a stream of chosen elements, freed after use.
Not here: what the elements mean (see advanced, enhanced, xml); what all XML formats share
(see pipelines.parsers.xml_documents).

Choosing elements by name is done inside lxml and costs a third of passing over every element of a file of 120 MB.
"""

import zipfile
from collections.abc import Collection, Iterator, Sequence
from io import BytesIO

from lxml import etree

from pipelines.archive.arrival import UNZIPPING_ERRORS, is_safe
from pipelines.parsers.record import Files, UnreadableListError
from pipelines.parsers.xml_documents import (
    DriftCheck,
    Element,
    Readable,
    Root,
    local,
    refuse_dtd,
    refuse_encoding,
    refuse_malformed,
    root_of,
    safe_iterparse,
)

LARGEST = 1_000_000_000
"""Bytes of a document out of its zip: eight times the largest file that OFAC publishes."""
_PROLOGUE = 50_000
_ZIP = b"PK\x03\x04"


def root_if_named(files: Files, name: str) -> Root | None:
    """The root element of the only file (also inside a zip) if it has this name; else None."""
    if len(files) != 1:
        return None
    root = root_of(_beginning(next(iter(files.values()))))
    return root if root is not None and root.name == name else None


def _beginning(content: bytes) -> bytes:
    """The first bytes of the document, enough for its root element; empty if a zip cannot be opened."""
    if content[:4] != _ZIP:
        return bytes(content[:_PROLOGUE])
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed, packed.open(_one_xml("", packed)) as member:
            return member.read(_PROLOGUE)
    except (UnreadableListError, *UNZIPPING_ERRORS):
        return b""


def document_of(files: Files) -> tuple[str, bytes]:
    """Name and bytes of the document, taken out of its zip where it came in one. Nothing is written to disk.

    Raises:
        UnreadableListError: the zip is damaged, holds other than one XML file, leads outside, or grows beyond bounds.
    """
    name, content = next(iter(files.items()))
    if content[:4] != _ZIP:
        return name, content
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            chosen = _one_xml(name, packed)
            with packed.open(chosen) as member:
                document = member.read(LARGEST + 1)
    except UNZIPPING_ERRORS as error:
        raise UnreadableListError(f"{name} is no zip that can be opened ({error}); fetch it again.") from error
    if len(document) > LARGEST:
        raise UnreadableListError(f"{name}: {chosen} unpacks to more than {LARGEST:,} bytes; look at what was sent.")
    refuse_encoding(document)
    return f"{name}: {chosen}", document


def _one_xml(name: str, packed: zipfile.ZipFile) -> str:
    """The name of the only XML file in a zip.

    Raises:
        UnreadableListError: there is not one, or the name of a file leads outside the folder.
    """
    names = [member.filename for member in packed.infolist() if not member.is_dir()]
    for packed_name in names:
        if not is_safe(packed_name):
            raise UnreadableListError(
                f"{name} holds a file named {packed_name!r}, which leads outside; do not trust this zip."
            )
    xml_names = [packed_name for packed_name in names if packed_name.casefold().endswith(".xml")]
    if len(xml_names) != 1:
        raise UnreadableListError(f"{name} holds {len(xml_names)} XML files where one is due; look at what was sent.")
    return xml_names[0]


class Pieces:
    """Slices of one document read as if they were joined, without a copy of them."""

    def __init__(self, content: bytes, *bounds: tuple[int, int]) -> None:
        view = memoryview(content)
        self._left = [view[start:end] for start, end in bounds]

    def read(self, size: int = -1) -> bytes:
        """The next bytes: fewer than asked at the end of a slice, none at the end of all."""
        while self._left and not self._left[0]:
            self._left.pop(0)
        if not self._left:
            return b""
        end = len(self._left[0]) if size < 0 else size
        chunk, self._left[0] = self._left[0][:end], self._left[0][end:]
        return bytes(chunk)


def named_elements(
    name: str,
    content: bytes,
    tags: Sequence[str],
    *,
    source: Readable | None = None,
    drift: DriftCheck | None = None,
) -> Iterator[Element]:
    """The elements of these local names as they end, each freed after use together with what stands before it.

    An element inside another of these names comes first, and must be read then. Of the document, nothing but the names
    of the other elements is left when the stream ends.

    Args:
        name: of the document, for errors.
        content: the document.
        tags: local names: namespaces moved once while all else stayed. The last of them must occur.
        source: read in place of the content, where only slices of it are wanted.
        drift: reports what the outline of the format does not foresee, in these elements and in all others.

    Raises:
        UnreadableListError: the document is cut or not well-formed, declares a DTD, or has no element of the last name.
    """
    events = safe_iterparse(
        source or Pieces(content, (0, len(content))), tags=[f"{{*}}{tag}" for tag in tags], remove_blank_text=True
    )
    seen: set[str] = set()
    root: Element | None = None
    with refuse_malformed(name):
        for _, element in events:
            if root is None:
                root = element.getroottree().getroot()
                refuse_dtd(element)
            seen.add(local(element))
            if drift:
                drift.check(element)
            yield element
            _free(element, seen, drift)
    if drift and root is not None:
        _check_unread(root, seen, drift)
    if tags[-1] not in seen:
        raise UnreadableListError(
            f"{name} has no {tags[-1]}: it is empty, or its layout is new; look at what was sent."
        )


def _check_unread(root: Element, read_names: Collection[str], drift: DriftCheck) -> None:
    """Check, for the drift report, the elements that no one asked for and that are left when the document is read.

    Elements that were read are empty by then: only their opening tags are checked, and they are removed.
    """
    for element in [element for element in root.iter(etree.Element) if local(element) in read_names]:
        parent = element.getparent()
        if parent is not None:
            drift.check_opening(element, is_above=False)
            parent.remove(element)
    drift.check(root)


def _free(element: Element, read_names: Collection[str], drift: DriftCheck | None) -> None:
    """Free an element that was read, and the siblings before it.

    Siblings that no one asked for are first checked, for the drift report.
    """
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        if drift and local(parent[0]) not in read_names:
            drift.check_opening(parent[0], is_above=False)
            drift.check(parent[0])
        del parent[0]
