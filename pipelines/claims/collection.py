"""All articles of a home as tables: reading, comparing for copies, and finding and counting claims once.

Here: the order of the steps, and which claims count: those of originals, and those that a copy makes beyond its
original. Not here: reading and caching (see cache), what a copy is (see pipelines.articles.near_copies), finding claims
(see finder), or the rows of tables (see tables).

Memory grows with the number of articles, by some ten kilobytes each for comparing them and for the claims of copies,
and not with the length of their texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

import polars as pl

from pipelines.articles.article import Article
from pipelines.articles.files import RawArticle, Unreadable
from pipelines.articles.near_copies import Copy, copies, words_of
from pipelines.claims.cache import ArticleCache, CachedArticle, CachedPiece, ClaimCache, Failure, batches, claims_from
from pipelines.claims.claim import Claim
from pipelines.claims.finder import Finder
from pipelines.claims.passages import passage_rows
from pipelines.claims.statements import ReportedStatement, reported_rows, statement_frames
from pipelines.claims.tables import article_rows, claim_rows, skipped_rows
from pipelines.engine.executors import Executor

BATCH_ROWS = 5_000
"""Rows that are in memory as objects at a time."""

ArticleClaims = tuple[CachedArticle, list[Claim]]


@dataclass(frozen=True, slots=True)
class Collected:
    """The tables `article`, `claim`, `claim_passage`, `statement` and `statement_claim`.

    Attributes:
        is_whole: no article waits for an endpoint that gave no answer.
        faults: the articles on which this program failed.
    """

    tables: Mapping[str, pl.DataFrame]
    is_whole: bool
    faults: Sequence[Unreadable] = ()


class Collection:
    """The articles of a home; making one reads those that were not read before into the cache.

    Args:
        folder: of the cache.
        finder: extracts the claims.
        pieces: the articles that lie in the home now, and files that cannot be read.
        executor: where articles are read and claims extracted; this process by default.
    """

    def __init__(
        self,
        folder: Path,
        finder: Finder,
        pieces: Iterable[RawArticle | Unreadable],
        executor: Executor | None = None,
    ) -> None:
        """Read the articles that are not in the cache yet; `state` and `collected` then work from the cache."""
        self._folder, self._finder, self._executor = folder, finder, executor
        self._cache = ArticleCache.in_folder(folder / "articles", executor)
        self._pieces = self._cache.update(pieces)

    @property
    def state(self) -> str:
        """A digest of everything that the tables are made from."""
        digest = blake2b(self._finder.version.encode(), digest_size=16)
        for piece in self._pieces:
            digest.update(piece.key + piece.source.encode() if isinstance(piece, CachedPiece) else repr(piece).encode())
        return digest.hexdigest()

    def collected(self, origin: str) -> Collected:
        """The tables of all articles; a report and its copies count once."""
        articles, skipped = self._cache.articles(self._pieces)
        copies_by_id = copies(article.sketched for article in articles)
        claims = ClaimCache.in_folder(self._folder / "claims", self._finder, self._executor)
        return collected(articles, skipped, copies_by_id, claims, self._cache, origin)


def collected(
    articles: Sequence[CachedArticle],
    skipped: Sequence[Unreadable],
    copies_by_id: Mapping[str, Copy],
    claims: ClaimCache,
    cache: ArticleCache,
    origin: str,
) -> Collected:
    """The tables of articles, of a home or of a partition; a report and its copies count once.

    Args:
        skipped: what could not be read.
        copies_by_id: the copies among the articles; their originals must be among the articles too.
        cache: with the texts of the articles.
    """
    originals = (article for article in articles if not _has_same_text(article, copies_by_id))
    failed = claims.find(originals, cache)
    skipped = [
        *skipped,
        *(_without_claims(item, failed[item.text_key]) for item in articles if item.text_key in failed),
    ]
    counted, passages = list[pl.DataFrame](), list[pl.DataFrame]()
    for batch in batches(counted_claims(articles, copies_by_id, claims, cache), BATCH_ROWS):
        counted.append(claim_rows(batch))
        passages.append(passage_rows(_with_texts(batch, cache)))
    answered = [article for article in articles if article.text_key not in failed]
    rows = [article_rows(batch, origin, copies_by_id, claims.remarks()) for batch in batches(answered, BATCH_ROWS)]
    claim_table = pl.concat([claim_rows([]), *counted]).sort("article_id", "quote_start", "claim_id")
    reported = reported_rows(_reported_by_originals(articles, copies_by_id, claims))
    tables = {
        "article": pl.concat([*rows, skipped_rows(skipped, origin)]).sort("article_id"),
        "claim": claim_table,
        "claim_passage": pl.concat([passage_rows([]), *passages]).unique("claim_id").sort("claim_id"),
        **statement_frames(reported, claim_table),
    }
    return Collected(tables, is_whole=not failed, faults=[item for item in skipped if item.is_fault])


def _has_same_text(article: CachedArticle, copies_by_id: Mapping[str, Copy]) -> bool:
    """Whether it is a copy with the text of its original, so that no claims must be extracted."""
    copy = copies_by_id.get(article.article.article_id)
    return copy is not None and copy.how == "same_text"


def _without_claims(cached: CachedArticle, failure: Failure) -> Unreadable:
    """An article whose claims could not be extracted."""
    article = cached.article
    return Unreadable(
        article.article_id, failure.reason, article.article_id, article.sha256, article.language, article.published_on,
        article.date_basis, cached.characters, article.url, article.outlet, failure.is_fault,
    )  # fmt: skip


def _with_texts(batch: Sequence[ArticleClaims], cache: ArticleCache) -> Iterator[tuple[Article, list[Claim]]]:
    """The articles of a batch that make claims, with their texts, one text at a time."""
    by_key = defaultdict[bytes, list[ArticleClaims]](list)
    for cached, claims in batch:
        if claims:
            by_key[cached.key].append((cached, claims))
    for key, text in cache.texts(by_key.keys()):
        yield from ((replace(cached.article, text=text), claims) for cached, claims in by_key[key])


# ---- which claims count ---------------------------------------------------------------------------------------------
def counted_claims(
    articles: Sequence[CachedArticle], copies_by_id: Mapping[str, Copy], claims: ClaimCache, cache: ArticleCache
) -> Iterator[ArticleClaims]:
    """Articles with the claims that count for them, originals before copies; nothing for a copy of the same text."""
    rewritten = {article_id: copy for article_id, copy in copies_by_id.items() if copy.how != "same_text"}
    compared = rewritten.keys() | {copy.copy_of for copy in rewritten.values()}
    compared_claims = dict[str, bytes]()
    for article, cached_claims in _with_claims(articles, claims):
        if article.article.article_id in compared:
            compared_claims[article.article.article_id] = cached_claims
        if article.article.article_id not in copies_by_id:
            yield article, claims_from(cached_claims)
    yield from _beyond_originals(articles, rewritten, compared_claims, cache)


def _with_claims(articles: Sequence[CachedArticle], claims: ClaimCache) -> Iterator[tuple[CachedArticle, bytes]]:
    """The articles with the claims of their texts; several articles may have the same text."""
    by_text = _by_text(articles)
    for text_key, cached_claims in claims.all_claims():
        for article in by_text.get(text_key, ()):
            yield article, cached_claims


def _reported_by_originals(
    articles: Sequence[CachedArticle], copies_by_id: Mapping[str, Copy], claims: ClaimCache
) -> Iterator[tuple[str, tuple[ReportedStatement, ...]]]:
    """The reported statements of articles that are no copies."""
    by_text = _by_text(article for article in articles if article.article.article_id not in copies_by_id)
    for text_key, statements in claims.all_statements():
        for article in by_text.get(text_key, ()):
            yield article.article.article_id, statements


def _by_text(articles: Iterable[CachedArticle]) -> Mapping[bytes, list[CachedArticle]]:
    """The articles by the key of their text and day."""
    by_text = defaultdict[bytes, list[CachedArticle]](list)
    for article in articles:
        by_text[article.text_key].append(article)
    return by_text


def _beyond_originals(
    articles: Sequence[CachedArticle],
    rewritten: Mapping[str, Copy],
    compared_claims: Mapping[str, bytes],
    cache: ArticleCache,
) -> Iterator[ArticleClaims]:
    """Rewritten copies with the claims that their originals do not make."""
    by_id = {article.article.article_id: article for article in articles}
    copies_of_original = defaultdict[bytes, list[Copy]](list)
    for copy in rewritten.values():
        if copy.article_id in compared_claims:
            copies_of_original[by_id[copy.copy_of].key].append(copy)
    for key, text in cache.texts(copies_of_original.keys()):
        for copy in copies_of_original[key]:
            claims = claims_from(compared_claims[copy.article_id])
            original_claims = claims_from(compared_claims.get(copy.copy_of, b"[]"))
            yield by_id[copy.article_id], own_claims(claims, copy, text, original_claims)


def own_claims(claims: Sequence[Claim], copy: Copy, original: str, original_claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a copy that its original, of this text and with these claims, does not make."""
    if copy.how == "same_text":
        return []
    if copy.how == "same_page":
        return [claim for claim in claims if not any(_same_statement(claim, other) for other in original_claims)]
    text = words_of(original)
    return [claim for claim in claims if words_of(claim.quote) not in text]


def _same_statement(one: Claim, other: Claim) -> bool:
    """Whether two claims have the same authority and status, and no different counts: a summary rewords its page."""
    if (one.authority, one.status, one.action) != (other.authority, other.status, other.action):
        return False
    return one.count is None or other.count is None or one.count == other.count
