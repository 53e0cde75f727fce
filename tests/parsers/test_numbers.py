import pytest

from pipelines.parsers.numbers import (
    contacts_in,
    described_number,
    fiscal_codes,
    kind_of_label,
    labelled_numbers,
    numbers_in,
    phones_in,
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("INN - 5045020000", [("tax_id", "5045020000", "INN")]),
        ("OGRN: 1247700290000\nKPP: 770701000\nINN: 9707028600",
         [("registration", "1247700290000", "OGRN"), ("tax_id", "770701000", "KPP"), ("tax_id", "9707028600", "INN")]),
        ("Autres informations: INN/KPP 7423000500 / 745901000 - T",
         [("tax_id", "7423000500", "INN"), ("tax_id", "745901000", "KPP")]),
        ("Numéro d’enregistrement: 1027400000932 - Principal établissement",
         [("registration", "1027400000932", "Numéro d’enregistrement")]),
        ("OGRNIP 304500116000157", [("registration", "304500116000157", "OGRNIP")]),
        ("SWIFT/BIC: EXAMRUMM123", []),
        ("IMO 9187629, MMSI: 422000000", [("imo", "9187629", "IMO"), ("mmsi", "422000000", "MMSI")]),
        ("ИНН 7700000001", [("tax_id", "7700000001", "ИНН")]),
        ("INNER CITY 1234567", []),
        ("no numbers here", []),
    ],
)  # fmt: skip
def test_a_number_has_the_kind_of_the_label_before_it(text: str, numbers: list[tuple[str, str, str]]) -> None:
    assert [(number.kind, number.value, number.label) for number in labelled_numbers(text)] == numbers


def test_a_cell_of_numbers_without_labels_is_divided() -> None:
    assert [number.value for number in numbers_in("7700000001; 7700000002", "tax_id", "INN", "RU")] == [
        "7700000001",
        "7700000002",
    ]


def test_a_remark_on_a_telephone_number_is_its_label() -> None:
    numbers = phones_in("+375 (17) 213-41-00 (Fax); Tel: +375 17 1", "Phone")
    assert [(number.value, number.label) for number in numbers] == [
        ("+375 (17) 213-41-00", "Fax"),
        ("+375 17 1", "Tel"),
    ]


def test_kinds_of_labels() -> None:
    assert kind_of_label("Numéro d'identification fiscale") == "tax_id"
    assert kind_of_label("OKPO") == "registration"
    assert kind_of_label("something else") == "other"


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("Libyan Passport No. 96/184400", "96/184400", "Libyan Passport No"),
        ("CAR diplomatic passport no. D00000800", "D00000800", "CAR diplomatic passport no"),
        ("German travel document (“Reiseausweis”) A 0144300", "A 0144300", "German travel document (“Reiseausweis”)"),
        ("Jordan 286000", "286000", "Jordan"),
        ("alien registration number 2054275300", "2054275300", "alien registration number"),
        ("Military identification number 911-10-77", "911-10-77", "Military identification number"),
        ("R00012000, South Sudan", "R00012000", "South Sudan"),
        ("563210100 (Expires 18 Jun. 2018)", "563210100", "Expires 18 Jun. 2018"),
        ("Laissez-passer no. N°235/MISPAT/DIRCAB", "N°235/MISPAT/DIRCAB", "Laissez-passer no"),
        ("AABA 670800 Y", "AABA 670800 Y", ""),
        ("9/PABATHA(N)010100", "9/PABATHA(N)010100", ""),
        ("D2990300", "D2990300", ""),
    ],
)
def test_a_number_is_taken_out_of_the_words_around_it(text: str, number: str, words: str) -> None:
    assert described_number(text) == (number, words)


def test_contacts_that_full_stops_divide() -> None:
    phones = contacts_in("+98 21 885009300. +98 21 88500900. 98 21 8954800", "phone", "Phone number")
    assert [phone.value for phone in phones] == ["+98 21 885009300", "+98 21 88500900", "98 21 8954800"]
    mixed = contacts_in("a@example.com. b@example.org, site: http://example.net/x", "email", "Email address")
    assert [(contact.kind, contact.value) for contact in mixed] == [
        ("email", "a@example.com"), ("email", "b@example.org"), ("website", "http://example.net/x"),
    ]  # fmt: skip
    assert contacts_in("Hong Kong", "phone", "Phone number")[0].kind == "other"


def test_a_label_may_be_explained_in_brackets() -> None:
    text = "TIN (Taxpayer Identification Number) 9718168500 / SRN (State registration number) 1217700038700"
    assert [(number.kind, number.value) for number in labelled_numbers(text)] == [
        ("tax_id", "9718168500"), ("registration", "1217700038700"),
    ]  # fmt: skip
    assert [number.value for number in fiscal_codes("Italian Fiscal code: BGHFCL66R28Z300G.")] == ["BGHFCL66R28Z300G"]


def test_a_long_text_is_no_described_number_and_is_not_searched() -> None:
    text = f"Fiscal Code: AB123 {'a' * 50_000}"
    assert described_number(text) == (text, "")
