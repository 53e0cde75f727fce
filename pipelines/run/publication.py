"""The steps of publication: the DuckDB file, the pages for readers, a release, and notices.

Here: making these from the tables of a home, and reading status and verdicts back from the published file. Not here:
how the file is built (see pipelines.warehouse.publication), or the content of pages and releases (see
pipelines.publish).

An error after the file is in its place is only reported; it cannot undo the publication.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl

from pipelines.archive.addresses import without_credentials
from pipelines.archive.home import Home
from pipelines.catalogue.words import counted as counted
from pipelines.catalogue.words import days_in_words as days_in_words
from pipelines.designations.status import NOT_READ_YET
from pipelines.matching.name_words import forget_names
from pipelines.publish.messages import notice_of_failure, notice_of_night
from pipelines.publish.notify import BadNotificationError, Notice, is_configured, notify
from pipelines.publish.releases import LATEST, release
from pipelines.publish.site.build import build_site
from pipelines.publish.site.record import LONG_GAP as LONG_GAP
from pipelines.publish.site.rendering import Imprint
from pipelines.run.layout import (
    JudgedCheck,
    Made,
    code_digest,
    digest_of,
    parts,
    read_manifest,
    sql_digest,
    step_folder,
)
from pipelines.run.memory import garbage_collection_paused
from pipelines.run.screening import update_names_index
from pipelines.run.settings import Run, Settings
from pipelines.run.watching import digest, watch_all
from pipelines.warehouse.checks import Check, CheckResult, Finding
from pipelines.warehouse.publication import NothingPublishedError, opened, publish
from pipelines.warehouse.schema import table_schemas, text_of
from pipelines.warehouse.tables import Tables

__all__ = ["NOT_READ_YET"]

REFRESH_COMMAND = "sanctions refresh"


def make_release_table(run: Run, tables: Tables) -> Made:
    """Make table `release`: one row about the published file as a whole."""
    used = tables["snapshot"].filter(pl.col("state") == "used")
    kinds = tables.columns("designation", ["entry_kind"])["entry_kind"]
    row = {
        "edition": run.edition,
        "latest_retrieval": used["retrieved_at"].max(),
        "designations": (kinds == "designation").sum(),
        "claims": tables.columns("claim", ["claim_id"]).height,
        "news_store": news_store(run) or None,
    }
    return Made({"release": pl.DataFrame([row], schema=table_schemas()["release"])})


def news_store(run: Run) -> str:
    """The address of the store of news as others may read it, a folder in full; empty if there is none."""
    address = run.settings.news
    if "://" in address:
        return without_credentials(address).rstrip("/")
    return str(Path(address).expanduser().absolute()) if address else ""


@garbage_collection_paused()
def build_warehouse(run: Run, _tables: Tables) -> Made:
    """Build the DuckDB file of the home from its tables and put it in place, with the index of its names beside it.

    Raises:
        UnpublishableError: rows violate a constraint of sql/schema.
    """
    files = parts(run.home)
    tables = Tables(files)
    now = {name: tables.fingerprint(name) for name in table_schemas()} | {"code": _code(run)}
    changed = _changed_since_published(run, now)
    publish(files, run.home.warehouse, example=run.is_example, changed=changed)
    update_names_index(run.home)
    forget_names()
    return Made(
        checks=[JudgedCheck.of(CheckResult(READABLE, _readable(run)))], notes=now | {"file": state_of_warehouse(run)}
    )


def _code(run: Run) -> str:
    """The edition and digests of code and SQL; if one of them changes, the whole file is built again."""
    return f"{run.edition} {code_digest('warehouse')} {sql_digest()}"


def _changed_since_published(run: Run, now: Mapping[str, str]) -> list[str] | None:
    """The tables whose rows differ from those in the published file; None if the whole file must be built again."""
    manifest = read_manifest(step_folder(run.home, "warehouse"))
    before = manifest.notes if manifest else {}
    same_build = {"code": now["code"], "file": state_of_warehouse(run)}
    if not before or any(before.get(name) != value for name, value in same_build.items()):
        return None
    return [name for name in table_schemas() if before.get(name) != now[name]]


def _readable(run: Run) -> Finding:
    """A check that the published file can be opened and has all rows that were made."""
    tables = Tables(parts(run.home))
    made = {name: tables.rows(name) for name in table_schemas()}
    try:
        with opened(run.home.warehouse) as connection:
            published = {name: connection.table(name).shape[0] for name in made}
    except NothingPublishedError as error:
        return Finding(passed=False, sentence=str(error))
    rows = [
        {"table": name, "made": made[name], "published": count}
        for name, count in published.items()
        if count != made[name]
    ]
    words = "tables differ from what was made for them." if rows else f"{len(published)} tables, all rows there."
    return Finding(passed=not rows, sentence=words, rows=rows)


def _judged_when_built(_tables: Tables) -> Finding:
    """Stands for a check that `build_warehouse` runs itself; never called."""
    raise NotImplementedError("the file is judged where it is built")


READABLE = Check(
    "warehouse",
    "readable",
    "The published file opens for reading, and every table of it holds the rows that were made for it.",
    _judged_when_built,
)


def file_state(path: Path) -> str:
    """Size and time of change of a file, which show whether it was replaced; empty if there is no file."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{stat.st_size} {stat.st_mtime_ns}"


def state_of_warehouse(run: Run) -> str:
    """The state of the published file, see `file_state`."""
    return file_state(run.home.warehouse)


def state_of_site(run: Run) -> str:
    """The state of the front page, see `file_state`."""
    return file_state(run.home.front_page)


def wanted_site(run: Run) -> str:
    """The state of the published file and the publisher that the pages name, as one text."""
    return f"{state_of_warehouse(run)} {run.settings.site_publisher or ''}".rstrip()


@garbage_collection_paused()
def make_site(run: Run, _tables: Tables) -> Made:
    """Update the pages for readers from the published file; unchanged pages are not written."""
    imprint = Imprint(publisher=run.settings.site_publisher)
    built = build_site(run.home.warehouse, run.home.site, imprint=imprint, content=_content(run), say=run.say)
    return Made(result=built)


STATUS_TABLES = ("snapshot", "list_status", "refusal", "release")
"""Tables about the state of sources, which change every night even if nothing else does."""


def _content(run: Run) -> str:
    """A digest of all tables about parties and claims, and of the snapshots."""
    tables = Tables(parts(run.home))
    settled = [f"{name} {tables.fingerprint(name)}" for name in table_schemas() if name not in STATUS_TABLES]
    snapshots = tables["snapshot"].drop("last_checked_at").write_ndjson()
    return digest_of(*settled, snapshots)


def site_fault(run: Run, error: Exception) -> str:
    """The message if the pages could not be made."""
    why = next(iter(str(error).splitlines()), "")
    why = why if why and isinstance(error, OSError) else f"{type(error).__name__}: {why}"
    return (
        f"site: {run.home.warehouse.name} is published, but its pages in {run.home.site} are not up to date: {why}; "
        f"`sanctions export --format site {run.home.site}` makes them."
    )


def wanted_release(run: Run) -> str:
    """The state of the published file and the settings of the release, as one text."""
    settings = run.settings
    return f"{state_of_warehouse(run)} {settings.releases} {settings.site_url} {settings.site_publisher}"


def latest_release(run: Run) -> str:
    """The path of the release that `latest` points to; empty if there is none."""
    folder = run.settings.releases
    return str((folder / LATEST).resolve()) if folder and (folder / LATEST).is_dir() else ""


def make_release(run: Run, _tables: Tables) -> Made:
    """Make a dated release in the folder of the settings, if one is set."""
    settings = run.settings
    if settings.releases is None:
        return Made()
    imprint = Imprint(settings.site_url, settings.site_publisher)
    return Made(result=release(run.home.warehouse, settings.releases, imprint=imprint, say=run.say))


def release_fault(run: Run, error: Exception) -> str:
    """The message if the release could not be made."""
    if isinstance(error, OSError):
        return f"published, but not released in {run.settings.releases}: {error.strerror or error}."
    return f"published, but not released: {error}"


def send_word_of_night(run: Run) -> list[str]:
    """Send a notice about the published night to the configured receivers; return one sentence per failed delivery."""
    if not is_configured(run.settings.notifications):
        return []
    run.say("sending word of it")
    return send(night_notice(run.home), run.settings)


def night_notice(home: Home) -> Notice:
    """The notice about the published night; changes in watch lists of the home come first."""
    notice = notice_of_night(home.warehouse)
    news = watch_all(home)
    return replace(notice, text=f"Of your watch lists:\n{digest(news)}\n\n{notice.text}") if news else notice


def send_word_of_failure(reason: str, settings: Settings) -> list[str]:
    """Send a notice about a run that published nothing; return one sentence per failed delivery."""
    return send(notice_of_failure(REFRESH_COMMAND, reason), settings)


def send(notice: Notice, settings: Settings) -> list[str]:
    """Send a notice; return one sentence per failed delivery."""
    try:
        _, failed = notify(notice, settings.notifications)
    except BadNotificationError as error:
        failed = [str(error)]
    return [f"no notice was sent: {fault}" for fault in failed]


@contextmanager
def failures_reported(settings: Settings) -> Iterator[None]:
    """Send a notice about any exception that ends a refresh, and raise it again."""
    try:
        yield
    except Exception as error:
        send_word_of_failure(str(error), settings)
        raise


def published_status(warehouse: Path) -> list[dict[str, object]]:
    """Table `list_status` of the published file, with age and state as of today.

    Raises:
        NothingPublishedError: there is no published file, or it is of an older version of this program.
    """
    with opened(warehouse) as connection:
        return connection.sql(text_of("internal/list_status.sql")).pl().to_dicts()


def published_news_store(warehouse: Path) -> str | None:
    """Where the news lies that the published file does not hold; None if there is no store.

    Raises:
        NothingPublishedError: there is no published file, or it is of an older version of this program.
    """
    with opened(warehouse) as connection:
        address: str | None = connection.sql(text_of("internal/release.sql")).pl()["news_store"].item()
    return address


def unpublished_status(home: Home) -> list[dict[str, object]]:
    """Table `list_status` of a home that has published nothing yet; no rows if no refresh was tried."""
    tables = Tables(parts(home))
    return tables["list_status"].to_dicts()


def published_verdicts(warehouse: Path) -> list[dict[str, object]]:
    """All claims of the published file with their verdicts."""
    with opened(warehouse) as connection:
        return connection.sql(text_of("internal/verdicts.sql")).pl().to_dicts()


def verdicts_if_published(warehouse: Path) -> list[dict[str, object]]:
    """All claims of the published file with their verdicts; none if there is no readable file."""
    try:
        return published_verdicts(warehouse)
    except (NothingPublishedError, duckdb.Error):
        return []
