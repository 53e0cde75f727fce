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
    """The words of a sentence; in a headline, verbs and words that no name contains are in small letters."""
    if not is_title_case(marked):
        return marked.words
    return tuple(
        word.lower() if word.istitle() and is_linking_word(marked, i) else word for i, word in enumerate(marked.words)
    )


def is_linking_word(marked: Marked, i: int) -> bool:
    """Whether a word is a verb, or a word that stands between names: "Over"."""
    return marked.lows[i] in marked.lexicon.verbs or marked.is_in(i, "breaks") or marked.is_in(i, "headline_words")


def in_plain_case(marked: Marked) -> tuple[str, ...]:
    """The words of a sentence; in a headline, common words are in small letters, authorities and dates as written."""
    if not is_title_case(marked):
        return marked.words
    return tuple(word.lower() if is_common(marked, i) else word for i, word in enumerate(marked.words))


def is_title_case(marked: Marked) -> bool:
    """Whether a line is a headline in capitals: no full stop, and all longer words capitalised."""
    if marked.low(len(marked.sentence) - 1) in (".", "!", "?", "”", '"'):
        return False
    longer = [word for word in marked.sentence.words if len(word) >= SHORTEST and word.isalpha()]
    return len(longer) >= FEWEST and all(word[0].isupper() for word in longer)


def is_common(marked: Marked, i: int) -> bool:
    """Whether a capitalised word is a common word that the lexicons have in small letters."""
    word, low = marked.words[i], marked.lows[i]
    if not word.istitle() or i in marked.actor_at or i in marked.when_at:
        return False
    lexicon = marked.lexicon
    known = low in lexicon.values or low in lexicon.modals or any(low in words for words in lexicon.words.values())
    return known or lexicon.units.at((low,), (low,), 0) is not None
