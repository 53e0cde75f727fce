"""What arrives is checked before it counts: not empty, not a web page, not cut, no bomb.

Here: taking files out of their compression, and what can be said of bytes from their name and outline alone.
Not here: whether a format module can read them (see pipelines.lists), or whether their content is believable (see
pipelines.designations.plausibility).
"""

import bz2
import gzip
import io
import lzma
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
    return zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(stream, read_across_frames=True)


def _open_gz(stream: IO[bytes]) -> IO[bytes]:
    return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]


def _open_xz(stream: IO[bytes]) -> IO[bytes]:
    return lzma.LZMAFile(stream)


def _open_bz2(stream: IO[bytes]) -> IO[bytes]:
    return bz2.BZ2File(stream)


_WRAPPERS: tuple[tuple[bytes, tuple[str, ...], Unpack], ...] = (
    (b"\x1f\x8b", (".gz",), _open_gz),
    (b"\x28\xb5\x2f\xfd", (".zst",), _open_zst),
    (b"\xfd7zXZ\x00", (".xz",), _open_xz),
    (b"BZh", (".bz2",), _open_bz2),
)
WRAPPER_SUFFIXES = tuple(suffix for _, suffixes, _ in _WRAPPERS for suffix in suffixes)
UNPACKING_ERRORS = (OSError, EOFError, lzma.LZMAError, zstandard.ZstdError, ValueError)


def opener_for(head: bytes) -> Unpack | None:
    """How to unpack a stream that begins with these bytes; None if it is not wrapped."""
    return next((unpack for magic, _, unpack in _WRAPPERS if head.startswith(magic)), None)


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
            found = stream.read(most_bytes + 1)
    except UNPACKING_ERRORS as error:
        raise SpoiltFileError("cannot be unpacked; it is cut or damaged") from error
    if len(found) > most_bytes:
        raise SpoiltFileError(f"unpacks to more than the {most_bytes:,} bytes that are plausible")
    return found


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
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>\s*)*<([^\s<>/!?]+)", re.S
)
_TRAILERS = re.compile(rb"(?:\s|\x00|\x1a|<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>)+\Z", re.S)


def _is_html(content: bytes) -> bool:
    return _HTML.match(content[:HEAD]) is not None


def _xml_fault(content: bytes) -> str | None:
    """An XML document must begin with an element and end with the closing tag of that element."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16: the parser will tell
        return None
    root = _ROOT.match(content[:HEAD])
    if root is None:
        return None if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "is not XML"
    tail = _TRAILERS.sub(b"", content[-TAIL:])
    if re.search(rb"</" + re.escape(root[1]) + rb"\s*>\Z", tail) or (len(content) < HEAD and tail.endswith(b"/>")):
        return None
    return f"is cut: it does not end with </{root[1].decode(errors='replace')}>"


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
    """Members are named safely, unpack to a plausible size and have the checksums that they announce."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as members:
            fault = _outline_fault(members.infolist(), most_bytes)
            return fault or _members_fault(members)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, NotImplementedError):
        return "is cut or damaged: it is no readable ZIP"


def _outline_fault(members: list[zipfile.ZipInfo], most_bytes: int) -> str | None:
    if not members:
        return "is a ZIP with nothing in it"
    if len(members) > MOST_MEMBERS:
        return f"holds {len(members):,} members, more than the {MOST_MEMBERS:,} that are plausible"
    unsafe = next((each.filename for each in members if not is_safe(each.filename)), None)
    if unsafe is not None:
        return f"holds a member named {unsafe[:80]!r}, which leads outside of it"
    if any(each.flag_bits & 1 for each in members):
        return "is encrypted"
    size = sum(each.file_size for each in members)
    return f"unpacks to {size:,} bytes, more than the {most_bytes:,} that are plausible" if size > most_bytes else None


def _members_fault(members: zipfile.ZipFile) -> str | None:
    """Reading to the end checks the sum; zipfile reads no more of a member than the size it announces."""
    for each in members.infolist():
        try:
            with members.open(each) as stream:
                while stream.read(CHUNK):
                    pass
        except (zipfile.BadZipFile, zlib.error, *UNPACKING_ERRORS):
            return f"is damaged: its member {each.filename[:80]!r} cannot be unpacked"
    return None


def is_safe(name: str) -> bool:
    """Whether a member's name stays inside the folder that it would be unpacked to."""
    for path in (PurePosixPath(name), PureWindowsPath(name)):
        if path.is_absolute() or path.drive or ".." in path.parts:
            return False
    return True
