"""The sentence around a quote: exact, bounded, and marked where it is a headline."""

import pytest

from pipelines.articles.article import Article
from pipelines.claims.passages import MOST_CHARACTERS, Passage, passage_of

QUOTE = "sanctioned 24 Belarusians"


def passage_in(text: str, quote: str = QUOTE, title: str | None = None) -> Passage:
    start = text.index(quote)
    passage = passage_of(Article("a", text, title=title), start, start + len(quote))
    assert passage is not None
    assert passage.text == text[passage.start : passage.end]
    assert quote in passage.text
    assert len(passage.text) <= MOST_CHARACTERS
    return passage


def test_the_sentence_of_the_quote_and_no_other_is_kept() -> None:
    passage = passage_in(f"Minsk protested. On Thursday the U.S. Treasury {QUOTE} for the war. More may follow.")
    assert passage.text == f"On Thursday the U.S. Treasury {QUOTE} for the war."
    assert (passage.kind, passage.is_cut) == ("sentence", False)


def test_a_quote_over_two_sentences_keeps_both() -> None:
    quote = "sanctioned a bank. It also sanctioned 24 people"
    assert passage_in(f"One. The US {quote} today. Two.", quote).text == f"The US {quote} today."


@pytest.mark.parametrize(("before", "after"), [(60, 60), (0, 200), (200, 0)])
def test_a_long_sentence_is_cut_between_words_around_the_quote(before: int, after: int) -> None:
    text = f"{'before ' * before}the US {QUOTE} {'after ' * after}"
    passage = passage_in(text)
    assert passage.is_cut
    assert not (set(passage.text.split()) - {"before", "after", "the", "US", *QUOTE.split()})


def test_a_text_without_spaces_around_the_quote_stays_bounded() -> None:
    passage_in(f"{'а' * 5_000}{QUOTE}{'я' * 5_000}")
    passage_in(f"{'а' * 450} {QUOTE} {'я' * 450}")


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        (f"US {QUOTE}\nThe names were published.", None, "headline"),
        (f"US {QUOTE}.\nThe names were published.", None, "sentence"),
        (f"US {QUOTE}", None, "sentence"),
        (f"US {QUOTE}", f"US {QUOTE}", "headline"),
        (f"Minsk reacts\nThe US {QUOTE}", None, "sentence"),
    ],
)
def test_a_headline_is_the_title_or_a_first_line_without_a_full_stop(text: str, title: str | None, kind: str) -> None:
    assert passage_in(text, title=title).kind == kind


def test_a_quote_that_is_longer_than_a_passage_has_none() -> None:
    text = "word " * 200
    assert passage_of(Article("a", text), 0, MOST_CHARACTERS + 1) is None
    assert passage_of(Article("a", text), 5, 5_000) is None
