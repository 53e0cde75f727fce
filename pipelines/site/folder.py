"""A folder of files of which only those that changed are written.

Here: what was written when, from what. Not here: what the files say (see the modules of the pages).

`.made_from` holds one line a file: a digest of what the file was made from, and its name. A file that is there, and
whose line says the same, is neither made nor written again. The lines are written last: what an interrupted run wrote
is written again. Each file is renamed into its place, so a reader meets whole ones alone.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from pipelines.sources.home import write_whole

MADE_FROM = ".made_from"
UNFINISHED = ".tmp"


class OutsideFolderError(Exception):
    """A file name that would leave the folder."""


def digest_of(*parts: str | bytes) -> str:
    """A short digest of all parts together."""
    digest = blake2b(digest_size=9)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


@dataclass(slots=True)
class SiteFolder:
    """Files below `root`.

    Attributes:
        made_by: a digest of all that every page is made with: templates, code, words common to all pages.
    """

    root: Path
    made_by: str
    known: dict[str, str] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)
    written: int = 0
    removed: int = 0

    @classmethod
    def opened(cls, root: Path, made_by: str) -> "SiteFolder":
        """The folder as the last run left it, or empty; what an interrupted run left half-written is removed."""
        there = set(_names_below(root))
        for name in there:
            if name.rpartition("/")[2].startswith(".") and name.endswith(UNFINISHED):
                (root / name).unlink()
        lines = root / MADE_FROM
        text = lines.read_text(encoding="utf-8", errors="replace") if lines.is_file() else ""
        noted = (line.partition(" ") for line in text.splitlines())
        return cls(root, made_by, {name: digest for digest, _, name in noted if name in there})

    def put(self, name: str, made_from: str, make: Callable[[], str | bytes]) -> None:
        """Have a file; make and write it only if it is not there, or was made from something else.

        Raises:
            OutsideFolderError: the name would leave the folder.
        """
        digest = digest_of(self.made_by, made_from)
        self.now[name] = digest
        if self.known.get(name) == digest:
            return
        content = make()
        self._write(name, content.encode("utf-8", "replace") if isinstance(content, str) else content)

    def put_content(self, name: str, content: str | bytes) -> None:
        """Have a file with this content."""
        self.put(name, digest_of(content), lambda: content)

    def finish(self) -> None:
        """Remove what earlier runs wrote and this one did not, and note what was written."""
        for name in self.known.keys() - self.now.keys():
            self._path(name).unlink(missing_ok=True)
            self.removed += 1
        if self.now != self.known:
            lines = "".join(f"{digest} {name}\n" for name, digest in sorted(self.now.items()))
            write_whole(self.root / MADE_FROM, lines.encode())

    def _write(self, name: str, content: bytes) -> None:
        path = self._path(name)
        temporary = path.with_name(f".{path.name}{UNFINISHED}")
        try:
            temporary.write_bytes(content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(content)
        temporary.replace(path)
        self.written += 1

    def _path(self, name: str) -> Path:
        parts = name.split("/")
        if any(part in ("", ".", "..") or os.sep in part or "\\" in part or "\0" in part for part in parts):
            raise OutsideFolderError(f"{name!r} is no name of a file below {self.root.name}.")
        return self.root.joinpath(*parts)


def _names_below(root: Path) -> Iterator[str]:
    """Every file below a folder, named from it."""
    for folder, _, names in os.walk(root):
        within = Path(folder).relative_to(root).as_posix()
        yield from (name if within == "." else f"{within}/{name}" for name in names)
