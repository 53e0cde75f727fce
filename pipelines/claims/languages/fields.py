"""The fields of a claim that its words give: day, country, scope of a count.

Here: choosing among what was found. Not here: finding it.
"""

from collections.abc import Sequence

from pipelines.claims.claim import CountScope
from pipelines.claims.dates import When
from pipelines.claims.fields import NO_COUNTRY, Day, country_code, present_day, resolved
from pipelines.claims.frame import Context
from pipelines.claims.groups import Group
from pipelines.claims.languages.clauses import bounds
from pipelines.claims.languages.marked import Marked
from pipelines.claims.languages.predicates import Found, Predicate
from pipelines.claims.marks import Span


# ---- day ------------------------------------------------------------------------------------------------------------
def days_of(marked: Marked, predicate: Predicate) -> Sequence[When]:
    """The mentions of time in the clause of a predicate, but for those in its reasons ("wegen der Wahl am 9. Mai")."""
    inside = (when for when in marked.whens if predicate.clause[0] <= when.start < predicate.clause[1])
    return [when for when in inside if not (of_reason(marked, when, predicate) or is_deadline(marked, when))]


def is_deadline(marked: Marked, when: When) -> bool:
    """Whether a day is that until which something holds: "до 28 февраля", "bis zum 28. Februar"."""
    return any(
        (until := marked.listed(i, "until")) and until.end >= when.start for i in range(when.start - 3, when.start)
    )


def of_reason(marked: Marked, when: When, predicate: Predicate) -> bool:
    """Whether a reason is given before a day, and no verb ends it, nor a comma before the verb."""
    for i in range(when.start - 1, predicate.clause[0] - 1, -1):
        if marked.reason(i):
            return True
        if (
            (marked.low(i) == "," and i < predicate.head.start)
            or marked.verb_at(i)
            or marked.has("have", i, i + 1)
            or marked.has("be", i, i + 1)
        ):
            return False
    return False


def act_day(marked: Marked, found: Found, span: Span) -> Day | None:
    """The day or window of the act: in its clause; else before it, unless that is when something was said."""
    predicate = found.predicate
    inside = days_of(marked, predicate)
    outside = (when for when in marked.whens if when.start < predicate.clause[0] and when.end <= span[0])
    before = [when for when in outside if not in_speech(marked, when)]
    usable = sorted([*inside, *before], key=lambda when: (when not in inside, when.kind == "since"))
    day = next((each for when in usable if (each := resolve(marked, when, found)) is not None), None)
    today = marked.published_on
    if day is None and predicate.is_present and found.mood == "imposed" and today is not None:
        return present_day(today)
    return day


def in_speech(marked: Marked, when: When) -> bool:
    """Whether a day stands in a clause of speech."""
    return marked.has("speech", *bounds(marked, when.start))


def resolve(marked: Marked, when: When, found: Found) -> Day | None:
    """A mention of time as days; a weekday of a plan is the next one."""
    planned = found.mood == "planned" and when.start > found.predicate.head.start
    return resolved(when, marked.published_on, is_ahead=planned)


# ---- country --------------------------------------------------------------------------------------------------------
def target_country(marked: Marked, found: Found, context: Context) -> tuple[str, str] | None:
    """The targets' nationality; else the one country that the sentence speaks of; else that of before."""
    codes = [code for code in found.targets.countries if code not in NO_COUNTRY and code not in found.agents.codes]
    if codes:
        return (country_code(codes[0]), "country:targets") if len(codes) == 1 else None
    kinds = ("country", "oblique", "adjective")
    mood = found.predicate.mood
    start = mood.end if mood is not None else found.predicate.clause[0]
    after = (actor for actor in marked.actors if actor.start >= start and actor.kind in kinds)
    others = {each.code for each in after} - {*found.agents.codes, *NO_COUNTRY}
    if others:
        return (country_code(others.pop()), "country:sentence") if len(others) == 1 else None
    if context.country and context.country not in found.agents.codes:
        return country_code(context.country), "country:context"
    return None


# ---- count ----------------------------------------------------------------------------------------------------------
def scope(marked: Marked, predicate: Predicate, group: Group) -> CountScope | None:
    """Whether a count is of this act or over time."""
    if not group.counted:
        return None
    over_time = marked.has("totals", 0, len(marked)) or any(when.kind == "since" for when in days_of(marked, predicate))
    return "cumulative" if over_time else "action"
