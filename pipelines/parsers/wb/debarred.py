"""The World Bank's list of debarred firms and individuals: the JSON behind its page.

Here: the keys of that JSON. Not here: other development banks (their decisions stand in this list as cross-debarments).

Source: World Bank Group, "Procurement - World Bank Listing of Ineligible Firms and Individuals". The page asks its own
API, which wants the key that the page carries in header `apikey`; it answers with all rows at once: 45 keys a row under
`response.ZPROCSUPP`. The keys are documented in several public readers; no whole file was at hand to try this on.
- SUPP_ID is the id. A party with several addresses has a row and an id for each of them, which the list does not join.
- SUPP_TYPE_CODE is F for a firm, I for an individual, U where the bank does not say.
- DEBAR_FROM_DATE is the listing; DEBAR_TO_DATE ends it, 2999-12-31 where no end is set. A party stays on the list until
  the bank takes it off, so an end is a feature and never a delisting.
- SUPP_ELIG_STAT is DEBARRED, or X-DEBARRED for the decision of another bank; DEBAR_REASON names the rule or that bank.
- A name may end in the mark of a footnote ("EXAMPLE LTD.*356"), whose text is on the page alone.
- A debarment bars from contracts that the bank finances. It freezes nothing, so it is a restriction and no designation.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pipelines.parsers.days import day_in
from pipelines.parsers.delimited import decoded
from pipelines.parsers.json_documents import opening_of
from pipelines.parsers.names import names_and_notes
from pipelines.parsers.record import (
    Address,
    Country,
    Feature,
    Files,
    Format,
    Identifier,
    PartyType,
    Record,
    Report,
    UnreadableListError,
    only_content,
)
from pipelines.parsers.texts import folded

Row = dict[str, Any]

REQUIRED = frozenset({"SUPP_ID", "SUPP_NAME", "SUPP_TYPE_CODE", "DEBAR_FROM_DATE", "DEBAR_TO_DATE", "SUPP_ELIG_STAT"})
ADDRESS = ("SUPP_ADDR", "SUPP_CITY", "SUPP_PROV_NAME", "SUPP_STATE_CODE", "SUPP_ZIP_CODE", "SUPP_POST_CODE")
FEATURES = {
    "SUPP_PRE_ACRN": "name_prefix", "SUPP_POST_ACRN": "name_suffix", "ADD_SUPP_INFO": "footnote",
    "INELIGIBLY_STATUS": "ineligibility_status", "DEBAR_TYPE": "debarment_type",
}  # fmt: skip
NOT_READ = frozenset(
    {
        "MANDT", "LEGACY_FLG", "UN_SUPP_FLG", "INELIG_FLG", "AML_ENTR_IND", "DNB_ID", "DNB_PAR_ID", "DNB_ULTM_ID",
        "CRIS_SUPP_ID", "CRPD_MATCH", "CRPD_STAT", "ELIG_STAT", "CREATE_USER", "CREATE_DATE", "CREATE_TIME", "UPD_USER",
        "UPD_DATE", "UPD_TIME", "REGISTER", "REGISTER_ID", "PARENT", "CREATE_USER_NAME", "UPD_USER_NAME", "RECHK_IND",
    }
)  # fmt: skip
"""Flags and stamps of the system behind the list, which say nothing of the party."""
KNOWN = REQUIRED | {"LAND1", "COUNTRY_NAME", "DEBAR_REASON", "LAST_REFRESH_DATE", *ADDRESS} | FEATURES.keys() | NOT_READ
PARTY_TYPES: dict[str, PartyType] = {"F": "entity", "I": "individual", "U": "entity"}
MEASURE = "ineligible for contracts financed by the World Bank"
NO_END = 2999

_FOOTNOTE = re.compile(r"\s*(\*\s*\d+)\s*$")


def recognises(files: Files) -> bool:
    """Whether there is one JSON document with the bank's table."""
    start = opening_of(only_content(files))
    return start.startswith("{") and '"ZPROCSUPP"' in start


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each row that has an id and a name, in the file's order.

    Raises:
        UnreadableListError: the document is damaged, or has another layout.
    """
    [(name, content)] = files.items()
    rows = _rows(name, decoded(content))
    for key in {key for row in rows for key in row} - KNOWN:
        report.unknown("field", key)
    report.published_on = max((day for row in rows if (day := _day(row, "LAST_REFRESH_DATE"))), default=None)
    for row in rows:
        if (record := _record(row, report)) is not None:
            yield record


def _rows(name: str, text: str) -> list[Row]:
    """The rows of the table.

    Raises:
        UnreadableListError: the document is damaged, or has another layout.
    """
    try:
        rows = json.loads(text)["response"]["ZPROCSUPP"]
    except json.JSONDecodeError as error:
        raise UnreadableListError(f"{name} line {error.lineno}: {error.msg}; the file is cut or damaged.") from error
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise UnreadableListError(f"{name} holds no rows under response.ZPROCSUPP; look at what the source sent.")
    if missing := {key for row in rows for key in REQUIRED if key not in row}:
        raise UnreadableListError(f"{name} has rows without {', '.join(sorted(missing))}; a field was renamed.")
    return rows


def _text(row: Row, key: str) -> str:
    """The folded text under a key; "" if there is none."""
    value = row.get(key)
    return folded(str(value)) if value is not None else ""


def _day(row: Row, key: str) -> date | None:
    """The day under a key; None if there is none."""
    return day_in(_text(row, key)[:10])


def _record(row: Row, report: Report) -> Record | None:
    """The party of a row; None, with the reason in the report, if it has no id or name."""
    native_id = _text(row, "SUPP_ID")
    footnote = _FOOTNOTE.search(_text(row, "SUPP_NAME"))
    names, notes = names_and_notes(_FOOTNOTE.sub("", _text(row, "SUPP_NAME")), "primary", "name")
    if not native_id or not names:
        report.unread.append((native_id or "a row without SUPP_ID", "no name" if native_id else "no id"))
        return None
    record = Record(native_id, _party_type(row, report), names)
    record.programmes = [_text(row, "SUPP_ELIG_STAT") or "DEBARRED"]
    record.measures = [MEASURE]
    record.legal_basis = [reason for reason in (_text(row, "DEBAR_REASON"),) if reason]
    record.identifiers = [Identifier("list_reference", native_id, "SUPP_ID")]
    _read_days(record, row)
    _read_address(record, row)
    record.features.extend(Feature("name_remark", note) for note in notes)
    record.features.extend(Feature(kind, text) for key, kind in FEATURES.items() if (text := _text(row, key)))
    if footnote:
        record.features.append(Feature("footnote", footnote[1].replace(" ", "")))
    return record


def _party_type(row: Row, report: Report) -> PartyType:
    """The type of the party; an unknown code is reported and counts as an entity."""
    code = _text(row, "SUPP_TYPE_CODE")
    if code not in PARTY_TYPES:
        report.unknown("SUPP_TYPE_CODE", code or "nothing")
    return PARTY_TYPES.get(code, "entity")


def _read_days(record: Record, row: Row) -> None:
    """Set the day of listing from the first day of the debarment; the last day, if one is set, is a feature."""
    record.listed_on = _day(row, "DEBAR_FROM_DATE")
    if record.listed_on is None:
        record.not_understood.append(f"DEBAR_FROM_DATE: {_text(row, 'DEBAR_FROM_DATE')}")
    end_text, end_day = _text(row, "DEBAR_TO_DATE"), _day(row, "DEBAR_TO_DATE")
    if end_day is None:
        record.features.extend(Feature("end_date", text) for text in (end_text,) if text)
    elif end_day.year < NO_END:
        record.features.append(Feature("end_date", end_day.isoformat()))


def _read_address(record: Record, row: Row) -> None:
    """Add the address if it has a street or city, and the country."""
    street, city, province, state, zip_code, post_code = (_text(row, key) for key in ADDRESS)
    country, code = _text(row, "COUNTRY_NAME"), _text(row, "LAND1")
    region, postcode = province or state, zip_code or post_code
    if street or city:
        text = ", ".join(part for part in (street, city, region, postcode, country) if part)
        record.addresses = [
            Address(text, street or None, city or None, region or None, postcode or None, country or None)
        ]
    if country or code:
        record.countries = [Country("other", country or code, code if re.fullmatch("[A-Z]{2}", code) else None)]


FORMAT = Format("wb_debarred", 1, recognises, records)
