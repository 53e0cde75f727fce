"""How alike two names are: a few named features, each with its weight.

Here: two names side by side. Not here: finding the few names worth comparing (see matching), or what else tells parties
apart, as births and countries do (see subjects).

The words of the two names are paired, likest first. What then differs is what the score loses: letters within pairs, a
word that each name has and the other lacks, words that only one has, an order that no custom explains, another legal
form. Equal names score 1; from THRESHOLD on, the two may well name one party.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from pipelines.designations.names import skeleton
from pipelines.designations.names import sound as sound_of
from pipelines.matching.name_words import NameWords, Word, looks_like_organisation, name_words

THRESHOLD = 0.72

PAIRS_FROM = 0.35
"""Words less alike than this are no pair."""
SAME_SOUND = 0.98
CONSONANTS_SHARE = 0.7
FEWEST_CONSONANTS = 2
INITIAL_FITS = 0.8
JOINS_FROM = 0.84
ACRONYM_SCORE = 0.75
FEWEST_INITIALS = 3
FULL_EVIDENCE = 2.0


@dataclass(frozen=True, slots=True)
class Match:
    """How alike two names are: between 0 and 1, what each feature took away, and the same in words."""

    score: float
    features: tuple[tuple[str, float], ...]
    explanation: str

    @property
    def is_match(self) -> bool:
        """Whether the two may well name one party."""
        return self.score >= THRESHOLD


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two names side by side.

    Attributes:
        pairs: (place in the first, place in the second, likeness) of each pair of words.
        first_only: weight of the words that only the first has; second_only likewise.
        lost: weight of what differs within pairs.
    """

    first: NameWords
    second: NameWords
    pairs: tuple[tuple[int, int, float], ...]
    first_only: float
    second_only: float
    lost: float

    @property
    def is_organisation(self) -> bool:
        """Whether the names are compared as those of organisations or ships."""
        return self.first.is_organisation

    @property
    def weights(self) -> tuple[float, float]:
        """What all words of the shorter and of the longer name weigh."""
        both = sorted(sum(word.weight for word in name.words) for name in (self.first, self.second))
        return both[0] or 1.0, both[1] or 1.0


def _differs(c: Comparison) -> float:
    """Letters that differ, and words that each name has and the other lacks: up to two words' worth."""
    return min(FULL_EVIDENCE, c.lost + min(c.first_only, c.second_only))


def _differing_share(c: Comparison) -> float:
    """The same as a share of the shorter name: one letter matters more in a short name."""
    return (c.lost + min(c.first_only, c.second_only)) / c.weights[0]


def _more_words(c: Comparison) -> float:
    """The share of the longer name that the other lacks: second names and patronymics come and go."""
    return abs(c.first_only - c.second_only) / c.weights[1]


def _order(c: Comparison) -> float:
    """1 where the words stand in an order that a family name put first does not explain."""
    places = [second for _, second, _ in sorted(c.pairs)]
    ordered = sorted(places)
    return 0.0 if any(places[at:] + places[:at] == ordered for at in range(len(places) or 1)) else 1.0


def _legal_form(c: Comparison) -> float:
    """1 where both names state a legal form and none is the same."""
    one, other = c.first.legal_forms, c.second.legal_forms
    return 1.0 if one and other and not one & other else 0.0


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that two names can differ in: what a whole unit of it costs, for persons and for organisations."""

    name: str
    person: float
    organisation: float
    of: Callable[[Comparison], float]


FEATURES = (
    Feature("letters or words differ", 0.75, 0.75, _differs),
    Feature("share of the name that differs", 0.25, 0.25, _differing_share),
    Feature("words that only one has", 0.15, 0.25, _more_words),
    Feature("order of the words", 0.32, 0.10, _order),
    Feature("legal form", 0.0, 0.35, _legal_form),
)


def score(name1: str, name2: str, party_type: str | None = None) -> Match:
    """How alike two names are. Without a party type, a legal form or the like tells an organisation from a person."""
    is_organisation = (
        party_type != "individual" if party_type else looks_like_organisation(name1) or looks_like_organisation(name2)
    )
    first = name_words(name1, is_organisation=is_organisation)
    second = name_words(name2, is_organisation=is_organisation)
    return match_of(first, second)


def match_of(first: NameWords, second: NameWords) -> Match:
    """`score` of names that are already words."""
    if not first.words or not second.words:
        return Match(0.0, (), "one of the names has no word that can be read")
    if _is_acronym(first, second) or _is_acronym(second, first):
        return Match(ACRONYM_SCORE, (("initials", 1 - ACRONYM_SCORE),), "one name is the initials of the other")
    if first.words == second.words and first.legal_forms == second.legal_forms:
        return Match(1.0, (), "the same words")
    compared = compare(first, second)
    losses = tuple((feature.name, round(cost, 3)) for feature in FEATURES if (cost := _cost(feature, compared)) > 0)
    total = round(max(0.0, 1.0 - sum(cost for _, cost in losses)), 3)
    return Match(total, losses, _explained(compared, losses))


def _cost(feature: Feature, compared: Comparison) -> float:
    return feature.of(compared) * (feature.organisation if compared.is_organisation else feature.person)


def compare(first: NameWords, second: NameWords) -> Comparison:
    """The words of two names paired, likest first, words written together or apart notwithstanding."""
    is_lossy = first.is_vowelless != second.is_vowelless
    one = _joined(first.words, second.words, is_lossy=is_lossy)
    other = _joined(second.words, one, is_lossy=is_lossy)
    pairs = _paired(one, other, is_lossy=is_lossy)
    ones, others = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    return Comparison(
        first,
        second,
        pairs,
        first_only=sum(word.weight for place, word in enumerate(one) if place not in ones),
        second_only=sum(word.weight for place, word in enumerate(other) if place not in others),
        lost=sum((one[i].weight + other[j].weight) / 2 * (1 - likeness) for i, j, likeness in pairs),
    )


def _paired(one: tuple[Word, ...], other: tuple[Word, ...], *, is_lossy: bool) -> tuple[tuple[int, int, float], ...]:
    candidates = [
        (1.0 if a.text == b.text else likeness(a.text, b.text, is_lossy=is_lossy), -abs(i - j), i, j)
        for i, a in enumerate(one)
        for j, b in enumerate(other)
    ]
    pairs: list[tuple[int, int, float]] = []
    ones: set[int] = set()
    others: set[int] = set()
    for alike, _, i, j in sorted(candidates, reverse=True):
        if alike < PAIRS_FROM:
            break
        if i not in ones and j not in others:
            ones.add(i)
            others.add(j)
            pairs.append((i, j, alike))
    return tuple(pairs)


def _joined(these: tuple[Word, ...], those: tuple[Word, ...], *, is_lossy: bool) -> tuple[Word, ...]:
    """Two words of `these` as one where one of `those` is much like the two together: "Jean Marie", "Jeanmarie"."""
    texts = {each.text for each in those}
    if len(these) < 2 or all(each.text in texts for each in these):
        return these
    for place in range(len(these) - 1):
        left, right = these[place], these[place + 1]
        if left.text in texts or right.text in texts:
            continue
        text = left.text + right.text
        best = max(those, key=lambda each: likeness(text, each.text, is_lossy=is_lossy))
        together = likeness(text, best.text, is_lossy=is_lossy)
        apart = max(likeness(each.text, best.text, is_lossy=is_lossy) for each in (left, right))
        if together >= JOINS_FROM and together > apart and len(best.text) > FEWEST_INITIALS:
            word = Word(text, text, min(1.0, left.weight + right.weight))
            return _joined((*these[:place], word, *these[place + 2 :]), those, is_lossy=is_lossy)
    return these


@lru_cache(maxsize=100_000)
def likeness(one: str, other: str, *, is_lossy: bool = False) -> float:
    """How alike two words are, by letters or by sound; by consonants too where one script leaves the vowels open."""
    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return INITIAL_FITS if one[0] == other[0] and one[0].isalpha() else 0.0
    if one.isdigit() and other.isdigit():
        return 0.0
    found = OSA.normalized_similarity(one, other)
    found = max(found, SAME_SOUND * OSA.normalized_similarity(sound_of(one), sound_of(other)))
    return max(found, _likeness_of_bones(one, other, found)) if is_lossy else found


def _likeness_of_bones(one: str, other: str, letters: float) -> float:
    """How alike the consonants are, in view of the letters too: consonants alone are soon the same."""
    bones = skeleton(one), skeleton(other)
    if min(map(len, bones)) < FEWEST_CONSONANTS:
        return 0.0
    return CONSONANTS_SHARE * OSA.normalized_similarity(*bones) + (1 - CONSONANTS_SHARE) * letters


def _is_acronym(short: NameWords, long: NameWords) -> bool:
    """Whether one name is a single word made of the initials of an organisation's."""
    return (
        short.is_organisation
        and len(short.words) == 1
        and len(long.initials) >= FEWEST_INITIALS
        and short.words[0].text == long.initials
    )


def _explained(compared: Comparison, losses: tuple[tuple[str, float], ...]) -> str:
    same = sum(alike == 1.0 for *_, alike in compared.pairs)
    near = len(compared.pairs) - same
    agreed = [f"{same} equal" if same else "", f"{near} similar" if near else ""]
    told = " and ".join(each for each in agreed if each) or "no"
    lost = "; ".join(f"{name} −{cost:.2f}" for name, cost in losses if cost >= 0.005)
    return f"{told} word{'s' if same + near != 1 else ''}" + (f"; {lost}" if lost else "")
