"""The runs that change a home: the whole night, the example, and what a person adds or accepts by hand.

Here: which sources a run asks, running the steps in order, and the result of a run. Not here: the steps (see steps), or
what follows a publication (see publication).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from pipelines.archive.addresses import clean_stored_addresses
from pipelines.archive.archive import Archive, utc_now
from pipelines.archive.backfill import backfill as add_snapshots
from pipelines.archive.home import Home, remove_leftovers
from pipelines.archive.locking import alone
from pipelines.archive.notices import keep_notices, notice_sources, saved_notices
from pipelines.archive.snapshot import LastFetch
from pipelines.archive.supplies import MirrorFolder
from pipelines.articles import FEEDS, GDELT
from pipelines.articles.acquisition import saved_gdelt_day, saved_gdelt_days
from pipelines.catalogue.entries import OfficialList, official_lists
from pipelines.claims.corrections import (
    MISREAD,
    Correction,
    CorrectionError,
    append_corrections,
    complaints_of,
    parse_value,
)
from pipelines.claims.tables import skipped_summary
from pipelines.designations.history import load_history, read_list
from pipelines.designations.notices import day_reader
from pipelines.matching.judgements import read_judgements
from pipelines.parsers.formats import refuse_unrecognised
from pipelines.parsers.record import Files, UnreadableListError
from pipelines.run.layout import list_folder, parts, read_manifest, remove_damaged_tables, step_folder
from pipelines.run.press import finder_of
from pipelines.run.progress import Progress
from pipelines.run.publication import (
    failures_reported,
    published_status,
    published_verdicts,
    send_word_of_failure,
    send_word_of_night,
    verdicts_if_published,
)
from pipelines.run.record import in_order, list_status, remove_old_units
from pipelines.run.settings import BUNDLED_EXAMPLE, Run
from pipelines.run.sources import ask_for_gdelt_day, ask_for_news, ask_for_notices, notice_faults
from pipelines.run.steps import Outcome, Step, run_list, run_step, steps_wanted
from pipelines.warehouse.tables import read_table

__all__ = ["MISREAD", "CorrectionError"]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The result of a run: rows to show to people, and what decides its exit code.

    Attributes:
        failure: why nothing was published; empty if the run published.
        held_back: ids of sources that are not current: something of them is held back, or this run asked for them.
        complaints: the problems of the run, one sentence per problem.
        changed: the verdicts that are new or differ from those published before.
        pages: the front page of the site; None if the site does not show what was published.
        faults: the problems after the publication.
    """

    published: bool
    failure: str = ""
    example: bool = False
    lists: list[dict[str, object]] = field(default_factory=list)
    verdicts: list[dict[str, object]] = field(default_factory=list)
    changed: list[dict[str, object]] = field(default_factory=list)
    held_back: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    pages: Path | None = None
    faults: tuple[str, ...] = ()


@contextmanager
def sole_refresh(home: Home) -> Iterator[None]:
    """Lock the home against other refreshes, and remove what an interrupted refresh left behind.

    Raises:
        BusyError: another refresh is running and does not end within seconds.
    """
    with alone(home.root, "refresh"):
        remove_leftovers(home.tables)
        remove_damaged_tables(home)
        for unfinished in home.root.glob(".*.tmp*"):
            unfinished.unlink(missing_ok=True)
        yield


def begin(run: Run) -> list[str]:
    """Prepare the home for a run: check that it holds only one kind of data, and set damaged snapshots aside.

    Returns:
        One sentence per damaged snapshot.

    Raises:
        MixedHomeError: the home holds live data and the run is for the example, or the reverse.
    """
    if run.settings.example:
        run.archive.dedicate("example")
    elif run.archive.is_example and not run.settings.offline:
        run.archive.dedicate("live")  # raises MixedHomeError: a home of the example never asks sources
    clean_stored_addresses(run.home)
    return [f"{damage.list_id}: {damage.what}; it was set aside." for damage in run.archive.verify()]


def refresh(run: Run, source_ids: Iterable[str], gdelt_days: Iterable[date] = ()) -> Refreshed:
    """Run the nightly job once: fetch from the given sources, then run all steps.

    Args:
        source_ids: ids of lists and of sources of notices, and `feeds` for the feeds configured in the home.
        gdelt_days: days of GDELT to read, too.
    """
    damages = begin(run)
    asked = () if run.settings.offline else tuple(source_ids)
    days = tuple(gdelt_days)
    notices = [source_id for source_id in notice_sources() if source_id in asked]
    wanted = steps_wanted(run.settings)
    count = len(official_lists()) + len(notices) + len(days) + (FEEDS in asked) + len(wanted)
    progress, complaints = Progress(run.say, count), list(damages)
    refused = [sentence.partition(":")[0] for sentence in damages]
    for list_id in official_lists():
        progress.begin(f"{list_id}: {'asking its source' if list_id in asked else 'reading what is new'}")
        arrival = run_list(run, list_id, is_asked=list_id in asked).arrival
        complaints += [f"{list_id}: passed over: {reason}" for reason in arrival.passed_over]
        if arrival.outcome == "failed":
            complaints.append(f"{list_id}: failed: {arrival.reason}")
            refused.append(list_id)
    for source_id in notices:
        progress.begin(f"{source_id}: asking its source")
        complaints += notice_faults(source_id, ask_for_notices(run, source_id))
    for day in days:
        progress.begin(f"{GDELT} {day}: asking its source")
        complaints += ask_for_gdelt_day(run, day).faults
    if FEEDS in asked:
        progress.begin("asking feeds")
        complaints += ask_for_news(run).complaints
    return _run_steps(run, wanted, progress, asked=asked, refused=refused, complaints=complaints)


def follow(run: Run, *, refused: Iterable[str] = (), complaints: Iterable[str] = ()) -> Refreshed:
    """Run all steps that come after the sources; every change to a home ends with this.

    Args:
        refused: ids of sources from which this run refused something that later runs need not mention.
        complaints: the problems so far, one sentence per problem.
    """
    wanted = steps_wanted(run.settings)
    return _run_steps(run, wanted, Progress(run.say, len(wanted)), refused=refused, complaints=complaints)


def _run_steps(
    run: Run,
    wanted: Sequence[Step],
    progress: Progress,
    *,
    asked: Sequence[str] = (),
    refused: Iterable[str] = (),
    complaints: Iterable[str] = (),
) -> Refreshed:
    """Run the steps in order, stop after one whose failed checks block publication, and sum up the run."""
    outcomes: dict[str, Outcome] = {}
    failure = ""
    before = verdicts_if_published(run.home.warehouse)
    for step in wanted:
        progress.begin(step.line)
        outcome = outcomes[step.name] = run_step(run, step)
        if outcome.is_skipped:
            run.say(f"{step.name}: unchanged")
        if outcome.blocking:
            failure = " ".join(check.sentence for check in outcome.blocking)
            break
    remove_old_units(run)
    return _summed_up(run, outcomes, failure, asked, list(refused), list(complaints), before)


def _summed_up(
    run: Run,
    outcomes: Mapping[str, Outcome],
    failure: str,
    asked: Sequence[str],
    refused: Sequence[str],
    complaints: Sequence[str],
    verdicts_before: Sequence[Mapping[str, object]],
) -> Refreshed:
    """The result of a run: what is behind, held back or failed, and which verdicts changed."""
    status = read_table("list_status", parts(run.home)).to_dicts()
    behind = _rows_behind(run, status, asked)
    held_back = [source for outcome in outcomes.values() for source in outcome.manifest.held_back]
    sentences = [*complaints, *_of_news(run), *(f"{source.source}: held back: {source.reason}" for source in held_back)]
    faults = {name: outcome.fault for name, outcome in outcomes.items() if outcome.fault}
    if "site" in faults:
        sentences.append(faults["site"])
    sentences += [_why_behind(row, run.archive) for row in behind]
    if failure:
        return Refreshed(published=False, failure=failure, lists=status, complaints=tuple(sentences))
    names = {*(str(row["list_id"]) for row in behind), *(source.source for source in held_back), *refused}
    verdicts = published_verdicts(run.home.warehouse)
    return Refreshed(
        published=True,
        example=run.is_example,
        lists=published_status(run.home.warehouse),
        verdicts=verdicts,
        changed=[verdict for verdict in verdicts if verdict not in verdicts_before],
        held_back=tuple(sorted(names)),
        complaints=tuple(sentences),
        pages=None if "site" in faults else run.home.front_page,
        faults=tuple(fault for name, fault in faults.items() if name != "site"),
    )


def _of_news(run: Run) -> Iterator[str]:
    """Problems with judgements that cannot be read, a model that was not asked, skipped articles and corrections."""
    skipped = skipped_summary(read_table("article", parts(run.home)))
    yield from read_judgements(run.home.judgements).faults
    yield from filter(None, (finder_of(run).complaint, skipped))
    yield from complaints_of(read_table("claim_correction", parts(run.home)))


def shortcomings(run: Run, asked: Sequence[str]) -> list[str]:
    """What keeps a night from being a full success: lists, and what steps held back; one sentence per source.

    Args:
        asked: ids of the lists that the run asked for.
    """
    status = read_table("list_status", parts(run.home)).to_dicts()
    behind = [_why_behind(row, run.archive) for row in _rows_behind(run, status, asked)]
    manifests = [read_manifest(step_folder(run.home, step.name)) for step in steps_wanted(run.settings)]
    held_back = [source for manifest in manifests if manifest for source in manifest.held_back]
    return [*behind, *(f"{source.source}: held back: {source.reason}" for source in held_back)]


def why_list_is_behind(run: Run, list_id: str, snapshots: pl.DataFrame) -> str | None:
    """Why a run that asked for a list is no full success because of it: not read, overdue or held back; None if it is.

    Args:
        snapshots: the rows of table `snapshot` of this list.
    """
    row = list_status(run, in_order(snapshots), list_id).row(0, named=True)
    return _why_behind(row, run.archive) if _rows_behind(run, [row], [list_id]) else None


def _rows_behind(run: Run, status: Sequence[dict[str, object]], asked: Sequence[str]) -> list[dict[str, object]]:
    """The rows of table `list_status` that keep a run from being a full success. An offline run asks no source."""
    return [row for row in status if _is_behind(run, row, () if run.settings.offline else asked)]


def _is_behind(run: Run, row: Mapping[str, object], asked: Sequence[str]) -> bool:
    """Whether something of a list is held back, or the run asked for it and it did not come or is overdue.

    Files that people provide themselves, by hand or in a mirror folder, may be old; that is not a fault of the run.
    """
    list_id = str(row["list_id"])
    if row["state"] != "stale" or list_id not in asked:
        return row["state"] == "held_back"
    last_fetch = run.archive.last_fetch(list_id)
    outcome = last_fetch.outcome if last_fetch else "not_configured"
    return outcome == "unreachable" or (outcome != "not_configured" and not isinstance(run.supply, MirrorFolder))


def _why_behind(row: Mapping[str, object], archive: Archive) -> str:
    """Why a list is not current, and how to publish what is held back, if it can be read."""
    list_id, state = str(row["list_id"]), str(row["state"])
    waits = state == "held_back" and archive.held_back(list_id)
    remedy = f" `sanctions accept {list_id}` publishes it, once a person looked." if waits else ""
    return f"{list_id}: {state.replace('_', ' ')}: {row['reason']}{remedy}"


def refresh_example(run: Run) -> Refreshed:
    """Run the whole job on the bundled example: its snapshots, notices and articles."""
    lists = [list_id for list_id in official_lists() if (BUNDLED_EXAMPLE / list_id).is_dir()]
    return refresh(run, [*lists, *notice_sources()])


def night(run: Run, source_ids: Iterable[str], gdelt_days: Iterable[date] = ()) -> Refreshed:
    """Run the nightly job with the home locked, and send a notice about its result."""
    with sole_refresh(run.home):
        with failures_reported(run.settings):
            result = refresh(run, source_ids, gdelt_days)
        return replace(result, faults=(*result.faults, *send_word(run, result)))


def night_of_example(run: Run) -> Refreshed:
    """Run the whole job on the bundled example with the home locked, without sending a notice."""
    with sole_refresh(run.home):
        return refresh_example(run)


def send_word(run: Run, done: Refreshed) -> tuple[str, ...]:
    """Send the notice about a run to the configured receivers; return one sentence per failed delivery."""
    if not done.published:
        return tuple(send_word_of_failure(done.failure, run.settings))
    return tuple(send_word_of_night(run))


def backfill_list(run: Run, official_list: OfficialList, paths: Sequence[Path], published_on: date | None) -> Refreshed:
    """Add historical snapshots of one list, then run all steps."""
    return backfill_lists(run, {official_list.list_id: paths}, published_on)


def backfill_lists(run: Run, paths: Mapping[str, Sequence[Path]], published_on: date | None) -> Refreshed:
    """Add historical snapshots of lists, by list id, then run all steps."""
    complaints: list[str] = []
    refused = []
    for list_id, places in paths.items():
        of_list, all_used = _add_history(run, official_lists()[list_id], places, published_on)
        complaints += of_list
        refused += [] if all_used else [list_id]
    return follow(run, complaints=complaints, refused=refused)


def _add_history(
    run: Run, official_list: OfficialList, paths: Sequence[Path], published_on: date | None
) -> tuple[list[str], bool]:
    """Add snapshots of one list and read them; return the problems, and whether all added snapshots are used."""
    list_id = official_list.list_id
    known = set(load_history(list_folder(run.home, list_id), list_id).facts["snapshot_id"])
    complaints, all_used = [], True

    def recognised(files: Files, _seen_at: datetime) -> None:
        """Refuse files that no format of the list recognises."""
        refuse_unrecognised(official_list, files)

    def stated_day(files: Files) -> date | None:
        """The day of publication that the files state; None if they state none or cannot be read."""
        try:
            return read_list(official_list, files).report.published_on
        except UnreadableListError:
            return None

    for added in add_snapshots(official_list, run.archive, paths, recognised, published_on, stated_day=stated_day):
        run.say(f"{added.place}: {added.outcome.replace('_', ' ')}")
        all_used &= added.outcome != "refused"
        if added.reason:
            complaints.append(f"{list_id}: {added.place}: {added.outcome}: {added.reason}")
    run_list(run, list_id, is_asked=False)
    facts = load_history(list_folder(run.home, list_id), list_id).facts
    unused = facts.filter((pl.col("state") != "used") & ~pl.col("snapshot_id").is_in(known))
    complaints += [
        f"{list_id}: the snapshot of {row['published_on']} is {row['state'].replace('_', ' ')}: {row['reason']}"
        for row in unused.to_dicts()
    ]
    return complaints, all_used and unused.is_empty()


def forget_snapshot(run: Run, official_list: OfficialList, which: str, forgotten_by: str, reason: str) -> Refreshed:
    """Take a snapshot that was added by mistake out of use, record that in table `refusal`, then run all steps.

    Raises:
        NoSuchSnapshotError: no snapshot matches, or several do.
    """
    list_id = official_list.list_id
    snapshot = run.archive.forget(list_id, which, f"it was held, and {forgotten_by} had it forgotten: {reason}")
    run.say(f"{list_id}: the snapshot of {snapshot.published_on} ({snapshot.sha256[:12]}) is used no more.")
    run_list(run, list_id, is_asked=False)
    return follow(run)


def backfill_notices(run: Run, source_id: str, paths: Sequence[Path]) -> Refreshed:
    """Add saved notices of one source, then run all steps."""
    source = notice_sources()[source_id]
    added = list(keep_notices(source, run.archive, saved_notices(source, paths), "backfill", day_reader(source)))
    for notice in added:
        run.say(f"{notice.place}: {notice.outcome.replace('_', ' ')}")
    faults = notice_faults(source_id, added)
    return follow(run, complaints=faults, refused=(source_id,) if faults else ())


def backfill_gdelt(run: Run, paths: Sequence[Path]) -> Refreshed:
    """Read days of GDELT from files as published, then run all steps."""
    complaints = []
    for path in paths:
        days = saved_gdelt_days(path)
        complaints += [] if days else [f"{GDELT}: no file with a name of GDELT's lies in {path}."]
        for day in days:
            kept = saved_gdelt_day(run.home, day, path, run.say)
            run.say(f"{GDELT} {day}: {len(kept.leads):,} articles, {kept.refused_rows:,} rows refused")
            complaints += kept.faults
    return follow(run, complaints=complaints, refused=(GDELT,) if complaints else ())


def accept_held_back(run: Run, official_list: OfficialList, sha256: str | None) -> Refreshed:
    """Accept a snapshot of one list that was held back, then run all steps."""
    snapshot = run.archive.accept(official_list.list_id, sha256)
    run.archive.record_fetch(LastFetch(official_list.list_id, utc_now(), "kept"), snapshot.origin)
    run_list(run, official_list.list_id, is_asked=False)
    return follow(run)


def correct_claim(run: Run, claim_id: str, values: Mapping[str, str], corrected_by: str, reason: str) -> Refreshed:
    """Write corrections of one claim to corrections.csv of the home, judge the claim again and publish.

    Args:
        values: corrected values by field, as in the file; an empty value for `misread`.

    Raises:
        CorrectionError: the claim does not exist, or a field cannot have the value; nothing is written then.
    """
    claims = read_table("claim", parts(run.home), ["claim_id", "quote"])
    quotes = claims.filter(pl.col("claim_id") == claim_id)["quote"].to_list()
    if not quotes:
        raise CorrectionError(f"no claim has the id {claim_id!r}: table claim and the pages of claims have the ids")
    for field_name, value in values.items():
        parse_value(field_name, value)
    today = datetime.now(UTC).date()
    lines = [
        Correction(claim_id, quotes[0], field_name, value.strip(), corrected_by.strip(), today, reason.strip())
        for field_name, value in values.items()
    ]
    append_corrections(run.home.corrections, lines)
    run.say(f"{claim_id}: {'marked as misread' if MISREAD in values else 'corrected'} in {run.home.corrections.name}")
    return follow(run)
