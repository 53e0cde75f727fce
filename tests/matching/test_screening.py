from dataclasses import replace
from datetime import date

import pytest

from pipelines.matching.judgements import Judgement, dismissals, query_key
from pipelines.matching.screening import Criteria, Hit, Listing, answer, number_keys

MINISTER = Listing(
    "ofac_sdn:1", "s-1", "ofac_sdn", "1", "individual", "KHRENIN, Viktor", ("BELARUS",), date(2022, 2, 24), None, "r1",
    ((date(1971, 8, 1), date(1971, 8, 1), False),), frozenset({"BY"}), frozenset({"BY"}),
)  # fmt: skip
ENDED = replace(MINISTER, designation_id="uk_ofsi:9", list_id="uk_ofsi", native_id="9", delisted_on=date(2025, 2, 10))
NAMESAKE = replace(
    MINISTER, designation_id="un_sc:7", subject_id="s-2", list_id="un_sc", births=((date(1950, 1, 1),) * 2 + (False,),)
)
LISTINGS = {listing.designation_id: listing for listing in (MINISTER, ENDED, NAMESAKE)}
HITS = [Hit(designation_id, "Viktor KHRENIN", 0.9, "2 equal words") for designation_id in LISTINGS]


def ids(given: dict[str, object], name: str = "matches") -> list[str]:
    rows = given[name]
    assert isinstance(rows, list)
    return [row["designation_id"] for row in rows]


def test_an_answer_groups_designations_by_subject_and_puts_those_in_force_first() -> None:
    given = answer("Khrenin", HITS, LISTINGS, Criteria())
    assert ids(given) == ["ofac_sdn:1", "un_sc:7", "uk_ofsi:9"]
    subjects = given["subjects"]
    assert isinstance(subjects, list)
    assert [subject["subject_id"] for subject in subjects] == ["s-1", "s-2"]
    assert [listing["delisted_on"] for listing in subjects[0]["listings"]] == [None, date(2025, 2, 10)]


def test_what_the_limit_hides_is_counted() -> None:
    given = answer("Khrenin", HITS, LISTINGS, Criteria(limit=1))
    assert given["not_shown"] == 1
    assert ids(given) == ["ofac_sdn:1", "uk_ofsi:9"]


def test_a_dismissed_hit_stays_in_the_answer_with_who_dismissed_it_and_why() -> None:
    line = Judgement("un_sc:7", "watch:Viktor  KHRENIN", is_same=False, judged_by="A. Analyst", reason="born 1950")
    dismissed = dismissals([line])[query_key("viktor Khrenin")]
    given = answer("viktor Khrenin", HITS, LISTINGS, Criteria(), dismissed)
    told = "un_sc:7, by A. Analyst: born 1950"
    for name, marks in (("matches", [None, told, None]), ("subjects", [None, told])):
        rows = given[name]
        assert isinstance(rows, list)
        assert [row["dismissed"] for row in rows] == marks


def test_birth_and_country_say_what_they_did() -> None:
    birth = (date(1971, 1, 1), date(1971, 12, 31), False)
    given = answer("Khrenin", HITS, LISTINGS, Criteria(birth=birth, country="BY"))
    assert ids(given) == ["ofac_sdn:1", "uk_ofsi:9"]
    matches = given["matches"]
    assert isinstance(matches, list)
    assert matches[0]["explanation"] == "2 equal words; born 1971-08-01: agrees +0.03; country BY: agrees +0.02"


def test_a_birth_that_another_listing_of_the_subject_states_counts() -> None:
    listings = {**LISTINGS, ENDED.designation_id: replace(ENDED, births=())}
    birth = (date(1950, 1, 1), date(1950, 12, 31), False)
    given = answer("Khrenin", HITS, listings, Criteria(birth=birth, min_score=0.6))
    matches = given["matches"]
    assert isinstance(matches, list)
    assert [(match["designation_id"], match["score"]) for match in matches] == [
        ("un_sc:7", 0.93), ("ofac_sdn:1", 0.65), ("uk_ofsi:9", 0.65),
    ]  # fmt: skip


def test_a_company_is_nobody_with_a_birth() -> None:
    company = replace(MINISTER, party_type="entity", births=())
    birth = (date(1971, 8, 1), date(1971, 8, 1), False)
    assert ids(answer("Khrenin", HITS[:1], {"ofac_sdn:1": company}, Criteria(birth=birth))) == []


@pytest.mark.parametrize(
    "criteria", [Criteria(lists=frozenset({"un_sc"})), Criteria(party_types=frozenset({"vessel"}))]
)
def test_lists_and_types_that_are_not_asked_for_are_left_out(criteria: Criteria) -> None:
    assert ids(answer("Khrenin", HITS, LISTINGS, criteria)) == (["un_sc:7"] if criteria.lists else [])


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("IMO 9187629", ("imo", "9187629")),
        ("SABRRUMM", ("swift_bic", "SABRRUMM")),
        ("0xAbC123def4567890", ("digital_currency", "0xabc123def4567890")),
        ("passport MP 2134567", ("", "MP2134567")),
        ("RUS0251", ("", "RUS0251")),
        ("office@example.org", ("email", "office@example.org")),
    ],
)
def test_numbers_in_the_form_in_which_they_are_kept(query: str, key: tuple[str, str]) -> None:
    assert key in number_keys(query)


@pytest.mark.parametrize("query", ["Viktor Khrenin", "Maduro", "VICTORIA", "محمد"])
def test_a_name_is_no_number(query: str) -> None:
    assert all(kind == "swift_bic" or not kind for kind, _ in number_keys(query))
