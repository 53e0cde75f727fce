"""A sentence with all that is recognised in it.

Here: the order in which mentions are found; each step sees those before it. Not here: any of them (see dates, actors,
numbers, nouns).
"""

from datetime import date

from pipelines.claims.dates import whens
from pipelines.claims.english.actors import actors
from pipelines.claims.english.headlines import in_plain_case, with_plain_verbs
from pipelines.claims.english.lexicon import Lexicon
from pipelines.claims.english.mentions import Marked
from pipelines.claims.english.nouns import nouns
from pipelines.claims.english.numbers import numbers
from pipelines.claims.marks import by_token
from pipelines.claims.tokens import Sentence


def mark(sentence: Sentence, lexicon: Lexicon, published_on: date | None, council: str = "EU") -> Marked:
    """Recognises everything in a sentence; `council` is the authority that "the Council" means in its article."""
    marked = mark_days_and_actors(sentence, lexicon, published_on, council)
    marked.numbers = list(numbers(marked))
    marked.number_at = by_token(marked.numbers)
    marked.nouns = list(nouns(marked))
    marked.noun_at = by_token(marked.nouns)
    return marked


def mark_days_and_actors(
    sentence: Sentence, lexicon: Lexicon, published_on: date | None, council: str = "EU"
) -> Marked:
    """The sentence with only dates and authorities recognised: enough to know who may act in the next one."""
    lows = sentence.lows
    verbs = tuple(i for i, low in enumerate(lows) if low in lexicon.verbs)
    marked = Marked(
        sentence=sentence, published_on=published_on, lows=lows, words=sentence.words, lexicon=lexicon, verbs=verbs
    )
    marked.whens = list(whens(lows, published_on))
    marked.when_at = by_token(marked.whens)
    marked.words = with_plain_verbs(marked)
    marked.actors = actors(marked, council)
    marked.actor_at = by_token(marked.actors)
    marked.words = in_plain_case(marked)
    return marked
