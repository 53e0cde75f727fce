"""The step that finds who is the same across lists.

Here: what it reads, and when there is nothing to do. Not here: how it is told (see pipelines.matching.subjects).
"""

from hashlib import blake2b
from pathlib import Path

from pipelines.archive.home import Home, whole_or_absent
from pipelines.matching.judgements import read_judgements
from pipelines.matching.subjects import subjects
from pipelines.run.layout import list_tables, parts, replace_tables
from pipelines.warehouse.tables import read_table

SUBJECT_COLUMNS = {
    "designation": (
        "designation_id", "list_id", "authority", "native_id", "party_type", "primary_name", "programmes",
        "first_seen_on", "last_seen_on", "listed_by",
    ),
    "designation_name": ("designation_id", "name", "quality"),
    "designation_birth": ("designation_id", "earliest", "latest", "approximate"),
    "designation_country": ("designation_id", "link", "country"),
    "designation_identifier": ("designation_id", "kind", "value_normalised", "issuer_country"),
}  # fmt: skip
"""What is needed to tell who is the same; the rest of these tables is by far the larger part."""

SUBJECTS_VERSION = 3
"""Raised when the same designations would give other subjects."""


def update_subjects(home: Home) -> Path:
    """Find which designations of all lists mean the same party, unless neither they nor judgements changed."""
    judgements = home.judgements.read_bytes() if home.judgements.is_file() else b""
    state = blake2b("\n".join(map(str, list_tables(home))).encode() + judgements, digest_size=12).hexdigest()
    folder = home.tables / "subjects"
    known = folder / "made_from"
    if known.is_file() and known.read_text(encoding="utf-8") == f"{SUBJECTS_VERSION} {state}":
        return folder
    now = parts(home)
    frames = [read_table(name, now, columns) for name, columns in SUBJECT_COLUMNS.items()]
    designations, names, births, countries, identifiers = frames
    judged = read_judgements(home.judgements).judgements
    tables = subjects(designations, names, births, countries, identifiers, judged)
    replace_tables(home, "subjects", tables)
    with whole_or_absent(known) as path:
        path.write_text(f"{SUBJECTS_VERSION} {state}", encoding="utf-8")
    return folder
