"""OFAC's delta files: whole records added and removed, touched branches of changed ones."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.parsers.notice import Notice, Touch, UnreadableNoticeError
from pipelines.parsers.ofac.delta import read_notice
from tests.delta_files import HEAD, TAIL, entity
from tests.notice_pages import Party

DAY = date(2026, 8, 7)


def whole(native_id: str, action: str, listed_on: str) -> str:
    return entity(Party("DOE, John", "individual", ("SDNT",), native_id=native_id), action, listed_on)


def read(*entities: str) -> Notice:
    return read_notice(f"{HEAD.format(day=DAY)}{''.join(entities)}{TAIL}".encode())


def test_a_removal_keeps_the_day_of_the_listing() -> None:
    notice = read(whole("11753", "remove", "2010-01-14"), whole("60000", "add", "2026-08-07"))
    assert notice.published_on == date(2026, 8, 7)
    said = [(a.act, a.native_id, a.list_id, a.party and a.party.listed_on) for a in notice.entries]
    assert said == [
        ("removed", "11753", "ofac_sdn", date(2010, 1, 14)),
        ("added", "60000", "ofac_sdn", date(2026, 8, 7)),
    ]


def test_a_change_is_what_it_touches_without_what_comes_back_the_same() -> None:
    parts = "".join(
        f'<addressPart id="{n}" action="{action}"><type refId="1">CITY</type><value>{city}</value></addressPart>'
        for n, (action, city) in enumerate([("remove", "Tehran"), ("add", "Tehran"), ("add", "Shiraz")])
    )
    tag = '<sanctionsProgram id="1" refId="2" action="add">IRAN-CON-ARMS-EO</sanctionsProgram>'
    notice = read(
        f'<entity id="12060"><sanctionsPrograms>{tag}</sanctionsPrograms><addresses><address id="9"><translations>'
        f'<translation id="8"><addressParts>{parts}</addressParts></translation></translations></address></addresses>'
        "</entity>"
    )
    (entry,) = notice.entries
    assert (entry.act, entry.native_id, entry.party) == ("changed", "12060", None)
    assert entry.touched == (
        Touch("addresses", "add", "CITY Shiraz"),
        Touch("sanctionsPrograms", "add", "IRAN-CON-ARMS-EO"),
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (f"{HEAD.format(day=DAY)}{whole('1', 'add', '2026-08-07')}".encode(), "well-formed"),
        (b"<sanctionsData/>", "is no delta file"),
        (f"{HEAD.format(day='soon')}{TAIL}".encode(), "day of publication"),
        (b"<html>busy</html>", "is no delta file"),
    ],
)
def test_what_is_no_delta_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableNoticeError, match=why):
        read_notice(content)


def test_real_deltas(shared_data: Path) -> None:
    folder = shared_data / "samples" / "ofac_delta"
    read_all = {path.parent.name: read_notice(path.read_bytes()) for path in sorted(folder.glob("*/*.xml"))}
    assert {day: notice.published_on.isoformat() for day, notice in read_all.items()} == {day: day for day in read_all}
    assert all(not each.report.drift for each in read_all.values())
    acts = {day: [(entry.act, entry.native_id) for entry in notice.entries] for day, notice in read_all.items()}
    assert acts["2026-08-07"] == [("removed", "11753"), ("removed", "11812")]
    assert acts["2026-08-24"] == [("changed", "12060")]
    assert [act for act, _ in acts["2026-08-26"]] == ["added"] * 5
