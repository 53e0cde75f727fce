"""Releases: one dated folder per night that never changes, and the link `latest` to a complete one.

Here: making the folder of a night, pointing `latest` at it, and removing old folders. Not here: what is in a folder
(see build, and pipelines.warehouse.exports).

A new folder is made under a hidden name, with hard links to the files of the previous folder, so unchanged files need
no extra space. A changed file is written under a temporary name and renamed, so the file of the older night stays as
it was. Renaming the folder and then the link `latest` publishes it: a reader sees either the old night or the new one.
When nothing changed, no folder is made.

Kept are the newest 14 folders; of the older ones, the last folder of each month is kept for ever.
"""

import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.archive.locking import alone
from pipelines.publish.site.build import Built, build_site
from pipelines.publish.site.record import Record
from pipelines.publish.site.rendering import NO_IMPRINT, Imprint
from pipelines.warehouse.exports import EXPORTS, export
from pipelines.warehouse.publication import opened

LATEST = "latest"
DAYS_KEPT = 14
_NAME = re.compile(r"(?P<month>\d{4}-\d{2})-\d{2}(?:\.(?P<again>\d+))?")
_UNFINISHED = ".unfinished.tmp"

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Released:
    """The result of a release.

    Attributes:
        folder: the folder that `latest` points to now.
        is_new: this run made the folder; False if nothing has changed since the previous one.
        removed: names of the old folders that were removed.
    """

    folder: Path
    is_new: bool
    built: Built
    removed: tuple[str, ...] = ()


def release(
    warehouse: Path,
    root: Path,
    *,
    kinds: tuple[str, ...] = tuple(EXPORTS),
    imprint: Imprint = NO_IMPRINT,
    say: Say = lambda _: None,
) -> Released:
    """Make the pages and bulk data of the published file in a dated folder under `root`, and point `latest` at it.

    Args:
        kinds: the formats of bulk data that lie beside the pages.

    Raises:
        NothingPublishedError: there is no published file, or it cannot be read.
        BusyError: another release is being made there.
    """
    with alone(root, "release"):
        return _build_release(warehouse, root, kinds, imprint, say)


def _build_release(warehouse: Path, root: Path, kinds: tuple[str, ...], imprint: Imprint, say: Say) -> Released:
    """Build pages and bulk data as a new folder and point `latest` at it; if nothing changed, the newest folder stays.

    Unchanged files are hard links to those of the newest folder.
    """
    newest_release, unfinished = newest(root), root / _UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    if newest_release:
        shutil.copytree(newest_release, unfinished, copy_function=os.link)
    built = build_site(warehouse, unfinished, imprint=imprint, exports=_files_to_open_first(kinds), say=say)
    if newest_release and not built.written and not built.removed:
        shutil.rmtree(unfinished)
        _point_latest_at(root, newest_release.name)
        return Released(newest_release, is_new=False, built=built)
    for kind in kinds:
        say(f"bulk data: {kind}")
        for _ in export(warehouse, unfinished / "data" / kind, kind):
            pass
    folder = root / _unused_name(root, _day_of_refresh(warehouse))
    unfinished.rename(folder)
    _point_latest_at(root, folder.name)
    return Released(folder, is_new=True, built=built, removed=prune(root))


def _files_to_open_first(kinds: tuple[str, ...]) -> Mapping[str, str]:
    """The file of each format to open first, with its description."""
    file_to_open = {
        "parquet": "datapackage.json", "csv": "datapackage.json", "statements": "statements.parquet",
        "ftm": "entities.ftm.json", "targets": "targets.simple.csv", "senzing": "senzing.jsonl",
        "claimreview": "claimreview.jsonl", "events": "events.jsonl",
    }  # fmt: skip
    return {f"data/{kind}/{file_to_open[kind]}": EXPORTS[kind].what for kind in kinds}


def _day_of_refresh(warehouse: Path) -> str:
    """The day of the refresh that made the published file; it depends on the file alone, not on the clock."""
    with opened(warehouse) as connection:
        ended = Record(connection).night.ended
    return f"{ended:%Y-%m-%d}" if ended else "1970-01-01"


def _unused_name(root: Path, day: str) -> str:
    """The day as a folder name that is not used yet: "2026-11-30", else "2026-11-30.2" and so on."""
    name, number = day, 1
    while (root / name).exists():
        number += 1
        name = f"{day}.{number}"
    return name


def _point_latest_at(root: Path, name: str) -> None:
    """Point `latest` at a night, in one step."""
    latest = root / LATEST
    if latest.is_symlink() and latest.readlink() == Path(name):
        return
    temporary = root / f".{LATEST}.tmp"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(name, target_is_directory=True)
    temporary.replace(latest)


def nights(root: Path) -> list[Path]:
    """The folders of nights, oldest first."""
    folders = [
        path for path in root.iterdir() if path.is_dir() and not path.is_symlink() and _NAME.fullmatch(path.name)
    ]
    return sorted(folders, key=_day_and_number)


def _day_and_number(folder: Path) -> tuple[str, int]:
    """The sort key of a folder: its day, then its number within the day."""
    match = _NAME.fullmatch(folder.name)
    return folder.name[:10], int(match["again"] or 1) if match else 0


def newest(root: Path) -> Path | None:
    """The folder that `latest` points to; None if there is none."""
    latest = root / LATEST
    if latest.is_symlink() and latest.is_dir():
        return root / latest.readlink().name
    return None


def prune(root: Path) -> tuple[str, ...]:
    """Remove the folders that the rule does not keep, but never the one that `latest` points to; return their names."""
    old = nights(root)[:-DAYS_KEPT]
    last_of_month = {folder.name[:7]: folder for folder in old}
    published = newest(root)
    removed = [folder for folder in old if folder not in last_of_month.values() and folder != published]
    for folder in removed:
        renamed = folder.with_name(f".{folder.name}.tmp")
        folder.rename(renamed)
        shutil.rmtree(renamed)
    return tuple(folder.name for folder in removed)
