"""Named targets: listed then? by then? still? removed? and by whom else?

Here: what a claim says of a named party, held against every entry that the name may mean. Not here: which entries a
name may mean (see targets).

Each entry is one reading. A name that is not found is looked for in all names of all entries of the authority; anything
similar may be the party meant, and then nothing is contradicted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipelines.verdicts.assertion import AGAIN, FIRST_TIME
from pipelines.verdicts.coverage import SUPPLEMENTS
from pipelines.verdicts.derivation import Fit, Part, Target, Tried, open_part
from pipelines.verdicts.described import is_description
from pipelines.verdicts.designation import DAY, Designation, Span
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.targets import Link, is_vague_name
from pipelines.verdicts.wording import authority_name, body_text, day_text, gaps_text, listing_text, span_text

END_OF_RECORD = DAY
"""A list of the day before the article still tells of a claim without a day: time zones, and an act of the evening."""

Entry = tuple[Designation, Fit, str, str]
"""An entry that the name may mean, how it agrees, the reason, and the sentence."""

_RANK: tuple[Fit, ...] = ("fits", "partly", "possible", "differs")


@dataclass(frozen=True, slots=True)
class Naming:
    """A named target of a claim, with all that is needed to check it.

    Attributes:
        authorities: who is said to sanction; empty if the claim does not say.
        span: the days of the act; None if the claim gives none.
        until: the last day of the claim, or the day of its article.
        quote: the words of the claim.
    """

    target: Target
    authorities: tuple[str, ...]
    span: Span | None
    until: date
    country: str | None
    record: OfficialRecord
    quote: str = ""

    @property
    def own(self) -> tuple[Designation, ...]:
        """Designations that the name certainly means, by the authorities of the claim, or by any if it names none."""
        return tuple(link.designation for link in self.target.links if link.is_sure and self._is_own(link))

    @property
    def perhaps(self) -> tuple[Designation, ...]:
        """Designations that the name may mean, by the authorities of the claim, or by any if it names none."""
        return tuple(link.designation for link in self.target.links if not link.is_sure and self._is_own(link))

    @property
    def elsewhere(self) -> tuple[Designation, ...]:
        """Designations that the name certainly means, by authorities that the claim does not name: only context."""
        return tuple(link.designation for link in self.target.links if link.is_sure and not self._is_own(link))

    def _is_own(self, link: Link) -> bool:
        """Whether the designation is by an authority of the claim; always, if the claim names none."""
        return not self.authorities or link.designation.authority in self.authorities

    @property
    def asked(self) -> tuple[str, ...]:
        """The authorities whose record is searched: those of the claim, or all held if it names none."""
        return self.authorities or self.record.authorities()

    def is_held(self, span: Span) -> bool:
        """Whether the main lists of all authorities asked are held so closely that their silence counts."""
        return bool(self.asked) and all(
            self.record.coverage(authority, span).held == "close" for authority in self.asked
        )

    def is_held_by_end(self) -> bool:
        """Whether the lists are well held for the last day of the claim, or the day before it."""
        return any(self.is_held(Span(day, day)) for day in (self.until, self.until - END_OF_RECORD))


def named_as_listed(naming: Naming) -> Part:
    """Check "the target was listed": on the days of the claim, or by its last day if it gives none."""
    if not naming.own:
        return _part_for_no_entry(naming)
    compare = _compare_with_days if naming.span is not None else _compare_with_last_day
    entries = sorted((compare(naming, entry) for entry in naming.own), key=lambda entry: _RANK.index(entry[1]))
    checked = _listed_before(naming) or _part_of_entries(naming, entries)
    if checked.outcome != "holds" or naming.span is not None:
        return checked
    return _with_other_authorities(naming, checked, entries)


def _listed_before(naming: Naming) -> Part | None:
    """A part that differs, if the claim says "for the first time" and the party was listed before; else None."""
    if naming.span is None or not FIRST_TIME.search(naming.quote):
        return None
    before = [entry for entry in naming.own if entry.latest < naming.span.first]
    if not before or before[0].list_id in SUPPLEMENTS:
        return None
    words = f"{_listing_sentence(naming.record, before[0])}, before {span_text(naming.span)}"
    return Part((Tried(words, "differs"),), ("listed_before",), words, named=tuple(before), acted_on=before[0].latest)


def _part_of_entries(naming: Naming, entries: Sequence[Entry]) -> Part:
    """One part from all entries that the name means; `entries` are sorted, the one that fits best first.

    It differs only if the day of that entry is certain; otherwise the missing list is a gap, and the part is open.
    """
    designation, fit, reason, sentence = entries[0]
    is_certain = bool(naming.authorities) and _is_day_certain(naming, designation)
    gaps = () if fit in ("fits", "partly") or is_certain else (_gap_sentence(naming),)
    agreeing = tuple(entry for entry, entry_fit, _, _ in entries if entry_fit == fit)
    reasons = (reason,) if reason != "target_listed" or designation.is_pinned else (reason, "day_not_pinned")
    if gaps and fit == "differs":
        reasons, sentence = ("only_a_later_snapshot_is_held",), f"{sentence}; {_only_later_list_text(naming)}"
    return Part(
        tuple(Tried(words, entry_fit) for _, entry_fit, _, words in entries),
        reasons, sentence, gaps=gaps, named=agreeing, acted_on=designation.latest if fit != "possible" else None,
        would_decide=gaps,
    )  # fmt: skip


def _compare_with_days(naming: Naming, entry: Designation) -> Entry:
    """How an entry fits the days on which the claim says that it was listed.

    A later day of the notice fits too, and so does a further listing that the list states. A programme tag gained on
    these days fits if the claim says "again", else in part.
    """
    span, listing = naming.span or Span(naming.until, naming.until), _listing_sentence(naming.record, entry)
    match entry.was_listed_within(span):
        case True if entry.list_id in SUPPLEMENTS and any(other.list_id not in SUPPLEMENTS for other in naming.own):
            return entry, "partly", "only_on_a_supplementary_list", listing
        case True:
            return entry, "fits", "target_listed", listing
        case None if entry.earliest is None and entry.latest >= span.first:
            return entry, "possible", "day_not_known", f"{listing}; since when is not held"
        case None if entry.earliest is not None:
            return entry, "possible", "day_not_pinned", f"{listing}; no snapshot held tells the day itself"
    if _with_days_of_notice(naming, span).touches(entry.earliest, entry.latest):
        return entry, "fits", "day_of_notice", listing
    stated = naming.record.listed_again(entry, span)
    if stated is not None:
        as_what = f" ({stated.new_value})" if stated.new_value else ""
        words = f"{listing}; that list states another listing of it on {day_text(stated.latest)}{as_what}"
        return entry, "fits", "designated_again", words
    retagged = (party for authority in naming.asked for party in naming.record.retagged(authority, span))
    if any(party.designation_id == entry.designation_id for party in retagged):
        fit: Fit = "fits" if AGAIN.search(naming.quote) else "partly"
        words = f"{listing}; that entry gained another programme tag {span_text(span)}, which is a designation again"
        return entry, fit, "designated_again", words
    return _differing_entry(naming, entry, "target_listed_on_another_day", f"{listing}, not {span_text(span)}")


def _compare_with_last_day(naming: Naming, entry: Designation) -> Entry:
    """How an entry fits a claim without days: whether it was on the list on the last day of the claim.

    It fits in part if it had left the list by then, and differs if it was listed only later.
    """
    listing = _listing_sentence(naming.record, entry)
    state = entry.was_listed_on(naming.until)
    if entry.list_id in SUPPLEMENTS:
        is_held = naming.is_held_by_end()
        fit: Fit = "partly" if state and is_held else "possible"
        return entry, fit, "only_on_a_supplementary_list", listing if is_held else f"{listing}; {_gap_sentence(naming)}"
    if state:
        return entry, "fits", "target_listed", listing
    if state is None:
        return entry, "possible", "day_not_known", f"{listing}; since when is not held"
    if entry.gone_by and entry.gone_by <= naming.until:
        words = f"{listing}; {_list_text(naming.record, entry)} had it no more by {day_text(entry.gone_by)}"
        return entry, "partly", "delisted_since", words
    return _differing_entry(naming, entry, "target_listed_later", f"{listing}, after {day_text(naming.until)}")


def _differing_entry(naming: Naming, entry: Designation, reason: str, sentence: str) -> Entry:
    """An entry listed on another day: it differs.

    Only "possible" if it is of another country, so that it may be another party, or on a supplementary list.
    """
    if entry.list_id in SUPPLEMENTS:
        return entry, "possible", "only_on_a_supplementary_list", f"{sentence}; {_gap_sentence(naming)}"
    if naming.country is not None and not entry.links(naming.country):
        words = f"{sentence}; whether that is {naming.target.name} is not certain"
        return entry, "possible", "name_not_certain", words
    return entry, "differs", reason, sentence


def _is_day_certain(naming: Naming, entry: Designation) -> bool:
    """Whether the day of an entry is certain enough to contradict: its list is well held, or states the day."""
    span = naming.span or Span(naming.until, naming.until)
    if naming.record.coverage(entry.authority, span).held == "close":
        return True
    return (
        entry.listed_on_basis == "official"
        and entry.gone_by is None
        and naming.record.is_day_stated_soon_after(entry, span)
    )


def _with_other_authorities(naming: Naming, checked: Part, entries: Sequence[Entry]) -> Part:
    """A part that holds, with its sentence and day from the earliest listing.

    The sentence goes on with who else listed the target if the claim names no authority.
    """
    earliest = min(checked.named, key=lambda entry: (entry.earliest is None, entry.latest))
    sentence = next(words for entry, _, _, words in entries if entry is earliest)
    return replace(checked, sentence=f"{sentence}{_other_listings_text(naming, earliest)}", acted_on=earliest.listed_on)


def named_on_list(naming: Naming) -> Part:
    """Check "the target is on the list": on the last day of the claim."""
    listed = named_as_listed(naming)
    if listed.reasons[0] != "delisted_since":
        return listed
    fit: Fit = "differs" if naming.is_held_by_end() else "possible"
    return replace(listed, readings=tuple(Tried(tried.words, fit) for tried in listed.readings))


def named_as_delisted(naming: Naming) -> Part:
    """Check "the target was taken off the list".

    It holds if an entry left the list within the days of the claim and none stayed; it fails if one was still listed on
    a day of which the list is held. Otherwise it is open.
    """
    if not naming.own:
        return open_part("never_seen_listed", f"no entry for {naming.target.name} is found{_on_whose_list(naming)}")
    span = naming.span or Span(date.min, naming.until)
    stays = [entry for entry in naming.own if entry.was_listed_on(span.last) and entry.list_id not in SUPPLEMENTS]
    gone = [entry for entry in naming.own if entry.gone_by and span.touches(_first_day_gone(entry), entry.gone_by)]
    day = Span(span.last, span.last)
    if stays and naming.is_held(day):
        entry, aside = stays[0], "; another entry of it left the list then" if gone else ""
        words = f"{entry.primary_name} was still on {_list_text(naming.record, entry)} on {day_text(span.last)}{aside}"
        return Part((Tried(words, "differs"),), ("still_listed",), words, named=tuple(stays), context=tuple(gone))
    if gone and not stays:
        entry = gone[0]
        words = (
            f"{entry.primary_name} left {_list_text(naming.record, entry)} by {day_text(entry.gone_by or naming.until)}"
        )
        return Part((Tried(words, "fits"),), ("delisted",), words, named=tuple(gone), acted_on=entry.gone_by)
    if gone or naming.is_held(day):
        left = [entry for entry in naming.own if entry.gone_by and entry.gone_by <= span.last]
        words = f"{naming.own[0].primary_name} is not seen to have left {_list_text(naming.record, naming.own[0])} then"
        if left and naming.is_held(span):
            words = f"{left[0].primary_name} had left the list by {day_text(left[0].gone_by or span.last)} already"
        return Part((Tried(words, "possible"),), ("day_not_known",), words, named=naming.own)
    return open_part("record_not_held", _gap_sentence(naming, day))


def named_as_not_listed(naming: Naming) -> Part:
    """Check "the target is not listed" (was spared, left off).

    It fails if an entry was on the list, and holds if no entry is even similar; without a list of that day it is open.
    """
    day = Span(naming.until, naming.until)
    listed = [entry for entry in naming.own if entry.was_listed_on(naming.until)]
    if listed and naming.is_held(day):
        entry = listed[0]
        words = f"{entry.primary_name} was on {_list_text(naming.record, entry)}, listed {listing_text(entry)}"
        return Part((Tried(words, "differs"),), ("listed",), words, named=tuple(listed), acted_on=entry.listed_on)
    if not naming.is_held(day):
        return open_part("record_not_held", _gap_sentence(naming, day))
    if unclear := [entry for entry in naming.own if entry.was_listed_on(naming.until) is not False]:
        words = f"{_listing_sentence(naming.record, unclear[0])}; since when is not held"
        return Part((Tried(words, "possible"),), ("day_not_known",), words, named=tuple(unclear))
    if (unsure := _open_if_name_uncertain(naming)) is not None:
        return unsure
    words = (
        f"no entry for {naming.target.name}, and none with a similar name, was on the list of {_body_names(naming)} "
        f"on {day_text(naming.until)}{_other_listings_text(naming)}"
    )
    return Part((Tried(words, "fits"),), ("not_listed",), words, context=naming.elsewhere)


def named_as_kept(naming: Naming) -> Part:
    """Check "the target was not taken off the list".

    It holds if the target was still listed on the last day of the claim, and fails if it was not. It is open without a
    list of that day.
    """
    day = Span(naming.until, naming.until)
    states = [(entry, entry.was_listed_on(naming.until)) for entry in naming.own]
    if not naming.is_held(day) or not any(state is not None for _, state in states):
        return open_part("record_not_held", _gap_sentence(naming, day))
    if still := [entry for entry, state in states if state]:
        entry = still[0]
        words = f"{entry.primary_name} was on {_list_text(naming.record, entry)} on {day_text(naming.until)}"
        return Part((Tried(words, "fits"),), ("still_listed",), words, named=tuple(still), acted_on=entry.listed_on)
    entry = states[0][0]
    words = f"{entry.primary_name} was not on {_list_text(naming.record, entry)} on {day_text(naming.until)}"
    return Part((Tried(words, "differs"),), ("delisted",), words, named=tuple(entry for entry, _ in states))


def _part_for_no_entry(naming: Naming) -> Part:
    """The part for a name that no entry has: it fails only if the lists are held and the name is a full one."""
    span = naming.span or Span(naming.until, naming.until)
    held = naming.is_held(span) if naming.span is not None else naming.is_held_by_end()
    if not held or not naming.authorities:
        words = f"{_gap_sentence(naming, span)}{_other_listings_text(naming)}"
        return open_part(
            "record_not_held", words, context=naming.elsewhere, would_decide=(_gap_sentence(naming, span),)
        )
    if (unsure := _open_if_name_uncertain(naming)) is not None:
        return unsure
    words = (
        f"no entry for {naming.target.name}, and none with a similar name, is found"
        f"{_on_whose_list(naming)}{_other_listings_text(naming)}"
    )
    reasons = ("target_not_listed", *(("another_authority",) if _listed_elsewhere(naming) else ()))
    return Part((Tried(words, "differs"),), reasons, words, context=naming.elsewhere)


def _open_if_name_uncertain(naming: Naming) -> Part | None:
    """An open part if the name, though not found, may be that of a listed party (one word, similar); else None."""
    name = naming.target.name
    sentence = f"no entry for {name} is found{_on_whose_list(naming)}{_other_listings_text(naming)}"
    if naming.perhaps:
        reason, words = _why_name_uncertain(naming)
    elif is_vague_name(name):
        reason, words = "name_too_short", f"{sentence}; one word is too little to be certain"
    elif is_description(name):
        reason, words = "name_is_a_description", f"{sentence}; a list may call it by another name"
    else:
        return None
    decide = (f"who {name} is: a full name, a birth date or an official number",)
    context = (*naming.perhaps, *naming.elsewhere)
    return Part((Tried(words, "possible"),), (reason,), words, context=context, would_decide=decide)


def _why_name_uncertain(naming: Naming) -> tuple[str, str]:
    """The reason code and the sentence for a name that is only similar, or is that of someone of another country."""
    entry, name = naming.perhaps[0], naming.target.name
    if (
        naming.country is not None
        and entry.ties
        and not entry.links(naming.country)
        and entry.party_type == "individual"
    ):
        words = (
            f"{_listing_sentence(naming.record, entry)}, whom the list ties to another country than the claim does: "
            f"two people may have the name {name} in common"
        )
        return "namesake", words
    return "name_not_certain", f"{name} may be {entry.primary_name}, but not surely"


def _with_days_of_notice(naming: Naming, span: Span) -> Span:
    """The span extended by the days on which a notice of the act may be dated."""
    lag = max((naming.record.days_of_notice(authority) for authority in naming.asked), default=0)
    return Span(span.first, span.last + lag * DAY)


def _only_later_list_text(naming: Naming) -> str:
    """Words that only a later list shows it: "the list of 3 May 2024 says so, but no list of that time is held"."""
    span = naming.span or Span(naming.until, naming.until)
    if all(entry.list_id in SUPPLEMENTS for entry in naming.own):
        return _gap_sentence(naming, span)
    last = max(
        (day for authority in naming.asked if (day := naming.record.coverage(authority, span).last)), default=None
    )
    source = f"the list of {day_text(last)} says so, but " if last else ""
    return f"{source}no list of that time is held"


def _gap_sentence(naming: Naming, days: Span | None = None) -> str:
    """What is not held of the lists asked, for these days (by default the days of the claim)."""
    span = days or naming.span or Span(naming.until, naming.until)
    missing = [authority for authority in naming.asked if naming.record.coverage(authority, span).held != "close"]
    return gaps_text(naming.record, missing, span) if missing else "the record does not tell"


def _listing_sentence(record: OfficialRecord, designation: Designation) -> str:
    """A sentence on who listed whom and when; a supplementary list is named, since its measures may be others."""
    name, when = designation.primary_name, listing_text(designation)
    if designation.list_id in SUPPLEMENTS:
        return f"{name} is on the {record.lists[designation.list_id].title}, listed {when}"
    return f"{body_text(record, designation.authority)} listed {name} {when}"


def _list_text(record: OfficialRecord, designation: Designation) -> str:
    """Words such as "the list of OFAC"."""
    return f"the list of {body_text(record, designation.authority)}"


def _body_names(naming: Naming) -> str:
    """The bodies that publish the lists asked, with commas between."""
    return ", ".join(body_text(naming.record, authority) for authority in naming.asked)


def _on_whose_list(naming: Naming) -> str:
    """Words such as " on the list of OFAC"; empty if no authority is asked."""
    return f" on the list of {_body_names(naming)}" if naming.asked else ""


def _listed_elsewhere(naming: Naming) -> Sequence[Designation]:
    """The designations by other authorities that were listed on the last day of the claim."""
    return [party for party in naming.elsewhere if party.was_listed_on(naming.until)]


def _other_listings_text(naming: Naming, besides: Designation | None = None) -> str:
    """Words for who else had listed the target by then, without the authority of `besides`; empty if none."""
    first: dict[str, Designation] = {}
    unnamed = () if naming.authorities else [party for party in naming.own if party.was_listed_on(naming.until)]
    for party in (*unnamed, *(_listed_elsewhere(naming) if besides is None else ())):
        if besides is None or party.authority != besides.authority:
            first.setdefault(party.authority, party)
    others = (
        f"{body_text(naming.record, code)} ({authority_name(code)}) had {_listed_text(party)}"
        for code, party in first.items()
    )
    return "".join(f"; {words}" for words in others)


def _listed_text(designation: Designation) -> str:
    """Words such as "listed Igor Sechin on 28 February 2022"."""
    return f"listed {designation.primary_name} {listing_text(designation)}"


def _first_day_gone(designation: Designation) -> date | None:
    """The first day on which it may have been off the list; None while it is listed."""
    return designation.gone_after + DAY if designation.gone_after else None
