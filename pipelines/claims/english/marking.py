"""A sentence with all that is recognised in it.

Here: the order in which mentions are found; each step sees those before it. Not here: any of them (see dates, actors,
numbers, nouns).
"""

from datetime import date

from pipelines.claims.dates import whens
from pipelines.claims.english.actors import actors
from pipelines.claims.english.headlines import in_plain_case, with_plain_verbs
from pipelines.claims.english.mentions import Marked
from pipelines.claims.english.nouns import nouns
from pipelines.claims.english.numbers import numbers
from pipelines.claims.lexicon import Lexicon
from pipelines.claims.tokens import Sentence


def mark(sentence: Sentence, lexicon: Lexicon, published_on: date | None) -> Marked:
    """Recognises everything in a sentence."""
    marked = glance(sentence, lexicon, published_on)
    marked.numbers = list(numbers(marked))
    marked.number_at = {i: number for number in marked.numbers for i in range(number.start, number.end)}
    marked.nouns = list(nouns(marked))
    marked.noun_at = {i: noun for noun in marked.nouns for i in range(noun.start, noun.end)}
    return marked


def glance(sentence: Sentence, lexicon: Lexicon, published_on: date | None) -> Marked:
    """Recognises days and authorities alone: enough to know whom the next sentence may mean."""
    lows = sentence.lows
    verbs = tuple(i for i, low in enumerate(lows) if low in lexicon.verbs)
    marked = Marked(sentence, lexicon, published_on, lows, sentence.words, verbs)
    marked.whens = list(whens(lows, published_on))
    marked.when_at = {i: when for when in marked.whens for i in range(when.start, when.end)}
    marked.words = with_plain_verbs(marked)
    marked.actors = actors(marked)
    marked.actor_at = {i: actor for actor in marked.actors for i in range(actor.start, actor.end)}
    marked.words = in_plain_case(marked)
    return marked
