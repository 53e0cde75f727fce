"""The finding for one predicate, and whether it is a claim.

Here: combining predicate, status, authorities and targets, and rejecting findings that are no claims. Not here: finding
these parts, or the fields of a claim (see fields).
"""

from dataclasses import replace

from pipelines.claims.english import targets as reading
from pipelines.claims.english.agents import agents
from pipelines.claims.english.clauses import clause_end, clause_start, skip_left
from pipelines.claims.english.counted import unit_at
from pipelines.claims.english.mentions import ARTICLES, Marked
from pipelines.claims.english.modality import Mood, mood
from pipelines.claims.english.predicate import Predicate
from pipelines.claims.frame import Agents, Context, Finding, status_for_actor
from pipelines.claims.groups import Group, Targets
from pipelines.claims.marks import Noun

OUTRIGHT = ("list", "add", "cut", "take_action")
"""Weak verbs that mean sanctions as soon as an authority does it to counted parties."""


EnglishFinding = Finding[Predicate, Mood]


def finding_of(marked: Marked, predicate: Predicate, context: Context) -> EnglishFinding:
    """The finding for a predicate: its status, authorities and targets. `refusal` then decides if it is a claim."""
    sure = mood(marked, predicate)
    if sure.rule == "status:lifted:no_longer":
        predicate = replace(predicate, action="lift")
    who = agents(marked, predicate, sure, context)
    whom = targets_of(marked, predicate)
    if who.rule in ("agent:context", "agent:pronoun") and set(who.codes) & set(whom.countries):
        who = Agents()  # Nobody sanctions itself: the pronoun means somebody else.
    if not who.codes and country_is_imposer(predicate, whom):
        who = Agents((predicate.country or "",), None, "agent:other_nation")
    return Finding(predicate, adjusted_to_agents(marked, sure, who), who, whom)


def country_is_imposer(predicate: Predicate, whom: Targets) -> bool:
    """Whether the country before "sanctions" imposes them: "1,000 Americans are under Russian sanctions".

    Only where the targets are of another country.
    """
    aimed = predicate.rule in ("noun:under", "noun:object", "noun:passive", "noun:subject", "noun:face", "noun:mention")
    nations = [code for code in whom.countries if code not in reading.UNIONS]
    return bool(aimed and predicate.country and nations and predicate.country not in nations)


def adjusted_to_agents(marked: Marked, sure: Mood, who: Agents) -> Mood:
    """The mood, changed to "considered" if the acting authority is a legislature."""
    if who.start is None:
        return sure
    status = status_for_actor(sure.status, marked.actor_at.get(who.start) or marked.actor_at.get(who.start + 1))
    return sure if status == sure.status else replace(sure, status=status, rule="status:considered:legislature")


# ---- targets --------------------------------------------------------------------------------------------------------
def targets_of(marked: Marked, predicate: Predicate) -> Targets:
    """The targets of a predicate: those of its first stretch that has any, and more groups from later stretches."""
    result = Targets()
    for start, end in predicate.targets:
        targets = reading.read(marked, start, end)
        if marked.low(start - 1) == ":":
            targets.groups = [group if group.counted else replace(group, scope="subset") for group in targets.groups]
        if not result.has_any:
            result = targets
        elif targets.groups and all(group.counted or group.names for group in targets.groups):
            add_later_targets(result, targets)
    if predicate.owner is not None and predicate.owner.code in result.countries:
        result.countries.remove(predicate.owner.code)
    name_counted(marked, result)
    return result


def name_counted(marked: Marked, result: Targets) -> None:
    """Gives the names after a colon or dash to the counted group before: "three gang leaders: X, Y and Z"."""
    last = result.groups[-1] if result.groups else None
    if last is None or last.names or last.unit is None:
        return
    mark = last.end if marked.low(last.end) in (":", "–", "—", "--") else None
    first = last.end + 1 + (marked.low(last.end + 1) in ARTICLES)
    if mark is None or not marked.capitalised(first):
        return
    end = clause_end(marked, mark + 1)
    if any(marked.is_in(i, "finite") or marked.speaks(i) for i in range(mark, end)):
        return
    names = [name for group in reading.read(marked, mark + 1, end).groups if not group.counted for name in group.names]
    if names:
        result.groups[-1] = replace(last, names=tuple(names), end=end)
        result.reach(last.start, end)


def add_later_targets(result: Targets, later: Targets) -> None:
    """Adds to `result` the groups of a later stretch that do not overlap it."""
    first = result.start or 0
    result.groups.extend(group for group in later.groups if group.start >= result.end or group.end <= first)
    result.reach(first if later.start is None else later.start, later.end)


# ---- is it a claim --------------------------------------------------------------------------------------------------
def refusal(marked: Marked, finding: EnglishFinding, context: Context) -> str:
    """Why the finding is no claim, in words; "" if it is a claim."""
    if finding.agents.rejected:
        return "a court, a league or a company acts"
    if not finding.agents.codes and by_other_body(marked, finding.predicate):
        return "a league or a court is named before it"
    if closes_borders(marked, finding, context):
        return "it keeps out travellers and no listed persons"
    if repeats_last_act(marked, finding, context):
        return "an earlier part of the sentence reports the act already"
    if finding.predicate.rule == "verb:designate" and any(marked.low(i) == "undesirable" for i in range(len(marked))):
        return "it bans an organisation at home"
    if acts_on_own_nationals(finding):
        return "a state acts on its own"
    if finding.mood.status == "denied" and marked.has_lemma(finding.predicate.verb, "publish", "release"):
        return "what was not published may be imposed all the same"
    return "" if is_claim(marked, finding, context) else what_is_missing(finding)


def what_is_missing(finding: EnglishFinding) -> str:
    """What a finding lacks to be a claim, in words for the reader of the refusal."""
    who = " and ".join(finding.agents.codes) if finding.agents.codes else "no authority"
    whom = "targets" if finding.targets.groups else "a country" if finding.targets.countries else "no target"
    return f"it needs an authority and targets that it sanctions; it has {who} ({finding.agents.rule}) and {whom}"


def is_claim(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether the finding has the authority and targets that its kind of predicate needs."""
    predicate, who, whom = finding.predicate, finding.agents, finding.targets
    kind, _, lemma = predicate.rule.partition(":")
    if predicate.weak:
        return weak_claim(marked, finding, context)
    if lemma in ("names", "among"):
        return names_parties(marked, finding)
    if kind == "list":
        mixed = any(group.unit in ("entities", "individuals_and_entities") for group in whom.groups)
        is_known = context.sanctions or bool(who.codes) or mixed or not only_called_the_list(marked, predicate)
        return is_known and (bool(who.codes) or whom.has_any)
    if kind == "noun":
        return is_claim_of_noun(marked, finding, context)
    if lemma == "follow_suit":
        return bool(who.codes) and who.direct and context.named
    if lemma == "declare":
        start, end = predicate.object_range
        return bool(who.codes) and (whom.has_any or any(marked.capitalised(i) for i in range(start, end)))
    if lemma in ("freeze", "unfreeze", "block"):
        return is_sanctions_freeze(marked, finding, context)
    if lemma in marked.lexicon.groups["sanction"] or lemma in marked.lexicon.groups["designate"]:
        return is_claim_about_parties(marked, finding)
    return is_claim_of_ban(marked, finding, context)


def names_parties(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether parties follow "among those sanctioned are" or "the list names", for an authority or outright."""
    predicate, who, whom = finding.predicate, finding.agents, finding.targets
    known = marked.lemma_in(predicate.verb, "sanction") is not None or says_sanctions(marked, predicate)
    known = known or marked.low(predicate.verb) in ("banned", "barred", "blacklisted")
    return (known or bool(who.codes)) and any(group.names or group.unit for group in whom.groups)


def is_claim_of_noun(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether a sanction noun makes a claim: it needs an authority, a target, or a status that needs neither."""
    predicate, who, whom = finding.predicate, finding.agents, finding.targets
    if not (context.sanctions or counts_parties(marked, finding)) and names_soft_measure(marked, predicate):
        return bars_trade_of_others(finding)
    stated = bool(who.codes) or bool(predicate.country) or whom.has_any or imposed_by_a_state(marked, finding)
    return stated or needs_no_parties(marked, finding, context)


def is_claim_of_ban(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether a ban on entry, trade or SWIFT makes a claim: by an authority, or on known parties in the passive."""
    predicate, who, whom = finding.predicate, finding.agents, finding.targets
    trade = predicate.measure in ("trade_restriction", "export_control") and bool(marked.nouns)
    trade = trade and not any(word.form == "ing" for word in marked.forms(predicate.verb))
    travel = predicate.measure == "travel_ban" and predicate.voice == "active" and context.named
    by_authority = bool(who.codes) and who.direct and (whom.has_any or trade or travel)
    return by_authority or is_travel_ban_without_agent(marked, finding, context)


def is_travel_ban_without_agent(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether a party is banned or cut off in the passive, with no agent: "he has been banned from entering"."""
    predicate, whom = finding.predicate, finding.targets
    if finding.mood.status == "called_for" and predicate.measure == "swift" and whom.groups:
        return True  # "it is important to disconnect more banks from SWIFT"
    is_travel = predicate.measure in ("travel_ban", "swift") and predicate.voice == "passive"
    finite = marked.is_in(skip_left(marked, predicate.verb - 1), "be")
    start, end = predicate.object_range
    before = (i for i in range(max(0, start - 2), end) if i not in marked.noun_at)
    repeated = any(marked.lemma_in(i, "sanction") for i in before)
    also = {"also", "newly"} & set(marked.lows[max(0, predicate.verb - 3) : predicate.verb])
    people = bool(also) and any(group.unit == "individuals" for group in whom.groups)
    known = (context.named or people or predicate.measure == "swift") and not repeated
    return is_travel and finite and known and any(group.names or group.unit for group in whom.groups)


def says_sanctions(marked: Marked, predicate: Predicate) -> bool:
    """Whether the predicate contains a sanction noun: "among those included in the sanctions is"."""
    nouns = (marked.noun_at.get(i) for i in range(predicate.first, predicate.last))
    return any(noun is not None and noun.kind == "sanction" for noun in nouns)


def bars_trade_of_others(finding: EnglishFinding) -> bool:
    """Whether an authority bars trade with another country: "should consider a ban on gas imports from Russia"."""
    codes, countries = set(finding.agents.codes), set(finding.targets.countries)
    return bool(codes and countries - codes) and finding.predicate.measure in ("trade_restriction", "export_control")


def counts_parties(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether the counts show that measures are sanctions: "restrictions on two firms and ten persons"."""
    predicate = finding.predicate
    counted = [group for group in finding.targets.groups if group.counted]
    known = [group for group in counted if has_known_unit(marked, group)]
    several = len(known) > 1 or any(group.unit == "individuals_and_entities" for group in known)
    return bool(counted and predicate.owner) or several


def only_called_the_list(marked: Marked, predicate: Predicate) -> bool:
    """Whether the list in the predicate is only called "list", without an owner."""
    nouns = (marked.noun_at.get(i) for i in range(predicate.first, predicate.last))
    lists = [noun for noun in nouns if noun is not None and noun.kind == "list"]
    return any(noun.owner is None and marked.low(noun.head) == "list" for noun in lists)


def names_soft_measure(marked: Marked, predicate: Predicate) -> bool:
    """Whether the predicate only speaks of measures, restrictions or penalties, or of a ban on goods."""
    nouns = (marked.noun_at.get(i) for i in range(predicate.first, predicate.last))
    return any(noun is not None and is_soft(marked, noun) for noun in nouns)


def is_soft(marked: Marked, noun: Noun) -> bool:
    """Whether a noun means sanctions only in an article about them: "measures", "a similar move", "a ban on"."""
    barrier = marked.is_in(noun.head, "barriers") and noun.end == noun.head + 1
    return barrier or marked.is_in(noun.head, "soft_nouns") or marked.is_in(noun.head, "like_acts")


def is_sanctions_freeze(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether a freeze of assets is a sanction: on counted or named parties, or by an authority."""
    predicate, who, whom = finding.predicate, finding.agents, finding.targets
    if any(group.counted or group.names for group in whom.groups) or (who.codes and who.direct):
        return True
    start, end = predicate.object_range
    known = any(marked.lemma_in(i, "sanction") for i in range(max(0, start - 2), end))
    described = any(group.unit for group in whom.groups)  # not "the sanctioned firms will have their assets frozen"
    return context.sanctions and predicate.voice == "passive" and described and not known


def repeats_last_act(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether "named it" and the like repeat the act before: "imposed sanctions on X and named it"."""
    predicate = finding.predicate
    pronoun = predicate.rule == "verb:designate" and marked.low(predicate.verb + 1) in ("it", "them", "him", "her")
    return pronoun and context.claimed and finding.agents.codes == context.codes


def acts_on_own_nationals(finding: EnglishFinding) -> bool:
    """Whether a state only acts on its own people, as a regulator on broadcasters.

    Not for the few states that do sanction their own.
    """
    codes = set(finding.agents.codes)
    return bool(codes) and codes == set(finding.targets.countries) and not codes & {"UA", "RU", "US", "UK"}


def closes_borders(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether a travel ban is on travellers in general, such as tourists in an epidemic, not on listed persons."""
    predicate = finding.predicate
    if predicate.measure != "travel_ban" or predicate.rule == "list:put":
        return False
    if any(group.counted for group in finding.targets.groups):
        return False
    start = predicate.first if finding.targets.start is None else finding.targets.start
    end = max(finding.targets.end, predicate.last) + 3
    if any(marked.is_in(i, "travellers") for i in range(start, min(end, len(marked.sentence)))):
        return True
    listed = any(marked.is_in(i, "titles") or unit_at(marked, i) for i in range(start, min(end, len(marked.sentence))))
    return not (context.named or listed or any(group.names or group.unit for group in finding.targets.groups))


def by_other_body(marked: Marked, predicate: Predicate) -> bool:
    """Whether a league or court named by its abbreviation stands before the verb: it acts, or is asked to."""
    before = (actor for actor in marked.actors if actor.kind == "other" and actor.start < predicate.verb)
    return any(marked.word(actor.start).isupper() and len(marked.word(actor.start)) > 2 for actor in before)


def needs_no_parties(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether it is a claim without authority and target: "sanctions must be lifted", "are being imposed"."""
    predicate, status = finding.predicate, finding.mood.status
    if predicate.background or finding.mood.conditional:
        return False
    near = marked.low(skip_left(marked, predicate.verb - 1))
    before = (clause_start(marked, predicate.first) - 1, predicate.first - 1)
    if any(marked.is_in(i, "open_questions") for i in before):
        return False
    under_way = predicate.rule == "noun:passive" and near in ("been", "being")
    denied = predicate.rule == "noun:passive" and status == "denied" and context.named
    return status in ("called_for", "planned", "considered") or under_way or denied


def is_claim_about_parties(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether a verb such as "sanctioned" or "designated" means here that parties are sanctioned.

    It can also mean "approved" or "appointed"; who acts, and on whom, decides.
    """
    predicate, who, whom = finding.predicate, finding.agents, finding.targets
    pronoun = marked.low(predicate.verb + 1) in ("him", "her", "them", "it")
    if predicate.voice == "passive":
        standing = ("he", "she", "they", "both", "all")
        pronoun = who.direct and any(marked.low(j) in standing for j in range(*predicate.object_range))
        if finding.mood.status == "called_for" and predicate.rule != "verb:designate" and whom.groups:
            return True  # "called for them to be sanctioned"
    if predicate.rule == "verb:designate" and not (whom.groups or pronoun):
        return False
    someone = whom.has_any or pronoun or sanctioned_by(marked, finding) or hits_someone(marked, finding)
    if whom.approved or not someone:
        return False
    if finding.mood.status == "called_for" and any(group.names or group.unit for group in whom.groups):
        return True  # "recommended designating the minister": who is to act is not said
    if who.codes or predicate.voice == "active":
        act = marked.is_in(skip_left(marked, predicate.verb - 1), "acts")
        described = any(group.counted or group.names for group in whom.groups)
        return bool(who.codes) or (act and described) or by_a_government(marked, finding)
    if predicate.rule == "verb:sanction":
        named = (group for group in whom.groups if marked.low(group.start) not in reading.PRONOUNS)
        return any(group.names or group.unit for group in named)
    return predicate.rule == "verb:blacklist"


def hits_someone(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether an authority sanctions whom no lexicon knows: "declined to sanction the crown prince himself"."""
    predicate, who = finding.predicate, finding.agents
    outright = predicate.rule in ("verb:sanction", "verb:blacklist") and predicate.voice == "active"
    i = predicate.verb + 1
    return outright and who.direct and bool(who.codes) and (marked.is_in(i, "determiners") or marked.capitalised(i))


def by_a_government(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether a noun such as "the bloc" acts, for an authority the text has not named, on known parties."""
    who, whom = finding.agents, finding.targets
    if who.rule != "agent:pronoun" or who.start is None:
        return False
    known = any(group.names or (group.unit and (whom.countries or group.counted)) for group in whom.groups)
    return marked.low(who.start) in STATES and known


STATES = frozenset(
    {"government", "bloc", "union", "body", "administration", "department", "ministry", "council", "agency", "we"}
)
"""What stands for a state or union that the text has not named."""


def imposed_by_a_state(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether "the bloc had imposed sanctions" is stated, with no authority or target named."""
    who, predicate = finding.agents, finding.predicate
    is_stated_fact = predicate.rule == "noun:object" and marked.has_lemma(predicate.verb, "impose", "lift")
    return is_stated_fact and who.rule == "agent:pronoun" and who.start is not None and marked.low(who.start) in STATES


def sanctioned_by(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether "was sanctioned by" and an authority are stated: "a broker that was sanctioned by Canada"."""
    predicate = finding.predicate
    stated = marked.is_in(skip_left(marked, predicate.verb - 1), "be")
    return predicate.rule == "verb:sanction" and stated and finding.agents.rule == "agent:by"


PUNISHING = ("target", "punish", "list", "penalise", "penalize", "take_action")
"""Weak verbs of which the object is sanctioned where an article about sanctions has an authority for their subject."""


def acts_on_parties(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether an authority itself acts on named or described parties: "Tokyo had targeted top Russian officials"."""
    who, whom, verb = finding.agents, finding.targets, finding.predicate.verb
    known = any(group.names or group.unit for group in whom.groups)
    gerund = marked.low(verb).endswith("ing") and not marked.is_in(skip_left(marked, verb - 1), "be")
    purpose = marked.low(verb - 1) == "to" and finding.mood.status == "imposed"
    acts = who.direct and finding.predicate.voice == "active" and not (gerund or purpose or finding.mood.conditional)
    return acts and known and context.named


def continues_last_act(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether it adds to the act of the sentence before: "his wife was also targeted"."""
    if marked.is_in(finding.predicate.verb - 1, "acts") and finding.agents.rule == "agent:context":
        return any(group.counted and group.unit is not None for group in finding.targets.groups)
    also = "also" in marked.lows[max(0, finding.predicate.verb - 2) : finding.predicate.verb]
    named = any(group.names or group.unit for group in finding.targets.groups)
    return also and named and finding.agents.rule == "agent:context" and finding.predicate.voice == "passive"


def has_known_unit(marked: Marked, group: Group) -> bool:
    """Whether the counted noun is one for parties in the lexicon: "12 firms", not "12 conditions"."""
    return any(unit_at(marked, i) is not None for i in range(group.start, group.end))


def means_otherwise(marked: Marked, finding: EnglishFinding, lemma: str) -> bool:
    """Whether a weak verb means something else here: warfare, a list of another kind, an appointment."""
    if any(noun.kind != "list" for noun in marked.nouns):
        return False
    if lemma in ("hit", "strike", "target"):
        return any(marked.is_in(i, "warfare") for i in range(len(marked.sentence)))
    if lemma == "add":
        return marked.lows[finding.targets.end : finding.targets.end + 3] == ("to", "a", "list") and not marked.nouns
    return lemma == "name" and any(marked.is_in(i, "appointed") for i in tokens_of_targets(finding))


def tokens_of_targets(finding: EnglishFinding) -> range:
    """The range of tokens from the first target to the last."""
    return range(finding.targets.start or 0, finding.targets.end)


def is_targeted_without_agent(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether parties "have been targeted" without an agent, in an article about sanctions."""
    predicate, whom = finding.predicate, finding.targets
    finite = predicate.voice == "passive" and marked.is_in(skip_left(marked, predicate.verb - 1), "be")
    if finite and context.sanctions and concerns_the_rest(marked, finding):
        return not means_otherwise(marked, finding, "target")
    by_measures = any(
        marked.is_in(i, "soft_nouns") or i in marked.noun_at for i in range(predicate.verb + 2, predicate.verb + 5)
    )
    apart = marked.low(predicate.verb + 1) not in ("by", "with", "in", "for", "at")
    alone = not finding.agents.codes and (apart or (marked.low(predicate.verb + 1) == "by" and by_measures))
    named = any(group.names or (group.counted and has_known_unit(marked, group)) for group in whom.groups)
    return finite and alone and named and context.sanctions and not means_otherwise(marked, finding, "target")


def concerns_the_rest(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether the counted are the rest of an earlier count: "the remaining 12 companies were targeted"."""
    groups = [group for group in finding.targets.groups if group.counted and has_known_unit(marked, group)]
    before = (j for group in groups for j in range(group.start - 2, group.start + 2))
    return any(marked.low(j) in ("remaining", "other", "further") for j in before)


def added_parties(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether counted individuals and entities "have been added", without a list or an agent."""
    finite = finding.predicate.voice == "passive" and marked.is_in(skip_left(marked, finding.predicate.verb - 1), "be")
    units = {group.unit for group in finding.targets.groups if group.counted and has_known_unit(marked, group)}
    return finite and ("individuals_and_entities" in units or {"individuals", "entities"} <= units)


def weak_claim(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether a weak verb such as "hit" or "name" makes a claim: it needs an authority and counted parties."""
    who, whom = finding.agents, finding.targets
    lemma = finding.predicate.rule.rsplit(":", 1)[-1]
    if lemma == "target" and is_targeted_without_agent(marked, finding, context):
        return True
    if not who.codes and lemma == "add" and context.sanctions:
        return added_parties(marked, finding)
    if not who.codes or (lemma == "gap" and not context.claimed):
        return False
    if not (who.direct or context.claimed):
        return context.sanctions and continues_last_act(marked, finding)
    if lemma == "list" and who.rule == "agent:by" and whom.has_any:
        return True
    if means_otherwise(marked, finding, lemma):
        return False
    if lemma == "take_action" and context.sanctions and any(group.names for group in whom.groups):
        return True
    if lemma in PUNISHING and acts_on_parties(marked, finding, context):
        return True
    counted = [group for group in whom.groups if group.counted and has_known_unit(marked, group)]
    if context.sanctions or context.claimed or lemma in OUTRIGHT:
        return bool(counted)
    mixed = any(group.unit == "individuals_and_entities" for group in counted)
    return mixed or any(marked.is_in(i, "formal") for group in counted for i in range(group.start, group.end))
