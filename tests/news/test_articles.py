"""Articles out of files, and a reason for everything that is none."""

import io
import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.news.articles import (
    FACTS,
    MOST_BYTES,
    STANDARD_INPUT,
    Read,
    Unreadable,
    article_files,
    distinct,
    read_articles,
)
from pipelines.news.claim import Article

SENTENCE = "The United States imposed sanctions on nine officials of the ministry on Thursday, the Treasury said."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Nine officials listed</title>
<meta property="article:published_time" content="2022-03-04T09:00:00Z">
<meta property="og:site_name" content="The Daily Example">
<script>var hidden = "The EU sanctioned 400 people.";</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Nine officials listed</h1><p>{SENTENCE}</p>
<script>document.write("Japan sanctioned 12 ships.")</script>
<p>The ministry called the measures hostile and said that it would answer them in kind within the week.</p></article>
</body></html>"""


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only(path: Path) -> Article:
    (article,) = read_articles(path)
    assert isinstance(article, Article), article
    return article


def refused(path: Path) -> Unreadable:
    (found,) = read_articles(path)
    assert isinstance(found, Unreadable), found
    return found


@pytest.mark.parametrize(
    ("name", "content", "day", "basis"),
    [
        ("a.txt", f" date 2022-02-26 {SENTENCE}", date(2022, 2, 26), "stated"),
        ("a.txt", f"\ufeff date 2022-02-26\n{SENTENCE}", date(2022, 2, 26), "stated"),
        ("2022-02-27_a.txt", SENTENCE, date(2022, 2, 27), "file_name"),
        ("2022-02-27_a.txt", f" date 2022-13-45 {SENTENCE}", date(2022, 2, 27), "file_name"),
        ("a_20220227.TXT", SENTENCE, None, "none"),
    ],
)
def test_the_day_of_a_text_is_what_it_states_else_what_its_name_says(
    tmp_path: Path, name: str, content: str, day: date | None, basis: str
) -> None:
    article = only(written(tmp_path, name, content))
    assert (article.published_on, article.date_basis, article.text) == (day, basis, content)
    assert len(article.sha256) == 64


def test_a_page_gives_its_running_text_its_day_and_its_outlet(tmp_path: Path) -> None:
    article = only(written(tmp_path, "page.html", PAGE))
    assert SENTENCE in article.text
    assert (article.published_on, article.date_basis) == (date(2022, 3, 4), "metadata")
    assert (article.title, article.outlet, article.language) == ("Nine officials listed", "The Daily Example", "en")


def test_scripts_and_furniture_are_no_text(tmp_path: Path) -> None:
    text = only(written(tmp_path, "page.html", PAGE)).text
    assert not [each for each in ("400 people", "12 ships", "var hidden", "Home") if each in text]


def test_a_page_in_another_encoding_is_read_in_it(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("the Treasury", "René's Treasury")
    assert "René" in only(written(tmp_path, "page.htm", page.encode("latin-1"))).text


def test_facts_beside_a_page_say_what_the_page_does_not(tmp_path: Path) -> None:
    bare = f"<html><body><article><p>{SENTENCE}</p></article></body></html>"
    page = written(tmp_path, "page.html", bare)
    facts = {"url": "https://example.org/a", "outlet": "Example", "date": "2022-03-05", "date_basis": "feed"}
    written(tmp_path, f"page.html{FACTS}", json.dumps(facts))
    article = only(page)
    assert (article.url, article.outlet) == ("https://example.org/a", "Example")
    assert (article.published_on, article.date_basis) == (date(2022, 3, 5), "feed")
    assert article_files(tmp_path) == [page]


def test_spoilt_facts_beside_a_page_are_named(tmp_path: Path) -> None:
    page = written(tmp_path, "page.html", PAGE)
    written(tmp_path, f"page.html{FACTS}", "[]")
    assert "page.html.facts, which is no object" in refused(page).reason


def test_lines_of_json_keep_what_they_state(tmp_path: Path) -> None:
    stated = {
        "id": "x-1",
        "date": "2022-02-26T23:00:00-05:00",
        "text": SENTENCE,
        "title": "T",
        "url": "u",
        "outlet": "o",
    }
    article = only(written(tmp_path, "a.jsonl", json.dumps(stated) + "\n\n"))
    assert (article.article_id, article.published_on, article.date_basis) == ("x-1", date(2022, 2, 26), "stated")
    assert (article.title, article.url, article.outlet) == ("T", "u", "o")


def test_one_bad_line_stops_no_other(tmp_path: Path) -> None:
    lines = [
        b'{"id": "good", "text": "%s"}' % SENTENCE.encode(),
        b"{not json",
        b'{"id": "no text"}',
        b'["a list"]',
        b'{"id": "bytes", "text": "\xff"}',
        b'{"id": "when", "date": "yesterday", "text": "x"}',
        b'{"id": "half", "text": "a \\ud800 b"}',
        b"[" * 200_000,
        b'{"id": "long", "text": "' + b"x" * MOST_BYTES + b'"}',
        b'{"id": "last", "text": "%s"}' % SENTENCE.encode(),
    ]
    found = list(read_articles(written(tmp_path, "a.jsonl", b"\n".join(lines))))
    assert [type(each) is Article for each in found] == [True, *[False] * 8, True]
    reasons = [each.reason for each in found if isinstance(each, Unreadable)]
    words = ("no line of JSON", 'no object with a "text"', 'no object with a "text"', "no line of JSON", "yesterday",
             "surrogate", "no line of JSON", "longer than 5 MB")  # fmt: skip
    assert [word in reason for word, reason in zip(words, reasons, strict=True)] == [True] * 8
    assert next(each.source for each in found if isinstance(each, Unreadable)) == "a.jsonl:2"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "is empty."),
        ("a.txt", b" date 2022-02-26 \n ", "is empty."),
        ("a.txt", b"Sanctions on \xff\xfe officials", "is not UTF-8 at byte 13"),
        ("a.txt", "Sanctions".encode("utf-16"), "is not UTF-8 at byte 0"),
        ("a.html", b"", "holds no article"),
        ("a.html", b"<html><script>alert(1)</script></html>", "holds no article"),
        ("a.html", b"\x00\x01%PDF-1.4", "holds no article"),
        ("a.docx", b"PK", "is no .txt, .html or .jsonl file."),
        ("a.txt", "Die Europäische Union hat am Freitag Sanktionen gegen den Minister und das Amt verhängt.", "(de)"),
        ("a.txt", "Совет ЕС ввел санкции против девяти чиновников из министерства обороны страны.", "supported (ru)"),
        ("a.txt", "日本政府は二十二日、追加の制裁を決定した。", "supported (ja)"),
    ],
)  # fmt: skip
def test_what_is_no_article_says_why(tmp_path: Path, name: str, content: str | bytes, reason: str) -> None:
    assert reason in refused(written(tmp_path, name, content)).reason


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl"])
def test_fifty_megabytes_are_no_article_and_are_not_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert "is longer than 5 MB" in refused(path).reason


def test_a_day_in_the_future_is_refused_and_kept(tmp_path: Path) -> None:
    day = datetime.now(UTC).date() + timedelta(days=3)
    found = refused(written(tmp_path, "a.txt", f" date {day} {SENTENCE}"))
    assert (found.reason, found.published_on) == (f"is dated {day}, in the future.", day)


def test_a_folder_is_read_whole_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".state").mkdir()
    written(tmp_path / "b", "2.txt", SENTENCE)
    written(tmp_path, "1.txt", SENTENCE)
    written(tmp_path, ".tmp.txt", SENTENCE)
    written(tmp_path / ".state", "x.jsonl", "{}")
    assert [each.article_id for each in read_articles(tmp_path)] == ["1", "2"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.txt").reason == "cannot be read (No such file or directory)."


def test_the_name_of_a_file_need_be_no_text(tmp_path: Path) -> None:
    path = tmp_path / b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    path.write_text(SENTENCE, encoding="utf-8")
    assert only(path).article_id.encode() == b"caf?"


@pytest.mark.parametrize(
    ("content", "article_id"),
    [(json.dumps({"id": "j", "text": SENTENCE}), "j"), (f" date 2022-02-26 {SENTENCE}", "stdin")],
)
def test_standard_input_is_lines_of_json_or_one_text(
    monkeypatch: pytest.MonkeyPatch, content: str, article_id: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content.encode()))))
    assert only(STANDARD_INPUT).article_id == article_id


def test_an_id_that_comes_twice_loses_neither_article() -> None:
    read: list[Read] = [
        Article("a", "one", sha256="1" * 64),
        Article("a", "two", sha256="2" * 64),
        Article("b", "three"),
        Article("a", "two", sha256="2" * 64),
        Unreadable("f", "is empty.", "a", "2" * 64),
    ]
    ids = [each.article_id for each in distinct(read)]
    assert ids == ["a", "a~22222222", "b", "a~22222222-2", "a~22222222-3"]
