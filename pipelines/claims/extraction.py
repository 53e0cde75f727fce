"""Claims out of an article, by the grammar of its language.

Here: the choice of the grammar. Not here: the grammars (see english, languages), what they share (see frame), or
telling languages apart (see pipelines.articles.languages).
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pipelines.articles.article import Article
from pipelines.articles.languages import language_of
from pipelines.catalogue.plausible import ANY_ACT, LARGEST_COUNT
from pipelines.claims.claim import Claim
from pipelines.claims.english.extraction import English
from pipelines.claims.frame import Grammar, claims_by
from pipelines.claims.languages import LANGUAGES
from pipelines.claims.languages.extraction import OtherLanguage


class Extractor:
    """Finds claims. Building it loads tokenizer and lexicons; using it keeps no state between articles."""

    def __init__(self) -> None:
        self._english = English()

    def claims(self, article: Article) -> list[Claim]:
        """All claims of an article, in the order of the text; in a language that is not supported, none."""
        language = article.language or language_of(article.text)
        return unique(plausible(claim) for claim in claims_by(self._grammar(language), article))

    def _grammar(self, language: str | None) -> Grammar:
        return OtherLanguage(language) if language is not None and language in LANGUAGES else self._english


def extract(article: Article) -> list[Claim]:
    """The claims of one article. Pure; for many articles build one Extractor."""
    return Extractor().claims(article)


def plausible(claim: Claim) -> Claim:
    """The claim without figures and days that cannot be true; `rules` names the fields that were left out.

    A count beyond the number of people stays as words. Of a window that ends before it begins, nothing says which end
    is wrong.
    """
    left_out: dict[str, Any] = {}
    if claim.count is not None and claim.count > LARGEST_COUNT:
        left_out |= {"count": None, "count_qualifier": None, "count_text": claim.count_text or str(claim.count)}
    if claim.event_on and claim.event_on < ANY_ACT.first:
        left_out |= {"event_on": None}
    first, last = claim.event_from, claim.event_to
    if first and last and not ANY_ACT.first <= first <= last:
        left_out |= {"event_from": None, "event_to": None}
    if not left_out:
        return claim
    rules = (*claim.rules, *(f"implausible:{name}" for name in left_out if getattr(claim, name) is not None))
    return replace(claim, **left_out, rules=rules)


def unique(claims: Iterable[Claim]) -> list[Claim]:
    """Claims in the order of the text; of two with the same quote and fields one."""
    kept = {
        (each.start, each.end, each.authority, each.status, each.count, each.unit): each
        for each in reversed(list(claims))
    }
    return sorted(kept.values(), key=lambda claim: (claim.start, claim.end, claim.authority or ""))
