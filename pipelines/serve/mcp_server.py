"""The questions as tools of a server of the Model Context Protocol, over stdio or over HTTP on this machine.

Here: the tools and how they are described to a model. Not here: the questions (see answers).
"""

import functools
from collections.abc import Callable
from typing import Any, cast

import anyio.to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import ToolAnnotations

from pipelines.run.questions import EXPECTED_ERRORS
from pipelines.serve.admission import TooManyQuestionsError
from pipelines.serve.answers import Answer, Answers, BadQuestionError
from pipelines.serve.published import TooSlowError

INSTRUCTIONS = """\
Answers from official sanctions lists with their whole history, and from claims of the press held against them. Every
answer has `rows`, the snapshots behind them (`record`, with sha256), and `not_held`: lists of which nothing is held on
that day. What is not held is no evidence that somebody is not listed. A score of `screen_name` is likeness of names,
not identity. Cite list, day and sha256 with what you say."""
REFUSALS = (BadQuestionError, TooManyQuestionsError, TooSlowError, *EXPECTED_ERRORS)
"""Errors whose message a client is to read."""
READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def mcp_server(answers: Answers) -> MCPServer[Any]:
    """The MCP server, with one tool per question."""
    questions = (
        answers.what_is_held,
        answers.listed_on,
        answers.changes_between,
        answers.screen_name,
        answers.judge_text,
        answers.said_of_act,
    )
    return MCPServer(
        "sanctions-record",
        title="The sanctions record",
        instructions=INSTRUCTIONS,
        log_level="WARNING",
        tools=[_tool(question) for question in questions],
    )


def run_mcp(server: MCPServer[Any], port: int | None) -> None:
    """Answer until the client closes the connection; over HTTP on 127.0.0.1, until a person stops the program."""
    if port is None:
        server.run("stdio")
    else:
        server.run("streamable-http", host="127.0.0.1", port=port, stateless_http=True, json_response=True)


def _tool(question: Callable[..., Answer]) -> Tool:
    """The question as a tool that refuses arguments that it does not have: a misspelt filter would be no filter."""
    tool = Tool.from_function(_in_a_thread(question), annotations=READ_ONLY)
    arguments = tool.fn_metadata.arg_model
    arguments.model_config["extra"] = "forbid"
    arguments.model_rebuild(force=True)
    tool.parameters = arguments.model_json_schema()
    return tool


def _in_a_thread(question: Callable[..., Answer]) -> Callable[..., Any]:
    """The question as a coroutine that runs in a thread, so that several are answered at the same time."""

    @functools.wraps(question)
    async def ask(**values: object) -> Answer:
        """Answer in a thread; a refusal becomes the error of the tool."""
        try:
            return cast("Answer", await anyio.to_thread.run_sync(functools.partial(question, **values)))
        except REFUSALS as error:
            raise ToolError(str(error)) from error

    return ask
