"""A check of all addresses of the catalogue, for the first hour of a new installation.

Here: requesting the first bytes of every address once, and reporting the answer and what to do. Not here: fetching
lists (see sources), or what is held (see publication). Nothing is stored.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from pipelines.archive.addresses import without_credentials
from pipelines.archive.http import BUDGET_SECONDS, READ_SECONDS, FetchError, Peeked
from pipelines.archive.supplies import MirrorFolder, Site
from pipelines.articles.feeds import Feed, FeedsError, feed_settings
from pipelines.catalogue.entries import OfficialList, PublishedFile, official_list, official_lists
from pipelines.parsers.formats import format_named
from pipelines.run.settings import MIRROR, USER_AGENT, Run, Settings

NO_FEED = "No feed came: open the address in a browser, and change or remove the feed in feeds.toml of the home."
WORKBOOK, ZIP = "a workbook, not opened", "a zip, not opened"
_ZIP, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one address.

    Attributes:
        answer: HTTP status and reason, or why there was no answer.
        format: the format recognised in the first bytes; None if none was.
        age_days: days since the last change of the file, as stated by the server; None if not stated.
        is_well: whether a refresh would get the file from this address.
        advice: what to do; "" if nothing.
    """

    list_id: str
    address: str
    answer: str
    format: str | None
    age_days: int | None
    is_well: bool
    advice: str


def examine(settings: Settings, list_ids: Iterable[str] = ()) -> Iterator[Finding]:
    """One finding per address of the given lists; without lists, of all lists and of the feeds of the home.

    Raises:
        UnknownListError: the catalogue has no such list.
    """
    list_ids = list(list_ids)
    entries = [official_list(list_id) for list_id in list_ids] or list(official_lists().values())
    run = Run(settings)
    supply = run.supply
    for entry in entries:
        if (unasked := supply.why_not_requested(entry)) is not None:
            yield Finding(
                entry.list_id,
                entry.home_page,
                unasked[0].replace("_", " "),
                None,
                None,
                True,
                unasked[1],
            )
        elif isinstance(supply, Site):
            for format_name, file, answer in supply.peeks(entry, run.archive):
                yield _finding(entry, format_name, file, answer)
        elif isinstance(supply, MirrorFolder):
            advice = f"{MIRROR} names a folder: nothing is asked of the network."
            yield Finding(entry.list_id, entry.home_page, "not asked", None, None, True, advice)
    if not list_ids and isinstance(supply, Site):
        yield from _findings_of_feeds(run)


def _findings_of_feeds(run: Run) -> Iterator[Finding]:
    """One finding per feed of feeds.toml; a single one with the reason if that file cannot be read."""
    try:
        feeds = feed_settings(run.home).feeds
    except FeedsError as error:
        yield Finding("feeds", "feeds.toml", "not asked", None, None, False, str(error))
        return
    yield from (_finding_of_feed(run, feed) for feed in feeds)


def _finding_of_feed(run: Run, feed: Feed) -> Finding:
    """The answer of the address of a feed."""
    try:
        answer = run.http.peek(feed.url)
    except FetchError as error:
        return Finding(feed.feed_id, feed.url, str(error), None, None, False, NO_FEED)
    status = f"{answer.status} {answer.reason}".strip()
    is_feed = any(mark in answer.beginning[:2000] for mark in (b"<rss", b"<feed", b"<rdf:RDF"))
    is_well = answer.status == HTTPStatus.OK and is_feed
    age = _age_days(answer.last_modified)
    advice = "" if is_well else NO_FEED
    return Finding(feed.feed_id, answer.address, status, "feed" if is_feed else None, age, is_well, advice)


def _finding(entry: OfficialList, format_name: str, file: PublishedFile, answer: Peeked | FetchError) -> Finding:
    """What an answer says about a source: whether it serves the format, how old it is, and what to do."""
    if isinstance(answer, FetchError):
        advice = _without_an_answer(entry, str(answer))
        return Finding(entry.list_id, without_credentials(file.url), str(answer), None, None, False, advice)
    status = f"{answer.status} {answer.reason}".strip()
    recognised = _recognised(format_name, file.name, answer)
    is_well = answer.status == HTTPStatus.OK and recognised is not None
    advice = "" if is_well else _with_an_answer(entry, file, answer)
    return Finding(
        entry.list_id,
        without_credentials(answer.address),
        status,
        recognised,
        _age_days(answer.last_modified),
        is_well,
        advice,
    )


def _recognised(format_name: str, file_name: str, answer: Peeked) -> str | None:
    """The format of the first bytes. A companion file is recognised as text if it is not an HTML page."""
    beginning = answer.beginning
    if answer.status != HTTPStatus.OK or not beginning.strip():
        return None
    if beginning.startswith((_ZIP, _OLD_WORKBOOK)):
        return WORKBOOK if file_name.endswith((".xlsx", ".xls", ".ods")) else ZIP
    if _is_page(beginning):
        return None
    complete_lines = beginning[: beginning.rfind(b"\n") + 1] or beginning
    if format_named(format_name).recognises({file_name: complete_lines}):
        return format_name
    return "text" if file_name.lower().endswith((".csv", ".txt")) and b"," in complete_lines else None


def _is_page(beginning: bytes) -> bool:
    """Whether a file begins as an HTML page does."""
    return b"<html" in beginning[:2000].lower() or beginning[:200].lstrip().lower().startswith(b"<!doctype html")


def _age_days(last_modified: str | None) -> int | None:
    """Days since the time in a Last-Modified header; None if it is missing or not a time."""
    try:
        changed = parsedate_to_datetime(last_modified) if last_modified else None
    except ValueError:
        return None
    return None if changed is None else (datetime.now(UTC) - changed.astimezone(UTC)).days


def _with_an_answer(entry: OfficialList, file: PublishedFile, answer: Peeked) -> str:
    """What a person can do about an answer that is not the list."""
    if answer.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN} or (
        answer.status == HTTPStatus.OK and _is_page(answer.beginning)
    ):
        return entry.by_hand or (
            f"It is not given to this program: set {USER_AGENT}, or download {file.name} in a browser from "
            f"{entry.home_page} and load it with: sanctions backfill {entry.list_id} {file.name}"
        )
    if answer.status == HTTPStatus.OK:
        return f"What comes is no {entry.list_id}: look at it, and at {entry.home_page}."
    if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return (
            f"The address has changed: look for the new one on {entry.home_page}; the next address is tried meanwhile."
        )
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        seconds = entry.seconds_in_all or BUDGET_SECONDS
        return f"It is busy: a refresh tries again for up to {seconds:.0f} s. Try again later."
    return f"It refuses the request: look at {entry.home_page}."


def _without_an_answer(entry: OfficialList, reason: str) -> str:
    """What a person can do about an address that did not answer."""
    if "certificate" in reason:
        return "Check this machine's clock and its certificates; do not switch verification off."
    if "linked" in reason:
        return f"The page has changed: look for the file on {entry.home_page} and load it with: sanctions backfill."
    if "in time" in reason:
        return f"It may need longer: a refresh waits {entry.seconds_to_answer or READ_SECONDS:.0f} s. Try again later."
    return (
        "Check the network and its proxy (HTTPS_PROXY); without a network, name a folder of files in SANCTIONS_MIRROR."
    )
