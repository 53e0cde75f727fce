"""Files that are whole or absent, on a disk that is full."""

import errno
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipelines.archive.home import whole_or_absent


class OtherError(Exception):
    """What a library calls a full disk."""


def write_half(path: Path) -> None:
    with whole_or_absent(path) as temporary:
        temporary.write_bytes(b"half")
        raise OtherError("File out of specification")


@pytest.mark.parametrize(("free", "raised"), [(0, OSError), (1 << 30, OtherError)])
def test_a_full_disk_is_the_systems_error_whatever_a_library_calls_it(
    free: int, raised: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(raised) as found:
        write_half(tmp_path / "table")
    assert getattr(found.value, "errno", None) == (errno.ENOSPC if raised is OSError else None)
    assert list(tmp_path.iterdir()) == []
