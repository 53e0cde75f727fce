"""OFAC's recent-actions pages: what the Treasury said it did on a day, as a web page.

Here: the page, its sections, and the paragraphs in them. Not here: what a paragraph means (see entry).

Source: ofac.treasury.gov/recent-actions/YYYYMMDD, with a suffix (_33) where a day has several.
Seen on the pages of 2022 to 2025:
- A heading names the list, a sentence what is done ("... have been added to OFAC's SDN List:"), a paragraph the party.
  Which tags they stand in has changed; what they say has not. So sections are recognised by their sentence.
- Until 2024 a paragraph is an entry. In 2025 one holds all entries of a section, with two line breaks between them.
- A change reads OLD -to- NEW. Below "Unrelated Administrative List Updates" (or Changes) stands None, or more sections.
- Programmes may be spaced otherwise than on the list: [CAATSA - RUSSIA].
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from lxml import etree

from pipelines.parsers.notice import ActKind, Notice, NoticeEntry, UnreadableNoticeError
from pipelines.parsers.ofac.entry import Entry, ends_as_entry, read_entry
from pipelines.parsers.ofac.facts import one_line
from pipelines.parsers.record import PartyType, Report

Element: TypeAlias = etree._Element

VERSION = 1
"""Raised whenever the same page would read otherwise."""

_BODY = "field--name-field-body"
_RELEASED = "field--name-field-release-date"
_PRESS_RELEASE = "field--name-field-press-release-link"
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "td", "blockquote", "pre"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_SENTENCE = 400

_LISTS = (
    (
        re.compile(
            r"sector(?:i)?al sanctions|\bSSI\b|menu-based|\bMBS\b|chinese military|\bCMIC\b|\bCAPTA\b"
            r"|correspondent account|foreign sanctions evaders|\bFSE\b|palestinian legislative|\bNS-PLC\b|non-SDN|13599"
            r"|consolidated",
            re.IGNORECASE,
        ),
        "ofac_consolidated",
    ),
    (re.compile(r"specially designated nationals|\bSDNs?\b", re.IGNORECASE), "ofac_sdn"),
)
"""How headings and sentences name a list; the lists that are not the SDN list are published as one."""

_ACTS: tuple[tuple[re.Pattern[str], ActKind], ...] = (
    (re.compile(r"\b(?:additions? (?:has|have) been made|(?:has|have) been added)\b", re.IGNORECASE), "added"),
    (
        re.compile(
            r"\b(?:(?:deletions?|removals?) (?:has|have) been made|(?:has|have) been (?:removed|deleted))\b",
            re.IGNORECASE,
        ),
        "removed",
    ),
    (
        re.compile(
            r"\b(?:(?:changes?|amendments?|updates?) (?:has|have) been made"
            r"|(?:has|have) been (?:changed|amended|updated))\b",
            re.IGNORECASE,
        ),
        "changed",
    ),
)
_SUBJECTS: tuple[tuple[re.Pattern[str], PartyType], ...] = (
    (re.compile(r"\bentit(?:y|ies)\b", re.I), "entity"),
    (re.compile(r"\bindividuals?\b", re.I), "individual"),
    (re.compile(r"\bvessels?\b", re.I), "vessel"),
    (re.compile(r"\baircraft\b", re.I), "aircraft"),
)
"""What a section says that it lists. Entries state their type, except entities, which come first."""

_ADMINISTRATIVE = re.compile(r"unrelated administrative list (?:updates|changes)\W*", re.IGNORECASE)
_LIST_HEADING = re.compile(r".{0,120}\b(?:list|lists|sanctions|\w*\([A-Z-]+\))(?: list)? updates?\W*", re.IGNORECASE)
_NOTHING = re.compile(r"(?:none|n/?a)?\W*", re.IGNORECASE)
_TO = re.compile(r"\s*-{1,2}\s?to\s?-{1,2}\s*", re.IGNORECASE)
_GAP = re.compile(r"\n\s*\n")
_RUN_ON = re.compile(r"(?<=[\])]\.) +(?=[A-Z0-9“\"'])")
_LINE = re.compile(r"\n")


@dataclass(slots=True)
class _Section:
    """A part of the page under one sentence, and the text that stands there."""

    sentence: str
    act: ActKind | None
    list_id: str | None
    default_type: PartyType = "entity"
    blocks: list[str] = field(default_factory=list)


def recognises(content: bytes) -> bool:
    """Whether this is the page of a recent action, by the classes of its kind and of its body."""
    return b"type-ofac-recent-action" in content and _BODY.encode() in content


def read_notice(content: bytes) -> Notice:
    """The notice on a page.

    Raises:
        UnreadableNoticeError: the page is cut, or is not one of OFAC's recent actions.
    """
    if not recognises(content):
        raise UnreadableNoticeError("is no page of OFAC's recent actions; look at what the source sent.")
    if b"</article>" not in content[content.rfind(_BODY.encode()) :]:
        raise UnreadableNoticeError("is cut inside the notice; fetch it again.")
    page = etree.fromstring(content, etree.HTMLParser(encoding="utf-8", remove_comments=True, no_network=True))
    title = one_line(_text_of(_first_with_class(page, "page-title")))
    notice = Notice(
        _released_on(page),
        title or None,
        tuple(family for part in title.split(";") if (family := part.strip())),
        press_release=_press_release(page),
    )
    _read_body(_field_content(page, _BODY), notice)
    return notice


def _first_with_class(page: Element, css_class: str) -> Element | None:
    """The first element with this class; None if there is none."""
    elements = page.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), $padded)]", padded=f" {css_class} ")
    return elements[0] if isinstance(elements, list) and elements and isinstance(elements[0], etree._Element) else None


def _field_content(page: Element, css_class: str) -> Element:
    """The content of a field, without its label.

    Raises:
        UnreadableNoticeError: the page has no such field.
    """
    field_element = _first_with_class(page, css_class)
    items = [] if field_element is None else [item for item in field_element.iter() if "field__item" in _classes(item)]
    if not items:
        raise UnreadableNoticeError(f"has no {css_class.removeprefix('field--name-')}; the layout of the page is new.")
    return items[0]


def _classes(element: Element) -> list[str]:
    """The classes of an element."""
    return (element.get("class") or "").split()


def _released_on(page: Element) -> date:
    """The release date of a page; raises UnreadableNoticeError if it is no date."""
    text = one_line(_text_of(_field_content(page, _RELEASED)))
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - a day in Washington, without a time
    except ValueError:
        raise UnreadableNoticeError(f"has the release date {text[:40]!r}, which is no MM/DD/YYYY.") from None


def _press_release(page: Element) -> str | None:
    """The address of the press release; None if the page links to none."""
    link_field = _first_with_class(page, _PRESS_RELEASE)
    return next(
        (href for link in ([] if link_field is None else link_field.iter("a")) if (href := link.get("href"))), None
    )


def _text_of(element: Element | None) -> str:
    """The text of an element with a line break for each <br>, other white space folded."""
    if element is None:
        return ""
    pieces: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if node.tag == "br" else _with_single_spaces(node.text))
        elif node is not element:
            pieces.append(_with_single_spaces(node.tail))
    return "".join(pieces).strip()


def _with_single_spaces(text: str | None) -> str:
    """The text with single spaces; at its ends too, because the pieces of an element are joined."""
    return re.sub(r"\s+", " ", (text or "").replace("\N{NO-BREAK SPACE}", " "))


def _read_body(body: Element, notice: Notice) -> None:
    """Read the sections of the body into the notice: entries, and the statements that stand in no section."""
    sections = [_Section("", None, None)]
    for block, is_heading in _blocks(body):
        opened = _section_opened_by(block, is_heading, sections[-1], notice.report)
        if opened is not None:
            sections.append(opened)
        elif block:
            sections[-1].blocks.append(block)
    statements: list[str] = []
    for section in sections:
        if section.act is None and not section.sentence:
            statements += [one_line(block) for block in section.blocks]
        else:
            notice.entries += _entries_of(section, notice.report)
    notice.statements = tuple(statements)


def _blocks(body: Element) -> Iterator[tuple[str, bool]]:
    """The text of each innermost block, and of text outside blocks, in order; and whether it is a heading.

    A child without blocks inside, such as a link, belongs to the text outside blocks.
    """
    text_outside: list[str] = [_with_single_spaces(body.text)]
    for child in body:
        if child.tag in _BLOCKS or any(descendant.tag in _BLOCKS for descendant in child.iterdescendants()):
            yield one_line("".join(text_outside)), False
            text_outside = [_with_single_spaces(child.tail)]
            yield from _blocks(child) if _holds_blocks(child) else iter([(_text_of(child), child.tag in _HEADINGS)])
        else:
            text_outside += ["\n" if child.tag in ("br", "hr") else _text_of(child), _with_single_spaces(child.tail)]
    yield "".join(text_outside).strip(), False


def _holds_blocks(element: Element) -> bool:
    """Whether an element has blocks below it."""
    return any(descendant.tag in _BLOCKS for descendant in element.iterdescendants())


def _section_opened_by(block: str, is_heading: bool, section_before: _Section, report: Report) -> _Section | None:
    """The section that begins with this block as its heading or sentence; None if the block is content.

    A heading that is not understood is reported, and begins a section without an act.
    """
    text = one_line(block)
    if not text or len(text) > _LONGEST_SENTENCE or ends_as_entry(text):
        return None
    act = next((act for pattern, act in _ACTS if pattern.search(text)), None)
    list_id = _list_id_of(text)
    if act is not None and (is_heading or text.endswith(":")):
        return _Section(text.rstrip(": "), act, list_id or section_before.list_id, _default_type(text))
    if _ADMINISTRATIVE.fullmatch(text):
        return _Section(text.rstrip(": "), None, section_before.list_id)
    if list_id is not None and (is_heading or _LIST_HEADING.fullmatch(text)):
        return _Section("", None, list_id)
    if is_heading:
        report.unknown("section", text)
        return _Section(text.rstrip(": "), None, None)
    return None


def _default_type(text: str) -> PartyType:
    """The type of party that the sentence of a section mentions; "entity" if none."""
    for pattern, kind in _SUBJECTS:
        if pattern.search(text):
            return kind
    return "entity"


def _list_id_of(text: str) -> str | None:
    """The id of the list that a text names; None if it names none."""
    return next((list_id for pattern, list_id in _LISTS if pattern.search(text)), None)


def _entries_of(section: _Section, report: Report) -> Iterator[NoticeEntry]:
    """The entries of a section; texts that are no entry are reported as unread."""
    for text in _texts_of_entries("\n\n".join(section.blocks)):
        if _NOTHING.fullmatch(text):
            continue
        entry = _entry(section, text, report)
        if entry is None:
            report.unread.append((section.sentence or "no section", text[:_LONGEST_SENTENCE]))
        else:
            yield entry


def _texts_of_entries(text: str) -> Iterator[str]:
    """The texts of single entries, divided at empty lines and after a complete entry.

    The two sides of a change, OLD -to- NEW, are one entry.
    """
    current = ""
    for part in _paragraphs_and_entries(text):
        joined = f"{current} {part}".strip() if current else part
        if _TO.match(part) or (current and _TO.search(current[-6:])):
            current = joined
            continue
        if current:
            yield current
        current = part
    if current:
        yield current


def _paragraphs_and_entries(text: str) -> Iterator[str]:
    """The paragraphs of a text, divided after each complete entry."""
    for paragraph in _GAP.split(text):
        current = ""
        for line in _LINE.split(paragraph):
            current = f"{current} {line}".strip()
            if ends_as_entry(current):
                yield from (part.strip() for part in _RUN_ON.split(current))
                current = ""
        if current:
            yield current


def _entry(section: _Section, text: str, report: Report) -> NoticeEntry | None:
    """An entry of a section; None if it cannot be read.

    A section that names no act ("Unrelated Administrative List Updates") has only changes.
    """
    if section.act == "changed" or (section.act is None and _TO.search(text)):
        return _change(section, text, report)
    entry = read_entry(text, section.default_type, report) if section.act is not None else None
    if section.act is None or entry is None:
        return None
    return NoticeEntry(
        section.act, section.sentence, section.list_id, party=entry.record, heads=entry.heads, text=one_line(text)
    )


def _change(section: _Section, text: str, report: Report) -> NoticeEntry | None:
    """A change "OLD -to- NEW", or an entry with only the new wording; None if it cannot be read."""
    sides = [read_entry(part, section.default_type, report) for part in _TO.split(text, maxsplit=1)]
    entries = [entry for entry in sides if entry is not None]
    if len(entries) != len(sides):
        return None
    after, before = entries[-1], entries[0] if len(entries) > 1 else None
    return NoticeEntry(
        "changed", section.sentence, section.list_id, party=after.record, before=before.record if before else None,
        heads=(*after.heads, *(_possible_names_of(before))), text=one_line(text),
    )  # fmt: skip


def _possible_names_of(entry: Entry | None) -> tuple[str, ...]:
    """The possible names of an entry; none without an entry."""
    return entry.heads if entry else ()
