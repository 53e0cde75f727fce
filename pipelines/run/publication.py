"""The steps of publication: the DuckDB file, the pages for readers, a release, and word to whoever wants one.

Here: what is made from the tables of a home, and what is read back from the published file. Not here: how the file is
built (see pipelines.warehouse.publication), or what is on a page or in a release (see pipelines.publish).

What goes wrong after the file is in its place is a sentence for people: it cannot undo a publication.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl

from pipelines.archive.home import Home
from pipelines.archive.locking import BusyError
from pipelines.designations.status import NOT_READ_YET
from pipelines.publish.messages import notice_of_failure, notice_of_night
from pipelines.publish.notify import BadNotificationError, Notice, is_configured, notify
from pipelines.publish.releases import LATEST, release
from pipelines.publish.site.build import FAULTS as SITE_FAULTS
from pipelines.publish.site.build import build_site
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
from pipelines.run.screening import update_names_index
from pipelines.run.settings import Run, Settings
from pipelines.run.watching import digest, watch_all
from pipelines.warehouse.checks import Check, CheckResult, Finding
from pipelines.warehouse.publication import NothingPublishedError, opened, publish
from pipelines.warehouse.schema import table_schemas, text_of
from pipelines.warehouse.tables import Tables

__all__ = ["NOT_READ_YET"]

REFRESH_COMMAND = "sanctions refresh"
FAULTS = (*SITE_FAULTS, BusyError)
"""What may go wrong with pages and releases while the published file is whole."""


def make_release_table(run: Run, tables: Tables) -> Made:
    """The one row about the published file as a whole."""
    used = tables["snapshot"].filter(pl.col("state") == "used")
    kinds = tables.columns("designation", ["entry_kind"])["entry_kind"]
    row = {
        "edition": run.edition,
        "latest_retrieval": used["retrieved_at"].max(),
        "designations": (kinds == "designation").sum(),
        "claims": tables.columns("claim", ["claim_id"]).height,
    }
    return Made({"release": pl.DataFrame([row], schema=table_schemas()["release"])})


def build_warehouse(run: Run, _tables: Tables) -> Made:
    """Build the DuckDB file of the home from its tables and put it in place, with the index of its names beside it.

    Raises:
        UnpublishableError: the tables break a constraint of sql/schema.
    """
    files = parts(run.home)
    tables = Tables(files)
    now = {name: tables.fingerprint(name) for name in table_schemas()} | {"code": _code(run)}
    changed = _changed_since_published(run, now)
    publish(files, run.home.warehouse, example=run.is_example, changed=changed)
    update_names_index(run.home)
    return Made(
        checks=[JudgedCheck.of(CheckResult(READABLE, _readable(run)))], notes=now | {"file": state_of_warehouse(run)}
    )


def _code(run: Run) -> str:
    """What a file is built by: another edition, or other SQL, is another file throughout."""
    return f"{run.edition} {code_digest('warehouse')} {sql_digest()}"


def _changed_since_published(run: Run, now: Mapping[str, str]) -> list[str] | None:
    """The tables whose rows are others than those of the published file; None where it must be built anew."""
    manifest = read_manifest(step_folder(run.home, "warehouse"))
    before = manifest.notes if manifest else {}
    same_build = {"code": now["code"], "file": state_of_warehouse(run)}
    if not before or any(before.get(name) != value for name, value in same_build.items()):
        return None
    return [name for name in table_schemas() if before.get(name) != now[name]]


def _readable(run: Run) -> Finding:
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
    raise NotImplementedError("the file is judged where it is built")


READABLE = Check(
    "warehouse",
    "readable",
    "The published file opens for reading, and every table of it holds the rows that were made for it.",
    _judged_when_built,
)


def file_state(path: Path) -> str:
    """What tells a file from another in its place; empty where there is none."""
    try:
        stat = path.stat()
    except OSError:
        return ""
    return f"{stat.st_size} {stat.st_mtime_ns}"


def state_of_warehouse(run: Run) -> str:
    """The published file as it lies there."""
    return file_state(run.home.warehouse)


def state_of_site(run: Run) -> str:
    """The pages as they lie there."""
    return file_state(run.home.front_page)


def make_site(run: Run, _tables: Tables) -> Made:
    """Bring the pages for readers in line with the published file; a page that stays the same is not written."""
    built = build_site(run.home.warehouse, run.home.site, content=_content(run), say=run.say)
    return Made(result=built)


STATUS_TABLES = ("snapshot", "list_status", "refusal", "release")
"""Tables about the state of sources, which change every night, also where nothing else does."""


def _content(run: Run) -> str:
    """A digest of all that the tables say of parties and claims."""
    tables = Tables(parts(run.home))
    settled = [f"{name} {tables.fingerprint(name)}" for name in table_schemas() if name not in STATUS_TABLES]
    snapshots = tables["snapshot"].drop("last_checked_at").write_ndjson()
    return digest_of(*settled, snapshots)


def site_fault(run: Run, error: Exception) -> str:
    """What is said where the pages could not be made."""
    why = next(iter(str(error).splitlines()), type(error).__name__)
    return (
        f"site: {run.home.warehouse.name} is published, but its pages in {run.home.site} are not up to date: {why}; "
        f"`sanctions export --format site {run.home.site}` makes them."
    )


def wanted_release(run: Run) -> str:
    """The published file, and where and how it is to be released."""
    return f"{state_of_warehouse(run)} {run.settings.releases} {run.settings.site_url}"


def latest_release(run: Run) -> str:
    """The release that readers see now; empty if there is none."""
    folder = run.settings.releases
    return str((folder / LATEST).resolve()) if folder and (folder / LATEST).is_dir() else ""


def make_release(run: Run, _tables: Tables) -> Made:
    """A dated folder of the night for readers, in the folder that the settings name."""
    settings = run.settings
    if settings.releases is None:
        return Made()
    return Made(result=release(run.home.warehouse, settings.releases, base=settings.site_url, say=run.say))


def release_fault(run: Run, error: Exception) -> str:
    """What is said where the release could not be made."""
    if isinstance(error, OSError):
        return f"published, but not released in {run.settings.releases}: {error.strerror or error}."
    return f"published, but not released: {error}"


def send_word_of_night(run: Run) -> list[str]:
    """Send word of what was published to whoever wants it; return a sentence for each place that failed."""
    if not is_configured(run.settings.notifications):
        return []
    run.say("sending word of it")
    return send(night_notice(run.home), run.settings)


def night_notice(home: Home) -> Notice:
    """What the night brought, with what is new about the home's watch lists at its head."""
    notice = notice_of_night(home.warehouse)
    news = watch_all(home)
    return replace(notice, text=f"Of your watch lists:\n{digest(news)}\n\n{notice.text}") if news else notice


def send_word_of_failure(reason: str, settings: Settings) -> list[str]:
    """Send word of a run of which nothing was published; return a sentence for each place that failed."""
    return send(notice_of_failure(REFRESH_COMMAND, reason), settings)


def send(notice: Notice, settings: Settings) -> list[str]:
    """Send a notice; return a sentence for each place that it could not be sent to."""
    try:
        _, failed = notify(notice, settings.notifications)
    except BadNotificationError as error:
        failed = [str(error)]
    return [f"no notice was sent: {fault}" for fault in failed]


@contextmanager
def failures_reported(settings: Settings) -> Iterator[None]:
    """Send word of whatever ends a refresh early, and let it end."""
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
        try:
            return connection.sql(text_of("internal/list_status.sql")).pl().to_dicts()
        except duckdb.Error as error:
            raise NothingPublishedError(
                f"{warehouse} was made by another version: run `sanctions refresh --offline` to make it again."
            ) from error


def unpublished_status(home: Home) -> list[dict[str, object]]:
    """Table `list_status` of a home of which nothing is published yet; no rows where no refresh was tried."""
    tables = Tables(parts(home))
    return tables["list_status"].to_dicts()


def published_verdicts(warehouse: Path) -> list[dict[str, object]]:
    """Each claim of the published file with its verdict."""
    with opened(warehouse) as connection:
        return connection.sql(text_of("internal/verdicts.sql")).pl().to_dicts()


def verdicts_if_published(warehouse: Path) -> list[dict[str, object]]:
    """Each claim of the published file with its verdict; none where there is no file that can be read."""
    try:
        return published_verdicts(warehouse)
    except (NothingPublishedError, duckdb.Error):
        return []
