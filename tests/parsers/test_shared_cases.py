"""Small files of known faults: what every field must come to. They lie beside the real files and are skipped without.

The files hold invented parties. What is expected was written down from the facts of each format before it was read.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.catalogue.entries import official_list
from pipelines.designations.history import read_list
from pipelines.parsers.record import ParsedList

Row = dict[str, Any]


@pytest.fixture
def cases(shared_data: Path) -> Path:
    folder = shared_data.parent / "cases"
    if not (folder / "lists").is_dir():
        pytest.skip("no case files beside the real files")
    return folder


def parsed(list_id: str, *paths: Path) -> ParsedList:
    return read_list(official_list(list_id), {path.name: path.read_bytes() for path in paths})


def rows(parsed_list: ParsedList) -> dict[str, Row]:
    return {row["native_id"]: row for row in parsed_list.records.iter_rows(named=True)}


def names(row: Row) -> set[tuple[str, str, str]]:
    return {(name["name"], name["quality"], name["kind"]) for name in row["names"]}


def numbers(row: Row) -> set[tuple[str, str]]:
    return {(number["kind"], number["value"]) for number in row["identifiers"]}


def births(row: Row) -> dict[str, tuple[date | None, date | None]]:
    return {birth["text"]: (birth["earliest"], birth["latest"]) for birth in row["birth_dates"]}


def features(row: Row, kind: str) -> set[str]:
    return {feature["value"] for feature in row["features"] if feature["kind"] == kind}


def year(first: int, last: int | None = None) -> tuple[date, date]:
    return date(first, 1, 1), date(last or first, 12, 31)


@pytest.mark.parametrize("folder", ["in", "last", "middle", "odd_middle", "main_middle"])
def test_quotes_that_are_not_doubled_cost_no_party_and_no_field(cases: Path, folder: str) -> None:
    read = parsed("ofac_sdn", *(cases / "01" / folder).iterdir())
    parties = rows(read)
    assert (sorted(parties), read.report.unread) == (["91001", "91002", "91003"], [])
    ties = {key: {tie["related_name"] for tie in row["relationships"]} for key, row in parties.items()}
    weak = {name for name, quality, _ in names(parties["91002"]) if quality == "weak"}
    if folder == "main_middle":
        assert "QUIETFOX" in weak
        return
    assert weak == ({"nightjar77"} if folder == "odd_middle" else {"nightjar77", "moonrat"})
    assert {value for kind, value in numbers(parties["91002"]) if kind == "phone"} == {"7000000001", "7000000002"}
    assert ties["91002"] == {"PROBE HOLDING"}
    if folder != "in":
        assert (ties["91001"], ties["91003"]) == ({"SOME HOLDING"}, {"OTHER HOLDING"})


def test_france(cases: Path) -> None:
    read = parsed("fr_tresor", cases / "lists" / "fr" / "gels.json")
    person, national, firm = (rows(read)[key] for key in ("9001", "9002", "9003"))
    assert read.report.drift == {}
    assert person["programmes"] == ["UE Ukraine intégrité territoriale - R (UE) 269/2014"]
    assert person["listed_on"] == date(2014, 7, 11)
    assert numbers(person) == {("tax_id", "344400000386"), ("passport", "3194100"), ("passport", "1808 233200")}
    assert national["primary_name"] == "Adrien Luciano DUPONTEXEMPLE"
    assert (national["listed_on"], features(national, "order_of")) == (None, {"2025-06-06"})
    assert numbers(firm) == {
        ("registration", "1027400000932"), ("tax_id", "7423000500"), ("tax_id", "745901000"),
        ("registration", "34893100"), ("tax_id", "5010030000"), ("registration", "101272200"),
        ("phone", "+8 351 000"), ("eu_reference", "EU.2878.00"),
    }  # fmt: skip
    assert "ONU Libye - RCSNU 1970/2011 et R (UE) 2016/44" in firm["programmes"]
    assert firm["listed_on"] is None
    assert firm["not_understood"] == ["FONDEMENT_JURIDIQUE: (UE) 2016/690 du 04/05/206"]


def test_the_european_union(cases: Path) -> None:
    read = parsed("eu_fsf", cases / "lists" / "eu" / "fsf.xml")
    person, bank, cyrillic = (rows(read)[key] for key in ("96177", "99009", "99010"))
    assert read.report.drift == {}
    assert names(person) == {
        ("Ibrahim Hassan Tali Al-Example", "primary", "name"), ("Ibro al-Exampli", "strong", "aka"),
        ("Abu Example", "weak", "aka"), ("إبراهيم", "strong", "spelling"),
    }  # fmt: skip
    assert births(person) == {
        "1982-04-18": (date(1982, 4, 18), date(1982, 4, 18)),
        "1982-04-19": (date(1982, 4, 19), date(1982, 4, 19)),
        "1343 (ISLAMIC)": (None, None),
    }
    assert features(person, "title") == {"Mullah", "Maulavi"}
    [passport] = [number for number in person["identifiers"] if number["kind"] == "passport"]
    assert passport["value"] == "F654600"
    assert "issueDate 2005-04-30" in passport["note"]
    assert names(bank) == {("Examplebank", "primary", "name"), ("Oldbank", "strong", "fka")}
    assert cyrillic["primary_name"] == "Anatoliy Alekseevich EXAMPLOV"
    assert ("Анатолий Алексеевич ПРИМЕРОВ", "strong", "spelling") in names(cyrillic)


def test_the_united_kingdom(cases: Path) -> None:
    persons = rows(parsed("uk_sanctions", cases / "lists" / "uk" / "uk.xml"))
    ships = rows(parsed("uk_sanctions", cases / "lists" / "uk" / "ship.xml"))
    person, firm, ship, registered = persons["BEL9174"], persons["BEL9108"], ships["DPR9075"], ships["GAC9072"]
    assert features(person, "function") == {"Former Minister of Tourism", "Former Minister of Interior"}
    assert features(person, "designation_source") == {"UK", "UN"}
    assert births(person) == {
        "dd/09/1958": (date(1958, 9, 1), date(1958, 9, 30)), "15/08/19yy": (None, None), "00/00/1975": year(1975),
    }  # fmt: skip
    assert [number["issuer"] for number in person["identifiers"] if number["kind"] == "passport"] == ["Afghanistan"]
    assert ("B Example", "weak", "aka") in names(person)
    assert "Internet Services Sanctions" in person["measures"]
    assert numbers(firm) >= {
        ("email", "office@example.by"), ("phone", "+375 (17) 213-41-00"), ("tax_id", "5045020000"),
        ("registration", "1025005910000"),
    }  # fmt: skip
    assert numbers(ship) >= {("imo", "9562200"), ("un_reference", "KPe.073"), ("ofsi_group", "13644")}
    assert numbers(registered) >= {
        ("registration", "1247700290000"), ("tax_id", "770701000"), ("tax_id", "9707028600"),
    }  # fmt: skip


def test_new_zealand(cases: Path) -> None:
    parties = rows(parsed("nz_russia", cases / "lists" / "nz" / "Russia-Sanctions-Register.xlsx"))
    assert births(parties["IND-9001"]) == {"XX/XX/1967": year(1967)}
    assert births(parties["IND-9002"]) == {"dd/mm/1967-1969": year(1967, 1969)}
    assert births(parties["IND-9003"]) == {"XX/03/1977": (date(1977, 3, 1), date(1977, 3, 31))}
    assert parties["IND-9002"]["listed_on"] == date(2022, 3, 18)
    assert {name for name, quality, _ in names(parties["IND-9001"]) if quality == "strong"} == {
        "Exemplov, Ivan",
        "Ivan Exempel",
    }
    assert {name for name, quality, _ in names(parties["IND-9002"]) if quality == "strong"} == {
        "Petro Exemplov",
        "Pyotr Exemplov",
    }
    assert {name for name, quality, _ in names(parties["ENT-9001"]) if quality == "strong"} == {
        "JSC Example", "OOO Example", "PJSC Example, Oao",
    }  # fmt: skip


def test_ukraine(cases: Path) -> None:
    firm = rows(parsed("ua_nsdc", cases / "lists" / "ua" / "subjects-legal.json"))["9001"]
    assert numbers(firm) == {
        ("tax_id", "7700000001"), ("tax_id", "7700000002"), ("social_security", "123-456"),
        ("registration", "3110886M000PB3"), ("registration", "1027700000000"), ("passport", "71 1234567"),
        ("tax_id", "770101001"),
    }  # fmt: skip


def test_japans_labels_letters_and_notes_are_no_names(cases: Path) -> None:
    parties = rows(parsed("jp_mof", *(cases / "03" / "2026-03-05").iterdir()))
    plain = {key: {name for name, _, _ in names(row)} for key, row in parties.items()}
    assert plain["031-000001"] >= {
        "Probe, Ivan", "Probe Iwan", "Probe, Jan", "プロブ・イワン", "プロブ・イヴァン", "プロブ・ヤン",
    }  # fmt: skip
    assert len(plain["031-000001"]) == 8
    assert ("公開株式会社プロブ", "strong", "aka") in names(parties["031-000003"])
    assert "別称" not in plain["031-000003"]
    assert plain["031-000004"] >= {
        "AL-PROBAA TRADING COMPANY, LTD", "AL-PROBAH TRADING COMPANY, LTD", "アル・プローバ貿易有限会社",
        "アル・プロバー貿易有限会社",
    }  # fmt: skip
    assert plain["031-000005"] == {"Olga PROBINA", "オルガ・プロビナ", "Ivanova", "イヴァノヴァ"}
    assert not any("指定した" in name for name in plain["031-000006"])


def test_japans_csv(cases: Path) -> None:
    parties = rows(parsed("jp_mof", *(cases / "lists" / "jp").iterdir()))
    issuers = {
        number["value"]: (number["kind"], number["issuer"]) for row in parties.values() for number in row["identifiers"]
    }
    assert issuers == {
        "00514100": ("passport", None), "1417500": ("national_id", None), "A1180100": ("passport", "ケニア"),
        "423-31-3000": ("social_security", "米国"), "001-843-900-7": ("national_id", "ハイチ共和国"),
        "S00004300": ("passport", "南スーダン"), "003600": ("passport", "スーダン"),
        "DA025900": ("passport", "ウガンダ"), "R00012000": ("passport", "南スーダン"),
        "M788400": ("passport", "チュニジア"), "1817000": ("national_id", None),
    }  # fmt: skip
    haiti = parties["042-900001"]
    assert [(place["text"], place["country"]) for place in haiti["addresses"]] == [
        ("16Imp Test 16,Delmas 40B, ハイチ共和国", "ハイチ共和国")
    ]
    assert set(births(haiti)) == {"1962年", "1960/12/04", "1960/04/12"}
    assert features(haiti, "un_listed_on") == {"2022-10-21"}
    assert features(parties["002-900418"], "un_listed_on") == {"2004-06-23"}
    assert births(parties["040-900008"]) == {"1957年から1959年の間": year(1957, 1959)}


def test_the_united_states(cases: Path) -> None:
    read = parsed("us_csl", cases / "lists" / "csl.json")
    parties = rows(read)
    assert list(parties) == ["SDN-7157"]
    assert {place for place, _ in read.report.unread} == {"EL", "UVL"}
    assert {name for name, _, _ in names(parties["SDN-7157"])} == {"EXAMPLE, Ivan", "A", "B"}
    assert births(parties["SDN-7157"]) == {"circa 1961": year(1961), "1961 to 1963": year(1961, 1963)}
    denied = parsed("us_bis_dpl", *(cases / "lists" / "dpl").iterdir())
    [party] = rows(denied).values()
    assert denied.report.published_on == date(2026, 4, 14)
    assert (party["primary_name"], party["listed_on"]) == ("EXAMPLE TRADING FZE", date(2017, 10, 16))
    assert [place["country"] for place in party["addresses"]] == ["AE"]
