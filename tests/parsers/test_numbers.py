import pytest

from pipelines.parsers.numbers import kind_of_label, labelled_numbers, numbers_in, phones_in


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
