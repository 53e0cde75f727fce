"""What stands in brackets and says nothing of its own: an abbreviation of the name before it, a caption.

Here: which tokens of a sentence the grammar passes over. Not here: outlets credited in brackets (see attribution).
"""

from pipelines.claims.tokens import Sentence

LONGEST_ASIDE = 6
"""Tokens between brackets; longer ones may hold a statement."""

CAPTIONS = frozenset({"pictured", "photo", "formerly", "right", "left", "above", "below", "centre", "center", "see"})


def without_asides(sentence: Sentence) -> Sentence:
    """The sentence without abbreviations and captions in brackets: "Myanmar Economic Corporation (MEC) was"."""
    if "(" not in sentence.lows:
        return sentence
    dropped = {i for start, end in bracketed(sentence) for i in range(start, end)}
    if not dropped or len(dropped) == len(sentence):
        return sentence
    kept = [i for i in range(len(sentence)) if i not in dropped]
    return Sentence(
        words=tuple(sentence.words[i] for i in kept),
        lows=tuple(sentence.lows[i] for i in kept),
        starts=tuple(sentence.starts[i] for i in kept),
        ends=tuple(sentence.ends[i] for i in kept),
    )


def bracketed(sentence: Sentence) -> list[tuple[int, int]]:
    """The token spans of the asides in brackets, brackets included."""
    result = []
    for start, low in enumerate(sentence.lows):
        near = range(start + 2, min(start + LONGEST_ASIDE + 2, len(sentence)))
        end = next((i for i in near if sentence.lows[i] == ")"), None) if low == "(" and start > 0 else None
        if end is not None and is_aside(sentence, start + 1, end):
            result.append((start, end + 1))
    return result


def is_aside(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the tokens between brackets are an abbreviation ("MEC", "OFAC", "R-Texas") or open a caption."""
    inside = range(start, end)
    if any(word[:1].isdigit() for word in sentence.words[start:end]):
        return False
    short = end - start <= 3 and any(sentence.words[i].isupper() and len(sentence.words[i]) > 1 for i in inside)
    return short or sentence.lows[start] in CAPTIONS
