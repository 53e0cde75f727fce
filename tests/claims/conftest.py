"""Fixtures that the tests of the news side share."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.articles.article import Article
from pipelines.claims.claim import Claim
from pipelines.claims.extraction import Extractor

TUESDAY = date(2024, 5, 14)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Building one takes a second, and using it leaves no trace."""
    return Extractor()


@pytest.fixture(scope="session")
def claims_in(extractor: Extractor) -> Callable[..., list[Claim]]:
    """Claims of a text written on Tuesday 14 May 2024, unless another day is given."""

    def claims(text: str, day: date | None = TUESDAY) -> list[Claim]:
        return extractor.claims(Article("a", text, day))

    return claims


@pytest.fixture(scope="session")
def asserted_in(claims_in: Callable[..., list[Claim]]) -> Callable[..., list[Claim]]:
    """The same without what is only mentioned."""

    def claims(text: str, day: date | None = TUESDAY) -> list[Claim]:
        return [claim for claim in claims_in(text, day) if claim.strength == "asserted"]

    return claims


class Scorer:
    """The scorer kept beside the shared files, run as a program; what it prints, as figures."""

    def __init__(self, program: Path, folder: Path, extractor: Extractor) -> None:
        self.program, self.folder, self.extractor = program, folder, extractor

    def score(self, gold: list[dict[str, Any]]) -> dict[str, float]:
        """Scores the claims of labelled passages ({"id", "date", "text", "claims"})."""
        predicted = [
            {"id": each["id"], "claims": [claim.as_json() for claim in self.claims(each["text"], each["date"])]}
            for each in gold
        ]
        paths = [self.written("predicted", predicted), self.written("gold", gold)]
        run = subprocess.run([sys.executable, self.program, *paths], capture_output=True, text=True, check=True)
        return figures(run.stdout)

    def claims(self, text: str, day: str) -> list[Claim]:
        return self.extractor.claims(Article("a", text, date.fromisoformat(day)))

    def written(self, name: str, rows: list[dict[str, Any]]) -> Path:
        path = self.folder / f"{name}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path


def figures(printed: str) -> dict[str, float]:
    """The figures that the tests hold to, from the scorer's report."""
    patterns = {
        "f1": r"detection: all .* F1=([\d.]+)",
        "precision": r"detection: all .* P=([\d.]+)",
        "without_claim": r"passages without any claim: (\d+)",
        "with_a_false_one": r"with a false one: (\d+)",
        "count": r"\n  count +([\d.]+)",
        "qualifier": r"\n  qualifier +([\d.]+)",
        "unit": r"\n  unit +([\d.]+)",
        "country": r"\n  country +([\d.]+)",
        "date": r"\n  date +([\d.]+)",
        "attribution": r"\n  attribution +([\d.]+)",
        "names": r"named targets .* F1=([\d.]+)",
        "length": r"length: median ([\d.]+)",
    }
    found = {name: re.search(pattern, printed) for name, pattern in patterns.items()}
    return {name: float(match[1]) for name, match in found.items() if match}


@pytest.fixture
def scorer(shared_data: Path, tmp_path: Path, extractor: Extractor) -> Scorer:
    """Skips where the scorer is not kept beside the shared files."""
    program = shared_data.parent / "tools" / "score_claims.py"
    if not program.is_file():
        pytest.skip("no score_claims.py beside the shared files")
    return Scorer(program, tmp_path, extractor)
