"""The MCP server, driven by the client of the official SDK."""

import asyncio
from typing import Any

import pytest
from mcp.client import Client

from pipelines.archive.home import Home
from pipelines.serve.answers import Answers
from pipelines.serve.mcp_server import mcp_server
from tests.serve.questions import QUESTIONS


def asked(answers: Answers, *questions: tuple[str, dict[str, Any]]) -> list[Any]:
    async def ask() -> list[Any]:
        async with Client(mcp_server(answers)) as client:
            return [await client.call_tool(tool, arguments) for tool, arguments in questions]

    return asyncio.run(ask())


def test_every_tool_is_described_and_changes_nothing(answers: Answers) -> None:
    async def tools() -> list[Any]:
        async with Client(mcp_server(answers)) as client:
            return (await client.list_tools()).tools

    listed = asyncio.run(tools())
    assert {tool.name for tool in listed} == {tool for tool, *_ in QUESTIONS}
    assert all(tool.description and tool.annotations.read_only_hint for tool in listed)
    assert all(tool.input_schema["additionalProperties"] is False for tool in listed)


@pytest.fixture(scope="module")
def results(answers: Answers) -> list[Any]:
    return asked(answers, *((tool, arguments) for tool, arguments, *_ in QUESTIONS))


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_a_question_has_its_known_answer(number: int, results: list[Any]) -> None:
    tool, arguments, total, expected = QUESTIONS[number]
    assert not results[number].is_error, results[number].content
    answer = results[number].structured_content
    assert answer["total"] == total, (tool, arguments, answer["answer"])
    assert len(answer["rows"]) == min(total, 100)
    assert all(answer["rows"][0][name] == value for name, value in expected.items()), answer["rows"][0]
    assert answer["edition"] == "example"
    assert {held["list_id"] for held in answer["record"]} >= set(answer["not_held"])


@pytest.mark.parametrize(
    ("tool", "arguments", "reason"),
    [
        ("listed_on", {"day": "2022-02-24", "authority": "XX"}, "no authority of the catalogue"),
        ("listed_on", {"day": "2022-02-24", "list_id": "x' OR 1=1"}, "no list of the catalogue"),
        ("listed_on", {"day": "2022-02-24", "country": "Atlantis"}, "no country"),
        ("listed_on", {"day": "2022-02-24", "limit": 10**9}, "limit"),
        ("listed_on", {"day": "yesterday"}, "day"),
        ("listed_on", {"day": "2022-02-24", "autority": "US"}, "autority"),
        ("what_is_held", {"day": "2022-02-24"}, "day"),
        ("changes_between", {"first_day": "2022-02-24", "last_day": "2022-02-23"}, "before the first"),
        ("screen_name", {"name": "x" * 100_000}, "200"),
        ("screen_name", {"name": "\x00 "}, "empty"),
        ("screen_name", {"name": "Ivanov", "birth": "soon"}, "birth"),
        ("judge_text", {"text": "sanctions " * 10_000}, "20000"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_the_reason(
    answers: Answers, tool: str, arguments: dict[str, Any], reason: str
) -> None:
    (result,) = asked(answers, (tool, arguments))
    assert result.is_error
    assert reason in result.content[0].text


def test_a_home_without_a_published_file_says_what_to_do(tmp_path: Any) -> None:
    (result,) = asked(Answers(Home(tmp_path)), ("what_is_held", {}))
    assert result.is_error
    assert "sanctions refresh" in result.content[0].text
