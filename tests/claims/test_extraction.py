"""Each passage of an article is read by the grammar of its own language."""

from collections.abc import Callable

import pytest

from pipelines.articles.article import Article
from pipelines.claims.claim import Claim
from pipelines.claims.extraction import Extractor, unread_languages

Claims = Callable[..., list[Claim]]

ENGLISH = "Canada sanctioned six Russians on Thursday, the foreign ministry said in a statement that it published."
FRENCH = "Le Canada a sanctionné six Russes jeudi, a déclaré le ministère des Affaires étrangères dans un communiqué."
RUSSIAN = "Канада ввела санкции против шести россиян."
DUTCH = "Canada heeft zes Russen op de lijst gezet, zei het ministerie van Buitenlandse Zaken in een verklaring."


@pytest.mark.parametrize(
    "text",
    [f"{ENGLISH} {RUSSIAN}", f"{RUSSIAN} {ENGLISH}", f"{FRENCH}\n\n{ENGLISH}", f"{ENGLISH}\n{FRENCH}"],
)
def test_both_languages_of_an_article_are_read(text: str, claims_in: Claims) -> None:
    claims = claims_in(text)
    assert [(claim.authority, claim.status, claim.count) for claim in claims] == [("CA", "imposed", 6)] * 2
    assert all(text[claim.start : claim.end] == claim.quote for claim in claims)


def test_a_passage_in_a_language_that_is_not_supported_is_reported(extractor: Extractor) -> None:
    article = Article("a", f"{ENGLISH}\n{DUTCH}\n{FRENCH}")
    assert unread_languages(article) == ("nl",)
    assert len(extractor.claims(article)) == 2
    assert unread_languages(Article("a", ENGLISH)) == ()


def test_what_is_remembered_goes_on_after_a_passage_in_another_language(claims_in: Claims) -> None:
    later = "It also sanctioned two Russian banks, the foreign ministry said in a statement on the same day."
    claims = claims_in(f"{ENGLISH}\n{FRENCH}\n{later}")
    assert [claim.authority for claim in claims] == ["CA"] * 3


@pytest.mark.parametrize("name", ["Виктор Хренин", "王小明", "علي حسن"])
def test_a_name_in_another_script_is_a_target(name: str, claims_in: Claims) -> None:
    (claim,) = claims_in(f"The US sanctioned {name} on Thursday.")
    assert claim.named_targets == (name,)
