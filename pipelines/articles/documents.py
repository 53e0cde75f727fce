"""Articles from PDF and Word files, and from pages at a web address.

Here: getting their text, for articles that are judged at once and not stored. Not here: articles of the home (see
files), or the rules of fetching pages (see fetching).

The libraries for PDF and Word files are installed with the extra `documents`.
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.archive.home import Home
from pipelines.archive.http import Http
from pipelines.articles.article import Article
from pipelines.articles.fetching import PageFetcher, WantedPage
from pipelines.articles.files import MOST_BYTES, RawArticle, Unreadable
from pipelines.articles.reading import Read, read_article, read_articles

MOST_PAGES = 500
"""Most pages of a PDF that are read; no article is longer."""
WITHOUT_LIBRARY = "needs the extra `documents`: pip install 'sanctions-record[documents]'."
WITHOUT_TEXT = "holds no text; if it was scanned, run it through OCR first."


def is_address(name: str) -> bool:
    """Whether the name is a web address and not a file."""
    return name.startswith(("https://", "http://"))


def read_page(address: str, http: Http) -> Iterator[Article | Unreadable]:
    """The article of a web page. It is fetched with the same safety rules as pages of feeds."""
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        request = PageFetcher(http, home).fetch(WantedPage(address, "reconcile"))
        if request is None or request.state != "fetched":
            yield Unreadable(address, request.reason if request else "was not asked for.", address)
            return
        for page in sorted((home.articles / "pages").rglob("*.html")):
            yield from read_articles(page)


def is_document(path: Path) -> bool:
    """Whether a file is a PDF or Word file, by its suffix."""
    return path.suffix.lower() in _TEXT_OF


def read_document(path: Path) -> Read:
    """The article of a PDF or Word file, or why it has none; its day comes from its text or name."""
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        return Unreadable(str(path), f"is longer than {MOST_BYTES / 1e6:.0f} MB, which no article is.", path.stem)
    try:
        text = _TEXT_OF[path.suffix.lower()](content)
    except ImportError:
        return Unreadable(str(path), WITHOUT_LIBRARY, path.stem)
    except Exception as error:  # noqa: BLE001 - bad bytes may make the libraries raise anything
        return Unreadable(str(path), f"cannot be read ({type(error).__name__}: {error}).", path.stem)
    if not text.strip():
        return Unreadable(str(path), WITHOUT_TEXT, path.stem)
    return read_article(RawArticle("text", str(path), path.stem, text.encode("utf-8", "replace")))


def _text_of_pdf(content: bytes) -> str:
    """The text of the pages of a PDF."""
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(content)).pages[:MOST_PAGES]
    return "\n\n".join(page.extract_text() for page in pages)


def _text_of_word_file(content: bytes) -> str:
    """The text of the paragraphs of a Word file."""
    from docx import Document

    return "\n\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


_TEXT_OF: dict[str, Callable[[bytes], str]] = {".pdf": _text_of_pdf, ".docx": _text_of_word_file}
