"""Remarks of OFAC's CSV: each piece comes to the place where the XML states it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsers.ofac.facts import cmic_listing_day, date_text, interval_of
from pipelines.parsers.ofac.labels import comparable_label, labels_in_text, meaning_of
from pipelines.parsers.ofac.remarks import read_remarks
from pipelines.parsers.record import Feature, Identifier, Name, PartyType, Record, Relationship, Report


def read(text: str, party_type: PartyType = "individual", *, is_cut: bool = False) -> tuple[Record, Report]:
    record, report = Record("1", party_type, [Name("X", "primary", "name")]), Report()
    read_remarks(text, record, report, is_cut=is_cut)
    return record, report


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("Passport MP1234567 (Belarus)", Identifier("passport", "MP1234567", "Passport", "Belarus")),
        (
            "Passport A1 (Iran) issued 18 Jan 1984 expires 1989",
            Identifier("passport", "A1", "Passport", "Iran", "issued 18 Jan 1984; expires 1989"),
        ),
        ("alt. Passport B2", Identifier("passport", "B2", "Passport")),
        ("Diplomatic Passport D3 (Cuba)", Identifier("passport", "D3", "Diplomatic Passport", "Cuba")),
        ("National ID No. D489(9) (Hong Kong)", Identifier("national_id", "D489(9)", "National ID No.", "Hong Kong")),
        (
            "Folio Mercantil No. 22 (Jalisco) (Mexico)",
            Identifier("registration", "22", "Folio Mercantil No.", "Mexico", "Jalisco"),
        ),
        ("Tax ID No. 7744 (Russia)", Identifier("tax_id", "7744", "Tax ID No.", "Russia")),
        ("V.A.T. Number BG 12 (Bulgaria)", Identifier("tax_id", "BG 12", "V.A.T. Number", "Bulgaria")),
        ("SWIFT/BIC BLBBBY2X", Identifier("swift_bic", "BLBBBY2X", "SWIFT/BIC")),
        ("Legal Entity Number 253400WSS48YWMBUA688", Identifier("lei", "253400WSS48YWMBUA688", "Legal Entity Number")),
        (
            "Legal Entity Number 85 (Netherlands)",
            Identifier("registration", "85", "Legal Entity Number", "Netherlands"),
        ),
        (
            "alt. Digital Currency Address - XBT 1AbC",
            Identifier("digital_currency", "1AbC", "Digital Currency Address - XBT"),
        ),
        ("Telephone (98)(21)(66)", Identifier("phone", "(98)(21)(66)", "Telephone")),
        ("FAX 850 2 381", Identifier("phone", "850 2 381", "FAX")),
        ("Website www.example.by", Identifier("website", "www.example.by", "Website")),
        ("info@example.org (email)", Identifier("email", "info@example.org", "Email")),
        ("www.example.org", Identifier("website", "www.example.org", "Website")),
        ("MMSI 273000000", Identifier("mmsi", "273000000", "MMSI")),
    ],
)
def test_a_number_is_read_with_kind_issuer_and_dates(piece: str, expected: Identifier) -> None:
    record, report = read(f"{piece}.")
    assert (record.identifiers, record.not_understood, report.drift) == ([expected], [], {})


def test_the_kind_of_a_number_follows_from_what_carries_it() -> None:
    ship, _ = read("Vessel Registration Identification IMO 9999993; Identification Number IMO 9999994.", "vessel")
    firm, _ = read("Identification Number IMO 5999999.", "entity")
    assert [identifier.kind for identifier in ship.identifiers] == ["imo", "imo"]
    assert [identifier.kind for identifier in firm.identifiers] == ["registration"]


def test_births_have_the_interval_that_their_text_means() -> None:
    record, _ = read(
        "DOB 10 Dec 1948; alt. DOB Apr 1961; alt. DOB circa 1957; alt. DOB 1951 to 1953; POB Minsk, Belarus."
    )
    assert [
        (birth_date.text, birth_date.earliest, birth_date.latest, birth_date.approximate)
        for birth_date in record.birth_dates
    ] == [
        ("10 Dec 1948", date(1948, 12, 10), date(1948, 12, 10), False),
        ("Apr 1961", date(1961, 4, 1), date(1961, 4, 30), False),
        ("circa 1957", date(1957, 1, 1), date(1957, 12, 31), True),
        ("1951 to 1953", date(1951, 1, 1), date(1953, 12, 31), False),
    ]
    assert [birth_place.text for birth_place in record.birth_places] == ["Minsk, Belarus"]


@pytest.mark.parametrize("text", ["unknown", "31 Feb 1970", "1960s", "1953 to 1951", "12/08/1970", "00 Jan 1970"])
def test_a_date_that_is_none_has_no_interval_but_stays(text: str) -> None:
    record, _ = read(f"DOB {text}.")
    assert [(birth_date.text, birth_date.earliest) for birth_date in record.birth_dates] == [(text, None)]


def test_countries_come_with_their_link() -> None:
    record, _ = read("nationality Belarus; citizen Russia; alt. citizen Cyprus; Nationality of Registration Malta.")
    assert [(country.link, country.text) for country in record.countries] == [
        ("nationality", "Belarus"),
        ("citizenship", "Russia"),
        ("citizenship", "Cyprus"),
        ("registration", "Malta"),
    ]


def test_weak_aliases_keep_their_inner_quotes() -> None:
    record, _ = read("a.k.a. 'BNC'; f.k.a. 'AL-'ISSA'; a.k.a. 'X CO.'.")
    assert [(name.name, name.quality, name.kind) for name in record.names[1:]] == [
        ("BNC", "weak", "aka"),
        ("AL-'ISSA", "weak", "fka"),
        ("X CO.", "weak", "aka"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Linked To: TEST WORKS.", "TEST WORKS"),
        ("(Linked To: TEST WORKS)", "TEST WORKS"),
        ("Linked To: TEST (IRGC)-FORCE.", "TEST (IRGC)-FORCE"),
        ("Linked To: TEST CO., LTD.", "TEST CO., LTD."),
        ("Linked To: TEST S.A.", "TEST S.A."),
    ],
)
def test_ties_keep_the_full_stop_that_belongs_to_the_name(text: str, name: str) -> None:
    record, _ = read(text)
    assert record.relationships == [Relationship("Linked To", related_name=name)]


def test_family_ties_are_relationships() -> None:
    record, _ = read("wife of Ivan Testov; half-brother of Olga Testova.")
    assert [(relationship.kind, relationship.related_name) for relationship in record.relationships] == [
        ("wife of", "Ivan Testov"),
        ("half-brother of", "Olga Testova"),
    ]


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("Gender Male", Feature("gender", "Male")),
        ("Secondary sanctions risk: an order, section 1", Feature("secondary_sanctions_risk", "an order, section 1")),
        (
            "Executive Order 13662 Directive Determination - Subject to Directive 2",
            Feature("executive_order_13662_directive_determination", "Subject to Directive 2"),
        ),
        (
            "Listing Date (EO 14024 Directive 3): 24 Feb 2022",
            Feature("listing_date_eo_14024_directive_3", "24 Feb 2022"),
        ),
        ("Effective Date (CMIC) 02 Aug 2021", Feature("effective_date_cmic", "02 Aug 2021")),
        ("Organization Established Date 17 Dec 2016", Feature("established_date", "17 Dec 2016")),
        ("Organization Type: Banking", Feature("organisation_type", "Banking")),
        ("Aircraft Model IL76-TD", Feature("aircraft_model", "IL76-TD")),
        ("Former Vessel Flag Malta", Feature("former_vessel_flag", "Malta")),
        ("arrested 23 Apr 2002", Feature("custody", "arrested 23 Apr 2002")),
        ("former Deputy Minister of Tests", Feature("position", "former Deputy Minister of Tests")),
        ("Haji", Feature("title", "Haji")),
    ],
)
def test_particulars_are_features(piece: str, expected: Feature) -> None:
    record, report = read(f"{piece}.")
    assert (record.features, record.not_understood, report.drift) == ([expected], [], {})


def test_phrases_that_say_nothing_of_one_party_are_no_facts() -> None:
    record, _ = read(
        "All offices worldwide; for more information on directives, please visit the following link: "
        "http://www.treasury.gov/x.aspx#directives."
    )
    assert record == Record("1", "individual", [Name("X", "primary", "name")])


def test_a_numbered_document_of_unknown_label_is_kept_and_reported() -> None:
    record, report = read("Moon Permit Ref 77-A (Belarus).")
    assert record.identifiers == [Identifier("other", "77-A", "Moon Permit Ref", "Belarus")]
    assert report.drift == {("label", "Moon Permit Ref"): 1}


def test_free_text_that_no_rule_reads_is_kept_as_not_understood() -> None:
    record, report = read("juice of the moon; Gender Male.", "entity")
    assert record.not_understood == ["juice of the moon"]
    assert not report.drift


def test_a_title_repeated_in_the_remarks_is_said_once() -> None:
    record = Record(
        "1", "individual", [Name("X", "primary", "name")], features=[Feature("title", "Shah; Bey of Tests")]
    )
    read_remarks("Bey of Tests; DOB 1960.", record, Report())
    assert record.features == [Feature("title", "Shah; Bey of Tests")]
    assert not record.not_understood


def test_the_last_piece_of_cut_remarks_is_not_believed() -> None:
    record, _ = read("Gender Male; Passport MP12", is_cut=True)
    assert not record.identifiers
    assert record.not_understood == ["Passport MP12"]


def test_every_label_is_its_own_meaning() -> None:
    for label in labels_in_text():
        assert meaning_of(label) is not None, label
        assert meaning_of(label.upper() + " :") == meaning_of(label)
    assert (
        comparable_label("Aircraft Manufacturer’s Serial Number (MSN)") == "aircraft manufacturer's serial number (msn)"
    )


@given(
    first=st.dates(date(1800, 1, 1), date(2030, 12, 31)),
    second=st.dates(date(1800, 1, 1), date(2030, 12, 31)),
    approximate=st.booleans(),
)
def test_a_date_written_is_read_as_the_same_days(first: date, second: date, approximate: bool) -> None:
    start, end = min(first, second), max(first, second)
    read_back = interval_of(date_text((start, start), (end, end), approximate))
    assert read_back == ((start, end), approximate)


@pytest.mark.parametrize(
    ("stated", "programmes", "day"),
    [
        ("16 Dec 2021", ["CMIC-EO13959"], date(2021, 12, 16)),
        ("03 Jun 2021", ["CMIC-EO13959"], None),
        ("16 Dec 2021", ["CMIC-EO13959", "EXAMPLE"], None),
        ("Dec 2021", ["CMIC-EO13959"], None),
    ],
)
def test_a_stated_day_is_the_listing_only_where_no_earlier_order_can_have_listed_the_party(
    stated: str, programmes: list[str], day: date | None
) -> None:
    record, _ = read(f"Listing Date (CMIC) {stated}; Effective Date (CMIC) 14 Feb 2022.", "entity")
    record.programmes = programmes
    assert cmic_listing_day(record) == day
