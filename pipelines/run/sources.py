"""Fetching from sources: lists, notices, feeds and days of GDELT, from official sites or a mirror.

Here: which sources are asked, and the results. Not here: a single request or file (see pipelines.archive and
pipelines.articles), or the tables made from what arrived (see record, press).

If a source fails, the run continues with what is held of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from pipelines.archive.acquisition import Acquired, acquire
from pipelines.archive.backfill import backfill
from pipelines.archive.notices import KeptNotice, find_notices, keep_notices, notice_sources, saved_notices
from pipelines.articles.acquisition import FetchedNews, fetch_news, gdelt_day
from pipelines.articles.leads import LeadDay, held_day
from pipelines.catalogue.entries import OfficialList
from pipelines.designations.field_coverage import LOST
from pipelines.designations.history import RememberingReader, load_history, read_list, refuse_unbelievable
from pipelines.designations.notices import day_reader
from pipelines.parsers.record import Files
from pipelines.run.layout import JudgedCheck, list_folder
from pipelines.run.record import in_order, list_status
from pipelines.run.settings import BUNDLED_EXAMPLE, Run
from pipelines.warehouse.tables import Tables

LIST_KEY, NOTICE_KEY, NEWS_KEY = "snapshot", "notice", "news"
"""The first part of the key of a source: the kind of source."""

GOOD_OUTCOMES = frozenset({"kept", "unchanged", "not_asked", "not_configured", "closed"})
"""Outcomes that are no failure. A list is not configured if its source needs a key that is not set."""


NOT_TRIED = frozenset({"not_asked", "not_configured", "closed"})
"""Outcomes of a list whose source was not asked."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The result of fetching one list.

    Attributes:
        outcome: an outcome of pipelines.archive.acquisition, or `not_asked`, or `failed`.
        passed_over: formats or addresses that were tried first and could not be used, with the reasons.
    """

    outcome: str
    reason: str = ""
    passed_over: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether nothing went wrong."""
        return self.outcome in GOOD_OUTCOMES

    @property
    def has_come(self) -> bool:
        """Whether the source answered and its answer is now the newest snapshot."""
        return self.outcome in ("kept", "unchanged")


NOT_ASKED = Arrival("not_asked", "this run does not ask for it.")


def ask_for_list(run: Run, official_list: OfficialList, reader: RememberingReader) -> Arrival:
    """Fetch one list into the archive; an implausible answer is refused."""
    if run.settings.offline:
        return Arrival("not_asked", "this run asks no source.")
    if run.is_example:
        return _example_list(run, official_list)
    # The reader remembers one list only: no use with `as_of`, where a mirror folder is read oldest first.
    acquired = acquire_list(run, official_list, None if run.settings.as_of else reader)
    return Arrival(acquired.outcome, acquired.reason, _passed_over(acquired, run.supply.origin))


def _passed_over(acquired: Acquired, origin: str) -> tuple[str, ...]:
    """What was tried before the snapshot in use, and why it was not used. A mirror need not have all formats."""
    if acquired.snapshot is None:
        return ()
    if origin == "live":
        return acquired.passed_over
    return tuple(
        f"{', '.join(file.source.url or file.name for file in refusal.files)}: {refusal.reason}"
        for refusal in acquired.refusals
    )


def acquire_list(run: Run, official_list: OfficialList, reader: RememberingReader | None) -> Acquired:
    """Fetch one list; an implausible answer is refused with its reason and changes nothing."""

    def believable(files: Files, seen_at: datetime) -> None:
        """Refuse files that are implausible beside the last believed snapshot of the list."""
        history = load_history(list_folder(run.home, official_list.list_id), official_list.list_id)
        day = seen_at.astimezone(official_list.zone).date()
        refuse_unbelievable(history, official_list, files, day, reader or read_list)

    return acquire(official_list, run.archive, run.supply, believable)


def _example_list(run: Run, official_list: OfficialList) -> Arrival:
    """Put the snapshots of one list in the bundled example into the archive."""
    folder = BUNDLED_EXAMPLE / official_list.list_id
    if not folder.is_dir():
        return Arrival("not_asked", "the bundled example has nothing of it.")
    added = list(backfill(official_list, run.archive, [folder], origin="example"))
    refused = next((snapshot for snapshot in added if snapshot.outcome == "refused"), None)
    if refused is not None:
        return Arrival("refused", refused.reason)
    for snapshot in added:
        run.say(f"{official_list.list_id}: {snapshot.place} {snapshot.outcome}")
    return Arrival("kept" if any(snapshot.outcome == "kept" for snapshot in added) else "unchanged")


def ask_for_notices(run: Run, source_id: str) -> Sequence[KeptNotice]:
    """Fetch the official notices of a source that are not held yet; a bad or missing notice does not affect others."""
    if run.settings.offline:
        return []
    source = notice_sources()[source_id]
    if run.is_example:
        folder = BUNDLED_EXAMPLE / source_id
        offered = saved_notices(source, [folder] if folder.is_dir() else [])
        return list(keep_notices(source, run.archive, offered, "example", day_reader(source)))
    settings = run.settings
    origin, offers = find_notices(source, run.archive, run.http, settings.mirror or None, settings.as_of)
    return list(keep_notices(source, run.archive, offers, origin, day_reader(source)))


def notice_faults(source_id: str, notices: Sequence[KeptNotice]) -> list[str]:
    """The problems with notices that could not be fetched or were refused, one sentence per notice."""
    return [f"{source_id}: {notice.reason}" for notice in notices if notice.reason]


def ask_for_news(run: Run) -> FetchedNews:
    """Read the feeds configured in the home and the pages that they link to; the example has no feeds."""
    if run.settings.offline or run.is_example:
        return FetchedNews()
    return fetch_news(run.home, run.say, run.settings.user_agent or None)


def ask_for_gdelt_day(run: Run, day: date) -> LeadDay:
    """Read the files of a day of GDELT that were not read yet.

    Raises:
        MixedHomeError: the home is that of the bundled example.
    """
    if run.settings.offline:
        return held_day(run.home, day)
    return gdelt_day(run.home, day, run.settings.mirror or None, run.say, run.settings.user_agent or None)


def list_check_names(official_list: OfficialList) -> dict[str, str]:
    """The checks of one list as published by its source: descriptions by name. They only warn."""
    fewest, most = official_list.plausible_parties
    return {
        "arrived": "The source answered, and what it sent was believed. If not, the last good snapshot stands.",
        "recent": f"What is held is not overdue: a new publication is due every {official_list.cadence_days} days.",
        "plausible_size": f"Between {fewest:,} and {most:,} parties. (A sudden fall never gets here: it is held back.)",
        "fields": "Parties have the fields that they had, as the catalogue asks. (If not, a snapshot is held back.)",
        "understood": "No element, column or code that the reader does not know, and no record that it could not read.",
    }


def list_checks(run: Run, official_list: OfficialList, arrival: Arrival, tables: Tables) -> list[JudgedCheck]:
    """The results of the checks of one list: whether it arrived, its age and size, its fields, and unknown parts.

    A check without anything to check gives no result, for example if the list is not held or was not asked for.

    Args:
        tables: the tables of this list alone.
    """
    used = tables["snapshot"].filter(pl.col("state") == "used").sort("published_on", "seen_at")
    in_use = used.row(-1, named=True) if not used.is_empty() else {}
    key = f"{LIST_KEY}/{official_list.list_id}"
    checks = []
    if arrival.outcome not in NOT_TRIED:
        words = f"{arrival.outcome.replace('_', ' ')}{f': {arrival.reason}' if arrival.reason else ''}"
        checks.append(JudgedCheck(key, "arrived", arrival.is_good, words, arrival.outcome != "unreachable"))
    if in_use and not official_list.closed_on and not run.is_example:
        checks.append(_recent(key, run, official_list, tables))
    if in_use and not run.is_example:
        checks.append(_plausible_size(key, official_list, in_use["parties"] or 0))
    if tables["field_coverage"].height:
        checks.append(_check_of_field_shares(key, tables["field_coverage"], tables["snapshot"]))
    if in_use:
        checks.append(_understood(key, tables["drift"], in_use["sha256"]))
    return checks


def _recent(key: str, run: Run, official_list: OfficialList, tables: Tables) -> JudgedCheck:
    """A check that warns if the newest snapshot is older than the list's rhythm of publication allows."""
    status = list_status(run, in_order(tables["snapshot"]), official_list.list_id).row(0, named=True)
    due = f"published {status['published_on']}; a new one is due every {official_list.cadence_days} days."
    is_stale = status["state"] == "stale"
    return JudgedCheck(key, "recent", not is_stale, status["reason"] if is_stale else due, grave=False)


def _plausible_size(key: str, official_list: OfficialList, parties: int) -> JudgedCheck:
    """A check that warns if the number of parties is outside the plausible range."""
    fewest, most = official_list.plausible_parties
    words = f"{parties:,} parties; {fewest:,} to {most:,} are plausible."
    return JudgedCheck(key, "plausible_size", fewest <= parties <= most, words, grave=False)


def _check_of_field_shares(key: str, coverage: pl.DataFrame, snapshots: pl.DataFrame) -> JudgedCheck:
    """Compare the shares of parties with a field in the two newest snapshots, including those held back."""
    newest = snapshots.filter(pl.col("parties") > 0).sort("published_on", "seen_at").tail(2)
    now, before = (newest[at : at + 1] if newest.height > -at - 1 else newest.clear() for at in (-1, -2))
    shares, earlier = (
        coverage.join(some, on="snapshot_id", how="semi").select("field", share=pl.col("share").round(3))
        for some in (now, before)
    )
    rows = shares.join(earlier, on="field", how="left", suffix="_before").sort(
        "share", "field", descending=[True, False]
    )
    lost = [reason for reason in now.filter(pl.col("state") == "held_back")["reason"] if LOST in str(reason)]
    words = lost[0] if lost else "no field was lost."
    return JudgedCheck(key, "fields", not lost, words, False, rows.to_dicts())


def _understood(key: str, drift: pl.DataFrame, sha256: str) -> JudgedCheck:
    """A check that warns of elements, columns or labels in the newest snapshot that the reader does not know."""
    unknown = drift.filter(pl.col("sha256") == sha256)
    rows = unknown.select("place", "what", "occurrences").sort("occurrences", descending=True)
    words = f"{rows.height} unknown places." if rows.height else "everything in it is known."
    return JudgedCheck(key, "understood", rows.is_empty(), words, False, rows.head(50).to_dicts())
