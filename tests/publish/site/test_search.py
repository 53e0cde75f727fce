"""The index of the search: which words lead to whom."""

import shutil
import subprocess
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from pipelines.publish.site.build import build_site
from tests.publish.conftest import designation, frames, published

DAY = date(2022, 2, 24)


@pytest.mark.parametrize(
    ("name", "latin", "words"),
    [
        ("Da'ud Sa‘adah", "daud saadah", {"da", "ud", "daud", "saadah"}),
        ("ХРЕНИН Виктор", "khrenin viktor", {"хренин", "khrenin", "viktor"}),
        ("José Núñez", "jose nunez", {"jose", "nunez"}),
    ],
)
def test_a_name_is_found_by_its_words_in_latin_letters_too(
    tmp_path: Path, name: str, latin: str, words: set[str]
) -> None:
    row = {
        "designation_id": "toy:1", "name": name, "name_latin": latin, "kind": "name", "quality": "primary",
        "first_seen_on": DAY, "last_seen_on": DAY, "is_current": True,
    }  # fmt: skip
    common = {each: frames()[each] for each in ("release", "official_list", "list_status", "snapshot")}
    tables = {**common, "designation": [designation("1", name)], "designation_name": [row]}
    build_site(published(tmp_path, tables), tmp_path / "site")
    index = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "site/search").glob("[wu]-*.js"))
    assert {word for word in words if f'"{word}":' not in index} == set()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("24 Belarusians", "found for"),
        ("sanctioned 24 Belarusians", "Nothing has every word of “sanctioned 24 Belarusians”; with 2 of the 3 words"),
        ("zzzzz 24 Belarusians qqqqq", "Nothing found for"),
        ("zzzzz Belarusians", "Nothing found for"),
    ],
)
def test_what_has_most_of_the_words_is_shown_where_nothing_has_all(
    example_site: Path, tmp_path: Path, query: str, said: str
) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    address = f"{(example_site / 'search.html').as_uri()}?q={quote(query)}"
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
    command = [chromium, *options, "--virtual-time-budget=5000", "--dump-dom", address]
    page = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert said in page
    if not said.startswith("Nothing found"):
        results = page.partition('id="results"')[2]
        assert "24 Belarusians" in results.partition("</li>")[0]
