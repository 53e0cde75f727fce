"""The files of the languages: complete, and each word once."""

import re
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import pipelines.claims.languages
from pipelines.claims.languages import LANGUAGES
from pipelines.claims.languages.wording import as_stems, wording


def source(language: str) -> dict[str, Any]:
    text = (files("pipelines.claims.languages") / f"{language}.toml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    return tomllib.loads(text)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_language_has_all_that_the_rules_ask_for(language: str) -> None:
    model = source("ru")
    given = source(language)
    assert set(given) == set(model)
    assert set(given["words"]) == set(model["words"])
    assert {"past", "noun"} <= {form for verb in given["verb"] for form in verb["forms"]}
    assert wording(language).language == language


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_verb_asks_for_nouns_that_the_language_has(language: str) -> None:
    given = source(language)
    asked = {kind for verb in given["verb"] for kind in verb["needs"]}
    assert asked == set(given["nouns"])


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_list_says_a_word_twice(language: str) -> None:
    def twice(value: object, where: str) -> list[str]:
        if isinstance(value, dict):
            return [word for key, each in value.items() for word in twice(each, f"{where}.{key}")]
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return [f"{where}: {word}" for word, count in Counter(value).items() if count > 1]
        return [word for each in value for word in twice(each, where)] if isinstance(value, list) else []

    assert twice(source(language), language) == []


def test_every_word_list_is_used() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in Path(pipelines.claims.languages.__file__).parent.glob("*.py")
    )
    assert sorted(set(source("ru")["words"]) - set(re.findall(r'"(\w+)"', code))) == []


@pytest.mark.parametrize(
    ("name", "stems"),
    [("Беларусь", "Беларус~"), ("Северная Корея", "Северн~ Коре~"), ("США", "США"), ("Іран", "Іран~")],
)
def test_a_country_is_known_in_all_its_cases(name: str, stems: str) -> None:
    assert as_stems(name) == stems
