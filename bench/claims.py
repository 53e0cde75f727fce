"""Articles a second, beside the sentence splitter alone; memory; and growth with the number of articles.

Articles of 2,000 characters are made from a fixed seed, of sentences of the kinds that agencies write: about one in
four speaks of sanctions, each with its own names, numbers and days. No two are alike, so that no cache helps.

    python -m bench.claims [--articles 1000 10000 100000]
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from pipelines.articles.article import Article
from pipelines.claims.extraction import Extractor
from pipelines.claims.tokens import Splitter

SEED = 20220224
CHARACTERS = 2_000
COST = 8
"""How many times the cutting into sentences it may cost: 250 articles a second where cutting makes 2,000."""

AUTHORITIES = ("The United States", "Britain", "The European Union", "Canada", "Japan", "Washington", "The Treasury")
NATIONS = ("Russian", "Belarusian", "Iranian", "Syrian", "Chinese", "Georgian", "Sudanese", "Venezuelan")
PARTIES = ("officials", "companies", "tankers", "banks", "judges", "individuals and entities", "lawmakers")
SYLLABLES = ("ka", "ro", "vin", "sha", "len", "tor", "mi", "bel", "dar", "osk", "an", "ur", "ye", "zhi", "pol")
PLAIN = (
    "{name} told reporters in {place} that talks would go on for another {number} days.",
    "Shares in {place} rose {number} percent as traders waited for figures on trade.",
    "The ministry said the road from {place} to {place2} had been closed since the storm.",
    "{name}, who was born in {place}, studied law before she joined the party {number} years ago.",
    "Some {number} people marched through {place} on {day}, the police said.",
    "A spokesman for {name} declined to comment on the report.",
)
SANCTIONS = (
    "{authority} imposed sanctions on {number} {nation} {parties} on {day}, accusing them of backing the war.",
    "{number} {nation} {parties}, {name} among them, were blacklisted by Canada on {day}.",
    '"We are sanctioning {name} and {number} others," {name2} said on {day}.',
    "{authority} is considering sanctions on {nation} {parties}, {name} said.",
    "The assets of {name} were frozen by Switzerland in March.",
)


def word(chance: random.Random) -> str:
    """A made-up name."""
    return "".join(chance.choices(SYLLABLES, k=3)).capitalize()


def sentence(chance: random.Random) -> str:
    """A sentence of its own, one in four about sanctions."""
    frame = chance.choice(SANCTIONS if chance.random() < 0.25 else PLAIN)
    return frame.format(
        authority=chance.choice(AUTHORITIES),
        nation=chance.choice(NATIONS),
        parties=chance.choice(PARTIES),
        number=chance.randrange(2, 400),
        name=f"{word(chance)} {word(chance)}",
        name2=f"{word(chance)} {word(chance)}",
        place=word(chance),
        place2=word(chance),
        day=chance.choice(("Monday", "Tuesday", "Thursday", "Friday")),
    )


def articles(count: int) -> Iterator[Article]:
    """Articles of 2,000 characters."""
    chance = random.Random(SEED)
    for number in range(count):
        text = ""
        while len(text) < CHARACTERS:
            text += sentence(chance) + (" " if chance.random() < 0.8 else "\n\n")
        yield Article(f"b{number}", text[:CHARACTERS], date(2024, 5, 14) - timedelta(days=number % 900))


def measure(extractor: Extractor, count: int) -> float:
    """Articles a second of CPU time; the making of the articles is not counted."""
    claims, taken = 0, 0.0
    for article in articles(count):
        begun = time.process_time()
        claims += len(extractor.claims(article))
        taken += time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:>8,} articles: {count / taken:>7,.0f} a second, {claims:,} claims, peak memory {peak:,.0f} MB")
    return count / taken


def baseline(count: int) -> float:
    """Articles a second that are only cut into sentences."""
    splitter = Splitter()
    made = list(articles(count))
    begun = time.process_time()
    for article in made:
        for _ in splitter.sentences(article.text):
            pass
    return count / (time.process_time() - begun)


def main() -> int:
    """Prints the figures; 1 if claims cost too many times the cutting, or grow faster than the articles."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000])
    asked = parser.parse_args()
    begun = time.process_time()
    extractor = Extractor()
    print(f"extractor built in {time.process_time() - begun:.1f} s")
    splitting = baseline(500)
    print(f"cutting into sentences alone: {splitting:,.0f} articles a second")
    rates = [measure(extractor, count) for count in asked.articles]
    print(f"claims cost {splitting / rates[0]:.1f} times the cutting; slowest to fastest {min(rates) / max(rates):.2f}")
    return int(splitting / min(rates) > COST or rates[-1] < 0.7 * rates[0])


if __name__ == "__main__":
    sys.exit(main())
