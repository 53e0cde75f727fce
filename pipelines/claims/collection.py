"""All articles of a home as tables: read, compared for copies, their claims found.

Here: what is made of what, a night. Not here: any single step (see readings, duplicates, finder, counting, tables).

Memory grows with the number of articles, by some ten kilobytes each for comparing them and what copies say, and not
with the length of their texts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import polars as pl

from pipelines.articles.files import Piece, Unreadable
from pipelines.articles.near_copies import Copy, copies
from pipelines.claims.counting import counted_claims
from pipelines.claims.finder import Finder
from pipelines.claims.readings import KeptClaims, Looked, Reading, Readings
from pipelines.claims.tables import article_rows, claim_rows, skipped_rows

BATCH = 5_000
"""Rows that are in memory as objects at a time."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Collected:
    """The tables `article` and `claim`.

    Attributes:
        is_whole: no article waits for an endpoint that gave no answer.
    """

    tables: Mapping[str, pl.DataFrame]
    is_whole: bool


class Collection:
    """The articles of a home; making one reads those that were not read before.

    Args:
        folder: where what was read and found is kept.
    """

    def __init__(self, folder: Path, finder: Finder, pieces: Iterable[Piece | Unreadable]) -> None:
        self._folder, self._finder = folder, finder
        self._store = Readings(folder / "articles")
        self._looked = self._store.look(pieces)

    @property
    def state(self) -> str:
        """The same where the same tables follow."""
        digest = blake2b(self._finder.edition.encode(), digest_size=16)
        for each in self._looked:
            digest.update(each.key + each.source.encode() if isinstance(each, Looked) else repr(each).encode())
        return digest.hexdigest()

    def collected(self, origin: str) -> Collected:
        """The tables of all articles, a report and its copies counted once."""
        readings, skipped = self._store.restored(self._looked)
        copied = copies(reading.printed for reading in readings)
        kept = KeptClaims(self._folder / "claims", self._finder)
        failed = kept.find((reading for reading in readings if not _same_text(reading, copied)), self._store)
        skipped += [_unanswered(reading, failed[reading.said]) for reading in readings if reading.said in failed]
        claims = [claim_rows(batch) for batch in _batches(counted_claims(readings, copied, kept, self._store))]
        readings = [reading for reading in readings if reading.said not in failed]
        articles = [article_rows(batch, origin, copied, kept.remarks()) for batch in _batches(readings)]
        tables = {
            "article": pl.concat([*articles, skipped_rows(skipped, origin)]).sort("article_id"),
            "claim": pl.concat([claim_rows([]), *claims]).sort("article_id", "quote_start", "claim_id"),
        }
        return Collected(tables, is_whole=not failed)


def _same_text(reading: Reading, copied: Mapping[str, Copy]) -> bool:
    """Whether its claims are those of its original, so that nobody need look for them."""
    copy = copied.get(reading.article.article_id)
    return copy is not None and copy.how == "same_text"


def _unanswered(reading: Reading, reason: str) -> Unreadable:
    """An article about whose claims the endpoint gave no answer that can be used."""
    article = reading.article
    return Unreadable(
        article.article_id, f"was not read by the endpoint: {reason}.", article.article_id, article.sha256,
        article.language, article.published_on, article.date_basis, reading.characters, article.url, article.outlet,
    )  # fmt: skip


def _batches(items: Iterable[Item]) -> Iterator[Sequence[Item]]:
    batch = list[Item]()
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch
