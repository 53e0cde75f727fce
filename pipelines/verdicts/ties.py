"""Ties of designations to countries, as of when: the tables' last word, and the changes that led there.

Here: ties from the tables of countries and of changes. Not here: which country a programme tag aims at (see
designations.countries), and which ties a claim counts (see readings).
"""

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from pipelines.designations.countries import programme_country_codes
from pipelines.verdicts.designation import Tie
from pipelines.verdicts.rows import grouped, rows


def read_ties(frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, Tie]]:
    """Ties to countries; a programme tag that was gained or lost after the listing ties from or until then.

    The table of countries knows the programmes of the last record alone; the changes tell when they came and went.
    """
    gained, lost = _tags_gained(frames.get("change")), list(_tags_lost(frames.get("change")))
    renamed = {(key, day) for key, tag, country, day in lost if country is None}
    for row in rows(frames.get("designation_country")):
        if row["country"] is None:
            continue
        key, since = row["designation_id"], row["first_seen_on"]
        came = gained.get((key, row["text"])) if row["link"] == "programme" else None
        is_gained = came is not None and (key, came) not in renamed
        yield key, Tie(row["country"], row["link"], came if came and is_gained else since)
    for key, tag, country, _ in lost:
        if country is not None and (key, tag) not in gained:
            yield key, Tie(country, "programme", date.min)


def _tags_gained(changes: pl.DataFrame | None) -> dict[tuple[str, str], date]:
    """(designation, tag) → the day on which it was gained."""
    gained = (row for row in rows(changes) if row["change_kind"] == "programme_added")
    return {(row["designation_id"], row["new_value"]): row["changed_on"] for row in gained}


def _tags_lost(changes: pl.DataFrame | None) -> Iterator[tuple[str, str, str | None, date]]:
    """Designation, tag, the country that the tag aims at, and the day on which it was lost.

    A tag that means no country and is replaced the same day was a name for the same programme: OFAC wrote BELARUS-EO at
    first, and BELARUS-EO14038 from 20 August 2021.
    """
    removed = (row for row in rows(changes) if row["change_kind"] == "programme_removed")
    for authority, lost in grouped((row["authority"], row) for row in removed).items():
        aimed_at = programme_country_codes({row["old_value"] for row in lost}, authority)
        for row in lost:
            yield row["designation_id"], row["old_value"], aimed_at.get(row["old_value"]), row["changed_on"]
