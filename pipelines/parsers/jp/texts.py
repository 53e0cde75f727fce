"""Cells of Japan's list read as names, births, numbers and days; the workbook and the CSV write them alike.

Here: what the ministry's notations mean. Not here: where the cells stand (see mof, mof_csv).

The notations, as seen in the workbook of 2026-03-05:
- several values in one cell: (a)…(b)…, ";" or "；", lines, "、" between names in Japanese. A "、" may also stand
  between family and given name, so it divides names only where nothing stronger does and the English line agrees.
- a name and its Latin form: "アシール（Achille）", or a Japanese line above an English one: "(a.k.a.: (a)…)".
- letters of markers are full-width at times, "（ｂ）"; labels (別称, 旧称, 旧姓, a.k.a., nee) stand before a name, or
  alone between two commas: "（旧称、X、別称、Y）". A label is no name; 自称 before a name in 「」 belongs to it.
- spellings of one name are joined by commas, "、" or "/": "Petro Testov, Pyotr Testov"; "Petr(Petro/Pyotr) TESTOV".
- brackets hold other spellings, acronyms, the original script, or remarks on the name (born when, whose passport).
- 不明: not known. Full-width and half-width forms are mixed.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import chain, product

import pycountry
from rapidfuzz import fuzz

from pipelines.parsers.births import birth_date
from pipelines.parsers.days import day_or_none, spreadsheet_day
from pipelines.parsers.names import without_labelled_aliases
from pipelines.parsers.record import Address, BirthDate, Identifier, IdentifierKind, Name, NameKind, NameQuality
from pipelines.parsers.texts import SCRIPTS_BY_UNICODE_NAME, folded

ALIKE_SPELLING = 75
"""How alike (0 to 100) two words are that spell one name."""
ALIKE = 50
"""How alike (0 to 100) a word and the one in the bracket after it are when the latter respells the former."""

UNKNOWN = "不明"
LATIN = "Latn"

_STRUCTURE = str.maketrans("（）；：，､\u3000", "();:,、 ")
_MARKER = re.compile(r"\((?:[a-z]|aa|bb|cc|[ivx]{1,4})\)")
_FULL_WIDTH_MARKER = re.compile(r"(?<=[\s(;、,])[Ａ-Ｚａ-ｚ]{1,2}(?=\))")
_AKA = re.compile(r"^\s*\(?\s*([af])\s*[./]\s*k\s*[./]\s*a\s*[.:]*\s*:?\s*", re.IGNORECASE)
_INNER_AKA = re.compile(r"(?:^|[;,\s])\s*([af])\.k\.a\.?:?\s*", re.IGNORECASE)
_JAPANESE_LABEL = re.compile(r"^\(?\s*(別称|別名|旧称|旧名|以前の別名|旧姓|自称|通称|略称)\d*\s*[)、,:]\s*")
_ONLY_A_LABEL = re.compile(
    r"[-,\s(]*(?:(別称|別名|旧称|旧名|以前の別名|旧姓|自称|通称|略称)|([afn])[./]?\s?k[./]?\s?a[./]?|(n[ée]e)|"
    r"the following \w+ aliases|and|及び)[\s.,:)]*",
    re.IGNORECASE,
)
_LABEL_AT_THE_END = re.compile(r"[\s(]*[af]\.k\.a\.?\s*:?\s*$", re.IGNORECASE)
_MAIDEN = re.compile(r"^\(?\s*n[ée]e[,.:]?\s+", re.IGNORECASE)
_FORMER = {"旧称", "旧名", "以前の別名", "旧姓"}
_LEGAL_FORMS = frozenset(
    {
        "ag", "ao", "bhd", "co", "company", "corp", "fze", "gmbh", "inc", "jsc", "l.l.c", "limited", "llc", "ltd",
        "oao", "ojsc", "ooo", "pao", "pjsc", "plc", "pte", "s.a", "sa", "zao",
    }
)  # fmt: skip
_IN_PLACE_OF_A_NAME = re.compile(r"【[^】]*】")
"""Says in what script the name stands in the other language's line: "【アラビア語】", in Arabic."""
_ORIGINAL = re.compile(r"^original\s*sc?r?ipt\s*:?\s*|\s*:\s*original\s*script$", re.IGNORECASE)
_SPELLED_OUT = re.compile(r"\b(?:(also)|formerly|previously) known as\b:?", re.IGNORECASE)
_HOW_KNOWN = re.compile(
    r"\)?\s*(?:(?:prominently|better|best|well) known by this .*|この[^)]*名で[^)]*知られる)\)*\s*$", re.IGNORECASE
)
"""A sentence behind a name that says how well the party is known by it."""
_BRACKET = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_REMARK = re.compile(
    r"に指定した|指定した団体|\d{4}年|生年|誕生名|birth name|出生|生まれ|国籍|旅券|発行|記載|掲載|表記|以前|の息子|"
    r"[【】]|\bborn\b|\bDOB\b|\bPOB\b|passport|listed as|\bson of\b|nationality|combat name|\binitials\b|call ?sign|"
    r"コールサイン|イニシャル|戦闘名|^third$",
    re.IGNORECASE,
)
_TRAILING_REMARK = re.compile(
    r"(?:[,、]\s*)?(?:\bborn\b|\bDOB\b|\d{4}年(?:\d|に)|(?:(?<=,)\s*\w+ )?\bpassport n|"
    r"\d{1,2} [A-Z][a-z]{2}\.? \d{4}\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_JAPANESE = {"KATAKANA": "Kana", "HALFWIDTH": "Kana", "HIRAGANA": "Hira", "CJK": "Hani"}


def is_unknown(cell: str) -> bool:
    """Whether a cell has no value: empty, a dash, or "not known"."""
    return folded(unicodedata.normalize("NFKC", cell)) in {"", UNKNOWN, "-", "ー", "なし", "該当なし"}


def script_of(text: str) -> str | None:
    """ISO 15924 code of the script of the letters; "Jpan" for a mixture of Japanese letters or with them.

    None if the text has no letters, or letters of several other scripts.
    """
    alphabets = {
        unicodedata.name(character, "").split(" ")[0].split("-")[0] for character in text if character.isalpha()
    }
    alphabets -= {"MODIFIER", "FEMININE", "MASCULINE"}
    if "FULLWIDTH" in alphabets:
        alphabets = alphabets - {"FULLWIDTH"} | {"LATIN"}
    if alphabets & {"CJK", "HIRAGANA", "KATAKANA", "HALFWIDTH"}:
        return _JAPANESE.get(next(iter(alphabets)), "Jpan") if len(alphabets) == 1 else "Jpan"
    return SCRIPTS_BY_UNICODE_NAME.get(next(iter(alphabets))) if len(alphabets) == 1 else None


def structured(cell: str) -> str:
    """The cell with half-width brackets, separators and marker letters, so that one pattern finds each."""
    text = cell.translate(_STRUCTURE)
    return _FULL_WIDTH_MARKER.sub(lambda letter: unicodedata.normalize("NFKC", letter[0]).lower(), text)


def values(cell: str) -> list[str]:
    """The values in a cell without names, unknown ones left out.

    Divided at markers (a)(b), else at ";" outside brackets. A line break alone does not divide.
    """
    text = structured(cell)
    if is_unknown(cell):
        return []
    if _MARKER.search(text):
        parts = _MARKER.split(text)
    elif ";" in text:
        parts = divided_outside_brackets(text, ";")
    else:
        parts = [text]
    return [piece for part in parts if not is_unknown(piece := folded(part).strip("、,; "))]


def divided_outside_brackets(text: str, separators: str) -> list[str]:
    """The text divided at every separator that does not stand inside a pair of brackets."""
    pieces, start, inside_brackets = [], 0, _positions_in_brackets(text)
    for index, character in enumerate(text):
        if character in separators and index not in inside_brackets:
            pieces.append(text[start:index])
            start = index + 1
    return [*pieces, text[start:]]


def _positions_in_brackets(text: str) -> set[int]:
    """The positions of all characters inside pairs of round brackets, the brackets among them."""
    inside: set[int] = set()
    opened: list[int] = []
    for index, character in enumerate(text):
        if character == "(":
            opened.append(index)
        elif character == ")" and opened:
            inside.update(range(opened.pop(), index + 1))
    return inside


def names(cell: str, kind: NameKind = "aka", quality: NameQuality = "strong") -> tuple[list[Name], list[str]]:
    """The names in a cell of aliases, each once, and the remarks on them that are no names.

    A label before a name ("f.k.a.", 旧称 for "former name") gives its kind; without one it is `kind`.
    """
    collected: list[Name] = []
    remarks: list[str] = []
    for piece, piece_kind in _name_pieces(cell, kind):
        for text, script in _name_forms(_without_sentence(piece, remarks), remarks):
            if (name := folded(text)) and not is_unknown(name) and not _IN_PLACE_OF_A_NAME.fullmatch(name):
                collected.append(
                    Name(name, quality, piece_kind, script, "ja" if script in {"Kana", "Jpan", "Hira"} else None)
                )
    return list({(name.name, name.kind): name for name in collected}.values()), remarks


def main_names(english: str, japanese: str) -> tuple[list[Name], list[str]]:
    """The names under which a party is listed: the English, else the Japanese, is primary; the rest are spellings.

    Aliases that a label in brackets marks come last; a label alone, "（自称）" (self-proclaimed), is a remark.
    """
    remarks: list[str] = []
    forms: list[tuple[str, str | None]] = []
    aliases: list[tuple[str, NameKind]] = []
    for cell in (english, japanese):
        text, cell_aliases = without_labelled_aliases(folded(cell.translate(_STRUCTURE)))
        aliases.extend(cell_aliases)
        if not is_unknown(text):
            forms.extend(_name_forms(text, remarks, divide=False))
            forms.extend(
                (variant, script_of(variant)) for variant in spellings_with_variants(forms[-1][0]) if cell is english
            )
    remarks.extend(text for text, _ in forms if _ONLY_A_LABEL.fullmatch(text))
    unlabelled = [(*_without_label(text, "aka"), script) for text, script in forms if not is_unknown(text)]
    aliases.extend((text, kind) for text, kind, _ in unlabelled if text and kind)
    unique = list({text: (text, script) for text, kind, script in unlabelled if text and not kind}.values())
    return [
        Name(text, "strong" if number else "primary", "spelling" if number else "name", script, _language(script))
        for number, (text, script) in enumerate(unique)
    ] + [Name(text, "strong", kind, script_of(text), _language(script_of(text))) for text, kind in aliases], remarks


def spellings_with_variants(name: str) -> list[str]:
    """All spellings of a romanised name that has others in brackets: "Sergei (Sergey) KISHKINOV" has two.

    Eight at most; none if a bracket holds something other than respellings of the word before it: one, or several
    between commas.
    """
    choices: list[list[str]] = []
    for token in re.findall(r"\([^()]*\)|[^\s()]+", name):
        if not token.startswith("("):
            choices.append([token])
            continue
        words = [folded(part) for part in re.split("[,/]", token[1:-1])]
        if not choices or any(not _is_respelling(choices[-1][0], word) for word in words):
            return []
        choices[-1].extend(words)
    if all(len(choice) == 1 for choice in choices) or len(choices) < 2:
        return []
    return [" ".join(choice) for choice in list(product(*choices))[:8]]


def _is_respelling(word: str, other: str) -> bool:
    """Whether a text is one capitalised word that spells another word differently."""
    return " " not in other and other[:1].isupper() and fuzz.ratio(word.lower(), other.lower()) >= ALIKE


def _language(script: str | None) -> str | None:
    """The language of a name: "ja" if it is in kana or mixed Japanese script, else None."""
    return "ja" if script in {"Kana", "Jpan", "Hira"} else None


def _name_pieces(cell: str, kind: NameKind) -> Iterator[tuple[str, NameKind]]:
    """The pieces of a cell with one name each, and its kind.

    That is the kind of the nearest label before it; `kind` if there is none.
    """
    text = _SPELLED_OUT.sub(lambda label: "a.k.a." if label[1] else "f.k.a.", structured(cell))
    lines = [line for line in _lines_outside_brackets(text) if not is_unknown(line)]
    current_kind = kind
    for pieces, line_kind in _divided_lines([_line_without_label(line, kind) for line in lines]):
        current_kind = line_kind or current_kind
        for piece in pieces:
            text, label_kind = _without_label(piece.strip(), kind)
            current_kind = label_kind or current_kind
            if text:
                yield text, current_kind


def _without_label(piece: str, kind: NameKind) -> tuple[str, NameKind | None]:
    """A piece without its label, and the kind that the label gives; None without a label.

    The name is "" for a piece that is only a label; its kind counts for the pieces after it. 自称 ("self-proclaimed")
    before a name in 「」 is no label, but part of the name.
    """
    text = _LABEL_AT_THE_END.sub("", re.sub(r"^(?:and\s+|及び)?\s*-\s*", "", piece))
    if only := _ONLY_A_LABEL.fullmatch(text):
        former = only[1] in _FORMER or (only[2] or "").lower() == "f" or only[3]
        return "", "fka" if former else kind if only[1] or only[2] else None
    if maiden := _MAIDEN.match(text):
        return _without_closing_bracket(text[maiden.end() :]).strip("、,; "), "fka"
    label = _AKA.match(text) or _JAPANESE_LABEL.match(text)
    if label is None or (label[1] == "自称" and "「" in text[label.end() :]):
        return folded(text).strip("、,; "), None
    rest = text[label.end() :]
    if text.startswith("(") and not label[0].rstrip().endswith(")"):
        rest = _without_closing_bracket(rest)
    return folded(rest).strip("、,; "), "fka" if label[1].lower() == "f" or label[1] in _FORMER else kind


def _lines_outside_brackets(text: str) -> list[str]:
    """The lines of a text.

    A line break inside brackets does not count, unless the line before it begins with "a.k.a.".
    """
    text = re.sub(r"\)\s*\((?=[af]\s*[./]\s*k)", ")\n(", text)
    in_brackets = _positions_in_brackets(text)
    lines, start = [], 0
    for index, character in enumerate(text):
        if character == "\n" and (index not in in_brackets or _AKA.match(text[start:])):
            lines.append(text[start:index])
            start = index + 1
    return [line.strip() for line in (*lines, text[start:]) if line.strip()]


def _line_without_label(line: str, kind: NameKind) -> tuple[str, NameKind | None]:
    """A line without its label and the bracket around it, and the kind that the label gives; None without a label."""
    label = _AKA.match(line) or _JAPANESE_LABEL.match(line)
    if label is None:
        return line, None
    rest = line[label.end() :]
    if line.lstrip().startswith("(") and not label[0].rstrip().endswith(")"):
        rest = _without_closing_bracket(rest)
    return rest, "fka" if label[1].lower() == "f" or label[1] in _FORMER else kind


def _without_closing_bracket(text: str) -> str:
    """The text without a ")" at its end that has no "("."""
    stripped = text.rstrip("、, ")
    return stripped[:-1] if stripped.endswith(")") and stripped.count(")") > stripped.count("(") else text


def _divided_lines(lines: list[tuple[str, NameKind | None]]) -> list[tuple[list[str], NameKind | None]]:
    """The names in each line, divided at its strongest separator.

    Commas divide only where no line has a stronger separator and all lines have the same number of parts, as a line in
    Japanese and one in English do; or where a label stands before names with the Japanese comma "、". Otherwise a comma
    may stand between family and given name.
    """
    pieces_of_lines = [(_divided_line(text), text, kind) for text, kind in lines]
    all_undivided = all(len(pieces) == 1 for pieces, _, _ in pieces_of_lines)
    counts = [len(_divided_at_commas(pieces[0])) for pieces, _, _ in pieces_of_lines if pieces]
    commas_divide = all_undivided and len(counts) > 1 and len(set(counts)) == 1
    return [
        (
            _divided_at_commas(pieces[0])
            if len(pieces) == 1 and (commas_divide or (kind and "、" in text))
            else pieces,
            kind,
        )
        for pieces, text, kind in pieces_of_lines
    ]


def _divided_at_commas(text: str) -> list[str]:
    """The text divided at commas outside brackets; a legal form such as "Ltd" stays with the name before it.

    及び ("and") divides too, but only in a text with a Japanese comma "、": elsewhere it may be part of one name.
    """
    joined: list[str] = []
    for piece in divided_outside_brackets(text.replace("及び", "、") if "、" in text else text, "、,"):
        if joined and piece.strip(" .").lower() in _LEGAL_FORMS:
            joined[-1] += f",{piece}"
        else:
            joined.append(piece)
    return joined


def _divided_line(text: str) -> list[str]:
    """A line divided at its markers and at ";" outside brackets, or before a further "a.k.a."."""
    parts = _MARKER.split(text) if _MARKER.search(text) else [text]
    pieces = [piece for part in parts for piece in divided_outside_brackets(_without_outer_brackets(part), ";")]
    names_in_line = [piece for part in pieces for piece in re.split(r"(?:[,、]|(?<=\w))\s*(?=\b[af]\.k\.a\.)", part)]
    return [piece for piece in names_in_line if piece.strip(" 、,")]


def _without_outer_brackets(text: str) -> str:
    """A text without the brackets that stand around all of it; a remark keeps them."""
    bare = text.strip(" 、,")
    whole = re.fullmatch(r"\(((?:[^()]|\([^()]*\))*)\)", bare)
    return whole[1] if whole and not _REMARK.search(whole[1]) else text


def _without_sentence(piece: str, remarks: list[str]) -> str:
    """A piece without the sentence on how well the party is known by the name; the sentence is added to `remarks`."""
    if sentence := _HOW_KNOWN.search(piece):
        remarks.append(folded(sentence[0]).strip(") "))
        name = _IN_PLACE_OF_A_NAME.sub("", piece[: sentence.start()]).strip("( ")
        return re.sub(r"\(+", "(", name) + ")" * ("(" in name)
    return piece


def _name_forms(piece: str, remarks: list[str], divide: bool = True) -> Iterator[tuple[str, str | None]]:
    """A name and the other forms in its brackets, each with its script; remarks in brackets are added to `remarks`.

    Other brackets are part of the name. With `divide`, for aliases, commas between spellings, ";" in brackets and a
    remark at the end divide too.
    """
    base = piece
    bracket_forms: list[str] = []
    for bracket in _BRACKET.findall(piece):
        inner = folded(bracket[1:-1])
        if _ORIGINAL.search(inner):
            bracket_forms.append(_ORIGINAL.sub("", inner))
        elif _REMARK.search(inner) or inner.endswith("語") or inner.lower() == "nom de guerre":
            remarks.append(inner)
        elif _is_other_form(inner, base.split("(")[0].strip() or _BRACKET.sub("", base), divide):
            bracket_forms.extend(inner.split(";") if divide else [inner])
        else:
            continue
        base = base.replace(bracket, " ")
    if divide and (remark := _TRAILING_REMARK.search(base)):
        remarks.append(folded(remark[0].strip("、, ")))
        base = base[: remark.start()]
    base = _without_stray_brackets(folded(base).strip("、,; \u202a\u202b\u202c\u200e\u200f"))
    spellings = _spellings_between_commas(base) if divide else [base]
    for text in (
        *chain.from_iterable(map(_divided_by_script, spellings)),
        *(text.strip("、,; ") for text in bracket_forms),
    ):
        if text:
            yield text, script_of(text)


def _without_stray_brackets(name: str) -> str:
    """A name without unpaired brackets at its ends."""
    while name.endswith(")") and name.count(")") > name.count("("):
        name = name[:-1].strip("、,; ")
    while name.endswith("(") or (name.startswith("(") and name.count("(") > name.count(")")):
        name = name.strip("(、,; ")
    return name


def _spellings_between_commas(name: str) -> list[str]:
    """The spellings of one name between commas; the name itself if the parts are not spellings.

    Each must have several words, half of them similar to those of the first. "ハク、アミン" (Haq, Amin) is a family
    name and a given name, and stays whole.
    """
    parts = [part.strip() for part in re.split("[、,]", name)]
    words = [re.split(r"[・\s]+", part) for part in parts]
    shares = all(len(own) > 1 and 2 * _alike_words(own, words[0]) >= len(own) for own in words)
    return parts if shares else [name]


def _alike_words(words: list[str], others: list[str]) -> int:
    """How many of the words are spelled like one of the others."""
    return sum(any(fuzz.ratio(word.lower(), other.lower()) >= ALIKE_SPELLING for other in others) for word in words)


def _is_other_form(inner: str, base: str, divide: bool) -> bool:
    """Whether a bracket holds the name in another script than the name before it.

    Latin ones count only among aliases (`divide`): main names have columns of their own for the Latin form.
    """
    script, script_of_base = script_of(inner), script_of(base)
    return script_of_base is not None and script not in {None, script_of_base} and (divide or script != LATIN)


def _divided_by_script(text: str) -> list[str]:
    """A name in katakana and in Latin letters, "アルリビ Al-Libi", as two; any other text as one."""
    pair = re.fullmatch(r"([ァ-ヶー・＝゠、\s]+)\s+([A-Za-zÀ-ž][A-Za-zÀ-ž0-9 .,'’‘`\"“”&/-]*)", text)
    return [folded(pair[1]), folded(pair[2])] if pair and len(pair[2]) > 1 else [text]


# Days

_DAY = re.compile(r"\d{4}\s*(?:年|[/.]\d{1,2}[/.]\d{1,2}|-\d\d-\d\d)|(?:明治|大正|昭和|平成)")
_BETWEEN = re.compile(r"から|~|〜|-|－|–|まで")


def births(cell: str) -> list[BirthDate]:
    """All dates of birth in a cell, each with its interval; those without a year have none.

    Lines, ";", "or" and commas divide; none divides a range "from … to …".
    """
    text = unicodedata.normalize("NFKC", cell)
    if not _BETWEEN.search(text):
        text = text.replace("\n", ";")
    dates: list[BirthDate] = []
    for value in values(text):
        for alternative in _dated_or_whole(re.split(r"、?(?:又は|または)|;", value), value):
            pieces = (
                [alternative]
                if _BETWEEN.search(alternative)
                else _dated_or_whole(re.split(r"及び|[、,]", alternative), alternative)
            )
            dates.extend(birth_date(folded(piece)) for piece in pieces)
    return dates


def _dated_or_whole(pieces: list[str], whole: str) -> list[str]:
    """The pieces if each has a date with a year; else the whole text as one, because a piece would lose its year."""
    dated = [piece for piece in pieces if _DAY.search(piece)]
    return dated if len(dated) == len([piece for piece in pieces if piece.strip()]) else [whole]


# Numbers

_NUMBER = re.compile(
    r"(?<![A-Za-z0-9.])(?:[A-Z] )?(?=[A-Za-z№°]*[/.\-]?\d)[A-Za-z0-9№°][A-Za-z0-9№°/.\-]*(?: \d[\d/\-]*)*"
)
_ISSUER = re.compile(r"([ァ-ヶー・一-龥]+?)(?:国民)?(?:外交|公用|一般|偽造)?(?:旅券|ID|身分|番号)")
_A_DATE = re.compile(r"\d{4}年|\d{1,2}[月日]")
_NO_ISSUER = re.compile(
    r"パスポート|社会保障|カード|号$|旅券|身分|登録|カード|番号|失効|発行|名で|名義|証明|納税|外国人|個人"
)
_KINDS: tuple[tuple[str, IdentifierKind], ...] = (
    ("納税|Fiscal", "tax_id"),
    ("出生証明", "birth_certificate"),
    ("運転免許", "driving_licence"),
    ("SSN|社会保障", "social_security"),
)


def numbers(cell: str, kind: IdentifierKind, label: str) -> tuple[list[Identifier], list[str]]:
    """The numbers in a cell, each with its issuer; and the texts without a number.

    A number that is not all of its text keeps that as a note. A word before it may state another kind than `kind`.
    """
    numbers: list[Identifier] = []
    unread: list[str] = []
    for text in values(cell):
        plain = unicodedata.normalize("NFKC", text).replace("ー0", "-0")
        number = next((match for match in _NUMBER.finditer(plain) if not _A_DATE.match(plain[match.start() :])), None)
        if number is None or not any(figure.isdigit() for figure in number[0]):
            unread.append(text)
            continue
        before, after = plain[: number.start()], plain[number.end() :]
        note = text if folded(plain) != number[0] else None
        stated_kind = next((what for words, what in _KINDS if re.search(words, before)), kind)
        numbers.append(Identifier(stated_kind, number[0].strip(".-"), label, _issuer(before, after), note))
    return numbers, unread


def _issuer(before: str, after: str) -> str | None:
    """The country that issued a number: in brackets after it, else before it or before the word for its kind.

    None where these places hold another word, such as 旅券 (passport).
    """
    if (bracket := re.match(r"\s*(?:号)?\s*\(([ァ-ヶー・一-龥]+)\)", after)) and not _NO_ISSUER.search(bracket[1]):
        return bracket[1]
    country = _ISSUER.search(before) or re.fullmatch(r"\s*([ァ-ヶー・一-龥]+?)[の、:\s]*", before)
    return country[1] if country and not _NO_ISSUER.search(country[1]) else None


def day_of_listing(cell: str) -> str:
    """The first day in a cell of days (of listing by the UN, and of changes) in ISO form; without a day, the text."""
    if (day := spreadsheet_day(cell)) is not None:
        return day.isoformat()
    first_day = re.match(r"\s*(\d{4})\s*[年.]\s*(\d{1,2})\s*[月.]\s*(\d{1,2})", unicodedata.normalize("NFKC", cell))
    first = day_or_none(*first_day.groups()) if first_day else None
    return first.isoformat() if first else folded(cell)


def address(text: str) -> Address:
    """An address; its last part after a comma is its country, if it is the English name of one."""
    last_part = text.rsplit(",", 1)[-1].strip(" .") if "," in text else text
    return Address(text, country=last_part if len(last_part) > 3 and _is_country(last_part) else None)


def _is_country(text: str) -> bool:
    """Whether a text is the English name or code of a country."""
    try:
        return bool(pycountry.countries.lookup(text))
    except LookupError:
        return False


def day_of_file_name(file_name: str) -> date | None:
    """The day of publication in a file's name, shisantouketsu20260305.xlsx; None if there is none."""
    digits = re.search(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)", file_name)
    try:
        return date(*map(int, digits.groups())) if digits else None
    except ValueError:
        return None


def phones(cell: str, label: str) -> list[Identifier]:
    """The telephone numbers in a cell."""
    pieces = re.split(r"[、,\n;]|\s/\s", unicodedata.normalize("NFKC", cell))
    return [Identifier("phone", folded(piece), label) for piece in pieces if any(digit.isdigit() for digit in piece)]
