import pytest

from pipelines.parsers.texts import countries_of, enumerated, is_placeholder, values_of


@pytest.mark.parametrize(
    ("cell", "countries"),
    [
        ("Algeria, Australia", ["Algeria", "Australia"]),
        ("a) Jordan b) United States of America", ["Jordan", "United States of America"]),
        ("Iran, United States", ["Iran", "United States"]),
        ("Iran, Islamic Republic of", ["Iran, Islamic Republic of"]),
        ("Korea, Democratic People's Republic of; China", ["Korea, Democratic People's Republic of", "China"]),
        ("Taiwan, Province of China", ["Taiwan, Province of China"]),
        ("Syria, State of Palestine", ["Syria", "State of Palestine"]),
        ("Bosnia and Herzegovina", ["Bosnia and Herzegovina"]),
        ("Trinidad and Tobago, United States of America", ["Trinidad and Tobago", "United States of America"]),
        ("Moldovan, Russian and Ukrainian", ["Moldovan", "Russian", "Ukrainian"]),
        ("Malian / Mauritanian", ["Malian", "Mauritanian"]),
        ("Saudi Arabian (this aka only, alt Yemeni)", ["Saudi Arabian (this aka only, alt Yemeni)"]),
        ("Chad\n, Central African Republic", ["Chad", "Central African Republic"]),
        ("unknown", []),
    ],
)
def test_a_cell_gives_each_of_its_countries(cell: str, countries: list[str]) -> None:
    assert countries_of(cell) == countries


@pytest.mark.parametrize("text", ["", " - ", "N/A", "n.a.", "Unknown", "不明", "（）", "?", "…", "Not available"])
def test_what_only_says_that_nothing_is_known_is_a_placeholder(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["Nana", "No", "A", "0", "Nil Oil"])
def test_a_short_value_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)


def test_markers_divide_only_where_they_run_on_from_the_first() -> None:
    assert [part.strip() for part in enumerated("a) X b) Y (c) Z")] == ["X", "Y", "Z"]
    assert enumerated("regulation 8(b) of 2008") == ["regulation 8(b) of 2008"]
    assert values_of("(1) Yemen (2) Sudan") == ["Yemen", "Sudan"]
    assert values_of("one; two\nthree") == ["one", "two", "three"]
