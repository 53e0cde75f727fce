"""Pictures for sharing: every page has one, and a card says only what its fonts can draw."""

from io import BytesIO
from pathlib import Path

import pytest
from lxml import html
from PIL import Image

from pipelines.publish.site.claims import passage_parts
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.pictures import SIZE, Card, judged_card, png_of_card, put_card, readable
from pipelines.publish.site.rendering import Imprint, Pages
from pipelines.publish.site.words import why_here


def test_every_page_has_a_picture_a_summary_and_a_citation(example_site: Path) -> None:
    kinds = set()
    for path in example_site.rglob("*.html"):
        page = html.parse(str(path))
        [picture] = page.xpath("//meta[@property='og:image']/@content")
        assert (path.parent / picture).resolve().is_file()
        assert page.xpath("//meta[@name='description']/@content")[0].strip()
        assert "To cite this page" in page.xpath("//footer")[0].text_content()
        kinds.add(path.relative_to(example_site).parts[0])
    assert {"claims", "events", "lists", "authorities", "countries", "subjects", "asof", "data"} <= kinds


def test_the_address_of_a_picture_is_absolute_where_the_address_of_the_site_is_known() -> None:
    page = Pages(example=False, lists={}, imprint=Imprint("https://record.example/latest"))
    text = page.page("search.html", "search.html", title="Search", section="search.html")
    assert '<meta property="og:image" content="https://record.example/latest/assets/share.png">' in text
    assert '<link rel="canonical" href="https://record.example/latest/search.html">' in text


@pytest.mark.parametrize(
    "card",
    [
        judged_card("“24 Belarusians” " * 30, "confirmed", ["one", "two", "three"], fulfilled=False, example=True),
        Card("months", bars=((3, 0), (0, 2), (0, 0))),
        Card("a curve", curve=(0, 4, 4, 9)),
        Card("nothing yet", bars=((0, 0),), curve=(0,)),
    ],
)
def test_a_card_is_a_picture_of_the_usual_size(card: Card) -> None:
    image = Image.open(BytesIO(png_of_card(card)))
    assert (image.format, image.size) == ("PNG", SIZE)
    assert len(image.convert("L").getcolors() or ()) > 1


def test_words_in_a_script_that_the_fonts_lack_are_left_out_whole() -> None:
    assert readable("Foreign End User List (外国ユーザーリスト)") == "Foreign End User List"
    assert readable("Russia (Россия)") == "Russia (Россия)"
    assert readable("ベラルーシ 24", "jp_mof") == "jp_mof"


def test_a_card_is_drawn_only_when_its_words_change(tmp_path: Path) -> None:
    first = SiteFolder.opened(tmp_path, "made")
    put_card(first, "a.png", Card("one"))
    first.finish()
    second = SiteFolder.opened(tmp_path, "made")
    put_card(second, "a.png", Card("one"))
    assert second.written == 0
    put_card(second, "a.png", Card("two"))
    assert second.written == 1


def test_why_a_claim_belongs_to_an_event_is_said_in_words() -> None:
    assert why_here(["began the event"]) == "first claim read about this act"
    assert why_here(["country +1.0", "days +1.0", "figure -1.5"]) == (
        "same target country, the days agree; against it: another figure"
    )
    assert why_here(["vague -0.5"]) == "against it: says little that could be compared"
    assert why_here(["a new feature +1.0"]) == "a new feature"


def test_a_sentence_is_shown_only_if_it_says_more_than_the_quote() -> None:
    claim = {"passage": "“Japan plans sanctions.”", "passage_start": 9, "start": 10, "quote": "Japan plans sanctions"}
    assert passage_parts(claim) is None
    assert passage_parts({**claim, "passage": "“Japan plans sanctions, too.”"}) is not None


def test_programmes_in_another_script_are_named_in_english_where_the_table_has_a_title() -> None:
    pages = Pages(example=False, lists={}, titles={"ベラルーシ(個人)": "Belarus"})
    assert pages.in_english(["ベラルーシ(個人)", "BELARUS-EO14038"]) == ["Belarus", "BELARUS-EO14038"]
    assert pages.as_published("ベラルーシ(個人)") == "ベラルーシ(個人) – Belarus"
