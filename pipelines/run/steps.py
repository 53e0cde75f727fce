"""The steps of a run, declared once and in order, and how one step is run.

Here: names of steps, the tables that they read and make, and their functions. `steps` gives the order of a night. The
command line runs them in this order, and Dagster's assets, dependencies, checks and progress are derived from them: to
publish a new table, add it to sql/schema and to a step. Not here: what a step does to the data (see sources, record,
press, publication).

A step whose inputs did not change since its last run is skipped, and its tables stay in use.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.archive.archive import ArchiveError
from pipelines.archive.notices import notice_sources
from pipelines.articles import FEEDS, GDELT
from pipelines.catalogue.entries import official_lists
from pipelines.designations.history import RememberingReader
from pipelines.events.tables import READS as EVENT_READS
from pipelines.run import press, publication, record
from pipelines.run.layout import (
    HeldBack,
    JudgedCheck,
    Made,
    Manifest,
    code_digest,
    digest_of,
    list_folder,
    parts,
    read_manifest,
    step_folder,
    write_manifest,
    write_step_tables,
)
from pipelines.run.record import files_exist
from pipelines.run.settings import Run, Settings
from pipelines.run.sources import LIST_KEY, NEWS_KEY, NOT_ASKED, NOTICE_KEY, Arrival, ask_for_list, list_checks
from pipelines.warehouse.checks import (
    SOURCE_COLUMNS,
    Check,
    CheckResult,
    checks_of,
    judge_all,
    references_of,
    structural_checks,
)
from pipelines.warehouse.schema import conform, empty, table_schemas
from pipelines.warehouse.tables import Tables

SourceKey = tuple[str, str]


DATA_ROOMS = (
    "catalogue", "archive", "parsers", "designations", "matching", "articles", "claims", "events", "verdicts",
    "warehouse", "run",
)  # fmt: skip


def source_keys(kind: str) -> tuple[SourceKey, ...]:
    """The keys of all sources of one kind, in the order in which a night asks them."""
    ids = {LIST_KEY: tuple(official_lists()), NOTICE_KEY: tuple(notice_sources()), NEWS_KEY: (FEEDS, GDELT)}
    return tuple((kind, source_id) for source_id in ids[kind])


def _nothing(_run: Run) -> str:
    """An empty text, for a step that depends on tables only."""
    return ""


def _always(_settings: Settings) -> bool:
    """True, for a step that every run needs."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a run after the sources were asked.

    Attributes:
        name: name of the step and of its folder below `tables/`.
        group: the group of steps that it belongs to.
        line: description of the work, for progress output.
        makes: the tables that it makes, the main one first, or the name of its other product.
        work: the function that it runs.
        reads: the tables that it reads; reading any other is an error.
        beside: tables that only its checks need; the step is not run again when they change.
        sources: keys of the sources whose files in the archive it reads.
        state: a digest of its inputs other than tables and code.
        product: a digest of its present product other than tables.
        rooms: the packages below `pipelines` whose code decides its result.
        fault: the message about an error, for a step that cannot undo a publication; None for all other steps.
        is_vital: whether nothing is published if its code fails; if not, its last tables are published again.
        is_wanted: whether the settings ask for it.
        own_checks: checks of its products other than tables, which it runs itself.
    """

    name: str
    group: str
    line: str
    makes: tuple[str, ...]
    work: Callable[[Run, Tables], Made]
    reads: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    sources: tuple[SourceKey, ...] = ()
    state: Callable[[Run], str] = _nothing
    product: Callable[[Run], str] = _nothing
    rooms: tuple[str, ...] = DATA_ROOMS
    fault: Callable[[Run, Exception], str] | None = None
    is_vital: bool = True
    is_wanted: Callable[[Settings], bool] = _always
    own_checks: tuple[Check, ...] = ()

    @property
    def tables(self) -> tuple[str, ...]:
        """The published tables that it makes."""
        return tuple(name for name in self.makes if name in table_schemas())

    @property
    def checks(self) -> list[Check]:
        """The checks of its tables and other products."""
        return [*checks_of(self.tables), *self.own_checks]


def _tables_named(prefix: str) -> tuple[str, ...]:
    """The names of all tables with this prefix."""
    return tuple(name for name in table_schemas() if name.startswith(prefix))


def steps() -> tuple[Step, ...]:
    """The steps of a run after its sources were asked, in order."""
    return (*_steps_of_lists(), *_steps_of_news(), *_steps_of_publication())


def _steps_of_lists() -> tuple[Step, ...]:
    """From official lists and notices to designations and subjects."""
    lists, notices = source_keys(LIST_KEY), source_keys(NOTICE_KEY)
    return (
        Step("catalogue", "official_lists", "reading the catalogue", ("official_list",), record.make_catalogue),
        Step(
            "status", "official_lists", "summing up the lists", ("snapshot", "list_status", "refusal"),
            record.make_list_tables, reads=("official_list",), sources=lists, state=record.state_of_archive,
        ),
        Step(
            "notices", "official_notices", "reading official notices",
            ("notice", "notice_entry", "notice_difference", *_tables_named("announcement")),
            record.make_notices, beside=("snapshot",), sources=(*notices, *lists), state=record.state_of_notices,
            is_vital=False,
        ),
        Step(
            "record", "designations", "gathering the designations of all lists", record.list_tables(),
            record.gather_designations, reads=("notice_entry",), beside=("snapshot",), sources=lists,
            state=record.state_of_units,
        ),
        Step(
            "subjects", "subjects", "finding who is the same across lists", _tables_named("subject"),
            record.make_subjects, reads=tuple(record.SUBJECT_COLUMNS), state=record.state_of_judgements, is_vital=False,
        ),
    )  # fmt: skip


def _steps_of_news() -> tuple[Step, ...]:
    """From feeds and articles to verdicts and events."""
    feeds, gdelt = source_keys(NEWS_KEY)
    return (
        Step(
            "feeds", "news", "summing up the feeds", ("news_feed", "news_page"), press.make_feed_tables,
            sources=(feeds,), state=press.state_of_feeds, is_vital=False,
        ),
        Step(
            "leads", "news", "summing up GDELT", (*_tables_named("news_lead"), "news_event"), press.make_lead_tables,
            sources=(gdelt,), state=press.state_of_feeds, is_vital=False,
        ),
        Step(
            "articles", "news", "reading the news", ("article", "claim", "claim_passage", *_tables_named("statement")),
            press.make_article_tables, sources=(feeds,), state=press.state_of_articles, is_vital=False,
        ),
        Step(
            "verdicts", "reconciliation", "judging claims",
            (*_tables_named("verdict"), "claim_target", "claim_correction"),
            press.make_verdicts, reads=press.VERDICT_READS, state=press.state_of_corrections, is_vital=False,
        ),
        Step(
            "events", "events", "bringing claims of one act together", _tables_named("event"),
            press.make_events, reads=EVENT_READS, product=press.state_of_event_ids, is_vital=False,
        ),
    )  # fmt: skip


def _steps_of_publication() -> tuple[Step, ...]:
    """From all tables to the published file, the pages and the releases."""
    return (
        Step(
            "release", "warehouse", "describing the publication", ("release",), publication.make_release_table,
            reads=("snapshot", "designation", "claim"), state=publication.news_store,
        ),
        Step(
            "warehouse", "warehouse", "publishing", ("warehouse",), publication.build_warehouse,
            reads=tuple(table_schemas()), product=publication.state_of_warehouse, own_checks=(publication.READABLE,),
        ),
        Step(
            "site", "readers", "making the pages", ("site",), publication.make_site,
            reads=("warehouse",), state=publication.wanted_site, product=publication.state_of_site,
            rooms=(*DATA_ROOMS, "publish"), fault=publication.site_fault,
        ),
        Step(
            "releases", "warehouse", "making a release", ("releases",), publication.make_release,
            reads=("warehouse",), state=publication.wanted_release, product=publication.latest_release,
            rooms=(*DATA_ROOMS, "publish"), fault=publication.release_fault,
            is_wanted=lambda settings: settings.releases is not None,
        ),
    )  # fmt: skip


def step_named(name: str) -> Step:
    """The step with this name."""
    return next(step for step in steps() if step.name == name)


def steps_wanted(settings: Settings, first: str | None = None) -> tuple[Step, ...]:
    """The steps that the settings ask for, in order, beginning with step `first` if given."""
    names = [step.name for step in steps()]
    start = names.index(first) if first else 0
    return tuple(step for step in steps()[start:] if step.is_wanted(settings))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of running a step.

    Attributes:
        manifest: its manifest now.
        checks: the results of its checks. If a failed check blocks, the previous tables stay in use.
        is_skipped: the step was not run, because its inputs did not change.
        fault: the message about an error, for a step that cannot undo a publication.
    """

    step: Step
    manifest: Manifest
    checks: tuple[JudgedCheck, ...] = ()
    is_skipped: bool = False
    result: object = None
    fault: str = ""

    @property
    def blocking(self) -> list[JudgedCheck]:
        """The checks that keep everything from being published."""
        return [check for check in self.checks if check.grave]


def run_step(run: Run, step: Step) -> Outcome:
    """Run one step on the present tables, check the result, and keep it if it may be published."""
    available = parts(run.home)
    before = read_manifest(step_folder(run.home, step.name))
    inputs = _inputs(run, step, Tables(available))
    if before is not None and before.made_from == digest_of(inputs, step.product(run)) and files_exist(run, before):
        return Outcome(step, before, tuple(before.checks), is_skipped=True)
    try:
        made = step.work(run, Tables(available, readable=step.reads))
    except (ArchiveError, OSError) as error:
        if step.fault is None:
            raise  # about the home, not about this step
        return Outcome(step, before or Manifest(""), fault=step.fault(run, error))
    except Exception as error:
        if step.fault is not None:
            return Outcome(step, before or Manifest(""), fault=step.fault(run, error))
        if step.is_vital:
            raise
        return _standing_outcome(run, step, Tables(available), error)
    elsewhere = Manifest("", made.parts).files(run.home)
    tables, checks, held_back = _publishable_tables(step, made, Tables({**available, **made.beside, **elsewhere}))
    if any(check.grave for check in checks):
        return Outcome(step, before or Manifest(""), checks)
    written = write_step_tables(run.home, step.name, tables)
    made_from = digest_of(inputs, step.product(run)) if made.is_final and not held_back else ""
    manifest = Manifest(made_from, {**made.parts, **written}, checks, held_back, made.notes)
    write_manifest(step_folder(run.home, step.name), manifest)
    return Outcome(step, manifest, checks, result=made.result)


def _standing_outcome(run: Run, step: Step, available: Tables, error: Exception) -> Outcome:
    """The outcome of a step whose code failed: its last tables, without rows that refer to rows that are gone.

    What is new has no rows in these tables yet, so only the constraints of the schema can block here; if they do, the
    error is raised.
    """
    standing = _without_dangling({name: available[name] for name in step.tables}, available)
    structural = [check for name in step.tables for check in structural_checks(name)]
    checks = tuple(
        JudgedCheck.of(result, held_back=result.blocks and result.check not in structural)
        for result in judge_all(checks_of(step.tables), available.with_tables(standing))
    )
    if any(check.grave for check in checks):
        raise error
    reason = (
        f"a fault of this program ({type(error).__name__}: {error}); its last good tables stand. Everything else is "
        "published; report this fault, and the step is tried again every night."
    )
    written = write_step_tables(run.home, step.name, standing)
    manifest = Manifest("", written, checks, [HeldBack(step.name, reason)])
    write_manifest(step_folder(run.home, step.name), manifest)
    return Outcome(step, manifest, checks)


def _inputs(run: Run, step: Step, tables: Tables) -> str:
    """A digest of everything that a step depends on."""
    read = [f"{name} {tables.fingerprint(name)}" for name in step.reads]
    return digest_of(code_digest(*step.rooms), run.edition, step.state(run), *read)


def _publishable_tables(
    step: Step, made: Made, standing: Tables
) -> tuple[dict[str, pl.DataFrame], tuple[JudgedCheck, ...], list[HeldBack]]:
    """The tables of a step that may be published, the results of their checks, and the sources held back.

    If rows of a source fail a blocking check, its rows are replaced by its previous rows, or left out.
    """
    tables = {name: conform(name, made.tables.get(name, empty(name))) for name in step.tables if name not in made.parts}
    judged_already = {(check.table, check.name) for check in made.checks}
    checks = [check for check in checks_of(step.tables) if (check.table, check.name) not in judged_already]
    results = judge_all(checks, standing.with_tables(tables))
    sources = _attributable(results)
    if not sources:
        return tables, (*made.checks, *map(JudgedCheck.of, results)), list(made.held_back)
    for stand_in in (standing, None):
        tables = _without_dangling({name: _without(name, frame, sources, stand_in) for name, frame in tables.items()})
        again = judge_all(checks, standing.with_tables(tables))
        if not any(result.blocks for result in again):
            break
    if any(result.blocks for result in again):
        return tables, (*made.checks, *map(JudgedCheck.of, again)), []
    judged = [JudgedCheck.of(result, held_back=result.blocks) for result in results]
    return tables, (*made.checks, *judged), [*made.held_back, *_reasons(results, sources)]


def _attributable(results: Iterable[CheckResult]) -> frozenset[str]:
    """The sources that the blocking failures belong to; empty if one of them belongs to no source."""
    failed = [result.finding for result in results if result.blocks]
    if any(finding.sources is None for finding in failed):
        return frozenset()
    return frozenset(source for finding in failed for source in finding.sources or ())


def _without(name: str, frame: pl.DataFrame, sources: frozenset[str], standing: Tables | None) -> pl.DataFrame:
    """A table with the previous rows of these sources, or without rows of them if `standing` is None."""
    column = SOURCE_COLUMNS.get(name)
    if column is None:
        return frame
    is_theirs = pl.col(column).cast(pl.String).is_in(list(sources))
    kept = frame.filter(~is_theirs.fill_null(value=False))
    return kept if standing is None else pl.concat([kept, standing[name].filter(is_theirs)])


def _without_dangling(tables: Mapping[str, pl.DataFrame], standing: Tables | None = None) -> dict[str, pl.DataFrame]:
    """Tables of one step without rows that refer to rows that do not exist.

    Args:
        standing: the tables of other steps; without them, only references within the step are followed, and only from
            tables without a source column.
    """
    kept = dict(tables)
    for name in tables if standing else (name for name in tables if name not in SOURCE_COLUMNS):
        for reference in references_of(name):
            target, columns = reference["referenced_table"], reference["columns"]
            if target in kept or standing:
                rows = kept[target] if target in kept or standing is None else standing[target]
                theirs = rows.select(reference["referenced_columns"]).unique()
                missing = kept[name].select(columns).drop_nulls().unique()
                missing = missing.join(theirs, left_on=columns, right_on=reference["referenced_columns"], how="anti")
                kept[name] = kept[name].join(missing, on=columns, how="anti", maintain_order="left")
    return kept


def _reasons(results: Iterable[CheckResult], sources: Iterable[str]) -> list[HeldBack]:
    """The sources held back, with the reasons and what a person can do."""
    failed = [result.finding for result in results if result.blocks]
    return [
        HeldBack(
            source,
            " ".join(finding.sentence for finding in failed if source in (finding.sources or ()))
            + " Its last good rows stand; correct or remove it at its source, and refresh again.",
        )
        for source in sorted(sources)
    ]


@dataclass(frozen=True, slots=True)
class ListOutcome:
    """The result of fetching and reading one list."""

    list_id: str
    arrival: Arrival
    manifest: Manifest
    checks: tuple[JudgedCheck, ...]
    is_skipped: bool

    @property
    def has_come(self) -> bool:
        """Whether the list is held and was fetched, or read again, in this run."""
        is_held = bool(self.manifest.parts)
        return is_held and (self.arrival.has_come or (self.arrival.is_good and not self.is_skipped))


def run_list(run: Run, list_id: str, *, is_asked: bool = True) -> ListOutcome:
    """Fetch one list, if `is_asked`, and make its tables from its snapshots in the archive.

    The records are released at the end, so that the records of only one list are in memory at a time.
    """
    official_list, reader = official_lists()[list_id], RememberingReader()
    arrival = NOT_ASKED
    if is_asked:
        try:
            arrival = ask_for_list(run, official_list, reader)
        except (ArchiveError, OSError):
            raise  # about the home, not about this list
        except Exception as error:  # noqa: BLE001 - whatever one list does, it must not stop the others
            arrival = Arrival("failed", f"{type(error).__name__}: {error}")
    before = read_manifest(list_folder(run.home, list_id))
    manifest = record.read_list_tables(run, official_list, reader)
    if manifest.held_back and arrival.is_good:
        arrival = Arrival("refused", manifest.held_back[0].reason, arrival.passed_over)
    tables = Tables(manifest.files(run.home))
    tables = tables.with_tables({"snapshot": record.checked_again(run, tables["snapshot"])})
    checks = tuple(list_checks(run, official_list, arrival, tables))
    return ListOutcome(list_id, arrival, manifest, checks, is_skipped=before == manifest)
