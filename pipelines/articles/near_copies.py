"""Detecting copies: articles in several papers that are the same report.

Here: the same text, nearly the same text, the same page. Not here: reading articles (see reading), or claims of a copy
that its original does not make (see pipelines.claims.collection).

Papers print an agency's report with a dateline, without its last paragraphs, or with a word changed. So texts are
compared by runs of four words (MinHash): the runs of a text are hashed, and the smallest hash in each of 64 equal
ranges is kept. Texts that agree in four neighbouring ranges are compared more closely. Not all pairs are compared, so
the cost is proportional to the number of articles. The beginning of a text is looked up separately, to find copies that
were cut.

A copy is never dropped: it keeps its row with outlet and address. Claims that its original does not make are counted,
so a paper that printed 26 in place of 24 is not lost among the copies.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np
from numpy.typing import NDArray

from pipelines.articles.article import OPENING, Article

RUN = 4
FEWEST_RUNS = 8
"""A text with fewer runs is a copy only if all words are the same."""
RANGES, TOGETHER = 64, 4
LEAD_WORDS, LEAD_RANGES = 80, 16
SKETCH = 256
"""Hashes kept per text for the closer comparison, which is exact up to this number of runs, else an estimate."""
LOOKED_AT = 8
"""Most originals compared per lookup key; more texts share a key only if it is boilerplate of a paper."""

LIKE = 0.7
"""Least share of common runs among all runs of two texts. A report of 300 words has 0.78 after a change of ten words,
0.6 after a change of twenty, and 0.33 if half of its sentences are the same."""
CONTAINED = 0.8
"""Least share of common runs among the runs of the shorter text."""
FEWEST_CONTAINED = 30
DAYS_APART = 7
"""Most days between a copy and its original; the same words a month later are another statement."""

Hashes = NDArray[np.uint64]
How = Literal["same_text", "near_same_text", "same_page"]

_NOWHERE = np.empty(0, dtype=np.uint64)
_WORD = re.compile(r"[^\W_]+")
_TRACKING = re.compile(r"(utm_.*|fbclid|gclid|ref|cmp|ns_.*)", re.IGNORECASE)
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that is a copy of another.

    Attributes:
        copy_of: the id of the original, which is not itself a copy.
        likeness: the share of common runs of words, between 0 and 1.
    """

    article_id: str
    copy_of: str
    how: How
    likeness: float


@dataclass(frozen=True, slots=True)
class MinHashSketch:
    """A summary of a text: digest of its words, number of runs, the smallest hashes, and the keys for lookup."""

    words: bytes
    runs: int
    sketch: Hashes
    places: Hashes


@dataclass(frozen=True, slots=True)
class SketchedArticle:
    """The values of an article that are needed to compare it with others."""

    article_id: str
    published_on: date | None
    url: str | None
    characters: int
    minhash: MinHashSketch


class Sketcher:
    """Makes sketches of texts; it caches the hashes of words."""

    def __init__(self) -> None:
        self._codes = _Codes()

    def __call__(self, text: str) -> MinHashSketch:
        """The sketch of a text."""
        return _sketch_of(text, self._codes)


def sketched(articles: Iterable[Article]) -> list[SketchedArticle]:
    """Articles with their sketches, ready to be compared."""
    sketcher = Sketcher()
    return [
        SketchedArticle(
            article.article_id, article.published_on, article.url, len(article.text), sketcher(article.text)
        )
        for article in articles
    ]


def copies(articles: Iterable[SketchedArticle]) -> dict[str, Copy]:
    """The copies among articles, by id. The original is the earliest and, on one day, the longest."""
    ordered = sorted(
        articles, key=lambda article: (article.published_on or date.max, -article.characters, article.article_id)
    )
    copies = _of_same_page(ordered)
    search = _Search()
    for article in ordered:
        if article.article_id not in copies:
            copy = search.original_of(article)
            if copy is not None:
                copies[article.article_id] = copy
    return {copy.article_id: _of_the_first(copy, copies) for copy in copies.values()}


def _of_the_first(copy: Copy, copies: dict[str, Copy]) -> Copy:
    """A copy of a copy as a copy of the original."""
    above = copies.get(copy.copy_of)
    return copy if above is None else Copy(copy.article_id, above.copy_of, copy.how, copy.likeness)


def _of_same_page(ordered: Sequence[SketchedArticle]) -> dict[str, Copy]:
    """Copies with the same address and week, such as an entry of a feed and its page; the longest is the original."""
    pages: defaultdict[str, list[SketchedArticle]] = defaultdict(list)
    for article in ordered:
        if article.url:
            pages[page_of(article.url)].append(article)
    copies = {}
    for same in pages.values():
        original = max(same, key=lambda article: article.characters)
        for article in same:
            if article is not original and _near(article.published_on, original.published_on):
                copies[article.article_id] = Copy(article.article_id, original.article_id, "same_page", 1.0)
    return copies


class _Search:
    """The originals so far, with their lookup keys."""

    def __init__(self) -> None:
        self._originals: list[SketchedArticle] = []
        self._places: dict[int, tuple[int, ...]] = {}
        self._same: dict[bytes, int] = {}

    def original_of(self, article: SketchedArticle) -> Copy | None:
        """The copy that an article is; None if it is none, and then it is added to the originals."""
        at = self._same.get(article.minhash.words)
        if at is not None and _near(article.published_on, self._originals[at].published_on):
            return Copy(article.article_id, self._originals[at].article_id, "same_text", 1.0)
        near = {index for place in article.minhash.places.tolist() for index in self._places.get(place, ())}
        compared = [(self._likeness(article, index), -index) for index in near]
        like, at = max(compared, default=(0.0, 0))
        if like > 0:
            return Copy(article.article_id, self._originals[-at].article_id, "near_same_text", round(like, 4))
        self._add(article)
        return None

    def _likeness(self, article: SketchedArticle, index: int) -> float:
        """The likeness of an article to an original; 0 if it is not enough for a copy."""
        other, one = self._originals[index], article.minhash
        if not _near(article.published_on, other.published_on):
            return 0.0
        its = other.minhash
        like, contained = likeness(one.sketch, its.sketch, one.runs, its.runs)
        enough = like >= LIKE or (contained >= CONTAINED and min(one.runs, its.runs) >= FEWEST_CONTAINED)
        return max(like, contained) if enough else 0.0

    def _add(self, article: SketchedArticle) -> None:
        index = len(self._originals)
        self._originals.append(article)
        self._same[article.minhash.words] = index
        for place in article.minhash.places.tolist():
            self._places[place] = (*self._places.get(place, ()), index)[-LOOKED_AT:]


class _Codes(dict[str, int]):
    """Words as numbers, computed once per word."""

    def __missing__(self, word: str) -> int:
        self[word] = code = zlib.crc32(word.encode("utf-8", "replace"))
        return code


def _sketch_of(text: str, codes: _Codes) -> MinHashSketch:
    words = _WORD.findall(OPENING.sub("", text, count=1).casefold())
    digest = sha256(" ".join(words).encode("utf-8", "replace")).digest()
    hashes = _hashes([codes[word] for word in words])
    if len(hashes) < FEWEST_RUNS:
        return MinHashSketch(digest, len(hashes), hashes, _NOWHERE)
    lead = _hashes([codes[word] for word in words[:LEAD_WORDS]])
    places = np.concatenate([_places(hashes, RANGES, 0), _places(lead, LEAD_RANGES, RANGES)])
    return MinHashSketch(digest, len(hashes), hashes[:SKETCH].copy(), places)


def _hashes(codes: Sequence[int]) -> Hashes:
    """The distinct hashes of the runs of words, in ascending order."""
    coded = np.array(codes, dtype=np.uint64)
    if len(coded) < RUN:
        return np.empty(0, dtype=np.uint64)
    mixed = np.zeros(len(coded) - RUN + 1, dtype=np.uint64)
    for place in range(RUN):
        mixed = (mixed ^ (coded[place : len(coded) - RUN + 1 + place] * _FACTORS[place])) * _FACTORS[0]
        mixed ^= mixed >> np.uint64(31)
    return np.unique(mixed)


def _places(hashes: Hashes, ranges: int, first: int) -> Hashes:
    """The lookup keys of a text: the smallest hashes of neighbouring ranges, combined.

    A range without hashes, as in short texts, uses the smallest hash of the next one.
    """
    starts = np.arange(ranges, dtype=np.uint64) << np.uint64(64 - (ranges - 1).bit_length())
    smallest = hashes[np.searchsorted(hashes, starts) % len(hashes)].reshape(-1, TOGETHER)
    mixed = np.arange(first, first + len(smallest), dtype=np.uint64)
    for place in range(TOGETHER):
        mixed = (mixed ^ smallest[:, place]) * _FACTORS[place]
        mixed ^= mixed >> np.uint64(29)
    return mixed


def likeness(one: Hashes, other: Hashes, one_runs: int, other_runs: int) -> tuple[float, float]:
    """The share of common runs among those of both texts, and among those of the shorter text.

    A sketch holds the smallest hashes of its text, so both are complete up to the smaller of their last hashes.
    """
    ends = [sketch[-1] for sketch, runs in ((one, one_runs), (other, other_runs)) if len(sketch) < runs]
    if ends:
        one, other = one[one <= min(ends)], other[other <= min(ends)]
    shorter = one if one_runs <= other_runs else other
    common = len(np.intersect1d(one, other, assume_unique=True))
    both = len(one) + len(other) - common
    return (common / both if both else 0.0, common / len(shorter) if len(shorter) else 0.0)


def _near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs((one - other).days) <= DAYS_APART


def page_of(url: str) -> str:
    """An address without the parts that differ between links to a page: scheme, www, tracking, fragment, last slash."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)])
    except ValueError:
        return url
    return f"{host}{parts.path.rstrip('/')}?{query}"


def words_of(text: str) -> str:
    """The words of a text in lower case without punctuation, separated and surrounded by single spaces."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
