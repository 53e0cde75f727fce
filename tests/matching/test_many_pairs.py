import csv
from pathlib import Path
from random import Random

import numpy as np
import pytest

from pipelines.matching.many_pairs import PreparedNames, matches_from, may_reach
from pipelines.matching.name_score import THRESHOLD, Match, match_of
from pipelines.matching.name_words import Kind, NameWords, read_name

PERSONS = [
    "Viktor Gennadievich Khrenin", "KHRENIN, Viktor", "Хренин Виктор Геннадьевич", "Khrenin V.G.", "Jean Marie Dupont",
    "Jeanmarie Dupont", "معمر القذافي", "Muammar Gaddafi", "习近平", "Xi Jinping", "Hsi Chin-p'ing", "김정은",
    "Kim Jong Un",
    "セルゲイ・チュチン", "Sergey Chuchin", "Shoigu Shoigu Sergey", "Sergey Shoigu", "Mykola Azarov", "Nikolai Azarov",
    "Vladimir Putin", "rimaldiV nituP", "Abdurrahman Saleh", "Abd al-Rahman Saleh", "ABDULLAH BIN OMAR AL-MUHAMMAD",
    "OMAR BIN ABDULLAH AL-MUHAMMAD", "Al",
]  # fmt: skip
ORGANISATIONS = [
    "National Tanker Company", "NTC", "Nat Tanker Co Ltd", "A-B-C Company", "ABC Company", "Coastal Company",
    "Bank Melli", "Melli Bank PLC", "Trust 2005-2", "Trust 2006-2", "Shipping IV", "Shipping VI",
    "People's Liberation Army",
    "PLA China",
    "Rosneft Oil Company", "Нефтяная компания Роснефть", "North Bank", "South Bank", "Uralvagonzavod OAO",
    "Ural Vagon Zavod JSC", "()",
]  # fmt: skip


def all_pairs(names: PreparedNames) -> tuple[np.ndarray, np.ndarray]:
    """Each name with each, both ways."""
    count = len(names.names)
    return np.repeat(np.arange(count), count), np.tile(np.arange(count), count)


def full_scores(names: list[NameWords], one: np.ndarray, other: np.ndarray) -> dict[int, Match]:
    """The matches that scoring every pair singly gives."""
    scored = (match_of(names[i], names[j], THRESHOLD) for i, j in zip(one.tolist(), other.tolist(), strict=True))
    return {place: match for place, match in enumerate(scored) if match.score >= THRESHOLD}


@pytest.mark.parametrize(
    ("kind", "texts"), [("person", PERSONS), ("organisation", ORGANISATIONS), ("vessel", ORGANISATIONS)]
)
def test_many_pairs_have_the_scores_of_single_ones(kind: Kind, texts: list[str]) -> None:
    names = [read_name(text, kind) for text in texts]
    prepared = PreparedNames(names)
    one, other = all_pairs(prepared)
    matches = matches_from(prepared, one, other, THRESHOLD)
    assert matches == full_scores(names, one, other)
    assert len(matches) > len(names)


def test_most_pairs_are_refused_without_a_full_score() -> None:
    prepared = PreparedNames([read_name(text, "person") for text in PERSONS])
    one, other = all_pairs(prepared)
    assert may_reach(prepared, one, other, THRESHOLD).mean() < 0.15


def test_names_of_several_kinds_can_be_prepared_together() -> None:
    names = [
        *(read_name(text, "person") for text in PERSONS),
        *(read_name(text, "organisation") for text in ORGANISATIONS),
    ]
    prepared = PreparedNames(names)
    one, other = all_pairs(prepared)
    is_one_kind = prepared.kinds[one] == prepared.kinds[other]
    one, other = one[is_one_kind], other[is_one_kind]
    assert matches_from(prepared, one, other, THRESHOLD) == full_scores(names, one, other)


def test_no_pairs_have_no_matches() -> None:
    nowhere = np.empty(0, dtype=np.int64)
    assert matches_from(PreparedNames([]), nowhere, nowhere, THRESHOLD) == {}
    assert matches_from(PreparedNames([read_name("Ali", "person")]), nowhere, nowhere, THRESHOLD) == {}


def test_a_limit_below_the_rough_rules_is_refused() -> None:
    with pytest.raises(ValueError, match="use match_of for"):
        matches_from(PreparedNames([]), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), 0.3)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_real_names_have_the_scores_of_single_pairs(shared_data: Path, kind: Kind) -> None:
    with (shared_data.parent / "gold/name_pairs.csv").open(encoding="utf-8", newline="") as lines:
        pairs = [(row["name1"], row["name2"]) for row in csv.DictReader(lines)]
    names = [read_name(text, kind) for pair in pairs for text in pair]
    random = Random(4)
    one = np.array([*range(0, len(names), 2), *random.choices(range(len(names)), k=4000)])
    other = np.array([*range(1, len(names), 2), *random.choices(range(len(names)), k=4000)])
    assert matches_from(PreparedNames(names), one, other, THRESHOLD) == full_scores(names, one, other)
