"""OFAC's remarks, read: the running text that holds, in the CSV, everything the XML states in fields of its own.

Here: taking remarks apart and putting each piece in its place in a record.
Not here: the vocabulary of labels (see labels), or joining remarks with their spill-over file (see csv).

Remarks are pieces divided by semicolons and closed by one full stop. A piece is a label and its value ("Tax ID No.
7744001497 (Russia)"), perhaps after "alt.", or a weak alias ("a.k.a. 'BNC'"), a tie ("Linked To: HIZBALLAH"), a phrase
that OFAC sets under many entries, or free text. The legacy XML has the free text and the ties alone.

Seen in the files of 2019 to 2025:
- One full stop closes the remarks, also where a name ends in one: "Linked To: X CO., LTD." means X CO., LTD. in full.
- A country in brackets follows a number after a space, brackets inside a number no space: "D489833(9) (Hong Kong)".
- Text cut at 1,000 characters, whose spill-over file is not at hand, ends in a piece of which nothing can be trusted.
"""

import re
from collections import defaultdict

from pipelines.parsers.ofac.facts import add_fact, dated_note, one_line
from pipelines.parsers.ofac.labels import LABEL_IN_TEXT, labels_in_text, meaning_of
from pipelines.parsers.record import Feature, Identifier, IdentifierKind, Name, NameKind, Record, Relationship, Report

LONGEST = 1_000
"""Characters of remarks in the main CSV file; what is longer is continued in the spill-over file."""

_ALIAS = re.compile(r"(a\.k\.a\.|f\.k\.a\.|n\.k\.a\.|d\.b\.a\.|aka)[:,]? +['\"‘“](.+?)['\"’”]?", re.IGNORECASE)
_ALIAS_KIND: dict[str, NameKind] = {"a.k.a.": "aka", "aka": "aka", "d.b.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}
_LINKED = re.compile(r"\(?Linked To: *([^()]+(?:\([^()]*\)[^()]*)*)\)?")
_DOCUMENT = re.compile(
    r"(?P<number>.+?)"
    r"(?P<groups>(?: \([^()]*\))*)"
    r"(?: issued (?P<issued>(?:circa )?(?:[0-9]{1,2} )?(?:[A-Z][a-z]{2} )?[0-9]{4}))?"
    r"(?: expires (?P<expires>(?:circa )?(?:[0-9]{1,2} )?(?:[A-Z][a-z]{2} )?[0-9]{4}))?"
)
_CONTACT = re.compile(
    r"(?:(?P<email>[^\s@]+@[^\s@]+\.[^\s@.]+)|(?P<site>(?:https?://|www\.)\S+?))(?: \((?:email|website)\))?\.?"
)
_FAMILY = re.compile(
    r"((?:(?:half|step|adopted)[- ])?(?:wife|husband|spouse|son|daughter|brother|sister|nephew|niece|cousin|father"
    r"|mother|child)"
    r"(?:-in-law)? of) (.+)",
    re.IGNORECASE,
)
_PARTICULARS = {
    "indictment": re.compile(r"(ICTY indictee.*)"),
    "custody": re.compile(
        r"((?:arrested|(?:currently )?(?:incarcerated|in (?:jail|custody|prison)|detained)) .+)", re.IGNORECASE
    ),
    "title": re.compile(
        r"((?:Haji|Hajji|Doctor|Dr|Mufti|Maulana|Maulavi|Maulawi|Mullah|Qari|Shaykh|Sheikh|Ustad|Hojjatoleslam|Ayatollah|Professor"
        r"|Engineer|Reverend|Senator|Mr|Mrs|Lt\. Col|Brig\. General)\.?)",
        re.IGNORECASE,
    ),
    "ethnicity": re.compile(r"(?:ethnicity:? )(.+)", re.IGNORECASE),
    "tribe": re.compile(r"((?:Sub)?Tribe: .+)", re.IGNORECASE),
    "affiliation": re.compile(r"((?:HAMAS|PFLP|DFLP)(?: - .+)?)"),
    "position": re.compile(r"(?:Position|Occupation|Alternate Title)[:,] (.+)", re.IGNORECASE),
    "height": re.compile(r"(?:Individual's )?height (?:is )?(.+)", re.IGNORECASE),
}
"""What free text says in wordings that recur: kind of feature → the whole piece, its value as group 1."""
_POSITION = re.compile(
    r"\b(?:minister|president|presidential|director|commander|chairman|chairwoman|chairperson|head|member|leader|governor"
    r"|colonel|general|brigadier|major|admiral|lieutenant|ambassador|secretary|judge|prosecutor|officer|official|adviser|advisor"
    r"|manager|commissioner|representative|employee|magistrate|aide|rector|chief|deputy|speaker|spokesman|spokesperson|founder"
    r"|co-founder|owner|shareholder|superintendent|marshal|politburo|coordinator|treasurer|counsel|partner|trustee|envoy"
    r"|businessman|financier|MP|executive|administrator|inspector|captain|Vice-Chairperson|superintendant|operative|figure"
    r"|undersecretary|attorney|mayor|assistant|associate|dealer|trafficker|doctor|sheikh)\b",
    re.IGNORECASE,
)
"""Words for what a person does: a piece of an individual's remarks that holds one states a position."""
_UNKNOWN_DOCUMENT = re.compile(
    r"(?P<label>[A-Z][^0-9;:]{2,60}?) (?P<value>[^ ]*[0-9][^ ]*(?: [^ ]*[0-9][^ ]*)* \([A-Z][A-Za-z, .]+\).*)"
)
_SENTENCE = re.compile(r": (?:See|this person) |Directive [0-9a-z]+ - ")
"""Values that are sentences: their own full stop closes the remarks too."""
_LOST_FULL_STOP = re.compile(
    r"(?:\b(?:LTD|CO|INC|CORP|LTDA|BHD|PTE|PVT|JR|SR)|\b(?:[A-Za-z]\.)+[A-Za-z])", re.IGNORECASE
)
_PHRASES = re.compile(
    r"(?:(?:all (?:offices|branches) worldwide\W*)?for more information[, ].*(?:https?:|www\.).*"
    r"|all (?:offices|branches)(?: and branches)? worldwide\W*(?:for more information.*)?"
    r"|https?://\S*(?:treasury|ofac)\.\S*"
    r"|and (?:all )?other (?:locations|offices) worldwide"
    r"|United States financial institutions are prohibited from opening or maintaining a correspondent account .*)",
    re.IGNORECASE,
)
"""Phrases that state nothing of one party: the remarks keep them, no field does."""


def read_remarks(text: str, record: Record, report: Report, *, is_cut: bool = False) -> None:
    """Add every piece of the remarks to the record; what no rule can read goes to `not_understood`.

    Args:
        is_cut: the text ends where the column ended, so that its last piece is not whole.
    """
    pieces = [one_line(part) for part in text.split(";")]
    if is_cut:
        record.not_understood += [piece for piece in (pieces.pop(),) if piece]
    elif pieces and pieces[-1].endswith(".") and not _SENTENCE.search(pieces[-1]):
        pieces[-1] = pieces[-1][:-1]
    for piece in pieces:
        if piece and not _was_read(piece, record, report):
            record.not_understood.append(piece)


def _was_read(piece: str, record: Record, report: Report) -> bool:
    """Whether any rule could read the piece; what it states is then in the record."""
    bare = piece[5:] if piece[:5].casefold() == "alt. " else piece
    return (
        _was_alias(bare, record)
        or _was_link(bare, record)
        or _was_labelled(bare, record, report)
        or _was_without_label(bare, record, report)
    )


def _was_alias(piece: str, record: Record) -> bool:
    """Whether the piece was an alias, which is added."""
    match = _ALIAS.fullmatch(piece)
    if match:
        record.names.append(Name(match[2], "weak", _ALIAS_KIND[match[1].casefold()]))
    return bool(match)


def _was_link(piece: str, record: Record) -> bool:
    """Whether the piece was a link to another party, which is added."""
    match = _LINKED.fullmatch(piece)
    if match:
        record.relationships.append(Relationship("Linked To", related_name=_with_full_stop(match[1].strip())))
    return bool(match)


def _with_full_stop(name: str) -> str:
    """The name with a full stop, if it ends in an abbreviation ("LTD"): it was taken for the end of the remarks."""
    last = name.rpartition(" ")[2]
    return name + "." if _LOST_FULL_STOP.fullmatch(last) else name


def _was_labelled(piece: str, record: Record, report: Report) -> bool:
    """Whether the piece begins with a known label and has a value that fits it; then the value is added."""
    label = _label_of(piece)
    if label is None:
        return False
    value = piece[len(label) :].strip().removeprefix(": ").strip()
    if not value:
        return False
    meaning = meaning_of(label)
    if meaning is not None and meaning.kind == "passport" and not any(character.isdigit() for character in value):
        return False
    if meaning is not None and meaning.target == "identifier" and meaning.kind != "phone":
        _add_document(label.rstrip(":"), value, record, report)
    else:
        add_fact(record, report, label, value)
    return True


def _label_of(piece: str) -> str | None:
    """The longest label with which a piece begins; None if there is none."""
    recurring = LABEL_IN_TEXT.match(piece)
    if recurring:
        return recurring[0]
    for label in _LABELS[piece.replace(":", " ").split(" ", 1)[0]]:
        if piece.startswith(label) and piece[len(label) : len(label) + 1] in {" ", ":"}:
            return piece[: len(label) + 1].rstrip()
    in_capitals = _LABEL_IN_CAPITALS.match(piece)
    return in_capitals[0] if in_capitals else None


def _labels_by_first_word() -> defaultdict[str, list[str]]:
    """The labels by their first word."""
    by_word: defaultdict[str, list[str]] = defaultdict(list)
    for label in labels_in_text():
        by_word[label.split(" ", 1)[0]].append(label)
    return by_word


_LABEL_IN_CAPITALS = re.compile(r"(?:PHONE|TELEPHONE|FAX|TELEX|EMAIL)(?=[: ])")
_LABELS = _labels_by_first_word()


def _add_document(label: str, text: str, record: Record, report: Report) -> None:
    """Add a number; the last bracket after it is its issuer, the rest its note: "A1 (Jalisco) (Mexico) issued 2001"."""
    match = _DOCUMENT.fullmatch(text)
    if match is None:
        add_fact(record, report, label, text)
        return
    groups = re.findall(r"\(([^()]*)\)", match["groups"])
    issuer = groups.pop() if groups else None
    note = dated_note(match["issued"], match["expires"], "; ".join(groups))
    add_fact(record, report, label, match["number"], issuer=issuer, note=note)


def _was_without_label(piece: str, record: Record, report: Report) -> bool:
    """Whether a piece without a known label could be read: a phrase or title to leave out, or a fact to add.

    That is a document with an unknown label, a contact, a relative, or a fact in a wording that recurs.
    """
    if _PHRASES.fullmatch(piece) or piece in _own_titles(record):
        return True
    unknown = _UNKNOWN_DOCUMENT.fullmatch(piece)
    if unknown and not _POSITION.search(unknown["label"]):
        _add_document(unknown["label"], unknown["value"], record, report)
        return True
    return _was_contact(piece, record) or _was_relative(piece, record) or _was_known_wording(piece, record)


def _own_titles(record: Record) -> set[str]:
    """The titles that the record has already: older remarks repeat them. Divided at semicolons, as remarks are."""
    titles = [feature.value for feature in record.features if feature.kind == "title"]
    return {part.strip() for title in titles for part in title.split(";")}


def _was_contact(piece: str, record: Record) -> bool:
    """Whether the piece was an e-mail or web address, which is added."""
    match = _CONTACT.fullmatch(piece)
    if match:
        kind: IdentifierKind = "email" if match["email"] else "website"
        record.identifiers.append(Identifier(kind, match["email"] or match["site"], kind.title()))
    return bool(match)


def _was_relative(piece: str, record: Record) -> bool:
    """Whether the piece was a relative, who is added."""
    match = _FAMILY.fullmatch(piece)
    if match:
        record.relationships.append(Relationship(match[1].casefold(), related_name=match[2]))
    return bool(match)


def _was_known_wording(piece: str, record: Record) -> bool:
    """Whether the piece was a fact with a known wording, such as a position, which is added."""
    for kind, pattern in _PARTICULARS.items():
        match = pattern.fullmatch(piece)
        if match:
            record.features.append(Feature(kind, match[1]))
            return True
    if record.party_type == "individual" and _POSITION.search(piece):
        record.features.append(Feature("position", piece))
        return True
    return False
