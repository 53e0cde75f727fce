"""OFAC's three XML formats: what real files hold, what is reported, what is refused and how safely."""

import io
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pipelines.parsers.ofac import advanced as ofac_advanced
from pipelines.parsers.ofac import documents as ofac_documents
from pipelines.parsers.ofac import enhanced as ofac_enhanced
from pipelines.parsers.ofac import xml as ofac_xml
from pipelines.parsers.reading import read
from pipelines.parsers.record import Format, Report, UnreadableListError

FORMATS = {"advanced": ofac_advanced.FORMAT, "enhanced": ofac_enhanced.FORMAT, "legacy": ofac_xml.FORMAT}
EXAMPLES = {"advanced": "sdn_advanced.xml", "enhanced": "sdn_enhanced.xml", "legacy": "sdn.xml"}
EVERY = pytest.mark.parametrize("name", list(FORMATS))


def example(name: str) -> bytes:
    return (Path(__file__).parents[1] / "ofac_example" / EXAMPLES[name]).read_bytes()


def report_of(format_: Format, content: bytes) -> Report:
    report = Report()
    assert sum(1 for _ in format_.records({"SDN.XML": content}, report, None)) == 4
    return report


def zipped(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


# Real files.

REAL = [
    ("ofac_consolidated/2019-03-14/cons_advanced.xml", "advanced", 375, date(2019, 3, 14), None),
    ("ofac_consolidated/2019-03-14/consolidated.xml", "legacy", 375, date(2019, 3, 14), 375),
    ("ofac_consolidated/2020-03-17/cons_advanced.xml", "advanced", 375, date(2020, 3, 17), None),
    ("ofac_consolidated/2022-02-22/consolidated.xml", "legacy", 444, date(2022, 2, 22), 444),
    ("ofac_consolidated/2022-02-24/consolidated.xml", "legacy", 462, date(2022, 2, 24), 462),
    ("ofac_consolidated/2024-05-06/consolidated.xml", "legacy", 443, date(2024, 5, 6), 443),
    ("ofac_consolidated/2024-07-03/cons_enhanced.xml", "enhanced", 443, date(2024, 7, 3), None),
    ("ofac_consolidated/2025-01-10/CONS_ENHANCED.ZIP", "enhanced", 443, date(2025, 1, 10), None),
]


def document_in(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(packed.namelist()[0])


def counted(content: bytes) -> Counter[str]:
    """Elements by local name, by another parser."""
    root = ElementTree.fromstring(document_in(content))  # noqa: S314  files kept for these tests
    return Counter(each.tag.rpartition("}")[2] for each in root.iter())


@pytest.mark.parametrize(("path", "name", "parties", "published_on", "stated"), REAL)
def test_real_files_give_every_party_without_drift(
    shared_data: Path, path: str, name: str, parties: int, published_on: date, stated: int | None
) -> None:
    content = (shared_data / "lists" / path).read_bytes()
    result = read("ofac_consolidated", {Path(path).name: content}, FORMATS.values())
    assert result.format_name == FORMATS[name].name
    assert result.records.height == parties
    assert (result.report.published_on, result.report.stated_parties) == (published_on, stated)
    assert (result.report.drift, result.report.unread) == ({}, [])
    assert result.records["not_understood"].list.len().sum() == 0
    assert (result.records["listed_on"].null_count() == 0) is (name != "legacy")
    assert result.records["programmes"].list.len().min() == 1


@pytest.mark.parametrize(("path", "name", "parties", "published_on", "stated"), REAL)
def test_nothing_of_a_real_file_is_lost(
    shared_data: Path, path: str, name: str, parties: int, published_on: date, stated: int | None
) -> None:
    """As many names, births, and identifiers as another parser counts elements that hold them."""
    content = (shared_data / "lists" / path).read_bytes()
    elements = counted(content)
    records = list(FORMATS[name].records({Path(path).name: content}, Report(), None))
    names = sum(len(record.names) for record in records)
    programmes = sum(len(record.programmes) for record in records)
    if name == "legacy":
        assert names == elements["sdnEntry"] + elements["aka"]
        assert programmes == elements["program"]
        assert (
            sum(len(record.identifiers) + len(record.features) for record in records) >= elements["id"] - 12
        )  # countries
        assert sum(len(record.birth_dates) for record in records) == elements["dateOfBirthItem"]
    elif name == "enhanced":
        text = document_in(content)
        assert names == text.count(b"<formattedFullName>")
        assert programmes == elements["sanctionsProgram"]
        assert sum(len(record.events) for record in records) == text.count(b"datePublished=")
        assert sum(len(record.relationships) for record in records) == elements["relatedEntity"]
        assert sum(len(record.birth_dates) for record in records) == text.count(b'featureTypeId="8">Birthdate')
    else:
        assert names == elements["DocumentedName"]
        assert sum(len(record.events) for record in records) == elements["EntryEvent"]
        assert sum(len(record.relationships) for record in records) == elements["ProfileRelationship"]
        assert sum(len(record.birth_dates) for record in records) == content.count(b'FeatureTypeID="8"')
        assert len({record.native_id for record in records}) == len(set(re.findall(rb' ProfileID="(\d+)"', content)))
    assert len(records) == parties


def test_a_party_of_several_entries_was_listed_with_the_first(shared_data: Path) -> None:
    """The Palestinian legislators were listed in 2006, and put on the consolidated list when it began, in 2014."""
    content = (shared_data / "lists/ofac_consolidated/2020-03-17/cons_advanced.xml").read_bytes()
    found = {record.native_id: record for record in ofac_advanced.records({"c.xml": content}, Report(), None)}
    assert len(found) < content.count(b"<SanctionsEntry ") == 759
    assert found["9639"].listed_on == date(2006, 4, 12)
    assert {event.effective_on for event in found["9639"].events} == {date(2006, 4, 12), date(2014, 10, 10)}


def test_programmes_of_the_reference_values_belong_to_nobody(shared_data: Path) -> None:
    content = (shared_data / "lists/ofac_consolidated/2024-07-03/cons_enhanced.xml").read_bytes()
    assert content.count(b"BELARUS-EO14038") == 2
    carried = {tag for record in ofac_enhanced.records({"c.xml": content}, Report(), None) for tag in record.programmes}
    assert "BELARUS-EO14038" not in carried
    assert "UKRAINE-EO13662" in carried


def test_lists_of_one_programme_are_read_alike(shared_data: Path) -> None:
    folder = shared_data / "samples" / "ofac_enhanced_by_programme"
    for path, parties in (("2024-05-24/yemen_sanctions.xml", 10), ("2024-08-28/IRGC_sanctions.xml", 293)):
        result = read("ofac_sdn", {"x.xml": (folder / path).read_bytes()}, FORMATS.values())
        assert result.records.height == parties
        assert not result.report.drift
    types = Counter(result.records["party_type"])
    assert types["aircraft"] > 30
    numbers = [one for record in result.records["identifiers"] for one in record if one["kind"] == "serial_number"]
    assert len(numbers) >= types["aircraft"]


def test_real_parties_of_the_newest_layouts_are_read(shared_data: Path) -> None:
    content = (shared_data / "samples/ofac_sdn_xml/2026-08-07/sdn.TRIMMED.xml").read_bytes()
    records = list(ofac_xml.records({"sdn.xml": content}, Report(), None))
    assert [record.native_id for record in records] == ["36", "173", "306", "424", "9640"]
    assert [(name.name, name.quality) for name in records[2].names] == [
        ("BANCO NACIONAL DE CUBA", "primary"),
        ("BNC", "weak"),
        ("NATIONAL BANK OF CUBA", "strong"),
    ]


# What is not known is reported.


@pytest.mark.parametrize(
    ("name", "old", "new", "drift"),
    [
        ("legacy", b"<sdnType>Vessel<", b"<moon>x</moon><sdnType>Vessel<", ("sdnEntry", "moon")),
        ("legacy", b"<sdnType>Vessel<", b"<sdnType>Moon<", ("sdnType", "Moon")),
        ("legacy", b"<Record_Count>", b"<Moon_Count>1</Moon_Count><Record_Count>", ("publshInformation", "Moon_Count")),
        ("legacy", b"<callSign>", b"<moon>x</moon><callSign>", ("vesselInfo", "moon")),
        ("legacy", b"<idType>MMSI<", b"<idType>Moon No.<", ("label", "Moon No.")),
        ("legacy", b"<category>weak<", b"<category>faint<", ("aka category", "faint")),
        ("enhanced", b'<entity id="200">', b'<entity id="200"><moon/>', ("entity", "moon")),
        ("enhanced", b">VESSEL TYPE<", b">MOON TYPE<", ("label", "MOON TYPE")),
        ("enhanced", b">F.K.A.<", b">M.K.A.<", ("aliasType", "M.K.A.")),
        ("enhanced", b">Cyrillic<", b">Lunar<", ("script", "Lunar")),
        ("enhanced", b"<identityId>", b"<moonId>1</moonId><identityId>", ("generalInfo", "moonId")),
        ("advanced", b"<Locations>", b"<Moons/><Locations>", ("Sanctions", "Moons")),
        ("advanced", b'<Profile ID="200" ', b'<Moon/><Profile ID="200" ', ("DistinctParty", "Moon")),
        ("advanced", b'FeatureTypeID="64"', b'FeatureTypeID="6464"', ("FeatureType", "6464")),
        ("advanced", b">VESSEL TYPE<", b">MOON TYPE<", ("label", "MOON TYPE")),
        ("advanced", b">F.K.A.<", b">M.K.A.<", ("AliasType", "M.K.A.")),
        ("advanced", b'PartySubTypeID="2"', b'PartySubTypeID="22"', ("PartySubType", "22")),
        ("advanced", b'<Profile ID="200"', b'<Profile ID="201"', ("Profile", "ID other than FixedRef")),
        ("advanced", b"<LocationAreaCode ", b"<Moon/><LocationAreaCode ", ("Location", "Moon")),
        ("advanced", b"<IssuingAuthority", b"<Moon/><IssuingAuthority", ("IDRegDocument", "Moon")),
        ("advanced", b'<SanctionsEntry ID="200" ProfileID="200"', b'<SanctionsEntry ID="200" ProfileID="2"', None),
    ],
)
def test_an_unknown_element_or_label_is_reported_by_place(
    name: str, old: bytes, new: bytes, drift: tuple[str, str] | None
) -> None:
    content = example(name)
    assert old in content
    assert report_of(FORMATS[name], content).drift == {}
    assert list(report_of(FORMATS[name], content.replace(old, new)).drift)[:1] == ([drift] if drift else [])


def test_a_party_without_an_entry_is_reported() -> None:
    content = example("advanced").replace(b'ProfileID="400"', b'ProfileID="4"')
    assert report_of(ofac_advanced.FORMAT, content).drift == {("Profile", "no SanctionsEntry"): 1}


def test_a_reference_that_the_file_does_not_explain_is_named_by_its_number() -> None:
    content = example("advanced").replace(b'LegalBasisID="92000"', b'LegalBasisID="77"')
    report = Report()
    found = list(ofac_advanced.records({"x": content}, report, None))
    assert set(report.drift) == {("LegalBasis", "77")}
    assert set(found[0].legal_basis) == {"77"}


def test_a_value_stated_to_be_false_is_not_taken_as_a_fact() -> None:
    content = example("enhanced").replace(
        b"<value>Vitebsk, Belarus</value>", b"<value>Vitebsk, Belarus</value><reliability>False</reliability>"
    )
    person = next(ofac_enhanced.records({"x": content}, Report(), None))
    assert person.birth_places == []
    assert person.not_understood == ["Place of Birth Vitebsk, Belarus, stated to be false"]


@EVERY
def test_any_namespace_will_do(name: str) -> None:
    content = re.sub(rb'xmlns="[^"]*"', b'xmlns="urn:moved:again"', example(name))
    assert FORMATS[name].recognises({"x": content})
    assert report_of(FORMATS[name], content).drift == {}


@EVERY
def test_only_wanted_parties_are_read(name: str) -> None:
    files = {"x": example(name)}
    every = list(FORMATS[name].records(files, Report(), None))
    assert list(FORMATS[name].records(files, Report(), frozenset({"300"}))) == [every[2]]


# What cannot be read is refused.


@EVERY
@pytest.mark.parametrize(
    "content", [b"", b"\n", b"<html><body>Access denied</body></html>", b'100,"X"', b"PK\x03\x04 no"]
)
def test_other_documents_are_not_recognised(name: str, content: bytes) -> None:
    assert not FORMATS[name].recognises({"SDN.XML": content})
    with pytest.raises(UnreadableListError, match=r"ofac_sdn: SDN\.XML is in none"):
        read("ofac_sdn", {"SDN.XML": content}, FORMATS.values())


def test_each_format_recognises_its_own_documents_alone() -> None:
    for name, format_ in FORMATS.items():
        assert [other for other in EXAMPLES if format_.recognises({"x": example(other)})] == [name]
        assert not format_.recognises({"x": example(name), "y": b""})


def test_a_delta_is_no_list(shared_data: Path) -> None:
    content = (shared_data / "samples/ofac_delta/2026-08-26/delta.xml").read_bytes()
    assert not any(each.recognises({"delta.xml": content}) for each in FORMATS.values())


@EVERY
@pytest.mark.parametrize("part", [0.3, 0.6, 0.8, 0.97, 0.9999])
def test_a_cut_document_is_refused_with_list_file_and_line(name: str, part: float) -> None:
    whole = example(name).rstrip()
    content = whole[: int(len(whole) * part)]
    line = content.count(b"\n") + 1
    with pytest.raises(
        UnreadableListError, match=rf"ofac_sdn: SDN\.XML is not well-formed XML.* line {line}\b.*fetch it again"
    ):
        read("ofac_sdn", {"SDN.XML": content}, [FORMATS[name]])


@EVERY
def test_damage_in_the_middle_is_told_with_its_line_in_the_whole_file(name: str) -> None:
    content = example(name)
    at = content.index(b"OLD TEST") if name != "advanced" else content.index(b"Old Test")
    damaged = content[:at] + b"<" + content[at:]
    line = content[:at].count(b"\n") + 1
    with pytest.raises(UnreadableListError, match=rf"line {line}\b"):
        read("ofac_sdn", {"SDN.XML": damaged}, [FORMATS[name]])


def bomb(name: str) -> bytes:
    """Entities that would unfold to a thousand million characters."""
    entities = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    content = re.sub(rb"^<\?xml.*?\?>", b"", example(name).lstrip())
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>'.encode() + content.replace(b"OLD TEST", b"&a8;")


@EVERY
def test_an_entity_bomb_does_not_go_off(name: str) -> None:
    begun = time.process_time()
    with pytest.raises(UnreadableListError, match=r"DTD|none of its published formats"):
        read("ofac_sdn", {"SDN.XML": bomb(name)}, [FORMATS[name]])
    assert time.process_time() - begun < 2


@EVERY
def test_nothing_is_read_from_another_file(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    content = re.sub(rb"^<\?xml.*?\?>", b"", example(name).lstrip()).replace(b"EX-101", b"&leak;")
    declared = f'<!DOCTYPE x [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'.encode() + content
    with pytest.raises(UnreadableListError, match=r"DTD|none of its published formats"):
        read("ofac_sdn", {"SDN.XML": declared}, [FORMATS[name]])


def test_a_document_without_its_essentials_is_refused() -> None:
    for name, old, new, says in (
        ("legacy", b"<uid>200</uid>", b"", "a party without uid or lastName"),
        ("legacy", b"lastName>", b"surname>", "a party without uid or lastName"),
        ("enhanced", b'<entity id="200">', b"<entity>", "an entity without id"),
        ("enhanced", b"formattedFullName>", b"fullName>", "no primary name"),
        ("advanced", b'<DistinctParty FixedRef="200">', b"<DistinctParty>", "a party without FixedRef"),
        ("advanced", b"NamePartValue", b"NamePiece", "no primary name"),
        ("advanced", b"SanctionsEntry", b"SanctionsItem", "has no SanctionsEntry"),
        ("advanced", b"DistinctParty", b"DistinctItem", "has no DistinctParty"),
        ("enhanced", b"entity", b"item", "has no entity"),
        ("legacy", b"sdnEntry", b"sdnItem", "has no sdnEntry"),
    ):
        content = example(name).replace(old, new)
        assert content != example(name)
        with pytest.raises(UnreadableListError, match=rf"ofac_sdn: SDN\.XML.*{says}.*layout is new"):
            read("ofac_sdn", {"SDN.XML": content}, [FORMATS[name]])


# Zips.


@EVERY
def test_a_zip_is_read_like_its_content(name: str) -> None:
    packed = zipped((EXAMPLES[name].upper(), example(name)))
    assert FORMATS[name].recognises({"SDN.ZIP": packed})
    assert list(FORMATS[name].records({"SDN.ZIP": packed}, Report(), None)) == list(
        FORMATS[name].records({"SDN.XML": example(name)}, Report(), None)
    )


def damaged_zips() -> Iterator[tuple[bytes, str]]:
    content = example("enhanced")
    whole = zipped(("SDN_ENHANCED.XML", content))
    yield zipped(("../SDN_ENHANCED.XML", content)), "leads outside"
    yield zipped(("/etc/SDN_ENHANCED.XML", content)), "leads outside"
    yield zipped(("C:\\SDN_ENHANCED.XML", content)), "leads outside"
    yield zipped(("SDN_ENHANCED.XML", content), ("..\\x.txt", b"")), "leads outside"
    yield zipped(("A.XML", content), ("B.XML", content)), "2 XML files where one is due"
    yield zipped(("README.TXT", b"")), "0 XML files where one is due"
    yield whole[: len(whole) // 2], "no zip that can be opened"
    yield whole.replace(whole[200:210], b"0123456789"), "no zip that can be opened"


@pytest.mark.parametrize(("packed", "says"), list(damaged_zips()))
def test_a_zip_that_ofac_did_not_make_is_refused(packed: bytes, says: str) -> None:
    with pytest.raises(UnreadableListError, match=f"SDN.ZIP.*{says}"):
        list(ofac_enhanced.records({"SDN.ZIP": packed}, Report(), None))
    with pytest.raises(UnreadableListError, match="ofac_sdn"):
        read("ofac_sdn", {"SDN.ZIP": packed}, FORMATS.values())


def test_a_zip_may_not_grow_beyond_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofac_documents, "LARGEST", 10_000)
    with pytest.raises(UnreadableListError, match="unpacks to more than 10,000 bytes"):
        list(ofac_enhanced.records({"SDN.ZIP": zipped(("X.XML", example("enhanced")))}, Report(), None))
