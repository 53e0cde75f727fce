"""Which part of a day's action one department announced, from official notices; at least and at most without them.

Here: announcements of a day and what a claim about one department's share can be held against. Not here: reading
notices (see pipelines.designations.notices), and the figure of the whole day (see counting).

A list tells who was added on a day, and not who announced it: on 15 September 2022 OFAC's list gained 41 individuals,
of whom the Treasury announced 22 and the State Department the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.verdicts.derivation import Fit, Part, Tried
from pipelines.verdicts.designation import Designation, Span
from pipelines.verdicts.readings import Count, without_country
from pipelines.verdicts.wording import day_text, number_text, parties_text, span_text, split_text


@dataclass(frozen=True, slots=True)
class Share:
    """What is known of the part that one department had in an act.

    Attributes:
        announced: the parties that it announced, by the notices held.
        by_others: the parties that other departments announced.
        unattributed: the parties of these days that no notice attributes to a department.
    """

    announced: tuple[Designation, ...]
    by_others: tuple[Designation, ...]
    unattributed: tuple[Designation, ...]


def share_of(count: Count, issuer: str, listed: Sequence[Designation], span: Span) -> Part:
    """The part that compares the claimed figure with what one department announced of those listed.

    If notices do not attribute all parties, it differs where the figure lies outside what is possible, and is open
    otherwise.
    """
    share = _divide_by_announcer(count, issuer, listed, span)
    least, most = len(share.announced), len(share.announced) + len(share.unattributed)
    who, claimed = f"the {issuer}", number_text(count.figure.claimed or 0)
    if not share.unattributed:
        return _part_of_known_share(count, share, f"the claim says {claimed}", who, span)
    sentence = (
        f"the claim says {claimed}, of {who}; {count.body} listed {parties_text(len(listed))}{count.whom} "
        f"{span_text(span)} ({split_text(listed)}), and no notice held says of all of them who announced them: "
        f"at least {number_text(least)} were of {who}, at most {number_text(most)}"
    )
    fit: Fit = "possible" if any(count.figure.holds(number) for number in range(least, most + 1)) else "differs"
    return Part(
        (Tried(sentence, fit),), ("share_of_one_department",), sentence, context=tuple(listed),
        would_decide=(f"the official notices of {day_text(span.last)}, which name the department",),
    )  # fmt: skip


def _part_of_known_share(count: Count, share: Share, opening: str, who: str, span: Span) -> Part:
    """The part if official notices say of every party which department announced it."""
    number = len(share.announced)
    aside = f" ({split_text(share.announced)})" if number else ""
    sentence = (
        f"{opening}; by the official notices held {who} announced {parties_text(number)}{count.whom} {span_text(span)}"
        f"{aside}, and others announced {number_text(len(share.by_others))}"
    )
    fit: Fit = "fits" if number and count.figure.holds(number) else "differs"
    acted_on = max((party.latest for party in share.announced), default=None)
    return Part(
        (Tried(sentence, fit, number),), ("share_agrees" if fit == "fits" else "another_share",), sentence,
        found=number, counted=share.announced, context=share.by_others, acted_on=acted_on,
    )  # fmt: skip


def _divide_by_announcer(count: Count, issuer: str, listed: Sequence[Designation], span: Span) -> Share:
    """The parties listed, and those that may be of the same country, divided by who announced them."""
    issuers = count.record.issuers
    unplaced = without_country(count.record.added(count.authority, span).possible, count.assertion.types, listed)
    among = {party.designation_id: party for party in (*listed, *(unplaced if count.country else ()))}
    announced, others, unattributed = list[Designation](), list[Designation](), list[Designation]()
    for key, party in among.items():
        announcer = issuers.get(key)
        (unattributed if announcer is None else announced if announcer == issuer else others).append(party)
    return Share(tuple(announced), tuple(others), tuple(unattributed))
