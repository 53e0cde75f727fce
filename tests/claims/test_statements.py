"""Who says what: statements of the articles that make claims."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.articles.article import Article
from pipelines.articles.near_copies import Sketcher
from pipelines.claims.cache import CachedArticle
from pipelines.claims.extraction import Extractor
from pipelines.claims.statements import ReportedStatement, reported_rows, statement_frames
from pipelines.claims.tables import claim_rows
from pipelines.warehouse.schema import conform, empty


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def statements(extractor: Extractor, text: str) -> list[ReportedStatement]:
    found = extractor.statements(Article("a", text, date(2022, 2, 26), "stated", sha256="", language="en"))
    assert all(text[said.start : said.end] == said.words for said in found)
    return found


@pytest.mark.parametrize(
    ("text", "speaker", "office", "through", "words"),
    [
        ("Treasury Secretary Jane Roe said in a statement that the measures will be kept in force.",
         "Jane Roe", "Treasury Secretary", None, "the measures will be kept in force"),
        ("The list grew by nine names on Monday, according to Kyodo News.",
         None, None, "Kyodo News", "The list grew by nine names on Monday"),
        ("President John Doe stated that no soldier would cross the border, according to the Belta News Agency.",
         "John Doe", "President", "Belta News Agency", "no soldier would cross the border"),
        ("“We will answer every such step in kind,” Maria Roe, a spokeswoman, told reporters.",
         "Maria Roe", "a spokeswoman", None, "We will answer every such step in kind"),
        ("He said that the sanctions would hurt both sides.",
         "He", None, None, "the sanctions would hurt both sides"),
        ("The list was called “a long overdue answer to years of lawless behaviour”.",
         None, None, None, "a long overdue answer to years of lawless behaviour"),
    ],
)  # fmt: skip
def test_a_statement_has_speaker_office_outlet_and_words(
    extractor: Extractor, text: str, speaker: str | None, office: str | None, through: str | None, words: str
) -> None:
    [said] = statements(extractor, text)
    assert (said.speaker, said.office, said.through, said.words) == (speaker, office, through, words)


@pytest.mark.parametrize(
    "text",
    [
        "The outbreak of war confirmed that the sanctions had come too late.",
        "The bank was told to stop all transfers at once.",
        "The “so-called” republic has its own list.",
    ],
)
def test_what_nobody_says_is_no_statement(extractor: Extractor, text: str) -> None:
    assert statements(extractor, text) == []


def test_the_nine_sources_of_the_article_on_belarus_are_all_there(extractor: Extractor, shared_data: Path) -> None:
    text = (shared_data / "news" / "2022-02-26_japan_plans_sanctions_on_belarus.txt").read_text(encoding="utf-8")
    found = statements(extractor, text)
    named = {name for said in found for name in (said.speaker, said.through) if name}
    assert {"CNN", "Jiji Press", "Japan Times", "Kyodo News", "The officials", "Janet Yellen", "Fumio Kishida"} <= named
    assert ("Lukashenko", "Belta News Agency") in {(said.speaker, said.through) for said in found}
    assert "the foreign ministers of Japan and the Secretary of State of the United States" in named


def test_every_claim_has_the_statement_that_makes_it(extractor: Extractor) -> None:
    text = "Canada has sanctioned 12 Belarusians, CNN reported. Japan sanctioned two Russian banks on Friday."
    article = Article("a", text, date(2022, 2, 26), "stated", sha256="", language="en")
    claims = claim_rows([(_cached(article), extractor.claims(article))])
    frames = statement_frames(reported_rows([("a", extractor.statements(article))]), claims)
    made = frames["statement_claim"].join(frames["statement"], on="statement_id").sort("words_start")
    assert made.select("through", "verb").rows() == [("CNN", "reported"), (None, None)]
    assert {name: conform(name, frame).height for name, frame in frames.items()} == {
        "statement": 2, "statement_claim": 2,
    }  # fmt: skip


def test_without_claims_there_are_no_statements() -> None:
    frames = statement_frames(reported_rows([("a", [ReportedStatement("so it is", 0, 8)])]), empty("claim"))
    assert all(frame.is_empty() for frame in frames.values())


def _cached(article: Article) -> CachedArticle:
    return CachedArticle(b"", b"", article, len(article.text), Sketcher()(article.text))
