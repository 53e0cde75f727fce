"""What is held of each list, and what went wrong last.

Here: the tables official_list, refusal and list_status. Not here: fetching (see sources), what the lists say, or
whether a list is too old (see sql/macros/lists.sql).
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

import polars as pl

from pipelines.archive.archive import Archive
from pipelines.archive.snapshot import LastFetch, Refusal
from pipelines.catalogue.entries import OfficialList

NOT_READ_YET = "no refresh has read it yet."


def catalogue_table(lists: Mapping[str, OfficialList]) -> pl.DataFrame:
    """Table `official_list`: every list of the catalogue, held or not."""
    columns = (
        "list_id", "authority", "issuing_body", "title", "home_page", "licence", "time_zone", "verified",
        "cadence_days", "closed_on", "restated_on", "restatement",
    )  # fmt: skip
    rows = [
        {name: getattr(official_list, name) for name in columns} | {"entry_kind": official_list.kind}
        for official_list in lists.values()
    ]
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col("closed_on", "restated_on").cast(pl.String).str.to_date(), pl.col("restatement").cast(pl.String)
    )


def refusal_table(archive: Archive, lists: Mapping[str, OfficialList]) -> pl.DataFrame:
    """Table `refusal`: the files that were refused, with the reason."""
    rows = [
        {
            "list_id": refusal.list_id,
            "refused_at": refusal.first_at.replace(tzinfo=None),
            "source_url": next((file.source.url for file in refusal.files if file.source.url), None),
            "sha256": refusal.sha256,
            "bytes": refusal.size,
            "reason": refusal.reason,
        }
        for list_id in lists
        for refusal in archive.refusals(list_id)
    ]
    schema: dict[str, pl.DataType] = {
        "list_id": pl.String(), "refused_at": pl.Datetime("us"), "source_url": pl.String(), "sha256": pl.String(),
        "bytes": pl.Int64(), "reason": pl.String(),
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema).sort("list_id", "refused_at", "sha256")


def status_table(
    archive: Archive,
    lists: Mapping[str, OfficialList],
    snapshots: pl.DataFrame,
    source_keys: Collection[str],
    judged_on: date | None = None,
) -> pl.DataFrame:
    """Table `list_status`, age left aside: one row a list of the catalogue.

    Args:
        archive: what was tried last, and how it ended.
        lists: the catalogue.
        snapshots: table `snapshot` of all lists, in order of publication within a list.
        source_keys: the variables of source keys that are set.
        judged_on: the day by which ages are judged, where it is not today; the example is judged by its own days.
    """
    rows = [
        _status_row(entry, archive, snapshots.filter(pl.col("list_id") == entry.list_id), source_keys)
        for entry in lists.values()
    ]
    for row in rows:
        row["judged_on"] = row["published_on"] if row["origin"] == "example" else judged_on
    return pl.DataFrame(rows, schema_overrides=_STATUS_TYPES, infer_schema_length=None)


_STATUS_TYPES: dict[str, pl.DataType] = {
    "published_on": pl.Date(), "retrieved_at": pl.Datetime("us"), "last_checked_at": pl.Datetime("us"),
    "judged_on": pl.Date(), "first_held_on": pl.Date(), "parties": pl.Int64(), "added": pl.Int64(),
    "removed": pl.Int64(), "is_overdue": pl.Boolean(),
    "origin": pl.String(), "sha256": pl.String(), "source_url": pl.String(), "reason": pl.String(),
}  # fmt: skip
_OF_THE_SNAPSHOT_IN_USE = (
    "origin", "published_on", "retrieved_at", "last_checked_at", "sha256", "source_url", "parties", "added", "removed",
)  # fmt: skip


def _status_row(
    official_list: OfficialList, archive: Archive, snapshots: pl.DataFrame, source_keys: Collection[str]
) -> dict[str, object]:
    """The row of table `list_status` for one list."""
    used = snapshots.filter(pl.col("state") == "used")
    in_use = used.row(-1, named=True) if not used.is_empty() else {}
    state, reason = _state_and_reason(official_list, archive, snapshots, used, source_keys)
    return {
        "list_id": official_list.list_id,
        "authority": official_list.authority,
        **{name: in_use.get(name) for name in _OF_THE_SNAPSHOT_IN_USE},
        "snapshots": used.height,
        "first_held_on": used["published_on"].min(),
        "state": state,
        "reason": reason,
        "is_overdue": None,
    }


def _state_and_reason(
    official_list: OfficialList,
    archive: Archive,
    snapshots: pl.DataFrame,
    used: pl.DataFrame,
    source_keys: Collection[str],
) -> tuple[str, str | None]:
    """The state of a list and its reason.

    Held back if something newer than the snapshot in use is not believed or was refused; else by what is held and how
    the last fetch ended.
    """
    last_fetch = archive.last_fetch(official_list.list_id)
    if held_back_reason := _why_newest_not_believed(snapshots, used):
        return "held_back", held_back_reason
    if last_fetch is not None and last_fetch.outcome == "refused":
        return "held_back", last_fetch.reason
    if last_fetch is None and (refused := _why_newer_download_refused(archive.held_back(official_list.list_id), used)):
        return "held_back", refused
    if used.is_empty():
        return _state_without_snapshot(official_list, last_fetch, source_keys)
    if official_list.closed_on:
        return "current", f"closed on {official_list.closed_on}; its history stays."
    if used["origin"][-1] == "example":
        return "current", "the bundled example."
    return _state_by_last_fetch(last_fetch)


def _state_by_last_fetch(last_fetch: LastFetch | None) -> tuple[str, str | None]:
    """The state of a list of which a snapshot is in use and nothing was refused."""
    if last_fetch is None:
        return "current", "added by hand, and never read from its source."
    if last_fetch.outcome == "not_configured":
        return "current", f"added by hand; {last_fetch.reason}"
    if last_fetch.outcome == "unreachable":
        return "stale", last_fetch.reason
    return "current", None


def _why_newest_not_believed(snapshots: pl.DataFrame, used: pl.DataFrame) -> str | None:
    """Why the snapshot after the one in use is not believed; None if there is none. Those of the future are ignored."""
    newest = used["order_key"].max() if not used.is_empty() else ""
    is_of_the_past = pl.col("published_on") <= pl.col("retrieved_at").dt.date() + timedelta(days=1)
    held_back_reason = snapshots.filter(
        (pl.col("state") == "held_back") & (pl.col("order_key") > newest) & is_of_the_past
    )
    return None if held_back_reason.is_empty() else str(held_back_reason["reason"][-1])


def _why_newer_download_refused(refused: list[Refusal], used: pl.DataFrame) -> str | None:
    """Why a download newer than the snapshot in use was refused; None if none was."""
    since = used["last_checked_at"].to_list()[-1:] if not used.is_empty() else []
    newer = [refusal for refusal in refused if all(refusal.seen_at.replace(tzinfo=None) > moment for moment in since)]
    return newer[-1].reason if newer else None


def _state_without_snapshot(
    official_list: OfficialList, last_fetch: LastFetch | None, source_keys: Collection[str]
) -> tuple[str, str]:
    """The state and reason of a list without any snapshot."""
    variable = official_list.api_key_env
    if variable and variable not in source_keys:
        return "not_configured", f"its source asks for a key: set {variable}."
    if official_list.closed_on:
        return "never_fetched", f"closed on {official_list.closed_on}: add its history with `sanctions backfill`."
    return "never_fetched", last_fetch.reason if last_fetch and last_fetch.reason else NOT_READ_YET
