"""The fields of a claim that its words state: day, country, count.

Here: choosing among mentions. Not here: finding them.
"""

from dataclasses import replace
from datetime import timedelta

from pipelines.claims.claim import CountScope, Measure
from pipelines.claims.dates import When
from pipelines.claims.english.clauses import clause_end, clause_start, in_date
from pipelines.claims.english.findings import EnglishFinding
from pipelines.claims.english.mentions import Marked
from pipelines.claims.english.subjects import IMPOSERS, can_be_subject
from pipelines.claims.english.targets import is_posting
from pipelines.claims.fields import NO_COUNTRY, Day, country_code, day_of_when, present_day
from pipelines.claims.frame import Context
from pipelines.claims.groups import Group
from pipelines.claims.marks import Actor


# ---- day ------------------------------------------------------------------------------------------------------------
def act_day(marked: Marked, finding: EnglishFinding, context: Context, span: tuple[int, int]) -> Day | None:
    """The day or window of the act: within the claim, else beside it; None if the sentence states none.

    Without a date, a headline's present tense means the day of the article.
    """
    today = marked.published_on
    now = today is not None and finding.mood.status == "imposed" and in_present(marked, finding)
    dated = (when for when in marked.whens if dates_act(marked, when, span))
    usable = [when for when in dated if not belongs_to_earlier_act(marked, finding, when.start)]
    if now:
        usable = [when for when in usable if span[0] <= when.start < span[1] + 2]
    usable.sort(key=lambda when: (when.kind == "since", not span[0] <= when.start < span[1], when.start < span[0]))
    resolved_days = ((when, day_of_mention(marked, when, finding, context)) for when in usable)
    chosen = next(((when, day) for when, day in resolved_days if day is not None), None)
    day = chosen[1] if chosen else None
    if chosen and day and not (span[0] <= chosen[0].start < span[1] or in_clause_of(marked, chosen[0], finding)):
        day = replace(day, rule=f"{day.rule}:other_clause")
    if day is not None and not finding.predicate.background:
        context.last_day = day.last
    if day is None and now and today is not None:
        return present_day(today)
    return day


def dates_act(marked: Marked, when: When, span: tuple[int, int]) -> bool:
    """Whether a date may be that of the act: no deadline ("until", "takes effect on"), not another clause's."""
    before = marked.lows[max(0, when.start - 3) : when.start]
    if before[-1:] in (("until",), ("by",), ("from",)) or {"until", "effective", "effect"} & set(before[-2:]):
        return False
    if before[-1:] in (("of",), ("dated",)) and dates_a_law(marked, when.start):
        return False
    return when.start < span[1] or not any(marked.is_in(i, "other_clause") for i in range(span[1], when.start))


def in_clause_of(marked: Marked, when: When, finding: EnglishFinding) -> bool:
    """Whether a mention of time stands in the clause of the verb, or alone before its comma: "On Thursday, …".

    Sanctions that are only mentioned have no verb: their day stands beside them.
    """
    if finding.predicate.rule == "noun:mention":
        return False
    verb = finding.predicate.verb
    start, end = clause_start(marked, verb), clause_end(marked, verb)
    if marked.low(start - 1) in ("who", "which", "whom"):
        end = next((i for i in range(verb, end) if marked.low(i) == ","), end)
    if start <= when.start < end:
        return True
    opening = clause_start(marked, start - 1) if start > 1 else 0
    alone = all(in_date(marked, i) or marked.low(i) in ("on", ",") for i in range(opening, start))
    return alone and opening <= when.start < start


def measure_of(marked: Marked, finding: EnglishFinding, end: int) -> Measure:
    """The measure of the predicate; it is trade if sanctions on a country are on goods or include trade bans.

    Args:
        end: the token after the claim's quote.
    """
    predicate, groups = finding.predicate, finding.targets.groups
    if predicate.measure != "listing" or any(group.names or group.counted for group in groups):
        return predicate.measure
    on_goods = not any(group.unit for group in groups) and is_on_goods(marked, finding)
    return "trade_restriction" if on_goods or includes_trade(marked, end) else predicate.measure


def is_on_goods(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether the sanctions are on goods of a country: "on Australian wine", "on Russian oil and gas"."""
    start = finding.targets.start
    owner = marked.actor_at.get(start) if start is not None and start >= finding.predicate.last else None
    near = range(owner.end, owner.end + 2) if owner is not None else ()
    return any(marked.is_in(i, "commodities") and ends_goods(marked, i + 1) for i in near)


def ends_goods(marked: Marked, i: int) -> bool:
    """Whether the noun for goods before token i only modifies no other: "oil" in "oil and gas", not in "oil firms"."""
    return not marked.low(i)[:1].isalpha() or marked.is_in(i, "closing") or marked.is_in(i, "reasons")


def includes_trade(marked: Marked, end: int) -> bool:
    """Whether trade bans or goods follow a claim: "to include import tariffs", ", banning exports of steel"."""
    rest = range(end, min(end + INCLUDED, len(marked)))
    included = marked.lows[end : end + 2] == ("to", "include") or marked.low(end) == "including"
    if included and any(marked.is_in(i, "trade_measures") or marked.is_in(i, "commodities") for i in rest):
        return True
    bans = (i for i in rest if marked.is_in(i, "restraining"))
    return any(marked.is_in(j, "trade_measures") or marked.is_in(j, "trade") for i in bans for j in range(i, i + 6))


INCLUDED = 10
"""Tokens after a claim within which the measures that it includes are named."""


def belongs_to_earlier_act(marked: Marked, finding: EnglishFinding, i: int) -> bool:
    """Whether the date at i is that of an earlier act: "lifted sanctions imposed in 2014"."""
    participle = i - 2
    if marked.low(i - 1) not in ("in", "on") or participle <= finding.predicate.verb:
        return False
    undone = finding.predicate.action == "lift" and marked.is_in(participle, "imposing_participles")
    return undone or marked.low(participle) == "issued"


def dates_a_law(marked: Marked, i: int) -> bool:
    """Whether the date at token i is that of a law: "Executive Order 13382 of June 28, 2005"."""
    return any(marked.is_in(j, "laws") for j in range(max(0, i - 5), i))


def day_of_mention(marked: Marked, when: When, finding: EnglishFinding, context: Context) -> Day | None:
    """The day or window that a mention of time means; None if the context does not tell.

    A weekday of a plan is the next such day.
    """
    today = marked.published_on
    if when.kind == "before_that":
        anchor = context.last_day or today
        day = anchor + timedelta(days=when.shift) if anchor is not None else None
        return Day(day, day, "date:counted") if day is not None else None
    if when.kind == "since" and when.first and when.opened_until and states_standing(marked, finding):
        return Day(when.first, when.opened_until, "date:standing_since")
    first = finding.agents.start if finding.agents.start is not None else finding.predicate.verb
    planned = finding.mood.status in ("planned", "considered") and when.start > first
    return day_of_when(when, today, is_ahead=planned)


def states_standing(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether the claim says that parties stand under sanctions: "has been on the list since 2016" dates the act.

    Not with a count, which grew since then.
    """
    predicate = finding.predicate
    if predicate.action == "lift" or any(group.counted for group in finding.targets.groups):
        return False
    perfect = any(marked.is_in(i, "have") for i in range(max(0, predicate.verb - 4), predicate.verb))
    return predicate.rule in ("list:on", "noun:under", "noun:subject_to") or perfect


def in_present(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether the verb is in the present tense of headlines, so that the article's day dates the act."""
    predicate = finding.predicate
    present = any(word.form == "s" for word in marked.forms(predicate.verb))
    return present and predicate.voice == "active" and not predicate.background


# ---- country --------------------------------------------------------------------------------------------------------
def target_country(marked: Marked, finding: EnglishFinding, context: Context) -> tuple[str, str] | None:
    """The targets' country and the rule that found it; None if no country, or several, can be meant.

    Tried in turn: the targets' nationality, the noun, the rest of the sentence, the sentences before.
    """
    codes = [code for code in finding.targets.countries if code not in NO_COUNTRY]
    if len(codes) > 1 and IMPOSERS.issuperset(finding.agents.codes):  # "sanctions hitting Russian interests in Britain"
        codes = [code for code in codes if code not in finding.agents.codes] or codes
    if codes:
        return (country_code(codes[0]), "country:targets") if len(codes) == 1 else None
    if finding.predicate.country and finding.predicate.country not in NO_COUNTRY:
        return country_code(finding.predicate.country), "country:noun"
    for rule in (of_names, of_package, described, aimed_at):
        near = rule(marked, finding)
        if near is not None:
            return country_code(near), f"country:{rule.__name__}"
    if context.country and context.country not in finding.agents.codes:
        return country_code(context.country), "country:context"
    other = only_other(marked, finding)
    if other is not None:
        return country_code(other), "country:only_other"
    others = [code for code in context.mentioned if code not in finding.agents.codes]
    if finding.predicate.rule != "noun:mention" and len(others) == 1:
        return country_code(others[0]), "country:article"
    return None


def of_names(marked: Marked, finding: EnglishFinding) -> str | None:
    """The country of the named targets if the lexicon knows them and they share one; else None."""
    if finding.targets.start is None:
        return None
    inside = range(finding.targets.start, finding.targets.end)
    kinds = ("person", "party", "leader")
    known = {actor.code for actor in marked.actors if actor.start in inside and actor.kind in kinds}
    known -= {*finding.agents.codes, *NO_COUNTRY}
    return known.pop() if len(known) == 1 else None


def of_package(marked: Marked, finding: EnglishFinding) -> str | None:
    """The country at which the package is aimed: "the 14th package blacklists 116 people"; else None."""
    bloc = finding.agents.codes in ((), ("EU",))
    return next((noun.country for noun in marked.nouns if bloc and noun.kind == "package" and noun.country), None)


def aimed_at(marked: Marked, finding: EnglishFinding) -> str | None:
    """The country after the verb that is no subject: "over repression in Belarus"; None if there is none."""
    owners = {noun.owner for noun in marked.nouns}
    for actor in marked.actors:
        other = actor.code not in (*finding.agents.codes, *NO_COUNTRY) and actor not in owners
        if actor.start < finding.predicate.verb or not other or marked.low(actor.start - 1) == "by":
            continue
        if "than" in marked.lows[max(0, actor.start - 2) : actor.start]:
            continue
        if is_country_of_town(marked, actor) or (marked.low(actor.start - 1) == "in" and begins_list(marked, actor)):
            continue
        if was_attacked(marked, actor) or aggressor_is_named(marked, actor, finding):
            if actor.code in marked.lexicon.aggressors:
                return marked.lexicon.aggressors[actor.code]
        elif actor.possessive or not can_be_subject(marked, actor):
            return actor.code if actor.kind != "body" else None
    return None


def begins_list(marked: Marked, actor: Actor) -> bool:
    """Whether other countries follow: "in Libya, Syria and Mali"."""
    return marked.low(actor.end) in (",", "and") and actor.end + 1 in marked.actor_at


def is_country_of_town(marked: Marked, actor: Actor) -> bool:
    """Whether a country only says where a town is: "in Istanbul, Turkey"."""
    return marked.low(actor.start - 1) == "," and marked.capitalised(actor.start - 2) and actor.kind == "country"


def only_other(marked: Marked, finding: EnglishFinding) -> str | None:
    """The one other country in the sentence, besides who acts and who is attacked; None if none or several.

    That of a government or leader counts only where no other is named.
    """
    if finding.predicate.rule == "noun:mention":
        return None
    return only_country(marked, finding.agents.codes)


def only_country(marked: Marked, acting: tuple[str, ...]) -> str | None:
    """The one country in a sentence besides those that act or only impose sanctions; None if none or several."""
    others = [
        actor
        for actor in marked.actors
        if actor.code not in (*acting, *NO_COUNTRY) and not was_attacked(marked, actor) and actor.kind != "other"
    ]
    others = [actor for actor in others if not is_country_of_town(marked, actor)]
    named = {actor.code for actor in others if actor.kind != "body"}
    codes = named or {actor.code for actor in others if stands_for_country(marked, actor)}
    codes -= {code for code, aggressor in marked.lexicon.aggressors.items() if aggressor in codes}
    return codes.pop() if len(codes) == 1 and not codes <= IMPOSERS else None


def stands_for_country(marked: Marked, actor: Actor) -> bool:
    """Whether a body is a government or a leader known by name, not one office of many: "the Afghan government"."""
    known = (marked.lexicon.named.at(marked.words, marked.lows, i) for i in range(actor.start, actor.end))
    leads = any(hit is not None and hit[1].kind == "leader" for hit in known)
    return leads or marked.low(actor.end - 1) in ("government", "authorities")


def country_of_next_sentence(following: Marked, acting: tuple[str, ...]) -> str | None:
    """The one country besides those that act and the usual imposers in the next sentence; None if none or several."""
    code = only_country(following, (*acting, *IMPOSERS))
    return country_code(code) if code is not None else None


def aggressor_is_named(marked: Marked, actor: Actor, finding: EnglishFinding) -> bool:
    """Whether the sentence names the attacker of this country, at which the sanctions are then aimed."""
    aggressor = marked.lexicon.aggressors.get(actor.code)
    return (
        aggressor is not None
        and aggressor not in finding.agents.codes
        and any(other.code == aggressor for other in marked.actors)
    )


def was_attacked(marked: Marked, actor: Actor) -> bool:
    """Whether the country is called attacked: "the invasion of Ukraine", "its war in Ukraine"."""
    before = actor.start - 1 - (marked.low(actor.start - 1) == "the")
    if marked.is_in(before, "invading"):
        return True
    return marked.is_in(before, "prepositions") and marked.is_in(before - 1, "acts_of_war")


def described(marked: Marked, finding: EnglishFinding) -> str | None:
    """The one nationality in the description after a target: "X, Peru's envoy"; None if none or several."""
    first = finding.targets.end
    if not any(group.names for group in finding.targets.groups) or marked.low(first) != ",":
        return None
    ends = (i for i in range(first, len(marked.sentence)) if i == finding.predicate.verb or ends_description(marked, i))
    description = range(first, next(ends, first))
    codes = {
        actor.code
        for actor in marked.actors
        if actor.start in description and actor.kind not in ("other", "nationals") and not is_posting(marked, actor)
    }
    codes -= {*finding.agents.codes, *NO_COUNTRY}
    return codes.pop() if len(codes) == 1 else None


def ends_description(marked: Marked, i: int) -> bool:
    """Whether the description of a target ends at token i: at a reason, a stop, the next target."""
    return marked.is_in(i, "reasons") or marked.low(i) in (".", ";", "and", "for", "by", "to")


# ---- count ----------------------------------------------------------------------------------------------------------
def count_scope(marked: Marked, finding: EnglishFinding, group: Group) -> CountScope | None:
    """Whether a count is of this act, cumulative over time, or of a subset; None if nothing is counted."""
    if not group.counted:
        return None
    return "cumulative" if group.scope == "action" and is_total_over_time(marked, finding) else group.scope


def is_total_over_time(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether a count is a total over time: "since ...", "so far", "taking the tally to"."""
    predicate = finding.predicate
    since = (when for when in marked.whens if when.kind == "since")
    if predicate.rule in ("list:total", "list:on") or any(same_clause(marked, finding, when) for when in since):
        return True
    if predicate.rule == "list:expand" and "to" in marked.lows[predicate.last : predicate.last + 3]:
        return True
    if any(marked.low(i) == "now" and marked.is_in(i - 1, "have") for i in range(predicate.verb)):
        return True
    clause = range(clause_start(marked, predicate.verb), clause_end(marked, predicate.verb))
    return any(makes_total(marked, i) or marked.lows[i : i + 2] == ("so", "far") for i in clause)


def makes_total(marked: Marked, i: int) -> bool:
    """Whether the word at i makes a count a total; "bringing the total to" is about another count."""
    return marked.is_in(i, "totals") and not any(marked.is_in(j, "totalling") for j in range(max(0, i - 3), i))


def same_clause(marked: Marked, finding: EnglishFinding, when: When) -> bool:
    """Whether a "since" belongs to the predicate; not in "but they had been on it since 2018".

    Nor in "the most since the war began", which compares the act with others.
    """
    between = range(finding.predicate.last, when.start)
    return not any(marked.is_in(i, "other_clause") or marked.is_in(i, "comparisons") for i in between)


def names_of_group(marked: Marked, group: Group, context: Context) -> tuple[str, ...]:
    """The names of a group. "The two companies" gets the two names of the claim before it."""
    if group.names or group.count is None or len(context.names) != group.count:
        return group.names
    definite = {"the", "both"} & {marked.low(group.start), marked.low(group.start - 1)}
    return context.names if definite else group.names
