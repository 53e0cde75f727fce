"""Claims of sentences written for these tests: one file of them a language."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.articles.article import Article
from pipelines.claims.claim import Claim
from pipelines.claims.extraction import Extractor
from pipelines.claims.frame import claims_by
from pipelines.claims.languages import LANGUAGES
from pipelines.claims.languages.extraction import OtherLanguage

TUESDAY = date(2024, 5, 14)
FOLDER = Path(__file__).parent
NOT_FIELDS = {"text", "claims", "day", "window"}


def sentences() -> Iterator[Any]:
    for language in sorted(LANGUAGES):
        for load in tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["sentence"]:
            yield pytest.param(language, load, id=f"{language}: {load['text'][:60]}")


def claims_in(language: str, text: str, day: date | None = TUESDAY) -> list[Claim]:
    return list(claims_by(OtherLanguage(language), Article("a", text, day)))


@pytest.mark.parametrize(("language", "sentence"), list(sentences()))
def test_a_sentence_makes_its_claims(language: str, sentence: dict[str, Any]) -> None:
    found = claims_in(language, sentence["text"])
    assert [f"{claim.authority} {claim.status}" for claim in found] == sentence["claims"]
    if not found:
        return
    fields = {key: value for key, value in sentence.items() if key not in NOT_FIELDS}
    assert {key: plain(getattr(found[0], key)) for key in fields} == fields
    assert days(found[0]) == sentence.get("window", [sentence["day"]] * 2 if "day" in sentence else [None, None])


def plain(value: object) -> object:
    """A field as TOML can say it."""
    return list(value) if isinstance(value, tuple) else value


def days(claim: Claim) -> list[str | None]:
    """The first and last day of a claim's act."""
    both = (claim.event_from or claim.event_on, claim.event_to or claim.event_on)
    return [each.isoformat() if each else None for each in both]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_quote_lies_in_the_text(language: str) -> None:
    given = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["sentence"]
    text = " date 2024-05-14 " + "\n".join(each["text"] for each in given)
    claims = claims_in(language, text)
    assert len(claims) >= 10
    assert all(text[claim.start : claim.end] == claim.quote for claim in claims)
    assert all(name in text for claim in claims for name in claim.named_targets)


def test_a_claim_says_by_what_rules_it_was_found() -> None:
    (claim,) = claims_in("ru", "В четверг Канада ввела санкции против 12 чиновников, сообщил МИД страны.")
    assert claim.rules[:4] == ("ru:verb:ввести", "voice:active", "status:imposed:past", "agent:subject")
    assert {"date:day", "source:said_after"} <= set(claim.rules)


def test_a_later_sentence_knows_who_acted() -> None:
    first, second = claims_in(
        "de", "Kanada hat eine Bank sanktioniert. Zudem wurden Sanktionen gegen zwei Generäle verhängt."
    )
    assert (first.authority, second.authority, second.count) == ("CA", "CA", 2)


def test_the_language_of_the_text_decides_who_reads_it() -> None:
    text = "Les autorités de la Suisse ont gelé les avoirs de neuf généraux birmans."
    (claim,) = Extractor().claims(Article("a", text, TUESDAY))
    assert (claim.authority, claim.count, claim.target_country) == ("CH", 9, "MM")


def test_an_article_without_a_day_gives_no_days() -> None:
    (claim,) = claims_in("fr", "Le Canada a sanctionné neuf généraux birmans jeudi.", None)
    assert days(claim) == [None, None]


WORDS = {
    "ru": "США ЕС ввели введены санкции против на 24 чиновников и , . « » ( ) - не может с четверг если Иван",
    "uk": "США ЄС запровадили введено санкції проти на 24 осіб та , . « » ( ) - не може з четвер якщо Іван Коваль",
    "be": "ЗША ЕС увялі уведзены санкцыі супраць на 24 асоб і , . « » ( ) - не можа з чацвер калі Іван Петраў",
    "de": "die USA EU haben verhängt wurden Sanktionen gegen 24. Mai und , . „ “ ( ) - nicht will Karl vor drei Tagen",
    "es": "Estados Unidos la UE ha impuesto sanciones a contra 24 jueces y , . « » ( ) - no por según el jueves de",
    "it": "gli Stati Uniti l' Ue hanno imposto sanzioni contro a 24 giudici e , . « » ( ) - non da secondo giovedì del",
    "pl": "USA UE nałożyły wpisano objęła sankcje na sankcjami 24 osób i , . « » ( ) - nie przez w czwartek od",
    "pt": "os EUA a UE foram impostas sanções contra a 24 juízes e , . « » ( ) - não pelo segundo na quinta-feira de",
    "fr": "les États-Unis l' UE ont imposé été des sanctions contre 24 juges et , . « » ( ) - pas va jeudi dernier",
}


@given(st.sampled_from(sorted(LANGUAGES)), st.lists(st.integers(0, 99), max_size=40))
@settings(deadline=None, max_examples=300)
def test_any_text_is_read_and_every_quote_lies_in_it(language: str, places: list[int]) -> None:
    words = WORDS[language].split()
    text = " ".join(words[place % len(words)] for place in places)
    claims = claims_in(language, text)
    assert all(text[claim.start : claim.end] == claim.quote and claim.quote for claim in claims)
    assert claims == claims_in(language, text)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("text", ["", " ", "\n", ".", "24", "«", "((((", "США", "Sanktionen", "sanctions contre"])
def test_scraps_make_no_claim(language: str, text: str) -> None:
    assert claims_in(language, text) == []
