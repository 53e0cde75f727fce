"""Every address of the catalogue asked once, against a local server with every fault."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipelines.archive.home import Home
from pipelines.run.doctor import Finding, examine
from pipelines.run.settings import Settings
from tests.official_sites import BROKEN, FORBIDDEN, HANG_UP, HTML, Answer, OfficialSites, busy, endless, moved

UN = b"<?xml version='1.0'?><CONSOLIDATED_LIST dateGenerated='2026-01-01T00:00:00Z'><INDIVIDUALS/></CONSOLIDATED_LIST>"
DAY = {"Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"}


@pytest.fixture
def sites() -> Iterator[OfficialSites]:
    with OfficialSites() as local:
        yield local


def settings(folder: Path, mirror: str) -> Settings:
    return Settings(Home(folder / "home"), mirror=mirror)


@pytest.fixture
def one(sites: OfficialSites, tmp_path: Path) -> Callable[[str, str, Answer], Finding]:
    def asked(list_id: str, file: str, answer: Answer) -> Finding:
        sites.answer(f"/{list_id}/{file}", answer)
        return next(iter(examine(settings(tmp_path, sites.url), [list_id])))

    return asked


def test_a_good_answer_has_its_format_and_age(one: Callable[..., Finding]) -> None:
    finding = one("un_sc", "consolidated.xml", Answer(body=UN, headers=DAY))
    assert (finding.answer, finding.format, finding.is_well, finding.advice) == ("200 OK", "un_sc", True, "")
    assert (finding.age_days or 0) > 0


def test_the_first_bytes_are_enough(one: Callable[..., Finding]) -> None:
    assert not one("un_sc", "consolidated.xml", endless()).is_well


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        (FORBIDDEN, "set SANCTIONS_USER_AGENT"),
        (HTML, "download consolidated.xml in a browser"),
        (BROKEN, "busy: a refresh tries again for up to 120 s"),
        (busy(60), "busy"),
        (Answer(404, b"Not Found"), "address has changed"),
        (Answer(410, b"Gone"), "address has changed"),
        (Answer(400, b"no"), "refuses the request"),
        (Answer(body=b""), "What comes is no un_sc"),
        (Answer(body=b"<?xml version='1.0'?><other/>"), "What comes is no un_sc"),
        (HANG_UP, "Check the network"),
        (moved("/elsewhere"), "address has changed"),
    ],
)
def test_every_fault_has_its_advice(one: Callable[..., Finding], answer: Answer, advice: str) -> None:
    finding = one("un_sc", "consolidated.xml", answer)
    assert not finding.is_well
    assert advice in finding.advice


def test_a_gate_that_asks_for_a_browser_says_how_to_load_the_file_by_hand(one: Callable[..., Finding]) -> None:
    finding = one("nz_russia", "Russia-Sanctions-Register.xlsx", FORBIDDEN)
    assert "sanctions backfill nz_russia" in finding.advice


def test_every_list_of_the_catalogue_is_asked_and_nothing_is_kept(sites: OfficialSites, tmp_path: Path) -> None:
    chosen = settings(tmp_path, sites.url)
    findings = list(examine(chosen))
    assert {finding.list_id for finding in findings} > {"ofac_sdn", "uk_ofsi", "us_csl"}
    assert {finding.answer for finding in findings if finding.list_id == "uk_ofsi"} == {"closed"}
    assert not any(path.is_file() for path in chosen.home.archive.rglob("*"))


def test_a_folder_as_mirror_asks_nothing(tmp_path: Path) -> None:
    [finding] = examine(settings(tmp_path, str(tmp_path)), ["un_sc"])
    assert (finding.answer, finding.is_well) == ("not asked", True)


def test_the_feeds_of_the_home_are_asked_too(sites: OfficialSites, tmp_path: Path) -> None:
    chosen = settings(tmp_path, sites.url)
    chosen.home.root.mkdir(parents=True)
    stated = "".join(f'[feeds.{name}]\nurl = "{sites.url}/{name}.xml"\n' for name in ("good", "page", "gone"))
    (chosen.home.root / "feeds.toml").write_text(stated)
    sites.answer("/good.xml", Answer(body=b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>"))
    sites.answer("/page.xml", HTML)
    findings = {finding.list_id: finding for finding in examine(chosen)}
    assert (findings["good"].is_well, findings["good"].format) == (True, "feed")
    assert not findings["page"].is_well
    assert not findings["gone"].is_well
    assert "feeds.toml" in findings["gone"].advice
    (chosen.home.root / "feeds.toml").write_text("[feeds.x]\n")
    assert "cannot be used" in {finding.list_id: finding for finding in examine(chosen)}["feeds"].advice
