"""The bytes of published files, kept once each under their sha256, compressed against what the list said before.

Here: how one file's bytes lie on disk and come back. Not here: which bytes are a snapshot of what (see archive).

A content is stored whole (`.zst`: any zstd tool unpacks it) or as a patch (`.patch`) on a whole one, its base: the zstd
frames of a patch use slices of the base as dictionary. A list of which 20 rows changed overnight then costs a few
kilobytes. Patches rest on whole contents only, never on patches, so one read costs one base, and a damaged patch harms
nothing else. A base on which others rest is stored twice, and the good copy replaces the damaged one.

Each file begins with a skippable zstd frame: a digest of all that follows, then a JSON header. So flipped and missing
bytes are found without unpacking.
"""

import hashlib
import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

import zstandard

from pipelines.archive.home import move_whole, write_whole

MIB = 2**20
LEVEL = 6
SEGMENT = 1 * MIB  # compressed at a time: so small that the match finder indexes the whole slice of the base
MARGIN = MIB // 2  # of the base on either side of where the segment came from
PROBE = 128  # bytes that are looked up in the base to see where the segment came from
PROBES = 5
REACH = 8 * MIB  # how far from where the last segment came from they are sought first
WORTH_A_PATCH = 0.1  # of the base's own stored size: a larger patch is a sign to start from a new base
GOOD_PATCH = 0.03  # of the base: no other base is tried

_SKIPPABLE = b"\x5a\x2a\x4d\x18"
_HEAD = struct.Struct("<4sI16s")


class DamagedContentError(Exception):
    """Stored bytes that no longer hash to their name, and no good copy of them."""


@dataclass(frozen=True, slots=True)
class _Header:
    """What a stored file says of itself. A whole content has no base and one segment.

    Attributes:
        segments: (begin, end) of the slice of the base, and how many stored bytes the segment takes.
    """

    sha256: str
    size: int
    base: str | None
    segments: tuple[tuple[int, int, int], ...]


def digest(content: bytes) -> str:
    """The sha256 of bytes, in hex: their name in the archive."""
    return hashlib.sha256(content).hexdigest()


class Contents:
    """Contents under `root`. Whoever writes holds the archive's lock."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, content: bytes, resembling: Iterable[Iterable[str]] = ()) -> str:
        """Keep `content` and return its sha256.

        Args:
            content: the bytes.
            resembling: rows of contents that may resemble it, each row the likeliest first. Of each, the first that is
                stored whole is tried as a base.
        """
        sha256 = digest(content)
        if self.fault(sha256) is None:
            return sha256
        patch = self._best_patch(sha256, content, resembling)
        if patch is None:
            write_whole(self._whole_path(sha256), _packed_whole(sha256, content))
        else:
            base, stored = patch
            self.keep_twice(base)
            write_whole(self._patch_path(sha256), stored)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes with this sha256, from any copy that is good.

        Raises:
            DamagedContentError: no copy is.
        """
        for path in (self._whole_path(sha256), self._copy_path(sha256), self._patch_path(sha256)):
            content = self._unpacked_content(path, sha256)
            if content is not None:
                return content
        raise DamagedContentError(f"content {sha256} is damaged or missing")

    def is_whole(self, sha256: str) -> bool:
        """Whether this content is stored whole, so that others can be stored as differences from it."""
        return self._whole_path(sha256).exists()

    def size_on_disk(self, sha256: str) -> int:
        """How many bytes the stored forms of one content take, with copies but without its base."""
        paths = (self._whole_path(sha256), self._copy_path(sha256), self._patch_path(sha256))
        return sum(path.stat().st_size for path in paths if path.exists())

    def fault(self, sha256: str) -> str | None:
        """What is wrong with the stored form of a content, by its digest and without unpacking; None if nothing is.

        A base of which one of two copies is good has no fault: `keep_twice` puts the other right. A patch has the fault
        of its base.
        """
        whole, patch = self._whole_path(sha256), self._patch_path(sha256)
        faults = [_fault_of_file(path) for path in (whole, self._copy_path(sha256))]
        if None in faults:
            return None
        if whole.exists() or not patch.exists():
            return faults[0]
        base = self.base_of(sha256)
        on_base = self.fault(base) if base else None
        return f"rests on {base}, which {on_base}" if on_base else _fault_of_file(patch)

    def bases_of_patches(self) -> set[str]:
        """The digests of all contents that a patch needs as its base, so that two copies of each are kept."""
        patched = (path.stem for path in self._root.glob("contents/*/*.patch"))
        return {base for base in map(self.base_of, patched) if base}

    def base_of(self, sha256: str) -> str | None:
        """The base of a content that is stored as a patch; None if it is stored whole or cannot be read."""
        if self.is_whole(sha256):
            return None
        try:
            return _unpacked(self._patch_path(sha256).read_bytes())[0].base
        except (FileNotFoundError, ValueError):
            return None

    def keep_twice(self, base: str) -> bool:
        """Make sure that a base has two good copies; True if one was bad or missing and was replaced."""
        whole, copy = self._whole_path(base), self._copy_path(base)
        faults = _fault_of_file(whole), _fault_of_file(copy)
        if faults[0] is None and faults[1] is not None:
            write_whole(copy, whole.read_bytes())
        elif faults[1] is None and faults[0] is not None:
            write_whole(whole, copy.read_bytes())
        else:
            return False
        return True

    def set_aside(self, sha256: str, folder: Path) -> None:
        """Move every stored form of a damaged content to `folder`, so that it is not read again."""
        for path in (self._whole_path(sha256), self._copy_path(sha256), self._patch_path(sha256)):
            if path.exists():
                move_whole(path, folder / f"{path.parent.parent.name}-{path.name}")

    def _best_patch(self, sha256: str, content: bytes, resembling: Iterable[Iterable[str]]) -> tuple[str, bytes] | None:
        """The base, and the patch on it: the first that is small enough or else the smallest of all bases tried.

        None if it is better to store the content whole: no patch is much smaller than its base.
        """
        smallest: tuple[float, str, bytes] | None = None
        for base, patch in self._patches(sha256, content, resembling):
            share = len(patch) / self._whole_path(base).stat().st_size
            if share <= WORTH_A_PATCH and (smallest is None or share < smallest[0]):
                smallest = share, base, patch
            if share <= GOOD_PATCH:
                break
        return smallest[1:] if smallest else None

    def _patches(self, sha256: str, content: bytes, resembling: Iterable[Iterable[str]]) -> Iterator[tuple[str, bytes]]:
        """For each stored base that may resemble the content: its sha256, and the patch."""
        for base in dict.fromkeys(next(filter(self.is_whole, row), None) for row in resembling):
            try:
                base_content = self.get(base) if base else None
            except DamagedContentError:
                continue
            if base and base_content is not None:
                yield base, _packed_patch(sha256, content, base, base_content)

    def _unpacked_content(self, path: Path, sha256: str) -> bytes | None:
        """The unpacked content of a stored file; None if it is missing, damaged or not what its name says."""
        try:
            stored = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            header, frames = _unpacked(stored)
            if header.base is None:
                content = zstandard.ZstdDecompressor(max_window_size=2**31).decompress(frames, header.size)
            else:
                content = _unpacked_patch(header, frames, self.get(header.base))
        except (ValueError, zstandard.ZstdError, DamagedContentError):
            return None
        return content if digest(content) == sha256 else None

    def _whole_path(self, sha256: str) -> Path:
        """The path at which a content is stored whole."""
        return self._root / "contents" / sha256[:2] / f"{sha256}.zst"

    def _patch_path(self, sha256: str) -> Path:
        """The path at which a content is stored as a patch."""
        return self._root / "contents" / sha256[:2] / f"{sha256}.patch"

    def _copy_path(self, sha256: str) -> Path:
        """The path of the second copy of a content."""
        return self._root / "copies" / sha256[:2] / f"{sha256}.zst"


def _packed_whole(sha256: str, content: bytes) -> bytes:
    """The stored form of a content by itself."""
    compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    frames = compressor.compress(content)
    return _packed(_Header(sha256, len(content), None, ((0, 0, len(frames)),)), frames)


def _packed_patch(sha256: str, content: bytes, base: str, base_content: bytes) -> bytes:
    """The stored form of a content as a difference from `base`, made segment by segment."""
    frames: list[bytes] = []
    segments: list[tuple[int, int, int]] = []
    offset = 0
    for begin in range(0, len(content), SEGMENT):
        segment = content[begin : begin + SEGMENT]
        offset = _offset_in_base(segment, begin, base_content, offset)
        low = max(0, min(begin + offset - MARGIN, len(base_content)))
        high = max(0, min(begin + offset + len(segment) + MARGIN, len(base_content)))
        frames.append(_compressor(base_content[low:high], len(segment)).compress(segment))
        segments.append((low, high, len(frames[-1])))
    return _packed(_Header(sha256, len(content), base, tuple(segments)), b"".join(frames))


def _offset_in_base(segment: bytes, begin: int, base_content: bytes, expected: int) -> int:
    """How far the segment lies from its position in the base, so that only the slice around it is compared.

    It is the median of a few probes; `expected` if the base has none of them.
    """
    probes = [(at, segment[at : at + PROBE]) for at in range(0, len(segment), len(segment) // PROBES + 1)]
    offsets = []
    for at, probe in probes:
        near = begin + at + expected
        where = base_content.find(probe, max(0, near - REACH), max(0, near + REACH))
        if where >= 0:
            offsets.append(where - begin - at)
    return sorted(offsets)[len(offsets) // 2] if offsets else expected


def _compressor(slice_of_base: bytes, size: int) -> zstandard.ZstdCompressor:
    """A compressor that uses the slice of the base as its dictionary.

    Its window holds both. Long-distance matching is off: it does not look into a raw dictionary.
    """
    parameters = zstandard.ZstdCompressionParameters.from_level(
        LEVEL,
        source_size=size,
        dict_size=len(slice_of_base),
        window_log=max(10, (size + len(slice_of_base)).bit_length()),
        write_content_size=True,
        write_checksum=True,
    )
    return zstandard.ZstdCompressor(dict_data=_dictionary(slice_of_base), compression_params=parameters)


def _dictionary(slice_of_base: bytes) -> zstandard.ZstdCompressionDict:
    """The slice as a raw dictionary."""
    return zstandard.ZstdCompressionDict(slice_of_base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _unpacked_patch(header: _Header, frames: bytes, base_content: bytes) -> bytes:
    """The content of a patch, each segment unpacked with its slice of the base as dictionary."""
    content, at = BytesIO(), 0
    for low, high, length in header.segments:
        decompressor = zstandard.ZstdDecompressor(dict_data=_dictionary(base_content[low:high]))
        content.write(decompressor.decompress(frames[at : at + length], SEGMENT))
        at += length
    return content.getvalue()


def _packed(header: _Header, frames: bytes) -> bytes:
    """A stored file: a header that zstd skips, a checksum, and the frames."""
    header_json = json.dumps(asdict(header), separators=(",", ":")).encode()
    return _HEAD.pack(_SKIPPABLE, len(header_json) + 16, _checksum(header_json, frames)) + header_json + frames


def _unpacked(stored: bytes) -> tuple[_Header, bytes]:
    """The header and the frames of a stored file.

    Raises:
        ValueError: the bytes are not those that were written.
    """
    if len(stored) < _HEAD.size:
        raise ValueError("is cut short")
    magic, size, checksum = _HEAD.unpack_from(stored)
    header_json, frames = stored[_HEAD.size : size + 8], stored[size + 8 :]
    if magic != _SKIPPABLE or checksum != _checksum(header_json, frames):
        raise ValueError("no longer holds the bytes that were written")
    values = json.loads(header_json)
    return _Header(**{**values, "segments": tuple(tuple(value) for value in values["segments"])}), frames


def _checksum(header_json: bytes, frames: bytes) -> bytes:
    """The checksum of header and frames."""
    return hashlib.blake2b(frames, key=hashlib.blake2b(header_json, digest_size=32).digest(), digest_size=16).digest()


def _fault_of_file(path: Path) -> str | None:
    """What is wrong with a stored file, without unpacking it; None if nothing is."""
    try:
        header, _ = _unpacked(path.read_bytes())
    except FileNotFoundError:
        return "is missing"
    except ValueError as error:
        return str(error)
    return None if path.stem == header.sha256 else f"holds the bytes of {header.sha256}"
