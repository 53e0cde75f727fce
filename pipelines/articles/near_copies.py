"""One report in many papers: which articles are copies of which.

Here: the same text, nearly the same text, the same page. Not here: reading articles (see reading), or which claims of a
copy its original does not make (see pipelines.claims.collection).

Papers print an agency's report with a dateline, without its last paragraphs, with a word changed. So texts are compared
by runs of four words: of each text's runs, hashed, the smallest hash in each of 64 equal ranges. Texts that agree in
four neighbouring ranges are looked at more closely, with no comparison of all with all: the cost grows with the number
of articles alone. The beginning of a text is looked up by itself too, for copies that were cut.

A copy is never dropped: it keeps its row with outlet and address. What it says that its original does not is counted,
so that the paper that printed 26 for 24 is not lost among the copies.
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
"""A shorter text is a copy only of the very same words."""
RANGES, TOGETHER = 64, 4
LEAD_WORDS, LEAD_RANGES = 80, 16
SKETCH = 256
"""Hashes that are kept of a text for the closer look: it is exact up to this length and an estimate beyond."""
LOOKED_AT = 8
"""Originals that are looked at in one place: more share it only where papers share their furniture."""

LIKE = 0.7
"""Runs in common, of all runs of both: a report of 300 words has 0.78 with ten words changed, 0.6 with twenty; one that
shares half its sentences with another has 0.33."""
CONTAINED = 0.8
"""Runs in common, of those of the shorter text."""
FEWEST_CONTAINED = 30
DAYS_APART = 7
"""The same words a month later are another statement."""

Hashes = NDArray[np.uint64]
How = Literal["same_text", "near_same_text", "same_page"]

_NOWHERE = np.empty(0, dtype=np.uint64)
_WORD = re.compile(r"[^\W_]+")
_TRACKING = re.compile(r"(utm_.*|fbclid|gclid|ref|cmp|ns_.*)", re.IGNORECASE)
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that is a copy.

    Attributes:
        copy_of: the id of its original, which is no copy itself.
        likeness: between 0 and 1, the share of runs of words in common.
    """

    article_id: str
    copy_of: str
    how: How
    likeness: float


@dataclass(frozen=True, slots=True)
class MinHashSketch:
    """A small stand-in for a text: digest of its words, number of runs, the smallest hashes, where it is looked up."""

    words: bytes
    runs: int
    sketch: Hashes
    places: Hashes


@dataclass(frozen=True, slots=True)
class SketchedArticle:
    """An article as far as it is compared with others."""

    article_id: str
    published_on: date | None
    url: str | None
    characters: int
    minhash: MinHashSketch


class Sketcher:
    """Makes sketches of texts; it knows the words that it has met."""

    def __init__(self) -> None:
        self._codes = _Codes()

    def __call__(self, text: str) -> MinHashSketch:
        """What is kept of a text."""
        return _sketch_of(text, self._codes)


def sketched(articles: Iterable[Article]) -> list[SketchedArticle]:
    """Articles, ready to be compared."""
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
    """Copies of a copy are copies of its original."""
    above = copies.get(copy.copy_of)
    return copy if above is None else Copy(copy.article_id, above.copy_of, copy.how, copy.likeness)


def _of_same_page(ordered: Sequence[SketchedArticle]) -> dict[str, Copy]:
    """Articles of one address and week, such as an entry of a feed and its page: the longest is the original."""
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
    """Originals so far, and where to look for them."""

    def __init__(self) -> None:
        self._originals: list[SketchedArticle] = []
        self._places: dict[int, tuple[int, ...]] = {}
        self._same: dict[bytes, int] = {}

    def original_of(self, article: SketchedArticle) -> Copy | None:
        """Of which original this is a copy; if of none, it is one itself from now on."""
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
        """How like an original it is; 0 if that is not enough."""
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
    """Words as numbers, each worked out once."""

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
    """A hash for each run of words, each once, in order of size."""
    coded = np.array(codes, dtype=np.uint64)
    if len(coded) < RUN:
        return np.empty(0, dtype=np.uint64)
    mixed = np.zeros(len(coded) - RUN + 1, dtype=np.uint64)
    for place in range(RUN):
        mixed = (mixed ^ (coded[place : len(coded) - RUN + 1 + place] * _FACTORS[place])) * _FACTORS[0]
        mixed ^= mixed >> np.uint64(31)
    return np.unique(mixed)


def _places(hashes: Hashes, ranges: int, first: int) -> Hashes:
    """Where a text is looked up: its smallest hashes in neighbouring ranges, taken together.

    A range without hashes borrows from the next one, as short texts have to.
    """
    starts = np.arange(ranges, dtype=np.uint64) << np.uint64(64 - (ranges - 1).bit_length())
    smallest = hashes[np.searchsorted(hashes, starts) % len(hashes)].reshape(-1, TOGETHER)
    mixed = np.arange(first, first + len(smallest), dtype=np.uint64)
    for place in range(TOGETHER):
        mixed = (mixed ^ smallest[:, place]) * _FACTORS[place]
        mixed ^= mixed >> np.uint64(29)
    return mixed


def likeness(one: Hashes, other: Hashes, one_runs: int, other_runs: int) -> tuple[float, float]:
    """Runs in common: as a share of those of both, and of those of the shorter text.

    Each sketch holds the smallest hashes of its text, so up to the smaller of their ends both are complete.
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
    """An address without what differs between links to one page: scheme, www, tracking, fragment, last slash."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)])
    except ValueError:
        return url
    return f"{host}{parts.path.rstrip('/')}?{query}"


def words_of(text: str) -> str:
    """The words of a text without case and punctuation, with one space around each."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
