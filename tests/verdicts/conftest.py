"""A small official record, made by hand from facts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from pipelines.claims.claim import Claim
from pipelines.verdicts.derivation import Verdict
from pipelines.verdicts.designation import Span
from pipelines.verdicts.judging import judge
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.targets import TargetLinker, words_of
from pipelines.verdicts.wording import country_name

ZONES = {"ofac_sdn": ("US", "Office of Foreign Assets Control (OFAC)", "America/New_York"),
         "uk_sanctions": ("UK", "Foreign, Commonwealth & Development Office (FCDO)", "Europe/London"),
         "uk_ofsi": ("UK", "Office of Financial Sanctions Implementation (OFSI)", "Europe/London"),
         "jp_mof": ("JP", "Ministry of Finance", "Asia/Tokyo"),
         "ca_sema": ("CA", "Global Affairs Canada", "America/Toronto"),
         "ofac_consolidated": ("US", "Office of Foreign Assets Control (OFAC)", "America/New_York")}  # fmt: skip

TITLES = {"ofac_consolidated": "Consolidated Sanctions List (non-SDN)"}


def on(day: date) -> Span:
    """The span of one day."""
    return Span(day, day)


@dataclass(frozen=True)
class SimilarName:
    designation_id: str
    matched_name: str
    score: float
    explanation: str = "the same words"


@dataclass(frozen=True)
class WholeNames:
    """A linker for tests: a name matches those that have all its words, if it has two at least."""

    names: Sequence[tuple[str, str]]

    def matches(self, name: str, limit: int | None = None) -> Sequence[SimilarName]:
        wanted = words_of(name)
        if len(wanted) < 2:
            return []
        return [SimilarName(key, listed, 0.95) for key, listed in self.names if wanted <= words_of(listed)][:limit]


@dataclass
class Builder:
    """Writes the tables of a record as they are published, a snapshot and a party at a time."""

    snapshots: list[dict[str, Any]] = field(default_factory=list)
    designations: list[dict[str, Any]] = field(default_factory=list)
    countries: list[dict[str, Any]] = field(default_factory=list)
    names: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    subjects: list[dict[str, str]] = field(default_factory=list)

    def same(self, *designation_ids: str) -> None:
        """These designations are of one subject."""
        subject = designation_ids[0]
        self.subjects += [{"designation_id": key, "subject_id": subject} for key in designation_ids]

    def snapshot(self, list_id: str, day: date, at: str = "23:00", state: str = "used") -> None:
        seen = datetime.fromisoformat(f"{day.isoformat()}T{at}")
        self.snapshots.append(
            {"list_id": list_id, "sha256": f"{list_id}@{day}", "published_on": day, "seen_at": seen,
             "last_checked_at": seen, "source_url": f"https://example.org/{list_id}/{day}", "state": state}
        )  # fmt: skip

    def party(
        self, list_id: str, native_id: str, name: str, *, kind: str = "individual", seen: date,
        after: date | None = None, official: date | None = None, gone: tuple[date, date] | None = None,
        ties: Sequence[tuple[str, str]] = (), programmes: Sequence[str] = (), aliases: Sequence[str] = (),
    ) -> str:  # fmt: skip
        """A designation. `after`: the last snapshot without it; `gone`: the last with it, the first without."""
        key = f"{list_id}:{native_id}"
        listed, basis = (official, "official") if official else (seen, "observed") if after else (None, None)
        self.designations.append(
            {"designation_id": key, "list_id": list_id, "authority": ZONES[list_id][0], "native_id": native_id,
             "entry_kind": "designation", "party_type": kind,
             "primary_name": name, "programmes": list(programmes), "listed_on": listed,
             "listed_on_basis": basis, "listed_after": after, "listed_by": official or seen,
             "delisted_on": gone[1] if gone else None, "delisted_on_basis": "observed" if gone else None,
             "delisted_after": gone[0] if gone else None, "first_seen_on": seen,
             "last_seen_on": gone[0] if gone else date(2030, 1, 1), "first_seen_sha256": f"{list_id}@{seen}",
             "source_url": f"https://example.org/{list_id}"}
        )  # fmt: skip
        self.countries += [
            {
                "designation_id": key,
                "link": link,
                "country": country,
                "text": f"{link} {country}",
                "first_seen_on": seen,
            }
            for link, country in ties
        ]
        self.names += [{"designation_id": key, "name_latin": each.lower()} for each in (name, *aliases)]
        return key

    def parties(self, list_id: str, number: int, prefix: str, **facts: Any) -> list[str]:
        """Several designations that differ in name alone."""
        return [self.party(list_id, f"{prefix}{n}", f"{prefix} Number{n}", **facts) for n in range(number)]

    def tag_gained(self, key: str, tag: str, after: date, on: date) -> None:
        self._tag_changed(key, "programme_added", after, on, new_value=tag, old_value=None)

    def tag_lost(self, key: str, tag: str, after: date, on: date) -> None:
        self._tag_changed(key, "programme_removed", after, on, new_value=None, old_value=tag)

    def _tag_changed(self, key: str, kind: str, after: date, on: date, **values: str | None) -> None:
        self.changes.append(
            {"designation_id": key, "authority": ZONES[key.split(":")[0]][0], "change_kind": kind,
             "changed_on": on, "changed_after": after, "change_basis": "observed", **values}
        )  # fmt: skip

    def listing_stated(self, key: str, day: date, note: str, seen: date) -> None:
        """The list states that it listed the party on a day; `seen`: the first snapshot that says so."""
        self.events.append(
            {"designation_id": key, "kind": "listed", "effective_on": day, "note": note, "first_seen_on": seen}
        )

    def record(self) -> OfficialRecord:
        lists = [
            {
                "list_id": name,
                "authority": authority,
                "issuing_body": body,
                "time_zone": zone,
                "title": TITLES.get(name, name),
            }
            for name, (authority, body, zone) in ZONES.items()
        ]
        dates = dict.fromkeys(("listed_on", "listed_after", "delisted_on", "delisted_after"), pl.Date)
        texts = dict.fromkeys(("listed_on_basis", "delisted_on_basis"), pl.String)
        frames = {
            "subject_designation": pl.DataFrame(
                self.subjects, schema=dict.fromkeys(("designation_id", "subject_id"), pl.String)
            ),
            "designation": pl.DataFrame(
                self.designations, schema_overrides={**dates, **texts}, infer_schema_length=None
            ),
            "snapshot": pl.DataFrame(self.snapshots, infer_schema_length=None),
            "official_list": pl.DataFrame(lists),
        }
        optional = {
            "designation_country": self.countries, "designation_name": self.names, "change": self.changes,
            "designation_event": self.events,
        }  # fmt: skip
        frames |= {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in optional.items() if rows}
        return OfficialRecord.from_frames(frames)


@pytest.fixture
def builder() -> Builder:
    return Builder()


@pytest.fixture
def belarus_action(builder: Builder) -> Builder:
    """OFAC's list around 24 February 2022: 24 parties under the Belarus programme, some under Russia's, a rename."""
    before, day = date(2022, 2, 23), date(2022, 2, 24)
    for each in (date(2022, 2, 22), before, day, date(2022, 2, 28)):
        builder.snapshot("ofac_sdn", each)
    builder.party("ofac_sdn", "old", "TAE AVIA", kind="entity", seen=date(2022, 2, 22), ties=[("programme", "BY")])
    new: dict[str, Any] = {
        "seen": day,
        "after": before,
        "ties": [("programme", "BY")],
        "programmes": ["BELARUS-EO14038"],
    }
    builder.party("ofac_sdn", "khrenin", "KHRENIN, Viktor Gennadievich", **new)
    builder.party("ofac_sdn", "volfovich", "VOLFOVICH, Aleksandr Grigorievich", **new)
    builder.parties("ofac_sdn", 6, "person", **new)
    builder.parties("ofac_sdn", 16, "firm", kind="entity", **new)
    russian = {**new, "ties": [("programme", "RU")], "programmes": ["RUSSIA-EO14024"]}
    builder.parties("ofac_sdn", 5, "bank", kind="entity", **russian)
    return builder


Judge = Callable[..., Verdict]


@pytest.fixture
def judged() -> Judge:
    """Judges a claim made of the fields given, as of an article's day, against a builder's record."""

    def run(builder: Builder, article_date: date | None, **fields: Any) -> Verdict:
        record = builder.record()
        return judge_with(record, article_date, **fields)

    return run


def judge_with(record: OfficialRecord, article_date: date | None, **fields: Any) -> Verdict:
    names = [(designation.designation_id, designation.primary_name) for designation in record.designations.values()]
    said = {"quote": _quote(fields), "start": 0, "end": 1, "authority": "US", "status": "imposed", **fields}
    return judge(Claim(**said), article_date, record, TargetLinker(record, WholeNames(names)))


def _quote(fields: dict[str, Any]) -> str:
    """Words for a claim of these fields: whom it says were sanctioned."""
    if fields.get("named_targets"):
        return f"sanctioned {', '.join(fields['named_targets'])}"
    whom = str(fields.get("unit") or "").replace("_", " ").replace("parties", "targets")
    country = country_name(fields["target_country"]) if fields.get("target_country") else ""
    return f"sanctions on {' of '.join(words for words in (whom, country) if words)}"
