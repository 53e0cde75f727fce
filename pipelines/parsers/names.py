"""Names in a cell: several names, aliases and notes written inside a name, labels that are no names.

Here: what holds for names on any list. Not here: the notations of Japan's list (see pipelines.parsers.jp.texts), and
normalising a name for comparing (see pipelines.designations.names).

Seen in real cells of ten lists: "X (also known as Y)", "X (a.k.a. Y; Z)", "X A/K/A Y", "PEARL (A.K.A. CHU) LI",
"F.K.A. X", "X (previously listed as)", "X (formerly listed as. In Arabic: ...)", "X; Y", "X, Y" (two spellings of one
name), "X (false identity related to ...)", ") X", "X;", "unknown", "X [aka Y, Z]", "X(f.k.a . Y)", "X (Y; a.k.a. Z)".
An acronym or a place in brackets is part of the name: "HAQQANI NETWORK (HQN)", "AL-HARAMAIN (PAKISTAN)".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from pipelines.parsers.record import Name, NameKind, NameQuality
from pipelines.parsers.texts import folded, is_placeholder

_FORMER = (
    r"f\s?\.\s?k\s?\.\s?a\.?|f/k/a|(?:formerly|previously)(?:\s+(?:known|listed|named|called|registered)(?:\s+as)?)?"
)
_NOW = r"n\s?\.\s?k\s?\.\s?a\.?|n/k/a|now known as|currently known as"
_OTHER = (
    r"a\s?\.\s?k\s?\.\s?a\.?|a/k/a|d\.\s?b\.\s?a\.?|d/b/a|(?:also|better|commonly|variously) known as|known as|"
    r"also listed as|doing business as|trading as|t/a|also spelled|also transliterated as|also written(?: as)?"
)
_MAIDEN = r"n[ée]e\.?|maiden name|birth name|born as"
_AT_START = re.compile(
    rf"(?:(?P<fka>{_FORMER}|fka)|(?P<nka>{_NOW}|nka)|(?P<aka>{_OTHER}|aka|dba|alias(?:es)?)|(?P<maiden>{_MAIDEN}))"
    r"(?![\w'’-])\s*[:.,]*\s*",
    re.IGNORECASE,
)
"""A label at the beginning of a text or of a bracket."""
_MAY_BE_A_NAME = re.compile(r"(?:AKA|FKA|NKA|DBA|N[Ee]e)\s")
"""At the beginning, without a full stop and outside brackets: "AKA Bank", "Nee Win"."""
_INSIDE = re.compile(
    r"[\s,;]+(?:(?P<fka>(?i:f\.\s?k\.\s?a\.?|f/k/a)|(?i:formerly|previously) (?i:known|listed) (?i:as))"
    rf"|(?P<nka>(?i:{_NOW}))|(?P<aka>(?i:{_OTHER})|aka|alias)|(?P<maiden>née|(?i:nee\.)))[:,]?\s+"
)
"""A label between two names. A bare AKA or NEE in capitals is a family name."""
_ONLY_A_LABEL = re.compile(rf"(?:{_FORMER}|{_NOW}|{_OTHER}|aka|fka|nka|alias(?:es)?)[\s.:]*", re.IGNORECASE)
_SCRIPT = re.compile(
    r"^(?:in (?:arabic|russian|cyrillic|chinese|farsi|persian|hebrew|korean|ukrainian|belarusian)|original script|"
    r"(?:arabic|cyrillic|chinese|russian|ukrainian|belarusian|farsi|persian|korean)(?: script)?)\s*:\s*",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\b(?:deceased|d\.?o\.?b|p\.?o\.?b|born|passport|false (?:identity|name)|fraudulent|nationality|citizen|"
    r"(?:good|low) quality|low-quality|weak alias|nom de guerre|call ?sign|believed|phonetic|spelling|"
    r"transliteration|patronymic|listed (?:as|on|by|under)|son of|daughter of|identification number|"
    r"this aka only|see also|not to be confused)\b",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*[(（]([^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*)[)）]")
_SQUARE_BRACKET = re.compile(r"\[([^\[\]()]*)\]")
_LEADING_AND = re.compile(r"^(?:and|or)\s+(?=[A-Z\d])")
"""Before the last of several aliases that another sign divides: "A; and B"."""
_EDGES = " ,;:\t"
ALIKE = 75
"""How alike (0 to 100) two words are that spell one name."""


@dataclass(slots=True)
class NameCell:
    """What a cell of names holds: (name, kind) in its order, the one that it begins with first; and its notes."""

    names: list[tuple[str, NameKind]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def names_in(cell: str, kind: NameKind = "aka") -> NameCell:
    """The names in a cell, each once, with the notes on them.

    Args:
        cell: as published.
        kind: the kind of a name that has no label before it.
    """
    cell_names = NameCell()
    for piece in _split_outside_brackets(_labels_in_round_brackets(folded(cell)), ";；|"):
        _read_piece(piece, kind, cell_names)
    unique: dict[str, NameKind] = {}
    for name, name_kind in cell_names.names:
        unique.setdefault(name, name_kind)
    cell_names.names = list(unique.items())
    return cell_names


def without_labelled_aliases(text: str) -> tuple[str, list[tuple[str, NameKind]]]:
    """The text without aliases that have a label and stand in brackets, and these aliases. Other brackets stay.

    "X (Y; a.k.a. Z)" gives "X (Y)" and Z.
    """
    aliases: list[tuple[str, NameKind]] = []

    def rest_of_bracket(bracket: re.Match[str]) -> str:
        """What stays in place of a bracket: the part before its first label, whose aliases are added to `aliases`.

        The bracket itself if it has no label, or only a placeholder ("unknown") after it.
        """
        kept, label, rest = _divided_at_first_label(folded(bracket[1]))
        if label is None or is_placeholder(rest):
            return bracket[0]
        aliases.extend(_names_after_label(rest, _kind_of(label)))
        return f" ({kept}) " if kept else " "

    return folded(_BRACKET.sub(rest_of_bracket, _labels_in_round_brackets(text))), aliases


def names_and_notes(cell: str, quality: NameQuality, kind: NameKind = "aka") -> tuple[list[Name], list[str]]:
    """The names in a cell as parts of a record, and the notes on them.

    The first has this quality and kind. The others are strong, or weak if the first is weak.
    """
    cell_names = names_in(cell, kind)
    other: NameQuality = "weak" if quality == "weak" else "strong"
    qualities = [quality, *(other for _ in cell_names.names[1:])]
    return [
        Name(name, level, name_kind) for (name, name_kind), level in zip(cell_names.names, qualities, strict=False)
    ], cell_names.notes


def alike_names(name: str) -> list[str]:
    """The spellings of one name that commas divide, "Petro Exemplov, Pyotr Exemplov"; else the name as it is.

    Each part must have several words and share one, or one spelled much like it, with the first: "EXEMPLOV, Petro" is
    one name.
    """
    parts = [part.strip() for part in name.split(",")]
    if len(parts) < 2 or not all(len(part.split()) > 1 for part in parts):
        return [name]
    first = _long_words(parts[0])
    return parts if all(_share_a_word(first, _long_words(part)) for part in parts[1:]) else [name]


def base_name(cell: str) -> str:
    """The name at the beginning of a cell, without aliases and notes: a stable base for an id."""
    cell_names = names_in(cell)
    return cell_names.names[0][0] if cell_names.names else folded(cell)


def _long_words(name: str) -> list[str]:
    """The words of a name with more than three letters, in lower case."""
    return [word for word in re.findall(r"\w+", name.casefold()) if len(word) > 3]


def _share_a_word(words: list[str], others: list[str]) -> bool:
    """Whether any word of one name is spelled as a word of the other, or nearly so."""
    return any(fuzz.ratio(word, other) >= ALIKE for word in words for other in others)


def _labels_in_round_brackets(text: str) -> str:
    """The text with round brackets in place of square ones that begin with a label: "X [aka Y]" becomes "X (aka Y)"."""
    if "[" not in text:
        return text
    return _SQUARE_BRACKET.sub(
        lambda bracket: f"({bracket[1]})" if _AT_START.match(bracket[1].strip()) else bracket[0], text
    )


def _divided_at_first_label(inner: str) -> tuple[str, re.Match[str] | None, str]:
    """What a bracket holds before its first label, the label, and what follows it.

    A label stands at the beginning or after ";": "(Y; a.k.a. Z)". Without a label: the whole text, None and "".
    """
    start = 0
    for piece in inner.split(";"):
        text = piece.strip()
        if (label := _AT_START.match(text)) and not (start and _MAY_BE_A_NAME.match(text)):
            offset = inner.index(text, start)
            return inner[:start].strip(_EDGES), label, inner[offset + label.end() :].strip(_EDGES)
        start += len(piece) + 1
    return inner, None, ""


def _split_outside_brackets(text: str, separators: str) -> list[str]:
    """The text divided at every separator that does not stand inside a pair of brackets."""
    if not any(separator in text for separator in separators):
        return [text]
    pieces, start, position = [], 0, 0
    for opening, closing in [*_closed_brackets(text), (len(text), len(text))]:
        for index in range(position, opening):
            if text[index] in separators:
                pieces.append(text[start:index])
                start = index + 1
        position = closing + 1
    return [*pieces, text[start:]]


def _closed_brackets(text: str) -> list[tuple[int, int]]:
    """The positions (opening, closing) of the outermost pairs of brackets, in order; unpaired brackets are ignored."""
    opened: list[int] = []
    closed: list[tuple[int, int]] = []
    for index, letter in enumerate(text):
        if letter in "(（":
            opened.append(index)
        elif letter in ")）" and opened:
            opening = opened.pop()
            while closed and closed[-1][0] > opening:
                closed.pop()
            closed.append((opening, index))
    return closed


def _read_piece(piece: str, kind: NameKind, cell_names: NameCell) -> None:
    """Add the name in one piece of a cell, and the names and notes that its brackets and labels contain.

    A label at the beginning gives the name its kind; without one it is of `kind`.
    """
    piece = piece.strip()
    if (whole_bracket := _BRACKET.fullmatch(piece)) and (label := _AT_START.match(whole_bracket[1].strip())):
        kind, piece = _kind_of(label), whole_bracket[1].strip()[label.end() :]
    if (label := _AT_START.match(piece)) and not _MAY_BE_A_NAME.match(piece):
        kind = _kind_of(label)
        piece = piece[label.end() :]
    first_part, *other_parts = _parts_with_kinds(piece)
    bracket_names: list[tuple[str, NameKind]] = []
    name_before = _BRACKET.sub(lambda bracket: _read_bracket(bracket, bracket_names, cell_names), first_part[0])
    if any(name == _ITSELF for name, _ in bracket_names):
        kind = next(name_kind for name, name_kind in bracket_names if name == _ITSELF)
    _add_name(cell_names, name_before, kind)
    for name, name_kind in bracket_names:
        if name != _ITSELF:
            _add_name(cell_names, name, name_kind)
    for text, label_kind in other_parts:
        _read_piece(text, label_kind, cell_names)


_ITSELF = "\0"
"""In place of a name: the label in brackets says of what kind the name before it is."""


def _parts_with_kinds(piece: str) -> list[tuple[str, NameKind]]:
    """The parts of a piece, divided at labels outside brackets, each with the kind that the label before it names.

    The first part has no label before it and is an "aka".
    """
    parts: list[tuple[str, NameKind]] = []
    start, kind = 0, "aka"
    labels = [label for label in _INSIDE.finditer(piece) if label.start() > 0]
    covered = [match.span() for match in _BRACKET.finditer(piece)] if labels else []
    for label in labels:
        if any(first <= label.start() < last for first, last in covered):
            continue
        parts.append((piece[start : label.start()], kind))  # type: ignore[arg-type]  # a kind of name
        start, kind = label.end(), _kind_of(label)
    return [*parts, (piece[start:], kind)]  # type: ignore[list-item]  # a kind of name


def _read_bracket(bracket: re.Match[str], bracket_names: list[tuple[str, NameKind]], cell_names: NameCell) -> str:
    """What is left in the name in place of a bracket; its names are added to `bracket_names`, its note to `cell_names`.

    A placeholder, a name in another script and a note leave a blank; of labelled names the part before the label stays.
    Any other bracket is part of the name and stays as it is.
    """
    inner = folded(bracket[1]).strip(_EDGES)
    if is_placeholder(inner):
        return " "
    kept, label, rest = _divided_at_first_label(inner)
    if label is not None:
        if script := _SCRIPT.match(rest):
            bracket_names.extend([(_ITSELF, _kind_of(label)), (rest[script.end() :], "spelling")])
        elif is_placeholder(rest):
            bracket_names.append((_ITSELF, _kind_of(label)))
        else:
            bracket_names.extend(_names_after_label(rest, _kind_of(label)))
        return f" ({kept}) " if kept else " "
    if script := _SCRIPT.match(inner):
        bracket_names.append((inner[script.end() :], "spelling"))
        return " "
    if _NOTE.search(inner):
        cell_names.notes.append(inner)
        return " "
    return bracket[0]


def _names_after_label(text: str, kind: NameKind) -> Iterator[tuple[str, NameKind]]:
    """The names after a label in brackets, divided at ";", and at commas or "and" if another label follows."""
    for piece in re.split(r";\s*|,\s*(?=(?:and |or )?[afn][./]\s?k[./])|\s+and\s+(?=[afn][./]\s?k[./])", text):
        label = _AT_START.match(piece.strip())
        name = piece.strip()[label.end() :] if label else piece
        for spelling in alike_names(name):
            yield spelling, _kind_of(label) if label else kind


def _kind_of(label: re.Match[str]) -> NameKind:
    """The kind of name that a label means: former ("fka"), now known as ("nka") or also known as ("aka")."""
    return "fka" if label["fka"] or label["maiden"] else "nka" if label["nka"] else "aka"


def _add_name(cell_names: NameCell, text: str, kind: NameKind) -> None:
    """Add a name to the cell's names, unless it is empty, a placeholder or only a label."""
    name = without_stray_marks(text)
    if not is_placeholder(name) and not _ONLY_A_LABEL.fullmatch(name):
        cell_names.names.append((name, kind))


def without_stray_marks(text: str) -> str:
    """A name without separators and unpaired brackets at its ends: ") Juhan" becomes "Juhan", "JSC X," "JSC X"."""
    name = _LEADING_AND.sub("", folded(text)).strip(_EDGES)
    while name and name[0] in ")）":
        name = name[1:].strip(_EDGES)
    while (name and name[-1] in "(（") or (name.endswith(")") and name.count(")") > name.count("(")):
        name = name[:-1].strip(_EDGES)
    if name.startswith("(") and name.count("(") > name.count(")"):
        name = name[1:].strip(_EDGES)
    return name
