"""The word lists: read whole, said once, and each of use."""

import re
from collections import Counter
from pathlib import Path

import pytest

import pipelines.claims
from pipelines.claims.english.lexicon import load, read
from pipelines.claims.tokens import Splitter

FOLDER = Path(pipelines.claims.__file__).parent
FILES = sorted(path.stem for path in (FOLDER / "english" / "lexicons").glob("*.toml"))


@pytest.mark.parametrize("name", FILES)
def test_a_file_opens_with_what_it_is_for(name: str) -> None:
    assert (FOLDER / "english" / "lexicons" / f"{name}.toml").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", FILES)
def test_no_list_says_a_word_twice(name: str) -> None:
    def twice(value: object, where: str) -> list[str]:
        if isinstance(value, dict):
            inner = {key: each for key, each in value.items() if key != "irregular"}  # "hit" is its own past
            return [word for key, each in inner.items() for word in twice(each, f"{where}.{key}")]
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return [f"{where}: {word}" for word, count in Counter(value).items() if count > 1]
        return []

    assert twice(read(name), name) == []


def test_every_list_of_function_words_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / "english").glob("*.py"))
    asked = set(re.findall(r'"(\w+)"', code))
    assert sorted(set(read("grammar")) - asked) == []


def test_phrases_keep_their_capitals() -> None:
    lexicon = load(Splitter().words)
    assert lexicon.named.at(("US",), ("us",), 0) is not None
    assert lexicon.named.at(("us",), ("us",), 0) is None
    assert lexicon.named.at(("turkey",), ("turkey",), 0) is None
