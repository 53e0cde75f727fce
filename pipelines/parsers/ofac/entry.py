"""One party as OFAC prints it in running text: name, other names, addresses, particulars, type, programmes, ties.

Here: taking such a paragraph apart into a record. Not here: finding paragraphs on a page (see notice), what labels
and remarks mean (see labels, remarks).

    NAME (Cyrillic: …) (a.k.a. …; a.k.a. "weak"), address; address; DOB …; … (individual) [TAG] [TAG] (Linked To: X).

Seen on the pages of 2022 to 2025:
- An entity has no word for its type, and its name may hold commas; where neither brackets nor a semicolon end the name,
  only a guess can tell it from the first address. All guesses are kept for whoever has a list to compare them with.
- A vessel has its call sign, type and flag between name and first semicolon: "NAME (CALL1) Crude Oil Tanker Malta
  flag".
- There is no native id.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.parsers.ofac.facts import SCRIPTS, add_address, add_fact, empty_record, one_line, parts_of_inverted
from pipelines.parsers.ofac.labels import LABEL_IN_TEXT, labels_in_text
from pipelines.parsers.ofac.remarks import read_remarks
from pipelines.parsers.record import Name, NameKind, NameQuality, PartyType, Record, Relationship, Report

_ALIAS = re.compile(r"(a\.k\.a\.|f\.k\.a\.|n\.k\.a\.|d\.b\.a\.)[:,]? +(.+)", re.IGNORECASE | re.DOTALL)
_ALIAS_KIND: dict[str, NameKind] = {"a.k.a.": "aka", "d.b.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}
_SPELLING = re.compile(r"(" + "|".join(map(re.escape, SCRIPTS)) + r"): *(.+)", re.DOTALL)
_TYPE_WORDS: dict[str, PartyType] = {
    "individual": "individual", "entity": "entity", "vessel": "vessel", "aircraft": "aircraft",
}  # fmt: skip
_QUOTED = re.compile(r"[\"“”‘'](.+?)[\"“”’'],?")
_TAG = re.compile(r"\[([^\[\]]*)\]\Z")
_NAME_SUFFIX = re.compile(
    r"(?:(?:AND|&) )?"
    r"(?:CO|COMPANY|CORP|INC|INCORPORATED|LTD|LIMITED|LTDA|LLC|L\.L\.C|LLP|LP|PLC|PTE|PTY|PVT|GMBH|A\.?G|S\.?A|S\.?A\.?S"
    r"|S\.?R\.?L|S\.?L|B\.?V|N\.?V|S\.?A\. DE C\.?V|S\. DE R\.?L\. DE C\.?V|JR|SR|II|III|JSC|OJSC|PJSC|OOO|AO)"
    r"\.?(?: (?:CO|LTD|INC|LIMITED|LLC|DE C\.?V)\.?)*",
    re.IGNORECASE,
)
"""Parts after a comma that belong to the name before it."""

_LABELLED = re.compile(
    r"(?:alt\. )?(?:(?:" + "|".join(map(re.escape, labels_in_text())) + r")(?=[ :])|" + LABEL_IN_TEXT.pattern + ")"
)
_VESSEL = re.compile(r"(?:\((?P<call>[A-Z0-9-]{3,9})\) *)?(?P<kind>.*?)(?: *(?P<flag>[^,;]+?) flag)?")
_VESSEL_TYPE = re.compile(
    r"(?:.*\b(?:Tanker|Carrier|Cargo|Ship|Vessel|Yacht|Barge|Tug|Ferry|Dredger|Trawler|Container|Ro-Ro|Storage|Unit)s?\b"
    r"(?:/\w+)?(?: \([^)]*\))?)"
)
_IN_CAPITALS = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph read: the record (its native id is empty), and every way in which its name may end."""

    record: Record
    heads: tuple[str, ...]


@dataclass(slots=True)
class _EntryEnd:
    """What stands at the end of an entry, taken off from behind."""

    rest: str
    party_type: PartyType | None = None
    programmes: list[str] = field(default_factory=list)
    linked_to: list[str] = field(default_factory=list)


def read_entry(text: str, default_type: PartyType, report: Report) -> Entry | None:
    """The party in a paragraph; None if the paragraph does not end with a programme, as entries do.

    Args:
        default_type: where the paragraph has no word for its type.
        report: of the notice; labels that are not known go there.
    """
    entry_end = _read_from_the_end(one_line(text.replace("\N{NO-BREAK SPACE}", " ")))
    if not entry_end.programmes or not entry_end.rest:
        return None
    party_type = entry_end.party_type or default_type
    beginning, other_names, rest = _name_and_other_names(entry_end.rest)
    heads, rest = _possible_names(beginning, rest, party_type, has_other_names=bool(other_names))
    parts = parts_of_inverted(heads[0]) if party_type == "individual" else ()
    record = empty_record("", party_type, heads[0], parts)
    record.programmes = entry_end.programmes
    record.relationships += [Relationship("Linked To", related_name=name) for name in entry_end.linked_to]
    for names_in_brackets in other_names:
        _add_names(names_in_brackets, record)
    if party_type == "vessel":
        rest = _add_vessel(rest, record, report)
    _add_addresses_and_facts(rest, record, report)
    return Entry(record, heads)


def ends_as_entry(text: str) -> bool:
    """Whether a text ends with a programme, as a complete entry does."""
    return bool(_read_from_the_end(text.strip()).programmes)


def _read_from_the_end(text: str) -> _EntryEnd:
    """The end of an entry (programmes, party type, links), taken off piece by piece, and the text before it."""
    entry_end = _EntryEnd(text.rstrip(" ."))
    while True:
        tag_match = _TAG.search(entry_end.rest)
        if tag_match:
            entry_end.programmes.insert(0, tag_match[1].strip())
            entry_end.rest = entry_end.rest[: tag_match.start()].rstrip()
            continue
        bracket = _text_in_last_brackets(entry_end.rest)
        word = bracket.casefold().strip() if bracket else ""
        if bracket is None or not (word in _TYPE_WORDS or bracket.startswith("Linked To:")):
            break
        if word in _TYPE_WORDS:
            entry_end.party_type = _TYPE_WORDS[word]
        else:
            linked_names = [part.strip().removeprefix("Linked To:").strip() for part in bracket.split("; ")]
            entry_end.linked_to = [*linked_names, *entry_end.linked_to]
        entry_end.rest = entry_end.rest[: -len(bracket) - 2].rstrip()
    entry_end.programmes = [programme for programme in entry_end.programmes if programme]
    return entry_end


def _text_in_last_brackets(text: str) -> str | None:
    """The text in the brackets at the end; None if there are none."""
    if not text.endswith(")"):
        return None
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[index], 0)
        if depth == 0:
            return text[index + 1 : -1]
    return None


def _name_and_other_names(text: str) -> tuple[str, list[str], str]:
    """The name before the first group of other names or semicolon, these groups, and the rest."""
    for index, depth in _depths(text):
        if depth == 0 and text[index] == ";":
            return text[:index].strip(), [], text[index + 1 :].strip()
        if depth == 1 and text[index] == "(" and _begins_with_alias_label(text[index + 1 :]):
            groups, rest = _groups_of_other_names(text[index:])
            return text[:index].strip(), groups, rest
    return text.strip(), [], ""


def _depths(text: str) -> Iterator[tuple[int, int]]:
    """Each position with the number of brackets that are open there, including one that opens there."""
    depth = 0
    for index, letter in enumerate(text):
        depth += letter == "("
        yield index, depth
        depth -= letter == ")"


def _begins_with_alias_label(text: str) -> bool:
    """Whether a text begins with a label of other names, "a.k.a." or "Cyrillic:"."""
    return bool(_ALIAS.match(text) or _SPELLING.match(text))


def _groups_of_other_names(text: str) -> tuple[list[str], str]:
    """The texts in brackets that hold other names, at the beginning of a text; and the text after them."""
    groups: list[str] = []
    while text.startswith("(") and _begins_with_alias_label(text[1:]):
        end = next((at for at, depth in _depths(text) if depth == 1 and text[at] == ")"), len(text))
        groups.append(text[1:end])
        text = text[end + 1 :].lstrip()
    return groups, text.lstrip(", ")


def _possible_names(
    beginning: str, rest: str, party_type: PartyType, *, has_other_names: bool
) -> tuple[tuple[str, ...], str]:
    """The possible names of a party, the most likely first, and the rest of the text.

    Without other names in brackets nothing divides the name from the address after it: all ways to divide them at a
    comma are kept, so that a caller who has the list can choose. The address is part of the rest.

    Args:
        beginning: the text up to other names or the first semicolon.
        rest: the text after it.
        party_type: a person has a comma in the name, "LAST, First".
        has_other_names: other names in brackets follow, and end the name.
    """
    pieces = beginning.split(", ")
    if has_other_names or len(pieces) == 1 or party_type == "vessel":
        return (
            _possible_vessel_names(beginning, rest)
            if party_type == "vessel" and not has_other_names
            else ((beginning,), rest)
        )
    likely_length = 2 if party_type == "individual" else 1
    while likely_length < len(pieces) and _NAME_SUFFIX.fullmatch(pieces[likely_length]):
        likely_length += 1
    others = [", ".join(pieces[:count]) for count in range(len(pieces), 0, -1) if count != likely_length]
    address = ", ".join(pieces[likely_length:])
    return (", ".join(pieces[:likely_length]), *others), "; ".join(part for part in (address, rest) if part)


def _possible_vessel_names(beginning: str, rest: str) -> tuple[tuple[str, ...], str]:
    """The names that a vessel may have, the likeliest first, and the rest of its entry.

    The likeliest name is the words in capitals before call sign, type and flag; the other is all of `beginning`.

    Args:
        beginning: the text up to the first semicolon: the name, with or without call sign, type and flag.
        rest: the text after it. What follows the likeliest name in `beginning` is put before it.
    """
    words = beginning.split(" ")
    count = next(
        (at for at, word in enumerate(words) if word.startswith("(") or not _IN_CAPITALS.fullmatch(word)), None
    )
    if not count:
        return (beginning,), rest
    after_name = " ".join(words[count:])
    return (" ".join(words[:count]), beginning), "; ".join(part for part in (after_name, rest) if part)


def _add_names(group: str, record: Record) -> None:
    """Add the names in a group in brackets: spellings of the primary name, or other names with their spellings."""
    for piece in _split_at_semicolons(group):
        alias_match = _ALIAS.fullmatch(piece)
        kind = _ALIAS_KIND[alias_match[1].casefold()] if alias_match else "name"
        name, groups, _ = _name_and_other_names(alias_match[2] if alias_match else f"({piece})")
        quoted = _QUOTED.fullmatch(name)
        quality: NameQuality = "weak" if quoted else "strong"
        name = quoted[1] if quoted else name
        if name:
            parts = parts_of_inverted(name) if record.party_type == "individual" else ()
            record.names.append(Name(name, quality, kind, parts=parts))
        for spelling in (part for one in groups for part in _split_at_semicolons(one)):
            _add_spelling(spelling, quality, record)


def _add_spelling(piece: str, quality: NameQuality, record: Record) -> None:
    """Add a spelling in another script; any other piece goes to `not_understood`."""
    spelling_match = _SPELLING.fullmatch(piece)
    if spelling_match:
        record.names.append(Name(spelling_match[2].strip(), quality, "spelling", SCRIPTS[spelling_match[1]]))
    else:
        record.not_understood.append(piece)


def _split_at_semicolons(text: str) -> list[str]:
    """The pieces between semicolons outside brackets."""
    semicolons = [at for at, depth in _depths(text) if depth == 0 and text[at] == ";"]
    bounds = zip([-1, *semicolons], [*semicolons, len(text)], strict=True)
    return [piece for start, end in bounds if (piece := text[start + 1 : end].strip())]


def _add_vessel(rest: str, record: Record, report: Report) -> str:
    """Add call sign, type and flag, if the first piece states them; return the pieces that are left."""
    first_piece, _, other_pieces = rest.partition(";")
    if _LABELLED.match(first_piece) or not (
        first_piece.endswith(" flag") or first_piece.startswith("(") or _VESSEL_TYPE.match(first_piece)
    ):
        return rest
    vessel_match = _VESSEL.fullmatch(first_piece.strip())
    if vessel_match is None:
        return rest
    type_and_flag = " ".join(part for part in (vessel_match["kind"], vessel_match["flag"]) if part)
    kind = _VESSEL_TYPE.match(type_and_flag)
    flag = type_and_flag[kind.end() :].strip() if kind else type_and_flag
    for label, value in (("Vessel Call Sign", vessel_match["call"]), ("Vessel Type", kind and kind[0])):
        if value:
            add_fact(record, report, label, value)
    if flag:
        add_fact(record, report, "Vessel Flag", flag) if vessel_match["flag"] else record.not_understood.append(flag)
    return other_pieces.strip()


def _add_addresses_and_facts(rest: str, record: Record, report: Report) -> None:
    """Add addresses up to the first piece with a label, then the facts in the remaining pieces."""
    pieces = _split_at_semicolons(rest)
    first_labelled = next((index for index, piece in enumerate(pieces) if _LABELLED.match(piece)), len(pieces))
    for piece in pieces[:first_labelled]:
        *street, city, country = ["", "", *piece.split(", ")]
        add_address(record, streets=[part for part in street if part], city=city, country=country)
    particulars = "; ".join(pieces[first_labelled:])
    if particulars:
        record.remarks = particulars
        read_remarks(particulars, record, report)
