"""Whether a snapshot can be believed beside the last good one.

Here: the rules by which a snapshot is held back for a person to look at, each rule giving its reason as one sentence.
Not here: whether it can be read (see pipelines.parsers), or what follows from holding it back (see history).

A held-back snapshot says nothing: it neither lists nor delists anyone. The rules look only at the two snapshots, so the
same archive gives the same answer in whatever order it was filled. Where a snapshot that was believed contradicts all
that follow it, it is the outlier: see `outlier`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, takewhile
from typing import Any

import polars as pl

from pipelines.designations.field_coverage import LOST, below_minimum, lost_field

Facts = Mapping[str, Any]
"""What is known of a snapshot: a row of history.FACTS_SCHEMA."""

MOST_FALL = 0.10
"""A list that loses more than a tenth of its parties overnight has been cut, so far as anyone has seen."""

FALL_PER_YEAR = 0.025
"""What real lists lose over years without a snapshot: the UN's lost 14 % from November 2020 to September 2024."""

MOST_GROWTH = 2.0
GROWTH_NEEDS = 20
"""Doubling is suspicious only in a list of some size."""

RETURNED = 0.10
"""Later snapshots are back where the list was if their number of parties is within a tenth of it."""
AGREEING = 3
"""So many later snapshots must agree that the oldest one of all is an outlier."""

MOST_RENAMED = 1 / 3
FEWEST_SHARED_IDS = 0.5
SOON_DAYS = 31
YEAR_DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Showing:
    """What a snapshot shows, as far as the rules need it.

    Attributes:
        parties: native_id, record_id, primary_name, programmes and the columns of field_coverage, of parties that are
            listed.
        retrieved_on: the day on which its bytes came.
        layout: of the files, and in it their format: what other layouts say cannot be compared word for word.
        names: number of names of any kind; None where the snapshot was not read in full.
        files: number of files that make the snapshot.
    """

    published_on: date
    retrieved_on: date
    seen_at_order: str
    layout: str
    origin: str
    files: int
    names: int | None
    unread: int
    parties: pl.DataFrame

    @property
    def size(self) -> int:
        """Number of parties listed."""
        return self.parties.height


def from_the_future(now: Showing) -> str | None:
    """Why a snapshot is dated in the future; None if it is not. No person can accept such a snapshot.

    One day ahead is allowed, because of time zones.
    """
    if (now.published_on - now.retrieved_on).days <= 1:
        return None
    return (
        f"it is dated {now.published_on}, after the day on which it came ({now.retrieved_on}); correct its date and "
        "add it again."
    )


def objection(now: Showing, before: Showing | None, minimum_shares: Mapping[str, float] | None = None) -> str | None:
    """Why `now` is held back, or None if it is believed.

    Args:
        now: what the snapshot shows.
        before: the same of the believed snapshot before it; None where there is none.
        minimum_shares: field → the least share of parties that have it in files of this format, by the catalogue.
    """
    if fault := from_the_future(now):
        return fault
    if now.size == 0:
        return "it lists no party; look at what the source sent."
    if now.unread > (now.size + now.unread) * MOST_RENAMED:
        return f"{now.unread} of its records cannot be read; its layout may have changed."
    if fault := below_minimum(now.parties, minimum_shares or {}):
        return f"{fault}; {LOST}."
    if before is None:
        return None
    return next((reason for rule in _RULES if (reason := rule(now, before))), None)


def outlier(facts: pl.DataFrame) -> Facts | None:
    """The facts of the snapshot believed last, if it is an outlier that later ones need not agree with; None otherwise.

    It is one if it lists many more parties than the one before, and the snapshots after it, over more than a day, are
    back at the earlier number. A lasting fall is no outlier: the number was never so low before, so a person decides.
    The oldest snapshot has none before it: it is an outlier if it is over a year older than several others that agree.

    Args:
        facts: snapshot_id, order_key, state, parties, published_on, last_checked_at of the snapshots of one list.
    """
    ordered = facts.sort("order_key")
    used = ordered.filter(pl.col("state") == "used")
    if used.is_empty():
        return None
    last = used.row(-1, named=True)
    held_back = ordered.filter((pl.col("state") == "held_back") & (pl.col("order_key") > last["order_key"])).to_dicts()
    before = used.row(-2, named=True) if used.height > 1 else None
    is_outlier = (
        _is_outdated_first_snapshot(last, held_back) if before is None else _have_returned(before, last, held_back)
    )
    return last if is_outlier else None


def _have_returned(before: Facts, last: Facts, held_back: Sequence[Facts]) -> bool:
    """Whether the number of parties of `last` departs from that of `before`, and the newest snapshots are back at it.

    They are those held back after `last`, and must span more than a day.
    """
    returned = list(
        takewhile(lambda facts: is_similar_number(facts["parties"], before["parties"]), reversed(held_back))
    )
    if not returned or is_similar_number(last["parties"], before["parties"]):
        return False
    return bool((returned[0]["last_checked_at"].date() - returned[-1]["published_on"]).days >= 1)


def _is_outdated_first_snapshot(first: Facts, held_back: Sequence[Facts]) -> bool:
    """Whether the oldest snapshot is too old to hold back the later ones: it is over a year older than they are.

    The later ones must be several and agree with each other in their number of parties.
    """
    if len({facts["published_on"] for facts in held_back}) < AGREEING:
        return False
    gap = (held_back[0]["published_on"] - first["published_on"]).days
    return gap > YEAR_DAYS and all(
        is_similar_number(later["parties"], earlier["parties"]) for earlier, later in pairwise(held_back)
    )


def is_similar_number(parties: int, before: int) -> bool:
    """Whether a number of parties is within a tenth of an earlier one."""
    return abs(parties - before) <= before * RETURNED


def _older(now: Showing, before: Showing) -> str | None:
    """The objection that it was published before the snapshot held; None if not. Backfilled ones may be older."""
    if now.origin == "backfill" or now.published_on >= before.published_on or now.seen_at_order < before.seen_at_order:
        return None
    return f"it was published on {now.published_on}, before the one held ({before.published_on})."


def _fall(now: Showing, before: Showing) -> str | None:
    """The objection that it lists far fewer parties; None if not."""
    allowed = MOST_FALL + FALL_PER_YEAR * _years_between(now, before)
    if now.size >= before.size * (1 - allowed):
        return None
    share = 1 - now.size / before.size
    return f"it lists {now.size:,} parties after {before.size:,}: a fall of {share:.0%}, more than {allowed:.0%}."


def _growth(now: Showing, before: Showing) -> str | None:
    """The objection that it lists many times more parties; None if not."""
    allowed = MOST_GROWTH + _years_between(now, before)
    if before.size < GROWTH_NEEDS or now.size < before.size * allowed:
        return None
    return f"it lists {now.size:,} parties after {before.size:,}: {now.size / before.size:.1f} times as many."


def _ids_reassigned(now: Showing, before: Showing) -> str | None:
    """The objection that few of its ids were on the list before; None if enough were."""
    if _years_between(now, before) > 1:
        return None
    shared = now.parties.join(before.parties, on="native_id", how="semi").height
    if shared >= FEWEST_SHARED_IDS * min(now.size, before.size):
        return None
    return f"only {shared:,} of its {now.size:,} ids were on the list before; ids seem to be reassigned."


def _renamed(now: Showing, before: Showing) -> str | None:
    """The objection that too many known parties have other names; None if not."""
    as_written = _compared_letters if now.layout == before.layout else _compared_words
    return _objection_if_many_differ(
        now, before, "primary_name", as_written, "bear another name", "ids are reassigned or columns swapped"
    )


def _retagged(now: Showing, before: Showing) -> str | None:
    """The objection that too many known parties have other programmes; None if not."""
    if now.layout != before.layout or _years_between(now, before) > 1:
        return None
    return _objection_if_many_differ(
        now, before, "programmes", _compared_tags, "carry other programmes", "columns are swapped or renamed"
    )


def _names_gone(now: Showing, before: Showing) -> str | None:
    """The objection that more than a third of the names are gone; None if not."""
    comparable = now.layout == before.layout and now.files == before.files
    if not comparable or now.names is None or before.names is None:
        return None
    if now.names / now.size >= before.names / before.size * (1 - MOST_RENAMED):
        return None
    return f"it has {now.names:,} names after {before.names:,}: more than a third are gone."


def _field_lost(now: Showing, before: Showing) -> str | None:
    """The objection that a field is lost; None if not."""
    if now.layout != before.layout or now.files != before.files or _years_between(now, before) > 1:
        return None
    fault = lost_field(now.parties, before.parties)
    return None if fault is None else f"{fault}; {LOST}."


def _objection_if_many_differ(
    now: Showing, before: Showing, column: str, form: Callable[[str], pl.Expr], what: str, so: str
) -> str | None:
    """The objection that too many known parties differ in `column`; None if not.

    Args:
        form: makes the value comparable.
        what: how they differ, in words.
        so: what this suggests.
    """
    shared = now.parties.join(before.parties, on="native_id", suffix="_before")
    amended = shared.filter(pl.col("record_id") != pl.col("record_id_before"))
    changed = amended.filter(form(column) != form(f"{column}_before")).height
    if shared.is_empty() or changed <= shared.height * MOST_RENAMED:
        return None
    return f"{changed:,} of {shared.height:,} known parties {what}; {so}."


def _compared_tags(column: str) -> pl.Expr:
    """The tags as one text, sorted."""
    return pl.col(column).list.sort().list.join("\n")


def _compared_letters(column: str) -> pl.Expr:
    """The letters and digits in upper case."""
    return pl.col(column).str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]+", "")


def _compared_words(column: str) -> pl.Expr:
    """The words in upper case, sorted: one layout puts the family name first, another last."""
    return pl.col(column).str.to_uppercase().str.extract_all(r"[\p{L}\p{N}]+").list.sort().list.join(" ")


def _years_between(now: Showing, before: Showing) -> float:
    """The years between two snapshots; 0 if they are close together."""
    days = abs((now.published_on - before.published_on).days)
    return 0.0 if days <= SOON_DAYS else days / YEAR_DAYS


_RULES: tuple[Callable[[Showing, Showing], str | None], ...] = (
    _older, _fall, _growth, _ids_reassigned, _renamed, _retagged, _names_gone, _field_lost,
)  # fmt: skip
