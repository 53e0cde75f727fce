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
    """The unpacked stream. Its frames are walked first, because the library takes a cut stream for a complete one."""
    while _skip_zst_frame(stream):
        pass
    stream.seek(0)
    return zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(stream, read_across_frames=True)


def _skip_zst_frame(stream: IO[bytes]) -> bool:
    """Skip one frame, block by block, by the layout of RFC 8878; returns False at the end of the stream.

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
    """The next `size` bytes; raises EOFError if there are fewer."""
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def _skip(stream: IO[bytes], size: int) -> None:
    """Skip `size` bytes; raises EOFError if there are fewer."""
    stream.seek(size - 1 if size > 0 else size, os.SEEK_CUR)
    if size > 0:
        _exactly(stream, 1)


def _open_gz(stream: IO[bytes]) -> IO[bytes]:
    """The stream unpacked from gzip."""
    return gzip.GzipFile(fileobj=stream, mode="rb")  # type: ignore[return-value]


def _open_xz(stream: IO[bytes]) -> IO[bytes]:
    """The stream unpacked from xz."""
    return lzma.LZMAFile(stream)


def _open_bz2(stream: IO[bytes]) -> IO[bytes]:
    """The stream unpacked from bzip2."""
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
    """The function that unpacks a stream with these first bytes; None if the stream is not compressed."""
    return next((unpack for magic, _, unpack in _WRAPPERS if magic.match(head)), None)


def unwrapped_name(name: str) -> str:
    """The name without the suffix of a compression: `consolidated.csv` for `consolidated.csv.gz`."""
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in WRAPPER_SUFFIXES else name


def unwrapped(content: bytes, most_bytes: int) -> bytes:
    """The content, unpacked if it is .gz, .zst, .xz or .bz2: its first bytes decide, not its name.

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
    """Refuse files that `fault_of` finds damaged.

    Raises:
        SpoiltFileError: the first fault found, with the file's name.
    """
    for name, content in files.items():
        fault = fault_of(name, content, most_bytes)
        if fault:
            raise SpoiltFileError(f"{name} {fault}")


def fault_of(name: str, content: bytes, most_bytes: int) -> str | None:
    """What is wrong with a file, in words that follow its name ("is not JSON"); None if no fault shows from outside."""
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
    """Whether the content begins as a web page."""
    return _HTML.match(content[:HEAD]) is not None


def _xml_fault(content: bytes) -> str | None:
    """What is wrong with an XML document; None if it begins with an element and ends with the tag that closes it."""
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
    """The end of a document without comments, instructions and white space after its last element."""
    while True:
        tail = tail.rstrip(b" \t\r\n\x0b\x0c\x00\x1a")
        opening = next((opening for closing, opening in _TRAILERS if tail.endswith(closing)), None)
        if opening is None or opening not in tail:
            return tail
        tail = tail[: tail.rindex(opening)]


def _json_fault(content: bytes) -> str | None:
    """What is wrong with JSON, judged by its first and last characters; None if they fit."""
    first = content[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if first not in (b"{", b"["):
        return "is not JSON"
    last = b"}" if first == b"{" else b"]"
    return None if content[-TAIL:].rstrip().endswith(last) else "is cut: its JSON does not end"


def _text_fault(content: bytes) -> str | None:
    """What is wrong with a text: NUL bytes, unless it is UTF-16; None if there are none."""
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
    """What is wrong with the list of files in a ZIP: none, too many, unsafe names, encrypted, too large; or None."""
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
    """What is wrong with the content of a ZIP; None if it can be read and all checksums are right.

    Reading a member to its end checks its sum; zipfile never reads more than the announced size.
    """
    for member in members.infolist():
        try:
            with members.open(member) as stream:
                while stream.read(CHUNK):
                    pass
        except UNZIPPING_ERRORS:
            return f"is damaged: its member {member.filename[:80]!r} cannot be unpacked"
    return None


def is_safe(name: str) -> bool:
    """Whether a member of a ZIP or tar would be unpacked inside the chosen folder."""
    for path in (PurePosixPath(name), PureWindowsPath(name)):
        if path.is_absolute() or path.drive or ".." in path.parts:
            return False
    return True
