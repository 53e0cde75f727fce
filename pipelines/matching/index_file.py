"""Arrays in one file, read by mapping it into memory.

Here: how the index of names is kept on disk. Not here: what is in it (see name_index).

The file begins with its length and a header in JSON that names each array with its type and place; a reader maps the
file, so that a first question costs no more than the pages that it touches.
"""

import json
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
_MAGIC = b"SNI1"
_ALIGNED = 64


class Texts:
    """Many texts in two arrays: their bytes, one after the other, and where each begins."""

    def __init__(self, content: Array, starts: Array) -> None:
        self._content = content
        self._starts = starts

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Texts":
        """The texts in their order."""
        encoded = [text.encode() for text in texts]
        starts = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(text) for text in encoded], out=starts[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, place: int) -> str:
        return self._content[self._starts[place] : self._starts[place + 1]].tobytes().decode()

    def at(self, places: Array) -> list[str]:
        """The texts at several places."""
        content = self._content.data
        bounds = zip(self._starts[places].tolist(), self._starts[places + 1].tolist(), strict=True)
        return [str(content[first:end], "utf-8") for first, end in bounds]

    def lengths(self, places: Array) -> Array:
        """How many bytes the texts at several places have."""
        lengths: Array = self._starts[places + 1] - self._starts[places]
        return lengths

    def arrays(self, name: str) -> dict[str, Array]:
        """The two arrays under their names in a file."""
        return {f"{name}.content": self._content, f"{name}.starts": self._starts}

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> "Texts":
        """The texts that `arrays` gave."""
        return cls(arrays[f"{name}.content"], arrays[f"{name}.starts"])


class Lists:
    """Many lists of numbers in two arrays."""

    def __init__(self, values: Array, starts: Array) -> None:
        self.values = values
        self.starts = starts

    @classmethod
    def of(cls, lists: Iterable[Iterable[int]]) -> "Lists":
        """The lists in their order, each sorted and without repetition."""
        kept = [sorted(set(numbers)) for numbers in lists]  # most are short: faster than an array for every list
        starts = np.zeros(len(kept) + 1, dtype=np.int64)
        np.cumsum([len(numbers) for numbers in kept], out=starts[1:])
        return cls(np.fromiter(chain.from_iterable(kept), dtype=np.int32, count=int(starts[-1])), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, place: int) -> Array:
        return self.values[self.starts[place] : self.starts[place + 1]]

    def at(self, places: Array) -> tuple[Array, Array]:
        """The lists at several places as one, and how long each is."""
        firsts, ends = self.starts[places], self.starts[places + 1]
        bounds = zip(firsts.tolist(), ends.tolist(), strict=True)
        parts = [self.values[first:end] for first, end in bounds]
        return np.concatenate(parts) if parts else self.values[:0], ends - firsts

    def arrays(self, name: str) -> dict[str, Array]:
        """The two arrays under their names in a file."""
        return {f"{name}.values": self.values, f"{name}.starts": self.starts}

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> "Lists":
        """The lists that `arrays` gave."""
        return cls(arrays[f"{name}.values"], arrays[f"{name}.starts"])


def write_arrays(path: Path, arrays: Mapping[str, Array], made_from: str) -> None:
    """Write the arrays to a file that does not exist yet; `made_from` says what they were made from."""
    places: dict[str, tuple[str, int, int]] = {}
    end = 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, end, len(array))
        end += -(-array.nbytes // _ALIGNED) * _ALIGNED
    header = json.dumps({"made_from": made_from, "arrays": places}).encode()
    head = _MAGIC + len(header).to_bytes(8, "little") + header
    with path.open("wb") as file:
        file.write(head + bytes(-len(head) % _ALIGNED))
        for array in arrays.values():
            file.write(array.tobytes() + bytes(-array.nbytes % _ALIGNED))


def read_arrays(path: Path, made_from: str) -> dict[str, Array] | None:
    """The arrays of a file, mapped; None where there is no such file, or it was made from something else."""
    try:
        mapped = np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)
    except (OSError, ValueError):
        return None
    if bytes(mapped[: len(_MAGIC)]) != _MAGIC:
        return None
    begin = len(_MAGIC) + 8
    length = int.from_bytes(bytes(mapped[len(_MAGIC) : begin]), "little")
    try:
        header = json.loads(bytes(mapped[begin : begin + length]))
    except ValueError:
        return None
    if header.get("made_from") != made_from:
        return None
    begin += length + -(begin + length) % _ALIGNED
    return {
        name: mapped[begin + place : begin + place + count * np.dtype(kind).itemsize].view(kind)
        for name, (kind, place, count) in header["arrays"].items()
    }
