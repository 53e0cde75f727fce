import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.designations.countries import (
    countries_in,
    country_code,
    country_codes,
    country_of_place,
    is_no_country,
    place_country_codes,
    programme_country,
    programme_country_codes,
)

CODES = {country.alpha_2 for country in pycountry.countries} | {"XK"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Belarus", "BY"),
        ("Republic of Belarus", "BY"),
        ("Belarus / Bélarus", "BY"),
        ("Korea, North", "KP"),
        ("Democratic People's Republic of Korea", "KP"),
        ("Korea, South", "KR"),
        ("Congo, Democratic Republic of the", "CD"),
        ("Congo, Republic of the", "CG"),
        ("Congo (Democratic Republic)", "CD"),
        ("Region: Crimea", "UA"),
        ("Palestinian", "PS"),
        ("Tunisian", "TN"),
        ("Kuwaiti citizenship", "KW"),
        ("FÉDÉRATION DE RUSSIE", "RU"),
        ("BIÉLORUSSIE", "BY"),
        ("CÔTE D’IVOIRE", "CI"),
        ("ベラルーシ", "BY"),
        ("エジプトEgypt", "EG"),
        ("(1) Algeria (2) Algeria", "DZ"),
        ("Indonesia (as at Dec. 2003)", "ID"),
        ("Former USSR Currently Ukraine", "UA"),
        ("Moldavian SSR (now Republic of Moldova)", "MD"),
        ("The Bahamas", "BS"),
        ("BY", "BY"),
        ("BLR", "BY"),
        ("Kosovo", "XK"),
    ],
)
def test_a_country_field_names_its_country(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "undetermined", "USSR", "Yugoslavia", "", "Niger Delta", "Congolese", "Hamas Terrorist Attacks", "EU",
        "by", "(1) Yemen (2) Sudan", "Sudan/South Sudan", "Bahrain (citizenship revoked in January 2015)",
        "Possibly Ethiopian", "Kuwaiti citizenship withdrawn in 2002", "New", "Guinea Pig Ltd",
    ],
)  # fmt: skip
def test_a_text_that_names_no_one_country_has_no_code(text: str) -> None:
    assert country_code(text) is None


def test_what_is_known_to_mean_no_country_is_told_from_a_gap() -> None:
    assert is_no_country("Undetermined")
    assert is_no_country("USSR")
    assert not is_no_country("Ruritania")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("(1) Yemen (2) Sudan", ("YE", "SD")),
        ("Russian and Ukrainian", ("RU", "UA")),
        ("(a)アフガニスタン (b)パキスタン", ("AF", "PK")),
        ("Syrian; French", ("SY", "FR")),
        ("Trinidad and Tobago", ("TT",)),
        ("(1) Russian (2) USSR (until 1991)", ("RU",)),
        ("Moscow and Kyiv", ()),
    ],
)
def test_an_enumeration_names_each_country_once(text: str, codes: tuple[str, ...]) -> None:
    assert countries_in(text) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Minsk, Belarus", "BY"),
        ("Tbilisi, Georgia", "GE"),
        ("Atlanta, GA", None),
        ("Atlanta, Georgia, United States", "US"),
        ("Moscow", None),
        ("Bagboya, Congo, Democratic Republic of the", "CD"),
        ("a) Moscow, Russia b) Minsk, Belarus", None),
        ("a) Kabul, Afghanistan b) Kandahar, Afghanistan", "AF"),
        ("ミンスク市（ベラルーシ）", "BY"),
        ("Dnepropetrovsk, USSR (now Ukraine)", "UA"),
        ("Tyrnyauz, Russia (former USSR)", "RU"),
        ("Belarus Street, Vilnius", None),
    ],
)
def test_a_place_lies_in_the_country_of_its_last_part(text: str, code: str | None) -> None:
    assert country_of_place(text) == code


@given(st.text(max_size=40))
def test_any_text_gives_an_iso_code_or_nothing(text: str) -> None:
    assert {country_code(text), country_of_place(text)} <= CODES | {None}


@pytest.mark.parametrize(
    ("authority", "programme", "code"),
    [
        ("US", "BELARUS-EO14038", "BY"),
        ("US", "BELARUS", "BY"),
        ("US", "RUSSIA-EO14024", "RU"),
        ("US", "UKRAINE-EO13661", "RU"),
        ("US", "UKRAINE-EO13660", None),
        ("US", "SDGT", None),
        ("EU", "BLR", "BY"),
        ("EU", "TERR", None),
        ("UK", "Belarus", "BY"),
        ("UK", "The Russia (Sanctions) (EU Exit) Regulations 2019", "RU"),
        ("UK", "The Republic of Belarus (Sanctions) (EU Exit) Regulations 2019", "BY"),
        ("UK", "Global Human Rights", None),
        ("UN", "DPRK", "KP"),
        ("UN", "Al-Qaida", None),
        ("CA", "Belarus / Bélarus", "BY"),
        ("CA", "Ukraine", None),
        ("AU", "Autonomous (Russia)", "RU"),
        ("JP", "31.ベラルーシ(個人)", "BY"),
        ("JP", "34.ロシア及びベラルーシ以外（団体(特定銀行を除く)）", None),
        ("CH", "Ordinance of 15 June 2016 on measures against Belarus", "BY"),
        ("XX", "BELARUS", None),
    ],
)
def test_a_programme_is_aimed_at_a_country_only_where_that_is_clear(
    authority: str, programme: str, code: str | None
) -> None:
    assert programme_country(authority, programme) == code


def test_batches_answer_for_each_distinct_text() -> None:
    assert country_codes(["Belarus", "Belarus", "Atlantis"]) == {"Belarus": "BY", "Atlantis": None}
    assert place_country_codes(iter(["Minsk, Belarus"])) == {"Minsk, Belarus": "BY"}
    assert programme_country_codes(["CUBA"], "US") == {"CUBA": "CU"}
