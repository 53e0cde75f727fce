from pathlib import Path

import pytest

from pipelines.archive.home import Home
from pipelines.run import watching
from pipelines.run.watching import News, watch


def match(designation_id: str, record_id: str = "r1", delisted_on: str | None = None) -> dict[str, object]:
    return {
        "designation_id": designation_id, "primary_name": "KHRENIN, Viktor", "record_id": record_id, "score": 0.9,
        "listed_on": "2022-02-24", "delisted_on": delisted_on,
    }  # fmt: skip


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What the published file has on every name asked for; a test fills it."""
    rows: list[dict[str, object]] = []
    monkeypatch.setattr(
        watching, "screen", lambda _home, names, _criteria: [{"query": n, "matches": rows} for n in names]
    )
    monkeypatch.setattr(watching, "subject_answers", lambda _home, _subjects: [])
    return rows


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "ours.txt"
    path.write_text("Viktor Khrenin  # a minister\n\n", encoding="utf-8")
    return path


def kinds(news: list[News]) -> list[tuple[str, str]]:
    return [(item.designation_id, item.kind) for item in news]


def test_only_what_is_new_is_told(tmp_path: Path, names: Path, found: list[dict[str, object]]) -> None:
    home = Home(tmp_path)
    found.append(match("ofac_sdn:1"))
    assert kinds(watch(home, names)) == [("ofac_sdn:1", "new")]
    assert watch(home, names) == []
    found[:] = [match("ofac_sdn:1", delisted_on="2025-02-10"), match("uk_ofsi:2")]
    assert kinds(watch(home, names)) == [("ofac_sdn:1", "delisted"), ("uk_ofsi:2", "new")]
    found[:] = [match("uk_ofsi:2", "r2")]
    assert kinds(watch(home, names)) == [("uk_ofsi:2", "changed"), ("ofac_sdn:1", "gone")]


def test_a_dismissed_hit_stays_so_until_its_record_changes(
    tmp_path: Path, names: Path, found: list[dict[str, object]]
) -> None:
    home = Home(tmp_path)
    home.judgements.write_text(
        "designation_id,other_designation_id,judgement,judged_by,reason\n"
        "ofac_sdn:1,watch:Viktor Khrenin,not_same,A. Analyst,our customer is another\n",
        encoding="utf-8",
    )
    found.append(match("ofac_sdn:1"))
    assert watch(home, names) == []
    found[:] = [match("ofac_sdn:1", "r2")]
    assert kinds(watch(home, names)) == [("ofac_sdn:1", "changed")]
