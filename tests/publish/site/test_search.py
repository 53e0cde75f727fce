"""The index of the search: which words lead to whom."""

from datetime import date
from pathlib import Path

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
