"""Files of every list with one name changed at a time: an element, an attribute, a column, a key.

A renamed field is how a publisher's change hides: the file is whole and every party is there, without the field.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from pipelines.parsers.sheets import HEADER_WITHIN, sheets

Renamed = tuple[str, dict[str, bytes]]
"""What was renamed, and the files in which it is."""
MARK = "Zz"


def renames(files: dict[str, bytes], header_cell: str) -> Iterator[Renamed]:
    """The files with one name changed, for every name that there is in them.

    Args:
        files: of one snapshot.
        header_cell: a cell of the header row, for workbooks and tables with headers.
    """
    for name, content in files.items():
        for what, changed in _in_one(content, header_cell):
            yield f"{name}: {what}", {**files, name: changed}


def _in_one(content: bytes, header_cell: str) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"PK"):
        yield from _in_zip(content, header_cell)
    elif content.lstrip(b"\xef\xbb\xbf \n").startswith(b"<"):
        yield from _in_xml(content)
    elif content.lstrip().startswith((b"{", b"[")):
        yield from _in_json(content)
    else:
        yield from _in_table(content, header_cell)


def _in_xml(content: bytes) -> Iterator[tuple[str, bytes]]:
    elements = list(etree.fromstring(content).iter(etree.Element))
    for name in sorted({etree.QName(element).localname for element in elements}):
        start = re.compile(rb"(</?(?:\w+:)?)" + re.escape(name.encode()) + rb"(?=[\s/>])")
        yield f"<{name}>", start.sub(rb"\g<1>" + name.encode() + MARK.encode(), content)
    attributes = {str(name) for element in elements for name in element.attrib}
    for name in sorted(name for name in attributes if "}" not in name):
        attribute = re.compile(rb"(\s)" + re.escape(name.encode()) + rb"(?=\s*=\s*[\"'])")
        yield f"@{name}", attribute.sub(rb"\g<1>" + name.encode() + MARK.encode(), content)


def _in_json(content: bytes) -> Iterator[tuple[str, bytes]]:
    for key in sorted(set(re.findall(rb'"([^"\\]+)"\s*:', content))):
        changed = re.sub(rb'"' + re.escape(key) + rb'"(?=\s*:)', b'"' + key + MARK.encode() + b'"', content)
        yield f'"{key.decode()}"', changed


def _in_table(content: bytes, header_cell: str) -> Iterator[tuple[str, bytes]]:
    """A table whose columns have names, or, where they have none, the table with one column taken out."""
    text = content.decode("utf-8-sig")
    delimiter = max(",;\t", key=text[:2000].count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    header = next((number for number, row in enumerate(rows) if header_cell in row), None)
    for at in range(max(map(len, rows))):
        if header is None:
            changed = [row[:at] + row[at + 1 :] for row in rows]
        elif at < len(rows[header]) and rows[header][at]:
            changed = [list(row) for row in rows]
            changed[header][at] += MARK
        else:
            continue
        written = io.StringIO(newline="")
        csv.writer(written, delimiter=delimiter).writerows(changed)
        yield f"column {at + 1 if header is None else rows[header][at]}", written.getvalue().encode()


def _in_zip(content: bytes, header_cell: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    if len(parts) == 1:
        [(name, document)] = parts.items()
        for what, changed in _in_xml(document):
            yield what, _zipped({name: changed})
        return
    headers = [row for sheet in sheets("", content) for row in sheet.rows[:HEADER_WITHIN] if header_cell in row]
    columns = {cell for row in headers for cell in row if cell}
    for column in sorted(columns):
        text = column.encode()
        yield (
            f"column {column}",
            _zipped({name: part.replace(b">" + text + b"<", b">" + text + b"Zz<") for name, part in parts.items()}),
        )


def _zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()
