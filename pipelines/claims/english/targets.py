"""The targets of sanctions: counted groups, names, countries.

Here: reading a stretch of tokens that a predicate gives, from left to right. Not here: which stretch (see clauses and
the rules), where the targets end (see target_ends), names (see names), numbers (see counted).
"""

from dataclasses import dataclass, field, replace

from pipelines.claims.claim import CountScope, Unit
from pipelines.claims.english.counted import head_of
from pipelines.claims.english.mentions import ARTICLES, POSSESSIVE, Marked, Number
from pipelines.claims.english.names import PLACES, body_end, name_at, name_end
from pipelines.claims.english.target_ends import ends_targets
from pipelines.claims.groups import Group, Targets, merged_groups
from pipelines.claims.marks import Actor

NEAR = 4
"""Tokens from a nationality over an office to the name of its holder."""

PRONOUNS: dict[str, Unit | None] = {
    "he": "individuals", "she": "individuals", "him": "individuals", "her": "individuals", "they": None, "them": None,
    "both": None,
}  # fmt: skip
"""Pronouns for targets that were named before, and the kind of target that they imply."""

UNIONS = frozenset({"EU", "WEST", "INTL", "G7", "ECOWAS", "UEMOA", "NATO", "UN"})
"""Codes of authorities that are no countries, so sanctions are not aimed at them."""


def read(marked: Marked, start: int, end: int) -> Targets:
    """The targets in tokens start..end: groups, names and countries; empty if there are none."""
    reader = Reader(marked, start, end)
    i: int | None = start
    while i is not None and i < end:
        i = reader.step(i)
    reader.targets.groups = merged_groups(reader.targets.groups)
    return reader.targets


@dataclass(slots=True)
class Reader:
    """The state of reading a stretch.

    Attributes:
        inside: in a modifier ("linked to X"), whose names are no targets.
        deep: in a modifier that says what they did ("accused of"), whose countries are not theirs.
        apposition: in an apposition ("the son of X"), likewise.
        subset: after "including".
    """

    marked: Marked
    start: int
    end: int
    targets: Targets = field(default_factory=Targets)
    inside: bool = False
    deep: bool = False
    subset: bool = False
    apposition: bool = False

    def step(self, i: int) -> int | None:
        """Reads what begins at token i. Returns the next token to read, or None where the targets end."""
        marked = self.marked
        if i in marked.when_at and marked.when_at[i].kind == "since" and self.targets.has_any:
            return None
        if i in marked.when_at or (marked.low(i) == "on" and i + 1 in marked.when_at):
            return marked.when_at[i].end if i in marked.when_at else i + 1
        if self.other_noun(i):
            return marked.noun_at[i].end
        number = marked.number_at.get(i)
        if number is not None and number.start == i:
            return self.number(number)
        if self.ends(i):
            return None
        if marked.is_in(i, "including") and marked.low(i - 1) == "not":
            return None  # "17 officials, not including the crown prince"
        if marked.is_in(i, "including") or marked.lows[i : i + 2] == ("such", "as"):
            self.subset, self.inside, self.apposition = True, False, False
            return i + 1 + (marked.low(i) == "such" or marked.low(i + 1) == "from")
        return self.connective(i) or self.word(i)

    def other_noun(self, i: int) -> bool:
        """Whether another sanction noun begins at token i, which is no target: "entities under US sanctions"."""
        noun = self.marked.noun_at.get(i)
        if noun is None or noun.start != i or i == self.start or noun.kind != "sanction":
            return False
        return i not in self.marked.number_at and i not in self.marked.actor_at

    def ends(self, i: int) -> bool:
        """Whether the targets are over at token i."""
        before = self.marked.actor_at.get(i - 1)
        bare = before is not None and before.kind == "country" and not self.targets.groups
        return ends_targets(
            self.marked,
            i,
            self.start,
            self.end,
            has_targets=self.targets.has_any,
            bare_country=bare and self.targets.has_any,
        )

    # ---- words ------------------------------------------------------------------------------------------------------
    def connective(self, i: int) -> int | None:
        """Reads a comma, "and" or the start of a modifier; returns the next token, or None for any other word."""
        marked, low = self.marked, self.marked.low(i)
        if low == ",":
            self.inside = self.deep = False
            described = marked.is_in(i + 1, "appositions") and not marked.capitalised(i + 2)
            self.apposition = described and not names_holder(marked, i + 1)
        elif low in ("and", "plus", "alongside") or marked.lows[i : i + 2] == ("as", "well"):
            counted = i + 1 in marked.number_at
            self.apposition = self.apposition and not (counted or names_holder(marked, i + 1))
            self.inside = self.inside and not counted and not marked.is_in(i + 1, "fresh_start")
        elif self.opens_modifier(i):
            self.inside, self.deep = True, self.deep or low not in ("of", "in", "from", "at", "near", "based")
            return self.name_after_body(i) if low == "of" else i + 1
        else:
            return None
        return i + 1

    def opens_modifier(self, i: int) -> bool:
        """Whether token i opens a modifier of the target before it: "of", "linked", "operating"."""
        marked = self.marked
        if marked.is_in(i, "inside"):
            return i > self.start and "-" not in (marked.low(i - 1), marked.low(i + 1))
        after_group = bool(self.targets.groups) and self.targets.groups[-1].end == i
        return after_group and marked.low(i).endswith("ing") and marked.word(i).islower()

    def word(self, i: int) -> int:
        """Reads a pronoun, country, name or noun for parties at token i; returns the next token."""
        if self.is_pronoun(i):
            self.targets.groups.append(Group(i, i + 1, unit=PRONOUNS[self.marked.low(i)]))
            self.targets.reach(i, i + 1)
            return i + 1
        actor = self.marked.actor_at.get(i)
        begins = actor is not None and actor.start == i
        if begins and not self.apposition:
            self.country(i)
        name = self.name(i)
        if name is not None:
            return name
        if actor is not None and begins and actor.kind in PLACES:
            if actor.kind == "nationals" and not self.inside and not self.apposition:
                self.targets.groups.append(Group(i, actor.end, unit="parties"))
            return actor.end
        return self.noun(i)

    def country(self, i: int) -> None:
        """Adds the country mentioned at token i as the targets' own; not if it belongs to a subset of them."""
        actor = self.marked.actor_at[i]
        if is_posting(self.marked, actor):
            return
        if not actor.code or (self.subset and self.targets.groups) or (self.deep and self.targets.countries):
            return
        if actor.code not in self.targets.countries and actor.code not in UNIONS:
            self.targets.countries.append(actor.code)
            self.targets.reach(i, actor.end)
        self.targets.end = max(self.targets.end, actor.end)

    def countries(self, start: int, end: int) -> None:
        """Adds the countries mentioned in tokens start..end as the targets' own."""
        for actor in self.marked.actors:
            if start <= actor.start < end:
                self.country(actor.start)

    def forget(self, start: int, stop: int) -> None:
        """Removes the nationality of one named among many: "and Peru's judge X among them" makes no Peruvians."""
        read = [actor for actor in self.marked.actors if self.start <= actor.start < stop]
        own = {actor.code for actor in read if actor.end > start - NEAR}
        others = {actor.code for actor in read if actor.end <= start - NEAR}
        self.targets.countries = [code for code in self.targets.countries if code not in own - others]

    # ---- nouns and numbers ------------------------------------------------------------------------------------------
    def noun(self, i: int) -> int:
        """Reads a noun for parties without a number, such as "several officials"; returns the next token."""
        marked, groups = self.marked, self.targets.groups
        if marked.is_in(i, "approved") and not groups and i not in marked.actor_at:
            self.targets.approved = True
        if marked.low(i) == "those" and not self.inside and not self.apposition:
            groups.append(Group(i, i + 1, unit="individuals" if marked.is_in(i + 1, "after_those") else None))
            self.targets.reach(i, i + 1)
            return i + 1
        lone = is_unnamed_person(marked, i)
        hit = marked.lexicon.units.at(marked.words, marked.lows, i) or ((i + 1, "individuals") if lone else None)
        if hit is None:
            return i + 1
        stop, unit = hit
        if marked.low(stop) == "of" and (holds_number(marked, stop, unit) or marked.low(i) in ("name", "names")):
            return stop + 1
        if marked.low(stop) in POSSESSIVE or (not lone and modifies_noun(marked, stop)):
            return stop
        if stop > self.end or self.inside or self.apposition or unit == "parties":
            return i + 1
        if groups and groups[-1].end == i and groups[-1].unit is None and not groups[-1].counted:
            groups[-1] = replace(groups[-1], end=stop, unit=unit)
        elif lone or not marked.is_in(stop, "titles"):
            groups.append(Group(i, stop, unit=unit, scope="subset" if self.subset else None))
            self.targets.reach(i, stop)
        self.targets.end = max(self.targets.end, stop)
        return stop

    def is_pronoun(self, i: int) -> bool:
        """Whether the targets are only a pronoun for parties named before: "he was sanctioned"."""
        alone = not self.targets.has_any and not self.inside and not self.apposition
        near = self.end - i <= 2 or i == self.start
        return alone and near and self.marked.low(i) in PRONOUNS

    def number(self, number: Number) -> int | None:
        """Reads a number and the noun it counts; returns the next token.

        None where "under 30" after a group ends the targets: such a number counts no targets.
        """
        marked, groups = self.marked, self.targets.groups
        if (
            marked.low(number.start) in ("under", "over", "about", "around")
            and groups
            and groups[-1].end == number.start
        ):
            return None
        stop, unit = self.counted(number)
        part = marked.low(number.start - 1) in ("from", "in", "at", "across", "near") and bool(groups)
        heads = marked.low(number.start - 1) == "of" and bool(groups) and groups[-1].end == number.start - 1
        if stop is None or part or heads:  # "officials from three ministries", "heads of two banks"
            return number.end
        if not groups and marked.is_in(number.end, "approved"):  # "sanctioned 22 nominees to the bench"
            self.targets.approved = True
        self.countries(number.end, stop)
        names: tuple[str, ...] = ()
        first = number.start
        if groups and groups[-1].only_names and "among" in marked.lows[groups[-1].end : number.start]:
            before = groups.pop()  # "X was among the 65 people sanctioned"
            names, first = before.names, before.start
        beside = any(marked.low(i) in ("other", "others", "more") for i in range(number.end, stop))
        vague = number.value is None
        groups.append(
            Group(
                first, stop, number.value, None if vague else number.qualifier, number.text if vague else None,
                "subset" if (self.subset or counts_part_of_them(marked, number)) and not names else "action",
                unit, names, others=beside and bool(groups) and groups[-1].only_names,
            )
        )  # fmt: skip
        self.targets.reach(first, stop)
        self.inside = self.deep = self.apposition = False
        return stop

    def counted(self, number: Number) -> tuple[int | None, Unit | None]:
        """The token after the counted noun, and its unit; (None, None) if the number counts no parties.

        A number that fills the whole stretch needs no noun: "to 61".
        """
        headed = head_of(self.marked, number.end, self.end)
        if headed is not None:
            return headed
        alone = number.start == self.start and not self.marked.low(number.end)[:1].isalnum()
        return (number.end if alone else None), None

    # ---- names ------------------------------------------------------------------------------------------------------
    def name(self, i: int) -> int | None:
        """Reads a capitalised name at token i, without its title; returns the next token.

        None if no name begins at token i. It may still be a noun ("Officials"), an authority or a country.
        """
        marked = self.marked
        run = name_at(marked, i, self.end)
        if run is None:
            return None
        if run.first is None:
            is_noun = run.end == i + 1 and marked.lexicon.units.at(marked.words, marked.lows, i) is not None
            return None if is_noun or i in marked.actor_at else run.end
        if not run.modifier:
            self.take(i, run.first, run.end, run.unit)
        elif marked.low(run.end) in POSSESSIVE and marked.is_in(run.end + 1, "relatives"):
            return self.relative(i, run.end + 2)
        return run.end

    def relative(self, start: int, stop: int) -> int:
        """Reads an unnamed relative of someone named, "Omar Malek's mother"; returns the next token."""
        if self.inside or self.apposition or stop > self.end or self.marked.capitalised(stop):
            return stop
        self.targets.groups.append(Group(start, stop, unit="individuals", single=True))
        self.targets.reach(start, stop)
        return stop

    def name_after_body(self, i: int) -> int:
        """Reads a name after a body: "the chief of the Eritrean Defense Forces Filipos Woldeyohannes".

        Returns the next token, which is i + 1 if there is no such name.
        """
        marked = self.marked
        first = i + 1 + (marked.low(i + 1) == "the")
        office = any(marked.is_in(j, "titles") or marked.low(j) == "staff" for j in (i - 1, i - 2))
        office = office and not marked.is_in(i - 1, "relatives")
        if not office or first >= self.end or not marked.capitalised(first):
            return i + 1
        stop = name_end(marked, first, self.end)
        name = body_end(marked, first, stop)
        if name is None:
            return i + 1
        self.countries(first, stop)
        self.inside = False
        self.take(first, name, stop, "individuals")
        return stop

    def take(self, start: int, first: int, stop: int, unit: Unit | None) -> None:
        """Adds a name to the targets, unless it is in a modifier or an apposition, or is an authority or country."""
        marked = self.marked
        if self.inside and not self.deep:
            self.countries(start, stop)
        if (
            self.inside
            or self.apposition
            or first >= stop
            or is_never_a_name(marked, first)
            or is_place(marked, first, stop)
        ):
            return
        self.countries(start, first)
        among = any(marked.low(j) in ("among", "included", "head") for j in range(stop, stop + 4))
        name = marked.text(first, stop).rstrip(".,-")
        scope: CountScope = "subset" if self.subset or among else "action"
        if among and self.targets.groups:
            self.forget(start, stop)
        self.targets.groups.append(Group(start, stop, names=(name,), unit=unit, scope=scope))
        self.targets.reach(start, stop)


def is_posting(marked: Marked, actor: Actor) -> bool:
    """Whether a diplomat is only posted to the country: Iraq in "the Iranian ambassador to Iraq"."""
    before = actor.start - 1 - (marked.low(actor.start - 1) == "the")
    return marked.low(before) == "to" and marked.is_in(before - 1, "posted")


def names_holder(marked: Marked, i: int) -> bool:
    """Whether an office that begins with an article at token i stands before its holder: "the former premier Soto"."""
    if marked.low(i) not in ARTICLES:
        return False
    end = next((j for j in range(i + 1, i + NEAR + 2) if not marked.word(j).islower() or ends_office(marked, j)), i + 1)
    return marked.capitalised(end) and marked.is_in(end - 1, "titles")


def ends_office(marked: Marked, i: int) -> bool:
    """Whether no office goes on at token i: at a preposition, a relative pronoun, "and"."""
    return any(marked.is_in(i, name) for name in ("prepositions", "closing", "reasons"))


def is_never_a_name(marked: Marked, first: int) -> bool:
    """Whether the capitalised word at token `first` begins no name; "people" does in "People's Front"."""
    return marked.is_in(first, "not_names") and not (marked.low(first + 1) == "'s" and marked.capitalised(first + 2))


def holds_number(marked: Marked, of: int, unit: Unit) -> bool:
    """Whether a noun before "of" only holds the number after it: "a group of 30 aides"; not "heads of two banks"."""
    return of + 1 in marked.number_at and unit != "individuals"


def counts_part_of_them(marked: Marked, number: Number) -> bool:
    """Whether a number counts a part of those before it: "70 targets, 40 of them vessels"."""
    return marked.low(number.end) == "of" and marked.low(number.end + 1) in ("them", "these", "those", "which", "whom")


def is_unnamed_person(marked: Marked, i: int) -> bool:
    """Whether one person without a name is meant: "the head of operations", "a hacker"."""
    if not marked.is_in(i, "titles") or not marked.word(i).islower():
        return False
    if not marked.is_in(i + 1, "after_person") and i + 1 not in marked.when_at:
        return False
    before = (marked.low(j) for j in range(i - 1, max(i - 4, -1), -1))
    return any(low in ARTICLES or low in POSSESSIVE or low in ("and", "its", "their") for low in before)


def modifies_noun(marked: Marked, i: int) -> bool:
    """Whether another noun follows at token i, so that the noun before only modifies it: "military | officials"."""
    if marked.lexicon.units.at(marked.words, marked.lows, i) is not None:
        return marked.word(i).islower()
    return marked.is_in(i, "titles") and marked.word(i).islower()


def is_place(marked: Marked, first: int, stop: int) -> bool:
    """Whether the name in tokens first..stop is that of a country or an authority."""
    known = marked.lexicon.named.at(marked.words, marked.lows, first)
    return known is not None and known[0] >= stop and known[1].kind in (*PLACES, "body", "legislature")
