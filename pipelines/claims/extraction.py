"""Extracting claims from an article with the grammars of its languages.

Here: the choice of the grammar. Not here: the grammars (see english, languages), what they share (see frame), or
detecting languages (see pipelines.articles.languages).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pipelines.articles.article import Article
from pipelines.articles.languages import Passage, language_of, languages_read, passages
from pipelines.catalogue.plausible import ANY_ACT, LARGEST_COUNT
from pipelines.claims.claim import Claim
from pipelines.claims.english.extraction import English
from pipelines.claims.frame import Grammar, Silence, claims_by, silences_by
from pipelines.claims.languages import LANGUAGES
from pipelines.claims.languages.extraction import OtherLanguage
from pipelines.claims.marks import Span
from pipelines.claims.statements import ReportedStatement


class Extractor:
    """Finds claims. Building it loads tokenizer and lexicons; using it keeps no state between articles."""

    def __init__(self) -> None:
        self._english = English()

    def claims(self, article: Article) -> list[Claim]:
        """All claims of an article, in the order of the text; a passage is read in its own language, if supported."""
        read = self._readings(article)
        return unique(plausible(claim) for grammar, spans in read for claim in claims_by(grammar, article, spans))

    def statements(self, article: Article) -> list[ReportedStatement]:
        """The reported statements in the English passages of an article, in the order of the text."""
        readings = dict(self._readings(article))
        return list(self._english.reported(article, readings.get(self._english, ())))

    def silences(self, article: Article) -> Iterator[Silence]:
        """The sentences of an article that make no claim, and why, language by language."""
        for grammar, spans in self._readings(article):
            yield from silences_by(grammar, article, spans)

    def _readings(self, article: Article) -> Iterator[tuple[Grammar, list[Span]]]:
        """The grammars of the supported languages of an article, with the passages in these languages."""
        by_language = defaultdict[str, list[Span]](list)
        for passage in _passages(article):
            by_language[passage.language or "en"].append((passage.start, passage.end))
        for language, spans in by_language.items():
            if language in languages_read():
                yield self._grammar(language), spans

    def _grammar(self, language: str) -> Grammar:
        """The grammar of a language; English for languages without a file of words."""
        return OtherLanguage(language) if language in LANGUAGES else self._english


def unread_languages(article: Article) -> tuple[str, ...]:
    """ISO 639 codes of the languages of passages whose claims are not read."""
    languages = {passage.language for passage in _passages(article)}
    return tuple(sorted(language for language in languages if language and language not in languages_read()))


def _passages(article: Article) -> list[Passage]:
    """The parts of an article by language."""
    return passages(article.text, article.language or language_of(article.text))


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
    """Claims in the order of the text, without repetitions of the same quote and fields."""
    kept = {
        (claim.start, claim.end, claim.authority, claim.status, claim.count, claim.unit): claim
        for claim in reversed(list(claims))
    }
    return sorted(kept.values(), key=lambda claim: (claim.start, claim.end, claim.authority or ""))
