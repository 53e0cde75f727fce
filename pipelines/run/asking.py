"""Questions that change nothing: the claims of any article judged, extraction measured.

Not here: articles of the home (see verdicts), names and numbers (see screening), or
questions in SQL, which need no help.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.archive.home import Home
from pipelines.articles.article import Article
from pipelines.articles.files import Unreadable
from pipelines.articles.reading import read_articles
from pipelines.claims.evaluation import Passage, Scores, read_gold, read_predictions, scores
from pipelines.claims.extraction import Extractor
from pipelines.run.verdicts import linker_of
from pipelines.verdicts.judging import judge
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.report import ReconciledArticle
from pipelines.warehouse.publication import opened


def reconcile_files(home: Home, files: Iterable[Path]) -> Iterator[ReconciledArticle | Unreadable]:
    """Judge the claims of articles by the published file."""
    with opened(home.warehouse) as connection:
        record = OfficialRecord.from_duckdb(connection)
        names, designations = connection.table("designation_name").pl(), connection.table("designation").pl()
        example = connection.table("release").pl()["edition"].to_list() == ["example"]
    linker = linker_of(record, names, designations)
    extractor = Extractor()
    for file in files:
        for article in read_articles(file):
            if isinstance(article, Unreadable):
                yield article
            else:
                judged = [
                    (claim, judge(claim, article.published_on, record, linker)) for claim in extractor.claims(article)
                ]
                yield ReconciledArticle(article, judged, record, example)


def evaluate_claims(gold: Path, predictions: Path | None) -> Scores:
    """How well claims are found in the passages of a gold set: by the extractor, or as a file of predictions says.

    Raises:
        BadGoldError: a line of either file cannot be used.
    """
    if predictions is not None:
        given = read_predictions(predictions)
        return scores(read_gold(gold), lambda passage: given.get(passage.passage_id, []))
    extractor = Extractor()

    def claims_of(passage: Passage) -> list[dict[str, object]]:
        article = Article(passage.passage_id, passage.text, passage.published_on)
        return [claim.as_json() for claim in extractor.claims(article)]

    return scores(read_gold(gold), claims_of)
