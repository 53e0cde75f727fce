"""The HTTP API: its description, its answers, and what it refuses."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipelines.serve.answers import Answers
from pipelines.serve.http_api import LARGEST_BODY, http_api
from tests.serve.questions import QUESTIONS, Question

ADDRESSES = {
    "listed_on": "/v1/listed",
    "changes_between": "/v1/changes",
    "screen_name": "/v1/screen",
    "said_of_act": "/v1/act",
    "what_is_held": "/v1/held",
}


@pytest.fixture(scope="module")
def client(answers: Answers) -> TestClient:
    return TestClient(http_api(answers), base_url="http://127.0.0.1")


def test_the_description_names_every_question_and_its_limits(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) == {*ADDRESSES.values(), "/v1/judge"}
    limits = {
        parameter["name"]: parameter["schema"] for parameter in described["paths"]["/v1/listed"]["get"]["parameters"]
    }
    assert limits["limit"]["maximum"] == 500


def ask(client: TestClient, question: Question) -> Any:
    tool, arguments, *_ = question
    if tool == "judge_text":
        return client.post("/v1/judge", json=arguments)
    return client.get(ADDRESSES[tool], params=arguments)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[0])
def test_the_same_answers_as_over_the_other_protocol(client: TestClient, question: Question) -> None:
    _, _, total, expected = question
    response = ask(client, question)
    assert response.status_code == 200, response.text
    assert response.json()["total"] == total
    assert all(response.json()["rows"][0][name] == value for name, value in expected.items())


@pytest.mark.parametrize(
    ("address", "arguments", "code"),
    [
        ("/v1/listed", {"day": "2022-02-24", "authority": "XX"}, 422),
        ("/v1/listed", {"day": "24 February"}, 422),
        ("/v1/listed", {"day": "2022-02-24", "offset": "-1"}, 422),
        ("/v1/listed", {"day": "2022-02-24", "autority": "US"}, 422),
        ("/v1/held", {"day": "2022-02-24"}, 422),
        ("/v1/screen", {"name": "x" * 201}, 422),
        ("/v1/screen", {"name": "   "}, 422),
        ("/v1/tables", {}, 404),
    ],
)
def test_what_cannot_be_asked_is_refused(
    client: TestClient, address: str, arguments: dict[str, str], code: int
) -> None:
    response = client.get(address, params=arguments)
    assert response.status_code == code
    assert response.json()["detail"]


def test_a_field_that_a_text_does_not_have_is_refused(client: TestClient) -> None:
    response = client.post("/v1/judge", json={"text": "The US sanctioned 24 Belarusians.", "day": "2022-02-26"})
    assert response.status_code == 422
    assert "body.day" in response.json()["detail"]


def test_half_a_character_is_refused(client: TestClient) -> None:
    response = client.post(
        "/v1/judge", content=b'{"text": "\\ud800 sanctions"}', headers={"content-type": "application/json"}
    )
    assert response.status_code == 422


def test_a_body_larger_than_any_question_is_refused(client: TestClient) -> None:
    response = client.post("/v1/judge", content=b" " * (LARGEST_BODY + 1), headers={"content-type": "application/json"})
    assert response.status_code == 413


def test_a_page_elsewhere_cannot_ask_under_its_own_name(answers: Answers) -> None:
    assert TestClient(http_api(answers), base_url="http://evil.example").get("/v1/held").status_code == 400


def test_a_token_is_asked_of_everyone_and_is_compared_whole(answers: Answers) -> None:
    guarded = TestClient(http_api(answers, token="a long secret", loopback=False))
    assert guarded.get("/v1/held").status_code == 401
    assert guarded.get("/v1/held", headers={"Authorization": "Bearer a long"}).status_code == 401
    assert guarded.get("/v1/held", headers={"Authorization": "Bearer a long secret"}).status_code == 200


def test_a_hundred_clients_are_answered_rightly_or_told_to_come_back(client: TestClient) -> None:
    honest = [question for question in QUESTIONS if question[0] != "judge_text"][:30]
    hostile: list[Question] = [
        ("screen_name", {"name": "'; DROP TABLE designation; --" * (number % 7 + 1)}, 0, {}) for number in range(30)
    ]
    refused: list[Question] = [("listed_on", {"day": f"{number}' OR 1=1"}, 0, {}) for number in range(40)]
    questions = [*honest, *hostile, *refused]
    with ThreadPoolExecutor(len(questions)) as pool:
        responses = list(pool.map(lambda question: ask(client, question), questions))
    codes = [response.status_code for response in responses]
    assert set(codes[:60]) <= {200, 422, 503}
    assert set(codes[60:]) == {422}
    answered = [
        (question, response) for question, response in zip(honest, responses, strict=False) if response.is_success
    ]
    assert len(answered) >= 15
    assert all(response.json()["total"] == total for (_, _, total, _), response in answered)
