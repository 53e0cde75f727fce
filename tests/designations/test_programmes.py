"""Programmes as data: every tag that is borne is known, and what is known of it is well formed."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.archive.home import Home
from pipelines.catalogue.entries import official_list
from pipelines.designations.countries import programme_country
from pipelines.designations.history import read_list
from pipelines.designations.programmes import (
    PROGRAMME_SCHEMA,
    all_tags,
    programme_of,
    programmes,
    unknown_tags,
    with_terms,
)
from tests.parsers.specimens import Specimen, specimens

REAL = [specimen for specimen in specimens() if specimen.kind == "whole"]
NEWEST = list({specimen.list_id: specimen for specimen in REAL}.values())


@pytest.mark.slow
@pytest.mark.parametrize("specimen", NEWEST, ids=str)
def test_every_tag_of_the_real_lists_is_known(specimen: Specimen) -> None:
    entry = official_list(specimen.list_id)
    tags = read_list(entry, specimen.load()).records["programmes"].explode().drop_nulls().to_list()
    assert unknown_tags(entry.list_id, entry.authority, tags) == []


def test_an_entry_is_well_formed() -> None:
    tags = list(all_tags())
    assert len(tags) == len(set(tags))
    for authority, tag in tags:
        known = programme_of(authority, tag)
        assert known is not None
        assert all((known.title, known.acts, known.source)), tag
        assert known.since is None or known.until is None or known.since < known.until


def test_a_tag_is_found_however_it_is_spaced_and_an_unknown_one_is_not() -> None:
    known = programme_of("US", "belarus eo14038")
    assert known is not None
    assert known.acts == ("E.O. 14038",)
    assert programme_of("US", "NO-SUCH-TAG") is None
    assert unknown_tags("ofac_sdn", "US", ["CUBA", "NO-SUCH-TAG"]) == ["NO-SUCH-TAG"]


def test_one_tag_may_do_less_on_another_list() -> None:
    blocking, sectoral = (
        programme_of("US", "UKRAINE-EO13662", list_id) for list_id in ("ofac_sdn", "ofac_consolidated")
    )
    assert blocking is not None
    assert sectoral is not None
    assert blocking.measures == ("Blocking of property",)
    assert sectoral.measures != blocking.measures


def test_titles_of_british_regulations_and_labels_of_france_name_their_act() -> None:
    title = "The Republic of Belarus (Sanctions) (EU Exit) Regulations 2019"
    french = programme_of("FR", "UE Biélorussie - R (CE) 765/2006")
    assert programme_of("UK", title) is not None
    assert french is not None
    assert french.acts == ("R (CE) 765/2006",)


def test_the_table_has_a_row_for_each_tag() -> None:
    table = programmes("ofac_sdn", "US", ["RUSSIA-EO14024", "RUSSIA-EO14024", "NO-SUCH-TAG"])
    assert table.schema == PROGRAMME_SCHEMA
    assert table.select("tag", pl.col("territories").list.first()).rows() == [
        ("NO-SUCH-TAG", None),
        ("RUSSIA-EO14024", "RU"),
    ]


def test_what_a_list_does_not_say_is_filled_from_programmes_and_said_to_be(example_home: Home) -> None:
    path: Path = example_home.warehouse
    with duckdb.connect(str(path), read_only=True) as con:
        terms = con.sql("SELECT list_id, legal_basis_from, measures_from, legal_basis FROM designation_terms").pl()
        acts = con.sql("SELECT DISTINCT act FROM programme_by_act").pl()["act"].to_list()
        unknown = con.sql("SELECT tag FROM programme WHERE source IS NULL").fetchall()
    ofac = terms.filter(pl.col("list_id") == "ofac_sdn")
    assert set(ofac["legal_basis_from"]) == {"programme"}
    assert set(ofac["measures_from"]) <= {"programme", "list"}
    assert "E.O. 14038" in acts
    assert unknown == []


def test_restrictions_are_told_by_their_list_or_by_all_their_programmes() -> None:
    periods = pl.DataFrame(
        {
            "designation_id": ["a", "b", "c", "d"],
            "programmes": [["EL"], ["EL", "CUBA"], ["CUBA"], ["NO-SUCH-TAG"]],
            "legal_basis": [[], [], ["85 FR 1"], []],
            "measures": [["x"], [], [], []],
        },
        schema_overrides={"legal_basis": pl.List(pl.String), "measures": pl.List(pl.String)},
    )
    of_programmes = programmes("us_csl", "US", ["EL", "CUBA", "NO-SUCH-TAG"])
    rows = {
        row["designation_id"]: row for row in with_terms(periods, of_programmes, official_list("us_csl")).to_dicts()
    }
    assert {key: row["entry_kind"] for key, row in rows.items()} == {
        "a": "restriction", "b": "designation", "c": "designation", "d": "designation",
    }  # fmt: skip
    assert [(row["legal_basis"], row["legal_basis_from"]) for row in rows.values()] == [
        (["15 CFR part 744, supplement 4"], "programme"),
        (["15 CFR part 744, supplement 4", "31 CFR part 515"], "programme"),
        (["85 FR 1"], "list"),
        ([], None),
    ]
    assert [row["measures_from"] for row in rows.values()] == ["list", "programme", "programme", None]
    denied = with_terms(periods, of_programmes, official_list("us_bis_dpl"))
    assert set(denied["entry_kind"]) == {"restriction"}


@pytest.mark.parametrize(
    ("tag", "title", "acts"),
    [
        ("Syria", "Syria", ("SR 946.231.172.7",)),
        ("Ordinance of 8 June 2012 on measures against Syria (SR 946.231.172.7), annex 7", "Syria",
         ("SR 946.231.172.7",)),
        ("Ordinance of 4 March 2022 on measures related to the situation in Ukraine (RS 946.231.176.72), annexes 2, 8",
         "Situation in Ukraine", ("SR 946.231.176.72",)),
        ("Ordinance of 1 May 2031 on measures against Atlantis", "Ordinance of 1 May 2031 on measures against Atlantis",
         ("Ordinance of 1 May 2031 on measures against Atlantis",)),
    ],
)  # fmt: skip
def test_a_swiss_programme_is_known_by_the_full_name_of_its_ordinance(
    tag: str, title: str, acts: tuple[str, ...]
) -> None:
    known = programme_of("CH", tag)
    assert known is not None
    assert (known.title, known.acts) == (title, acts)
    assert programme_of("CH", "Atlantis") is None


def test_the_country_of_a_swiss_ordinance() -> None:
    number = "(RS 946.231.176.72), annexes 2 and 8"
    title = "Ordinance of 4 March 2022 on measures related to the situation in Ukraine"
    iran = "Ordinance of 12 December 2025 on measures against the Islamic Republic of Iran (SR 946.231.143.6), annexes"
    assert [programme_country("CH", tag) for tag in (title, f"{title} {number}", iran)] == ["RU", "RU", "IR"]


def test_who_stands_on_the_list_of_frozen_assets_is_frozen_unless_the_list_says_it_one_by_one() -> None:
    terms = [programme_of("UK", tag, list_id) for tag, list_id in (
        ("Syria", "uk_ofsi"), ("Russia", "uk_ofsi"), ("Syria", "uk_sanctions"))]  # fmt: skip
    assert [known.measures for known in terms if known] == [("Asset freeze",), (), ()]
