"""Articles and their claims, each worked out once: what a night finds unchanged it does not read again.

Here: what is kept of articles and of claims, by the content that they are made from. Not here: reading and finding (see
articles, duplicates, finder), or where it is kept (see shelf).

Two shelves: one by the bytes of a piece, with the article, its text and its print; one by text and day, which are all
that claims depend on. Texts are kept on the first and never all in memory.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from pydantic import TypeAdapter

from pipelines.articles.article import Article
from pipelines.articles.files import Piece, Unreadable
from pipelines.articles.near_copies import Print, Printed, Printer
from pipelines.articles.reading import distinct, read_piece
from pipelines.claims.cache import Shelf
from pipelines.claims.claim import Claim
from pipelines.claims.endpoint import EndpointError
from pipelines.claims.finder import Finder, code_edition

_OF_ARTICLE: dict[str, pl.DataType] = {
    "article_id": pl.String(), "published_on": pl.Date(), "date_basis": pl.String(), "title": pl.String(),
    "url": pl.String(), "outlet": pl.String(), "language": pl.String(), "sha256": pl.String(),
}  # fmt: skip
_OF_READING: dict[str, pl.DataType] = {
    **_OF_ARTICLE, "characters": pl.Int64(), "refused": pl.String(), "said": pl.Binary(), "words": pl.Binary(),
    "runs": pl.Int64(), "sketch": pl.Binary(), "places": pl.Binary(),
}  # fmt: skip
_OF_FOREIGN = ("article_id", "published_on", "date_basis", "url", "outlet", "language", "sha256", "characters")
"""What is known of an article in a language that is not supported."""
_OF_CLAIMS: dict[str, pl.DataType] = {"claims": pl.Binary(), "refused": pl.List(pl.String())}
_CLAIMS = TypeAdapter(list[Claim])


@dataclass(frozen=True, slots=True)
class Reading:
    """An article that was read, without its text.

    Attributes:
        key: of the piece that it was read from.
        said: of its text and day, which decide on its claims.
    """

    key: bytes
    said: bytes
    article: Article
    characters: int
    print: Print

    @property
    def printed(self) -> Printed:
        """The article as it is compared with others."""
        facts = self.article
        return Printed(facts.article_id, facts.published_on, facts.url, self.characters, self.print)


@dataclass(frozen=True, slots=True)
class Looked:
    """A piece that lies there and is on the shelf; `source` says where it lies."""

    key: bytes
    source: str


class Readings:
    """Articles of pieces, each read once."""

    def __init__(self, folder: Path) -> None:
        self._shelf = Shelf(folder, code_edition(), {**_OF_READING, "text": pl.String()})
        self._printer = Printer()

    def look(self, pieces: Iterable[Piece | Unreadable]) -> list[Looked | Unreadable]:
        """Read what was not read before; what lies there now, in its order."""
        found = [piece if isinstance(piece, Unreadable) else self._look(piece) for piece in pieces]
        self._shelf.forget_all_but({each.key for each in found if isinstance(each, Looked)})
        return found

    def _look(self, piece: Piece) -> Looked | Unreadable:
        key = piece.key
        if key not in self._shelf.keys:
            read = read_piece(piece)
            if isinstance(read, Article):
                self._shelf.put(key, **_row_of(read, self._printer(read.text)))
            elif read.language is not None:
                self._shelf.put(key, **_row_of_foreign(read))
            else:
                return read  # soon found out again, and for some reasons not so tomorrow
        return Looked(key, piece.source)

    def restored(self, looked: Sequence[Looked | Unreadable]) -> tuple[list[Reading], list[Unreadable]]:
        """Articles and what is none, each with an id of its own, of what lies there now."""
        used = {each.key for each in looked if isinstance(each, Looked)}
        kept = {row["key"]: _restored(row) for row in self._shelf.rows(list(_OF_READING)) if row["key"] in used}
        found = [each if isinstance(each, Unreadable) else _at(kept[each.key], each.source) for each in looked]
        named = distinct(each.article if isinstance(each, Reading) else each for each in found)
        readings, unreadable = list[Reading](), list[Unreadable]()
        for each, item in zip(found, named, strict=True):
            if isinstance(each, Reading) and isinstance(item, Article):
                readings.append(each if item is each.article else replace(each, article=item))
            elif isinstance(item, Unreadable):
                unreadable.append(item)
        return readings, unreadable

    def texts(self, keys: Collection[bytes]) -> Iterator[tuple[bytes, str]]:
        """The texts of some pieces, in no order of theirs."""
        if keys:
            yield from ((row["key"], row["text"]) for row in self._shelf.rows(["text"]) if row["key"] in keys)


class KeptClaims:
    """Claims of texts, each found once by the same finder."""

    def __init__(self, folder: Path, finder: Finder) -> None:
        self._shelf = Shelf(folder, finder.edition, _OF_CLAIMS)
        self._finder = finder

    def find(self, wanted: Iterable[Reading], readings: Readings) -> dict[bytes, str]:
        """Find the claims of articles whose claims are not known; of texts that this failed for, the reason."""
        known = {each.said: each for each in wanted}
        missing = {each.key: each for said, each in known.items() if said not in self._shelf.keys}
        failed = {}
        for key, text in readings.texts(missing.keys()):
            reading = missing[key]
            try:
                answered = self._finder.answered(replace(reading.article, text=text))
            except EndpointError as error:
                failed[reading.said] = str(error)
                continue
            self._shelf.put(reading.said, claims=_CLAIMS.dump_json(answered.claims), refused=list(answered.refused))
        self._shelf.forget_all_but(known)
        return failed

    def found(self) -> Iterator[tuple[bytes, bytes]]:
        """What was found in each text, as `claims_of` reads it."""
        yield from ((row["key"], row["claims"]) for row in self._shelf.rows(["claims"]))

    def remarks(self) -> dict[bytes, str]:
        """Of texts about which more was stated than is believed, a sentence."""
        refused = {row["key"]: row["refused"] for row in self._shelf.rows(["refused"]) if row["refused"]}
        return {key: f"claims that were not believed: {' '.join(each)}" for key, each in refused.items()}


def claims_of(found: bytes) -> list[Claim]:
    """The claims that were found in a text."""
    return _CLAIMS.validate_json(found)


def said_by(article: Article) -> bytes:
    """The same for articles of one text and day."""
    return sha256(f"{article.published_on} {article.text}".encode()).digest()


def _row_of(article: Article, made: Print) -> dict[str, Any]:
    return {
        **{name: getattr(article, name) for name in _OF_ARTICLE},
        "characters": len(article.text),
        "said": said_by(article),
        "words": made.words,
        "runs": made.runs,
        "sketch": made.sketch.tobytes(),
        "places": made.places.tobytes(),
        "text": article.text,
    }


def _row_of_foreign(read: Unreadable) -> dict[str, Any]:
    return {**{name: getattr(read, name) for name in _OF_FOREIGN}, "refused": read.reason}


def _restored(row: dict[str, Any]) -> Reading | Unreadable:
    """What a row of the shelf says; where the piece lies now is for another to say."""
    if row["refused"] is not None:
        return Unreadable("", row["refused"], **{name: row[name] for name in _OF_FOREIGN})
    article = Article(text="", **{name: row[name] for name in _OF_ARTICLE})
    hashes = {name: np.frombuffer(row[name], dtype=np.uint64) for name in ("sketch", "places")}
    return Reading(row["key"], row["said"], article, row["characters"], Print(row["words"], row["runs"], **hashes))


def _at(kept: Reading | Unreadable, source: str) -> Reading | Unreadable:
    return kept if isinstance(kept, Reading) else replace(kept, source=source)
