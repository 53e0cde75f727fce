"""Saved pages of two departments divide the action of a day, in the published file."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.designations.benches import DAY
from tests.notice_pages import additions, belarusians, page

RELEASES = {
    "Department of the Treasury": "https://home.treasury.gov/news/press-releases/jy9999",
    "Department of State": "https://www.state.gov/releases/example/",
}


@pytest.mark.slow
def test_pages_of_two_departments_divide_the_action_of_a_day(run: Run, mirror: Path, tmp_path: Path) -> None:
    lists = run("refresh", "--lists", "ofac_sdn", "--quiet", env={"SANCTIONS_MIRROR": str(mirror)})
    assert lists.returncode == 0, lists.stderr
    parties = belarusians()
    shares = dict(zip(RELEASES, (parties[:15], parties[15:]), strict=True))
    for number, (issuer, of_issuer) in enumerate(shares.items()):
        content = page(DAY, additions(of_issuer), title=issuer, press_release=RELEASES[issuer])
        (tmp_path / f"page{number}.html").write_bytes(content)
    added = run("backfill", "ofac_notices", str(tmp_path / "page0.html"), str(tmp_path / "page1.html"), "--quiet")
    assert added.returncode == 0, added.stderr
    lines = run("query", "--json", "FROM announced_share WHERE act = 'added'").stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert {row["acted_on"] for row in found} == {DAY.isoformat()}
    for issuer, of_issuer in shares.items():
        rows = [row for row in found if row["issuer"] == issuer]
        assert sum(row["at_least"] for row in rows) == len(of_issuer)
        assert all(row["at_least"] <= row["at_most"] <= row["parties"] for row in rows)
