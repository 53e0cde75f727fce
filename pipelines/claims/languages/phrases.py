"""Text to tokens, and phrases of words and stems in them.

Here: where a token begins and ends, and looking phrases up. Not here: where a sentence ends (see
pipelines.claims.tokens, whose rules hold for every language here), or what phrases mean (see wording).

Hyphens part words ("EU-Sanktionen", "24-х"), and so does the elision of French ("l'Union"). An ordinal keeps its stop
("24. Februar"), so that it ends no sentence. spaCy's tokenizers were tried: that for French takes 2.6 s to load, and
none of them parts what is needed here.

A stem stands for its inflected forms: "санкци*" is санкции, санкций, санкциями. An ending has up to three letters,
which keeps "беларус*" (a national) apart from "беларуск*" (an adjective). A tilde stands for an ending of case alone:
"Куб~" is Кубы and Кубой, and no Кубрак.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipelines.claims.marks import same_case
from pipelines.claims.tokens import LONGEST, Sentence, begins_sentence, paragraphs
from pipelines.claims.tokens import words_of as stretches

# ---- tokens ---------------------------------------------------------------------------------------------------------
TOKEN = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{4}"  # 24.02.2022
    r"|\d{1,2}\.(?=\s(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))"  # 24. Februar
    r"|\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:er)?"  # 2 500, 1er mars
    r"|(?:[cdjlmnst]|qu|jusqu|lorsqu|un|[ad]ll|(?:de|ne|da|su|co|a)ll)['’](?=\w|$)"  # l'Union, dell'Unione
    r"|(?:гг?|рр?|M|Dr|r|tys|ok|m\.in|EE\.\s?UU)\."  # 2022 г., EE.UU.
    r"|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*[*~]?"
    r"|\S",
    re.IGNORECASE,
)


def folded(word: str) -> str:
    """A word as it is compared: lower case, one kind of apostrophe, and е in place of ё."""
    return word.casefold().replace("’", "'").replace("ʼ", "'").replace("ё", "е")


def words_of(phrase: str) -> tuple[str, ...]:
    """The tokens of a phrase of a lexicon; a star or tilde at the end of a word stays with it."""
    return tuple(TOKEN.findall(phrase))


def sentences(text: str, start: int = 0) -> Iterator[Sentence]:
    """Yields all sentences of a text from `start` on, in order."""
    for first, last in paragraphs(text, start):
        for begin, end in stretches(text, first, last):
            yield from sentences_of(text, begin, end)


def sentences_of(text: str, begin: int, end: int) -> Iterator[Sentence]:
    """Yields the sentences of the paragraph from `begin` to `end`."""
    tokens: list[re.Match[str]] = []
    for token in TOKEN.finditer(text, begin, end):
        if tokens and (len(tokens) >= LONGEST or begins_sentence([part[0] for part in tokens[-2:]], token[0])):
            yield sentence(tokens)
            tokens = []
        tokens.append(token)
    if tokens:
        yield sentence(tokens)


def sentence(tokens: list[re.Match[str]]) -> Sentence:
    """The sentence that these tokens make, with its words as compared and their positions."""
    words = tuple(part[0] for part in tokens)
    return Sentence(
        words, tuple(map(folded, words)), tuple(part.start() for part in tokens), tuple(part.end() for part in tokens)
    )


# ---- phrases --------------------------------------------------------------------------------------------------------
Payload = TypeVar("Payload")

CASES = frozenset({
    "", "а", "я", "у", "ю", "ы", "и", "і", "ї", "е", "є", "ом", "ем", "ам", "ой", "ою", "ей", "ею", "єю", "ью", "ым",
    "им", "ім", "ай", "аю", "яй", "ого", "ому", "ая", "ую", "ых", "их", "ыми", "ими", "ьої", "ої", "ій",
    *"aeiouyęą", "ie", "ii", "ią", "iem", "em", "om", "owi", "ami", "ach", "ej", "ego", "emu", "ych", "ymi", "ym", "ów",
})  # fmt: skip
"""Endings of names of countries."""

LONGEST_ENDING = 3
SHORTEST_STEM = 2

MOST_REMEMBERED = 20_000
"""Words of texts whose entries are remembered, so that no pile of articles fills the memory."""


@dataclass(frozen=True, slots=True)
class Phrase(Generic[Payload]):
    """A phrase in a sentence, from token `start` to before `end`."""

    start: int
    end: int
    meaning: Payload


class FirstWords(Generic[Payload]):
    """Entries of a lexicon by the first word or stem of their phrase; those of a word of the text are cached."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[Payload]] = defaultdict(list)
        self._known: dict[str, tuple[Payload, ...]] = {}

    def add(self, word: str, entry: Payload) -> None:
        """Adds an entry under the first word of its phrase."""
        self._by_first[folded(word)].append(entry)
        self._known.clear()

    def of(self, low: str) -> tuple[Payload, ...]:
        """The entries whose phrases can begin with this word of the text; empty if there are none."""
        entries = self._known.get(low)
        if entries is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            entries = tuple(entry for key in lookup_words(low) for entry in self._by_first.get(key, ()))
            self._known[low] = entries
        return entries


class WordLists:
    """Lists of words by name (prepositions, titles, ...), looked up together in one pass over a sentence."""

    def __init__(self, lists: Mapping[str, list[str]]) -> None:
        """Sort the phrases of all lists by their first word."""
        self._entries: FirstWords[tuple[str, tuple[str, ...]]] = FirstWords()
        for name, phrases in lists.items():
            for words in map(words_of, phrases):
                self._entries.add(words[0], (name, words))

    def in_sentence(self, sentence: Sentence) -> tuple[dict[str, Phrase[bool]], ...]:
        """For each token, the longest phrase of every list that begins there, by the name of the list."""
        return tuple(self._at(sentence, i) for i in range(len(sentence)))

    def _at(self, sentence: Sentence, i: int) -> dict[str, Phrase[bool]]:
        """The longest phrase of every list that begins at token i, by the name of the list."""
        longest: dict[str, Phrase[bool]] = {}
        for name, words in self._entries.of(sentence.lows[i]):
            end = i + len(words)
            if (name not in longest or end > longest[name].end) and phrase_matches(words, sentence, i):
                longest[name] = Phrase(i, end, meaning=True)
        return longest


class Phrases(Generic[Payload]):
    """Phrases with what they mean; the longest wins, then the one that was added first."""

    def __init__(self) -> None:
        self._entries: FirstWords[tuple[tuple[str, ...], Payload]] = FirstWords()

    def add(self, phrase: str, meaning: Payload) -> None:
        """Adds a phrase as a file of words has it."""
        words = words_of(phrase)
        self._entries.add(words[0], (words, meaning))

    def at(self, sentence: Sentence, i: int) -> Phrase[Payload] | None:
        """The longest phrase that begins at token i; None if none does."""
        if not 0 <= i < len(sentence):
            return None
        longest: Phrase[Payload] | None = None
        for words, meaning in self._entries.of(sentence.lows[i]):
            if (longest is None or i + len(words) > longest.end) and phrase_matches(words, sentence, i):
                longest = Phrase(i, i + len(words), meaning)
        return longest

    def all_in(self, sentence: Sentence) -> tuple[Phrase[Payload], ...]:
        """The phrases of a sentence from left to right, none within another."""
        phrases: list[Phrase[Payload]] = []
        i = 0
        while i < len(sentence):
            phrase = self.at(sentence, i)
            if phrase is not None:
                phrases.append(phrase)
            i = phrase.end if phrase is not None else i + 1
        return tuple(phrases)


def phrase_matches(words: tuple[str, ...], sentence: Sentence, i: int) -> bool:
    """Whether the phrase stands at token i of the sentence."""
    end = i + len(words)
    return end <= len(sentence) and all(map(word_matches, words, sentence.words[i:end]))


def lookup_words(low: str) -> tuple[str, ...]:
    """The words under which phrases are looked up for a word of the text: itself, then its stems."""
    return low, *stems(low)


def stems(low: str) -> Iterator[str]:
    """Yields the stems that a word can have, the longest first: "санкций*", "санкций~", "санкци*"."""
    shortest = max(SHORTEST_STEM, len(low) - LONGEST_ENDING)
    for end in range(len(low), shortest - 1, -1):
        yield f"{low[:end]}*"
        yield f"{low[:end]}~"


def word_matches(pattern: str, word: str) -> bool:
    """Whether a word of the text matches a word or stem of a phrase, capitals included.

    After "*" an ending of up to LONGEST_ENDING letters may follow, after "~" only one in CASES.
    """
    written = pattern.rstrip("*~")
    stem, low = folded(written), folded(word)
    if not low.startswith(stem) or not same_case(written, word):
        return False
    ending = low[len(stem) :]
    if pattern.endswith("~"):
        return ending in CASES
    return len(ending) <= LONGEST_ENDING if pattern.endswith("*") else not ending
