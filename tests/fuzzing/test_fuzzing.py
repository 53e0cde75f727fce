"""A few seconds of fuzzing with a fixed seed, and files of hostile sizes; `make fuzz` goes on as long as asked."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from pipelines.parsers.record import UnreadableListError

from .mutations import mutated
from .targets import Target, targets

EXECUTIONS = 6


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_changed_files_are_read_or_refused(target: Target) -> None:
    chance = Random(f"1 {target.name}")
    for _ in range(EXECUTIONS):
        content = mutated(target.sample, chance)
        with suppress(*target.allowed):
            target.read(content)


@pytest.mark.parametrize("name", ["us_csl-json", "ua_nsdc", "fr_tresor"])
def test_json_that_is_nested_too_deep_is_refused(name: str) -> None:
    target = next(target for target in targets() if name in target.name)
    opening = target.sample[:1]
    nested = target.sample.rstrip()[:-1] + b"," + (b'"x":' if opening == b"{" else b"")
    nested += b"[" * 200_000 + b"]" * 200_000 + (b"}" if opening == b"{" else b"]")
    with pytest.raises(UnreadableListError, match="nested too deep"):
        target.read(nested)


def test_an_encoding_that_no_list_has_is_refused() -> None:
    target = next(target for target in targets() if target.name.startswith("un_sc"))
    hidden = b'<?xml version="1.0" encoding="UTF-7"?>' + target.sample[target.sample.index(b"<CONSOLIDATED") :]
    with pytest.raises(UnreadableListError, match="declares the encoding UTF-7"):
        target.read(hidden)


@pytest.mark.slow
def test_hostile_sizes_stay_within_bounds_of_time_and_memory() -> None:
    """In a process of its own, which bounds what each reader takes: 10 s of CPU and 1 GiB beyond what it held."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzzing", "--inflate", "300", "--every", "4"],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if "slowest" in line]
    assert len(lines) == len(targets()), done.stderr
    assert done.returncode == 0, done.stdout
