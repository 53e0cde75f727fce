"""The names that one alias of the UN's list holds.

Here: taking an alias' text and note apart. Not here: where they stand in the file (see sc).

Most aliases are one name. Some hold several ("Fazel Rahim; Fazil Rahim", one with "b)" before the second), a name in
another script ("Abubakar (original script: Абубакар)", "أبو شيماء (Abu-Shaima; Abu-Shayma)"), that it is a former name
("(previously listed as)"), or a birth ("..., born in Kandahar on 01 Jan.1967"). A few notes are lists of spellings.
"""

import re
from collections.abc import Iterator

from pipelines.parsers.names import names_in
from pipelines.parsers.record import Name, NameKind, NameQuality

_BETWEEN_NAMES = re.compile(r"\s*;\s*(?![^()]*\))")
_BETWEEN_LETTERED = re.compile(r"\s+b\)\s+")
_INNER = re.compile(r"^(?P<outer>[^()]+?)\s*\((?P<inner>.+)\)\s*,?$", re.DOTALL)
_LISTED = re.compile(r"^(?P<outer>.+?)\s*\((?P<inner>[^()]*;[^()]*)\)$")
_ORIGINAL = re.compile(r"\b(?:original script|in arabic(?: script)?)\s*:\s*(?P<name>.+)", re.IGNORECASE | re.DOTALL)
_FORMER = re.compile(r"\b(?:previously|formerly) listed as\b", re.IGNORECASE)
_BORN = re.compile(r",?\s+born\s+(?:in\s+|on\s+)?.*\d{4}.*$", re.DOTALL)
_LATIN = re.compile(r"[A-Za-z]")
_LETTER_ELSEWHERE = re.compile("[\u0370-\u1dff\u2c00-\ua7ff\uac00-\uffff]")
_SPELLINGS = re.compile(r"[A-Z'’‘][^:;()\d]{2,60}(?:\s*;\s*[A-Z'’‘][^:;()\d]{2,60})+")


def names_of(text: str, note: str | None, quality: NameQuality, kind: NameKind) -> Iterator[Name]:
    """The names in one alias; mostly one.

    Args:
        text: the alias, white space folded.
        note: its note, if any.
        quality: of all of them, for the list gives one.
        kind: `aka` or `fka` as the list says it; a note or a bracket may say that it is a former name.
    """
    note_text = note or ""
    plain = text.replace(" (original script)", "")
    for piece in _single_names(plain):
        piece_kind: NameKind = "fka" if _FORMER.search(f"{piece} {note_text}") else kind
        yield from _names_of_alias(_BORN.sub("", piece), quality, piece_kind)
    if original := _ORIGINAL.search(note_text):
        yield Name(original["name"].strip(" .)"), quality, "spelling")
    elif not _LATIN.search(text) and _SPELLINGS.fullmatch(note_text):
        yield from (Name(part.strip(), quality, "spelling") for part in note_text.split(";"))


def _single_names(text: str) -> Iterator[str]:
    """The single names of a text, divided at ";" and before "b)"."""
    for lettered in _BETWEEN_LETTERED.split(text):
        yield from _BETWEEN_NAMES.split(lettered)


def _names_of_alias(text: str, quality: NameQuality, kind: NameKind) -> Iterator[Name]:
    """The names in one alias: a name alone, or with a bracket after it.

    The bracket may hold the name in its original script, other spellings, or the remark that it is a former name; a
    bracket of another kind is read as on any list.
    """
    spellings_bracket = _LISTED.match(text)
    bracketed = spellings_bracket or _INNER.match(text)
    if bracketed is None:
        yield from (Name(name, quality, name_kind) for name, name_kind in names_in(text, kind).names)
    elif original := _ORIGINAL.search(bracketed["inner"]):
        yield Name(bracketed["outer"], quality, kind)
        yield Name(original["name"], quality, "spelling")
    elif _FORMER.search(bracketed["inner"]):
        yield Name(bracketed["outer"], quality, kind)
    elif spellings_bracket or _differ_in_script(bracketed["outer"], bracketed["inner"]):
        yield Name(bracketed["outer"], quality, kind)
        yield from (Name(part.strip(), quality, "spelling") for part in bracketed["inner"].split(";") if part.strip())
    else:
        yield from (Name(name, quality, name_kind) for name, name_kind in names_in(text, kind).names)


def _differ_in_script(outer: str, inner: str) -> bool:
    """Whether one is in Latin letters and the other has none: then both are names, and neither explains the other."""
    outer_is_latin, inner_is_latin = bool(_LATIN.search(outer)), bool(_LATIN.search(inner))
    other = outer if inner_is_latin else inner
    return outer_is_latin != inner_is_latin and bool(_LETTER_ELSEWHERE.search(other))
