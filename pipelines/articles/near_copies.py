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
import polars as pl
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
"""Texts compared per lookup key at either end (see `candidate_pairs`); more share a key only if it is boilerplate."""

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

    @property
    def facts(self) -> "ComparedArticle":
        """The values that decide of which original it is a copy."""
        page = page_of(self.url) if self.url else None
        return ComparedArticle(self.article_id, self.published_on, page, self.characters, self.minhash.words)


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
    ordered = sorted(articles, key=lambda article: _place_in_order(article.facts))
    frame = sketch_frame(ordered)
    return resolved([article.facts for article in ordered], similar_pairs(frame, frame))


def _place_in_order(article: "ComparedArticle") -> tuple[date, int, str]:
    """The sort key of an article: the earliest first and, on one day, the longest."""
    return article.published_on or date.max, -article.characters, article.article_id


# ---- pairs of similar texts -----------------------------------------------------------------------------------------
_SKETCH: dict[str, pl.DataType] = {
    "article_id": pl.String(), "published_on": pl.Date(), "runs": pl.Int64(), "sketch": pl.Binary(),
    "places": pl.Binary(),
}  # fmt: skip
COMPARED_FIRST = ("article_id", "published_on", "places")
"""The columns that `candidate_pairs` reads; the sketches, which are ten times larger, are read for candidates only."""


def sketch_frame(articles: Iterable[SketchedArticle]) -> pl.DataFrame:
    """Articles as rows for `similar_pairs`, in their order; hashes are bytes of unsigned 64-bit numbers."""
    rows = [
        (
            article.article_id,
            article.published_on,
            article.minhash.runs,
            article.minhash.sketch.tobytes(),
            article.minhash.places.tobytes(),
        )
        for article in articles
    ]
    return pl.DataFrame(rows, schema=_SKETCH, orient="row")


def similar_pairs(articles: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Pairs of articles whose texts are similar enough for a copy.

    Args:
        articles: rows of `sketch_frame`, in order.
        earlier: rows of articles that come before them, or the same frame, to compare the articles with one another.

    Returns:
        Columns `article_id`, `earlier_id` and `likeness` (0 to 1).
    """
    return verified_pairs(articles, earlier, candidate_pairs(articles, earlier))


def candidate_pairs(articles: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Pairs of rows (`row`, `earlier_row`) with a common lookup key and at most `DAYS_APART` days between them.

    A key that many texts share is boilerplate of a paper or a report in very many papers. Each text is compared with
    the first `LOOKED_AT` texts of a key and the last `LOOKED_AT` before it, so the number of pairs grows with the
    number of articles and not with its square.
    """
    keys = _lookup_keys(articles)
    pairs = _pairs_with_same_key(keys) if earlier is articles else _pairs_with_earlier(keys, _lookup_keys(earlier))
    days = articles["published_on"].gather(pairs["row"]), earlier["published_on"].gather(pairs["earlier_row"])
    apart = (days[0] - days[1]).dt.total_days().abs()
    return pairs.filter((apart <= DAYS_APART).fill_null(value=True)).unique().sort("row", "earlier_row")


def _lookup_keys(frame: pl.DataFrame) -> pl.DataFrame:
    """One row per lookup key of an article.

    Columns: `place`, the key; `row`, the row of the article in `frame`; `texts`, the number of rows with this key; and
    `position`, the number of this row among them, from 0.
    """
    lengths = (frame["places"].bin.size() // 8).to_numpy()
    keys = pl.DataFrame({
        "place": np.frombuffer(b"".join(frame["places"]), dtype=np.uint64),
        "row": np.repeat(np.arange(frame.height, dtype=np.int64), lengths),
    })  # fmt: skip
    return keys.with_columns(position=pl.int_range(pl.len()).over("place"), texts=pl.len().over("place"))


def _pairs_with_same_key(keys: pl.DataFrame) -> pl.DataFrame:
    """row, earlier_row: pairs of texts that share a key; of keys of many texts only the neighbours."""
    keys = keys.filter(pl.col("texts") > 1).select("place", "row", "position")
    others = keys.rename({"row": "earlier_row", "position": "other_position"})
    pairs = [keys.join(others.filter(pl.col("other_position") < LOOKED_AT), on="place")]
    many = keys.filter(pl.col("position") > LOOKED_AT)
    for back in range(1, LOOKED_AT + 1):
        before = many.with_columns(other_position=pl.col("position") - back)
        pairs.append(before.join(others, on=["place", "other_position"]).select(pairs[0].columns))
    return pl.concat(pairs).filter(pl.col("other_position") < pl.col("position")).select("row", "earlier_row")


def _pairs_with_earlier(keys: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """row, earlier_row: pairs of texts and earlier texts that share a key; only the first and last of many."""
    from_end = pl.col("texts") - pl.col("position")
    compared = earlier.filter((pl.col("position") < LOOKED_AT) | (from_end <= LOOKED_AT))
    others = compared.select("place", earlier_row="row")
    return keys.select("place", "row").join(others, on="place").select("row", "earlier_row")


def verified_pairs(articles: pl.DataFrame, earlier: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """The candidates that are similar enough, as `similar_pairs` returns them."""
    one, other = ({name: frame[name] for name in ("article_id", "runs", "sketch")} for frame in (articles, earlier))
    rows = []
    for row, earlier_row in candidates.iter_rows():
        alike = _likeness_if_copy(
            np.frombuffer(one["sketch"][row], dtype=np.uint64),
            np.frombuffer(other["sketch"][earlier_row], dtype=np.uint64),
            one["runs"][row],
            other["runs"][earlier_row],
        )
        if alike > 0:
            rows.append((one["article_id"][row], other["article_id"][earlier_row], alike))
    return pl.DataFrame(rows, schema=PAIR, orient="row")


PAIR: dict[str, pl.DataType] = {"article_id": pl.String(), "earlier_id": pl.String(), "likeness": pl.Float64()}


def _likeness_if_copy(one: Hashes, other: Hashes, one_runs: int, other_runs: int) -> float:
    """The likeness of two texts; 0 if it is not enough for a copy."""
    like, contained = likeness(one, other, one_runs, other_runs)
    enough = like >= LIKE or (contained >= CONTAINED and min(one_runs, other_runs) >= FEWEST_CONTAINED)
    return max(like, contained) if enough else 0.0


# ---- which articles of the pairs are copies -------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ComparedArticle:
    """The values of an article that decide, with the pairs, of which original it is a copy.

    Attributes:
        page: its address as `page_of` gives it.
        words: digest of its words.
    """

    article_id: str
    published_on: date | None
    page: str | None
    characters: int
    words: bytes


def resolved(
    articles: Iterable[ComparedArticle], pairs: pl.DataFrame, originals: Sequence[ComparedArticle] = ()
) -> dict[str, Copy]:
    """The copies among articles, by id.

    Args:
        pairs: rows of `similar_pairs` of these articles, with one another and with earlier articles.
        originals: earlier articles that are no copies, in order.
    """
    ordered = sorted(articles, key=_place_in_order)
    copies = {**_copies_of_earlier_page(ordered, originals), **_copies_of_same_page(ordered)}
    search = _Search(pairs, originals)
    for article in ordered:
        if article.article_id not in copies:
            copy = search.original_of(article)
            if copy is not None:
                copies[article.article_id] = copy
    return {copy.article_id: _copy_of_original(copy, copies) for copy in copies.values()}


def _copy_of_original(copy: Copy, copies: dict[str, Copy]) -> Copy:
    """The copy itself, or, if its original is a copy too, a copy of that one's original."""
    copy_above = copies.get(copy.copy_of)
    return copy if copy_above is None else Copy(copy.article_id, copy_above.copy_of, copy.how, copy.likeness)


def _copies_of_same_page(ordered: Sequence[ComparedArticle]) -> dict[str, Copy]:
    """Copies with the same address and week, such as an entry of a feed and its page; the longest is the original."""
    pages: defaultdict[str, list[ComparedArticle]] = defaultdict(list)
    for article in ordered:
        if article.page:
            pages[article.page].append(article)
    copies = {}
    for same in pages.values():
        original = max(same, key=lambda article: article.characters)
        for article in same:
            if article is not original and _are_near_in_time(article.published_on, original.published_on):
                copies[article.article_id] = Copy(article.article_id, original.article_id, "same_page", 1.0)
    return copies


def _copies_of_earlier_page(
    ordered: Sequence[ComparedArticle], originals: Sequence[ComparedArticle]
) -> dict[str, Copy]:
    """Copies with the address of an earlier original of the same week."""
    pages = {original.page: original for original in originals if original.page}
    return {
        article.article_id: Copy(article.article_id, pages[article.page].article_id, "same_page", 1.0)
        for article in ordered
        if article.page in pages and _are_near_in_time(article.published_on, pages[article.page].published_on)
    }


class _Search:
    """The originals so far, and the similar texts of each article."""

    def __init__(self, pairs: pl.DataFrame, originals: Iterable[ComparedArticle]) -> None:
        """Take in the pairs by article, and the earlier originals in their order."""
        self._order: dict[str, int] = {}
        self._same: dict[bytes, ComparedArticle] = {}
        self._similar: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for article_id, earlier_id, like in pairs.select("article_id", "earlier_id", "likeness").iter_rows():
            self._similar[article_id].append((earlier_id, like))
        for original in originals:
            self._add(original)

    def original_of(self, article: ComparedArticle) -> Copy | None:
        """The article as a copy of an earlier one; None if it is an original, which is then added to the originals."""
        same = self._same.get(article.words)
        if same is not None and _are_near_in_time(article.published_on, same.published_on):
            return Copy(article.article_id, same.article_id, "same_text", 1.0)
        similar = [
            (like, -self._order[earlier_id], earlier_id)
            for earlier_id, like in self._similar.get(article.article_id, ())
            if earlier_id in self._order
        ]
        if similar:
            like, _, original_id = max(similar)
            return Copy(article.article_id, original_id, "near_same_text", round(like, 4))
        self._add(article)
        return None

    def _add(self, article: ComparedArticle) -> None:
        """Adds an article to the originals."""
        self._order[article.article_id] = len(self._order)
        self._same[article.words] = article


class _Codes(dict[str, int]):
    """Words as numbers, computed once per word."""

    def __missing__(self, word: str) -> int:
        """Compute the number of a word that is asked for the first time."""
        self[word] = code = zlib.crc32(word.encode("utf-8", "replace"))
        return code


def _sketch_of(text: str, codes: _Codes) -> MinHashSketch:
    """The sketch of a text, given the numbers of its words."""
    words = _WORD.findall(OPENING.sub("", text, count=1).casefold())
    digest = sha256(" ".join(words).encode("utf-8", "replace")).digest()
    hashes = _hashes_of_runs([codes[word] for word in words])
    if len(hashes) < FEWEST_RUNS:
        return MinHashSketch(digest, len(hashes), hashes, _NOWHERE)
    lead = _hashes_of_runs([codes[word] for word in words[:LEAD_WORDS]])
    places = np.concatenate([_keys_of_ranges(hashes, RANGES, 0), _keys_of_ranges(lead, LEAD_RANGES, RANGES)])
    return MinHashSketch(digest, len(hashes), hashes[:SKETCH].copy(), places)


def _hashes_of_runs(codes: Sequence[int]) -> Hashes:
    """The distinct hashes of the runs of words, in ascending order."""
    coded = np.array(codes, dtype=np.uint64)
    if len(coded) < RUN:
        return np.empty(0, dtype=np.uint64)
    mixed = np.zeros(len(coded) - RUN + 1, dtype=np.uint64)
    for place in range(RUN):
        mixed = (mixed ^ (coded[place : len(coded) - RUN + 1 + place] * _FACTORS[place])) * _FACTORS[0]
        mixed ^= mixed >> np.uint64(31)
    return np.unique(mixed)


def _keys_of_ranges(hashes: Hashes, ranges: int, first: int) -> Hashes:
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


def _are_near_in_time(one: date | None, other: date | None) -> bool:
    """Whether two days are near enough for a copy; True if one is not known."""
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
