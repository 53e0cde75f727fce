"""Articles that are PDF or Word files, or lie at an address."""

from pathlib import Path

import pytest

from pipelines.archive.home import Home
from pipelines.archive.http import Http
from pipelines.articles.article import Article
from pipelines.articles.documents import read_document, read_page
from pipelines.articles.files import Unreadable

TEXT = "The United States imposed sanctions on 24 Belarusians on Thursday, the Treasury said."


def pdf_of(text: str) -> bytes:
    """The smallest PDF that holds a line of text."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, entries)
    return body + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))


def test_the_text_of_a_pdf_is_an_article(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    path = tmp_path / "2022-02-25 wire.pdf"
    path.write_bytes(pdf_of(TEXT))
    article = read_document(path)
    assert isinstance(article, Article)
    assert (article.text.strip(), str(article.published_on)) == (TEXT, "2022-02-25")


def test_the_text_of_a_word_file_is_an_article(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.save(str(tmp_path / "wire.docx"))
    article = read_document(tmp_path / "wire.docx")
    assert isinstance(article, Article)
    assert article.text.strip() == TEXT


def test_a_broken_document_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    read = read_document(tmp_path / "a.pdf")
    assert isinstance(read, Unreadable)
    assert read.reason


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/secret", "http://169.254.169.254/latest", "http://10.0.0.1/"])
def test_no_address_leads_into_the_network_of_this_machine(tmp_path: Path, address: str) -> None:
    [read] = read_page(address, Http(Home(tmp_path)))
    assert isinstance(read, Unreadable)
    assert list(tmp_path.rglob("*.html")) == []
