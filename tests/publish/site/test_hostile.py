"""Whatever a list or an article says is shown as text, and stays in its folder."""

import json
import re
from pathlib import Path

import pytest
from lxml import etree, html

from pipelines.publish.feeds import ATOM
from pipelines.publish.site.folder import OutsideFolderError, SiteFolder
from pipelines.publish.site.naming import claim_page, file_name, subject_page
from pipelines.publish.site.rendering import web_address
from tests.publish.conftest import CLAIM, FORMULA, LONG, OUTSIDE, QUOTE, SCRIPT

HARMLESS = {"application/ld+json"}


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 15
    return found


def test_no_page_has_a_script_that_is_not_ours(hostile_site: Path) -> None:
    for path in pages(hostile_site):
        for script in html.parse(str(path)).iter("script"):
            if script.get("src"):
                assert not script.text
                assert (path.parent / script.get("src")).resolve().is_relative_to(hostile_site), path
            else:
                assert script.get("type") in HARMLESS, path
                assert "<" not in (script.text or "")


def test_no_element_has_a_handler_and_no_link_leads_to_a_script(hostile_site: Path) -> None:
    for path in pages(hostile_site):
        for element in html.parse(str(path)).iter(etree.Element):
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"], path
            assert not (element.get("href") or "").strip().lower().startswith("javascript"), path


def test_the_text_is_there_as_text(hostile_site: Path) -> None:
    page = html.parse(str(hostile_site / subject_page(f"toy:{OUTSIDE}")))
    assert page.findtext(".//h1/bdi") == SCRIPT
    claim = html.parse(str(hostile_site / claim_page(str(CLAIM["claim_id"]))))
    assert claim.findtext(".//h1") == f"“{QUOTE}”"
    review = json.loads(claim.findtext(".//script[@type='application/ld+json']"))
    assert review["claimReviewed"] == QUOTE


def test_a_long_name_is_whole_on_its_page_and_short_elsewhere(hostile_site: Path) -> None:
    assert LONG in (hostile_site / subject_page("toy:a\\..\\b")).read_text(encoding="utf-8")
    entries = "".join(path.read_text(encoding="utf-8") for path in hostile_site.glob("search/e-*.js"))
    assert LONG[:100] in entries
    assert LONG[:200] not in entries


def test_nothing_is_written_outside_the_folder(hostile_site: Path) -> None:
    assert [each.name for each in hostile_site.parent.iterdir()] == ["hostile"]
    assert [each.name for each in hostile_site.parent.parent.iterdir()] == ["deep"]
    names = [str(path.relative_to(hostile_site)) for path in hostile_site.rglob("*") if path.is_file()]
    assert all(re.fullmatch(r"[\w./~-]+", name) for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_ids_that_differ_have_names_that_differ_wherever_case_is_not_told() -> None:
    ids = ["a1", "A1", "../x", "..\\x", "con", "CON", "x" * 500, "x" * 501, "", "a~b", "ñ", "n", "a b", "a-b"]
    names = [file_name(each) for each in ids]
    assert len({name.lower() for name in names}) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9_-]+(~[0-9a-f]+)?", name) and len(name) < 90 for name in names)
    assert file_name("con") != "con"


@pytest.mark.parametrize("name", ["../x.html", "/etc/x", "a/../../x", "a\\x", "", "a//b", "a\0b"])
def test_a_folder_refuses_a_name_that_leaves_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutsideFolderError):
        SiteFolder(tmp_path / "site", "").put_content(name, "x")
    assert list(tmp_path.rglob("x*")) == []


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("data:text/html,x", None),
        ("//example.org", None),
        ("https://example.org/ onclick", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_links(text: str | None, link: str | None) -> None:
    assert web_address(text) == link


def test_feeds_and_digest_hold_the_text_as_text(hostile_site: Path) -> None:
    feed = etree.parse(str(hostile_site / "feeds/changes.atom"))
    said = [entry.findtext(f"{{{ATOM}}}content") or "" for entry in feed.iter(f"{{{ATOM}}}entry")]
    assert any(SCRIPT in text for text in said)
    items = json.loads((hostile_site / "feeds/verdicts.json").read_text(encoding="utf-8"))["items"]
    assert items[0]["content_text"] == QUOTE
    assert "NOT HELD OR OUT OF DATE (1)" in (hostile_site / "digest.txt").read_text(encoding="utf-8")


def test_scripts_of_data_cannot_end_early(hostile_site: Path) -> None:
    for path in [*hostile_site.glob("search/*.js"), hostile_site / "claims/ledger.js", hostile_site / "asof/held.js"]:
        assert "<" not in path.read_text(encoding="utf-8"), path
    ledger = (hostile_site / "claims/ledger.js").read_text(encoding="utf-8")
    rows = json.loads(ledger.partition("window.LEDGER=")[2].removesuffix(";\n"))
    assert (rows[0][1], rows[0][2]) == (QUOTE, FORMULA)
