"""Text to sentences of tokens.

Here: where a token and a sentence begin and end. Not here: what they mean (see mentions).

The tokenizer is spaCy's for English, which keeps "U.S." whole and parts "EU’s". Sentences are cut here and not by
spaCy's sentencizer: agency copy and live blogs end lines without a full stop, and "... by the U.S. The EU ..." is two
sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import spacy

ENDS = frozenset({".", "!", "?", "…", ".."})
CLOSERS = frozenset({'"', "”", "’", "'", ")", "]", "»", "''"})
# After an abbreviation that may end a sentence ("the U.S."), a word of these begins the next.
OPENERS = frozenset(
    {"the", "it", "its", "he", "she", "they", "this", "these", "in", "on", "but", "and", "both", "a", "an"}
)
TITLES = frozenset(
    {
        "mr.",
        "mrs.",
        "ms.",
        "dr.",
        "gen.",
        "sen.",
        "rep.",
        "gov.",
        "lt.",
        "col.",
        "maj.",
        "st.",
        "no.",
        "vs.",
        "e.g.",
        "i.e.",
    }
)
PLAIN = str.maketrans({"\u2011": "-", "\u00a0": " ", "\u202f": " "})
"""Hyphens and spaces that only forbid a line to break there: cut as the plain ones are, one code point for one."""

NO_WORD = re.compile(r"\S{500,}")
RUN_TOGETHER = re.compile(r"(including|others)([A-Za-z]+)")
"""Words of machine translation that lack a space."""
RUN_INTO = ("including", "others")

GLUED = re.compile(r"""(?<=[a-z0-9)]{2})[.!?]["”’]?(?=-?["“]?[A-Z][a-z’']+[ ,])""")
"""The end of a sentence that the next one follows without a space."""

LONGEST = 200
"""Tokens; a longer run without a full stop (a table, a list of names) is cut, so that no cost grows with its square."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of one sentence: as written, case-folded, and where they lie in the article (code points)."""

    words: tuple[str, ...]
    lows: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)


class Splitter:
    """Cuts a text into sentences; building it loads the tokenizer, using it keeps no state."""

    def __init__(self) -> None:
        self._tokenizer = spacy.blank("en").tokenizer

    def words(self, phrase: str) -> tuple[str, ...]:
        """The tokens of a phrase of a lexicon, cut as the text will be."""
        return tuple(token.text for token in self._tokenizer(phrase))

    def sentences(self, text: str, start: int = 0) -> Iterator[Sentence]:
        """Yields all sentences of a text from `start` on, in order."""
        for first, last in paragraphs(text, start):
            for begin, end in words_of(text, first, last):
                yield from self._cut(text[begin:end], begin)

    def _tokens(self, text: str) -> Iterator[tuple[int, str]]:
        """Yields each token of a text with where it begins, by their lengths: faster than token objects."""
        position = 0
        for length, space in self._tokenizer(text).to_array(["LENGTH", "SPACY"]).tolist():
            yield position, text[position : position + length]
            position += length + space

    def _cut(self, paragraph: str, offset: int) -> Iterator[Sentence]:
        """Yields the sentences of a paragraph that begins at `offset` in the text."""
        words: list[str] = []
        starts: list[int] = []
        for at, text in self._tokens(paragraph.translate(PLAIN)):
            if text.isspace():
                continue
            if words and (len(words) >= LONGEST or (may_end(words[-1]) and begins_sentence(words, text))):
                yield sentence(words, starts)
                words, starts = [], []
            for start, word in split_run_together(text) if text.startswith(RUN_INTO) else ((0, text),):
                words.append(word)
                starts.append(offset + at + start)
        if words:
            yield sentence(words, starts)


def may_end(word: str) -> bool:
    """Whether a sentence can end with this word. A cheap test, because every token is tested."""
    return word[-1] == "." or word in CLOSERS or word in ENDS


def split_run_together(word: str) -> Iterator[tuple[int, str]]:
    """Yields a token with its place in itself; as two where "including" lacks a space after it."""
    run = RUN_TOGETHER.fullmatch(word)
    if run is None:
        yield 0, word
    else:
        yield 0, run[1]
        yield len(run[1]), run[2]


def sentence(words: list[str], starts: list[int]) -> Sentence:
    """A sentence from its tokens; typographic apostrophes are made plain in the case-folded form."""
    lows = tuple(word.casefold().replace("’", "'") for word in words)
    ends = tuple(start + len(word) for word, start in zip(words, starts, strict=True))
    return Sentence(tuple(words), lows, tuple(starts), ends)


def begins_sentence(words: list[str], word: str) -> bool:
    """Whether `word` begins a new sentence after the tokens `words`."""
    if word in CLOSERS:
        return False
    last = words[-1]
    if last in CLOSERS and len(words) > 1:
        return words[-2] in ENDS and not word[:1].islower()
    if last in ENDS:
        return not word[:1].islower()
    return last.endswith(".") and last.casefold() not in TITLES and word[:1].isupper() and word.casefold() in OPENERS


def words_of(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The stretches of a paragraph between runs that are no words (encoded data): a tokenizer is slow on them.

    Sentences without a space between them ("... in Tirana.Since then ...", as some pages are scraped) are cut here too.
    """
    begin = first
    for run in NO_WORD.finditer(text, first, last):
        yield from split_at_missing_spaces(text, begin, run.start())
        begin = run.end()
    yield from split_at_missing_spaces(text, begin, last)


def split_at_missing_spaces(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yields a stretch in parts, cut where a sentence follows another without a space."""
    begin = first
    for joint in GLUED.finditer(text, first, last):
        yield begin, joint.end()
        begin = joint.end()
    yield begin, last


def paragraphs(text: str, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Yields where the paragraphs lie. A line is one, unless it continues a line that was wrapped."""
    start = position = begin
    for line in text[begin:].splitlines(keepends=True):
        after = text[position + len(line) : position + len(line) + 1]
        position += len(line)
        wrapped = len(line) > 50 and line.rstrip()[-1:] not in {".", "!", "?", ":", '"', "”"} and after.islower()
        if not wrapped:
            if text[start:position].strip():
                yield start, position
            start = position
    if text[start:position].strip():
        yield start, position
