"""Text in any of the languages to sentences of tokens.

Here: where a token begins and ends. Not here: where a sentence does (see pipelines.claims.tokens, whose rules hold for
every language here).

Hyphens part words ("EU-Sanktionen", "24-х"), and so does the elision of French ("l'Union"). An ordinal keeps its stop
("24. Februar"), so that it ends no sentence. spaCy's tokenizers were tried: that for French takes 2.6 s to load, and
none of them parts what is needed here.
"""

import re
from collections.abc import Iterator

from pipelines.claims.tokens import LONGEST, Sentence, begins_sentence, paragraphs
from pipelines.claims.tokens import words_of as stretches

TOKEN = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{4}"  # 24.02.2022
    r"|\d{1,2}\.(?=\s(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))"  # 24. Februar
    r"|\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:er)?"  # 2 500, 1er mars
    r"|(?:[cdjlmnst]|qu|jusqu|lorsqu)['’](?=\w|$)"  # l'Union
    r"|(?:гг?|рр?|M|Dr)\."  # 2022 г.
    r"|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*[*~]?"
    r"|\S",
    re.IGNORECASE,
)


def folded(word: str) -> str:
    """A word as it is compared: lower case, one kind of apostrophe, and no ё, which Russian may write е."""
    return word.casefold().replace("’", "'").replace("ʼ", "'").replace("ё", "е")


def words_of(phrase: str) -> tuple[str, ...]:
    """A phrase of a lexicon, cut as the text will be; a star or tilde at the end of a word stays with it."""
    return tuple(TOKEN.findall(phrase))


def sentences(text: str, start: int = 0) -> Iterator[Sentence]:
    """All sentences of a text from a place on, in order."""
    for first, last in paragraphs(text, start):
        for begin, end in stretches(text, first, last):
            yield from cut(text, begin, end)


def cut(text: str, begin: int, end: int) -> Iterator[Sentence]:
    """The sentences of a paragraph."""
    found: list[re.Match[str]] = []
    for token in TOKEN.finditer(text, begin, end):
        if found and (len(found) >= LONGEST or begins_sentence([each[0] for each in found[-2:]], token[0])):
            yield sentence(found)
            found = []
        found.append(token)
    if found:
        yield sentence(found)


def sentence(found: list[re.Match[str]]) -> Sentence:
    """A sentence of tokens."""
    words = tuple(each[0] for each in found)
    return Sentence(
        words, tuple(map(folded, words)), tuple(each.start() for each in found), tuple(each.end() for each in found)
    )
