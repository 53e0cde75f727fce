"""How bytes lie on disk and come back."""

import io
import random
from pathlib import Path

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.archive import contents as module
from pipelines.archive.contents import Contents, DamagedContentError, digest

LINES = [f'{i},"PARTY {i * i}","individual","PROGRAMME {i % 7}"\n'.encode() for i in range(4000)]


def edited(edits: list[tuple[int, bytes | None]]) -> bytes:
    """The lines with some replaced (bytes) or removed (None)."""
    lines = dict(enumerate(LINES)) | {at: line for at, line in edits if line is not None}
    gone = {at for at, line in edits if line is None}
    return b"".join(line for at, line in sorted(lines.items()) if at not in gone)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(st.integers(0, 3999), st.none() | st.binary(max_size=3000)), max_size=12))
def test_what_is_patched_comes_back(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[int, bytes | None]]
) -> None:
    with pytest.MonkeyPatch.context() as small:
        for name, size in (("SEGMENT", 20_000), ("MARGIN", 5_000), ("REACH", 40_000)):
            small.setattr(module, name, size)
        contents = Contents(tmp_path_factory.mktemp("archive"))
        base = contents.put(b"".join(LINES))
        after = edited(edits)
        assert contents.get(contents.put(after, [[base]])) == after
        assert contents.get(base) == b"".join(LINES)


def test_a_changed_line_in_a_large_file_costs_little(tmp_path: Path) -> None:
    chance = random.Random(7)
    before = b"".join(b"%d,%d\n" % (i, chance.getrandbits(60)) for i in range(300_000))
    at = before.index(b"\n", 4_000_000) + 1
    after = before[:at] + b"one more line\n" + before[at:]
    contents = Contents(tmp_path)
    base = contents.put(before)
    patch = contents.put(after, [[base]])
    assert len(before) > 3 * module.SEGMENT
    assert contents.base_of(patch) == base
    assert contents.size_on_disk(patch) < 4000
    assert contents.get(patch) == after


def test_what_resembles_nothing_is_stored_whole(tmp_path: Path) -> None:
    contents = Contents(tmp_path)
    base = contents.put(b"".join(LINES))
    other = contents.put(random.Random(1).randbytes(100_000), [[base]])
    assert contents.is_whole(other)
    assert not (tmp_path / "copies").exists()


def test_a_whole_content_can_be_unpacked_by_any_tool(tmp_path: Path) -> None:
    contents = Contents(tmp_path)
    sha256 = contents.put(LINES[0])
    [path] = tmp_path.rglob("*.zst")
    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(path.read_bytes()), read_across_frames=True) as stream:
        assert stream.read() == LINES[0]
    assert path.stem == sha256 == digest(LINES[0])


def test_the_file_of_another_content_is_a_fault(tmp_path: Path) -> None:
    contents = Contents(tmp_path)
    one, other = contents.put(b"one"), contents.put(b"other")
    paths = {path.stem: path for path in tmp_path.rglob("*.zst")}
    paths[one].write_bytes(paths[other].read_bytes())
    assert contents.fault(one) == f"holds the bytes of {other}"
    with pytest.raises(DamagedContentError):
        contents.get(one)


def test_a_base_that_is_damaged_is_not_built_upon(tmp_path: Path) -> None:
    contents = Contents(tmp_path)
    base = contents.put(b"".join(LINES))
    [path] = tmp_path.rglob("*.zst")
    path.write_bytes(path.read_bytes()[:-1])
    after = contents.put(edited([(3, None)]), [[base]])
    assert contents.is_whole(after)
