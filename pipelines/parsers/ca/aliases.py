"""The names that one alias cell of Canada's list holds, and texts that stand in English and French.

Here: taking those cells apart. Not here: where they stand in the file (see sema).

Aliases are divided by semicolons, commas, slashes, "or" and "and", and each mark also stands inside names: "Баранов,
Олег Анатольевич" is one name and so is "Авиакон Цитотранс АК, АО". A lone given name ("Andrei") is what many cells of
persons hold; it replaces the given name only, so it is kept as a weak alias. Some brackets are never closed or opened.
"""

import re
from collections.abc import Iterator

from pipelines.parsers.names import names_in
from pipelines.parsers.record import Name, NameQuality

LANGUAGES = {
    "arabic": "ar", "belarusian": "be", "belarussian": "be", "burmese": "my",
    "chinese": "zh", "farsi": "fa", "hebrew": "he",
    "korean": "ko", "persian": "fa", "russian": "ru", "spanish": "es", "ukrainian": "uk",
}  # fmt: skip
LEGAL_FORMS = frozenset(
    {
        "ао", "ак", "зао", "мк", "нко", "оао", "ооо", "пао", "сао", "ag", "co", "company", "corp", "fze", "gmbh", "inc",
        "jsc", "limited", "llc", "ltd", "ojsc", "oao", "ooo", "pao", "pjsc", "plc", "pte", "sa", "zao",
    }
)  # fmt: skip

_OUTSIDE_BRACKETS = r"(?![^()]*\))"
_MAIN = re.compile(rf"\s*;\s*{_OUTSIDE_BRACKETS}|\s+[/|]\s+{_OUTSIDE_BRACKETS}|\s+(?:or|OR)\s+{_OUTSIDE_BRACKETS}")
_TIGHT_SLASH = re.compile(rf"(?<=\w[^/]{{2}})/(?=[^/]{{3}}){_OUTSIDE_BRACKETS}")
_SLASH = re.compile(rf"\s*/\s*{_OUTSIDE_BRACKETS}")
_COMMA = re.compile(rf"\s*,\s*{_OUTSIDE_BRACKETS}")
_AND = re.compile(r"\s+and\s+")
_LABEL = re.compile(rf"\b({'|'.join(LANGUAGES)})\s*:\s*", re.IGNORECASE)
_PATRONYMIC = re.compile(r"(?:вич|вна|вiч|віч|ўна|чна|vich|vych|vna|wicz|evna)\b", re.IGNORECASE)
_LEADING = re.compile(r"^(?:also(?: known as)?|a\.?k\.?a\.?|or|and)\s+", re.IGNORECASE)


def languages_of(text: str) -> list[str]:
    """The parts of a text by language: English, then French if it follows a slash or bar outside brackets."""
    pieces = re.split(rf"\s*[/|]\s*{_OUTSIDE_BRACKETS}", text)
    return [piece.rstrip(" ;") for piece in pieces if piece.rstrip(" ;")] or [text]


def aliases_of(text: str, *, is_person: bool) -> list[Name]:
    """All aliases in a cell, in order, without repeats. Where brackets are not all paired, they are left out."""
    names: dict[str, Name] = {}
    balanced = text if text.count("(") == text.count(")") else text.replace("(", "").replace(")", "")
    for piece, language in _names_with_languages(balanced, is_person):
        for name, kind in names_in(_LEADING.sub("", piece)).names:
            names.setdefault(name, Name(name, _quality(name, is_person), kind, None, language))
    return list(names.values())


def _quality(name: str, is_person: bool) -> NameQuality:
    """The quality of an alias: "weak" for a person's alias of one word, else "strong"."""
    return "weak" if is_person and len(name.split()) == 1 else "strong"


def _names_with_languages(text: str, is_person: bool) -> Iterator[tuple[str, str | None]]:
    """The single names of a cell, each with the language that the label directly before it states, "Russian:".

    None for a name without a label.
    """
    pieces = _LABEL.split(text)
    yield from ((alias, None) for alias in _single_names(pieces[0], is_person))
    for label, after in zip(pieces[1::2], pieces[2::2], strict=True):
        for index, alias in enumerate(_single_names(after, is_person)):
            yield alias, LANGUAGES[label.lower()] if index == 0 else None


def _single_names(text: str, is_person: bool) -> Iterator[str]:
    """The single names of a text, divided at semicolons, "or", slashes and commas, and at "and" for persons.

    For other parties a slash divides only between longer words: "A/S" is a legal form.
    """
    for piece in _MAIN.split(text):
        for part in (_SLASH if is_person else _TIGHT_SLASH).split(piece):
            for name in _divided_at_commas(part, is_person):
                yield from _AND.split(name) if is_person else [name]


def _divided_at_commas(text: str, is_person: bool) -> list[str]:
    """The text divided at commas; a legal form such as "Ltd" stays with its name.

    "Family name, given name patronymic" is one name.
    """
    pieces = [part for part in _COMMA.split(text) if part]
    if is_person:
        return [text] if _is_family_name_first(pieces) else pieces
    joined: list[str] = []
    for piece in pieces:
        if joined and piece.strip(" .").casefold() in LEGAL_FORMS:
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
    return joined


def _is_family_name_first(pieces: list[str]) -> bool:
    """Whether the pieces are one name: a family name, a comma, then given name and patronymic."""
    return (
        len(pieces) == 2
        and len(pieces[0].split()) == 1
        and len(pieces[1].split()) == 2
        and bool(_PATRONYMIC.search(pieces[1]))
    )
