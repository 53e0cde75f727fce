"""Events as tables."""

from pipelines.events.tables import READS, event_frames
from pipelines.warehouse.schema import conform, empty


def test_without_claims_there_are_no_events() -> None:
    frames = event_frames({name: empty(name) for name in READS})
    assert {name: conform(name, frame).height for name, frame in frames.items()} == {
        "event": 0, "event_claim": 0, "event_action": 0,
    }  # fmt: skip
