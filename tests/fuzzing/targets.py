"""What is fuzzed: a reader of foreign bytes, the invented files it begins with, and the errors that it may raise."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.archive.arrival import SpoiltFileError, refuse_spoilt
from pipelines.articles import gdelt
from pipelines.articles.feeds import FeedsError, entries
from pipelines.articles.files import RawArticle
from pipelines.articles.reading import read_article
from pipelines.catalogue.entries import official_list
from pipelines.designations.history import read_list
from pipelines.parsers.record import UnreadableListError
from tests.articles import test_feeds, test_gdelt
from tests.parsers.specimens import specimens

SEEN = datetime(2022, 3, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Target:
    """A reader with a file to change; `allowed` are the project's own errors."""

    name: str
    sample: bytes
    read: Callable[[bytes], object]
    allowed: tuple[type[Exception], ...] = ()


def targets() -> list[Target]:
    """One for each file of each format, and for feeds, pages, lines of articles and GDELT."""
    return [*_of_lists(), *_of_news()]


def _of_lists() -> list[Target]:
    list_targets = []
    for specimen in specimens():
        if specimen.kind == "written" and specimen.list_id != "ofac_consolidated":
            files = specimen.load()
            for name, content in files.items():
                list_targets.append(
                    Target(
                        f"{specimen}-{name}", content, _list_reader(specimen.list_id, files, name),
                        (UnreadableListError, SpoiltFileError),
                    )
                )  # fmt: skip
    return list_targets


def _list_reader(list_id: str, files: dict[str, bytes], name: str) -> Callable[[bytes], object]:
    def read(content: bytes) -> object:
        offered = {**files, name: content}
        refuse_spoilt(offered, official_list(list_id).max_bytes)
        return read_list(official_list(list_id), offered)

    return read


def _of_news() -> list[Target]:
    page = test_feeds.PAGE.encode()
    line = b'{"id": "1", "date": "2022-02-24", "text": "The United States imposed sanctions on 24 Belarusians."}'
    return [
        Target("feed", test_feeds.ATOM, lambda content: entries(content, "https://a.example/f"), (FeedsError,)),
        Target("page", page, lambda content: read_article(RawArticle("page", "p.html", "p", content, b""))),
        Target("line", line, lambda content: read_article(RawArticle("line", "p.jsonl", "p", content, b""))),
        Target("gdelt-events", test_gdelt.text(test_gdelt.event()), _gdelt_reader("events")),
        Target("gdelt-graph", test_gdelt.text(test_gdelt.page()), _gdelt_reader("gkg")),
    ]


def _gdelt_reader(kind: gdelt.Kind) -> Callable[[bytes], object]:
    return lambda content: gdelt.read_rows(io.BytesIO(content), kind, "f", SEEN)
