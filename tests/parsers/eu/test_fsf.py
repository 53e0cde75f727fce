"""The EU's list: XML 1.1, CSV 1.0 and 1.1, and the file of before 2017, in one record."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.parsers.eu import fsf_csv as eu_fsf_csv
from pipelines.parsers.eu import fsf_xml as eu_fsf_xml
from pipelines.parsers.eu import global_xml as eu_global_xml
from pipelines.parsers.eu.record import birth_from, birth_of, document_in
from pipelines.parsers.reading import read
from pipelines.parsers.record import Format, ParsedList, Record, Report, UnreadableListError

FORMATS = [eu_fsf_xml.FORMAT, eu_fsf_csv.FORMAT, eu_global_xml.FORMAT]

ACT = (
    'regulationType="amendment" organisationType="council" publicationDate="2018-03-22" '
    'entryIntoForceDate="2018-03-23" numberTitle="2018/468 (OJ L79)"'
)
PERSON = f"""<sanctionEntity designationDetails="" unitedNationId="QDi.900" euReferenceNumber="EU.9000.1"
 logicalId="9000">
<remark>Some remark</remark>
<regulation {ACT} programme="BLR" logicalId="1"><publicationUrl>http://e</publicationUrl></regulation>
<subjectType code="person" classificationCode="P"/>
<nameAlias firstName="" middleName="" lastName="" wholeName="Ivan Petrovski (FR)" function="" title="" nameLanguage="FR"
 strong="true" regulationLanguage="en" logicalId="2">
 <regulationSummary regulationType="regulation" publicationDate="2004-05-18" numberTitle="765 (OJ L1)"/></nameAlias>
<nameAlias firstName="Ivan" middleName="I." lastName="Petrovski" wholeName="Ivan I. Petrovski" function="Minister"
 gender="M" title="Dr" nameLanguage="EN" strong="true" regulationLanguage="en" logicalId="3"/>
<nameAlias firstName="" middleName="" lastName="" wholeName="Vanya" function="" title="" nameLanguage="EN" strong="true"
 regulationLanguage="en" logicalId="4"><remark>low qualitty alias, formerly listed as</remark></nameAlias>
<birthdate circa="true" calendarType="GREGORIAN" city="Minsk" zipCode="" dayOfMonth="" monthOfYear="2" year="1960"
 region="" place="" countryIso2Code="BY" countryDescription="BELARUS" regulationLanguage="en" logicalId="5"/>
<citizenship region="" countryIso2Code="00" countryDescription="UNKNOWN" regulationLanguage="en" logicalId="6"/>
<address city="Minsk" street="1 Main St." poBox="7" zipCode="220034" region="" place="" asAtListingTime="false"
 countryIso2Code="BY" countryDescription="BELARUS" regulationLanguage="en" logicalId="7">
 <contactInfo key="PHONE" value="+375 1"/></address>
<identification diplomatic="true" knownExpired="false" knownFalse="true" reportedLost="false" revokedByIssuer="false"
 issuedBy="" latinNumber="" nameOnDocument="" number="MP1" region="" countryIso2Code="BY" countryDescription="BELARUS"
 identificationTypeCode="passport" identificationTypeDescription="National passport" regulationLanguage="en"
 logicalId="8"/></sanctionEntity>"""
BODY = f"""<sanctionEntity designationDate="2022-03-02" designationDetails="" unitedNationId=""
 euReferenceNumber="EU.9001.2" logicalId="9001"><regulation {ACT} programme="UKR" logicalId="1"/>
<subjectType code="enterprise" classificationCode="E"/>
<nameAlias firstName="" middleName="" lastName="" wholeName="The Works" function="" title="" nameLanguage=""
 strong="false" regulationLanguage="en" logicalId="9"/></sanctionEntity>"""


def xml_of(*entities: str, generated: str = "2026-08-05T16:47:04.449+02:00") -> bytes:
    return (
        f'<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="{generated}" globalFileId="1">'
        f"{''.join(entities)}</export>"
    ).encode()


def records_of(content: bytes, of: Format) -> tuple[list[Record], Report]:
    report = Report()
    return list(of.records({"file": content}, report, None)), report


def test_a_person_in_xml() -> None:
    (person, _), report = records_of(xml_of(PERSON, BODY), eu_fsf_xml.FORMAT)
    assert (report.drift, report.unread, report.published_on) == ({}, [], date(2026, 8, 5))
    assert (person.native_id, person.party_type) == ("9000", "individual")
    assert [(name.name, name.quality, name.kind, name.language) for name in person.names] == [
        ("Ivan I. Petrovski", "primary", "name", "en"),
        ("Ivan Petrovski (FR)", "strong", "spelling", "fr"),
        ("Vanya", "weak", "fka", "en"),
    ]
    assert (person.programmes, person.legal_basis) == (["BLR"], ["2018/468 (OJ L79)"])
    assert {(identifier.kind, identifier.value) for identifier in person.identifiers} == {
        ("list_reference", "9000"), ("eu_reference", "EU.9000.1"), ("un_reference", "QDi.900"), ("phone", "+375 1"),
        ("passport", "MP1"),
    }  # fmt: skip
    assert person.identifiers[-1].note == "diplomatic; known to be false"
    assert [(country.link, country.text, country.code) for country in person.countries] == [
        ("birth", "BELARUS", "BY"), ("address", "BELARUS", "BY"), ("identifier", "BELARUS", "BY"),
    ]  # fmt: skip
    birth = person.birth_dates[0]
    assert (birth.text, birth.earliest, birth.latest, birth.approximate) == (
        "2/1960", date(1960, 2, 1), date(1960, 2, 29), True,
    )  # fmt: skip
    assert person.addresses[0].text == "1 Main St., P.O. Box 7, 220034, Minsk, BELARUS"


def test_without_a_designation_date_the_earliest_act_named_counts_and_is_said_to() -> None:
    (person, body), _ = records_of(xml_of(PERSON, BODY), eu_fsf_xml.FORMAT)
    sources = [
        [feature.value for feature in one.features if feature.kind == "listed_on_source"] for one in (person, body)
    ]
    assert (person.listed_on, sources[0]) == (date(2004, 5, 18), ["earliest act named in the entry"])
    assert (body.listed_on, sources[1]) == (date(2022, 3, 2), ["designation date"])


def test_a_lone_weak_name_is_still_the_primary_one() -> None:
    (body,), _ = records_of(xml_of(BODY), eu_fsf_xml.FORMAT)
    assert [(name.name, name.quality) for name in body.names] == [("The Works", "primary")]


def test_published_on_is_the_day_in_brussels() -> None:
    assert records_of(xml_of(BODY, generated="2026-08-05T23:30:00Z"), eu_fsf_xml.FORMAT)[1].published_on == date(
        2026, 8, 6
    )


def csv_1_1(*rows: dict[str, str]) -> bytes:
    columns = sorted(eu_fsf_csv.KNOWN_1_1 - {"fileGenerationDate"})
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["fileGenerationDate", *columns])
    writer.writerows([["05/08/2026", *(row.get(column, "") for column in columns)] for row in rows])
    return text.getvalue().encode("utf-8-sig")


ENTITY_1_1 = {
    "Entity_LogicalId": "9000", "Entity_EU_ReferenceNumber": "EU.9000.1", "Entity_UnitedNationId": "QDi.900",
    "Entity_Remark": "Some remark", "Entity_SubjectType": "P", "Entity_SubjectType_ClassificationCode": "person",
    "Entity_Regulation_Type": "amendment", "Entity_Regulation_PublicationDate": "2018-03-22",
    "Entity_Regulation_EntryIntoForceDate": "2018-03-23", "Entity_Regulation_NumberTitle": "2018/468 (OJ L79)",
    "Entity_Regulation_Programme": "BLR",
}  # fmt: skip
ROWS_1_1: list[dict[str, str]] = [
    {"NameAlias_WholeName": "Ivan Petrovski (FR)", "NameAlias_NameLanguage": "FR",
     "NameAlias_Regulation_PublicationDate": "2004-05-18"},
    {"NameAlias_FirstName": "Ivan", "NameAlias_MiddleName": "I.", "NameAlias_LastName": "Petrovski",
     "NameAlias_WholeName": "Ivan I. Petrovski", "NameAlias_NameLanguage": "EN", "NameAlias_Function": "Minister",
     "NameAlias_Title": "Dr", "NameAlias_Gender": "M"},
    {"NameAlias_WholeName": "Vanya", "NameAlias_NameLanguage": "EN",
     "NameAlias_Remark": "low qualitty alias, formerly listed as"},
    {"BirthDate_Month": "2", "BirthDate_Year": "1960", "BirthDate_Circa": "True", "BirthDate_CalendarType": "GREGORIAN",
     "BirthDate_City": "Minsk", "BirthDate_CountryIso2Code": "BY", "BirthDate_CountryDescription": "BELARUS"},
    {"Citizenship_CountryIso2Code": "00", "Citizenship_CountryDescription": "UNKNOWN"},
    {"Address_City": "Minsk", "Address_Street": "1 Main St.", "Address_PoBox": "7", "Address_ZipCode": "220034",
     "Address_CountryIso2Code": "BY", "Address_CountryDescription": "BELARUS", "Address_ContactInfo": "PHONE[+375 1]"},
    {"Identification_Number": "MP1", "Identification_Diplomatic": "True", "Identification_KnownFalse": "True",
     "Identification_TypeCode": "passport", "Identification_TypeDescription": "National passport",
     "Identification_CountryIso2Code": "BY", "Identification_CountryDescription": "BELARUS"},
]  # fmt: skip
IN_CSV_1_1 = csv_1_1(*({**ENTITY_1_1, **each} for each in ROWS_1_1))


def test_csv_1_1_says_what_the_xml_says() -> None:
    (from_xml,), _ = records_of(xml_of(PERSON), eu_fsf_xml.FORMAT)
    (from_csv,), report = records_of(IN_CSV_1_1, eu_fsf_csv.FORMAT)
    assert (report.drift, report.published_on) == ({}, date(2026, 8, 5))
    assert from_csv.names == from_xml.names
    for field in ("native_id", "party_type", "programmes", "legal_basis", "listed_on", "birth_dates", "birth_places",
                  "countries", "remarks", "events"):  # fmt: skip
        assert getattr(from_csv, field) == getattr(from_xml, field), field
    assert {(identifier.kind, identifier.value) for identifier in from_csv.identifiers} == {
        (identifier.kind, identifier.value) for identifier in from_xml.identifiers
    }
    assert set(map(repr, from_csv.features)) == set(map(repr, from_xml.features))


def test_the_file_of_before_2017() -> None:
    document = b"""<WHOLE Date="11/02/2016"><ENTITY Id="9000" Type="P" legal_basis="151/2012 (OJ L49)"
    reg_date="2012-02-21" pdf_link="u" programme="ZWE" remark="(a remark)">
    <NAME Id="1" Entity_id="9000" legal_basis="898/2005" reg_date="2005-06-16" pdf_link="u" programme="ZWE">
    <LASTNAME>Petrovski</LASTNAME><FIRSTNAME>Ivan</FIRSTNAME><MIDDLENAME/><WHOLENAME>Ivan Petrovski</WHOLENAME>
    <GENDER>M</GENDER><TITLE/><FUNCTION>Minister</FUNCTION><LANGUAGE/></NAME>
    <BIRTH Id="2" Entity_id="9000" legal_basis="898/2005" reg_date="2005-06-16" pdf_link="u" programme="ZWE">
    <DATE>1955 - 1958 (approximative)</DATE><PLACE>Minsk</PLACE><COUNTRY>BLR</COUNTRY></BIRTH>
    <PASSPORT Id="3" Entity_id="9000" legal_basis="x" reg_date="2012-02-22" pdf_link="u" programme="ZWE">
    <NUMBER>AD9 (passport-National passport) ((passport))</NUMBER><COUNTRY/></PASSPORT>
    <ADDRESS Id="4" Entity_id="9000" legal_basis="x" reg_date="2012-02-22" pdf_link="u" programme="ZWE"><NUMBER/>
    <STREET>Main St.</STREET><ZIPCODE/><CITY>Minsk</CITY><COUNTRY>BLR</COUNTRY>
    <OTHER>PHONE[1, 2] FAX[3] (former)</OTHER></ADDRESS></ENTITY></WHOLE>"""
    (person,), report = records_of(document, eu_global_xml.FORMAT)
    assert (report.drift, report.published_on) == ({}, date(2016, 2, 11))
    assert (person.native_id, person.listed_on, person.programmes) == ("9000", date(2005, 6, 16), ["ZWE"])
    assert [(identifier.kind, identifier.value) for identifier in person.identifiers] == [
        ("list_reference", "9000"), ("passport", "AD9"), ("phone", "1"), ("phone", "2"), ("phone", "3"),
    ]  # fmt: skip
    birth = person.birth_dates[0]
    assert (birth.earliest, birth.latest, birth.approximate) == (date(1955, 1, 1), date(1958, 12, 31), True)
    assert person.addresses[0].text == "Main St., Minsk, BLR (former)"


def test_births_of_another_calendar_stay_text() -> None:
    found = birth_from({"date": "1402-06-24"}, circa=False, calendar="ISLAMIC")
    assert found is not None
    assert (found.text, found.earliest) == ("1402-06-24 (ISLAMIC)", None)
    assert birth_from({}, circa=False, calendar="GREGORIAN") is None
    assert birth_of("N/A") is None


def test_a_document_of_an_unknown_kind_is_drift_and_kept() -> None:
    report = Report()
    found = document_in("12 (ufo-Flight papers) (green)", "BLR", report)
    assert found is not None
    assert (found.kind, found.value, found.note) == ("other", "12", "(green)")
    assert report.drift == {("identification type", "ufo"): 1}


def test_new_elements_attributes_and_columns_are_drift() -> None:
    strange = BODY.replace("<subjectType", '<shoe/><subjectType size="9"')
    assert set(records_of(xml_of(strange), eu_fsf_xml.FORMAT)[1].drift) == {
        ("sanctionEntity", "shoe"), ("subjectType", "@size"),
    }  # fmt: skip
    column = IN_CSV_1_1.replace(b"NameAlias_Strong", b"NameAlias_Weak")
    assert records_of(column, eu_fsf_csv.FORMAT)[1].drift == {("column", "NameAlias_Weak"): 1}


Damage = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (xml_of(PERSON, BODY)[:-60], "line"),
        (xml_of(PERSON, BODY).replace(b"wholeName", b"fullName"), "wholeName"),
        (xml_of(PERSON, BODY).replace(b"programme=", b"regime="), "programme"),
        (xml_of(PERSON, BODY).replace(b"<regulation ", b"<act ").replace(b"</regulation>", b"</act>"), "regulation"),
        (xml_of(PERSON, BODY).replace(b"generationDate", b"generated"), "generationDate"),
        (xml_of(), "no party"),
        (IN_CSV_1_1[:-40], "line 8: .*cut short"),
        (IN_CSV_1_1.replace(b"NameAlias_WholeName", b"NameAlias_Name"), "NameAlias_WholeName"),
        (b"", "published formats"),
        (b"<!DOCTYPE html><html/>", "published formats"),
        (b'<export xmlns="urn:another"><sanctionEntity/></export>', "published formats"),
    ],
)
def test_a_damaged_file_is_refused_and_named(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableListError, match=f"eu_fsf: .*{message}"):
        read("eu_fsf", {"file": content}, FORMATS)


def parsed(name: str, content: bytes) -> ParsedList:
    return read("eu_fsf", {name: content}, FORMATS)


@pytest.mark.parametrize(
    ("day", "listed"),
    [
        ("2018-12-21", {"1": date(2005, 6, 16), "207": date(2003, 12, 22)}),
        ("2026-08-05", {
            "13": date(2003, 7, 7), "514": date(2001, 10, 17), "3745": date(2007, 3, 29), "5669": date(2023, 10, 17),
        }),
    ],
)  # fmt: skip
def test_real_excerpts_of_the_xml(shared_data: Path, day: str, listed: dict[str, date]) -> None:
    found = parsed("fsf.xml", (shared_data / "samples" / "eu_fsf" / day / "fsf.TRIMMED.xml").read_bytes())
    assert dict(found.records.select("native_id", "listed_on").iter_rows()) == listed
    assert (found.report.drift, found.report.unread) == ({}, [])


def test_the_real_excerpt_of_before_2017(shared_data: Path) -> None:
    content = (shared_data / "samples" / "eu_legacy_global" / "2016-02-11" / "global.xml").read_bytes()
    found = parsed("global.xml", content)
    counted = Counter(re.findall(rb'<ENTITY Id="\d+" Type="(\w)"', content))
    assert counted == {b"P": 319, b"E": 276}
    assert Counter(found.records["party_type"]) == Counter(individual=319, entity=276)
    assert found.records["listed_on"].null_count() == 0
    assert (found.report.drift, found.report.unread) == ({}, [])


def test_the_real_excerpt_of_csv_1_0(shared_data: Path) -> None:
    """The excerpt was saved again by a spreadsheet: every line became one quoted field and tabs."""
    content = (
        (shared_data / "samples" / "eu_fsf" / "2018-07-04" / "csv_1_0.TRIMMED.csv")
        .read_bytes()
        .decode("cp1252", "replace")
    )
    lines = [re.sub(r"[\t\r]+$", "", part) for part in content.split("\n")]
    plain = [line[1:-1].replace('""', '"') if line[:1] == line[-1:] == '"' else line for line in lines]
    found = parsed("csv_1_0.csv", "\n".join(plain).encode())
    assert found.parties.height == len({each.split(";")[1] for each in plain[1:] if each}) == 93
    assert found.records["listed_on"].null_count() == 0
    assert (found.report.published_on, found.report.drift, found.report.unread) == (date(2018, 7, 4), {}, [])


def test_logical_ids_are_the_same_in_2016_and_2026(shared_data: Path) -> None:
    """Why the one is the id: the EU reference number is not in the older file."""
    samples = shared_data / "samples"
    old = parsed("global.xml", (samples / "eu_legacy_global" / "2016-02-11" / "global.xml").read_bytes()).records
    new = parsed("fsf.xml", (samples / "eu_fsf" / "2026-08-05" / "fsf.TRIMMED.xml").read_bytes()).records
    both = old.join(new, on="native_id")
    assert sorted(both.select("native_id", "primary_name", "primary_name_right").iter_rows()) == [
        ("13", "Saddam Hussein Al-Tikriti", "Saddam Hussein Al-Tikriti"),
        ("514", "Abdul Manan Agha", "Abdul Manan Agha"),
    ]
