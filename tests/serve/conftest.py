"""What the tests of the servers share: the questions of one published example."""

import pytest

from pipelines.archive.home import Home
from pipelines.serve.answers import Answers


@pytest.fixture(scope="session")
def answers(example_home: Home) -> Answers:
    return Answers(example_home)
