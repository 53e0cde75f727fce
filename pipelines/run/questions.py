"""Commands that do not change the home: SQL queries, exports, and claims of any article, found or judged.

Here: what the command line needs apart from runs. Not here: articles of the home (see press), or the work itself (see
the packages named in the imports).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
from polars.exceptions import ColumnNotFoundError

from pipelines.archive.archive import ArchiveError
from pipelines.archive.home import Home
from pipelines.archive.http import Http
from pipelines.archive.locking import BusyError
from pipelines.articles.article import Article
from pipelines.articles.documents import is_address, is_document, read_document, read_page
from pipelines.articles.files import Unreadable
from pipelines.articles.reading import read_articles
from pipelines.claims.evaluation import BadGoldError, Passage, Scores, read_gold, read_predictions, scores
from pipelines.claims.extraction import Extractor
from pipelines.engine.executors import UnknownClusterError, WorkersDiedError
from pipelines.publish.releases import release
from pipelines.publish.site.build import build_site
from pipelines.publish.site.rendering import Imprint
from pipelines.run.press import linker_of
from pipelines.run.progress import Say
from pipelines.run.screening import ReplacedError
from pipelines.run.settings import Run, Settings
from pipelines.verdicts.judging import judge
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.report import ReconciledArticle
from pipelines.warehouse.exports import export
from pipelines.warehouse.publication import NothingPublishedError, UnpublishableError, opened
from pipelines.warehouse.published import MADE_BY_ANOTHER_VERSION

__all__ = ["EXPECTED_ERRORS", "BadGoldError", "QuestionError", "ReconciledArticle", "is_address"]

EXPECTED_ERRORS = (
    BusyError, ArchiveError, NothingPublishedError, UnpublishableError, UnknownClusterError, WorkersDiedError,
    ReplacedError,
)  # fmt: skip
"""Errors whose message is one sentence with the problem and the remedy."""

MOST_ROWS_AT_ONCE = 1_000


class QuestionError(Exception):
    """The published file cannot answer a query; the message is the reason."""


def ask(home: Home, question: str) -> tuple[list[str], Iterator[dict[str, object]]]:
    """The columns and rows of the answer to an SQL query of the published file.

    Raises:
        QuestionError: the query is invalid, or its columns have the same name.
        NothingPublishedError: there is no published file, or it cannot be read.
    """
    rows = _answer(home, question)
    columns = next(rows)
    return list(columns), rows


def _answer(home: Home, question: str) -> Iterator[dict[str, object]]:
    """The column names as the keys of a first dict, then the rows."""
    with opened(home.warehouse) as connection:
        try:
            answer = connection.sql(question)
            columns = [] if answer is None else answer.columns
            if repeated := sorted({name for name in columns if columns.count(name) > 1}):
                raise QuestionError(f"several columns are named {', '.join(repeated)}: tell them apart with AS.")
            yield dict.fromkeys(columns)
            while answer is not None and (batch := answer.fetchmany(MOST_ROWS_AT_ONCE)):
                yield from (dict(zip(columns, values, strict=True)) for values in batch)
        except duckdb.Error as error:
            raise QuestionError(str(error).strip()) from error


def write_export(home: Home, folder: Path, kind: str) -> Iterator[tuple[Path, int]]:
    """Write the published file in one format; yield every file with its number of rows."""
    yield from export(home.warehouse, folder, kind)


def write_site(settings: Settings, folder: Path, base: str | None, say: Say) -> dict[str, object]:
    """Make the pages of the published file in a folder; return a summary for people."""
    built = build_site(settings.home.warehouse, folder, imprint=Imprint(base, settings.site_publisher), say=say)
    path = str(folder / "index.html")
    return {"file": path, "files": built.files, "written": built.written, "removed": built.removed}


def write_release(settings: Settings, folder: Path, base: str | None, say: Say) -> dict[str, object]:
    """Make a dated release of the published file in a folder; return a summary for people."""
    night = release(settings.home.warehouse, folder, imprint=Imprint(base, settings.site_publisher), say=say)
    built, path = night.built, str(night.folder / "index.html")
    return {"file": path, "files": built.files, "written": built.written, "nights removed": len(night.removed)}


def extract_file(file: Path, *, explain: bool) -> Iterator[tuple[dict[str, object], str]]:
    """One JSON object per article in a file, and the reason if the article cannot be read, otherwise "".

    Args:
        explain: add the sentences without a claim, with the reasons.
    """
    extractor = Extractor()
    for article in read_articles(file):
        if isinstance(article, Unreadable):
            yield (
                {"id": article.article_id, "claims": [], "skipped": article.reason},
                f"{article.source} {article.reason}",
            )
            continue
        line: dict[str, object] = {
            "id": article.article_id,
            "claims": [claim.as_json() for claim in extractor.claims(article)],
        }
        if explain:
            line["without_claims"] = [silence.as_json() for silence in extractor.silences(article)]
        yield line, ""


def evaluate_claims(gold: Path, predictions: Path | None) -> Scores:
    """The scores of claims against a gold set: claims of the extractor, or of a file of predictions.

    Raises:
        BadGoldError: a line of either file cannot be used.
    """
    if predictions is not None:
        given = read_predictions(predictions)
        return scores(read_gold(gold), lambda passage: given.get(passage.passage_id, []))
    extractor = Extractor()

    def claims_of(passage: Passage) -> list[dict[str, object]]:
        """The claims that the extractor finds in a passage of the gold set."""
        article = Article(passage.passage_id, passage.text, passage.published_on)
        return [claim.as_json() for claim in extractor.claims(article)]

    return scores(read_gold(gold), claims_of)


class Reconciler:
    """Finds the claims of articles and judges them by the published file.

    Args:
        kept_in: the file that keeps the index of listed names, see `linker_of`.

    Raises:
        NothingPublishedError: the file was made by a version that had other columns.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, kept_in: Path | None = None) -> None:
        """Read the official record and the listed names from the published file, and load the extractor."""
        try:
            self._record = OfficialRecord.from_duckdb(connection)
        except ColumnNotFoundError as error:
            raise NothingPublishedError(MADE_BY_ANOTHER_VERSION) from error
        names, designations = connection.table("designation_name").pl(), connection.table("designation").pl()
        self._example = connection.table("release").pl()["edition"].to_list() == ["example"]
        self._linker = linker_of(self._record, names, designations, kept_in)
        self._extractor = Extractor()

    def reconciled(self, article: Article) -> ReconciledArticle:
        """An article with its claims and their verdicts."""
        claims = self._extractor.claims(article)
        judged = [(claim, judge(claim, article.published_on, self._record, self._linker, claims)) for claim in claims]
        return ReconciledArticle(article, judged, self._record, self._example)


def _articles_of(name: str, http: Http) -> Iterator[Article | Unreadable]:
    """The articles of a file, of the page at an address, or of standard input."""
    if is_address(name):
        yield from read_page(name, http)
    elif is_document(Path(name)):
        yield read_document(Path(name))
    else:
        yield from read_articles(Path(name))


def reconcile_files(settings: Settings, names: Iterable[str]) -> Iterator[ReconciledArticle | Unreadable]:
    """Judge the claims of articles by the published file; `names` are files, addresses, or `-` for standard input."""
    home, http = settings.home, Run(settings).http
    with opened(home.warehouse) as connection:
        reconciler = Reconciler(connection, home.linker_index)
    for name in names:
        for article in _articles_of(name, http):
            yield article if isinstance(article, Unreadable) else reconciler.reconciled(article)
