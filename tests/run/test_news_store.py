"""The address of the store of news in the published file."""

from pathlib import Path

import pytest

from pipelines.archive.home import Home
from pipelines.run.publication import news_store
from pipelines.run.settings import Run, Settings


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("", ""),
        ("s3://bucket/news/", "s3://bucket/news"),
        ("s3://key:secret@bucket/news?token=x", "s3://bucket/news"),
        ("/data/news", "/data/news"),
        ("~/news", str(Path("~/news").expanduser())),
    ],
)
def test_an_address_is_published_without_credentials(address: str, public: str, tmp_path: Path) -> None:
    assert news_store(Run(Settings(Home(tmp_path), news=address))) == public
