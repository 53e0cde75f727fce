import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.designations.names import latin, script_of, skeleton, sound, words
from pipelines.matching.name_words import looks_like_organisation, name_words


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("KHRENIN, Viktor Gennadievich", "khrenin viktor gennadievich"),
        ("Хренин Виктор", "khrenin viktor"),
        ("Łukaszenka", "lukaszenka"),
        ("Al-Qa'ida", "al qaida"),
        ("Вальфовіч", "valfovich"),
        ("HSBC Holdings p.l.c.", "hsbc holdings plc"),
        ("J.-C. Juncker", "j c juncker"),
        ("Procter & Gamble", "procter and gamble"),
        ("习近平", "xi jin ping"),
        ("チュチン・ヴィクトル", "chuchin vikutoru"),
        ("キム・ジョンシク", "kimu jonshiku"),
        ("フォミチョフ", "fomichofu"),
        ("アブドゥッラー", "abudura"),
    ],
)
def test_names_in_latin_letters(name: str, folded: str) -> None:
    assert latin(name) == folded


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Viktor", "Latn"),
        ("Виктор", "Cyrl"),
        ("ルカシェンコ", "Jpan"),
        ("山田ルカ", "Jpan"),
        ("习近平", "Hani"),
        ("김정은", "Hang"),
        ("محمد", "Arab"),
        ("בנימין", "Hebr"),
        ("1234", "Zyyy"),
    ],
)
def test_scripts_by_the_letters(name: str, script: str) -> None:
    assert script_of(name) == script


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("khrenin", "hrenin"),
        ("sergey", "sergei"),
        ("hussain", "hussayn"),
        ("volfovich", "volfovitch"),
        ("lukaszenka", "lukashenka"),
    ],
)
def test_spellings_of_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ヴィクトル", "Viktar"), ("ルカシェンコ", "Łukaszenka"), ("محمد", "Mohammed"), ("Вальфовіч", "Volfovitch")],
)
def test_consonants_across_scripts(one: str, other: str) -> None:
    assert [skeleton(word) for word in words(one)] == [skeleton(word) for word in words(other)]


@given(st.text(max_size=60))
def test_any_name_folds_to_plain_letters_for_good(name: str) -> None:
    folded = latin(name)
    assert folded.isascii()
    assert latin(folded) == folded
    assert len(script_of(name)) == 4


def told(name: str) -> list[str]:
    return [word.text for word in name_words(name, "organisation").words]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OAO Gazprom", "Open Joint Stock Company Gazprom"),
        ("ООО АЯС 2000", 'Общество с ограниченной ответственностью "АЯС 2000"'),
        ("Hizbul Mujahideen (HM)", "Hizbul Mujahideen"),
        ("The Coca-Cola Company", "Coca-Cola"),
        ("Brigade Forty", "Brigade 40"),
        ("MV Hellenic Spirit", "Hellenic Spirit"),
    ],
)
def test_forms_and_prefixes_are_no_part_of_an_organisations_name(one: str, other: str) -> None:
    assert told(one) == told(other)


def test_a_name_of_nothing_but_a_form_tells_nothing() -> None:
    assert not name_words("Акционерное общество", "organisation").is_telling
    assert name_words("Gazprom", "organisation").is_telling


def test_titles_are_no_part_of_a_persons_name() -> None:
    assert name_words("President Lukashenko", "person").words == name_words("Lukashenko", "person").words


def test_organisations_are_known_by_their_words() -> None:
    assert looks_like_organisation("Belarusian Steel Works JSC")
    assert not looks_like_organisation("Viktor Khrenin")
