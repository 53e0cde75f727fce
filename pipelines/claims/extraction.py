"""Claims out of an article, by rules: those of its language.

Here: the choice. Not here: the rules (see english; tongues for other languages), or telling languages apart (see
languages).
"""

from pipelines.articles.article import Article
from pipelines.articles.languages import language_of
from pipelines.claims.claim import Claim
from pipelines.claims.english.extraction import EnglishExtractor
from pipelines.claims.gazetteer import Gazetteer
from pipelines.claims.languages import LANGUAGES
from pipelines.claims.languages.extraction import TongueExtractor

__all__ = ["Extractor", "Gazetteer", "extract"]


class Extractor:
    """Finds claims. Building it loads tokenizer and lexicons; using it keeps no state between articles.

    Args:
        gazetteer: names on the lists, so that targets named in English are known whole; without it capitals decide.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._english = EnglishExtractor(gazetteer)

    def claims(self, article: Article) -> list[Claim]:
        """All claims of an article, in the order of the text; in a language that is not supported, none."""
        language = article.language or language_of(article.text)
        extractor = TongueExtractor(language) if language in LANGUAGES else self._english
        return unique(extractor.claims(article))


def extract(article: Article, gazetteer: Gazetteer | None = None) -> list[Claim]:
    """The claims of one article. Pure; for many articles build one Extractor."""
    return Extractor(gazetteer).claims(article)


def unique(claims: list[Claim]) -> list[Claim]:
    """Claims in the order of the text; of two with the same quote and fields one."""
    kept = {(each.start, each.end, each.authority, each.status, each.count, each.unit): each for each in claims[::-1]}
    return sorted(kept.values(), key=lambda claim: (claim.start, claim.end, claim.authority or ""))
