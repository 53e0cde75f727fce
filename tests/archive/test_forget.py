"""Taking back a snapshot that was added by mistake."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.archive.archive import Archive, NoSuchSnapshotError
from pipelines.archive.home import Home


def test_a_snapshot_is_forgotten_with_a_trace(tmp_path: Path) -> None:
    archive = Archive(Home(tmp_path))
    days = [datetime(2022, 2, day, tzinfo=UTC) for day in (23, 24)]
    held = [
        archive.add("toy", {"a.csv": f"1,{day}".encode()}, origin="backfill", seen_at=day, zone=ZoneInfo("UTC"))
        for day in days
    ]
    archive.forget("toy", held[1].sha256[:8], "it was held, and ME had it forgotten: wrong file")
    assert archive.snapshots("toy") == held[:1]
    [trace] = archive.refusals("toy")
    assert (trace.sha256, trace.reason.endswith("wrong file"), trace.kept) == (held[1].sha256, True, False)
    assert archive.verify() == []


def test_a_snapshot_that_is_not_named_is_not_forgotten(tmp_path: Path) -> None:
    archive = Archive(Home(tmp_path))
    moment = datetime(2022, 2, 23, tzinfo=UTC)
    archive.add("toy", {"a.csv": b"1"}, origin="backfill", seen_at=moment, zone=ZoneInfo("UTC"))
    for which in ("ab", "2022-02-24", "ffffffffff"):
        with pytest.raises(NoSuchSnapshotError, match="no snapshot is named by"):
            archive.forget("toy", which, "")
    assert archive.forget("toy", "2022-02-23", "").published_on == moment.date()
