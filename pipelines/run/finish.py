"""All steps after the lists, in their order, and what a refresh came to.

Here: what every change to a home ends with, and which lists are told of as not current. Not here: what begins one (see
refresh, backfill).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.claims.corrections import complaints_of
from pipelines.claims.tables import skipped_summary
from pipelines.matching.judgements import read_judgements
from pipelines.run.layout import parts
from pipelines.run.lists import update_common_tables
from pipelines.run.news import news_finder, update_news
from pipelines.run.notices import update_notices
from pipelines.run.progress import Say, Steps
from pipelines.run.publication import publish_home, published_status, published_verdicts
from pipelines.run.site import site_fault
from pipelines.run.subjects import update_subjects
from pipelines.run.verdicts import update_verdicts
from pipelines.warehouse.tables import read_table

LAST_STEPS = 6
"""How many steps `finish` takes."""


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
    judgement_faults = read_judgements(home.judgements).faults
    of_news = (news_finder(home).complaint, skipped_summary(read_table("article", parts(home))))
    steps.begin("judging claims")
    update_verdicts(home, archive)
    steps.begin("publishing")
    publish_home(home, archive)
    steps.begin("making the pages")
    fault = site_fault(home, say)
    of_corrections = complaints_of(read_table("claim_correction", parts(home)))
    held_back, sentences = _not_current(status, asked, archive)
    return Refreshed(
        published=True,
        example=archive.is_example,
        lists=published_status(home),
        verdicts=published_verdicts(home),
        held_back=tuple(sorted({*held_back, *refused})),
        complaints=(*complaints, *judgement_faults, *filter(None, (*of_news, fault)), *of_corrections, *sentences),
        pages=None if fault else home.front_page,
    )


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
