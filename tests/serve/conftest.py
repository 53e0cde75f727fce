"""What the tests of the servers share: a copy of the published example, and its questions.

A copy, because DuckDB opens a file once a process: whoever else in the tests asks the example has other settings.
"""

import shutil

import pytest

from pipelines.archive.home import Home
from pipelines.serve.answers import Answers


@pytest.fixture(scope="session")
def served_home(example_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("served"))
    shutil.copy(example_home.warehouse, home.warehouse)
    return home


@pytest.fixture(scope="session")
def answers(served_home: Home) -> Answers:
    return Answers(served_home)
