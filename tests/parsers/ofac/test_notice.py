"""OFAC's recent-actions pages, in every layout that they have had."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pipelines.parsers.notice import Notice, NoticeEntry, UnreadableNoticeError
from pipelines.parsers.ofac.entry import read_entry
from pipelines.parsers.ofac.notice import read_notice
from pipelines.parsers.record import PartyType, Record, Report
from tests.notice_pages import ADDED, CHANGED, REMOVED, additions, belarusians, page

DAY = date(2022, 2, 24)


def parties(notice: Notice) -> list[Record]:
    return [entry.party for entry in notice.entries if entry.party]


@pytest.mark.parametrize("in_one_paragraph", [False, True])
def test_the_24_of_24_february_2022(in_one_paragraph: bool) -> None:
    notice = read_notice(page(DAY, additions(belarusians()), in_one_paragraph=in_one_paragraph))
    assert notice.published_on == DAY
    assert Counter(party.party_type for party in parties(notice)) == {"individual": 8, "entity": 16}
    assert {entry.act for entry in notice.entries} == {"added"}
    assert {entry.list_id for entry in notice.entries} == {"ofac_sdn"}
    said = {party.names[0].name: tuple(party.programmes) for party in parties(notice)}
    assert said == {belarusian.name: belarusian.programmes for belarusian in belarusians()}
    assert not notice.report.drift
    assert not notice.report.unread


def test_what_a_paragraph_says_of_a_person() -> None:
    notice = read_notice(page(DAY, additions(belarusians())))
    khrenin = next(party for party in parties(notice) if party.names[0].name.startswith("KHRENIN"))
    assert [(birth_date.text, birth_date.earliest) for birth_date in khrenin.birth_dates] == [
        ("01 Aug 1971", date(1971, 8, 1))
    ]
    assert [(country.link, country.text) for country in khrenin.countries] == [("nationality", "Belarus")]
    assert [birth_place.text for birth_place in khrenin.birth_places] == ["Novogrudok, Grodno Region, Belarus"]
    assert khrenin.names[0].parts == (("family", "KHRENIN"), ("given", "Viktor Gennadievich"))


def test_other_names_and_ties() -> None:
    notice = read_notice(page(DAY, additions(belarusians())))
    by_name = {party.names[0].name: party for party in parties(notice)}
    plant = by_name["MINSK WHEEL TRACTOR PLANT"]
    assert [(name.name, name.quality) for name in plant.names[1:]] == [
        ("OJSC MZKT", "weak"), ("OJSC MWPT", "weak"), ("VOLAT", "weak"),
    ]  # fmt: skip
    assert [relationship.related_name for relationship in by_name["OOO SOKHRA"].relationships] == [
        "ZAITSAU, Aliaksandr Mikalaevich"
    ]


def entry(text: str, kind: PartyType = "entity") -> tuple[Record, Report]:
    report = Report()
    found = read_entry(text, kind, report)
    assert found is not None
    return found.record, report


def test_addresses_scripts_and_several_programmes() -> None:
    record, report = entry(
        "EXAMPLE PLANT (BELARUS) OJSC (Cyrillic: ПРИМЕР) (a.k.a. EXAMPLE WORKS (Cyrillic: РАБОТЫ); f.k.a. \"EX\"), "
        "1, Some Street, Minsk 220000, Belarus; Gomel, Belarus; Website example.by; Tax ID No. 100 (Belarus) "
        "[CAATSA - RUSSIA] [CYBER4] (Linked To: A (B) CO., LTD.)."
    )  # fmt: skip
    assert [(name.name, name.kind, name.quality, name.script) for name in record.names] == [
        ("EXAMPLE PLANT (BELARUS) OJSC", "name", "primary", None),
        ("ПРИМЕР", "spelling", "strong", "Cyrl"),
        ("EXAMPLE WORKS", "aka", "strong", None),
        ("РАБОТЫ", "spelling", "strong", "Cyrl"),
        ("EX", "fka", "weak", None),
    ]
    assert [(address.city, address.country) for address in record.addresses] == [
        ("Minsk 220000", "Belarus"),
        ("Gomel", "Belarus"),
    ]
    assert record.programmes == ["CAATSA - RUSSIA", "CYBER4"]
    assert [relationship.related_name for relationship in record.relationships] == ["A (B) CO., LTD."]
    assert [(identifier.kind, identifier.value, identifier.issuer) for identifier in record.identifiers] == [
        ("website", "example.by", None), ("tax_id", "100", "Belarus"),
    ]  # fmt: skip
    assert not report.drift
    assert not record.not_understood


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("DOE, John, St. Petersburg, Russia; DOB 1970 (individual) [X].", "individual", "DOE, John"),
        ("DOE, John, Jr., Boston, Russia; DOB 1970 (individual) [X].", "individual", "DOE, John, Jr."),
        ("AN EXAMPLE CO., LTD., 1 High Street, London, United Kingdom [X].", "entity", "AN EXAMPLE CO., LTD."),
        ("AN EXAMPLE; Website a.example [X].", "entity", "AN EXAMPLE"),
        ("AN EXAMPLE, S.A. DE C.V., Toluca, Mexico [X].", "entity", "AN EXAMPLE, S.A. DE C.V."),
    ],
)
def test_where_a_name_ends(text: str, kind: PartyType, name: str) -> None:
    assert entry(text, kind)[0].names[0].name == name


def test_a_vessel() -> None:
    record, report = entry(
        "PATHFINDER (8P2482) Crude Oil Tanker Barbados flag; Vessel Year of Build 2010; Vessel Registration "
        "Identification IMO 9577094; MMSI 314861000 (vessel) [RUSSIA-EO14024] (Linked To: FLEET LLC)."
    )  # fmt: skip
    assert (record.party_type, record.names[0].name) == ("vessel", "PATHFINDER")
    assert [(country.link, country.text) for country in record.countries] == [("flag", "Barbados")]
    assert {(identifier.kind, identifier.value) for identifier in record.identifiers} == {
        ("call_sign", "8P2482"), ("imo", "IMO 9577094"), ("mmsi", "314861000"),
    }  # fmt: skip
    assert ("vessel_type", "Crude Oil Tanker") in {(feature.kind, feature.value) for feature in record.features}
    assert not report.drift
    assert not record.not_understood


def test_a_change_has_both_wordings_and_a_removal_one() -> None:
    old, new = "OLD NAME LLC, Minsk, Belarus [A].", "NEW NAME LLC, Gomel, Belarus [A] [B]."
    notice = read_notice(
        page(DAY, {CHANGED: [f"{old} -to- {new}", f"{old} --to-- {new}"], REMOVED: ["GONE LLC, Minsk, Belarus [A]."]})
    )
    first, second, removed = notice.entries
    for each in (first, second):
        assert (each.act, names_and_notes(each.before), names_and_notes(each.party)) == (
            "changed",
            "OLD NAME LLC",
            "NEW NAME LLC",
        )
        assert each.party
        assert each.party.programmes == ["A", "B"]
    assert (removed.act, names_and_notes(removed.party), removed.before) == ("removed", "GONE LLC", None)


def names_and_notes(record: Record | None) -> str | None:
    return record.names[0].name if record else None


def test_to_may_stand_in_a_paragraph_of_its_own() -> None:
    sections = {CHANGED: ["OLD LLC; Website a.example [A].", "-to-", "NEW LLC; Website a.example [A].", "X LLC [B]."]}
    notice = read_notice(page(DAY, sections))
    assert [(names_and_notes(entry.before), names_and_notes(entry.party)) for entry in notice.entries] == [
        ("OLD LLC", "NEW LLC"),
        (None, "X LLC"),
    ]


def test_sentences_outside_sections_are_kept() -> None:
    said = "OFAC is issuing Belarus General License 6."
    notice = read_notice(page(DAY, additions(belarusians()[:1]), before=f"<p>{said}</p>"))
    assert notice.statements == (said,)
    assert len(notice.entries) == 1


def test_another_list_is_told_by_its_heading_and_its_sentence() -> None:
    sentence = "The following entities have been added to OFAC's Sectoral Sanctions Identifications List:"
    notice = read_notice(
        page(
            DAY, {sentence: ["SOME BANK [UKRAINE-EO13662]."]}, heading="Sectoral Sanctions Identifications List Update"
        )
    )
    assert [entry.list_id for entry in notice.entries] == ["ofac_consolidated"]


def test_an_administrative_section_with_nothing_in_it() -> None:
    notice = read_notice(
        page(DAY, {**additions(belarusians()[:1]), "Unrelated Administrative List Updates:": ["None"]})
    )
    assert len(notice.entries) == 1
    assert not notice.report.unread


def test_an_unknown_section_is_named_and_what_stands_there_counted() -> None:
    notice = read_notice(page(DAY, {"The following wizards were enchanted:": ["SOME WIZARD [MAGIC]."]}))
    assert notice.entries == []
    assert list(notice.report.drift) == [("section", "The following wizards were enchanted:")]
    assert notice.report.unread == [("The following wizards were enchanted", "SOME WIZARD [MAGIC].")]


def test_a_paragraph_without_programme_is_no_party_and_is_named() -> None:
    notice = read_notice(page(DAY, {ADDED["entity"]: ["A sentence that explains something."]}))
    assert notice.entries == []
    assert notice.report.unread == [(ADDED["entity"].rstrip(":"), "A sentence that explains something.")]


GOOD = page(DAY, additions(belarusians()))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (GOOD[: len(GOOD) // 2], "is cut"),
        (b"<html><body>Access denied</body></html>", "is no page of OFAC's recent actions"),
        (GOOD.replace(b"02/24/2022", b"soon"), "release date 'soon'"),
    ],
)
def test_what_is_no_page_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableNoticeError, match=why):
        read_notice(content)


def of_day(shared_data: Path, day: str) -> list[NoticeEntry]:
    (path,) = (shared_data / "samples" / "ofac_notices" / day).iterdir()
    notice = read_notice(path.read_bytes())
    assert notice.published_on == date.fromisoformat(day)
    assert not notice.report.drift
    assert not notice.report.unread
    assert all(not entry.party.not_understood for entry in notice.entries if entry.party)
    return notice.entries


@pytest.mark.parametrize(
    ("day", "deeds"),
    [
        ("2022-08-08", {"added": 1}),
        ("2025-03-21", {"removed": 1, "changed": 1}),
        ("2025-07-01", {"added": 8, "changed": 1, "removed": 1}),
    ],
)
def test_real_pages(shared_data: Path, day: str, deeds: dict[str, int]) -> None:
    assert Counter(each.act for each in of_day(shared_data, day)) == deeds


def test_types_programmes_and_names_of_a_real_page(shared_data: Path) -> None:
    acts = of_day(shared_data, "2025-07-01")
    added = [entry.party for entry in acts if entry.act == "added" and entry.party]
    assert Counter(each.party_type for each in added) == {"individual": 4, "entity": 4}
    assert {tuple(each.programmes) for each in added} == {("CAATSA - RUSSIA", "CYBER4"), ("CYBER4",)}
    assert "AEZA INTERNATIONAL, LTD." in {each.names[0].name for each in added}
