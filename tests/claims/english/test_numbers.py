"""Numbers that count something, as the press writes them."""

from datetime import date

import pytest

from pipelines.articles.article import Article
from pipelines.claims.extraction import Extractor


@pytest.mark.parametrize("words", ["Between 20 and 30", "Between twenty and thirty"])
def test_a_range_is_quoted_whole_and_is_no_one_number(words: str) -> None:
    text = f"{words} Belarusians were sanctioned by the United States on Thursday."
    (claim,) = Extractor().claims(Article("a", text, date(2022, 2, 25)))
    assert (claim.count, claim.count_text) == (None, words)
    assert claim.quote.startswith(words)
