"""OFAC's delta files (DeltaFile/1.0): what one publication of its lists changed, entity by entity.

Here: which act an `entity` stands for, and what a change touches. Not here: what its sections mean (see enhanced,
whose elements they are).

Source: sanctionslistservice.ofac.treas.gov/changes/latest.
Seen in the files of August 2026:
- `publicationInfo/datePublished` is the day of the act. `sanctionsList/@datePublished` is the day of the listing, which
  on a removal is the original one.
- `entity/@action` is add or remove, and the entity is whole; a change has no such attribute, no name and no type: only
  the branches that it touches, with `action` on the items. What is removed and added again with the same text (under a
  new id) has not changed.
- New reference values and feature types come first and are no act.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pipelines.parsers.notice import ActKind, Notice, NoticeEntry, Touch, UnreadableNoticeError
from pipelines.parsers.ofac.documents import named_elements, root_if_named
from pipelines.parsers.ofac.enhanced import record_of
from pipelines.parsers.ofac.facts import one_line
from pipelines.parsers.record import Report, UnreadableListError
from pipelines.parsers.xml_documents import DriftCheck, Element, Outline, local, outline

VERSION = 1
"""Raised whenever the same file would read otherwise."""

_NAMESPACE = b"DeltaFile"
_ACTS: dict[str, ActKind] = {"add": "added", "remove": "removed"}
_SDN = "SDN List"
_AN_ITEMS_TEXT = ("value", "formattedFullName", "documentNumber", "country", "relatedEntity")
"""Children that say what an item is, the first one that is there; of an item without children, its own text."""


def recognises(content: bytes) -> bool:
    """Whether this is a delta file, by its root element."""
    root = root_if_named({"delta.xml": content}, "sanctionsData")
    return root is not None and _NAMESPACE.decode() in root.namespace


def read_notice(content: bytes) -> Notice:
    """The acts of a delta file.

    Raises:
        UnreadableNoticeError: it is cut, not well-formed, or states no day.
    """
    if not recognises(content):
        raise UnreadableNoticeError("is no delta file of OFAC's; look at what the source sent.")
    days: list[date] = []
    report = Report()
    entries: list[NoticeEntry] = []
    codes: dict[str, str] = {}
    try:
        drift = DriftCheck(_outline_without_required_parts(), report, unread=frozenset({"filters"}))
        for element in named_elements(
            "delta.xml", content, ("publicationInfo", "referenceValue", "entity"), drift=drift
        ):
            match local(element):
                case "publicationInfo":
                    days += _days_of_publication(element)
                case "referenceValue":
                    _keep_country_code(element, codes)
                case _:
                    entries.append(_entry(element, codes, report))
    except UnreadableListError as error:
        raise UnreadableNoticeError(str(error).removeprefix("delta.xml ")) from error
    if not days:
        raise UnreadableNoticeError("states no day of publication; the layout of the file is new.")
    return Notice(days[0], title=None, entries=entries, report=report)


def _outline_without_required_parts() -> Outline:
    """The outline of the enhanced file for a delta file, in which any part may be missing or have an action."""
    known = outline("ofac_enhanced").known
    return Outline({name: names | {"@action"} for name, names in known.items()} | _ONLY_IN_DELTA_FILES, {})


_ONLY_IN_DELTA_FILES = {"publicationInfo": frozenset({"datePublished", "publicationType"})}


def _days_of_publication(info: Element) -> Iterator[date]:
    """The day of publication in Washington, if the element states one: its time has the offset of Washington.

    Raises:
        UnreadableNoticeError: it states something other than a date.
    """
    for child in info:
        if local(child) == "datePublished":
            try:
                yield date.fromisoformat(one_line(child.text)[:10])
            except ValueError:
                raise UnreadableNoticeError(f"states {child.text!r} as its day of publication, not a date.") from None


def _keep_country_code(element: Element, codes: dict[str, str]) -> None:
    """Keep the code of a country by its name, if the element is a country."""
    fields = {local(child): one_line(child.text) for child in element}
    if fields.get("type", "").casefold() == "country" and fields.get("isoCode"):
        codes[fields.get("value", "")] = fields["isoCode"]


def _entry(element: Element, codes: dict[str, str], report: Report) -> NoticeEntry:
    """The entry of an entity: added or removed, with the whole party; changed, with what changes.

    An unknown action is reported, and counts as a change.
    """
    action, native_id = element.get("action"), element.get("id")
    list_id = next(
        (_list_id(one_line(sanctions_list.text)) for sanctions_list in element.iter("{*}sanctionsList")), None
    )
    if action is None:
        return NoticeEntry("changed", "change", list_id, native_id, touched=_net_changes(element))
    if action not in _ACTS:
        report.unknown("entity/@action", action)
        return NoticeEntry("changed", action, list_id, native_id, touched=_net_changes(element))
    return NoticeEntry(_ACTS[action], action, list_id, native_id, party=record_of("delta.xml", element, codes, report))


def _list_id(name: str) -> str:
    """The id of the list that a name of OFAC's means."""
    return "ofac_sdn" if name == _SDN else "ofac_consolidated"


def _net_changes(entity: Element) -> tuple[Touch, ...]:
    """What is added and removed in each section, without what is removed and added again with the same text."""
    counts: dict[str, Counter[tuple[str, str]]] = {"add": Counter(), "remove": Counter()}
    for section in entity:
        for item in section.iterdescendants():
            action = item.get("action") if isinstance(item.tag, str) else None
            if action in counts:
                counts[action][local(section), _kind_and_value(item)] += 1
    net_changes = {"add": counts["add"] - counts["remove"], "remove": counts["remove"] - counts["add"]}
    return tuple(
        sorted(
            (
                Touch(field, "add" if action == "add" else "remove", text)
                for action, items in net_changes.items()
                for field, text in items.elements()
            ),
            key=lambda touch: (touch.field, touch.action, touch.value),
        )
    )


def _kind_and_value(item: Element) -> str:
    """An item in words: its kind and its value; of an item without children, its text."""
    if len(item) == 0:
        return one_line(item.text)
    kind = next((one_line(child.text) for child in item if local(child) in ("type", "aliasType")), "")
    texts = [one_line(child.text) for tag in _AN_ITEMS_TEXT for child in item.iter(f"{{*}}{tag}")]
    joined = " ".join(dict.fromkeys(text for text in texts if text)) or one_line(" ".join(map(str, item.itertext())))
    return f"{kind} {joined}".strip()
