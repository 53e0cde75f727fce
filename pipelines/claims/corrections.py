"""Corrections of claims by people: the file corrections.csv of a home.

Here: reading the file, which claims its lines are about, and claims with their corrections. Not here: judging them (see
pipelines.run.press), or extracting claims from an article (see extraction).

The file is kept by hand or by `sanctions correct` and survives every rebuild. Columns:

    claim_id      the claim, as table claim has it
    quote         its words: a claim that is read otherwise by now has another id, and is found by article and quote
    field         `misread`, or the column of table claim that is corrected (article_date: the day of the article)
    value         what the article says; empty: it says nothing of it, or `misread`. Semicolons divide names
    corrected_by  who corrected it
    corrected_on  when, YYYY-MM-DD
    reason        why

An invalid line is ignored, and is a row of table claim_correction with the reason.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, get_args

import polars as pl

from pipelines.claims.claim import Action, Claim, CountQualifier, CountScope, Measure, Status, Strength, Unit

COLUMNS = ("claim_id", "quote", "field", "value", "corrected_by", "corrected_on", "reason")
MISREAD = "misread"

CHOICES: Mapping[str, tuple[str, ...]] = {
    "status": get_args(Status),
    "action": get_args(Action),
    "measure": get_args(Measure),
    "strength": get_args(Strength),
    "count_qualifier": get_args(CountQualifier),
    "count_scope": get_args(CountScope),
    "unit": get_args(Unit),
}
"""Fields that have one of a few values."""
DAYS = ("event_date", "event_from", "event_to", "article_date")
TEXTS = ("authority", "target_country", "count_text", "attributed_to")
ALWAYS_STATED = ("status", "action", "measure", "strength")
FIELDS = (*CHOICES, *DAYS, *TEXTS, "count", "named_targets")
"""What can be corrected of a claim, besides that it was misread."""

SCHEMA = pl.Schema(
    {
        "line": pl.Int64(), "claim_id": pl.String(), "stated_claim": pl.String(), "quote": pl.String(),
        "field": pl.String(), "value_read": pl.String(), "value": pl.String(), "corrected_by": pl.String(),
        "corrected_on": pl.Date(), "reason": pl.String(), "state": pl.String(), "remark": pl.String(),
    }
)  # fmt: skip

Row = Mapping[str, Any]


class CorrectionError(Exception):
    """A correction that cannot be one: a clause that says what is wrong and what to write."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the file. `value` is empty where the article says nothing of the field."""

    claim_id: str
    quote: str
    field: str
    value: str
    corrected_by: str
    corrected_on: date
    reason: str

    @property
    def parsed(self) -> object:
        """The value as the field of a claim holds it; None for nothing stated."""
        return parse_value(self.field, self.value)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of the file that is no correction."""

    claim_id: str
    remark: str


Lines = Mapping[int, Correction | BadLine]
"""The lines of the file by their number."""


def parse_value(field: str, value: str) -> object:
    """The value of a field as written in the file.

    Raises:
        CorrectionError: there is no such field, or it cannot have this value.
    """
    if field == MISREAD:
        if value:
            raise CorrectionError(f"{MISREAD} has no value: leave it empty")
        return None
    if field not in FIELDS:
        raise CorrectionError(f"{field!r} is no field of a claim: write {MISREAD}, {', '.join(FIELDS)}")
    if not value:
        if field in ALWAYS_STATED:
            raise CorrectionError(f"{field} is never empty: write {', '.join(CHOICES[field])}")
        return () if field == "named_targets" else None
    if field in CHOICES and value not in CHOICES[field]:
        raise CorrectionError(f"{field} is {value!r}: write {', '.join(CHOICES[field])}")
    return _parsed(field, value)


def _parsed(field: str, value: str) -> object:
    """The value of a field as the claim holds it; raises CorrectionError if the field cannot have this value."""
    if field == "count":
        if not value.isdecimal():
            raise CorrectionError(f"count is {value!r}: write a whole number")
        return int(value)
    if field in DAYS:
        try:
            return _day(value)
        except ValueError:
            raise CorrectionError(f"{field} is {value!r}: write a day as YYYY-MM-DD") from None
    if field == "named_targets":
        return tuple(name for part in value.split(";") if (name := part.strip()))
    return value


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(text: str) -> date:
    """The day of a text such as 2022-03-01; raises ValueError for any other form, even one that ISO 8601 knows.

    Python also reads 20220301 and 2022-W09-2, but days in the file are compared as texts.
    """
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def read_corrections(path: Path) -> Lines:
    """The lines of a file of corrections; none where there is no file.

    A file that cannot be read as such is one bad line that says why.
    """
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        return {1: BadLine("", f"the file is not UTF-8 at byte {error.start:,}; save it as UTF-8.")}
    except OSError as error:
        return {1: BadLine("", f"the file cannot be read ({error.strerror}).")}
    return dict(_lines(csv.DictReader(StringIO(text, newline=""))))


def _lines(rows: "csv.DictReader[str]") -> Iterator[tuple[int, Correction | BadLine]]:
    """Yields each line of the file with its number, as a correction or as a bad line."""
    try:
        missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            yield 1, BadLine("", f"the file has no column {missing[0]}; its columns are {', '.join(COLUMNS)}.")
            return
        for row in rows:
            yield rows.line_num, _line({name: (row.get(name) or "").strip() for name in COLUMNS})
    except csv.Error as error:
        yield rows.line_num + 1, BadLine("", f"the file cannot be read from here on ({error}).")


def _line(values: Mapping[str, str]) -> Correction | BadLine:
    """A correction from the values of a line, or why the line is not valid."""
    empty = [name for name in ("claim_id", "field", "corrected_by", "corrected_on", "reason") if not values[name]]
    if empty:
        return BadLine(
            values["claim_id"], f"{empty[0]} is empty; every correction says of what, by whom, when and why."
        )
    try:
        corrected_on = _day(values["corrected_on"])
        parse_value(values["field"], values["value"])
    except CorrectionError as error:
        return BadLine(values["claim_id"], f"{error}.")
    except ValueError:
        return BadLine(values["claim_id"], f"corrected_on is {values['corrected_on']!r}: write a day as YYYY-MM-DD.")
    return Correction(**{**values, "corrected_on": corrected_on})  # type: ignore[arg-type]  # all but the day are texts


def append_corrections(path: Path, corrections: Iterable[Correction]) -> None:
    """Add lines to the file; create it if it does not exist."""
    is_new = not path.is_file() or not path.stat().st_size
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if is_new:
            writer.writerow(COLUMNS)
        writer.writerows([getattr(correction, name) for name in COLUMNS] for correction in corrections)


def correction_table(lines: Lines, claims: pl.DataFrame) -> pl.DataFrame:
    """Table `claim_correction`: the result of every line of the file, given the claims as extracted."""
    by_id = {row["claim_id"]: row for row in claims.to_dicts()} if lines else {}
    rows = [_row(number, line, by_id) for number, line in sorted(lines.items())]
    last = {(row["claim_id"], row["field"]): row["line"] for row in rows if row["claim_id"]}
    for row in rows:
        if row["claim_id"] and last[row["claim_id"], row["field"]] != row["line"]:
            row["state"] = "superseded"
        elif row["field"] in ("event_from", "event_to") and _is_reversed(row["claim_id"], rows, by_id):
            row |= {"state": "refused", "remark": "the window that it makes ends before it begins."}
    for row in rows:
        row["claim_id"] = None if row["remark"] else row["claim_id"]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _row(number: int, line: Correction | BadLine, claims: Mapping[str, Row]) -> dict[str, Any]:
    """The row of table `claim_correction` for a line: the claim it belongs to, and whether it is applied."""
    row: dict[str, Any] = dict.fromkeys(SCHEMA) | {"line": number, "stated_claim": line.claim_id}
    if isinstance(line, BadLine):
        return row | {"state": "refused", "remark": line.remark}
    stated = {name: getattr(line, name) for name in ("quote", "field", "corrected_by", "corrected_on", "reason")}
    row |= {**stated, "value": line.value or None}
    claim = _claim_of(line, claims)
    if claim is None:
        return row | {"state": "no_such_claim", "remark": "no article that is held makes this claim."}
    read = shown_value(claim.get(line.field))
    agrees = line.field != MISREAD and read == shown_value(line.parsed)
    return row | {"claim_id": claim["claim_id"], "value_read": read, "state": "agrees" if agrees else "applied"}


def _is_reversed(claim_id: str | None, rows: Iterable[Row], claims: Mapping[str, Row]) -> bool:
    """Whether the window of a claim ends before it begins, once corrected."""
    if claim_id is None:
        return False
    days = {name: shown_value(claims[claim_id][name]) for name in ("event_from", "event_to")}
    days |= {row["field"]: row["value"] for row in rows if row["claim_id"] == claim_id and row["field"] in days}
    first, last = days["event_from"], days["event_to"]
    return first is not None and last is not None and first > last


def _claim_of(line: Correction, claims: Mapping[str, Row]) -> Row | None:
    """The claim of that id; else the only one of the same article with the same words."""
    if line.claim_id in claims or not line.quote:
        return claims.get(line.claim_id)
    alike = [
        row
        for row in claims.values()
        if row["quote"] == line.quote and line.claim_id.startswith(f"{row['article_id']}:")
    ]
    return alike[0] if len(alike) == 1 else None


def shown_value(value: object) -> str | None:
    """A value of a claim as the file writes it; None for nothing stated."""
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value)) or None
    return None if value is None else str(value)


def applied(table: pl.DataFrame) -> Iterator[tuple[str, dict[str, str | None]]]:
    """The ids of corrected claims, with the corrected values by field."""
    for (claim_id,), rows in table.filter(pl.col("state") == "applied").group_by("claim_id", maintain_order=True):
        yield str(claim_id), dict(rows.select("field", "value").iter_rows())


def corrected(claim: Claim, values: Mapping[str, str | None]) -> Claim:
    """The claim with corrected fields; the day of the article is no part of it."""
    names = {"event_date": "event_on"}
    parsed = {names.get(field, field): parse_value(field, value or "") for field, value in values.items()}
    changes = {name: value for name, value in parsed.items() if name not in (MISREAD, "article_date")}
    return replace(claim, **changes) if changes else claim  # type: ignore[arg-type]  # `parse_value` knows the types


def article_date(values: Mapping[str, str | None], read: date | None) -> date | None:
    """The day of the article, as corrected or as read."""
    if "article_date" not in values:
        return read
    stated = values["article_date"]
    return date.fromisoformat(stated) if stated else None


def complaints_of(table: pl.DataFrame) -> tuple[str, ...]:
    """The problems with lines of the file that could not be applied, one sentence per line."""
    faulty = table.filter(pl.col("remark").is_not_null()).sort("line")
    return tuple(
        f"corrections.csv, line {line}{f' ({claim})' if claim else ''}: {remark}"
        for line, claim, remark in faulty.select("line", "stated_claim", "remark").iter_rows()
    )
