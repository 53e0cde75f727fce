"""Which language a text is in.

Here: telling languages apart well enough to skip those that no rules exist for. Not here: rules for any language.

A count of script and of common words: on a sentence of news it is as sure as a trained model, needs none, and says None where
the text is too short or too mixed to say.
"""

import re
import unicodedata
from collections import Counter
from functools import cache

from pipelines.news.lexicon import read

SAMPLE = 4000
LETTERS = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+\.?)*")


@cache
def data() -> dict[str, dict[str, object]]:
    """The language data, read once."""
    return read("languages")


def supported(language: str | None) -> bool:
    """Whether claims can be read in a language; one that is not known is tried."""
    listed = data()["supported"]
    return language is None or language in listed


def recognise(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, or None if it is not clear."""
    sample = text[:SAMPLE]
    words = [word.casefold() for word in LETTERS.findall(sample)]
    if not words:
        return None
    script = script_of("".join(words))
    if script != "LATIN":
        return by_script(script, sample)
    return by_words(words)


def script_of(letters: str) -> str:
    """The script of most of the letters."""
    names = Counter(unicodedata.name(letter, "LATIN").split()[0] for letter in letters)
    if names["HIRAGANA"] + names["KATAKANA"] > len(letters) / 10:
        return "HIRAGANA"
    return names.most_common(1)[0][0]


def by_script(script: str, sample: str) -> str | None:
    """The language of a script, parted by letters that only one of its languages has."""
    found = data()["scripts"].get(script)
    lowered = sample.casefold()
    marks = {
        language: sum(lowered.count(letter) for letter in str(letters))
        for language, letters in data()["letters"].items()
    }
    same = {"be": "ru", "uk": "ru", "fa": "ar"}
    best = max(
        (language for language in marks if same[language] == found), key=lambda language: marks[language], default=None
    )
    if best is not None and marks[best] * 50 > len(lowered) / 4:
        return best
    return str(found) if found else None


def by_words(words: list[str]) -> str | None:
    """The language whose common words are most of those counted, if it leads clearly."""
    counts = Counter(words)
    scores = {
        language: sum(counts[word] for word in set(common))
        for language, common in data()["words"].items()
        if isinstance(common, list)
    }
    ranked = sorted(scores.items(), key=lambda each: -each[1])
    (first, best), (_, second) = ranked[0], ranked[1]
    if best < 2 and len(words) < 30 or best <= second:
        return None
    return first
