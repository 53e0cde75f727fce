from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from pipelines.matching.judgements import Judgement, Judgements, read_judgements
from pipelines.matching.subjects import Tables, subjects

DESIGNATION = {
    **dict.fromkeys(("designation_id", "list_id", "authority", "native_id", "party_type", "primary_name"), pl.String),
    "programmes": pl.List(pl.String),
}
NAME = ("designation_id", "name", "quality")
BIRTH = {"designation_id": pl.String, "earliest": pl.Date, "latest": pl.Date, "approximate": pl.Boolean}
OTHERS: dict[str, dict[str, Any]] = {"of": {**DESIGNATION}, "birth": {**BIRTH}}
COUNTRY = ("designation_id", "link", "country")
IDENTIFIER = ("designation_id", "kind", "value_normalised", "issuer_country")


class World:
    """Designations of a few lists, party by party."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[object, ...]]] = {
            each: [] for each in ("of", "name", "birth", "country", "number")
        }

    def add(
        self,
        designation_id: str,
        *names: str,
        born: date | None = None,
        country: str | None = None,
        numbers: tuple[tuple[str, str, str | None], ...] = (),
        party_type: str = "individual",
        programmes: tuple[str, ...] = (),
    ) -> None:
        list_id, _, native_id = designation_id.partition(":")
        native_id = native_id.partition("#")[0]
        self._rows["of"].append(
            (designation_id, list_id, list_id[:2].upper(), native_id, party_type, names[0], programmes)
        )
        self._rows["name"] += [(designation_id, name, "strong") for name in names]
        if born:
            self._rows["birth"].append((designation_id, born, born, False))
        if country:
            self._rows["country"].append((designation_id, "nationality", country))
        self._rows["number"] += [(designation_id, *number) for number in numbers]

    def add_birth(self, designation_id: str, earliest: date, latest: date) -> None:
        self._rows["birth"].append((designation_id, earliest, latest, False))

    def subjects(self, *judgements: Judgement, shuffled: int | None = None) -> Tables:
        texts = {"name": NAME, "country": COUNTRY, "number": IDENTIFIER}
        frames = {
            kind: pl.DataFrame(
                rows,
                schema=dict.fromkeys(texts[kind], pl.String) if kind in texts else OTHERS[kind],
                orient="row",
            )
            for kind, rows in self._rows.items()
        }
        if shuffled is not None:
            frames = {kind: each.sample(fraction=1, shuffle=True, seed=shuffled) for kind, each in frames.items()}
        return subjects(frames["of"], frames["name"], frames["birth"], frames["country"], frames["number"], judgements)


def groups(tables: Tables) -> set[frozenset[str]]:
    found = tables["subject_designation"].group_by("subject_id").agg("designation_id")
    return {frozenset(each) for each in found["designation_id"].to_list()}


def outcome(tables: Tables, one: str, other: str) -> list[tuple[str, str]]:
    pair = (pl.col("designation_id") == one) & (pl.col("other_designation_id") == other)
    return tables["subject_evidence"].filter(pair).select("kind", "outcome").rows()


@pytest.fixture
def world() -> World:
    return World()


def test_an_official_number_joins_whatever_the_names(world: World) -> None:
    world.add("ofac_sdn:1", "SHIP ONE", party_type="vessel", numbers=(("imo", "9074729", None),))
    world.add("uk_sanctions:A", "Renamed", party_type="vessel", numbers=(("imo", "9074729", None),))
    world.add("ca_sema:x", "Another", party_type="vessel", numbers=(("imo", "9187629", None),))
    assert groups(world.subjects()) == {frozenset({"ofac_sdn:1", "uk_sanctions:A"}), frozenset({"ca_sema:x"})}


def test_two_persons_with_one_number_and_no_name_in_common_stay_two(world: World) -> None:
    passport = (("passport", "9003213", "IR"),)
    world.add("ofac_sdn:1", "TABATABAEI, Sayyid Ali Akbar", numbers=passport)
    world.add("uk_sanctions:A", "Azim Aghajani", numbers=passport)
    world.add("jp_mof:2", "Azim AGHAJANI", numbers=passport)
    tables = world.subjects()
    assert groups(tables) == {frozenset({"ofac_sdn:1"}), frozenset({"uk_sanctions:A", "jp_mof:2"})}
    assert outcome(tables, "ofac_sdn:1", "uk_sanctions:A") == [("identifier", "near_miss")]


def test_a_ship_is_not_the_company_of_its_name_or_reference(world: World) -> None:
    reference = (("un_reference", "KPE065", None),)
    world.add("uk_ofsi:1", "KOREA SAMMA SHIPPING CO", party_type="entity", country="KP", numbers=reference)
    world.add("uk_ofsi:2", "SAM MA 2", party_type="vessel", country="KP", numbers=reference)
    world.add("ca_sema:x", "JSC Sirius", party_type="entity", country="RU")
    world.add("uk_sanctions:A", "SIRIUS", party_type="vessel", country="RU")
    assert len(groups(world.subjects())) == 4


def test_a_list_s_own_number_joins_before_a_tax_number(world: World) -> None:
    tax = ("tax_id", "2902060361", "RU")
    world.add("ofac_sdn:1", "Ship Repair Center Zvezdochka", party_type="entity", numbers=(tax,))
    world.add("ofac_sdn:2", "Shiprepairing Centre Zvyozdochka Branch", party_type="entity", numbers=(tax,))
    for uid in "1", "2":
        world.add(f"us_csl:SDN-{uid}", f"Zvezdochka {uid}", party_type="entity", numbers=(tax, ("ofac_uid", uid, None)))
    joined = groups(world.subjects())
    assert {frozenset({"ofac_sdn:1", "us_csl:SDN-1"}), frozenset({"ofac_sdn:2", "us_csl:SDN-2"})} == joined


def test_births_of_two_lists_agree_where_a_third_gives_both(world: World) -> None:
    passport = (("passport", "A374184", "PK"),)
    world.add("au_dfat:1", "Haji Muhammad Ashraf", born=date(1965, 3, 1))
    world.add("un_sc:A", "Haji Muhammad Ashraf", born=date(1965, 3, 1), numbers=passport)
    world.add("un_sc:A#2", "Haji Muhammad Ashraf", born=date(1955, 6, 1), numbers=passport)
    world.add("ofac_sdn:2", "ASHRAF, Haji Muhammad", born=date(1955, 6, 1), numbers=passport)
    assert len(groups(world.subjects())) == 1


def test_two_passports_in_one_cell_are_no_other_passport(world: World) -> None:
    for place, passport in (("jp_mof:1", "927234267108120258"), ("jp_mof:2", "108120258")):
        world.add(place, "KIM TONG CHOL", born=date(1966, 1, 28), numbers=(("passport", passport, "KP"),))
    assert len(groups(world.subjects())) == 1


def test_a_wrong_number_joins_nothing(world: World) -> None:
    world.add("ofac_sdn:1", "SHIP ONE", party_type="vessel", numbers=(("imo", "9074728", None),))
    world.add("uk_sanctions:A", "Other ship", party_type="vessel", numbers=(("imo", "9074728", None),))
    assert len(groups(world.subjects())) == 2


def test_a_passport_is_one_country_s(world: World) -> None:
    world.add("ofac_sdn:1", "Anna Petrova", numbers=(("passport", "MP2134567", "BY"),))
    world.add("uk_sanctions:A", "Olga Sidorova", numbers=(("passport", "MP2134567", "RU"),))
    world.add("un_sc:B", "Ganna Piatrova", numbers=(("passport", "MP2134567", "BY"),))
    assert frozenset({"ofac_sdn:1", "un_sc:B"}) in groups(world.subjects())


def test_names_join_where_births_agree_and_not_where_they_differ(world: World) -> None:
    world.add("ofac_sdn:1", "KHRENIN, Viktor Gennadievich", born=date(1971, 8, 1), country="BY")
    world.add("uk_sanctions:A", "Viktar Khrenin", born=date(1971, 8, 1), country="BY")
    world.add("jp_mof:2", "Viktor KHRENIN", born=date(1944, 2, 3), country="BY")
    assert groups(world.subjects()) == {frozenset({"ofac_sdn:1", "uk_sanctions:A"}), frozenset({"jp_mof:2"})}


def test_a_slip_in_one_figure_of_a_birth_is_no_contradiction(world: World) -> None:
    world.add("ofac_sdn:1", "Alisov Vladimir Ivanovich", born=date(1960, 6, 23), country="RU")
    world.add("uk_sanctions:A", "Vladimir Ivanovich ALISOV", born=date(1960, 6, 24), country="RU")
    assert len(groups(world.subjects())) == 1


def test_two_entries_of_a_list_with_one_number_and_one_name_are_one(world: World) -> None:
    for place in ("jp_mof:1", "jp_mof:2", "un_sc:A"):
        world.add(
            place, "Ri Chun Hwan Il", born=date(1957, 8, 21), country="KP", numbers=(("passport", "563233049", "KP"),)
        )
    assert len(groups(world.subjects())) == 1


def test_two_entries_of_a_list_with_one_full_name_and_one_day_of_birth_are_one(world: World) -> None:
    for place in ("jp_mof:1", "jp_mof:2"):
        world.add(place, "KIM Chol Sam", born=date(1971, 3, 11), country="KP")
    tables = world.subjects()
    assert len(groups(tables)) == 1
    assert tables["subject_evidence"]["explanation"].to_list() == ["the same name, born 1971-03-11"]


def test_a_party_under_two_programmes_of_a_list_is_one(world: World) -> None:
    world.add("uk_ofsi:1", "Malek Ashtar University", party_type="entity", country="IR", programmes=("Iran (Nuclear)",))
    world.add("uk_ofsi:2", "MALEK ASHTAR UNIVERSITY", party_type="entity", programmes=("Iran (nuclear proliferation)",))
    assert len(groups(world.subjects())) == 1


def test_ministries_of_two_countries_stay_two(world: World) -> None:
    for place, country in (("jp_mof:1", "KP"), ("jp_mof:2", "SY")):
        world.add(place, "Ministry of Defence", party_type="entity", country=country, programmes=(country,))
    assert len(groups(world.subjects())) == 2


def test_a_list_that_gives_two_births_means_two(world: World) -> None:
    world.add("jp_mof:1", "Sergei Petrov", born=date(1965, 4, 19), country="RU")
    world.add("jp_mof:2", "Sergei Petrov", born=date(1961, 8, 26), country="RU")
    assert len(groups(world.subjects())) == 2


def test_a_list_that_gives_two_numbers_of_one_kind_means_two(world: World) -> None:
    for place, number in (("jp_mof:1", "563233041"), ("jp_mof:2", "745420176")):
        world.add(place, "Sergei Petrov", born=date(1965, 4, 19), numbers=(("passport", number, "RU"),))
    assert len(groups(world.subjects())) == 2


def test_a_name_twice_under_one_programme_stays_two(world: World) -> None:
    for place in ("ofac_sdn:7643", "ofac_sdn:7644"):
        world.add(place, "AL-AQSA FOUNDATION", party_type="entity", programmes=("SDGT",))
    assert len(groups(world.subjects())) == 2


def test_references_of_two_un_committees_are_no_contradiction(world: World) -> None:
    world.add(
        "un_sc:QDi.042", "Hassan Dahir Aweys", programmes=("Al-Qaida",), numbers=(("un_reference", "QDI042", None),)
    )
    world.add(
        "un_sc:SOi.002", "Hassan Dahir Aweys", programmes=("Somalia",), numbers=(("un_reference", "SOI002", None),)
    )
    both = (("un_reference", "QDI042", None), ("un_reference", "SOI002", None))
    world.add("uk_ofsi:6995", "Hassan Dahir AWEYS", numbers=both)
    world.add("uk_ofsi:6996", "Somebody Else", numbers=(("un_reference", "SOI099", None),))
    assert len(groups(world.subjects())) == 2


@pytest.mark.parametrize("number", ["KPI056", "KPE004", "KPI20"])
def test_a_second_un_reference_of_an_entry_is_no_contradiction(world: World, number: str) -> None:
    own = ("un_reference", "KPI020", None)
    world.add("un_sc:KPi.020", "KANG RYONG", born=date(1969, 8, 21), numbers=(own,))
    world.add("uk_ofsi:13331", "Kang Ryong", born=date(1969, 8, 21), numbers=(own, ("un_reference", number, None)))
    assert len(groups(world.subjects())) == 1


def test_two_parties_that_give_a_third_one_s_un_reference_stay_two(world: World) -> None:
    for place, name, number in (("1", "KOREA DAESONG BANK", "KPE023"), ("2", "KOREA DAESONG TRADING", "KPE042")):
        numbers = (("un_reference", number, None), ("un_reference", "KPE035", None))
        world.add(f"uk_ofsi:{place}", name, party_type="entity", country="KP", numbers=numbers)
    assert len(groups(world.subjects())) == 2


@pytest.mark.parametrize(("year", "are_one"), [(1966, True), (1964, False)])
def test_a_year_of_birth_alone_may_be_one_year_off(world: World, year: int, are_one: bool) -> None:
    world.add("ca_sema:a", "Abdol Hossein Khosrow Panah", born=date(year, 3, 21), country="IR")
    world.add("un_sc:b", "Abdol Hosein Khosrow PANAH", country="IR")
    world.add_birth("un_sc:b", date(1967, 1, 1), date(1967, 12, 31))
    assert (len(groups(world.subjects())) == 1) is are_one


def test_what_another_edition_of_a_list_says_of_an_entry_counts(world: World) -> None:
    for place, group in (("DPR0019", "13588"), ("DPR0225", "13474")):
        number = ("ofsi_group", group, None)
        world.add(f"uk_sanctions:{place}", "Kim Chol Nam", numbers=(number,), programmes=("KP",))
        passport = ("passport", "563120238", "KP")
        world.add(f"uk_ofsi:{group}", "KIM Chol Nam", born=date(1970, 2, 19), numbers=(number, passport))
    assert len(groups(world.subjects())) == 1


def test_a_list_that_repeats_ofac_is_joined_by_its_id_where_there_is_no_other_number(world: World) -> None:
    for uid in "7643", "7644":
        world.add(f"ofac_sdn:{uid}", "AL-AQSA FOUNDATION", party_type="entity", programmes=("SDGT",))
        world.add(f"us_csl:SDN-{uid}", "AL-AQSA", party_type="entity", numbers=(("ofac_uid", uid, None),))
    one, other = ({f"ofac_sdn:{uid}", f"us_csl:SDN-{uid}"} for uid in ("7643", "7644"))
    assert groups(world.subjects()) == {frozenset(one), frozenset(other)}


def test_a_company_renamed_between_two_programmes_is_one_and_a_tax_office_is_nobody(world: World) -> None:
    registration, office = ("registration", "1077746365113", "RU"), ("tax_id", "770501001", "RU")
    for place, name, programme in (("1", "Yandex.Money", "EO13662"), ("2", "YooMoney", "EO14024")):
        world.add(f"ofac_sdn:{place}", name, party_type="entity", numbers=(registration,), programmes=(programme,))
    world.add("ofac_sdn:3", "Kaleidoskop", party_type="entity", numbers=(office,))
    world.add("au_dfat:4", "Russian Financial Society", party_type="entity", numbers=(office,))
    assert len(groups(world.subjects())) == 3


def test_an_organisation_that_canada_spells_anew_is_one(world: World) -> None:
    for place, name in (("gazprom", "Gazprom"), ("ojsc gazprom", "OJSC Gazprom")):
        world.add(f"ca_sema:russia/{place}", name, party_type="entity", programmes=("Russia",))
    assert len(groups(world.subjects())) == 1


def test_a_company_is_not_its_subsidiary_of_the_name_in_another_country(world: World) -> None:
    world.add("au_dfat:6771", "Sberbank Rossii", party_type="entity", country="RU", programmes=("Russia",))
    world.add("ofac_sdn:18715", "Sberbank Rossii", party_type="entity", country="UA", programmes=("RUSSIA-EO14024",))
    assert len(groups(world.subjects())) == 2


def test_orders_against_one_airline_in_two_countries_are_one_party(world: World) -> None:
    for place, country in (("a", "IQ"), ("b", "JO")):
        world.add(f"us_bis_dpl:{place}", "AL NASER AIRLINES", party_type="entity", country=country)
    assert len(groups(world.subjects())) == 1


def test_a_list_that_gives_two_entries_one_number_says_that_they_are_one(world: World) -> None:
    world.add("uk_sanctions:BEL1", "Natalia Kochanova", numbers=(("ofsi_group", "14000", None),))
    world.add("uk_sanctions:GHR1", "Natalya Kachanava", numbers=(("ofsi_group", "14000", None),))
    assert len(groups(world.subjects())) == 1


def test_two_spells_of_one_entry_are_one_subject(world: World) -> None:
    world.add("ofac_sdn:1", "Somebody Else")
    world.add("ofac_sdn:1#2", "A New Name Altogether")
    assert groups(world.subjects()) == {frozenset({"ofac_sdn:1", "ofac_sdn:1#2"})}


def test_one_bad_pair_does_not_chain_two_groups(world: World) -> None:
    for list_id in ("ofac_sdn", "uk_sanctions"):
        world.add(
            f"{list_id}:a", "Ivan Ivanovich Petrenko", born=date(1960, 1, 1), numbers=(("passport", "AB1234567", "UA"),)
        )
        world.add(
            f"{list_id}:b",
            "Petro Petrovich Ivanenko",
            born=date(1980, 5, 5),
            numbers=(("passport", "CD7654321", "UA"),),
        )
    both = (("passport", "AB1234567", "UA"), ("passport", "CD7654321", "UA"))
    world.add("jp_mof:c", "Ivan Petrenko", numbers=both)
    tables = world.subjects()
    of = dict(tables["subject_designation"].iter_rows())
    assert of["ofac_sdn:a"] == of["uk_sanctions:a"] != of["ofac_sdn:b"] == of["uk_sanctions:b"]
    assert "refused" in set(tables["subject_evidence"]["outcome"])


def test_a_child_is_not_its_parent(world: World) -> None:
    world.add("un_sc:1", "SADDAM HUSSEIN AL-TIKRITI", country="IQ")
    world.add("uk_sanctions:2", "RANA SADDAM HUSSEIN AL-TIKRITI", country="IQ")
    assert len(groups(world.subjects())) == 2


def test_ships_numbered_otherwise_are_two(world: World) -> None:
    world.add("ofac_sdn:1", "SNOW STORM 1", party_type="vessel", country="IR")
    world.add("uk_sanctions:2", "SNOW STORM 2", party_type="vessel", country="IR")
    assert len(groups(world.subjects())) == 2


def test_a_judgement_overrides_both_ways(world: World) -> None:
    world.add("ofac_sdn:1", "Ivan Petrenko", born=date(1960, 1, 1), country="UA")
    world.add("uk_sanctions:2", "Ivan Petrenko", born=date(1960, 1, 1), country="UA")
    world.add("jp_mof:3", "Nobody Like Them", born=date(1999, 9, 9))
    apart = Judgement("ofac_sdn:1", "uk_sanctions:2", is_same=False, judged_by="A. Analyst", reason="twins")
    same = Judgement("jp_mof:3", "ofac_sdn:1", is_same=True, judged_by="A. Analyst", reason="a new identity")
    tables = world.subjects(apart, same)
    assert groups(tables) == {frozenset({"ofac_sdn:1", "jp_mof:3"}), frozenset({"uk_sanctions:2"})}
    assert outcome(tables, "ofac_sdn:1", "uk_sanctions:2") == [("judgement", "refused"), ("name", "refused")]
    told = tables["subject_evidence"].filter(pl.col("kind") == "judgement")["explanation"].to_list()
    assert all("A. Analyst" in each for each in told)


def test_the_same_tables_in_any_order_give_the_same_subjects(world: World) -> None:
    random = Random(3)
    for number in range(40):
        name = " ".join(
            random.choice(("Ivan", "Oleg", "Petr", "Anna", "Olga", "Vera")) + suffix for suffix in ("", "ovich", "enko")
        )
        born = date(1960 + number % 7, 1 + number % 12, 1)
        world.add(f"{random.choice(('ofac_sdn', 'un_sc', 'jp_mof'))}:{number}", name, born=born, country="UA")
    first = world.subjects()
    for seed in (1, 2):
        again = world.subjects(shuffled=seed)
        assert all(again[name].equals(table) for name, table in first.items())


def test_no_designations_no_subjects(world: World) -> None:
    assert all(table.is_empty() for table in world.subjects().values())


def test_a_subject_tells_its_lists_and_authorities(world: World) -> None:
    world.add("ofac_sdn:1", "LUKASHENKA, Alyaksandr", born=date(1954, 8, 30))
    world.add("jp_mof:2", "アレクサンドル・ルカシェンコ", "Alyaksandr LUKASHENKA", born=date(1954, 8, 30))
    row = world.subjects()["subject"].row(0, named=True)
    assert (row["designations"], row["lists"], row["authorities"]) == (2, 2, ["JP", "OF"])
    assert row["primary_name"] == "LUKASHENKA, Alyaksandr"


HEAD = "designation_id,other_designation_id,judgement,judged_by,reason\n"


def test_judgements_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "judgements.csv"
    assert read_judgements(path) == Judgements()
    line = "uk_sanctions:2,ofac_sdn:1#2,{},A. Analyst,{}\n"
    path.write_text(HEAD + line.format("same", "a guess") + line.format("not_same", "twins"), encoding="utf-8")
    last = Judgement("ofac_sdn:1", "uk_sanctions:2", False, "A. Analyst", "twins")
    assert read_judgements(path) == Judgements((last,))


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ("a:1,b:2,maybe,me,why", "line 2: judgement is 'maybe'; write same or not_same"),
        ("a:1,b:2,same,,why", "line 2: judged_by is empty"),
        ("a:1,a:1#2,same,me,why", "line 2: a:1 is judged beside itself"),
        (f"a:1,b:2,same,me,{'x' * 140_000}", "it is no line of a CSV file"),
    ],
)
def test_a_line_that_is_no_judgement_affects_itself_alone(tmp_path: Path, bad: str, fault: str) -> None:
    path = tmp_path / "judgements.csv"
    path.write_text(f"{HEAD}{bad}\nc:1,d:2,same,me,why\n", encoding="utf-8")
    read = read_judgements(path)
    assert read.judgements == (Judgement("c:1", "d:2", True, "me", "why"),)
    assert len(read.faults) == 1
    assert fault in read.faults[0]


@pytest.mark.parametrize("content", [b"designation_id,judgement\n", b"\xff\xfe\x00bad"])
def test_a_file_without_the_columns_is_named_and_judges_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "judgements.csv"
    path.write_bytes(content)
    read = read_judgements(path)
    assert (read.judgements, len(read.faults)) == ((), 1)
