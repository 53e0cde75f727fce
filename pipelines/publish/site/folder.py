"""The folder of a site; only files that changed are written.

Here: which files exist, and what they were made from. Not here: their content (see the modules of the pages).

`.made_from` has one line per file: a digest of what the file was made from, and its name. An existing file with the
same digest is neither made nor written again. `.made_from` is written last, so a file that is newer was written by a
run that did not finish, and is written again. Except in an empty folder, files are written under a temporary name and
renamed, so readers see only complete files.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from pipelines.archive.home import write_whole

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
        made_by: a digest of what all pages are made with: templates, code, values common to all pages.
        known: digests by file name, as `.made_from` has them; "" for a file that must be written again.
        now: digests by file name of this run.
        is_first: the folder was empty. Nobody reads its files yet, so they are written in place, without the cost of a
            rename; a run after an interrupted first one writes all of them again.
    """

    root: Path
    made_by: str
    known: dict[str, str] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)
    is_first: bool = False
    written: int = 0
    removed: int = 0

    @classmethod
    def opened(cls, root: Path, made_by: str) -> "SiteFolder":
        """The folder as the last run left it, or an empty one; unfinished files of an interrupted run are removed.

        A file that is newer than the list of files comes from a run that did not finish: it is written again.
        """
        times_of_writing = dict(_files_below(root))
        for name in times_of_writing:
            if name.rpartition("/")[2].startswith(".") and name.endswith(UNFINISHED):
                (root / name).unlink()
        if MADE_FROM not in times_of_writing:
            return cls(root, made_by, is_first=not times_of_writing)
        text = (root / MADE_FROM).read_text(encoding="utf-8", errors="replace")
        lines = (line.partition(" ") for line in text.splitlines())
        known = {name: digest for digest, _, name in lines if name in times_of_writing}
        written_later = {name for name in known if times_of_writing[name] > times_of_writing[MADE_FROM]}
        return cls(root, made_by, {name: "" if name in written_later else digest for name, digest in known.items()})

    def put(self, name: str, made_from: str, make: Callable[[], str | bytes]) -> None:
        """Keep a file; make and write it only if it is missing or was made from something else.

        Raises:
            OutsideFolderError: the name would leave the folder.
        """
        if not self.has(name, made_from):
            self.write(name, make())

    def put_content(self, name: str, content: str | bytes) -> None:
        """Keep a file with this content; write it only if it is missing or differs."""
        self.put(name, digest_of(content), lambda: content)

    def has(self, name: str, made_from: str) -> bool:
        """Whether a file exists and was made from exactly this; if not, the caller must write it.

        Either way it is a file of this run, and is not removed at the end.
        """
        self.now[name] = digest_of(self.made_by, made_from)
        return self.known.get(name) == self.now[name]

    def keep(self, prefixes: tuple[str, ...], made_from: str) -> bool:
        """Keep all files with these prefixes if none is missing and they were made from exactly this.

        Call `note` when all of them are written, so that a later run can keep them.

        Returns:
            Whether they were kept; if not, the caller must make them.
        """
        names = [name for name in self.known if name.startswith(prefixes)]
        if not all(self.known[name] for name in names):
            return False
        if self.known.get(_name_of_note(prefixes)) != digest_of(self.made_by, made_from, str(len(names))):
            return False
        self.now |= {name: self.known[name] for name in names}
        self.now[_name_of_note(prefixes)] = self.known[_name_of_note(prefixes)]
        return True

    def note(self, prefixes: tuple[str, ...], made_from: str) -> None:
        """Write down what all files with these prefixes were made from, for `keep` in a later run."""
        count = sum(name.startswith(prefixes) for name in self.now)
        name = _name_of_note(prefixes)
        self.now[name] = digest_of(self.made_by, made_from, str(count))
        if self.known.get(name) != self.now[name]:
            self.write(name, self.now[name])

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file, or overwrite it.

        Raises:
            OutsideFolderError: the name would leave the folder.
        """
        self._write(name, content.encode("utf-8", "replace") if isinstance(content, str) else content)
        self.written += 1

    def finish(self) -> None:
        """Remove files of earlier runs that are not part of this one, and write `.made_from`."""
        for name in self.known.keys() - self.now.keys():
            self._path(name).unlink(missing_ok=True)
            self.removed += 1
        if self.now != self.known:
            lines = "".join(f"{digest} {name}\n" for name, digest in sorted(self.now.items()))
            write_whole(self.root / MADE_FROM, lines.encode())

    def _write(self, name: str, content: bytes) -> None:
        """Write a file; in a folder that readers may see, under a temporary name first, so that they see it whole."""
        path = self._path(name)
        unfinished = path if self.is_first else path.with_name(f".{path.name}{UNFINISHED}")
        try:
            try:
                unfinished.write_bytes(content)
            except FileNotFoundError:
                path.parent.mkdir(parents=True, exist_ok=True)
                unfinished.write_bytes(content)
            if not self.is_first:
                unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise

    def _path(self, name: str) -> Path:
        """The path of a file name.

        Raises:
            OutsideFolderError: the name leaves the folder.
        """
        parts = name.split("/")
        if any(part in ("", ".", "..") or os.sep in part or "\\" in part or "\0" in part for part in parts):
            raise OutsideFolderError(f"{name!r} is no name of a file below {self.root.name}.")
        return self.root.joinpath(*parts)


def _name_of_note(prefixes: tuple[str, ...]) -> str:
    """The name of the file that says what the files with these prefixes were made from, once all are written."""
    return f"assets/made_from_{digest_of(*prefixes)}.txt"


def _files_below(root: Path) -> Iterator[tuple[str, int]]:
    """All files below a folder: relative path and time of writing (ns)."""
    for folder, _, names in os.walk(root):
        place = Path(folder)
        path_in_root = place.relative_to(root).as_posix()
        for name in names:
            written = (place / name).lstat().st_mtime_ns
            yield (name if path_in_root == "." else f"{path_in_root}/{name}"), written
