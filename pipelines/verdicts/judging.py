"""Verdicts: what the official record says of a claim.

Here: which questions a claim of each kind puts to the record, and one verdict from the answers.
Not here: the questions themselves (see counting, naming, plans), the record (see record), tables (see tables).

Nothing is contradicted for lack of data: a part of a claim fails only where the record that should show it is held.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipelines.claims.claim import Claim
from pipelines.verdicts.assertion import (
    ALL_TYPES,
    Figure,
    authorities_of,
    day_of,
    figure_of,
    span_of,
    types_of,
)
from pipelines.verdicts.counting import count_lately, count_so_far, count_within
from pipelines.verdicts.countries import WholeCountry, anyone_listed, no_one_listed, none_held
from pipelines.verdicts.derivation import OPENING, Part, Target, Verdict, VerdictWord, evidence_of, joined
from pipelines.verdicts.designation import DAY, Designation, Span
from pipelines.verdicts.lifting import parties_removed
from pipelines.verdicts.named import (
    Naming,
    named_as_delisted,
    named_as_kept,
    named_as_listed,
    named_as_not_listed,
)
from pipelines.verdicts.plans import pending
from pipelines.verdicts.readings import Count
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.targets import Context, TargetLinker
from pipelines.verdicts.wording import authority_name, split

MEASURES = {
    "travel_ban": "a travel ban",
    "export_control": "an export control",
    "trade_restriction": "a restriction of trade",
    "swift": "an exclusion from SWIFT",
    "other": "another measure than a listing",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, the day of its article, and the record that it is held against."""

    claim: Claim
    article_date: date | None
    record: OfficialRecord
    targets: tuple[Target, ...]

    @property
    def until(self) -> date | None:
        """The day as of which the claim speaks; for an article without a day, the last one held."""
        return day_of(self.claim, self.article_date)

    def naming(self, target: Target, until: date) -> Naming:
        """A named target of the claim, to be checked."""
        return Naming(
            target, authorities_of(self.claim), span_of(self.claim), until, self.claim.target_country, self.record
        )


def judge(claim: Claim, article_date: date | None, record: OfficialRecord, linker: TargetLinker) -> Verdict:
    """What the record says of one claim."""
    if claim.measure != "listing":
        return _out_of_scope(claim)
    case = Case(claim, article_date, record, _targets(claim, article_date, record, linker))
    if claim.status in ("planned", "considered", "called_for"):
        return pending(claim, article_date, case.targets, record)
    if (refused := _not_checkable(case)) is not None:
        return refused
    return _verdict(case, _parts(case))


def _targets(
    claim: Claim, article_date: date | None, record: OfficialRecord, linker: TargetLinker
) -> tuple[Target, ...]:
    is_plan = claim.status in ("planned", "considered", "called_for")
    context = Context(
        authorities_of(claim),
        types_of(claim) if claim.unit in ("vessels", "aircraft") else ALL_TYPES,
        claim.target_country,
        None if is_plan else _with_notice(claim, record),
        None if is_plan else day_of(claim, article_date),
    )
    return tuple(Target(name, linker.links(name, context, record)) for name in claim.named_targets)


def _with_notice(claim: Claim, record: OfficialRecord) -> Span | None:
    """The days of the claim, and those on which a notice of its act may be dated."""
    span = span_of(claim)
    lag = max((record.days_of_notice(each) for each in authorities_of(claim)), default=0)
    return Span(span.first, span.last + lag * DAY) if span else None


def _out_of_scope(claim: Claim) -> Verdict:
    sentence = f"Out of scope: {MEASURES[claim.measure]} is on no list of designations."
    targets = tuple(Target(name) for name in claim.named_targets)
    return Verdict("out_of_scope", ("measure_on_no_list",), sentence, claimed=claim.count, targets=targets)


def _not_checkable(case: Case) -> Verdict | None:
    """Claims that no record can be asked about: no authority, no day, nothing said, or no list of it held."""
    claim = case.claim
    if claim.authority is None and not claim.named_targets:
        return _unverifiable(case, "authority_not_stated", "the claim does not say who sanctions")
    if case.until is None:
        return _unverifiable(case, "no_date", "neither the claim nor its article has a date")
    if not (claim.named_targets or claim.target_country or figure_of(claim) or claim.count_text):
        return _unverifiable(case, "too_vague", "the claim names no target, no number and no country")
    held = case.record.authorities()
    if claim.authority and not any(each in held for each in authorities_of(claim)):
        return _unverifiable(case, *_absence(case.record, claim.authority))
    return None


def _absence(record: OfficialRecord, authority: str) -> tuple[str, str]:
    if record.is_known(authority):
        return "record_not_held", f"no list of {authority_name(authority)} is held"
    return "authority_not_covered", f"no list of {authority_name(authority)} is in the catalogue"


def _unverifiable(case: Case, reason: str, sentence: str) -> Verdict:
    return Verdict(
        "unverifiable", (reason,), f"Unverifiable: {sentence}.", claimed=case.claim.count, targets=case.targets
    )


def _parts(case: Case) -> tuple[Part, ...]:
    """The checkable parts of a claim, checked."""
    until = case.until
    if until is None:
        return ()
    match case.claim.status, case.claim.action:
        case "lifted", _:
            return _lifted(case, until)
        case "denied", "lift":
            return tuple(named_as_kept(case.naming(target, until)) for target in case.targets)
        case "denied", _:
            return _denied(case, until)
        case _:
            return _imposed(case, until)


def _imposed(case: Case, until: date) -> tuple[Part, ...]:
    named = tuple(named_as_listed(case.naming(target, until)) for target in case.targets)
    figure = figure_of(case.claim)
    if figure is not None and not _counts_the_names(case):
        return (_counted(case, figure, until), *named)
    return named or (_anyone(case, until),)


def _of_several(case: Case) -> Part:
    sentence = "no one list shows what several authorities did together"
    return Part("open", ("several_authorities",), sentence, claimed=case.claim.count)


def _counts_the_names(case: Case) -> bool:
    """Whether the count only counts the names: "two firms, Gazprom Neft and Surgutneftegas"."""
    return case.claim.count is not None and case.claim.count == len(case.claim.named_targets)


def _asked(case: Case) -> tuple[str, ...]:
    """The authorities to ask of a claim without figure: those of which a record is held."""
    return tuple(each for each in authorities_of(case.claim) if each in case.record.authorities())


def _counted(case: Case, figure: Figure, until: date) -> Part:
    claim, span = case.claim, span_of(case.claim)
    if len(authorities_of(claim)) != 1:
        return _of_several(case)
    count = Count(claim, authorities_of(claim)[0], figure, case.record)
    if claim.count_scope == "cumulative":
        return count_so_far(count, claim.event_from, until)
    return count_lately(count, until) if span is None else count_within(count, span)


def _anyone(case: Case, until: date) -> Part:
    """A claim with only a country: did any of its authorities list anyone of it?"""
    asked = _whole_country(case)
    if not asked:
        return Part("open", ("too_vague",), "the claim names no target, no number and no country")
    return anyone_listed(asked, span_of(case.claim), until)


def _whole_country(case: Case) -> tuple[WholeCountry, ...]:
    country = case.claim.target_country
    if country is None:
        return ()
    return tuple(WholeCountry(case.claim, country, each, case.record) for each in _asked(case))


def _lifted(case: Case, until: date) -> tuple[Part, ...]:
    named = tuple(named_as_delisted(case.naming(target, until)) for target in case.targets)
    figure = figure_of(case.claim)
    if named and (figure is None or _counts_the_names(case)):
        return named
    if figure is not None and len(authorities_of(case.claim)) != 1:
        return (_of_several(case), *named)
    return (*_removed(case, figure, until), *named)


def _removed(case: Case, figure: Figure | None, until: date) -> tuple[Part, ...]:
    """What several authorities are said to have lifted holds if any one lifted it."""
    asked = _asked(case)
    parts = [parties_removed(case.claim, case.record, each, figure, until) for each in asked]
    if done := tuple(part for part in parts if part.outcome in ("holds", "partly")):
        return done
    if len(parts) > 1 and all(part.reasons == ("record_not_held",) for part in parts):
        return (none_held(case.record, asked, span_of(case.claim) or Span(until, until)),)
    return tuple(part for part in parts if part.outcome == "open") or tuple(parts)


def _denied(case: Case, until: date) -> tuple[Part, ...]:
    if case.targets:
        return tuple(named_as_not_listed(case.naming(target, until)) for target in case.targets)
    asked = _whole_country(case)
    return (no_one_listed(asked, span_of(case.claim), until),) if asked else ()


def _verdict(case: Case, parts: Sequence[Part]) -> Verdict:
    word = joined(parts)
    figures = next((part for part in parts if part.found is not None), None) or _names_counted(case, parts)
    counted = figures.counted if figures else ()
    covered = _covered(case)
    return Verdict(
        word,
        tuple(dict.fromkeys(reason for part in parts for reason in part.reasons)) or ("too_vague",),
        _explained(word, parts),
        claimed=case.claim.count,
        found=figures.found if figures else None,
        split=_split(figures, counted),
        alternatives=tuple(dict.fromkeys(words for part in parts for words in part.alternatives)),
        acted_on=max((part.acted_on for part in parts if part.acted_on), default=None),
        record_from=covered[0],
        record_to=covered[1],
        evidence=evidence_of(parts),
        targets=case.targets,
    )


def _names_counted(case: Case, parts: Sequence[Part]) -> Part | None:
    """Where the count is that of the names, the figure found is how many of them hold."""
    if not _counts_the_names(case) or not parts or all(part.outcome == "open" for part in parts):
        return None
    holding = [part for part in parts if part.outcome == "holds"]
    return replace(parts[0], found=len(holding), counted=tuple(each.named[0] for each in holding if each.named))


def _split(figures: Part | None, counted: Sequence[Designation]) -> tuple[tuple[str, int], ...]:
    if figures is None:
        return ()
    counts: Counter[str] = split(counted)
    return tuple((kind, counts[kind]) for kind in sorted(ALL_TYPES))


def _covered(case: Case) -> tuple[date | None, date | None]:
    day = case.until or date.min
    asked = authorities_of(case.claim) or case.record.authorities()
    coverages = [case.record.coverage_of_additions(each, Span(day, day)) for each in asked]
    first = min((coverage.first for coverage in coverages if coverage.first), default=None)
    return first, max((coverage.last for coverage in coverages if coverage.last), default=None)


def _explained(word: VerdictWord, parts: Sequence[Part]) -> str:
    sentences = list(dict.fromkeys(part.sentence for part in parts)) or ["the claim says nothing that a list can show"]
    return f"{OPENING[word]}: {'. '.join(one[:1].upper() + one[1:] if n else one for n, one in enumerate(sentences))}."
