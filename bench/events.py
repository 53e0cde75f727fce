"""What it costs to bring claims together into events, and what one more night of claims adds.

Claims are synthetic, from a fixed seed, with shares as in real news: a third only presuppose an act, a quarter are
prospects, one in six names a target, one in eight counts, half have the country of the largest target, one in ten cites
an official action. Reports of one act come from several outlets within days.

    python bench/events.py [--claims 100000] [--night 1000]
"""

import argparse
import random
import resource
from collections.abc import Iterator
from datetime import date, timedelta
from time import process_time

from pipelines.events.clusters import cluster
from pipelines.events.likeness import ReportedAct

SEED = 20220224
FIRST_DAY, DAYS = date(2014, 1, 1), 365 * 12
AUTHORITIES = (("US", 40), ("EU", 20), ("UK", 10), (None, 12), ("WEST", 8), ("CA", 4), ("JP", 3), ("UN", 3))
COUNTRIES = (("RU", 50), ("IR", 14), ("BY", 8), ("KP", 8), ("CN", 6), ("VE", 5), (None, 9))
STATUSES = (("imposed", 70), ("considered", 12), ("planned", 8), ("called_for", 6), ("denied", 4))


def main() -> None:
    """Cluster, then cluster again with one more night, and print one line a measurement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--night", type=int, default=1_000)
    asked = parser.parse_args()
    acts = list(synthetic_acts(asked.claims + asked.night))
    known = _clustered(acts[: asked.claims], {})
    _clustered(acts, known)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _clustered(acts: list[ReportedAct], known: dict[str, str]) -> dict[str, str]:
    started = process_time()
    memberships = cluster(acts, known)
    seconds = process_time() - started
    events = len({membership.event_id for membership in memberships})
    print(f"{len(acts):,} claims, {len(known):,} of them known: {events:,} events in {seconds:.1f} CPU s")
    return {membership.claim_id: membership.event_id for membership in memberships}


def synthetic_acts(number: int) -> Iterator[ReportedAct]:
    """Claims about acts, each told by one to eight reports; the last are those of the last days."""
    dice = random.Random(SEED)
    made = 0
    while made < number:
        told = dice.choice((1, 1, 1, 2, 3, 5, 8))
        act = _act(dice, FIRST_DAY + timedelta(days=made * DAYS // number))
        for _ in range(min(told, number - made)):
            yield _report(dice, act, made)
            made += 1


def _act(dice: random.Random, day: date) -> dict[str, object]:
    """An act that reports may tell of."""
    names = frozenset(
        f"family{dice.randrange(20_000)} given{dice.randrange(500)}" for _ in range(dice.choice((0, 0, 1, 2)))
    )
    return {
        "authority": _drawn(dice, AUTHORITIES), "country": _drawn(dice, COUNTRIES), "day": day, "names": names,
        "figure": (dice.randrange(1, 400), "parties") if dice.random() < 0.3 else None,
        "actions": frozenset({("ofac_sdn", day)}) if dice.random() < 0.2 else frozenset(),
    }  # fmt: skip


def _report(dice: random.Random, act: dict[str, object], number: int) -> ReportedAct:
    """One claim about an act: it need not say all of it."""
    day = act["day"] + timedelta(days=dice.choice((0, 0, 0, 1, 1, 2, 5, 30)))  # type: ignore[operator]
    is_asserted = dice.random() < 0.66
    says_more = is_asserted and dice.random() < 0.5
    return ReportedAct(
        claim_id=f"c{number:07}", article_id=f"a{number // 2:07}", authority=act["authority"], action="impose",  # type: ignore[arg-type]
        measure=dice.choice(("listing", "listing", "listing", "other")), status=_drawn(dice, STATUSES) or "imposed",
        is_asserted=is_asserted, country=act["country"], names=act["names"] if says_more else frozenset(),  # type: ignore[arg-type]
        figure=act["figure"] if says_more else None, first=day, last=day, is_dated=dice.random() < 0.3,  # type: ignore[arg-type]
        actions=act["actions"] if says_more else frozenset(),  # type: ignore[arg-type]
        place=(number % 2 * 500, number % 2 * 500 + 60), words=f"words of report {number} about it",
    )  # fmt: skip


def _drawn(dice: random.Random, shares: tuple[tuple[str | None, int], ...]) -> str | None:
    values, weights = zip(*shares, strict=True)
    drawn: str | None = dice.choices(values, weights)[0]
    return drawn


if __name__ == "__main__":
    main()
