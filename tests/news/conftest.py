"""Fixtures that the tests of the news side share."""

from collections.abc import Callable
from datetime import date

import pytest

from pipelines.news.claim import Article, Claim
from pipelines.news.extraction import Extractor

TUESDAY = date(2024, 5, 14)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Building one takes a second, and using it leaves no trace."""
    return Extractor()


@pytest.fixture(scope="session")
def claims_in(extractor: Extractor) -> Callable[..., list[Claim]]:
    """Claims of a text written on Tuesday 14 May 2024, unless another day is given."""

    def claims(text: str, day: date | None = TUESDAY) -> list[Claim]:
        return extractor.claims(Article("a", text, day))

    return claims


@pytest.fixture(scope="session")
def asserted_in(claims_in: Callable[..., list[Claim]]) -> Callable[..., list[Claim]]:
    """The same without what is only mentioned."""

    def claims(text: str, day: date | None = TUESDAY) -> list[Claim]:
        return [claim for claim in claims_in(text, day) if claim.strength == "asserted"]

    return claims
