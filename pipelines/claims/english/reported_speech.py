"""Who says what in English text: reported speech and words in quotation marks.

Here: speaker, office, outlet, verb and words of a statement. Not here: what of it is a claim (see the rules for
claims), or the source of a claim (see attribution, whose phrases are used here).

A pronoun stays a pronoun: the person named last may be another. Words that a sentence puts down to nobody are a
statement without a speaker.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.claims.english.attribution import (
    COMMAS,
    LONGEST,
    can_speak,
    comma_before,
    phrase_end,
    source_phrase,
    subject_phrase,
)
from pipelines.claims.english.lexicon import Lexicon, inflected, read
from pipelines.claims.english.marking import mark_days_and_actors
from pipelines.claims.english.mentions import ARTICLES, POSSESSIVE, Marked
from pipelines.claims.marks import QUOTATION_MARKS
from pipelines.claims.statements import ReportedStatement
from pipelines.claims.tokens import Sentence, Splitter

FEWEST_WORDS = 4
"""Tokens of the shortest statement: "so-called" in quotation marks is not one."""
ANY_DAY = date(2000, 1, 1)
HONORIFICS = frozenset({"Mr", "Mrs", "Ms", "Dr"})
HEAD_ENDS = frozenset({"of", "for", "with", "from", "in", "at", "to", "on", "and", "who"})
LAST_TOKENS = 12
"""Tokens from a verb of speech to the end of a sentence whose beginning it reports: "..., X said on Friday"."""
SENTENCE_ENDS = frozenset({".", "!", "?", "…"})
FINITE = frozenset({"base", "s", "ed", "past"})
SURE_VERBS = frozenset({"is", "are", "was", "were", "has", "have", "had", "will", "would", "should", "must", "could",
                        "may", "might", "can", "shall", "does", "did", "do", "n't", "not"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Source:
    """The tokens of the speaker, and the tokens of the reported words."""

    verb: str
    start: int
    end: int
    phrase: str | None = None
    through: str | None = None


class SpeechReader:
    """Finds statements. Building it reads the lexicon; using it keeps no state."""

    def __init__(self, splitter: Splitter, lexicon: Lexicon) -> None:
        """Make the tables of verbs of reporting, by their forms, from the lexicon and the words for reported speech."""
        self._splitter, self._lexicon = splitter, lexicon
        words = read("reported")
        self._words = {name: frozenset(listed) for name, listed in words.items()}
        self._verbs = {
            form: lemma for lemma in words["verbs"] for form, kind in inflected(lemma, None) if kind in FINITE
        }
        self._verbs |= {
            form: word.lemma
            for form, readings in lexicon.verbs.items()
            for word in readings
            if word.form in FINITE and word.lemma in lexicon.words["speech"]
        }
        self._gerunds = {
            form: lemma for lemma in words["with_object"] for form, kind in inflected(lemma, None) if kind == "ing"
        }
        self._openers = frozenset(phrase.split()[0] for phrase in read("speech")["according"])

    def statements(self, text: str, start: int = 0, published_on: date | None = None) -> Iterator[ReportedStatement]:
        """Yields the reported statements of a text from `start` on, in order.

        The article's day helps to tell dates from names ("May").
        """
        for sentence in self._splitter.sentences(text, start):
            if self._may_report(sentence):
                yield from self._of_sentence(
                    text, mark_days_and_actors(sentence, self._lexicon, published_on or ANY_DAY)
                )

    def _may_report(self, sentence: Sentence) -> bool:
        """Whether a sentence has a verb of speech, "according" or a quotation mark; others are skipped."""
        return any(
            low in self._verbs or low in self._gerunds or low in self._openers or low in QUOTATION_MARKS
            for low in sentence.lows
        )

    def _of_sentence(self, text: str, marked: Marked) -> Iterator[ReportedStatement]:
        """One statement for the first verb of speech that has both a speaker and words; else one for an outlet."""
        outlet = self._according(marked)
        spoken = self._spoken(marked, outlet)
        if spoken is None and outlet is None:
            yield from self._quoted_by_nobody(text, marked)
            return
        source = spoken or outlet
        if source is None or source.end - source.start < FEWEST_WORDS:
            return
        speaker, office = self._speaker(source.phrase)
        through = outlet.through if outlet else None
        if spoken is not None and source.phrase and self._is_outlet(source.phrase):
            speaker, office, through = None, None, through or source.phrase
        if speaker is None and through is None:
            return
        first, last, is_quoted = self._trimmed(marked, source.start, source.end)
        begin, end = marked.sentence.starts[first], marked.sentence.ends[last - 1]
        yield ReportedStatement(text[begin:end], begin, end, speaker, office, through, source.verb, is_quoted)

    # ---- sources ----------------------------------------------------------------------------------------------------
    def _according(self, marked: Marked) -> _Source | None:
        """The source in "according to X", with the reported words before or after it; None if there is none."""
        for i in range(len(marked)):
            hit = self._lexicon.according.at(marked.words, marked.lows, i)
            if hit is None or marked.low(i) in ("citing", "per"):
                continue
            stop = phrase_end(marked, hit[0])
            named = source_phrase(marked, hit[0], stop)
            if named is None:
                continue
            begin, end = (stop + 1, len(marked)) if i < FEWEST_WORDS else (0, i)
            outlet = self._outlet_in(named)
            return _Source(marked.text(i, hit[0]), begin, end, None if outlet else named, outlet)
        return None

    def _spoken(self, marked: Marked, outlet: _Source | None) -> _Source | None:
        """The first verb of speech that has both a speaker and reported words; None if there is none."""
        limits = (outlet.start, outlet.end) if outlet else (0, len(marked))
        for i in range(*limits):
            for rule in (self._before, self._after, self._gerund):
                source = rule(marked, i, limits)
                if source is not None and source.end - source.start >= FEWEST_WORDS:
                    return source
        return None

    def _before(self, marked: Marked, verb: int, limits: tuple[int, int]) -> _Source | None:
        """The source in "X said (that) ..." or "X called it ..."; None if `verb` is no such verb."""
        lemma = self._verb_at(marked, verb)
        if lemma is None or verb == 0:
            return None
        said_from, is_clause = self._words_after(marked, verb, lemma)
        if said_from is None or not (is_clause or lemma in self._words["with_object"]):
            return None
        speaker = self._subject(marked, verb)
        return _Source(marked.word(verb), said_from, limits[1], speaker) if speaker else None

    def _after(self, marked: Marked, verb: int, limits: tuple[int, int]) -> _Source | None:
        """The source in "..., X said" or "..., said X"; None if `verb` is no such verb."""
        comma = comma_before(marked, verb, limits[0]) if self._verb_at(marked, verb) else None
        if comma is None or comma - limits[0] < FEWEST_WORDS or self._goes_on(marked, verb):
            return None
        in_quotes = marked.low(comma) in QUOTATION_MARKS or marked.low(comma - 1) in QUOTATION_MARKS
        if not in_quotes and not (limits[1] - verb <= LAST_TOKENS and self._is_clause(marked, limits[0])):
            return None
        closing = next(
            (i for i in range(comma - 1, max(comma - LONGEST, 0), -1) if marked.low(i) in QUOTATION_MARKS), None
        )
        if comma == verb - 1 and closing is not None:  # "...," X, a spokeswoman, told
            comma, named = closing, source_phrase(marked, closing + 1, verb - 1)
        elif comma == verb - 1:
            stop = phrase_end(marked, verb + 1, more=("in", "on", "after", "at", "during"))
            named = source_phrase(marked, verb + 1, stop) if can_speak(marked, verb + 1, stop) else None
        else:
            named = subject_phrase(marked, verb) if can_speak(marked, comma + 1, verb) else None
            named = named or self._pronoun(marked, verb)
        return _Source(marked.word(verb), limits[0], comma, named) if named else None

    def _gerund(self, marked: Marked, verb: int, limits: tuple[int, int]) -> _Source | None:
        """The source in "with Prime Minister Fumio Kishida calling it a violation"; None if `verb` is no such verb."""
        if marked.low(verb) not in self._gerunds:
            return None
        start = verb
        while start > 0 and marked.capitalised(start - 1):
            start -= 1
        named = start < verb and marked.low(start - 1) == "with"
        return _Source(marked.word(verb), verb + 1, limits[1], marked.text(start, verb)) if named else None

    def _verb_at(self, marked: Marked, i: int) -> str | None:
        """The lemma of a finite, active verb of speech at token i; None if there is none."""
        lemma = self._verbs.get(marked.low(i))
        before = marked.low(i - 1)
        if lemma == marked.low(i) and not (before.endswith("s") or before in self._words["pronouns"]):
            return None  # an infinitive or a noun: "to say", "the report"
        passive = marked.is_in(i - 1, "be") or before in ARTICLES or before in POSSESSIVE or marked.low(i + 1) == "by"
        return None if passive or i in marked.actor_at else lemma

    def _words_after(self, marked: Marked, verb: int, lemma: str) -> tuple[int | None, bool]:
        """Where the reported words begin after a verb of speech, and whether they are a clause.

        (None, False) if no reported words follow.
        """
        i = verb + 1
        while i < len(marked) and (marked.low(i) in self._words["between"] or i in marked.when_at):
            i += 1
        if marked.low(i) == "that":
            return i + 1, True
        if marked.low(i) in (",", ":") and marked.low(i + 1) in QUOTATION_MARKS:
            return i + 1, True
        if marked.low(i) == ":" or marked.low(i) in QUOTATION_MARKS:
            return i + (marked.low(i) == ":"), True
        if marked.low(i) in COMMAS or marked.low(i) in SENTENCE_ENDS:
            return None, False
        i = verb + 1 if not self._only_between(marked, verb + 1, i) else i
        return i, lemma not in self._words["with_that_only"] and self._is_clause(marked, i)

    def _only_between(self, marked: Marked, start: int, end: int) -> bool:
        """Whether the skipped words are an adverbial ("in a statement"), and not the subject of the reported words."""
        return end - start > 1 or marked.low(start) in ("reporters", "later", "also", "again", "further")

    def _is_clause(self, marked: Marked, start: int) -> bool:
        """Whether a finite verb follows within 14 tokens, so that the words are a clause."""
        near = range(start + 1, min(start + 14, len(marked)))
        return any(marked.low(i) in SURE_VERBS or any(w.form in ("s", "past") for w in marked.forms(i)) for i in near)

    def _goes_on(self, marked: Marked, verb: int) -> bool:
        """Whether the reported words follow the verb: "said that", "said:"."""
        return marked.low(verb + 1) in ("that", ":") or marked.low(verb + 2) == "that"

    def _subject(self, marked: Marked, verb: int) -> str | None:
        """The subject of a verb of speech: a phrase with a name, an office or a pronoun; None if there is none."""
        named = subject_phrase(marked, verb)
        if named is None or self._opens_with_pronoun(named):
            named = self._pronoun(marked, verb)
        if named and named.casefold() in ("they", "who"):
            return self._those_meant(marked, verb) or named
        return None if named and named.endswith(" and") else named

    def _those_meant(self, marked: Marked, verb: int) -> str | None:
        """The people that "they" refers to: "the ministers of X had a talk where they"; None if not in the sentence."""
        joints = [i for i in range(verb) if marked.low(i) in ("where", "in")]
        heads = [i for i in range(verb) if marked.low(i) in ("had", "held", "met", "spoke")]
        if not joints or not heads or marked.low(0) == "they":
            return None
        opening = marked.low(0) in ("on", "in", "earlier", "later")
        comma = next((i for i in range(heads[0]) if opening and marked.low(i) == ","), -1)
        return marked.text(comma + 1, heads[0]) or None

    def _pronoun(self, marked: Marked, verb: int) -> str | None:
        """The pronoun right before a verb of speech and its auxiliaries; None if there is none."""
        i = verb - 1
        while i > 0 and (marked.is_in(i, "adverbs") or marked.is_in(i, "auxiliaries")):
            i -= 1
        return marked.word(i) if marked.low(i) in self._words["pronouns"] else None

    def _opens_with_pronoun(self, named: str) -> bool:
        """Whether the first word of a phrase is a pronoun."""
        return named.split()[0].casefold() in self._words["pronouns"]

    # ---- names, offices, outlets ------------------------------------------------------------------------------------
    def _speaker(self, named: str | None) -> tuple[str | None, str | None]:
        """The name and the office in a phrase: "US Treasury Secretary Janet Yellen" → name, office.

        (None, None) where the phrase can be no speaker: "the outbreak of war", "is now prime minister".
        """
        if named is None or not self._can_be_speaker(named):
            return None, None
        named = named.partition(" ")[2] if named.partition(" ")[0].strip(".") in HONORIFICS else named
        head, comma, rest = named.partition(", ")
        words = head.split()
        titles = [i for i, word in enumerate(words) if self._is_title(word)]
        if comma and not titles and any(self._is_title(word) for word in rest.split()):
            return head, rest
        if comma and titles and rest and all(word[:1].isupper() for word in rest.split()):
            return rest, head
        if not titles:
            return named, None
        last = titles[-1] + 1
        name = words[last:]
        if name and all(word[:1].isupper() for word in name):
            return " ".join(name), " ".join(words[:last])
        return named, named

    def _can_be_speaker(self, named: str) -> bool:
        """Whether the head of a phrase is a name, a pronoun, an office or a noun for a source."""
        words = named.replace(",", " ").split()
        head = next((i for i, word in enumerate(words) if i and word in HEAD_ENDS), len(words)) - 1
        low = words[head].casefold()
        opening = words[0].casefold()
        if opening in SURE_VERBS or opening in self._words["not_speakers"]:
            return False
        is_source = (
            low in self._lexicon.words["sources"] or self._is_title(low) or self._is_title(low.removesuffix("s"))
        )
        is_name = words[head][:1].isupper() and low not in self._words["not_speakers"]
        return is_source or is_name or low in self._words["pronouns"]

    def _is_title(self, word: str) -> bool:
        """Whether a word is a title such as "minister"."""
        return word.casefold().strip(",") in self._lexicon.words["titles"]

    def _is_outlet(self, named: str) -> bool:
        """Whether a phrase names a news outlet."""
        return self._outlet_in(named) is not None

    def _outlet_in(self, named: str) -> str | None:
        """The news outlet that a phrase names, known or with a word such as "Times"; None if it names none."""
        words = named.split()
        while words and words[0].casefold() in self._words["before_outlets"]:
            words = words[1:]
        rest = tuple(words)
        lows = tuple(word.casefold() for word in words)
        known = self._lexicon.outlets.at(rest, lows, 0)
        looks_like_one = any(low in self._words["outlet_words"] for low in lows) and all(
            word[:1].isupper() or low in ("of", "the") for word, low in zip(words, lows, strict=True)
        )
        whole = known is not None and len(words) <= known[0] + 1
        return " ".join(words) if words and (whole or looks_like_one) else None

    # ---- words ------------------------------------------------------------------------------------------------------
    def _trimmed(self, marked: Marked, start: int, end: int) -> tuple[int, int, bool]:
        """The first and end token of the reported words, and whether they are a quotation.

        Commas at the ends are left out, and so are quotation marks that hold all of the words.
        """
        outer = {",", *SENTENCE_ENDS}
        while end - start > 1 and marked.low(end - 1) in outer:
            end -= 1
        while end - start > 1 and marked.low(start) in {",", "that", ":"}:
            start += 1
        inner_end = end - 1
        if marked.low(start) not in QUOTATION_MARKS:
            return start, end, False
        marks = [i for i in range(start + 1, end) if marked.low(i) in QUOTATION_MARKS]
        whole = not marks or marks == [inner_end]
        return (start + 1, inner_end if marks else end, True) if whole else (start, end, False)

    def _quoted_by_nobody(self, text: str, marked: Marked) -> Iterator[ReportedStatement]:
        """Yields words in quotation marks in a sentence that names no speaker."""
        marks = [i for i in range(len(marked)) if marked.low(i) in QUOTATION_MARKS]
        for opening, closing in zip(marks[::2], marks[1::2], strict=False):
            if closing - opening - 1 >= 2 * FEWEST_WORDS:
                begin, end = marked.sentence.starts[opening + 1], marked.sentence.ends[closing - 1]
                yield ReportedStatement(text[begin:end], begin, end, is_quoted=True)
