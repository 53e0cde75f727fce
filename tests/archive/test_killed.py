"""SIGKILL at any moment leaves an archive that reads, and the next run goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home

ADDING = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo
from pipelines.archive.archive import Archive
from pipelines.archive.home import Home

archive = Archive(Home(Path(sys.argv[1])))
print("begun", flush=True)
for day in range(500):
    content = b"".join(b'%d,"PARTY %d"\\r\\n' % (i, i * i) for i in range(2000 + day * 40 % 700))
    seen = datetime(2022, 1, 1, tzinfo=UTC) + timedelta(days=day)
    archive.add("ofac_sdn", {"sdn.csv": content}, origin="backfill", seen_at=seen, zone=ZoneInfo("UTC"))
"""


def run_and_kill(home: Path, after: float) -> None:
    process = subprocess.Popen([sys.executable, "-c", ADDING, str(home)], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        time.sleep(after)
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.wait()
        if process.stdout:
            process.stdout.close()


@pytest.mark.slow
def test_a_killed_run_leaves_a_whole_archive(tmp_path: Path) -> None:
    chance = random.Random(24)
    for _ in range(6):
        before = len(Archive(Home(tmp_path)).snapshots("ofac_sdn"))
        run_and_kill(tmp_path, chance.uniform(0.02, 0.25))
        archive = Archive(Home(tmp_path))
        held = archive.snapshots("ofac_sdn")
        assert len(held) >= before
        for each in held:
            archive.read(each)
        assert archive.verify() == []
        assert not [path for path in tmp_path.rglob("*.tmp") if path.is_file()]
    assert len(held) > 10
