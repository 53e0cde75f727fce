"""The data class of a claim.

Here: its fields and their possible values. Not here: extracting claims (see extraction), or judging them (see
pipelines.verdicts).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Status = Literal["imposed", "planned", "considered", "called_for", "lifted", "denied"]
Action = Literal["impose", "lift"]
Measure = Literal["listing", "travel_ban", "export_control", "trade_restriction", "swift", "other"]
Strength = Literal["asserted", "background"]
CountQualifier = Literal["exact", "at_least", "approx", "more_than", "fewer_than"]
CountScope = Literal["action", "cumulative", "subset"]
Unit = Literal["individuals", "entities", "individuals_and_entities", "vessels", "aircraft", "parties"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement in an article that an authority has, will, may or did not sanction someone.

    Attributes:
        quote: the exact text from `start` to `end` (code points in Article.text).
        authority: who sanctions: US, EU, UK, UN, CA, JP, AU, CH, NZ, UA, another ISO 3166 alpha-2 code, WEST,
            G7 or INTL.
        count_text: the words of a count that is no number ("dozens").
        event_on: a day, only where the text dates the act; else `event_from`..`event_to` where it gives a window.
        rules: names of the rules that produced the claim and its fields.
    """

    quote: str
    start: int
    end: int
    authority: str | None
    status: Status
    action: Action = "impose"
    measure: Measure = "listing"
    strength: Strength = "asserted"
    count: int | None = None
    count_qualifier: CountQualifier | None = None
    count_text: str | None = None
    count_scope: CountScope | None = None
    unit: Unit | None = None
    target_country: str | None = None
    named_targets: tuple[str, ...] = ()
    event_on: date | None = None
    event_from: date | None = None
    event_to: date | None = None
    attributed_to: str | None = None
    rules: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, object]:
        """The claim under the names that scripts outside rely on (`event_date`, `event_window`, `evidence`)."""
        window = [self.event_from, self.event_to] if self.event_from and self.event_to else None
        return {
            "quote": self.quote, "start": self.start, "end": self.end, "authority": self.authority,
            "status": self.status, "action": self.action, "measure": self.measure, "strength": self.strength,
            "count": self.count, "count_qualifier": self.count_qualifier, "count_text": self.count_text,
            "count_scope": self.count_scope, "unit": self.unit, "target_country": self.target_country,
            "named_targets": list(self.named_targets),
            "event_date": self.event_on.isoformat() if self.event_on else None,
            "event_window": [day.isoformat() for day in window] if window else None,
            "attributed_to": self.attributed_to, "evidence": list(self.rules),
        }  # fmt: skip
