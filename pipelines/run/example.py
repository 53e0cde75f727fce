"""The bundled example: where it lies, and which homes hold it instead of live data.

Here: its notices, which need no more than to be read. Not here: the whole job on it (see refresh).
"""

from pathlib import Path

from pipelines.archive.archive import Archive
from pipelines.archive.notices import KeptNotice, keep_notices, notice_sources, saved_notices
from pipelines.designations.notices import dated_by

EXAMPLE = Path(__file__).with_name("example_files")
"""Lists as LIST/DATE/files in their official formats, and articles: written from facts for this project."""


def origin_of(archive: Archive) -> str:
    """Where what a home holds is from: the bundled example, or live sources."""
    return "example" if archive.is_example else "live"


def add_example_notices(archive: Archive, source_id: str) -> list[KeptNotice]:
    """The notices of the bundled example."""
    source, folder = notice_sources()[source_id], EXAMPLE / source_id
    offered = saved_notices(source, [folder] if folder.is_dir() else [])
    return list(keep_notices(source, archive, offered, "example", dated_by(source)))
