"""Which claims count: those of originals, and what a copy says beyond its original."""

from collections.abc import Callable
from datetime import timedelta

from pipelines.articles.near_copies import Copy
from pipelines.claims.claim import Claim
from pipelines.claims.collection import own_claims
from tests.articles.test_near_copies import CLAIM, DAY, article, copies, report


def counted(extract: Callable[..., list[Claim]], original: str, other: str) -> list[int | None]:
    """The counts of the claims that the article of the next day makes and the first does not."""
    articles = [article("a", original), article("b", other, DAY + timedelta(days=1))]
    (copy,) = copies(articles).values()
    assert copy.article_id == "b"
    return [own_claim.count for own_claim in own_claims(extract(other, DAY), copy, original, extract(original, DAY))]


def test_claims_of_a_copy_are_counted_once(claims_in: Callable[..., list[Claim]]) -> None:
    text = f"{CLAIM} {report(1)}"
    assert len(claims_in(text, DAY)) == 1
    assert counted(claims_in, text, f"MINSK - {text}") == []


def test_a_copy_that_prints_another_figure_is_heard(claims_in: Callable[..., list[Claim]]) -> None:
    text = f"{CLAIM} {report(1)}"
    assert counted(claims_in, text, text.replace("24", "26")) == [26]


def test_a_claim_that_only_the_longer_copy_has_is_counted(claims_in: Callable[..., list[Claim]]) -> None:
    more = "The European Union imposed sanctions on nine officials on Thursday."
    text = f"{CLAIM} {report(1)}"
    articles = [article("a", text), article("b", f"{text} {more}", DAY + timedelta(days=1))]
    (copy,) = copies(articles).values()
    own = own_claims(claims_in(articles[1].text, DAY), copy, text, claims_in(text, DAY))
    assert [(each.authority, each.count) for each in own] == [("EU", 9)]


def test_a_summary_that_says_what_its_page_says_makes_no_claim_of_its_own(
    claims_in: Callable[..., list[Claim]],
) -> None:
    copy, of_page = Copy("b", "a", "same_page", 1.0), claims_in(CLAIM, DAY)
    said = {text: own_claims(claims_in(text, DAY), copy, CLAIM, of_page) for text in (
        "The US has sanctioned 24 Belarusians.", "The US has sanctioned 30 Belarusians.",
    )}  # fmt: skip
    assert [len(each) for each in said.values()] == [0, 1]
