"""What arrives is checked before it counts: not empty, not a web page, not cut, no bomb.

Here: taking files out of their compression, and what can be said of bytes from their name and outline alone.
Not here: whether a format module can read them (see pipelines.parsers), or whether their content is believable (see
pipelines.designations.plausibility).
"""

import bz2
import gzip
import io
import lzma
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO

import zstandard

MOST_MEMBERS = 10_000
WINDOW = 2**31  # archives made with zstd --long need as much
HEAD = 4096
TAIL = 1024
CHUNK = 2**20

Unpack = Callable[[IO[bytes]], IO[bytes]]


class SpoiltFileError(Exception):
    """A file that cannot be what it should be: the message is a clause that stands after its name."""


def _open_zst(stream: IO[bytes]) -> IO[bytes]:
    """The reader takes a cut stream for a finished one, so the outline is walked first."""
    while _skip_zst_frame(stream):
        pass
    stream.seek(0)
    return zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(stream, read_across_frames=True)


def _skip_zst_frame(stream: IO[bytes]) -> bool:
    """Pass over one frame, block by block, as RFC 8878 lays it out; False at the end.

    Raises:
        EOFError: the frame is cut.
    """
    head = stream.read(18)
    if not head:
        return False
    if head[1:4] == b"\x2a\x4d\x18" and head[0] >> 4 == 5:  # skippable: its length follows
        _skip(stream, int.from_bytes(head[4:8], "little") + 8 - len(head))
        return True
    _skip(stream, zstandard.frame_header_size(head) - len(head))
    last = False
    while not last:
        block = int.from_bytes(_exactly(stream, 3), "little")
        last, is_repeated, size = bool(block & 1), block >> 1 & 3 == 1, block >> 3
        _skip(stream, 1 if is_repeated else size)
    if zstandard.get_frame_parameters(head).has_checksum:
        _skip(stream, 4)
    return True


def _exactly(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def _skip(stream: IO[bytes], size: int) -> None:
    """Move on, and see that the last byte passed over is there."""
    stream.seek(size - 1 if size > 0 else size, os.SEEK_CUR)
    if size > 0:
        _exactly(stream, 1)


def _open_gz(stream: IO[bytes]) -> IO[bytes]:
    return gzip.GzipFile(fileobj=stream, mode="rb")  # type: ignore[return-value]


def _open_xz(stream: IO[bytes]) -> IO[bytes]:
    return lzma.LZMAFile(stream)


def _open_bz2(stream: IO[bytes]) -> IO[bytes]:
    return bz2.BZ2File(stream)


_WRAPPERS: tuple[tuple[re.Pattern[bytes], str, Unpack], ...] = (
    (re.compile(rb"\x1f\x8b"), ".gz", _open_gz),
    (re.compile(rb"\x28\xb5\x2f\xfd"), ".zst", _open_zst),
    (re.compile(rb"\xfd7zXZ\x00"), ".xz", _open_xz),
    (re.compile(rb"BZh[1-9]1AY&"), ".bz2", _open_bz2),
)
WRAPPER_SUFFIXES = frozenset(suffix for _, suffix, _ in _WRAPPERS)
UNPACKING_ERRORS = (OSError, EOFError, lzma.LZMAError, zstandard.ZstdError, ValueError)
"""What a cut or damaged compressed stream raises."""
UNZIPPING_ERRORS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
"""What a ZIP raises that is cut, damaged, encrypted or packed in an unknown way."""


def opener_for(head: bytes) -> Unpack | None:
    """How to unpack a stream that begins with these bytes; None if it is not wrapped."""
    return next((unpack for magic, _, unpack in _WRAPPERS if magic.match(head)), None)


def unwrapped_name(name: str) -> str:
    """The name without the suffix of a wrapper: `consolidated.csv.gz` holds `consolidated.csv`."""
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in WRAPPER_SUFFIXES else name


def unwrapped(content: bytes, most_bytes: int) -> bytes:
    """The content out of its .gz, .zst, .xz or .bz2, known by its first bytes and never by its name.

    Raises:
        SpoiltFileError: it cannot be unpacked, or unpacks to more than `most_bytes`.
    """
    unpack = opener_for(content[:8])
    if unpack is None:
        return content
    try:
        with unpack(io.BytesIO(content)) as stream:
            unpacked = stream.read(most_bytes + 1)
    except UNPACKING_ERRORS as error:
        raise SpoiltFileError("cannot be unpacked; it is cut or damaged") from error
    if len(unpacked) > most_bytes:
        raise SpoiltFileError(f"unpacks to more than the {most_bytes:,} bytes that are plausible")
    return unpacked


def refuse_spoilt(files: Mapping[str, bytes], most_bytes: int) -> None:
    """Check each file for what name and outline tell.

    Raises:
        SpoiltFileError: the first fault found, with the file's name.
    """
    for name, content in files.items():
        fault = fault_of(name, content, most_bytes)
        if fault:
            raise SpoiltFileError(f"{name} {fault}")


def fault_of(name: str, content: bytes, most_bytes: int) -> str | None:
    """What is wrong with one file, as a clause that stands after its name; None if nothing can be said from outside."""
    suffix = PurePosixPath(name).suffix.lower()
    if not _SOMETHING.search(content):
        return "is empty"
    if suffix not in (".html", ".htm") and _is_html(content):
        return f"is an HTML page where {suffix.removeprefix('.').upper() or 'a list'} is due"
    checks: dict[str, Callable[[], str | None]] = {
        ".xml": lambda: _xml_fault(content),
        ".json": lambda: _json_fault(content),
        ".zip": lambda: _zip_fault(content, most_bytes),
        ".xlsx": lambda: _zip_fault(content, most_bytes),
        ".ods": lambda: _zip_fault(content, most_bytes),
        ".csv": lambda: _text_fault(content),
        ".tsv": lambda: _text_fault(content),
    }
    return checks.get(suffix, lambda: None)()


_SOMETHING = re.compile(rb"[^\x00\x1a \t\r\n\xef\xbb\xbf]")
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+"
    rb"(?:(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*+(?:\[.*?\]\s*+)?>)\s*+)*+"
    rb"<([^\s<>/!?]+)",
    re.S,
)
"""What stands before the first element is never read twice: instructions repeated in thousands would take hours."""
_TRAILERS = ((b"-->", b"<!--"), (b"?>", b"<?"))
"""How a comment and an instruction end and begin, which may follow the last element."""


def _is_html(content: bytes) -> bool:
    return _HTML.match(content[:HEAD]) is not None


def _xml_fault(content: bytes) -> str | None:
    """An XML document must begin with an element and end with the closing tag of that element."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16: the parser will tell
        return None
    root = _ROOT.match(content[:HEAD])
    if root is None and not content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "is not XML"
    if root is None:  # a long prologue is left to the parser
        return "is cut: it has no element" if len(content) < HEAD else None
    tail = _without_trailers(content[-TAIL:])
    if re.search(rb"</" + re.escape(root[1]) + rb"\s*>\Z", tail) or (len(content) < HEAD and tail.endswith(b"/>")):
        return None
    return f"is cut: it does not end with </{root[1].decode(errors='replace')}>"


def _without_trailers(tail: bytes) -> bytes:
    """The end of a document without the comments, instructions and empty space that follow its last element."""
    while True:
        tail = tail.rstrip(b" \t\r\n\x0b\x0c\x00\x1a")
        opening = next((opening for closing, opening in _TRAILERS if tail.endswith(closing)), None)
        if opening is None or opening not in tail:
            return tail
        tail = tail[: tail.rindex(opening)]


def _json_fault(content: bytes) -> str | None:
    first = content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if first not in (b"{", b"["):
        return "is not JSON"
    last = b"}" if first == b"{" else b"]"
    return None if content[-TAIL:].rstrip().endswith(last) else "is cut: its JSON does not end"


def _text_fault(content: bytes) -> str | None:
    return (
        "is no text: it holds NUL bytes"
        if b"\x00" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff")
        else None
    )


def _zip_fault(content: bytes, most_bytes: int) -> str | None:
    """What is wrong with a ZIP: unsafe names, an implausible size, wrong checksums; None if it is sound."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as members:
            fault = _outline_fault(members.infolist(), most_bytes)
            return fault or _members_fault(members)
    except UNZIPPING_ERRORS:
        return "is cut or damaged: it is no readable ZIP"


def _outline_fault(members: list[zipfile.ZipInfo], most_bytes: int) -> str | None:
    if not members:
        return "is a ZIP with nothing in it"
    if len(members) > MOST_MEMBERS:
        return f"holds {len(members):,} members, more than the {MOST_MEMBERS:,} that are plausible"
    unsafe = next((member.filename for member in members if not is_safe(member.filename)), None)
    if unsafe is not None:
        return f"holds a member named {unsafe[:80]!r}, which leads outside of it"
    if any(member.flag_bits & 1 for member in members):
        return "is encrypted"
    size = sum(member.file_size for member in members)
    return f"unpacks to {size:,} bytes, more than the {most_bytes:,} that are plausible" if size > most_bytes else None


def _members_fault(members: zipfile.ZipFile) -> str | None:
    """Reading to the end checks the sum; zipfile reads no more of a member than the size it announces."""
    for member in members.infolist():
        try:
            with members.open(member) as stream:
                while stream.read(CHUNK):
                    pass
        except UNZIPPING_ERRORS:
            return f"is damaged: its member {member.filename[:80]!r} cannot be unpacked"
    return None


def is_safe(name: str) -> bool:
    """Whether a member's name stays inside the folder that it would be unpacked to."""
    for path in (PurePosixPath(name), PureWindowsPath(name)):
        if path.is_absolute() or path.drive or ".." in path.parts:
            return False
    return True
