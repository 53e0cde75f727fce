"""What the tokens of a sentence are: authorities, numbers, days, sanction nouns, lists, verbs.

Here: recognising each by itself. Not here: who did what to whom (see predicates), or what a day means (see dates).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from pipelines.news.claim import CountQualifier, Measure
from pipelines.news.dates import When, whens
from pipelines.news.lexicon import Lexicon, Named, Word
from pipelines.news.tokens import Sentence

POSSESSIVE = frozenset({"'s", "'"})
ARTICLES = frozenset({"the", "a", "an"})
DASHES = frozenset({"-", "–", "—", "--"})
QUOTES = frozenset({'"', "“", "”", "''", "``", "‘"})
MONEY = frozenset({"$", "€", "£", "¥", "us$", "a$", "c$"})
MEASURED = frozenset(
    "% percent per million billion trillion bn mn m k km kilometres kilometers miles tonnes tons barrels years year months month weeks week "
    "days day hours hour minutes points votes euros dollars pounds roubles rubles yen yuan seats homes houses crew am pm p.m. a.m. degrees "
    "times states-members countries nations occasions categories".split()
)


@dataclass(frozen=True, slots=True)
class Actor:
    """A mention of an authority, country or leader.

    Attributes:
        institution: named by more than the country: "the Japanese government", "OFAC".
        possessive: followed by 's.
    """

    start: int
    end: int
    code: str
    kind: str
    institution: bool = False
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number of things. `value` is None for "dozens"; `more` for "17 more", "six others", "a further 12"."""

    start: int
    end: int
    value: int | None
    qualifier: CountQualifier
    text: str


@dataclass(frozen=True, slots=True)
class Noun:
    """A sanction noun or a list. `start`..`end` is the whole noun phrase, `head` its noun; `owner` whose it is."""

    start: int
    head: int
    end: int
    measure: Measure
    kind: Literal["sanction", "list", "package"]
    owner: Actor | None = None
    country: str | None = None
    relief: bool = False
    bill: bool = False


@dataclass(slots=True)
class Marked:
    """A sentence with all that was recognised in it; `*_at` maps a token to the mention that covers it."""

    sentence: Sentence
    lexicon: Lexicon
    published_on: date | None
    actors: list[Actor] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    whens: list[When] = field(default_factory=list)
    nouns: list[Noun] = field(default_factory=list)
    actor_at: dict[int, Actor] = field(default_factory=dict)
    number_at: dict[int, Number] = field(default_factory=dict)
    when_at: dict[int, When] = field(default_factory=dict)
    noun_at: dict[int, Noun] = field(default_factory=dict)

    @property
    def lows(self) -> tuple[str, ...]:
        return self.sentence.lows

    @property
    def words(self) -> tuple[str, ...]:
        return self.sentence.words

    def low(self, i: int) -> str:
        """The case-folded token, or nothing outside the sentence."""
        return self.lows[i] if 0 <= i < len(self.lows) else ""

    def word(self, i: int) -> str:
        """The token as written, or nothing outside the sentence."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def forms(self, i: int) -> tuple[Word, ...]:
        """What verbs the token may be a form of; none inside a name of an authority, a number or a day."""
        if i in self.number_at or (i in self.actor_at and self.actor_at[i].kind != "leader"):
            return ()
        return self.lexicon.verbs.get(self.low(i), ())

    def lemma_in(self, i: int, group: str) -> Word | None:
        """The first reading of the token that is a verb of the group."""
        lemmas = self.lexicon.groups[group]
        found = [word for word in self.forms(i) if word.lemma in lemmas]
        if len(found) > 1 and (self.after_auxiliary(i) or self.low(i + 1) == "by"):
            found.sort(key=lambda word: word.form not in ("ed", "participle"))
        return found[0] if found else None

    def after_auxiliary(self, i: int) -> bool:
        """Whether a form of "be" or "have" stands before token i, adverbs aside: then "hit", "put" are participles."""
        j = i - 1
        while j >= 0 and self.is_in(j, "adverbs"):
            j -= 1
        return self.is_in(j, "auxiliaries") and self.low(j) not in ("to", "do", "does", "did")

    def is_in(self, i: int, name: str) -> bool:
        """Whether the token is in a plain word list."""
        return self.low(i) in self.lexicon.words[name]

    def text(self, start: int, end: int) -> str:
        """Tokens start..end, joined by spaces where the article has any gap."""
        parts: list[str] = []
        for i in range(start, end):
            if parts and self.sentence.starts[i] > self.sentence.ends[i - 1]:
                parts.append(" ")
            parts.append(self.words[i])
        return "".join(parts)

    def capitalised(self, i: int) -> bool:
        """Whether the token begins with a capital or is written without case at all but in letters (names in other scripts)."""
        return self.word(i)[:1].isupper()


def mark(sentence: Sentence, lexicon: Lexicon, published_on: date | None) -> Marked:
    """Recognises everything in a sentence."""
    marked = Marked(sentence, lexicon, published_on)
    marked.whens = list(whens(sentence.lows, published_on))
    marked.when_at = {i: when for when in marked.whens for i in range(when.start, when.end)}
    marked.actors = actors(marked)
    marked.actor_at = {i: actor for actor in marked.actors for i in range(actor.start, actor.end)}
    marked.numbers = list(numbers(marked))
    marked.number_at = {i: number for number in marked.numbers for i in range(number.start, number.end)}
    marked.nouns = list(nouns(marked))
    marked.noun_at = {i: noun for noun in marked.nouns for i in range(noun.start, noun.end)}
    return marked


# ---- authorities and countries --------------------------------------------------------------------------------------
def actors(marked: Marked) -> list[Actor]:
    """Mentions of authorities, in order, neighbours of one authority joined ("US" + "Treasury", "President" + "Biden")."""
    found: list[Actor] = []
    i = 0
    while i < len(marked.sentence):
        actor = actor_at(marked, i)
        if actor is None:
            i += 1
            continue
        i = actor.end
        if (
            found
            and found[-1].code == actor.code
            and marked.low(actor.start - 1) == "("
            and found[-1].end == actor.start - 1
            and marked.low(actor.end) == ")"
        ):
            found[-1] = replace(found[-1], end=actor.end + 1)
            i = actor.end + 1
            continue
        if found and joins(marked, found[-1], actor):
            before = found.pop()
            kind = before.kind if before.kind == "legislature" else actor.kind if actor.institution else before.kind
            actor = replace(actor, start=before.start, code=before.code, kind=kind, institution=True)
        found.append(actor)
    return found


def joins(marked: Marked, before: Actor, after: Actor) -> bool:
    """Whether two mentions are one: the same code, side by side or parted by no more than an institution or 's."""
    if before.code != after.code and not (before.code == "EU" and after.kind == "adjective"):
        return False
    gap = [marked.low(i) for i in range(before.end, after.start)]
    if before.possessive and not gap:
        return after.institution or after.kind == "leader"
    return all(word in POSSESSIVE or word in ("of", "the", "president", "secretary") for word in gap) and len(gap) < 3


def actor_at(marked: Marked, i: int) -> Actor | None:
    """The mention that begins at token i, with its institution: "Japan's foreign minister", "the parliament of Georgia"."""
    if marked.is_in(i, "executive") or marked.is_in(i, "legislature"):
        of = institution_of(marked, i)
        if of is not None:
            return of
    hit = marked.lexicon.named.at(marked.words, marked.lows, i)
    if hit is None or (marked.low(i - 1) == "-" and marked.low(i - 2) in ("pro", "anti")):
        return None
    end, named = hit
    if marked.low(i) == "the" and marked.low(end) == "of":
        return None
    if named.code == "WEST" and marked.capitalised(end):
        return None
    if named.kind == "leader" and not in_office(named, marked.published_on):
        named = Named("person", named.code)
    actor = Actor(i, end, named.code, named.kind, institution=named.kind in ("body", "legislature", "leader"))
    if named.kind == "other":
        return actor
    return with_institution(marked, actor)


def in_office(named: Named, day: date | None) -> bool:
    """Whether a leader acts for the country on that day (whenever no day is known)."""
    return day is None or named.years[0] <= day.year <= named.years[1]


def with_institution(marked: Marked, actor: Actor) -> Actor:
    """The mention extended over the institution that follows it, and over the name of the person who holds the office."""
    i = actor.end
    possessive = marked.low(i) in POSSESSIVE
    i += possessive
    for j in range(i, min(i + 5, len(marked.sentence))):
        for kind in ("legislature", "executive"):
            if marked.is_in(j, kind):
                return office(marked, actor, j, kind)
        if marked.low(j) in DASHES and marked.capitalised(j - 1):
            continue
        if not marked.word(j)[:1].isalpha() or marked.lexicon.verbs.get(marked.low(j)) or j in marked.when_at:
            break
        if marked.low(j) in (
            "of",
            "and",
            "on",
            "in",
            "to",
            "for",
            "against",
            "has",
            "is",
            "are",
            "was",
            "were",
            "by",
            "with",
            "that",
            "who",
            "over",
            "from",
            "at",
        ):
            break
    return replace(actor, end=i, possessive=possessive)


def office(marked: Marked, actor: Actor, i: int, kind: str) -> Actor:
    """A country's institution: its words, "of foreign affairs", and the name of its holder."""
    end = i + 1
    while end < len(marked.sentence) and (marked.is_in(end, "executive") or marked.is_in(end, "legislature")):
        end += 1
    if marked.low(end) == "of" and marked.low(end + 1) in (
        "foreign",
        "finance",
        "state",
        "defence",
        "defense",
        "commerce",
        "economy",
        "the",
        "trade",
        "treasury",
    ):
        inside = end + 1 + (marked.low(end + 1) == "the")
        while marked.capitalised(inside) and inside < end + 5 and inside not in marked.when_at:
            inside += 1
        end = max(end, inside) if inside > end + 1 + (marked.low(end + 1) == "the") else end
    while marked.capitalised(end) and end not in marked.when_at and not starts_actor(marked, end) and end < i + 8:
        end += 1
    possessive = marked.low(end) in POSSESSIVE
    if actor.kind in ("body", "legislature"):
        kind = actor.kind
    return Actor(
        actor.start,
        end + possessive,
        actor.code,
        "legislature" if kind == "legislature" else "body",
        institution=True,
        possessive=possessive,
    )


def starts_actor(marked: Marked, i: int) -> bool:
    """Whether another authority's name begins here, so that an office holder's name ends."""
    hit = marked.lexicon.named.at(marked.words, marked.lows, i)
    return hit is not None and hit[1].kind not in ("leader", "other")


def institution_of(marked: Marked, i: int) -> Actor | None:
    """ "The government of Japan", "Ministry of Foreign Affairs of Iran", "President of the United States"."""
    for j in range(i + 1, min(i + 7, len(marked.sentence))):
        if marked.low(j) == "of":
            k = j + 1 + (marked.low(j + 1) == "the")
            hit = marked.lexicon.named.at(marked.words, marked.lows, k) if k < len(marked.sentence) else None
            if hit is not None and hit[1].kind in ("country", "body"):
                if hit[1].kind == "body" and hit[1].code == "US" and hit[0] - k == 1:
                    return None
                kind = "legislature" if marked.is_in(i, "legislature") else "body"
                possessive = marked.low(hit[0]) in POSSESSIVE
                return Actor(i, hit[0] + possessive, hit[1].code, kind, institution=True, possessive=possessive)
        elif (
            not marked.word(j)[:1].isalpha()
            or j > i + 1
            and not marked.capitalised(j)
            and marked.low(j) not in ("and", "the", "for")
        ):
            return None
    return None


# ---- numbers --------------------------------------------------------------------------------------------------------
def numbers(marked: Marked) -> Iterator[Number]:
    """Numbers that count something: no years, days, money, shares, measures, ordinals."""
    i = 0
    while i < len(marked.sentence):
        parsed = number_at(marked, i)
        if parsed is None:
            i += 1
            continue
        end, value = parsed
        if counts(marked, i, end, value):
            yield qualified(marked, i, end, value)
        i = end


def number_at(marked: Marked, i: int) -> tuple[int, int | None] | None:
    """The number that begins at token i, and where it ends."""
    if i in marked.when_at or i in marked.actor_at:
        return None
    digits = marked.low(i).replace(",", "")
    if digits.isascii() and digits.isdigit():
        multiple = marked.lexicon.multiples.get(marked.low(i + 1).removesuffix("s"), 1)
        return (i + 1, int(digits)) if multiple == 1 else (i + 2, int(digits) * multiple)
    if marked.is_in(i, "vague"):
        return i + 1, None
    return spelled(marked, i)


def spelled(marked: Marked, i: int) -> tuple[int, int] | None:
    """ "twenty-one", "two dozen", "a hundred and fifty"."""
    total = group = 0
    end = i
    while end < len(marked.sentence):
        low = marked.low(end)
        if low in marked.lexicon.values:
            group += marked.lexicon.values[low]
        elif low in marked.lexicon.multiples and (group or marked.low(end - 1) in ("a", "half")):
            group = max(group, 1) * marked.lexicon.multiples[low]
            total, group = (total + group, 0) if low == "thousand" else (total, group)
        elif not (
            end > i and low in ("-", "and") and marked.low(end + 1) in marked.lexicon.values and continues(marked, end)
        ):
            break
        end += 1
    if total + group and marked.low(i) == "one" and marked.low(i + 1) == "of":
        return i + 1, 1
    if end == i and marked.low(i) == "a" and marked.low(i + 1) in marked.lexicon.multiples:
        inner = spelled(marked, i + 1)
        return inner
    return (end, total + group) if total + group else None


def continues(marked: Marked, i: int) -> bool:
    """Whether "-" or "and" at i goes on with the number before it: "sixty-five", "hundred and ten", not "five and three"."""
    before = marked.low(i - 1)
    if marked.low(i) == "-":
        return marked.lexicon.values.get(before, 0) >= 20
    return before in marked.lexicon.multiples


def counts(marked: Marked, start: int, end: int, value: int | None) -> bool:
    """Whether a number counts things that could be parties."""
    before, after = marked.low(start - 1), marked.low(end)
    if (
        before in MONEY
        or after in MEASURED
        or before
        in (
            "no.",
            "article",
            "resolution",
            "section",
            "flight",
            "aged",
            "number",
            "#",
            "mi",
            "vote",
            "e.o.",
            "order",
            "age",
        )
    ):
        return False
    if after in DASHES and marked.low(end + 1) in MEASURED | {"point", "page", "member", "nation", "strong", "old"}:
        return False
    if (
        before in DASHES
        and not marked.words[start - 1] == "—"
        and marked.sentence.starts[start] == marked.sentence.ends[start - 1]
    ):
        return False
    if (
        marked.capitalised(start - 1)
        and start > 1
        and start - 1 not in marked.actor_at
        and start - 1 not in marked.when_at
        and marked.words[start].isdigit()
        and not marked.is_in(start - 1, "vague")
        and marked.low(start - 1) not in FIRST_WORDS
    ):
        return False
    if (
        value is not None
        and 1900 <= value <= 2100
        and "," not in marked.word(start)
        and marked.low(start - 1) in ("in", "since", "of", "by", "the", "from", "until", "(", "after", "before")
    ):
        return False
    return after not in ("°", "th", "st", "nd", "rd") and not (value == 1 and after in ("of", "another", "day"))


FIRST_WORDS = frozenset(
    {
        "the",
        "all",
        "some",
        "these",
        "those",
        "another",
        "over",
        "about",
        "nearly",
        "almost",
        "and",
        "on",
        "to",
        "with",
        "against",
        "sanctions",
        "than",
        "least",
        "around",
    }
)


def qualified(marked: Marked, start: int, end: int, value: int | None) -> Number:
    """A number with the words before it that say how exact it is."""
    lows = marked.lows
    first = (
        start - 1
        if start and lows[start - 1] in ("a", "an", "the", "all", "another", "additional", "further")
        else start
    )
    for length in (4, 3, 2, 1):
        for at in {start - length, first - length}:
            if at < 0:
                continue
            hit = marked.lexicon.qualifiers.at(marked.words, lows, at)
            if hit is not None and hit[0] in (start, first):
                qualifier = more_than_under(lows, at, hit[1])
                return Number(at, end, value, qualifier, marked.text(start, end))
    plus = marked.low(end) in ("+", "plus") and marked.low(end) == "+"
    if (
        plus
        or (marked.low(end) == "-" and marked.low(end + 1) == "plus")
        or (marked.low(end) == "or" and marked.low(end + 1) == "more")
    ):
        return Number(start, end, value, "at_least" if not plus else "more_than", marked.text(start, end))
    return Number(start, end, value, "exact", marked.text(start, end))


def more_than_under(lows: tuple[str, ...], at: int, qualifier: str) -> CountQualifier:
    """The qualifier, but "no more than" and "not more than" turn it."""
    if qualifier == "more_than" and at and lows[at - 1] in ("no", "not"):
        return "fewer_than"
    return qualifier  # type: ignore[return-value]


# ---- sanction nouns and lists ---------------------------------------------------------------------------------------
def nouns(marked: Marked) -> Iterator[Noun]:
    """Sanction nouns and lists, each with its whole noun phrase and whose it is."""
    i = 0
    while i < len(marked.sentence):
        hit = noun_from(marked, i)
        if hit is None:
            i += 1
            continue
        yield hit
        i = max(hit.end, i + 1)


def noun_from(marked: Marked, i: int) -> Noun | None:
    """The noun whose head begins at token i."""
    listed = marked.lexicon.lists.at(marked.words, marked.lows, i)
    if listed is not None:
        if listed[0] == i + 1 and lists_as_verb(marked, i):
            return None
        return noun_phrase(marked, i, listed[0], listed[1], "list")
    named = marked.lexicon.nouns.at(marked.words, marked.lows, i)
    if named is not None:
        return None if is_verb(marked, i, named[0]) else sanction_noun(marked, i, named[0], named[1])
    if marked.is_in(i, "packages") and owned_package(marked, i):
        return package(marked, i)
    if marked.low(i) in ("list", "lists") and owned_list(marked, i):
        return noun_phrase(marked, i, i + 1, "listing", "list")
    if marked.low(i) == "measures" and marked.actor_at.get(i - 1) is not None:
        return noun_phrase(marked, i, i + 1, "listing", "sanction")
    return None


def lists_as_verb(marked: Marked, i: int) -> bool:
    """Whether "blacklists" at i is a verb: an object follows, and its subject, not an adjective, stands before."""
    before = marked.low(i - 1)
    return (
        object_follows(marked, i + 1)
        and before not in NOUN_BEFORE
        and before not in POSSESSIVE
        and marked.low(i + 1) not in ("including",)
    )


def sanction_noun(marked: Marked, i: int, end: int, measure: Measure) -> Noun | None:
    """A sanction noun, with the compound it may begin: "sanctions package" is one, "sanctions evasion" is none."""
    after = end + (marked.low(end) == "-")
    if not is_compound(marked, after):
        return coordinated(marked, i, end, measure)
    if not marked.is_in(after, "carriers"):
        return None
    noun = noun_phrase(
        marked, i, after + 1, measure, "list" if marked.low(after) in ("list", "lists", "blacklist") else "sanction"
    )
    relief = marked.is_in(after, "relief")
    return replace(noun, relief=relief, bill=marked.low(after) in ("bill", "bills", "legislation"))


def is_compound(marked: Marked, i: int) -> bool:
    """Whether the word after a sanction noun makes it a compound; "sanctions target the bank" has a verb there."""
    if not marked.is_in(i, "compounds") or i in marked.when_at:
        return False
    return not (
        marked.low(i) in ("target", "targets", "hit", "list", "bill")
        and object_follows(marked, i + 1)
        and marked.low(i - 1) != "-"
    )


def coordinated(marked: Marked, i: int, end: int, measure: Measure) -> Noun:
    """One noun phrase for "asset freezes and travel bans"; the first noun says the measure, unless a later one is a listing."""
    last, best = end, measure
    while True:
        j = last
        while j < last + 5 and marked.low(j) in {
            ",",
            "and",
            "or",
            "a",
            "an",
            "as",
            "well",
            "other",
            "economic",
            "targeted",
            "/",
            "including",
            "such",
            "like",
            "new",
            "an",
        }:
            j += 1
        hit = marked.lexicon.nouns.at(marked.words, marked.lows, j) if last < j < len(marked.sentence) else None
        if hit is None or is_verb(marked, j, hit[0]) or is_compound(marked, hit[0]):
            break
        last, best = hit[0], "listing" if "listing" in (best, hit[1]) else best
    return noun_phrase(marked, i, last, best, "sanction")


def package(marked: Marked, i: int) -> Noun:
    """A package or round of sanctions; one that has a number and no owner ("the 14th package") is the EU's: no one else numbers them."""
    noun = noun_phrase(marked, i, i + 1, "listing", "package")
    numbered = any(ordinal(marked.low(j)) for j in range(noun.start, i))
    if noun.owner is None and numbered and not {"its", "their"} & set(marked.lows[noun.start : i]):
        noun = replace(noun, owner=Actor(noun.start, noun.start, "EU", "adjective"))
    bloc = noun.owner is None or noun.owner.code == "EU"
    russia = bloc and numbered and noun.country is None
    return replace(noun, country="RU") if russia else noun


def ordinal(low: str) -> bool:
    """ "14th", "fourteenth"."""
    return low in ORDINALS or low[:1].isdigit() and low.endswith(("th", "rd", "nd", "st"))


def owned_package(marked: Marked, i: int) -> bool:
    """Whether "package", "round" is one of sanctions without the word: "the EU's 14th package", "the latest British round"."""
    window = marked.lows[max(0, i - 5) : i]
    near = any(map(ordinal, window))
    owner = any(actor.end <= i and actor.end >= i - 4 for actor in marked.actors) or "its" in window
    return (
        near or (owner and any(word in ("latest", "new", "biggest", "largest", "newest") for word in window))
    ) and marked.low(i + 1) != "of"


ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
)


def owned_list(marked: Marked, i: int) -> bool:
    """Whether a bare "list" is a sanctions list: an authority's ("its list", "the EU's Belarus list", "the British list")."""
    window = marked.lows[max(0, i - 4) : i]
    if marked.low(i + 1) in ("of", "price") or marked.low(i - 1) == "to":
        return False
    return (
        "its" in window or "their" in window or any(i - 4 <= actor.end <= i and actor.code for actor in marked.actors)
    )


def is_verb(marked: Marked, i: int, end: int) -> bool:
    """Whether "sanction(s)", "designation" at i is the verb: an object follows, and no word before makes it a noun."""
    if end != i + 1 or marked.low(i) not in ("sanctions", "sanction"):
        return False
    before, after = marked.low(i - 1), marked.low(i + 1)
    if (
        before in NOUN_BEFORE
        or marked.is_in(i + 1, "compounds")
        or after in NOUN_AFTER
        or i + 1 >= len(marked.sentence)
    ):
        return False
    if before == "to" or marked.lexicon.modals.get(before) or before in ("also", "jointly", "not", "n't"):
        return True
    if marked.low(i) == "sanction":
        return plural_subject(marked, i) and object_follows(marked, i + 1)
    if i == 0 or (i - 1 not in marked.actor_at and not marked.is_in(i - 1, "adverbs") and before != ")"):
        return bool(i) and before == "and" and object_follows(marked, i + 1) and after not in ("against",)
    actor = marked.actor_at.get(i - 1)
    if actor is not None and (actor.possessive or actor.kind in ("adjective", "nationals")) and actor.code != "US":
        return False
    return object_follows(marked, i + 1)


NOUN_BEFORE = frozenset(
    "the of on against economic financial new fresh more further additional some any all no these those such its their his under over for with impose imposes imposed imposing by a an "
    "tough tougher targeted international western sweeping secondary primary and/or lift lifts lifted ease eased despite existing other harsh harsher stronger personal".split()
)
NOUN_AFTER = frozenset(
    "on against over for in by to from imposed announced aimed targeting placed have has had will would could should can may might must are were was is that which and or as , . ; : ) after since amid under if when "
    'due put introduced adopted linked related remain remained levied hit target bite directed because following affecting of until unless until with ? ! — – - ’ ” " came come took take be been not'.split()
)


def plural_subject(marked: Marked, i: int) -> bool:
    """Whether what stands before a bare "sanction" can be its plural subject: "the UK and Canada sanction", "ministers sanction"."""
    j = i - 1
    while j >= 0 and marked.is_in(j, "adverbs"):
        j -= 1
    actor = marked.actor_at.get(j)
    return (
        actor is not None
        and (marked.low(actor.start - 1) in ("and", "the") or actor.institution)
        and not actor.possessive
    )


def object_follows(marked: Marked, i: int) -> bool:
    """Whether a noun phrase, and no verb or preposition, begins at token i."""
    low = marked.low(i)
    if (
        i in marked.number_at
        or i in marked.actor_at
        or low in ("the", "a", "an", "its", "several", "two", "former", "top", "dozens")
    ):
        return True
    return low[:1].isalnum() and low not in NOUN_AFTER and not marked.is_in(i, "auxiliaries")


def noun_phrase(
    marked: Marked, head: int, end: int, measure: Measure, kind: Literal["sanction", "list", "package"]
) -> Noun:
    """The noun phrase around a head: leftwards over its adjectives, numbers, owner and "package of"."""
    start, owner, country = head, None, None
    while start > 0 and head - start < 14:
        actor = marked.actor_at.get(start - 1)
        if start - 1 in marked.number_at:
            start = marked.number_at[start - 1].start
        elif actor is not None:
            if actor.kind == "other" or not owns(marked, actor, start):
                break
            owner, country = owners(marked, actor, owner, country)
            start = actor.start
        elif marked.low(start - 1) == "-" and start - 2 in marked.actor_at:
            start = marked.actor_at[start - 2].start
        elif (owned := owner_word(marked, start - 1)) is not None:
            owner, start = owner or owned, owned.start
        elif inside_phrase(marked, start - 1):
            start -= 1
        else:
            break
    return Noun(start, head, end, measure, kind, owner, country)


def owns(marked: Marked, actor: Actor, at: int) -> bool:
    """Whether an authority right before a noun phrase's words is part of the phrase and no subject of its own."""
    if actor.possessive or actor.kind == "adjective":
        return True
    after = marked.low(actor.end)
    return actor.kind in ("country", "body") and actor.end == at and (at in marked.noun_at or after not in ARTICLES)


def owners(marked: Marked, actor: Actor, owner: Actor | None, country: str | None) -> tuple[Actor | None, str | None]:
    """Owner and target of "US Russia sanctions", "its North Korea list": the outer one owns, the inner one is aimed at."""
    if owner is not None:
        return actor, owner.code if owner.kind in ("country", "adjective") else country
    if actor.kind in ("country", "adjective") and not actor.possessive and actor.code not in SANCTIONERS:
        return None, actor.code
    return actor, country


SANCTIONERS = frozenset({"US", "EU", "UK", "UN", "CA", "AU", "JP", "CH", "NZ", "WEST", "INTL", "KR", "NO", "UA"})
"""Whose name before "sanctions" says who imposes them; any other's says at whom they are aimed ("Iran sanctions")."""


def owner_word(marked: Marked, i: int) -> Actor | None:
    """ "Western", "UN", "international" before a sanction noun."""
    for length in (3, 2, 1):
        at = i - length + 1
        hit = marked.lexicon.owners.at(marked.words, marked.lows, at) if at >= 0 else None
        if hit is not None and hit[0] == i + 1:
            return Actor(at, i + 1, hit[1].code, "adjective")
    return None


def inside_phrase(marked: Marked, i: int) -> bool:
    """Whether token i may stand inside a noun phrase before its head."""
    low = marked.low(i)
    if i in marked.when_at or low in BREAKS:
        return marked.low(i + 1) in ("package", "packages") and False
    if low == "of":
        return (
            marked.is_in(i - 1, "packages")
            or marked.low(i - 1) in QUOTES
            and marked.is_in(i - 2, "packages")
            or marked.low(i - 1) in ("number", "list", "lists", "form")
        )
    if low == ",":
        return (
            marked.low(i - 1).isalpha()
            and not marked.capitalised(i - 1)
            and not marked.forms(i - 1)
            and i - 1 not in marked.when_at
            and i - 1 not in marked.noun_at
        )
    if low == "and":
        return (
            not marked.capitalised(i - 1)
            and not marked.forms(i - 1)
            and marked.low(i + 1) not in ARTICLES
            and marked.low(i - 1).endswith(("ic", "al", "ary", "el", "ed"))
        )
    forms = marked.forms(i)
    if forms and not adjectival(marked, i) or not forms and looks_finite(marked, i):
        return False
    return (
        low not in marked.lexicon.modals
        and (not marked.is_in(i, "auxiliaries") or low in POSSESSIVE)
        and not marked.is_in(i, "adverbs")
    )


def looks_finite(marked: Marked, i: int) -> bool:
    """Whether a word that no lexicon knows looks like a verb: "blames", "condemned"; not "rights", "targeted"."""
    low = marked.low(i)
    if not marked.word(i).islower() or not low.isalpha() or low in ADJECTIVES or marked.is_in(i, "packages"):
        return False
    return low.endswith("ed") or low.endswith("s") and not low.endswith(("ss", "us", "is"))


ADJECTIVES = frozenset(
    "targeted limited coordinated unprecedented related tailored renewed enhanced increased combined united planned calibrated reinstated sustained focused "
    "rights arms drugs goods services affairs sports visas assets additional allies oligarchs threatened so-called detailed led banks planned proposed its his this various previous serious".split()
)


BREAKS = frozenset(
    "on against in at by for with from to into over under after before about than that which who when while if as because since despite amid through during within without between toward towards off up out down "
    "but or nor ( ) ; : . ! ? — – he she it they we i you there so including via upon onto among unless until although though whether where".split()
)


def adjectival(marked: Marked, i: int) -> bool:
    """Whether a verb form at i modifies the noun: "proposed sanctions", "tightened sanctions", "expanded list" after a determiner."""
    if not any(word.form in ("ed", "participle", "ing") for word in marked.forms(i)):
        return marked.low(i) in ("set", "target", "listing", "further", "list", "state")
    if marked.low(i) in (
        "proposed",
        "threatened",
        "planned",
        "expected",
        "suggested",
        "tightened",
        "expanded",
        "renewed",
        "targeted",
    ):
        return not (
            i - 1 in marked.actor_at
            or marked.low(i - 1) in ("it", "they", "he", "she", "has", "have", "had", "also", "who")
        )
    return (
        marked.low(i - 1) in {"the", "its", "their", "these", "a", "an", "any", "newly", "previously", "new"}
        or marked.low(i - 1) in POSSESSIVE
    )
