import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.matching.name_index import NameIndex, kept_index, score_pairs
from pipelines.matching.name_score import THRESHOLD, score
from pipelines.matching.name_words import forget_names

GIVEN = ("Viktor", "Aleksandr", "Sergei", "Dmitri", "Natalia", "Igor", "Oleg", "Andrei", "Mikhail", "Yuri")
FAMILY = ("Petrov", "Kovalenko", "Baranov", "Tertel", "Lappo", "Gulevich", "Pantus", "Kubrakov", "Eismont", "Kochanova")


@pytest.fixture(scope="module")
def index() -> NameIndex:
    """A small list: a minister under several spellings, a hundred people who share given names, a firm, a nickname."""
    rows = [
        ("us:1", "KHRENIN, Viktor Gennadievich", "primary", "individual"),
        ("uk:1", "ХРЭНІН Віктар Генадзьевіч", "strong", "individual"),
        ("jp:1", "ヴィクトル・フレニン", "primary", "individual"),
        ("jp:2", "アレクサンドル・ルカシェンコ", "primary", "individual"),
        ("us:2", "LUKASHENKA, Alyaksandr Ryhoravich", "primary", "individual"),
        ("us:3", "VOLFOVICH, Aleksandr Grigoryevich", "primary", "individual"),
        ("us:4", "SYNESIS LLC", "primary", "entity"),
        ("us:5", "John", "weak", "individual"),
        *((f"xx:{one}{two}", f"{one} {two}", "primary", "individual") for one in GIVEN for two in FAMILY),
        *((f"yy:{number}", f"John {number * 'a'}kinson", "primary", "individual") for number in range(1, 13)),
    ]
    return NameIndex(pl.DataFrame(rows, schema=["designation_id", "name", "quality", "party_type"], orient="row"))


def found(index: NameIndex, name: str) -> list[str]:
    return [match.designation_id for match in index.matches(name)]


@pytest.mark.parametrize(
    "name", ["Viktar Khrenin", "Viktor Gennadievich Khrenin", "Khrenin, Viktor", "Виктор Хренин", "Viktor Hrenin"]
)
def test_a_minister_is_found_in_any_spelling_and_nobody_else(index: NameIndex, name: str) -> None:
    assert {"us:1", "uk:1"} <= set(found(index, name)) <= {"us:1", "uk:1", "jp:1"}


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("ルカシェンコ", {"jp:2", "us:2"}),
        ("Łukaszenka", {"jp:2", "us:2"}),
        ("Вальфовіч", {"us:3"}),
        ("Alexander Volfovitch", {"us:3"}),
        ("Synesis", {"us:4"}),
        ("ООО Синесис", {"us:4"}),
    ],
)
def test_names_across_scripts(index: NameIndex, name: str, ids: set[str]) -> None:
    assert set(found(index, name)) == ids


@pytest.mark.parametrize("name", ["Haruki Murakami", "Viktor Smirnoff-Jones", "Taro Yamada Corporation", "", "…"])
def test_a_name_on_no_list_gives_nothing(index: NameIndex, name: str) -> None:
    assert found(index, name) == []


def test_a_bare_surname_finds_its_few_bearers_with_a_lower_score(index: NameIndex) -> None:
    whole = {match.designation_id: match.score for match in index.matches("Viktor Khrenin")}
    alone = {match.designation_id: match.score for match in index.matches("Khrenin")}
    assert alone["us:1"] < whole["us:1"]
    assert alone["us:1"] >= THRESHOLD


def test_a_nickname_that_many_share_does_not_stand_for_a_longer_name(index: NameIndex) -> None:
    assert "us:5" not in found(index, "John Smith")
    assert found(index, "John")[0] == "us:5"


def test_a_name_of_one_word_shows_all_its_bearers_to_a_person_who_asks(
    index: NameIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.matching.name_index.MOST_OF_ONE_WORD", 10)
    assert found(index, "Viktor") == []
    bearers = index.matches("Viktor", limit=None, bearers=True)
    assert {match.designation_id for match in bearers} >= {"us:1", *(f"xx:Viktor{family}" for family in FAMILY)}
    assert min(match.score for match in bearers) >= THRESHOLD
    assert "designations share" in bearers[0].explanation


def test_a_person_s_name_is_not_the_acronym_of_its_initials() -> None:
    rows = [("us:1", "JAD", "primary", "entity"), ("us:2", "IRISL", "primary", "entity")]
    listed = NameIndex(pl.DataFrame(rows, schema=["designation_id", "name", "quality", "party_type"], orient="row"))
    assert found(listed, "Januja Arunima Doshi") == []
    assert found(listed, "Islamic Republic of Iran Shipping Lines") == ["us:2"]


def test_matches_are_best_first_limited_and_explained(index: NameIndex) -> None:
    matches = index.matches("Viktor Petrov", limit=3)
    assert matches[0].designation_id == "xx:ViktorPetrov"
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    assert len(matches) <= 3
    assert all(match.explanation for match in matches)
    assert "Viktor Petrov" in index.candidates("Viktor Petrov")


@pytest.mark.parametrize(
    "name",
    [
        "VALYAEV, Yuri Konstantinovich",
        "DOMINGUEZ RAMIREZ, Jose Miguel",
        "Nasr al-Ali",
        "THE POPULAR ARMY",
        "SZAO ENERGO-OIL",
    ],
)
def test_a_listed_name_finds_itself_also_with_a_short_word(name: str) -> None:
    """Short words are tried as one with their neighbours: that must not count against the words as they stand."""
    rows = [("it", name, "primary", "individual"), ("other", "Konstantinovich", "primary", "individual")]
    listed = pl.DataFrame(rows, schema=["designation_id", "name", "quality", "party_type"], orient="row")
    assert found(NameIndex(listed), name)[0] == "it"


def test_words_that_lists_write_together_are_found_apart() -> None:
    rows = [("it", "KIM Jongun", "primary", "individual")]
    listed = pl.DataFrame(rows, schema=["designation_id", "name", "quality", "party_type"], orient="row")
    assert found(NameIndex(listed), "Kim Jong Un") == ["it"]


def test_an_empty_index_answers() -> None:
    empty = pl.DataFrame(schema=dict.fromkeys(("designation_id", "name", "quality", "party_type"), pl.String))
    assert NameIndex(empty).matches("Viktor Khrenin") == []


@pytest.mark.parametrize(
    ("one", "other", "is_match"),
    [
        ("KHRENIN, Viktor Gennadievich", "Viktar Khrenin", True),
        ("Sergei Shoigu", "Сергей Шойгу", True),
        ("Muhammad bin Salman", "محمد بن سلمان", True),
        ("Viktor Petrov", "Vladimir Petrov", False),
        ("Pavel Ivanovich Sidorov", "Pavel Petrovich Sidorov", False),
        ("Belinvestbank JSC", "OAO Belinvestbank", True),
        ("Bank of Minsk", "Bank of Grodno", False),
        ("People's Liberation Army", "PLA", True),
        ("Jean Marie Dupont", "Jeanmarie Dupont", True),
        ("Valerii (Valeriy) Galinkin", "Валерий Иосифович ГАЛИНКИН", True),
        ("Mohammad Reza Mohammadi", "محمد رضا محمدی", True),
    ],
)
def test_pairs(one: str, other: str, is_match: bool) -> None:
    kind = "individual" if "ank" not in one and "Army" not in one else "entity"
    assert score(one, other, kind).is_match is is_match


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_a_score_is_a_share_and_does_not_depend_on_the_order(one: str, other: str) -> None:
    match = score(one, other)
    assert 0 <= match.score <= 1
    assert match.explanation
    assert abs(match.score - score(other, one).score) < 0.2


@given(st.sampled_from(["Viktor Khrenin", "Хренин Виктор", "Synesis LLC", "ルカシェンコ", "محمد بن سلمان"]))
def test_a_name_is_itself(name: str) -> None:
    assert score(name, name).score == 1


def test_the_losses_add_up_to_what_the_score_lacks() -> None:
    match = score("Viktor Gennadievich Khrenin", "Viktar Hrenin", "individual")
    assert match.score == pytest.approx(1 - sum(cost for _, cost in match.features), abs=0.002)


def test_the_score_does_better_than_the_best_public_matcher(shared_data: Path) -> None:
    pairs = shared_data.parent / "gold" / "name_pairs.csv"
    if not pairs.is_file():
        pytest.skip("no name_pairs.csv beside the real files")
    with pairs.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    said = [bool(score_pair["is_match"]) for score_pair in score_pairs(rows)]
    wanted = [row["is_match"] == "true" for row in rows]
    right = sum(one and other for one, other in zip(said, wanted, strict=True))
    assert 2 * right / (sum(said) + sum(wanted)) > 0.92


def test_an_index_is_the_same_after_it_was_kept_in_a_file(index: NameIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "names.index", "these names")
    kept = NameIndex.load(tmp_path / "names.index", "these names")
    assert kept is not None
    for name in ("Viktar Khrenin", "ルカシェンコ", "ООО Синесис", "Petrov V."):
        assert kept.matches(name) == index.matches(name)


def test_an_index_of_other_names_is_not_used(index: NameIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "names.index", "these names")
    assert NameIndex.load(tmp_path / "names.index", "other names") is None
    assert NameIndex.load(tmp_path / "absent", "these names") is None
    (tmp_path / "spoilt").write_bytes(b"not an index")
    assert NameIndex.load(tmp_path / "spoilt", "these names") is None


def test_an_index_is_shared_by_a_file_until_the_names_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = pl.DataFrame({"designation_id": ["a:1"], "name": ["Viktor Khrenin"], "party_type": ["individual"]})
    path = tmp_path / "names.index"
    first = kept_index(names, path).matches("Viktor Khrenin")
    with monkeypatch.context() as patched:
        patched.setattr(NameIndex, "save", lambda *_: pytest.fail("the index was made again"))
        assert kept_index(names, path).matches("Viktor Khrenin") == first
    renamed = names.with_columns(name=pl.lit("Ivan Petrenko"))
    assert [match.matched_name for match in kept_index(renamed, path).matches("Ivan Petrenko")] == ["Ivan Petrenko"]


def test_an_index_does_not_depend_on_names_that_were_read_before() -> None:
    names = pl.DataFrame({"designation_id": ["a:1"], "name": ["Viktor Khrenin"], "party_type": ["individual"]})
    first = NameIndex(names).matches("Viktar Khrenin")
    assert NameIndex(names).matches("Viktar Khrenin") == first
    forget_names()
    assert NameIndex(names).matches("Viktar Khrenin") == first


@pytest.mark.parametrize(
    ("name", "listed"),
    [("J. R. Khan", "Khan"), ("A. B. Smith", "Smith"), ("J. Khan", "Khan")],
)
def test_initials_are_no_evidence_for_a_listed_name_of_one_word(name: str, listed: str) -> None:
    assert NameIndex.of_rows([("us:1", listed, "individual")]).matches(name) == []


def test_initials_that_begin_the_words_of_a_listed_name_are_evidence() -> None:
    listed = NameIndex.of_rows([("us:1", "John Robert Khan", "individual"), ("us:2", "Khan", "individual")])
    assert found(listed, "J. R. Khan") == ["us:1"]
