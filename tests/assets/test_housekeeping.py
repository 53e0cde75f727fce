"""Records of runs that ended long ago go, with the files that held them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

from assets.schedules import remove_old_runs


@dg.op
def nothing() -> None:
    """Nothing is done here."""


@dg.job
def short() -> None:
    nothing()


def test_old_runs_go_with_their_files_and_young_ones_stay(tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        ran = short.execute_in_process(instance=instance)
        files = [path for path in tmp_path.rglob(f"*{ran.run_id}*") if path.is_file()]
        assert files
        assert remove_old_runs(instance, 30) == 0
        assert remove_old_runs(instance, 30, datetime.now(UTC) + timedelta(days=31)) == 1
        assert instance.get_run_records() == []
        assert [path for path in tmp_path.rglob(f"*{ran.run_id}*") if path.is_file()] == []
