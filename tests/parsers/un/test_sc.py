"""The UN's consolidated list: what its file means, on small documents and on the eight real ones."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.parsers.reading import read
from pipelines.parsers.record import Name, ParsedList, Record, Report, UnreadableListError
from pipelines.parsers.un.aliases import names_of
from pipelines.parsers.un.sc import FORMAT

PERSON = """<INDIVIDUAL><DATAID>7000001</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME> IVAN </FIRST_NAME>
<SECOND_NAME>PETROVICH</SECOND_NAME><THIRD_NAME/><UN_LIST_TYPE>DRC</UN_LIST_TYPE>
<REFERENCE_NUMBER>CDi.900.</REFERENCE_NUMBER><LISTED_ON>2015-07-01-04:00</LISTED_ON>
<NAME_ORIGINAL_SCRIPT>Иван Петрович</NAME_ORIGINAL_SCRIPT>
<COMMENTS1>Works for the group (CDe.901). [Old Reference # I.01.D.1] INTERPOL notice.</COMMENTS1>
<TITLE><VALUE>General</VALUE></TITLE><DESIGNATION><VALUE>Commander</VALUE></DESIGNATION>
<NATIONALITY><VALUE>Uganda</VALUE></NATIONALITY><LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
<LAST_DAY_UPDATED><VALUE/><VALUE>2020-11-19</VALUE></LAST_DAY_UPDATED>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Vanya</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Tango</ALIAS_NAME><NOTE>Call sign</NOTE></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_ADDRESS><CITY>Kampala</CITY><COUNTRY>Uganda</COUNTRY><NOTE>previous</NOTE></INDIVIDUAL_ADDRESS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1958</TO_YEAR>
<NOTE>Approximately</NOTE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1961-02-03</DATE></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE/></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Gulu</CITY><COUNTRY>Uganda</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Número de pasaporte</TYPE_OF_DOCUMENT><NUMBER>X 1</NUMBER>
<ISSUING_COUNTRY>Mali</ISSUING_COUNTRY><DATE_OF_ISSUE>2001-02-03</DATE_OF_ISSUE></INDIVIDUAL_DOCUMENT>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>
<TYPE_OF_DOCUMENT2>Italian Fiscal Code:</TYPE_OF_DOCUMENT2><NUMBER>ABC</NUMBER></INDIVIDUAL_DOCUMENT>
<INDIVIDUAL_DOCUMENT/><SORT_KEY/><SORT_KEY_LAST_MOD/></INDIVIDUAL>"""
BODY = """<ENTITY><DATAID>7000002</DATAID><FIRST_NAME>THE GROUP</FIRST_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE>
<REFERENCE_NUMBER>CDe.901</REFERENCE_NUMBER><LISTED_ON>2012-12-31</LISTED_ON>
<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>The Old Group</ALIAS_NAME></ENTITY_ALIAS>
<ENTITY_ADDRESS><COUNTRY/></ENTITY_ADDRESS></ENTITY>"""

REAL = ["2018-06-07", "2020-03-20", "2020-11-23", "2020-11-24", "2024-09-21", "2024-11-30", "2025-09-03", "2025-11-18"]


def document(person: str = PERSON, body: str = BODY, generated: str = "2020-11-24T20:23:07.617-05:00") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="{generated}">'
        f"<INDIVIDUALS>{person}</INDIVIDUALS><ENTITIES>{body}</ENTITIES></CONSOLIDATED_LIST>"
    ).encode()


def records_of(content: bytes) -> tuple[list[Record], Report]:
    report = Report()
    return list(FORMAT.records({"consolidated.xml": content}, report, None)), report


@pytest.fixture
def person() -> Record:
    found, report = records_of(document())
    assert report.drift == {}
    return found[0]


def test_the_reference_number_is_the_id_and_is_kept_as_an_identifier(person: Record) -> None:
    assert person.native_id == "CDi.900"
    numbers = {(identifier.kind, identifier.value) for identifier in person.identifiers}
    assert {("un_reference", "CDi.900"), ("list_reference", "7000001"), ("list_reference", "I.01.D.1")} <= numbers


def test_the_date_part_of_a_listing_with_a_time_zone_is_the_day(person: Record) -> None:
    assert person.listed_on == date(2015, 7, 1)


def test_names_come_with_quality_script_and_no_empty_placeholder(person: Record) -> None:
    assert [(name.name, name.quality, name.kind) for name in person.names] == [
        ("IVAN PETROVICH", "primary", "name"),
        ("Иван Петрович", "strong", "spelling"),
        ("Vanya", "strong", "aka"),
        ("Tango", "weak", "aka"),
    ]


def test_births_are_intervals_and_an_empty_one_is_none(person: Record) -> None:
    assert [
        (birth_date.text, birth_date.earliest, birth_date.latest, birth_date.approximate)
        for birth_date in person.birth_dates
    ] == [
        ("Approximately 1955 to 1958", date(1955, 1, 1), date(1958, 12, 31), True),
        ("1961-02-03", date(1961, 2, 3), date(1961, 2, 3), False),
    ]


def test_documents_have_kind_issuer_and_the_lists_own_word(person: Record) -> None:
    documents = [
        (identifier.kind, identifier.value, identifier.label, identifier.issuer)
        for identifier in person.identifiers[3:]
    ]
    assert documents == [
        ("passport", "X 1", "Número de pasaporte", "Mali"),
        ("tax_id", "ABC", "Italian Fiscal Code:", None),
    ]


def test_a_reference_in_the_narrative_is_a_tie_to_that_party(person: Record) -> None:
    assert [(relationship.kind, relationship.related_native_id) for relationship in person.relationships] == [
        ("mentions", "CDe.901")
    ]


def test_amendments_are_events_and_countries_say_how(person: Record) -> None:
    assert [(event.kind, event.effective_on) for event in person.events] == [
        ("listed", date(2015, 7, 1)),
        ("amended", date(2020, 11, 19)),
    ]
    assert {(country.link, country.text) for country in person.countries} == {
        ("nationality", "Uganda"),
        ("address", "Uganda"),
        ("birth", "Uganda"),
    }


def test_an_entitys_former_name_and_type() -> None:
    entity = records_of(document())[0][1]
    assert (entity.party_type, entity.programmes, entity.addresses) == ("entity", ["DRC"], [])
    assert [(name.name, name.kind) for name in entity.names] == [("THE GROUP", "name"), ("The Old Group", "fka")]


@pytest.mark.parametrize(
    ("generated", "day"),
    [("2020-11-24T20:23:07.617-05:00", date(2020, 11, 24)), ("2024-11-30T00:00:00.875Z", date(2024, 11, 29))],
)
def test_published_on_is_the_day_in_new_york(generated: str, day: date) -> None:
    assert records_of(document(generated=generated))[1].published_on == day


def test_the_time_of_generation_is_no_content() -> None:
    first = read("un_sc", {"a.xml": document(generated="2020-11-24T20:23:07Z")}, [FORMAT])
    second = read("un_sc", {"a.xml": document(generated="2020-11-26T20:23:07Z")}, [FORMAT])
    assert first.parties.equals(second.parties)


@pytest.mark.parametrize(
    ("text", "note", "expected"),
    [
        ("Fazel Rahim; Fazil Rahim", None, [("Fazel Rahim", "aka"), ("Fazil Rahim", "aka")]),
        ("A. Sabet; M. Sabet b) J. Sabet", None, [("A. Sabet", "aka"), ("M. Sabet", "aka"), ("J. Sabet", "aka")]),
        ("Abubakar (original script: Абубакар)", None, [("Abubakar", "aka"), ("Абубакар", "spelling")]),
        ("Абубакар (Abubakar; Abu)", None, [("Абубакар", "aka"), ("Abubakar", "spelling"), ("Abu", "spelling")]),
        ("Sever", "original script: Север", [("Sever", "aka"), ("Север", "spelling")]),
        ("Ezat (previously listed as)", None, [("Ezat", "fka")]),
        ("Ezat", "Formerly listed as", [("Ezat", "fka")]),
        ("Khir, born in Kandahar on 01 Jan.1967", None, [("Khir", "aka")]),
        ("The Base (AQ)", None, [("The Base (AQ)", "aka")]),
    ],
)  # fmt: skip
def test_an_alias_may_hold_several_names(text: str, note: str | None, expected: list[tuple[str, str]]) -> None:
    assert [(each.name, each.kind) for each in names_of(text, note, "strong", "aka")] == expected


def test_a_new_element_is_drift_and_not_a_crash() -> None:
    found, report = records_of(document(PERSON.replace("<SORT_KEY/>", "<SHOE_SIZE>9</SHOE_SIZE>")))
    assert len(found) == 2
    assert report.drift == {("INDIVIDUAL", "SHOE_SIZE"): 1}


def test_a_new_kind_of_party_is_drift() -> None:
    _, report = records_of(document(PERSON + "<VESSEL><DATAID>1</DATAID></VESSEL>"))
    assert report.drift == {("INDIVIDUALS", "VESSEL"): 1, ("VESSEL", "DATAID"): 1}


def test_one_party_without_a_number_is_reported_and_the_others_read() -> None:
    broken = re.sub("<REFERENCE_NUMBER>.*?</REFERENCE_NUMBER>", "", PERSON)
    found, report = records_of(document(broken, BODY + BODY.replace("901", "902")))
    assert [each.native_id for each in found] == ["CDe.901", "CDe.902"]
    assert report.unread == [("DATAID 7000001", "no REFERENCE_NUMBER or no FIRST_NAME")]


Damage = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda content: content[: len(content) // 2], "line"),
        (lambda content: content.replace(b"REFERENCE_NUMBER", b"REF_NO"), "REFERENCE_NUMBER"),
        (lambda content: content.replace(b"LISTED_ON", b"LISTEDON"), "LISTED_ON"),
        (lambda content: content.replace(b"FIRST_NAME", b"NAME1").replace(b"SECOND_NAME", b"NAME2"), "FIRST_NAME"),
        (lambda content: content.replace(b"dateGenerated", b"generated"), "dateGenerated"),
        (lambda content: re.sub(rb"<INDIVIDUALS>.*</ENTITIES>", b"", content, flags=re.S), "no party"),
        (lambda _: b"", "published formats"),
        (lambda _: b"<!DOCTYPE html><html><body>Sorry</body></html>", "published formats"),
    ],
)  # fmt: skip
def test_a_damaged_document_is_refused_and_named(damage: Damage, message: str) -> None:
    with pytest.raises(UnreadableListError, match=f"un_sc: .*{message}"):
        read("un_sc", {"consolidated.xml": damage(document())}, [FORMAT])


@pytest.fixture(scope="module", params=REAL)
def real(request: pytest.FixtureRequest, shared_data: Path) -> tuple[str, bytes, ParsedList]:
    content = (shared_data / "lists" / "un_sc" / request.param / "consolidated.xml").read_bytes()
    return request.param, content, read("un_sc", {"consolidated.xml": content}, [FORMAT])


def test_real_files_hold_what_a_count_of_their_tags_says(real: tuple[str, bytes, ParsedList]) -> None:
    _, content, parsed = real
    counted = {"individual": content.count(b"<INDIVIDUAL>"), "entity": content.count(b"<ENTITY>")}
    assert dict(parsed.records["party_type"].value_counts().iter_rows()) == counted
    references = set(re.findall(rb"<REFERENCE_NUMBER>\s*([^<]+?)\s*</", content))
    assert set(parsed.parties["native_id"]) == {reference.decode() for reference in references}


def test_real_files_are_dated_and_hold_nothing_unknown(real: tuple[str, bytes, ParsedList]) -> None:
    day, _, parsed = real
    assert parsed.records["listed_on"].null_count() == 0
    assert (parsed.report.drift, parsed.report.unread) == ({}, [])
    assert parsed.report.published_on is not None
    assert 0 <= (date.fromisoformat(day) - parsed.report.published_on).days <= 1


def test_the_newest_real_file_has_a_thousand_parties(shared_data: Path) -> None:
    content = (shared_data / "lists" / "un_sc" / "2025-11-18" / "consolidated.xml").read_bytes()
    assert read("un_sc", {"consolidated.xml": content}, [FORMAT]).parties.height == 1_000


def test_reference_numbers_outlive_dataids(shared_data: Path) -> None:
    """Why the one is the id and the other is not."""
    pattern = re.compile(rb"<DATAID>(\d+)</DATAID>.*?<REFERENCE_NUMBER>\s*([^<\s]+)", re.S)
    reference_of: dict[bytes, bytes] = {}
    dataids_of: dict[bytes, set[bytes]] = {}
    for day in REAL:
        content = (shared_data / "lists" / "un_sc" / day / "consolidated.xml").read_bytes()
        for dataid, reference in pattern.findall(content):
            assert reference_of.setdefault(dataid, reference) == reference
            dataids_of.setdefault(reference, set()).add(dataid)
    assert sum(len(each) > 1 for each in dataids_of.values()) == 7


def test_names_are_names() -> None:
    assert list(names_of("Vanya", None, "weak", "aka")) == [Name("Vanya", "weak", "aka")]


SINCE_2026 = b"""<CONSOLIDATED_LIST dateGenerated="2026-09-01T10:00:00Z"><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME>EXAMPLE (previously listed as)</FIRST_NAME><UN_LIST_TYPE>Taliban</UN_LIST_TYPE>
<REFERENCE_NUMBER>TAi.999</REFERENCE_NUMBER><LISTED_ON>2001-01-25</LISTED_ON>
<HAS_INTERPOL_LINK>true</HAS_INTERPOL_LINK><INTERPOL_LINK>https://interpol.example/1</INTERPOL_LINK>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Abu Example; Ibn Sample</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>Between</TYPE_OF_DATE><FROM_YEAR>1968</FROM_YEAR><TO_YEAR>1963</TO_YEAR>
</INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>Exact</TYPE_OF_DATE><YEAR>1960</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>A1</NUMBER>
<DATE_OF_EXPIRY>2030-01-01</DATE_OF_EXPIRY></INDIVIDUAL_DOCUMENT>
<INDIVIDUAL_ADDRESS/><INDIVIDUAL_PLACE_OF_BIRTH/></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"""


def test_elements_of_2026_types_of_date_in_any_case_and_ranges_that_run_backwards() -> None:
    from pipelines.parsers.record import Report
    from pipelines.parsers.un import sc

    report = Report()
    [record] = sc.records({"consolidated.xml": SINCE_2026}, report)
    assert report.drift == {}
    assert [name.name for name in record.names] == ["EXAMPLE", "Abu Example", "Ibn Sample"]
    assert ("interpol_notice", "https://interpol.example/1") in [(item.kind, item.value) for item in record.features]
    assert [(birth.text, birth.earliest and birth.earliest.year) for birth in record.birth_dates] == [
        ("1968 to 1963", None),
        ("1960", 1960),
    ]
    assert [number.note for number in record.identifiers if number.kind == "passport"] == ["expires 2030-01-01"]
