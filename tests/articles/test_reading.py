"""Files to articles: the forms that are read, and the reason for each that is not."""

import io
import json
import sys
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.articles.article import Article
from pipelines.articles.files import Unreadable
from pipelines.articles.reading import read_articles

TEXT = "The government said on Monday that it had imposed sanctions on the four banks and their owners."
PAGE = """<html><head><title>Four banks</title>
<meta property="article:published_time" content="2024-05-14T09:00:00Z">
<script>var claims = "The US sanctioned 99 people";</script></head>
<body><nav>Home News</nav><article><h1>Four banks</h1>
<p>{text} It was the first such step in years, and markets took note of it at once in the capital.</p>
<p>The central bank said that it would watch the matter closely and report on it by the end of the week.</p>
</article></body></html>"""


def one(path: Path) -> Article | Unreadable:
    """The only item of a file."""
    (item,) = read_articles(path)
    return item


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_text_is_kept_whole_so_that_offsets_index_the_file(tmp_path: Path) -> None:
    content = f" date 2024-05-14 {TEXT}\n"
    article = one(written(tmp_path, "banks.txt", content))
    assert isinstance(article, Article)
    assert (article.text, article.published_on, article.date_basis) == (content, date(2024, 5, 14), "stated")
    assert (article.article_id, article.language) == ("banks", "en")
    assert article.sha256 == sha256(content.encode()).hexdigest()


def test_a_day_in_the_file_s_name_counts_where_the_text_states_none(tmp_path: Path) -> None:
    article = one(written(tmp_path, "2024-05-14_banks.txt", TEXT))
    assert isinstance(article, Article)
    assert (article.published_on, article.date_basis) == (date(2024, 5, 14), "file_name")


def test_an_undated_text_is_read(tmp_path: Path) -> None:
    article = one(written(tmp_path, "banks.txt", TEXT))
    assert isinstance(article, Article)
    assert (article.published_on, article.date_basis) == (None, "none")


def test_a_page_is_its_text_without_scripts_and_menus(tmp_path: Path) -> None:
    article = one(written(tmp_path, "banks.html", PAGE.format(text=TEXT)))
    assert isinstance(article, Article)
    assert TEXT in article.text
    assert "99 people" not in article.text
    assert "Home News" not in article.text
    assert (article.published_on, article.date_basis) == (date(2024, 5, 14), "metadata")


def test_a_page_on_which_the_library_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("pipelines.articles.reading.trafilatura.bare_extraction", fail)
    found = one(written(tmp_path, "banks.html", PAGE.format(text=TEXT)))
    assert isinstance(found, Unreadable)
    assert found.reason == "cannot be read as a page (AssertionError)."


def test_lines_are_articles_and_a_bad_one_stops_no_other(tmp_path: Path) -> None:
    lines = [json.dumps({"id": "a", "date": "2024-05-14", "text": TEXT}), "{no json", json.dumps({"id": "b"}), ""]
    items = list(read_articles(written(tmp_path, "x.jsonl", "\n".join([*lines, lines[0].replace('"a"', '"c"')]))))
    assert [type(item) for item in items] == [Article, Unreadable, Unreadable, Article]
    assert [item.article_id for item in items if isinstance(item, Article)] == ["a", "c"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", "", "empty"),
        ("a.txt", " \n\t", "empty"),
        ("a.txt", " date 2024-05-14 \n", "empty"),
        ("a.txt", b"\xff\xfe caf\xe9 \x80", "UTF-8"),
        ("a.txt", "x" * 50_000_000, "longer than"),
        ("a.html", "<html></html>", "no running text"),
        ("a.html", "<p>word</p>" * 50_000, "elements, more than"),
        ("a.docx", TEXT, ".jsonl"),
        (
            "a.txt",
            "De Raad heeft de sancties tegen het land en de banken verlengd op verzoek van de ministers van de EU.",
            "(nl)",
        ),
        (
            "a.txt",
            "САЩ наложиха санкции срещу 24 компании и лица от Беларус, съобщи министерството на финансите.",
            "(bg)",
        ),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: str | bytes, reason: str) -> None:
    item = one(written(tmp_path, name, content))
    assert isinstance(item, Unreadable)
    assert reason in item.reason


@pytest.mark.parametrize("day", [f"{datetime.now(UTC).date() + timedelta(days=3)}", "1989-12-31", "0001-01-01"])
def test_a_day_that_no_article_has_is_left_out_and_the_article_read(tmp_path: Path, day: str) -> None:
    article = one(written(tmp_path, "a.txt", f" date {day} {TEXT}"))
    assert isinstance(article, Article)
    assert (article.published_on, article.date_basis) == (None, "unusable")


def test_a_line_whose_date_cannot_be_read_is_read_without_it(tmp_path: Path) -> None:
    article = one(written(tmp_path, "a.jsonl", json.dumps({"id": "a", "date": "soon", "text": TEXT})))
    assert isinstance(article, Article)
    assert (article.published_on, article.date_basis) == (None, "unusable")


@pytest.mark.parametrize("content", [TEXT, json.dumps({"id": "a", "date": "2024-05-14", "text": TEXT})])
def test_standard_input_is_a_text_or_lines(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content.encode()))))
    item = one(Path("-"))
    assert isinstance(item, Article)
    assert item.text == TEXT
