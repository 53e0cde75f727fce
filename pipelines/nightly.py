"""The nightly job, step by step: lists, designations, news, verdicts, publication, pages.

Here: the order of the steps and what they hand on through the home's files. The command line runs them one after
another; the assets of Dagster call the same steps one by one. Not here: what any step does (see the packages).

Every step is a function of what lies in the home: a step that finds its work done does nothing.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path

import polars as pl

from pipelines.designations.history import (
    ListHistory,
    RememberingReader,
    read_list,
    refuse_unbelievable,
    save,
    stored,
    up_to_date,
)
from pipelines.designations.judgements import read_judgements
from pipelines.designations.matching import NameIndex
from pipelines.designations.notice_join import differences, joined
from pipelines.designations.notices import dated, dated_by, notice_tables, state_of, witnesses
from pipelines.designations.status import catalogue_table, refusal_table, status_table
from pipelines.designations.subjects import subjects
from pipelines.designations.tables import NORMALISER_VERSION, tables_of
from pipelines.designations.tables import snapshots as snapshot_table
from pipelines.lists.record import Files
from pipelines.news import FEEDS, GDELT
from pipelines.news.acquisition import (
    bring_news,
    feed_reports,
    gdelt_day,
    saved_gdelt_day,
    saved_gdelt_days,
    state_of_sources,
)
from pipelines.news.articles import read_articles
from pipelines.news.claim import Claim
from pipelines.news.collection import Collection
from pipelines.news.extraction import Extractor
from pipelines.news.fetching import asked_pages
from pipelines.news.finder import Finder
from pipelines.news.leads import held_days
from pipelines.news.pieces import Unreadable, article_files
from pipelines.news.pieces import pieces as article_pieces
from pipelines.news.tables import feed_rows, lead_tables, page_rows, said_of_skipped
from pipelines.reconciliation.linking import TargetLinker
from pipelines.reconciliation.record import OfficialRecord
from pipelines.reconciliation.record_tables import TABLES as RECORD_TABLES
from pipelines.reconciliation.replay import Asked, history_frame
from pipelines.reconciliation.report import ReconciledArticle
from pipelines.reconciliation.screening import screened
from pipelines.reconciliation.tables import Judged, verdict_frames
from pipelines.reconciliation.verdicts import judge
from pipelines.site.build import FAULTS as SITE_FAULTS
from pipelines.site.build import Built, build_site
from pipelines.sources.acquisition import Acquired, acquire
from pipelines.sources.archive import Archive, utc_now
from pipelines.sources.backfill import backfill as add_snapshots
from pipelines.sources.catalogue import OfficialList, official_lists
from pipelines.sources.home import Home, remove_leftovers, whole_or_absent, write_whole
from pipelines.sources.http import Http
from pipelines.sources.locking import alone
from pipelines.sources.notices import Taken, notice_sources, notices_offered, saved_notices, taken
from pipelines.sources.snapshot import Attempt
from pipelines.sources.supplies import Supply, supply_of
from pipelines.steps import Say, Steps
from pipelines.warehouse.publication import opened, publish
from pipelines.warehouse.schema import SQL, empty, table_schemas, text_of
from pipelines.warehouse.tables import Parts, parts_in, read_table, write_tables

MIRROR_VARIABLE = "SANCTIONS_MIRROR"
EXAMPLE = Path(__file__).parent / "sources" / "example"
"""Lists as LIST/DATE/files in their official formats, and articles: written from facts for this project."""

SUBJECT_COLUMNS = {
    "designation": (
        "designation_id", "list_id", "authority", "native_id", "party_type", "primary_name", "first_seen_on",
        "last_seen_on", "listed_by",
    ),
    "designation_name": ("designation_id", "name", "quality"),
    "designation_birth": ("designation_id", "earliest", "latest", "approximate"),
    "designation_country": ("designation_id", "link", "country"),
    "designation_identifier": ("designation_id", "kind", "value_normalised", "issuer_country"),
}  # fmt: skip
"""What is needed to tell who is the same; the rest of these tables is by far the larger part."""

SUBJECTS_VERSION = 1
"""Raised when the same designations would give other subjects."""

LAST_STEPS = 6
"""How many steps `finish` takes."""


@contextmanager
def sole_refresh(home: Home) -> Iterator[None]:
    """Keep other refreshes out of the home, and begin with what an interrupted one left removed.

    Raises:
        BusyError: another refresh is at work and does not end within seconds.
    """
    with alone(home.root, "refresh"):
        remove_leftovers(home.tables)
        for unfinished in home.root.glob(".*.tmp*"):
            unfinished.unlink(missing_ok=True)
        yield


def list_folder(home: Home, list_id: str) -> Path:
    """Where the history of one list is stored."""
    return home.tables / "lists" / list_id


def acquire_list(
    home: Home, official_list: OfficialList, archive: Archive, supply: Supply, reader: RememberingReader | None = None
) -> Acquired:
    """Get what is published of one list now; what cannot be believed is refused with its reason and changes nothing."""
    history = stored(list_folder(home, official_list.list_id), official_list.list_id)

    def believable(files: Files, seen_at: datetime) -> None:
        day = seen_at.astimezone(official_list.zone).date()
        refuse_unbelievable(history, official_list, files, day, reader or read_list)

    return acquire(official_list, archive, supply, believable)


def update_list(
    home: Home, official_list: OfficialList, archive: Archive, reader: RememberingReader | None = None
) -> Path:
    """Bring the history of one list and the tables made from it up to date; return the folder of its tables."""
    folder = list_folder(home, official_list.list_id)
    before = stored(folder, official_list.list_id)
    history = up_to_date(before, official_list, archive, reader or read_list)
    state = save(history, before, folder)
    return _tables_of_list(history, official_list, state)


def _tables_of_list(history: ListHistory, official_list: OfficialList, state: Path) -> Path:
    """The tables of one list, made once for each state of its history and each version of the code that makes them."""
    tables = state / f"tables-{NORMALISER_VERSION}-{_schema_digest()}"
    if tables.is_dir():
        return tables
    unfinished = tables.with_name(f".{tables.name}.tmp")
    shutil.rmtree(unfinished, ignore_errors=True)
    write_tables(tables_of(history, official_list), unfinished)
    unfinished.rename(tables)
    return tables


def _schema_digest() -> str:
    content = b"".join(path.read_bytes() for path in sorted((SQL / "schema").glob("*.sql")))
    return blake2b(content, digest_size=6).hexdigest()


def list_tables(home: Home) -> list[Path]:
    """The folders with the current tables of each list that has any, in order of list id."""
    found = []
    for list_id in official_lists():
        current = list_folder(home, list_id) / "current"
        if current.is_file():
            state = current.parent / current.read_text(encoding="utf-8").strip()
            found += sorted(state.glob(f"tables-{NORMALISER_VERSION}-{_schema_digest()}"))
    return found


def update_common_tables(home: Home, archive: Archive) -> Path:
    """Tables about lists rather than designations: catalogue, snapshots, status, refusals."""
    lists = official_lists()
    histories = [stored(list_folder(home, list_id), list_id) for list_id in lists]
    kept = [snapshot_table(each) for each in histories if not each.facts.is_empty()]
    snapshots = pl.concat(kept) if kept else empty_snapshots()
    tables = {
        "official_list": catalogue_table(lists),
        "snapshot": snapshots,
        "list_status": status_table(archive, lists, snapshots),
        "refusal": refusal_table(archive, lists),
    }
    return _replace_tables(home, "common", tables)


def empty_snapshots() -> pl.DataFrame:
    """Table `snapshot` of a home that holds none, with the column that orders it."""
    return pl.DataFrame(schema={**table_schemas()["snapshot"], "order_key": pl.String()})


def _replace_tables(home: Home, name: str, tables: Mapping[str, pl.DataFrame]) -> Path:
    """The tables of one stage, and no others, in its folder."""
    folder = home.tables / name
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.parquet"):
        if path.stem not in tables:
            path.unlink()
    write_tables(tables, folder)
    return folder


def parts(home: Home) -> Parts:
    """Every table of the home as the files that it is made of."""
    shared = [home.tables / name for name in ("common", "notices", "subjects", "news", "verdicts", "release")]
    found = parts_in([*list_tables(home), *shared])
    return {name: [_as_dated(home, path) for path in paths] for name, paths in found.items()}


def _dated_folder(home: Home, tables: Path) -> Path:
    """Where the tables of a list in the days of notices lie; of another state of the list, elsewhere."""
    return home.tables / "notices" / "dated" / "-".join(tables.relative_to(home.tables / "lists").parts)


def _as_dated(home: Home, path: Path) -> Path:
    """The file of a table as notices date it, if they do."""
    if home.tables / "lists" not in path.parents:
        return path
    dated_path = _dated_folder(home, path.parent) / path.name
    return dated_path if dated_path.is_file() else path


def acquire_notices(
    home: Home, archive: Archive, source_id: str, mirror: str | None, as_of: date | None = None
) -> list[Taken]:
    """Get the official notices of a source that are not held yet; what is bad or missing costs that notice alone."""
    source = notice_sources()[source_id]
    origin, offered = notices_offered(source, archive, Http(home), mirror, as_of)
    return list(taken(source, archive, offered, origin, dated_by(source)))


def update_notices(home: Home, archive: Archive) -> Path:
    """The tables about official notices, and the tables of lists with the days that notices state.

    Nothing is done if neither notices nor lists changed.
    """
    made_from = f"{_schema_digest()} {state_of(notice_sources(), archive)} {' '.join(map(str, list_tables(home)))}"
    known = home.tables / "notices" / "made_from"
    if known.is_file() and known.read_text(encoding="utf-8") == made_from:
        return known.parent
    notices, entries = notice_tables(notice_sources(), archive)
    now = parts_in([*list_tables(home), home.tables / "common"])
    names = NOTICE_READS if entries.height else ()
    record = {name: read_table(name, now) if name in names else empty(name) for name in NOTICE_READS}
    entries = joined(entries, record)
    _date_lists(home, witnesses(entries))
    found = {"notice": notices, "notice_entry": entries, "notice_difference": differences(notices, entries, record)}
    folder = _replace_tables(home, "notices", found)
    with whole_or_absent(known) as path:
        path.write_text(made_from, encoding="utf-8")
    return folder


NOTICE_READS = (
    "designation", "designation_name", "designation_birth", "designation_identifier", "designation_version", "snapshot",
)  # fmt: skip


def _date_lists(home: Home, stated: pl.DataFrame) -> None:
    """Designations and changes of each list that notices date, and of no other."""
    folders = {_dated_folder(home, tables): tables for tables in list_tables(home)}
    for folder in (home.tables / "notices" / "dated").glob("*"):
        if folder not in folders:
            shutil.rmtree(folder)
    for folder, tables in folders.items():
        before = {name: pl.read_parquet(tables / f"{name}.parquet") for name in ("designation", "change")}
        after = dated(before["designation"], before["change"], stated) if stated.height else before
        if after["designation"].equals(before["designation"]):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            write_tables(after, folder)


def update_release(home: Home, archive: Archive) -> Path:
    """The one row about the published file as a whole."""
    now = parts(home)
    snapshots = read_table("snapshot", now).filter(pl.col("state") == "used")
    row = {
        "edition": "example" if archive.is_example else "live",
        "latest_retrieval": snapshots["retrieved_at"].max(),
        "designations": read_table("designation", now).height,
        "claims": read_table("claim", now).height,
    }
    return _replace_tables(home, "release", {"release": pl.DataFrame([row], schema=table_schemas()["release"])})


def publish_home(home: Home, archive: Archive) -> None:
    """Build the DuckDB file of the home from its tables and put it in place."""
    update_release(home, archive)
    publish(parts(home), home.warehouse, example=archive.is_example)


def update_news(home: Home, archive: Archive) -> Path:
    """The tables of articles and their claims, of feeds, pages and GDELT; nothing is done if none of these changed."""
    pieces = (each for path in _article_files(home, archive) for each in article_pieces(path))
    collection = Collection(home.tables / "readings", news_finder(home), pieces)
    made_from = f"{_schema_digest()} {_origin(archive)} {collection.state} {state_of_sources(home)}"
    known = home.tables / "news" / "made_from"
    if known.is_file() and known.read_text(encoding="utf-8") == made_from:
        return known.parent
    collected = collection.collected(_origin(archive))
    tables = {
        **collected.tables,
        "news_feed": feed_rows(feed_reports(home)),
        "news_page": page_rows(asked_pages(home)),
        **lead_tables(held_days(home)),
    }
    known.unlink(missing_ok=True)
    folder = _replace_tables(home, "news", tables)
    if collected.is_whole:
        write_whole(known, made_from.encode())
    return folder


def news_finder(home: Home) -> Finder:
    """Who finds the claims of a home's articles; its complaint says why not who should."""
    return Finder(os.environ, home.archive / "endpoint")


def _article_files(home: Home, archive: Archive) -> list[Path]:
    return article_files(EXAMPLE / "articles" if archive.is_example else home.articles)


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
    judged = read_judgements(home.judgements)
    tables = subjects(designations, names, births, countries, identifiers, judged)
    _replace_tables(home, "subjects", tables)
    with whole_or_absent(known) as path:
        path.write_text(f"{SUBJECTS_VERSION} {state}", encoding="utf-8")
    return folder


def update_verdicts(home: Home, archive: Archive) -> Path:
    """Judge every claim of the home by the tables of the home, as they are and as they were when the article came."""
    now = parts(home)
    if read_table("claim", now).is_empty():
        return _replace_tables(home, "verdicts", {})
    record = OfficialRecord.from_frames({name: read_table(name, now) for name in RECORD_TABLES})
    linker = linker_of(record, read_table("designation_name", now), read_table("designation", now))
    origin = _origin(archive)
    claims = [
        Asked(row["claim_id"], claim_of(row), row["article_date"], origin)
        for row in read_table("claim", now).to_dicts()
    ]
    judged = [
        Judged(each.claim_id, judge(each.claim, each.article_date, record, linker), each.origin) for each in claims
    ]
    history = {"verdict_history": history_frame(claims, record, linker)}
    return _replace_tables(home, "verdicts", verdict_frames(judged, record) | history)


def linker_of(record: OfficialRecord, names: pl.DataFrame, designations: pl.DataFrame) -> TargetLinker:
    """What links names in the press to designations of the record."""
    noticed = record.noticed_names()
    with_type = names.join(designations.select("designation_id", "party_type"), on="designation_id")
    return TargetLinker(record, NameIndex(pl.concat([with_type.select(noticed.columns), noticed])))


def claim_of(row: Mapping[str, object]) -> Claim:
    """A row of table `claim` as the claim it was made from."""
    taken = {
        "start": row["quote_start"], "end": row["quote_end"], "event_on": row["event_date"],
        "named_targets": tuple(row["named_targets"] or ()), "rules": tuple(row["evidence"] or ()),  # type: ignore[arg-type]
    }  # fmt: skip
    same = (
        "quote", "authority", "status", "action", "measure", "strength", "count", "count_qualifier", "count_text",
        "count_scope", "unit", "target_country", "event_from", "event_to", "attributed_to",
    )  # fmt: skip
    return Claim(**taken, **{name: row[name] for name in same})  # type: ignore[arg-type]  # a row that claim_rows made


def _origin(archive: Archive) -> str:
    return "example" if archive.is_example else "live"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh came to: rows for people, and what its exit code rests on.

    Attributes:
        held_back: lists that this refresh asked for, or that hold something back, and that are not current.
        complaints: one sentence for each of these.
        pages: the front page of the site; None where it does not show what was published.
    """

    published: bool
    example: bool = False
    lists: list[dict[str, object]] = field(default_factory=list)
    verdicts: list[dict[str, object]] = field(default_factory=list)
    held_back: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    pages: Path | None = None


def refresh(
    home: Home,
    list_ids: Iterable[str],
    *,
    offline: bool,
    as_of: date | None,
    say: Say,
    gdelt_days: Iterable[date] = (),
) -> Refreshed:
    """Run the nightly job once: what is published now of the lists named, and everything that follows from it.

    Args:
        list_ids: ids of lists and of sources of notices, and `feeds` for the feeds that the home wants.
        gdelt_days: days of GDELT to read as well.
    """
    archive = Archive(home)
    damages = list(archive.verify())
    complaints = [f"{each.list_id}: {each.what}; it was set aside." for each in damages]
    asked = () if offline else tuple(list_ids)
    supply = None if offline else supply_of(Http(home), os.environ.get(MIRROR_VARIABLE), as_of)
    lists, days = official_lists(), tuple(gdelt_days)
    steps = Steps(say, len(lists) + len({*asked}) + len(days) + LAST_STEPS)
    for list_id, entry in lists.items():
        complaints += _refresh_list(home, entry, archive, supply if list_id in asked else None, as_of, steps)
    for source_id in (each for each in notice_sources() if each in asked):
        steps.begin(f"{source_id}: asking its source")
        complaints += _faults(
            source_id, acquire_notices(home, archive, source_id, os.environ.get(MIRROR_VARIABLE), as_of)
        )
    for day in days:
        steps.begin(f"{GDELT} {day}: asking its source")
        complaints += gdelt_day(home, day, os.environ.get(MIRROR_VARIABLE), say).faults
    if FEEDS in asked:
        steps.begin("looking for feeds")
        complaints += bring_news(home, say).complaints
    refused = tuple(each.list_id for each in damages)
    return finish(home, archive, say, asked=asked, refused=refused, complaints=complaints, steps=steps)


def _refresh_list(
    home: Home, official_list: OfficialList, archive: Archive, supply: Supply | None, as_of: date | None, steps: Steps
) -> list[str]:
    """Ask for one list, if asked to, and read what is new of it; what was preferred and could not be had is told.

    What was read is forgotten on leaving: no list's records are kept in memory while the next one's are read.
    """
    list_id, reader, told = official_list.list_id, RememberingReader(), []
    if supply is not None:
        steps.begin(f"{list_id}: asking its source")
        acquired = acquire_list(home, official_list, archive, supply, None if as_of else reader)
        if supply.origin == "live" and acquired.snapshot:
            told = [f"{list_id}: passed over: {each}" for each in acquired.passed_over]
    steps.begin(f"{list_id}: reading what is new")
    update_list(home, official_list, archive, reader)
    return told


def _faults(source_id: str, notices: Iterable[Taken]) -> list[str]:
    """A sentence for each notice that could not be had: it costs no more than that witness."""
    return [f"{source_id}: {each.reason}" for each in notices if each.reason]


def refresh_example(home: Home, say: Say) -> Refreshed:
    """The whole job on the bundled example: every snapshot of it, its article, its verdicts."""
    archive = Archive(home)
    lists = [entry for list_id, entry in official_lists().items() if (EXAMPLE / list_id).is_dir()]
    steps = Steps(say, len(lists) + LAST_STEPS)
    for entry in lists:
        steps.begin(f"{entry.list_id}: reading the bundled example")
        for added in add_snapshots(entry, archive, [EXAMPLE / entry.list_id], origin="example"):
            say(f"{entry.list_id}: {added.place} {added.outcome}")
        update_list(home, entry, archive)
    for source_id in notice_sources():
        add_example_notices(archive, source_id)
    return finish(home, archive, say, steps=steps)


def add_example_notices(archive: Archive, source_id: str) -> list[Taken]:
    """The notices of the bundled example."""
    source, folder = notice_sources()[source_id], EXAMPLE / source_id
    offered = saved_notices(source, [folder] if folder.is_dir() else [])
    return list(taken(source, archive, offered, "example", dated_by(source)))


def backfill_notices(home: Home, source_id: str, paths: Sequence[Path], say: Say) -> Refreshed:
    """Add saved notices of one source, and everything that follows from them."""
    archive, source = Archive(home), notice_sources()[source_id]
    added = list(taken(source, archive, saved_notices(source, paths), "backfill", dated_by(source)))
    for each in added:
        say(f"{each.place}: {each.outcome.replace('_', ' ')}")
    refused = [each for each in added if each.reason]
    return finish(home, archive, say, complaints=_faults(source_id, refused), refused=(source_id,) if refused else ())


def backfill_gdelt(home: Home, paths: Sequence[Path], say: Say) -> Refreshed:
    """Read days of GDELT from files as published, and everything that follows from them."""
    complaints = []
    for path in paths:
        days = saved_gdelt_days(path)
        complaints += [] if days else [f"{GDELT}: no file with a name of GDELT's lies in {path}."]
        for day in days:
            kept = saved_gdelt_day(home, day, path, say)
            say(f"{GDELT} {day}: {len(kept.leads):,} articles, {kept.refused_rows:,} rows refused")
            complaints += kept.faults
    return finish(home, Archive(home), say, complaints=complaints, refused=(GDELT,) if complaints else ())


def backfill(
    home: Home, official_list: OfficialList, paths: Sequence[Path], published_on: date | None, say: Say
) -> Refreshed:
    """Add historical snapshots of one list, and everything that follows from them."""
    archive = Archive(home)
    list_id = official_list.list_id
    known = set(stored(list_folder(home, list_id), list_id).facts["snapshot_id"])
    complaints, refused = [], False
    for added in add_snapshots(official_list, archive, paths, published_on=published_on):
        say(f"{added.place}: {added.outcome.replace('_', ' ')}")
        refused |= added.outcome == "refused"
        if added.reason:
            complaints.append(f"{list_id}: {added.place}: {added.outcome}: {added.reason}")
    update_list(home, official_list, archive)
    facts = stored(list_folder(home, list_id), list_id).facts
    unused = facts.filter((pl.col("state") != "used") & ~pl.col("snapshot_id").is_in(known))
    complaints += [
        f"{list_id}: the snapshot of {row['published_on']} is {row['state'].replace('_', ' ')}: {row['reason']}"
        for row in unused.to_dicts()
    ]
    refused |= not unused.is_empty()
    return finish(home, archive, say, complaints=complaints, refused=(list_id,) if refused else ())


def accept(home: Home, official_list: OfficialList, sha256: str | None, say: Say) -> Refreshed:
    """Take in what was held back of one list, and everything that follows from it."""
    archive = Archive(home)
    snapshot = archive.accept(official_list.list_id, sha256)
    archive.note(Attempt(official_list.list_id, utc_now(), "kept"), snapshot.origin)
    update_list(home, official_list, archive)
    return finish(home, archive, say)


def finish(
    home: Home,
    archive: Archive,
    say: Say,
    *,
    asked: Sequence[str] = (),
    refused: Sequence[str] = (),
    complaints: Iterable[str] = (),
    steps: Steps | None = None,
) -> Refreshed:
    """All steps after the lists: status, notices, subjects, news, verdicts, publication, pages.

    Args:
        asked: lists whose source this refresh asked.
        refused: lists of which this refresh refused something that no later refresh need mention.
        complaints: sentences for people, gathered so far.
        steps: those of the run, of which these are the last; without it, they are all that can be counted.
    """
    steps = steps or Steps(say, LAST_STEPS)
    update_common_tables(home, archive)
    status = read_table("list_status", parts(home)).to_dicts()
    steps.begin("reading official notices")
    update_notices(home, archive)
    if not any(row["snapshots"] for row in status) and read_table("notice_entry", parts(home)).is_empty():
        return Refreshed(
            published=False, lists=status, complaints=tuple(complaints) + _not_current(status, asked, archive)[1]
        )
    steps.begin("finding who is the same across lists")
    update_subjects(home)
    steps.begin("reading the news")
    update_news(home, archive)
    of_news = (news_finder(home).complaint, said_of_skipped(read_table("article", parts(home))))
    steps.begin("judging claims")
    update_verdicts(home, archive)
    steps.begin("publishing")
    publish_home(home, archive)
    steps.begin("making the pages")
    site_fault = _site_fault(home, say)
    held_back, sentences = _not_current(status, asked, archive)
    return Refreshed(
        published=True,
        example=archive.is_example,
        lists=published_status(home),
        verdicts=published_verdicts(home),
        held_back=tuple(sorted({*held_back, *refused})),
        complaints=(*complaints, *filter(None, (*of_news, site_fault)), *sentences),
        pages=None if site_fault else home.front_page,
    )


def update_site(home: Home, say: Say) -> Built:
    """Bring the pages for readers in line with the published file; a page that stays the same is not written."""
    return build_site(home.warehouse, home.site, say=say)


def _site_fault(home: Home, say: Say) -> str | None:
    """Make the pages; if that cannot be done, say so: what is published stays published."""
    try:
        update_site(home, say)
    except SITE_FAULTS as error:
        why = next(iter(str(error).splitlines()), type(error).__name__)
        return (
            f"site: {home.warehouse.name} is published, but its pages in {home.site} are not up to date: {why}; "
            f"`sanctions export --format site {home.site}` makes them."
        )
    return None


def _not_current(
    status: Sequence[Mapping[str, object]], asked: Sequence[str], archive: Archive
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lists that hold something back, and those asked for of which nothing came though something is held.

    Returns:
        Their ids, and a sentence for each: why, and what a person can do about it.
    """
    found = [
        row for row in status if row["state"] == "held_back" or (row["state"] == "stale" and row["list_id"] in asked)
    ]
    said = (
        f"{row['list_id']}: {str(row['state']).replace('_', ' ')}: {row['reason']}"
        f"{_remedy(str(row['list_id']), archive) if row['state'] == 'held_back' else ''}"
        for row in found
    )
    return tuple(str(row["list_id"]) for row in found), tuple(said)


def _remedy(list_id: str, archive: Archive) -> str:
    """How to publish what is held back of a list, where it can be read at all."""
    return f" `sanctions accept {list_id}` publishes it, once a person looked." if archive.held_back(list_id) else ""


def published_status(home: Home) -> list[dict[str, object]]:
    """Table `list_status` of the published file."""
    with opened(home.warehouse) as connection:
        return connection.sql(text_of("internal/list_status.sql")).pl().to_dicts()


def published_verdicts(home: Home) -> list[dict[str, object]]:
    """Each claim of the published file with its verdict."""
    with opened(home.warehouse) as connection:
        return connection.sql(text_of("internal/verdicts.sql")).pl().to_dicts()


def reconcile_files(home: Home, files: Iterable[Path]) -> Iterator[ReconciledArticle | Unreadable]:
    """Judge the claims of articles by the published file."""
    with opened(home.warehouse) as connection:
        record = OfficialRecord.from_duckdb(connection)
        names, designations = connection.table("designation_name").pl(), connection.table("designation").pl()
        example = connection.table("release").pl()["edition"].to_list() == ["example"]
    linker = linker_of(record, names, designations)
    extractor = Extractor()
    for file in files:
        for article in read_articles(file):
            if isinstance(article, Unreadable):
                yield article
            else:
                judged = [
                    (each, judge(each, article.published_on, record, linker)) for each in extractor.claims(article)
                ]
                yield ReconciledArticle(article, judged, record, example)


def screen_names(home: Home, queries: Iterable[str], limit: int) -> Iterator[dict[str, object]]:
    """The designations of the published file that each name may mean."""
    with opened(home.warehouse) as connection:
        names, designations, subjects = (
            connection.table(name).pl() for name in ("designation_name", "designation", "subject_designation")
        )
    yield from screened(names, designations, subjects, queries, limit)
