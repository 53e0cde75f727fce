import pytest

from pipelines.matching.syllables import syllable_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("zhou enlai", "chou en lai"),
        ("qian xuesen", "chien hsueh shen"),
        ("park geun hye", "pak kun hye"),
        ("choe ryong hae", "choi ryong hae"),
        ("kim jong un", "gim jeong eun"),
    ],
)
def test_romanisations_of_one_name(one: str, other: str) -> None:
    assert syllable_key(one.split()) == syllable_key(other.split()) != ()


@pytest.mark.parametrize("name", ["vladimir putin", "mohammed ali", "kim", "anna maria wang lopez"])
def test_other_names_have_no_syllables(name: str) -> None:
    assert syllable_key(name.split()) == ()


def test_two_names_stay_two() -> None:
    assert syllable_key(["kim", "jong", "un"]) != syllable_key(["kim", "jong", "il"])
