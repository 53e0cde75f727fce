"""From readings and gaps to an outcome, and from parts to a verdict."""

from itertools import product

import pytest

from pipelines.verdicts.derivation import Fit, Part, Tried, combined, outcome_of, part_of_one_reading, verdict_of

FITS: tuple[Fit, ...] = ("fits", "partly", "possible", "differs")


@pytest.mark.parametrize("fits", [fits for number in range(4) for fits in product(FITS, repeat=number)])
@pytest.mark.parametrize("gaps", [(), ("no list of these days is held",)])
def test_nothing_fails_while_a_reading_may_fit_or_the_record_has_a_gap(
    fits: tuple[Fit, ...], gaps: tuple[str, ...]
) -> None:
    outcome = outcome_of([Tried("", fit) for fit in fits], gaps)
    assert (outcome == "fails") == (bool(fits) and set(fits) == {"differs"} and not gaps)
    assert (outcome == "holds") == ("fits" in fits)


def test_a_verdict_needs_every_part() -> None:
    holds, fails, unclear = (
        part_of_one_reading("fits", "a", "A"),
        part_of_one_reading("differs", "b", "B"),
        part_of_one_reading("possible", "c", "C"),
    )
    assert verdict_of([holds, holds]) == "confirmed"
    assert verdict_of([holds, unclear]) == "partly_confirmed"
    assert verdict_of([holds, fails]) == "partly_confirmed"
    assert verdict_of([fails, unclear]) == "contradicted"
    assert verdict_of([unclear]) == verdict_of([]) == "unverifiable"


def test_the_reading_that_agrees_best_is_told_and_the_others_are_kept() -> None:
    checked = combined(
        [
            part_of_one_reading("differs", "a", "A"),
            part_of_one_reading("possible", "b", "B"),
            part_of_one_reading("possible", "c", "C"),
        ]
    )
    assert (checked.sentence, checked.reasons, checked.outcome) == ("B", ("b",), "open")
    assert [tried.words for tried in checked.readings] == ["B", "A", "C"]
    assert checked.alternatives == ("A", "C")


def test_a_gap_opens_what_would_fail() -> None:
    tried = (Tried("none listed", "differs", 0),)
    assert Part(tried, ("nothing_listed_then",), "none").outcome == "fails"
    assert Part(tried, ("nothing_listed_then",), "none", gaps=("no list held",)).outcome == "open"
