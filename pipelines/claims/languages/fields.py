"""The fields of a claim that its words give: day, country, scope of a count.

Here: choosing among what was found. Not here: finding it.
"""

from collections.abc import Sequence
from datetime import timedelta

from pipelines.claims.claim import CountScope
from pipelines.claims.dates import When
from pipelines.claims.english.fields import NO_COUNTRY, Day, iso
from pipelines.claims.groups import Group
from pipelines.claims.languages.clauses import bounds
from pipelines.claims.languages.found import Context, Found
from pipelines.claims.languages.marked import Marked
from pipelines.claims.languages.predicates import Predicate


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


def act_day(marked: Marked, predicate: Predicate, span: tuple[int, int]) -> Day | None:
    """The day or window of the act: in its clause; else before it, unless that is when something was said."""
    inside = days_of(marked, predicate)
    outside = (when for when in marked.whens if when.start < predicate.clause[0] and when.end <= span[0])
    before = [when for when in outside if not in_speech(marked, when)]
    usable = sorted([*inside, *before], key=lambda when: (when not in inside, when.kind == "since"))
    day = next((each for when in usable if (each := resolved(marked, when, predicate)) is not None), None)
    today = marked.today
    if day is None and predicate.is_present and predicate.status == "imposed" and today is not None:
        return Day(today - timedelta(days=1), today, "date:present_tense")
    return day


def in_speech(marked: Marked, when: When) -> bool:
    """Whether a day stands in a clause of speech."""
    return marked.has("speech", *bounds(marked, when.start))


def resolved(marked: Marked, when: When, predicate: Predicate) -> Day | None:
    """A mention of time as days; a weekday of a plan is the next one."""
    if when.first is None or when.last is None:
        return None
    planned = predicate.status == "planned" and when.start > predicate.head.start
    if planned and when.weekday is not None and marked.today is not None and when.first < marked.today:
        day = when.first + timedelta(days=7)
        return Day(day, day, "date:coming_weekday")
    return Day(when.first, when.last, f"date:{when.kind}")


# ---- country --------------------------------------------------------------------------------------------------------
def target_country(marked: Marked, found: Found, context: Context) -> tuple[str, str] | None:
    """The targets' nationality; else the one country that the sentence speaks of; else that of before."""
    codes = [code for code in found.targets.countries if code not in NO_COUNTRY and code not in found.codes]
    if codes:
        return (iso(codes[0]), "country:targets") if len(codes) == 1 else None
    kinds = ("country", "oblique", "adjective")
    mood = found.predicate.mood
    start = mood.end if mood is not None else found.predicate.clause[0]
    after = (actor for actor in marked.actors if actor.start >= start and actor.meaning.kind in kinds)
    others = {each.meaning.code for each in after} - {*found.codes, *NO_COUNTRY}
    if others:
        return (iso(others.pop()), "country:sentence") if len(others) == 1 else None
    if context.country and context.country not in found.codes:
        return iso(context.country), "country:context"
    return None


# ---- count ----------------------------------------------------------------------------------------------------------
def scope(marked: Marked, predicate: Predicate, group: Group) -> CountScope | None:
    """Whether a count is of this act or over time."""
    if not group.counted:
        return None
    over_time = marked.has("totals", 0, len(marked)) or any(when.kind == "since" for when in days_of(marked, predicate))
    return "cumulative" if over_time else "action"
