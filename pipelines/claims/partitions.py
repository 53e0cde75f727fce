"""The news of a store of partitions: from source files of a day or an hour to articles, claims and statements.

Here: the stages, each a pure function of one partition and the files it reads, and their order. Not here: the store
and the executors (see pipelines.engine), or what is done to articles: that is the code of a home (see cache,
collection, and pipelines.articles.near_copies).

| stage | reads | makes | runs |
|---|---|---|---|
| read | the source files of the partition | `text` (articles with texts), `sketch`, `skipped` | anywhere |
| pairs | `sketch` of the partition and of those of the week before | `pair` (similar texts) | anywhere |
| copies | `sketch` and `pair` of the partition, `copy` of the week before | `copy` | in order of days, here |
| tables | `text`, `copy`, texts of earlier originals | the tables of `TABLES` | anywhere |

A partition is named by its day (2024-05-14) or hour (2024-05-14T13). A stage that finds its result made from the same
inputs by the same code does nothing, so a run that was cut off is resumed by running it again. A stage that fails for
one partition is reported, and ends the work on that partition alone; running it again makes it, and what depends on it.

Near-copies are compared within a window: a partition with itself and with those up to `WINDOW_DAYS` days before. Unlike
a home, which compares all its articles, this misses (1) copies whose partitions are further apart than the window, such
as an article without a date, or fetched late, of an older report; and (2) a longer page that arrives in a later
partition: there the earlier entry stays the original, and the claims that only the page makes are counted as those of a
copy. An article id is unique within its partition only, so the tables have PARTITION:ID.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from typing import TypeVar

import polars as pl

from pipelines.articles.files import RawArticle, Unreadable, articles_in
from pipelines.articles.near_copies import (
    COMPARED_FIRST,
    DAYS_APART,
    PAIR,
    ComparedArticle,
    Copy,
    candidate_pairs,
    page_of,
    resolved,
    verified_pairs,
)
from pipelines.claims.cache import (
    CACHED_ARTICLE,
    ArticleCache,
    CachedArticle,
    ClaimCache,
    RowsInMemory,
    restored,
)
from pipelines.claims.collection import collected
from pipelines.claims.finder import Finder, code_version
from pipelines.claims.tables import skipped_rows
from pipelines.engine.executors import Executor, InProcess
from pipelines.engine.store import PartitionStore, digest_of

WINDOW_DAYS = DAYS_APART
ATTEMPTS, SECONDS_BETWEEN = 3, 1.0
"""How often a stage is tried where the store cannot be read or written, and the pause, which doubles each time."""

Item = TypeVar("Item")
TEXT, SKETCH, SKIPPED, PAIRS, COPIES = "text", "sketch", "skipped", "pair", "copy"
TABLES = ("article", "claim", "claim_passage", "statement", "statement_claim")

_TEXT: dict[str, pl.DataType] = {"key": pl.Binary(), **CACHED_ARTICLE, "text": pl.String()}
_SKETCHES = ("article_id", "published_on", "url", "characters", "words", "runs", "sketch", "places")
_COPY: dict[str, pl.DataType] = {
    "article_id": pl.String(), "published_on": pl.Date(), "page": pl.String(), "characters": pl.Int64(),
    "words": pl.Binary(), "copy_of": pl.String(), "copy_partition": pl.String(), "how": pl.String(),
    "likeness": pl.Float64(),
}  # fmt: skip
_COMPARED = ("article_id", "published_on", "page", "characters", "words")


@dataclass(frozen=True, slots=True)
class Done:
    """What a stage did to a partition.

    Attributes:
        rows: of the first table of the stage.
        is_new: it was made by this call, and not there before.
        fault: why the stage failed; empty if it did not. Later stages leave the partition out.
    """

    partition: str
    stage: str
    rows: int
    is_new: bool
    fault: str = ""


def make_partitions(
    store: PartitionStore, partitions: Sequence[str], executor: Executor, finder: Finder, origin: str = "live"
) -> Iterator[Done]:
    """Run all stages of partitions, whose source files are in the store; report each stage of each partition.

    Args:
        partitions: of days that follow one another; the week before them is read if it was made, and the week after
            them, if it was made, is compared with them.
        finder: without an endpoint.

    Raises:
        ValueError: the finder asks an endpoint, whose answers are not a function of the article.
    """
    if not finder.is_pure:
        raise ValueError("Partitions are read by the rules; unset SANCTIONS_ENDPOINT_URL for this run.")
    failed = set[str]()
    for done in find_copies(store, partitions, executor, origin):
        if done.fault:
            failed.add(done.partition)
        yield done
    windows = affected_windows(partitions, store.days(SKETCH))
    yield from _stage("tables", partial(tabulate_partition, store, finder, origin), _keyed(windows), executor, failed)


def find_copies(
    store: PartitionStore, partitions: Sequence[str], executor: Executor, origin: str = "live"
) -> Iterator[Done]:
    """Run the stages before the tables: read the articles of partitions, and decide which are copies."""
    failed = set[str]()
    ordered = sorted(partitions)
    yield from _stage("read", partial(read_partition, store, origin), _keyed(ordered), executor, failed)
    windows = affected_windows(ordered, store.days(SKETCH))
    compared = [(partition, (partition, window)) for partition, window in windows.items()]
    yield from _stage("pairs", partial(pair_partition, store), compared, executor, failed)
    yield from _stage("copies", partial(copy_partition, store), compared, InProcess(), failed)


def _keyed(partitions: Iterable[str]) -> list[tuple[str, str]]:
    """Partitions as the items of a stage whose function takes nothing but the partition."""
    return [(partition, partition) for partition in partitions]


def _stage(
    stage: str,
    function: Callable[[Item], Done],
    items: Iterable[tuple[str, Item]],
    executor: Executor,
    failed: set[str],
) -> Iterator[Done]:
    """Run a stage for partitions, given with the argument of the function, and add those that fail to `failed`."""
    wanted = ((partition, item) for partition, item in items if partition not in failed)
    for done in executor.map(partial(_attempted, stage, function), wanted):
        if done.fault:
            failed.add(done.partition)
        yield done


def _attempted(stage: str, function: Callable[[Item], Done], item: tuple[str, Item]) -> Done:
    """A stage of one partition, or the fault that it ended with."""
    partition, argument = item
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return function(argument)
        except OSError as error:
            fault = f"{type(error).__name__}: {error}"
            if attempt < ATTEMPTS:
                time.sleep(SECONDS_BETWEEN * 2 ** (attempt - 1))
        except Exception as error:  # noqa: BLE001 - whatever one partition holds, the others are made
            fault = f"{type(error).__name__}: {error}"
            break
    return Done(partition, stage, 0, is_new=False, fault=fault)


def affected_windows(partitions: Sequence[str], made: Sequence[str]) -> dict[str, list[str]]:
    """The windows of partitions, and of those made earlier whose windows have one of these partitions, in order."""
    windows = {partition: window_before(partition, made) for partition in sorted({*partitions, *made})}
    new = set(partitions)
    return {name: window for name, window in windows.items() if name in new or not new.isdisjoint(window)}


def window_before(partition: str, partitions: Iterable[str]) -> list[str]:
    """The earlier ones of some partitions that are at most `WINDOW_DAYS` days before one, in order."""
    first = (date.fromisoformat(partition[:10]) - timedelta(days=WINDOW_DAYS)).isoformat()
    return sorted(other for other in partitions if first <= other < partition)


# ---- read ----------------------------------------------------------------------------------------------------------
def read_partition(store: PartitionStore, origin: str, partition: str) -> Done:
    """Read the articles of the source files of a partition."""
    files = [(path.rpartition("/")[2], store.content(path)) for path in store.sources(partition)]
    made_from = digest_of(code_version(), origin, *(part for name, content in files for part in (name, content)))
    if store.made_from(SKETCH, partition) == made_from:
        return Done(partition, "read", store.rows(SKETCH, partition), is_new=False)
    rows = RowsInMemory()
    cache = ArticleCache(rows)
    articles, skipped = cache.articles(cache.update(_pieces(files)))
    articles = [_named(article, partition) for article in articles]
    texts = _text_rows(articles, {row["key"]: row for row in rows.rows([*CACHED_ARTICLE, "text"])})
    skipped_table = skipped_rows(
        [replace(item, article_id=f"{partition}:{item.article_id}") for item in skipped], origin
    )
    store.write(TEXT, partition, texts, made_from)
    store.write(SKIPPED, partition, skipped_table, made_from)
    store.write(SKETCH, partition, _in_order(texts).select(_SKETCHES), made_from)
    return Done(partition, "read", texts.height, is_new=True)


def _pieces(files: Iterable[tuple[str, bytes]]) -> Iterator[RawArticle | Unreadable]:
    """Yields the articles in source files, given as name and content."""
    for name, content in files:
        yield from articles_in(BytesIO(content), name)


def _named(cached: CachedArticle, partition: str) -> CachedArticle:
    """The article with the partition before its id."""
    return replace(cached, article=replace(cached.article, article_id=f"{partition}:{cached.article.article_id}"))


def _text_rows(articles: Iterable[CachedArticle], rows: Mapping[bytes, Mapping[str, object]]) -> pl.DataFrame:
    """The cached rows of articles, under the ids that the articles have in the store."""
    named = [{**rows[item.key], "article_id": item.article.article_id} for item in articles]
    return pl.DataFrame(named, schema=_TEXT)


def _in_order(texts: pl.DataFrame) -> pl.DataFrame:
    """Articles in the order in which the first of several similar ones is the original."""
    return texts.sort(
        "published_on", "characters", "article_id", descending=[False, True, False], nulls_last=[True, False, False]
    )


# ---- pairs ---------------------------------------------------------------------------------------------------------
def pair_partition(store: PartitionStore, compared: tuple[str, Sequence[str]]) -> Done:
    """Find the similar texts of a partition, among its own and those of the partitions of its window.

    One other partition is in memory at a time, and of that only lookup keys and the sketches of candidates.
    """
    partition, window = compared
    made_from = digest_of(*(f"{other} {store.made_from(SKETCH, other)}" for other in (*window, partition)))
    if store.made_from(PAIRS, partition) == made_from:
        return Done(partition, "pairs", store.rows(PAIRS, partition), is_new=False)
    own = store.read(SKETCH, partition, ["article_id", "published_on", "runs", "sketch", "places"])
    pairs = [verified_pairs(own, own, candidate_pairs(own, own)), *(_pairs_with(store, own, other) for other in window)]
    store.write(PAIRS, partition, pl.concat(pairs), made_from)
    return Done(partition, "pairs", sum(frame.height for frame in pairs), is_new=True)


def _pairs_with(store: PartitionStore, own: pl.DataFrame, other: str) -> pl.DataFrame:
    """The similar texts of a partition and an earlier one."""
    candidates = candidate_pairs(own, store.read(SKETCH, other, COMPARED_FIRST))
    if candidates.is_empty():
        return pl.DataFrame(schema=PAIR)
    rows = candidates["earlier_row"].unique().sort()
    sketches = store.read(SKETCH, other, ["article_id", "runs", "sketch"])[rows]
    renumbered = candidates.with_columns(earlier_row=rows.search_sorted(candidates["earlier_row"]))
    return verified_pairs(own, sketches, renumbered)


# ---- copies --------------------------------------------------------------------------------------------------------
def copy_partition(store: PartitionStore, compared: tuple[str, Sequence[str]]) -> Done:
    """Decide which articles of a partition are copies, after that was decided for the partitions of its window.

    A partition of the window that failed is left out; once it is made, this one is made again.
    """
    partition, window = compared
    before = {other: digest for other in window if (digest := store.made_from(COPIES, other))}
    digests = [f"{other} {digest}" for other, digest in before.items()]
    made_from = digest_of(str(store.made_from(PAIRS, partition)), str(store.made_from(SKETCH, partition)), *digests)
    if store.made_from(COPIES, partition) == made_from:
        return Done(partition, "copies", store.rows(COPIES, partition), is_new=False)
    articles = [_compared(*row) for row in store.read(SKETCH, partition, _SKETCHES[:5]).iter_rows()]
    pairs = store.read(PAIRS, partition)
    originals = _originals(store, list(before), articles, pairs)
    facts = [ComparedArticle(*row[:5]) for row in originals.iter_rows()]
    copies = resolved(articles, pairs, facts)
    home_of = dict(originals.select("article_id", "partition").iter_rows())
    store.write(COPIES, partition, _copy_frame(articles, copies, home_of, partition), made_from)
    return Done(partition, "copies", len(copies), is_new=True)


def _compared(
    article_id: str, published_on: date | None, url: str | None, characters: int, words: bytes
) -> ComparedArticle:
    """The values of an article that decide of which original it is a copy."""
    return ComparedArticle(article_id, published_on, page_of(url) if url else None, characters, words)


def _originals(
    store: PartitionStore, window: Sequence[str], articles: Sequence[ComparedArticle], pairs: pl.DataFrame
) -> pl.DataFrame:
    """The originals of a window that may be those of some articles, in order, with their partition."""
    words = pl.Series([article.words for article in articles], dtype=pl.Binary)
    pages = pl.Series([article.page for article in articles if article.page], dtype=pl.String)
    wanted = (
        pl.col("words").is_in(words.implode())
        | pl.col("page").is_in(pages.implode())
        | pl.col("article_id").is_in(pairs["earlier_id"].implode())
    )
    frames = [
        store.read(COPIES, other, [*_COMPARED, "copy_of"])
        .filter(pl.col("copy_of").is_null() & wanted)
        .select(*_COMPARED, partition=pl.lit(other))
        for other in window
    ]
    empty = pl.DataFrame(schema={**{name: _COPY[name] for name in _COMPARED}, "partition": pl.String()})
    return pl.concat([empty, *frames])


def _copy_frame(
    articles: Sequence[ComparedArticle], copies: Mapping[str, Copy], home_of: Mapping[str, str], partition: str
) -> pl.DataFrame:
    """The rows of the stage `copies`: every article, with its original if it is a copy."""
    rows = []
    for article in articles:
        copy = copies.get(article.article_id)
        facts = [getattr(article, name) for name in _COMPARED]
        where = None if copy is None else home_of.get(copy.copy_of, partition)
        rows.append((*facts, copy and copy.copy_of, where, copy and copy.how, copy and copy.likeness))
    return pl.DataFrame(rows, schema=_COPY, orient="row")


# ---- tables --------------------------------------------------------------------------------------------------------
def tabulate_partition(store: PartitionStore, finder: Finder, origin: str, partition: str) -> Done:
    """Extract the claims of a partition, and make its tables; a copy of an earlier original adds what is new in it."""
    copy_rows = store.read(COPIES, partition).filter(pl.col("copy_of").is_not_null())
    elsewhere = copy_rows.filter((pl.col("copy_partition") != partition) & (pl.col("how") != "same_text"))
    needed = {name: set(frame["copy_of"]) for (name,), frame in elsewhere.group_by("copy_partition")}
    inputs = [(name, store.made_from(TEXT, name)) for name in sorted(str(name) for name in needed)]
    made_from = digest_of(finder.version, str(store.made_from(COPIES, partition)), repr(inputs))
    if store.made_from(TABLES[0], partition) == made_from:
        return Done(partition, "tables", store.rows(TABLES[0], partition), is_new=False)
    own = store.read(TEXT, partition)
    originals = [
        store.read(TEXT, str(name)).filter(pl.col("article_id").is_in(list(ids))) for name, ids in needed.items()
    ]
    tables = _tables(pl.concat([own, *originals]), copy_rows, finder, origin)
    own_ids = own.select("article_id")
    articles = tables["article"].join(own_ids, on="article_id", how="semi")
    claims = tables["claim"].join(own_ids, on="article_id", how="semi")
    result = {
        "article": pl.concat([articles, store.read(SKIPPED, partition)]).sort("article_id"),
        "claim": claims,
        "claim_passage": tables["claim_passage"].join(claims.select("claim_id"), on="claim_id", how="semi"),
        "statement": tables["statement"].join(own_ids, on="article_id", how="semi"),
        "statement_claim": tables["statement_claim"].join(claims.select("claim_id"), on="claim_id", how="semi"),
    }
    for name in reversed(TABLES):  # `article` last: its digest says that all are there
        store.write(name, partition, result[name], made_from)
    return Done(partition, "tables", result["article"].height, is_new=True)


def _tables(texts: pl.DataFrame, copy_rows: pl.DataFrame, finder: Finder, origin: str) -> Mapping[str, pl.DataFrame]:
    """The tables of articles from their texts and the rows of their copies."""
    rows = RowsInMemory(texts.iter_rows(named=True))
    articles = [item for item in map(restored, texts.iter_rows(named=True)) if isinstance(item, CachedArticle)]
    copies = {
        row["article_id"]: Copy(row["article_id"], row["copy_of"], row["how"], row["likeness"])
        for row in copy_rows.iter_rows(named=True)
    }
    return collected(articles, [], copies, ClaimCache(RowsInMemory(), finder), ArticleCache(rows), origin).tables
