"""The sentence in which a claim stands, for readers who have only the published tables.

Here: cutting the sentence out of the text of its article, and the rows of table `claim_passage`. Not here: where
sentences begin and end (see tokens), or extracting claims (see extraction).
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Literal

import polars as pl

from pipelines.articles.article import Article
from pipelines.claims.claim import Claim
from pipelines.claims.tables import claim_id
from pipelines.claims.tokens import Splitter, paragraphs

MOST_CHARACTERS = 400
"""Longest passage: enough to judge a quote by, and far from a copy of the article."""
NEARBY = 1_000
"""Characters before and after a quote that are searched for the ends of its sentence."""
LONGEST_HEADLINE = 200
STOPS = (".", "!", "?", "…", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article with one quote in it.

    Attributes:
        text: the exact text from `start` to `end` (code points in Article.text), at most MOST_CHARACTERS long.
        kind: a headline is the title of the article, or its first line where that ends without a full stop.
        is_cut: the sentence is longer, and was cut around the quote.
    """

    text: str
    start: int
    end: int
    kind: Literal["sentence", "headline"]
    is_cut: bool

    def as_json(self) -> dict[str, object]:
        """The passage as `reconcile --json` and the servers show it."""
        return asdict(self)


@cache
def _splitter() -> Splitter:
    """The splitter of this process."""
    return Splitter()


def passage_of(article: Article, start: int, end: int) -> Passage | None:
    """The sentence around the quote from `start` to `end`; None for a quote that is longer than a passage may be."""
    if not 0 <= start < end <= len(article.text) or end - start > MOST_CHARACTERS:
        return None
    first, last = _paragraphs_of(article.text, start, end)
    whole_start, whole_end = _sentences_of(article.text, start, end, first, last)
    kept_start, kept_end = _bounded(article.text, (start, end), (whole_start, whole_end))
    text = article.text[kept_start:kept_end]
    kind: Literal["sentence", "headline"] = "headline" if _is_headline(article, text, kept_start) else "sentence"
    return Passage(text, kept_start, kept_end, kind, is_cut=(kept_start, kept_end) != (whole_start, whole_end))


def _paragraphs_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the paragraphs begin and end that have a part of the quote."""
    touched = [(first, last) for first, last in paragraphs(text) if first < end and last > start]
    return min((first for first, _ in touched), default=start), max((last for _, last in touched), default=end)


def _sentences_of(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """Where the sentences begin and end that have a part of the quote, looked for near the quote only."""
    near_start, near_end = max(first, start - NEARBY), min(last, end + NEARBY)
    spans = [
        (near_start + sentence.starts[0], near_start + sentence.ends[-1])
        for sentence in _splitter().sentences(text[near_start:near_end])
    ]
    touched = [span for span in spans if span[0] < end and span[1] > start]
    return min([start, *(span[0] for span in touched)]), max([end, *(span[1] for span in touched)])


def _bounded(text: str, quote: tuple[int, int], whole: tuple[int, int]) -> tuple[int, int]:
    """The part of a sentence around a quote that may be shown, cut between words."""
    if whole[1] - whole[0] <= MOST_CHARACTERS:
        return whole
    spare = MOST_CHARACTERS - (quote[1] - quote[0])
    start = max(whole[0], min(quote[0] - spare // 2, whole[1] - MOST_CHARACTERS))
    end = min(whole[1], start + MOST_CHARACTERS)
    while whole[0] < start < quote[0] and not text[start - 1].isspace():
        start += 1
    while quote[1] < end < whole[1] and not text[end].isspace():
        end -= 1
    return start, end


def _is_headline(article: Article, passage: str, start: int) -> bool:
    """Whether a passage is the article's title, or its first line without a full stop."""
    if article.title and passage.strip() == article.title.strip():
        return True
    first_line, _, rest = article.text.lstrip().partition("\n")
    line = first_line.strip()
    is_first = not article.text[:start].strip() and passage.strip() == line
    return is_first and bool(rest.strip()) and len(line) <= LONGEST_HEADLINE and not line.endswith(STOPS)


def passage_rows(claims: Iterable[tuple[Article, Iterable[Claim]]]) -> pl.DataFrame:
    """Rows of table `claim_passage`, from articles with their text and the claims that count for them."""
    return pl.DataFrame(list(_rows(claims)), schema=_ROW).unique("claim_id", maintain_order=True)


def _rows(claims: Iterable[tuple[Article, Iterable[Claim]]]) -> Iterator[dict[str, object]]:
    """Yields the rows of table `claim_passage`; none for quotes longer than a passage."""
    for article, made in claims:
        for claim in made:
            passage = passage_of(article, claim.start, claim.end)
            if passage is not None:
                yield {
                    "claim_id": claim_id(article, claim), "passage": passage.text, "passage_start": passage.start,
                    "passage_end": passage.end, "kind": passage.kind, "is_cut": passage.is_cut,
                }  # fmt: skip


_ROW = pl.Schema({
    "claim_id": pl.String(), "passage": pl.String(), "passage_start": pl.Int64(), "passage_end": pl.Int64(),
    "kind": pl.String(), "is_cut": pl.Boolean(),
})  # fmt: skip
