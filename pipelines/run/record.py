"""The steps of the official record: lists, notices, designations, subjects.

Here: the functions of these steps, with the tables that they read and make. Not here: how rows are made (see
pipelines.designations and pipelines.matching), or the order of the steps (see steps).

The tables of one list are a unit: they are made and checked together when the list is read, and replace the previous
unit as a whole. A unit that fails the publication checks is held back, and the previous unit stays in use.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from pipelines.archive.archive import MixedHomeError, utc_now
from pipelines.archive.notices import notice_sources
from pipelines.archive.snapshot import Snapshot
from pipelines.catalogue.entries import OfficialList, official_lists
from pipelines.designations.announcements import ANNOUNCEMENTS_VERSION, announcement_tables
from pipelines.designations.history import (
    ListHistory,
    RememberingReader,
    load_history,
    save,
    snapshot_id,
    up_to_date,
)
from pipelines.designations.notices import notice_tables, state_of, stated_days, with_stated_days
from pipelines.designations.status import catalogue_table, refusal_table, status_table
from pipelines.designations.tables import snapshots, tables_of
from pipelines.matching.judgements import read_judgements
from pipelines.matching.name_score import forget_likeness
from pipelines.matching.notice_entries import differences, joined
from pipelines.matching.subjects import subjects
from pipelines.run.layout import (
    HeldBack,
    JudgedCheck,
    Made,
    Manifest,
    code_digest,
    digest_of,
    list_folder,
    list_manifests,
    list_parts,
    passed_as_parts,
    read_manifest,
    relative_parts,
    remove_folders,
    step_folder,
    write_manifest,
)
from pipelines.run.memory import garbage_collection_paused
from pipelines.run.settings import Run
from pipelines.warehouse.checks import Check, CheckResult, checks_of, judge_all, structural_checks
from pipelines.warehouse.schema import conform, empty, table_schemas, text_of
from pipelines.warehouse.tables import Parts, Tables, read_table, write_table, write_tables

DATED_BY_NOTICES = ("designation", "change")

Frames = Mapping[str, pl.DataFrame]


@cache
def list_tables() -> tuple[str, ...]:
    """The tables that are made list by list."""
    of_designations = (name for name in table_schemas() if name.startswith("designation_"))
    return ("designation", *of_designations, "change", "drift", "field_coverage", "programme")


def read_list_tables(run: Run, official_list: OfficialList, reader: RememberingReader | None = None) -> Manifest:
    """Update the history of one list and its unit of tables, if something changed; return its manifest.

    On any error, what is new of this list is held back, and the previous unit stays in use.
    """
    folder = list_folder(run.home, official_list.list_id)
    standing = read_manifest(folder)
    made_from = _state_of_list(run, official_list)
    if standing is not None and standing.made_from == made_from and files_exist(run, standing):
        return standing
    try:
        manifest = _new_unit(run, official_list, reader or RememberingReader(), standing, made_from)
    except (MixedHomeError, OSError):
        raise  # about the home, not about this list
    except Exception as error:  # noqa: BLE001 - whatever one list holds, it must not stop the others
        reason = f"it cannot be read ({type(error).__name__}: {error}); its last good tables stand."
        manifest = _held_back(official_list, standing, reason, None)
    write_manifest(folder, manifest)
    return manifest


def _state_of_list(run: Run, official_list: OfficialList) -> str:
    """A digest of the inputs of the tables of a list: its snapshots in the archive, and the code."""
    list_id = official_list.list_id
    held = [repr(replace(snapshot, last_checked_at=snapshot.seen_at)) for snapshot in run.archive.snapshots(list_id)]
    accepted = sorted(run.archive.accepted(list_id))
    return digest_of(code_digest("catalogue", "archive", "parsers", "designations", "warehouse"), *held, *accepted)


def files_exist(run: Run, manifest: Manifest) -> bool:
    """Whether all files of a manifest exist."""
    return all(path.is_file() for files in manifest.files(run.home).values() for path in files)


def _new_unit(
    run: Run, official_list: OfficialList, reader: RememberingReader, standing: Manifest | None, made_from: str
) -> Manifest:
    """Make the tables of one list from its history; if they fail a check, the previous ones stay in use."""
    list_id, folder = official_list.list_id, list_folder(run.home, official_list.list_id)
    before = load_history(folder, list_id)
    history = up_to_date(before, official_list, run.archive, reader)
    save(history, before, folder)
    if history.facts.is_empty():
        return Manifest(made_from)
    unit = {name: conform(name, frame) for name, frame in tables_of(history, official_list).items()}
    unit["snapshot"] = conform("snapshot", snapshots(history))
    results = judge_all(_unit_checks(), Tables({}, unit | {"official_list": _catalogue()}))
    failed = [result for result in results if result.blocks]
    if failed:
        place = folder / f"held-{history.digest}"
        kept = {} if standing is None else standing.files(run.home)
        rows = _with_new_held_back(history, read_table("snapshot", kept), failed)
        path = write_table("snapshot", rows, place)
        return _held_back(official_list, standing, _reason(failed), relative_parts(run.home, {"snapshot": [path]}))
    parts = write_tables(unit, folder / f"unit-{digest_of(made_from, history.digest)}")
    checks = [JudgedCheck.of(result) for result in results]
    return Manifest(made_from, relative_parts(run.home, {name: [path] for name, path in parts.items()}), checks)


def _catalogue() -> pl.DataFrame:
    """Table `official_list`: all lists of the catalogue."""
    return conform("official_list", catalogue_table(official_lists()))


def _unit_checks() -> list[Check]:
    """The blocking checks that need only the tables of one list."""
    tables = (*list_tables(), "snapshot")
    known = {*tables, "official_list"}
    return [check for check in checks_of(tables) if check.blocking and known.issuperset(check.reads)]


def _reason(failed: list[CheckResult]) -> str:
    """The message for a list whose tables fail their checks."""
    sentences = " ".join(result.finding.sentence for result in failed)
    return f"its tables fail the publication check: {sentences} Its last good tables stand until that is mended."


def _held_back(
    official_list: OfficialList, standing: Manifest | None, reason: str, parts: Mapping[str, list[str]] | None
) -> Manifest:
    """The manifest of a list whose new rows are held back: the previous tables; every run tries it again."""
    before = standing or Manifest("")
    return Manifest("", {**before.parts, **(parts or {})}, before.checks, [HeldBack(official_list.list_id, reason)])


def _with_new_held_back(history: ListHistory, before: pl.DataFrame, failed: list[CheckResult]) -> pl.DataFrame:
    """Table `snapshot` of a list that is held back: the previous rows, and the new ones marked as held back."""
    new = snapshots(history).join(before, on="snapshot_id", how="anti")
    reason = _reason(failed)
    new = conform("snapshot", new).with_columns(
        state=pl.when(pl.col("state") == "used").then(pl.lit("held_back")).otherwise("state"),
        reason=pl.coalesce("reason", pl.lit(reason)),
        added=pl.lit(None, pl.Int64),
        removed=pl.lit(None, pl.Int64),
    )
    return pl.concat([before, new])


def make_catalogue(_run: Run, _tables: Tables) -> Made:
    """Make table `official_list`."""
    return Made({"official_list": catalogue_table(official_lists())})


def state_of_archive(run: Run) -> str:
    """A digest of the inputs of the tables about lists: units, snapshots, refusals, last fetches, keys and the day."""
    archive = run.archive
    entries = (
        (repr(archive.snapshots(list_id)), repr(archive.refusals(list_id)), repr(archive.last_fetch(list_id)))
        for list_id in official_lists()
    )
    held = (repr(manifest.held_back) for _, manifest in list_manifests(run.home))
    keys = sorted(run.settings.source_keys)
    day = run.settings.as_of or utc_now().date()
    return digest_of(state_of_units(run), *(text for entry in entries for text in entry), *held, *keys, str(day))


def make_list_tables(run: Run, _tables: Tables) -> Made:
    """Make the tables about lists: snapshots, status, refusals."""
    lists = official_lists()
    units = list_parts(run.home)
    known = read_table("snapshot", units)
    table = in_order(checked_again(run, known))
    status = list_status(run, table)
    held = [source for _, manifest in list_manifests(run.home) for source in manifest.held_back]
    return Made(
        {
            "snapshot": table,
            "list_status": _with_held_back(status, held),
            "refusal": refusal_table(run.archive, lists),
        }
    )


def list_status(run: Run, snapshots: pl.DataFrame, list_id: str | None = None) -> pl.DataFrame:
    """Table `list_status` of all lists or of one; a list that is too old for its cadence is `stale`.

    Args:
        snapshots: table `snapshot` with `order_key`, in that order.
    """
    entries = official_lists()
    lists = entries if list_id is None else {list_id: entries[list_id]}
    keys = run.settings.source_keys.keys()
    status = conform("list_status", status_table(run.archive, lists, snapshots, keys, run.settings.as_of))
    with duckdb.connect() as connection:
        connection.register("list_status", status)
        connection.register("official_list", _catalogue())
        connection.execute(text_of("macros/lists.sql"))
        return connection.execute(text_of("internal/list_status_on.sql"), {"day": utc_now().date()}).pl()


def in_order(snapshots: pl.DataFrame) -> pl.DataFrame:
    """Table `snapshot` in order of publication within a list, with column `order_key`."""
    key = pl.format(
        "{}|{}|{}", "published_on", pl.col("seen_at").dt.strftime("%Y-%m-%dT%H:%M:%S"), pl.col("sha256").str.head(12)
    )
    return snapshots.with_columns(order_key=key).sort("list_id", "order_key")


def checked_again(run: Run, table: pl.DataFrame) -> pl.DataFrame:
    """Table `snapshot` with `last_checked_at` from the archive, because the units do not keep it up to date."""
    held = [snapshot for list_id in official_lists() for snapshot in run.archive.snapshots(list_id)]
    checked = pl.DataFrame(
        [(snapshot_id(snapshot), _last_checked(snapshot)) for snapshot in held],
        schema={"snapshot_id": pl.String, "checked": pl.Datetime("us")},
        orient="row",
    )
    rows = table.join(checked, on="snapshot_id", how="left", maintain_order="left")
    return rows.with_columns(last_checked_at=pl.coalesce("checked", "last_checked_at")).drop("checked")


def _last_checked(snapshot: Snapshot) -> object:
    """The time (UTC, without zone) at which the source last confirmed the snapshot."""
    return snapshot.last_checked_at.astimezone(UTC).replace(tzinfo=None)


def _with_held_back(status: pl.DataFrame, held: list[HeldBack]) -> pl.DataFrame:
    """Table `list_status` with state `held_back` and the reason for each list held back."""
    reasons = {source.source: source.reason for source in held}
    if not reasons:
        return status
    reason = pl.col("list_id").replace_strict(reasons, default=None, return_dtype=pl.String)
    return status.with_columns(
        state=pl.when(reason.is_not_null()).then(pl.lit("held_back")).otherwise("state"),
        reason=pl.coalesce(reason, "reason"),
    )


NOTICE_READS = (
    "designation", "designation_name", "designation_birth", "designation_identifier", "designation_version", "snapshot",
)  # fmt: skip
"""Tables of lists that notices are joined to and compared with."""


def state_of_notices(run: Run) -> str:
    """A digest of the notices in the archive, and of the lists that they are joined to."""
    return digest_of(str(ANNOUNCEMENTS_VERSION), state_of(notice_sources(), run.archive), state_of_units(run))


def state_of_units(run: Run) -> str:
    """A digest of the units of all lists."""
    return digest_of(
        *(path for _, manifest in list_manifests(run.home) for paths in manifest.parts.values() for path in paths)
    )


def make_notices(run: Run, _tables: Tables) -> Made:
    """Make the tables about official notices, joined to the tables of lists without dates from notices."""
    notices, entries = notice_tables(notice_sources(), run.archive)
    units = list_parts(run.home)
    record = {name: read_table(name, units) if entries.height else empty(name) for name in NOTICE_READS}
    entries = joined(entries, record)
    differing = differences(notices, entries, record)
    tables = {"notice": notices, "notice_entry": entries, "notice_difference": differing}
    tables |= announcement_tables(notices, entries)
    return Made(tables, beside={"designation": units.get("designation", [])})


def gather_designations(run: Run, tables: Tables) -> Made:
    """Make the tables of all lists together: the unit of every list, with the days that notices state."""
    home, folder = run.home, step_folder(run.home, "record")
    units = dict(list_manifests(home))
    stated = stated_days(tables["notice_entry"])
    parts: Parts = {name: [] for name in list_tables()}
    held_back: list[HeldBack] = []
    for list_id, manifest in units.items():
        files = {name: paths for name, paths in manifest.files(home).items() if name in parts}
        after = _with_days_of_notices(files, stated) if stated.height else None
        if after is not None and (failed := _failed(after)):
            held_back.append(HeldBack(list_id, f"the days that notices state are not used: {failed}"))
        elif after is not None:
            made_from = digest_of(*manifest.parts["designation"], repr(stated.rows()))
            place = folder / f"{list_id}-{made_from}"
            files |= {name: [path] for name, path in write_tables(after, place).items()}
        for name, paths in files.items():
            parts[name] += paths
    judged = [passed_as_parts(check, len(units)) for name in list_tables() for check in structural_checks(name)]
    return Made(parts=relative_parts(home, parts), checks=judged, held_back=held_back)


def _with_days_of_notices(files: Mapping[str, list[Path]], stated: pl.DataFrame) -> dict[str, pl.DataFrame] | None:
    """Designations and changes of one list with dates from notices; None if notices change no date."""
    if not files.get("designation"):
        return None
    before = {name: read_table(name, files) for name in DATED_BY_NOTICES}
    after = with_stated_days(before["designation"], before["change"], stated)
    return None if after["designation"].equals(before["designation"]) else after


def _failed(after: Frames) -> str:
    """What the structural checks find in tables dated by notices, as sentences; empty if all pass."""
    given = {name: conform(name, frame) for name, frame in after.items()} | {"official_list": _catalogue()}
    checks = [check for name in DATED_BY_NOTICES for check in structural_checks(name)]
    return " ".join(result.finding.sentence for result in judge_all(checks, Tables({}, given)) if result.blocks)


def remove_old_units(run: Run) -> None:
    """Remove units of lists and dated tables that no manifest refers to any more."""
    home = run.home
    record = read_manifest(step_folder(home, "record"))
    manifests = [manifest for _, manifest in list_manifests(home)] + ([record] if record else [])
    used = {path.parent for manifest in manifests for files in manifest.files(home).values() for path in files}
    there = [*home.tables.glob("lists/*/unit-*"), *home.tables.glob("lists/*/held-*"), *home.tables.glob("record/*/")]
    former = home.tables.glob("lists/*/state-*/tables-*")  # where an earlier version kept them
    remove_folders([*(folder for folder in there if folder not in used), *former])


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
"""The columns needed to find designations of the same party; the other columns would need much more memory."""


def state_of_judgements(run: Run) -> str:
    """The text of judgements.csv: people's decisions about which entries are the same party."""
    path = run.home.judgements
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


@garbage_collection_paused()
def make_subjects(run: Run, tables: Tables) -> Made:
    """Which designations of all lists mean the same party."""
    designations, names, births, countries, identifiers = (
        tables.columns(name, columns) for name, columns in SUBJECT_COLUMNS.items()
    )
    judgements = read_judgements(run.home.judgements).judgements
    made = subjects(designations, names, births, countries, identifiers, judgements)
    forget_likeness()
    return Made(made)
