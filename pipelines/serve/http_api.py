"""The questions over HTTP, read-only, with a description in OpenAPI at `/openapi.json`.

Here: addresses, tokens, and what is refused before a question is read. Not here: the questions (see answers).
"""

import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Annotated, cast

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.run.questions import EXPECTED_ERRORS
from pipelines.serve.admission import TooManyQuestionsError
from pipelines.serve.answers import Answer, Answers, BadQuestionError, Text
from pipelines.serve.published import TooSlowError

LARGEST_BODY = 200_000
"""Bytes: a text of the longest kind, in any script."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
"""Names under which a browser may ask: a page elsewhere that points its own name here is refused."""
RETRY_AFTER_S = "5"
MOST_CONNECTIONS = 200

DESCRIPTION = """\
Who was on official sanctions lists on a day, what changed, and whether the record confirms what the press says. Every \
answer carries its rows, the snapshots behind them with their sha256, and the lists of which nothing is held."""


class TextToJudge(BaseModel):
    """A sentence or an article, and the day from which words like "on Thursday" count."""

    model_config = ConfigDict(extra="forbid")

    text: Text
    published_on: date | None = None


def http_api(
    answers: Answers, *, token: str = "", loopback: bool = True, started: Callable[[], None] = lambda: None
) -> FastAPI:
    """The application.

    Args:
        token: what a client must send as `Authorization: Bearer …`; empty for none.
        loopback: only this machine may ask, under its own names.
        started: called once questions are answered.
    """

    @asynccontextmanager
    async def lifespan(_api: FastAPI) -> AsyncIterator[None]:
        """Call `started` once the server answers."""
        started()
        yield

    api = FastAPI(
        title="The sanctions record",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[*([Depends(_guard(token))] if token else []), Depends(_refuse_unknown)],
    )
    api.add_middleware(SizeLimit)
    if loopback:
        api.add_middleware(TrustedHostMiddleware, allowed_hosts=LOOPBACK_HOSTS)
    _add_refusals(api)
    _add_questions(api, answers)
    return api


def _guard(token: str) -> Callable[..., None]:
    """A FastAPI dependency that refuses clients that do not send the token."""
    scheme = HTTPBearer(auto_error=False)

    def check(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(scheme)]) -> None:
        """Raise 401 unless the request has the token; compared in constant time."""
        given = credentials.credentials if credentials else ""
        if not hmac.compare_digest(given.encode(), token.encode()):
            reason = "send the token of this server as `Authorization: Bearer …`."
            raise HTTPException(401, reason, headers={"WWW-Authenticate": "Bearer"})

    return check


def _refuse_unknown(request: Request) -> None:
    """Refuses a parameter that the question does not have: a misspelt filter would be no filter."""
    known = {field.alias for field in request.scope["route"].dependant.query_params}
    for name in request.query_params:
        if name not in known:
            reason = f"query.{name[:60]}: there is no such parameter" + (
                f"; known: {', '.join(sorted(known))}." if known else "."
            )
            raise HTTPException(422, reason)


def _add_refusals(api: FastAPI) -> None:
    """Add the status codes and messages for questions that cannot be answered."""
    codes = {BadQuestionError: 422, TooManyQuestionsError: 503, TooSlowError: 503} | dict.fromkeys(EXPECTED_ERRORS, 503)

    def refuse(_request: Request, error: Exception) -> JSONResponse:
        """The response for a question that cannot be answered, with when to ask again if that may help."""
        code = next(code for kind, code in codes.items() if isinstance(error, kind))
        headers = {"Retry-After": RETRY_AFTER_S} if code == 503 else None
        return JSONResponse({"detail": str(error)}, code, headers)

    def refuse_form(_request: Request, error: Exception) -> JSONResponse:
        """The response for a request whose fields are wrong: each field with what is wrong."""
        faults = cast("RequestValidationError", error).errors()
        reasons = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults)
        return JSONResponse({"detail": "; ".join(reasons)}, 422)

    api.add_exception_handler(RequestValidationError, refuse_form)
    for kind in codes:
        api.add_exception_handler(kind, refuse)


def _add_questions(api: FastAPI, answers: Answers) -> None:
    """Add one address per question; its parameters and their limits are those of the method."""
    for address, question, summary in (
        ("/v1/held", answers.what_is_held, "What is held of each list"),
        ("/v1/listed", answers.listed_on, "Who was listed at the end of a day"),
        ("/v1/changes", answers.changes_between, "What changed between two days"),
        ("/v1/screen", answers.screen_name, "Which listed parties a name or number may mean"),
        ("/v1/act", answers.said_of_act, "What the press said of what an authority did on a day"),
    ):
        api.get(address, summary=summary, response_model=Answer)(question)

    @api.post("/v1/judge", summary="The claims of a text, held against the record")
    def judge_text(asked: TextToJudge) -> Answer:
        return answers.judge_text(asked.text, asked.published_on)


class SizeLimit:
    """Refuses a request with a body larger than any question, whether or not it states its size."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the body as it arrives, and answer 413 once it is too large."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, _counting(receive), send)


def _counting(receive: Receive) -> Receive:
    """The receiver of a request, which refuses a body that becomes too large."""
    size = 0

    async def counted() -> Message:
        """The next message of the request; raises 413 once the bodies together are too large."""
        nonlocal size
        message: Message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            raise HTTPException(413, f"a question has at most {LARGEST_BODY:,} bytes.")
        return message

    return counted


def run_http(api: FastAPI, host: str, port: int) -> None:
    """Answer requests until a person stops the program."""
    uvicorn.run(
        api,
        host=host,
        port=port,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=5,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
