"""Shares of a day from written notices and a delta file, by an ordinary run, up to the published verdict.

The day is 15 September 2022, on which OFAC's list gained 41 individuals tied to Russia: the Treasury announced 22 of
them here, and the State Department the others. The parties are invented.
"""

import json
from datetime import date

import pytest

from pipelines.archive.home import Home
from pipelines.archive.notices import notice_sources
from pipelines.catalogue.entries import official_list
from pipelines.run.refresh import backfill_list, follow
from pipelines.run.settings import Run, Settings
from pipelines.warehouse.publication import opened
from tests.delta_files import delta_file
from tests.designations.benches import Bench, csv_of
from tests.notice_pages import ADDED, Party, page

DAY, DAY_BEFORE, DAY_AFTER = date(2022, 9, 15), date(2022, 9, 14), date(2022, 9, 16)
TREASURY_RELEASE = "https://home.treasury.gov/news/press-releases/jy0954"
STATE_RELEASE = "https://www.state.gov/releases/2022/09/example/"
SENTENCES = {
    "treasury-22": "The U.S. Treasury said on Thursday it had blacklisted 22 Russian individuals over the war.",
    "treasury-30": "The U.S. Treasury said on Thursday it had blacklisted 30 Russian individuals over the war.",
    "state-19": "The State Department said on Thursday it had blacklisted 19 Russian individuals over the war.",
    "state-22": "The State Department said on Thursday it had blacklisted 22 Russian individuals over the war.",
    "all-41": "The United States on Thursday blacklisted 41 Russian individuals over the war.",
}

Answers = dict[str, tuple[str, int | None, str]]


def people(first: int, number: int) -> list[Party]:
    """Invented people with the facts that most of the list states, so that no field seems to be missing."""
    remarks = "DOB 01 Jan 1970; POB Moscow, Russia; nationality Russia; Gender Male; Passport {} (Russia)."
    uids = range(first, first + number)
    return [
        Party(f"EXAMPLE{uid}, Person", "individual", ("RUSSIA-EO14024",), remarks.format(uid), str(uid)) for uid in uids
    ]


BEFORE, OF_TREASURY, OF_STATE = people(30000, 60), people(38000, 22), people(38500, 19)


def add_notices(bench: Bench) -> None:
    """A page for each department, and the delta file of all 41, which says nothing of who announced them."""
    for name, parties, release in (
        ("20220915.html", OF_TREASURY, TREASURY_RELEASE),
        ("20220915_33.html", OF_STATE, STATE_RELEASE),
    ):
        sections = {ADDED["individual"]: [party.paragraph() for party in parties]}
        bench.says(page(DAY, sections, title="Russia-related Designations", press_release=release), name)
    bench.says(delta_file(DAY, [*OF_TREASURY, *OF_STATE]), "delta.xml", notice_sources()["ofac_delta"])


def add_list(home: Home) -> None:
    """The list as it stood on the day before, on the day and on the day after."""
    folders = []
    for day, parties in ((DAY_BEFORE, BEFORE), (DAY, [*BEFORE, *OF_TREASURY, *OF_STATE])):
        folders.append(home.root.parent / str(day))
        folders[-1].mkdir()
        (folders[-1] / "sdn.csv").write_bytes(csv_of(parties))
    assert backfill_list(Run(Settings(home)), official_list("ofac_sdn"), folders, None).published


def add_articles(home: Home) -> None:
    """An article of the day after for each sentence."""
    home.articles.mkdir(parents=True)
    lines = [json.dumps({"id": key, "date": str(DAY_AFTER), "text": text}) for key, text in SENTENCES.items()]
    (home.articles / "articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def published(home: Home) -> Answers:
    """Verdict, figure found and explanation of the claim of each article, from the published file."""
    with opened(home.warehouse) as connection:
        rows = connection.sql(
            "FROM verdict JOIN claim USING (claim_id) SELECT article_id, verdict, found, explanation"
        ).fetchall()
    return {key: (word, found, explanation) for key, word, found, explanation in rows}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("shares"))


@pytest.fixture(scope="module")
def by_list_alone(bench: Bench) -> Answers:
    home = Home(bench.folder / "home")
    add_articles(home)
    add_list(home)
    return published(home)


@pytest.fixture(scope="module")
def by_all(bench: Bench, by_list_alone: Answers) -> Answers:
    """After the notices too; `by_list_alone` comes first, as the home is the same."""
    assert by_list_alone
    add_notices(bench)
    home = Home(bench.folder / "home")
    assert follow(Run(Settings(home))).published
    return published(home)


def test_the_list_alone_leaves_a_share_open(by_list_alone: Answers) -> None:
    assert by_list_alone["all-41"][:2] == ("confirmed", 41)
    for key in ("treasury-22", "treasury-30", "state-19", "state-22"):
        word, _, explanation = by_list_alone[key]
        assert word == "unverifiable"
        assert "at least 0 were of the Department of" in explanation
        assert "at most 41" in explanation


def test_notices_confirm_one_share_and_refute_another(by_all: Answers) -> None:
    assert {key: answer[:2] for key, answer in by_all.items()} == {
        "treasury-22": ("confirmed", 22), "treasury-30": ("contradicted", 22),
        "state-19": ("confirmed", 19), "state-22": ("contradicted", 19),
        "all-41": ("confirmed", 41),
    }  # fmt: skip
    assert "the Department of the Treasury announced 22 parties" in by_all["treasury-30"][2]
