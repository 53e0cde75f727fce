"""Headlines that capitalise every word: "Britain Sanctions Five Oligarchs Over War".

Here: which lines are such, and their words as a sentence would write them, so that capitals mean names again. Not here:
what the words mean (see marking).
"""

from pipelines.claims.english.mentions import Marked

SHORTEST = 4
"""Letters; shorter words may stay small in a headline."""
FEWEST = 4
"""Fewest words of a line that can be recognised as a headline."""


def with_plain_verbs(marked: Marked) -> tuple[str, ...]:
    """The words of a sentence; in a headline, verbs and small words lose their capital, which no name contains."""
    if not is_title_case(marked):
        return marked.words
    return tuple(word.lower() if word.istitle() and links(marked, i) else word for i, word in enumerate(marked.words))


def links(marked: Marked, i: int) -> bool:
    """Whether a word is a verb, or one that stands between names."""
    return marked.lows[i] in marked.lexicon.verbs or marked.is_in(i, "breaks") or marked.is_in(i, "headline_words")


def in_plain_case(marked: Marked) -> tuple[str, ...]:
    """The words of a sentence; in a headline, common ones lose their capital where no authority or day has them."""
    if not is_title_case(marked):
        return marked.words
    return tuple(word.lower() if is_common(marked, i) else word for i, word in enumerate(marked.words))


def is_title_case(marked: Marked) -> bool:
    """Whether a line ends like no sentence, and all its longer words are capitalised."""
    if marked.low(len(marked.sentence) - 1) in (".", "!", "?", "”", '"'):
        return False
    longer = [word for word in marked.sentence.words if len(word) >= SHORTEST and word.isalpha()]
    return len(longer) >= FEWEST and all(word[0].isupper() for word in longer)


def is_common(marked: Marked, i: int) -> bool:
    """Whether a capitalised word is one that the lexicons know in small letters."""
    word, low = marked.words[i], marked.lows[i]
    if not word.istitle() or i in marked.actor_at or i in marked.when_at:
        return False
    lexicon = marked.lexicon
    known = low in lexicon.values or low in lexicon.modals or any(low in words for words in lexicon.words.values())
    return known or lexicon.units.at((low,), (low,), 0) is not None
