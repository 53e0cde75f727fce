"""What an official notice says: which parties an authority added, removed or changed on a day.

Here: the shape that every format of notice comes to. Not here: what a given format means (see ofac.notice, ofac.delta),
or which designation an act is about (see pipelines.designations.notices).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pipelines.parsers.record import Record, Report

ActKind = Literal["added", "removed", "changed"]


class UnreadableNoticeError(Exception):
    """A document that cannot be read as the notice it should be: the message names the place and the remedy."""


@dataclass(frozen=True, slots=True)
class Touch:
    """One thing that a change touches: the field of the record, whether it comes or goes, and its text."""

    field: str
    action: Literal["add", "remove"]
    value: str


@dataclass(slots=True)
class NoticeEntry:
    """What a notice says of one party.

    Attributes:
        section: the sentence of the notice that it stands under; the service's own word where there is none.
        list_id: the list concerned; None where the notice does not say.
        native_id: the id on that list; None where the notice gives none.
        party: as it stands after the act, before it for a removal; None where the notice only says what it touches.
        before: as it stood before a change; None where the notice does not say.
        heads: on pages, every way in which the words before the first address may end the name, longest first.
        touched: of a change, what comes and goes, where the notice says that alone.
        text: as published; empty where the notice is no running text.
    """

    act: ActKind
    section: str
    list_id: str | None = None
    native_id: str | None = None
    party: Record | None = None
    before: Record | None = None
    heads: tuple[str, ...] = ()
    touched: tuple[Touch, ...] = ()
    text: str = ""


@dataclass(slots=True)
class Notice:
    """One notice, read.

    Attributes:
        published_on: the day of the act, in the authority's own time zone.
        families: the programme families that its title names.
        statements: sentences that stand in no section, as published.
        press_release: address of the press release that it refers to.
        report: what was not understood; `unread` counts paragraphs that are in a section and are no party.
    """

    published_on: date
    title: str | None = None
    families: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    press_release: str | None = None
    entries: list[NoticeEntry] = field(default_factory=list)
    report: Report = field(default_factory=Report)
