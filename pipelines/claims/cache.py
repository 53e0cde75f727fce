"""The cache of articles and claims: the same bytes are not read again by the same code.

Here: the cache of rows on disk, and its content: articles by their bytes, with text and sketch; claims by text and day,
which are all that claims depend on. Not here: reading articles (see pipelines.articles.reading) or extracting claims
(see finder), or where the work is done (see pipelines.engine).

The cache is under the tables of a home and may be deleted with them; missing rows are computed again. Texts are on disk
and never all in memory.
"""

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import polars as pl
from pydantic import TypeAdapter

from pipelines.archive.home import remove_with_digest, whole_with_digest
from pipelines.articles.article import Article
from pipelines.articles.files import RawArticle, Unreadable
from pipelines.articles.near_copies import MinHashSketch, SketchedArticle, Sketcher
from pipelines.articles.reading import distinct, read_article
from pipelines.claims.claim import Claim
from pipelines.claims.endpoint import EndpointError
from pipelines.claims.finder import Finder, code_version
from pipelines.claims.statements import ReportedStatement
from pipelines.engine.executors import Executor, InProcess

ROWS_A_FILE = 2_000
"""Few enough that one file takes little memory, and that a killed run loses little work."""

ARTICLES_A_BATCH = 50
"""Articles that a worker gets at a time: long enough that handing them over costs little (some 2 ms against 500)."""

_ARTICLE: dict[str, pl.DataType] = {
    "article_id": pl.String(), "published_on": pl.Date(), "date_basis": pl.String(), "title": pl.String(),
    "url": pl.String(), "outlet": pl.String(), "language": pl.String(), "sha256": pl.String(),
}  # fmt: skip
CACHED_ARTICLE: dict[str, pl.DataType] = {
    **_ARTICLE, "characters": pl.Int64(), "refused": pl.String(), "text_key": pl.Binary(), "words": pl.Binary(),
    "runs": pl.Int64(), "sketch": pl.Binary(), "places": pl.Binary(),
}  # fmt: skip
_FOREIGN = ("article_id", "published_on", "date_basis", "url", "outlet", "language", "sha256", "characters")
"""What is known of an article in a language that is not supported."""
_CACHED_CLAIMS: dict[str, pl.DataType] = {
    "claims": pl.Binary(), "remarks": pl.List(pl.String()), "statements": pl.Binary(),
}  # fmt: skip
_CLAIMS = TypeAdapter(list[Claim])
_STATEMENTS = TypeAdapter(tuple[ReportedStatement, ...])


Item = TypeVar("Item")
Row = dict[str, Any]


class Rows(Protocol):
    """Rows by key, on disk or in memory."""

    keys: set[bytes]

    def add(self, key: bytes, **row: object) -> None:
        """Add a row whose key is not there yet."""
        ...

    def rows(self, columns: Sequence[str]) -> Iterator[Row]:
        """All rows, with these columns and `key`."""
        ...

    def keep_only(self, used: Collection[bytes]) -> None:
        """Rows with other keys may be deleted; rows that were added are kept for later runs from here on."""
        ...


class RowsInMemory:
    """Rows by key, for one partition."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._rows = {row["key"]: row for row in rows}
        self.keys = set(self._rows)

    def add(self, key: bytes, **row: object) -> None:
        """Add a row whose key is not there yet."""
        self.keys.add(key)
        self._rows[key] = {"key": key, **row}

    def rows(self, columns: Sequence[str]) -> Iterator[Row]:
        """All rows, with these columns and `key`; None where a row has no value."""
        return ({name: row.get(name) for name in ("key", *columns)} for row in self._rows.values())

    def keep_only(self, used: Collection[bytes]) -> None:
        """Nothing to delete: the rows end with their partition."""


class RowCache:
    """Rows by key, in a folder of Parquet files that are written once.

    Args:
        version: of what the rows were worked out with; rows of other versions are deleted.
        schema: the columns beside `key`.

    Attributes:
        keys: the keys of all rows.
    """

    def __init__(self, folder: Path, version: str, schema: Mapping[str, pl.DataType]) -> None:
        """Open the rows of this version, delete those of other versions, and read which keys are held."""
        self._schema = {"key": pl.Binary(), **schema}
        self._folder = folder / version
        for other in folder.glob("*"):
            if other != self._folder:
                shutil.rmtree(other, ignore_errors=True)
        self._unwritten: list[dict[str, Any]] = []
        self._last = max((int(path.stem) for path in self._paths()), default=0)
        self.keys: set[bytes] = set()
        for path in self._paths():
            self.keys.update(self._read(path, ["key"])["key"].to_list())

    def add(self, key: bytes, **row: object) -> None:
        """Add a row whose key is not there yet."""
        self.keys.add(key)
        self._unwritten.append({"key": key, **row})
        if len(self._unwritten) >= ROWS_A_FILE:
            self.flush()

    def flush(self) -> None:
        """Write what was added to disk."""
        if self._unwritten:
            self._write(self._unwritten)
            self._unwritten = []

    def rows(self, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
        """All written rows, with these columns and `key`; one file at a time is in memory."""
        for path in self._paths():
            yield from self._read(path, ["key", *columns]).iter_rows(named=True)

    def keep_only(self, used: Collection[bytes]) -> None:
        """Delete unused rows once they are as many as the used ones; many small files become few."""
        self.flush()
        kept = self.keys & set(used)
        paths = self._paths()
        if len(self.keys) <= 2 * len(kept) and len(paths) <= 2 + 2 * len(kept) // ROWS_A_FILE:
            return
        self.keys = set()
        for path in paths:
            for row in self._read(path, list(self._schema)).iter_rows(named=True):
                if row["key"] in kept and row["key"] not in self.keys:
                    self.add(**row)
        self.flush()
        for path in paths:
            remove_with_digest(path)

    def _paths(self) -> list[Path]:
        """The files of rows, in the order in which they were written."""
        return sorted(self._folder.glob("*.parquet"))

    def _read(self, path: Path, columns: list[str]) -> pl.DataFrame:
        """These columns of a file of rows."""
        return pl.read_parquet(path, columns=columns)

    def _write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Writes rows to a new file."""
        self._last += 1
        with whole_with_digest(self._folder / f"{self._last:06}.parquet") as path:
            pl.DataFrame(rows, schema=self._schema).write_parquet(path, compression="zstd")


@dataclass(frozen=True, slots=True)
class CachedArticle:
    """An article that was read, without its text.

    Attributes:
        key: of the piece that it was read from.
        text_key: of its text and day, on which its claims depend.
    """

    key: bytes
    text_key: bytes
    article: Article
    characters: int
    minhash: MinHashSketch

    @property
    def sketched(self) -> SketchedArticle:
        """The article as it is compared with others."""
        facts = self.article
        return SketchedArticle(facts.article_id, facts.published_on, facts.url, self.characters, self.minhash)


@dataclass(frozen=True, slots=True)
class CachedPiece:
    """A piece whose article is in the cache; `source` says where the piece lies now."""

    key: bytes
    source: str


class ArticleCache:
    """Articles by their bytes; the same bytes are read only once.

    Args:
        rows: of `CACHED_ARTICLE` and `text`.
        executor: where articles are read.
    """

    def __init__(self, rows: Rows, executor: Executor | None = None) -> None:
        """Keep the rows and the executor; this process if none is given."""
        self._rows = rows
        self._executor = executor or InProcess()

    @classmethod
    def in_folder(cls, folder: Path, executor: Executor | None = None) -> "ArticleCache":
        """The cache of a home."""
        return cls(RowCache(folder, code_version(), {**CACHED_ARTICLE, "text": pl.String()}), executor)

    def update(self, pieces: Iterable[RawArticle | Unreadable]) -> list[CachedPiece | Unreadable]:
        """Reads the pieces that were not read before; all pieces that lie there now, in their order."""
        current: list[CachedPiece | Unreadable] = []
        places: list[int] = []
        unread = self._unread(pieces, current, places)
        results = self._executor.map(read_pieces, batches(unread, ARTICLES_A_BATCH))
        for number, result in enumerate(row for rows in results for row in rows):
            if isinstance(result, Unreadable):
                current[places[number]] = result
            elif result["key"] not in self._rows.keys:
                self._rows.add(**result)
        self._rows.keep_only({piece.key for piece in current if isinstance(piece, CachedPiece)})
        return current

    def _unread(
        self, pieces: Iterable[RawArticle | Unreadable], current: list[CachedPiece | Unreadable], places: list[int]
    ) -> Iterator[RawArticle]:
        """The pieces that must be read. All are noted in `current`, and the places of those to be read in `places`."""
        for piece in pieces:
            if isinstance(piece, Unreadable):
                current.append(piece)
                continue
            key = piece.key
            current.append(CachedPiece(key, piece.source))
            if key not in self._rows.keys:
                places.append(len(current) - 1)
                yield piece

    def articles(self, pieces: Sequence[CachedPiece | Unreadable]) -> tuple[list[CachedArticle], list[Unreadable]]:
        """The articles in pieces of bytes, and pieces that are no articles, with distinct ids."""
        used = {piece.key for piece in pieces if isinstance(piece, CachedPiece)}
        cached = {row["key"]: restored(row) for row in self._rows.rows(list(CACHED_ARTICLE)) if row["key"] in used}
        read = [
            piece if isinstance(piece, Unreadable) else _placed(cached[piece.key], piece.source) for piece in pieces
        ]
        named = distinct(item.article if isinstance(item, CachedArticle) else item for item in read)
        articles, unreadable = list[CachedArticle](), list[Unreadable]()
        for item, renamed in zip(read, named, strict=True):
            if isinstance(item, CachedArticle) and isinstance(renamed, Article):
                articles.append(item if renamed is item.article else replace(item, article=renamed))
            elif isinstance(renamed, Unreadable):
                unreadable.append(renamed)
        return articles, unreadable

    def texts(self, keys: Collection[bytes]) -> Iterator[tuple[bytes, str]]:
        """The texts of some pieces, in no order of theirs."""
        if keys:
            yield from ((row["key"], row["text"]) for row in self._rows.rows(["text"]) if row["key"] in keys)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the claims of an article could not be extracted, as words that follow its name."""

    reason: str
    is_fault: bool = False


def fault_of(error: Exception) -> str:
    """The message about an article on which this program failed; the article's name comes before it."""
    return f"could not be read for a fault of this program ({type(error).__name__}: {error})."


class ClaimCache:
    """Claims by text and day; a text is read only once by the same finder.

    Args:
        executor: where claims are extracted. An endpoint is always asked from this process, one article at a time.
    """

    def __init__(self, rows: Rows, finder: Finder, executor: Executor | None = None) -> None:
        """Keep rows and finder; a finder that asks an endpoint works in this process whatever the executor."""
        self._rows = rows
        self._finder = finder
        self._executor = executor if executor is not None and finder.is_pure else InProcess()

    @classmethod
    def in_folder(cls, folder: Path, finder: Finder, executor: Executor | None = None) -> "ClaimCache":
        """The cache of a home."""
        return cls(RowCache(folder, finder.version, _CACHED_CLAIMS), finder, executor)

    def find(self, wanted: Iterable[CachedArticle], articles: ArticleCache) -> dict[bytes, Failure]:
        """Finds the claims of articles whose claims are not known; the failures by text key."""
        by_text = {article.text_key: article for article in wanted}
        missing = {article.key: article for key, article in by_text.items() if key not in self._rows.keys}
        with_texts = (
            (missing[key].text_key, replace(missing[key].article, text=text))
            for key, text in articles.texts(missing.keys())
        )
        failed = dict[bytes, Failure]()
        results = self._executor.map(partial(claims_of_texts, self._finder), batches(with_texts, ARTICLES_A_BATCH))
        for text_key, result in (pair for pairs in results for pair in pairs):
            if isinstance(result, Failure):
                failed[text_key] = result
            else:
                self._rows.add(text_key, **result)
        self._rows.keep_only(by_text)
        return failed

    def all_claims(self) -> Iterator[tuple[bytes, bytes]]:
        """The cached claims by text key, in the form that `claims_from` reads."""
        yield from ((row["key"], row["claims"]) for row in self._rows.rows(["claims"]))

    def all_statements(self) -> Iterator[tuple[bytes, tuple[ReportedStatement, ...]]]:
        """The reported statements by text key; texts without statements are left out."""
        for row in self._rows.rows(["statements"]):
            if row["statements"] != b"[]":
                yield row["key"], _STATEMENTS.validate_json(row["statements"])

    def remarks(self) -> dict[bytes, str]:
        """Remarks about texts, by text key."""
        return {row["key"]: " ".join(row["remarks"]) for row in self._rows.rows(["remarks"]) if row["remarks"]}


def claims_from(cached: bytes) -> list[Claim]:
    """The claims of a text, from the form in which they are cached."""
    return _CLAIMS.validate_json(cached)


def text_key_of(article: Article) -> bytes:
    """A key that is the same for articles of the same text and day."""
    return sha256(f"{article.published_on} {article.text}".encode()).digest()


# ---- pure functions of a batch, which an executor may run anywhere ---------------------------------------------------
def read_pieces(pieces: Sequence[RawArticle]) -> list[Row | Unreadable]:
    """The rows of articles, or why one cannot be read, in the order of the pieces."""
    return [_read(piece) for piece in pieces]


def _read(piece: RawArticle) -> Row | Unreadable:
    """The row of an article with its sketch, or of one in a language that is not read; else why it is no article.

    A failure of this program affects only its own article.
    """
    try:
        read = read_article(piece)
        if isinstance(read, Article):
            return {"key": piece.key, **_row_of(read, _sketcher()(read.text))}
    except Exception as error:  # noqa: BLE001 - whatever one article does, the others are read
        return Unreadable(piece.source, fault_of(error), piece.name, is_fault=True)
    if read.language is None:
        return read  # cheap to find out again, and the reason may be gone tomorrow
    return {"key": piece.key, **_row_of_foreign(read)}


@cache
def _sketcher() -> Sketcher:
    """The sketcher of this process."""
    return Sketcher()


def claims_of_texts(finder: Finder, articles: Sequence[tuple[bytes, Article]]) -> list[tuple[bytes, Row | Failure]]:
    """The rows of claims of articles with their texts, or why they could not be extracted, by text key."""
    return [(text_key, _claims_of(finder, article)) for text_key, article in articles]


def _claims_of(finder: Finder, article: Article) -> Row | Failure:
    """The row of an article's claims, or why they could not be extracted."""
    try:
        answered = finder.answered(article)
    except EndpointError as error:
        return Failure(f"was not read by the endpoint: {error}.")
    except Exception as error:  # noqa: BLE001 - whatever one article does, the others are read
        return Failure(fault_of(error), is_fault=True)
    claims, statements = _CLAIMS.dump_json(answered.claims), _STATEMENTS.dump_json(answered.statements)
    return {"claims": claims, "remarks": answered.remarks, "statements": statements}


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yields the items in lists of this size; the last list may be shorter."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def _row_of(article: Article, sketch: MinHashSketch) -> Row:
    """The cached row of an article that was read, with its sketch."""
    return {
        **{name: getattr(article, name) for name in _ARTICLE},
        "characters": len(article.text),
        "text_key": text_key_of(article),
        "words": sketch.words,
        "runs": sketch.runs,
        "sketch": sketch.sketch.tobytes(),
        "places": sketch.places.tobytes(),
        "text": article.text,
    }


def _row_of_foreign(read: Unreadable) -> Row:
    """The cached row of an article in a language that is not supported."""
    return {**{name: getattr(read, name) for name in _FOREIGN}, "refused": read.reason}


def restored(row: Row) -> CachedArticle | Unreadable:
    """The article of a row; where its piece lies now is not known here (see `_placed`)."""
    if row["refused"] is not None:
        return Unreadable("", row["refused"], **{name: row[name] for name in _FOREIGN})
    article = Article(text="", **{name: row[name] for name in _ARTICLE})
    hashes = {name: np.frombuffer(row[name], dtype=np.uint64) for name in ("sketch", "places")}
    return CachedArticle(
        row["key"], row["text_key"], article, row["characters"], MinHashSketch(row["words"], row["runs"], **hashes)
    )


def _placed(cached: CachedArticle | Unreadable, source: str) -> CachedArticle | Unreadable:
    """What was cached, with the place where its piece lies now."""
    return cached if isinstance(cached, CachedArticle) else replace(cached, source=source)
