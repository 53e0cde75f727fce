"""Files of plausible structure and hostile size: deep, wide, long, repeated, packed.

Here: from one small file of a format, large ones by kind.
Not here: random changes (see mutations), or how much a reader may take (see the package's main module).

`scale` is the number of repetitions; what is made grows in proportion to it.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import cycle
from typing import TypeVar

Inflation = tuple[str, bytes]
"""What was made large, and the file."""

Place = TypeVar("Place")
LONG_TEXTS: tuple[tuple[str, bytes], ...] = (
    ("letters", b"a"), ("words", b"word "), ("aliases", b"a.k.a. Ab Cd "), ("parts", b"Ab; "), ("brackets", b"("),
    ("days", b"1 Jan 1960; "), ("digits", b"1"), ("spaces", b" "), ("commas", b"Ab, "), ("numbers", b"No. 1 (Ab) "),
    ("accents", "é".encode()), ("dots", b"A."), ("dashes", b"1-"), ("slashes", b"A/"), ("kanji", "第一".encode()),
)  # fmt: skip
_XML_TEXT = re.compile(rb"(?<=>)[^<>\s][^<>]*(?=</)")
_XML_VALUE = re.compile(rb'(?<==")[^"<>]+(?=")')
_JSON_TEXT = re.compile(rb'(?<=: ")[^"\\]+(?=")|(?<=:")[^"\\]+(?=")')
_LEAF = re.compile(rb"<(\w[\w:.-]*)(?:\s[^<>]*)?>[^<>]*</\1>")
_PARENT = re.compile(rb"<(\w[\w:.-]*)(?:\s[^<>]*)?>\s*(?=<\w)")


def inflated(content: bytes, scale: int, *, all_texts: bool = False) -> Iterator[Inflation]:
    """The large files that are made from a small one.

    Args:
        content: an XML, JSON or delimited file, or a workbook.
        scale: number of repetitions.
        all_texts: put every kind of long text into every field, not one kind into each.
    """
    if content.startswith(b"PK\x03\x04"):
        yield from _of_workbook(content, scale, all_texts=all_texts)
    elif content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        yield from _of_xml(content, scale)
        yield from _long_texts(content, _XML_TEXT, scale, all_texts=all_texts)
        yield from _long_texts(content, _XML_VALUE, scale, all_texts=all_texts)
    elif content.lstrip(b"\xef\xbb\xbf \r\n").startswith((b"{", b"[")):
        yield from _of_json(content, scale)
        yield from _long_texts(content, _JSON_TEXT, scale, all_texts=all_texts)
    else:
        yield from _of_rows(content, scale, all_texts=all_texts)


def _long_texts(content: bytes, pattern: re.Pattern[bytes], scale: int, *, all_texts: bool) -> Iterator[Inflation]:
    """One text of the file at a time is replaced by a long one; texts of one length in one place are alike."""
    for (start, end), kinds in _texts_and_kinds([match.span() for match in pattern.finditer(content)], all_texts):
        for kind, piece in kinds:
            place = content[max(0, content.rfind(b"\n", 0, start)) : start][-40:].decode("utf-8", "replace").strip()
            yield f"{kind} at {place}", content[:start] + content[start:end] + b" " + piece * scale + content[end:]


def _texts_and_kinds(places: list[Place], all_texts: bool) -> Iterator[tuple[Place, tuple[Inflation, ...]]]:
    kinds = cycle(LONG_TEXTS)
    for place in places:
        yield place, LONG_TEXTS if all_texts else (next(kinds),)


def _of_xml(content: bytes, scale: int) -> Iterator[Inflation]:
    parents = list(_PARENT.finditer(content))
    for match in {match[1]: match for match in parents}.values():
        name, at = match[1].decode(), match.end()
        yield f"depth in {name}", content[:at] + b"<a>" * scale + b"</a>" * scale + content[at:]
        yield f"children of {name}", content[:at] + b"<a/>" * scale + content[at:]
        opening = match.start() + 1 + len(match[1])
        yield f"attribute of {name}", content[:opening] + b' a="' + b"a" * scale + b'"' + content[opening:]
        many = b"".join(b' a%d="1"' % number for number in range(scale // 20))
        yield f"attributes of {name}", content[:opening] + many + content[opening:]
    for match in {match[1]: match for match in _LEAF.finditer(content)}.values():
        yield f"repeated {match[1].decode()}", content[: match.end()] + match[0] * (scale // 5) + content[match.end() :]
    entity = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    root = parents[0].start()
    yield "entities", content[:root] + entity + content[root : parents[0].end()] + b"&c;" + content[parents[0].end() :]


def _of_json(content: bytes, scale: int) -> Iterator[Inflation]:
    for opening, closing, name in ((b"[", b"]", "lists"), (b'{"a":', b"}", "objects")):
        ended = b"" if opening == b"[" else b"1"
        for match in list(re.finditer(rb'(?<=")\s*:\s*', content))[:40]:
            place = content[: match.start()].rpartition(b'"')[0][-20:].decode("utf-8", "replace")
            nested = opening * scale + ended + closing * scale
            yield f"{name} in {place}", content[: match.end()] + nested + b"," + b'"b":' + content[match.end() :]
    first = content.index(b"{") + 1
    many = b"".join(b'"k%d":1,' % number for number in range(scale))
    yield "keys", content[:first] + many + content[first:]
    start, end = content.find(b"[{"), content.find(b"}", content.find(b"[{"))
    if start >= 0 and b"{" not in content[start + 2 : end]:
        yield (
            "records",
            content[: start + 1] + (content[start + 1 : end + 1] + b",") * (scale // 5) + content[start + 1 :],
        )


def _of_rows(content: bytes, scale: int, *, all_texts: bool) -> Iterator[Inflation]:
    text = content.decode("utf-8", "surrogateescape")
    delimiter = "\t" if "\t" in text.splitlines()[0] else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    yield "rows", _written([*rows[:-1], *rows[-2:-1] * (scale // 5), rows[-1]], delimiter)
    yield "blank lines", content + b"\r\n" * scale
    yield (
        "columns",
        _written([row + ["x"] * scale if number < 2 else row for number, row in enumerate(rows)], delimiter),
    )
    yield "open quote", content + b'"' + b"a\n" * scale
    places = [(line, at) for line in (0, len(rows) // 2) for at in range(len(rows[line]))]
    for (line, at), kinds in _texts_and_kinds(places, all_texts):
        for kind, piece in kinds:
            longer = [*rows[line]]
            longer[at] += " " + piece.decode() * scale
            yield (
                f"{kind} at row {line + 1} column {at + 1}",
                _written([*rows[:line], longer, *rows[line + 1 :]], delimiter),
            )


def _written(rows: list[list[str]], delimiter: str) -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode("utf-8", "surrogateescape")


def _of_workbook(content: bytes, scale: int, *, all_texts: bool) -> Iterator[Inflation]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheets = [name for name in parts if "worksheets/" in name and name.endswith(".xml")]
    for name in sheets:
        sheet = parts[name]
        for place in (b"XFD1048576", b"A1048576", b"XFD1"):
            row = b'<row r="%s"><c r="%s"><v>1</v></c></row>' % (re.sub(rb"\D", b"", place), place)
            yield (
                f"cell {place.decode()} of {name}",
                _with(parts, name, sheet.replace(b"</sheetData>", row + b"</sheetData>")),
            )
        wide = b'<row r="2">' + b"<c><v>1</v></c>" * scale + b"</row>"
        yield f"columns of {name}", _with(parts, name, sheet.replace(b"</sheetData>", wide + b"</sheetData>"))
        yield f"rows of {name}", _with(parts, name, sheet.replace(b"</sheetData>", b"<row/>" * scale + b"</sheetData>"))
        yield (
            f"depth of {name}",
            _with(parts, name, sheet.replace(b"</sheetData>", b"<a>" * scale + b"</a>" * scale + b"</sheetData>")),
        )
    yield "bomb", _with(parts, "xl/media/bomb.bin", bytes(450_000_000 if scale >= 100_000 else 1_000 * scale))
    for name, part in parts.items():
        if name.endswith(".xml") and (name in sheets or "sharedStrings" in name):
            for what, changed in _long_texts(part, _XML_TEXT, min(scale, 8_000), all_texts=all_texts):
                yield what, _with(parts, name, changed)


def _with(parts: dict[str, bytes], name: str, part: bytes) -> bytes:
    """The workbook with one of its parts replaced or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for other, bytes_of_part in {**parts, name: part}.items():
            packed.writestr(other, bytes_of_part)
    return written.getvalue()
