"""The client against servers that misbehave."""

from pathlib import Path

import pytest

from pipelines.archive import http as client
from pipelines.archive.home import Home
from pipelines.archive.http import AbsentError, BusyError, FetchError, Http, SpoiltError
from pipelines.archive.snapshot import Source
from tests.archive.conftest import Clock
from tests.official_sites import (
    BROKEN,
    FORBIDDEN,
    HANG_UP,
    Answer,
    OfficialSites,
    busy,
    cut,
    dripping,
    endless,
    moved,
    zipped,
)

LIST = b"1,NAME\r\n" * 5000
GOOD = Answer(body=LIST)


def test_a_body_comes_with_what_to_ask_with_next_time(http: Http, sites: OfficialSites) -> None:
    sites.put("/list", LIST)
    fetched = http.get(f"{sites.url}/list")
    assert fetched is not None
    assert fetched.content == LIST
    assert fetched.source.url == f"{sites.url}/list"
    assert http.get(f"{sites.url}/list", known=fetched.source) is None
    assert sites.asked[1].headers["if-none-match"] == fetched.source.etag


def test_last_modified_is_asked_with(http: Http, sites: OfficialSites) -> None:
    day = "Thu, 24 Feb 2022 20:00:00 GMT"
    sites.answer("/list", Answer(body=LIST, headers={"Last-Modified": day}), Answer(304))
    fetched = http.get(f"{sites.url}/list")
    assert fetched is not None
    assert fetched.source == Source(f"{sites.url}/list", None, day)
    assert http.get(f"{sites.url}/list", known=fetched.source) is None
    assert sites.asked[1].headers["if-modified-since"] == day


@pytest.mark.parametrize("trouble", [busy(3), BROKEN, Answer(503), HANG_UP, cut(LIST)])
def test_passing_trouble_is_tried_again(http: Http, sites: OfficialSites, clock: Clock, trouble: Answer) -> None:
    sites.answer("/list", trouble, trouble, GOOD)
    fetched = http.get(f"{sites.url}/list")
    assert fetched is not None
    assert fetched.content == LIST
    assert clock.waits == ([3.0, 3.0] if trouble.status == 429 else [1.0, 2.0])


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (BROKEN, BusyError, "500 Internal Server Error, tried 4 times"),
        (HANG_UP, FetchError, "cannot be reached, tried 4 times"),
        (cut(LIST), SpoiltError, "incomplete|broke off"),
        (FORBIDDEN, AbsentError, "403 Forbidden"),
        (Answer(404), AbsentError, "404"),
        (Answer(204), FetchError, "204"),
        (endless(), SpoiltError, "longer than the 1,000,000 bytes"),
        (Answer(body=b"x", length=2_000_000), SpoiltError, "announces 2,000,000 bytes"),
        (zipped(b"0" * 50_000_000), SpoiltError, "unpacks to more than the 1,000,000 bytes"),
        (
            Answer(body=zipped(LIST).body[:-20], headers={"Content-Encoding": "gzip"}),
            SpoiltError,
            "not whole in its gzip",
        ),
        (Answer(body=b"x", headers={"Content-Encoding": "br"}), SpoiltError, "'br', which was not asked for"),
        (moved("http://example.org/list"), FetchError, "only https is safe"),
        (moved("ftp://example.org/list"), FetchError, "only https is safe"),
        (moved("https://[bad/"), FetchError, "no valid address"),
        (moved("/list"), FetchError, "redirected more than 5 times"),
        (moved(""), FetchError, "redirected more than 5 times"),
        (busy(3600), BusyError, "429 Too Many Requests, and asks to wait 3600 s"),
        (busy("Thu, 24 Feb 2099 20:00:00 GMT"), BusyError, "asks to wait longer than an hour"),
        (busy("9" * 400), BusyError, "429 Too Many Requests, and asks to wait longer than an hour"),
    ],
)
def test_lasting_trouble_is_one_error(
    http: Http, sites: OfficialSites, clock: Clock, answer: Answer, error: type[FetchError], said: str
) -> None:
    sites.answer("/list", answer)
    with pytest.raises(error, match=said) as raised:
        http.get(f"{sites.url}/list", most_bytes=1_000_000)
    assert type(raised.value) is error
    assert sum(clock.waits) < client.BUDGET_SECONDS


def test_a_date_in_the_past_or_nonsense_to_retry_after_is_no_wait(
    http: Http, sites: OfficialSites, clock: Clock
) -> None:
    sites.answer("/list", busy("Thu, 24 Feb 2022 20:00:00 GMT"), busy("soon"), busy("9" * 5000), GOOD)
    assert http.get(f"{sites.url}/list") is not None
    assert clock.waits[0] == 0.0
    assert sum(clock.waits) < 20


def test_waits_of_one_list_share_a_budget(http: Http, sites: OfficialSites, clock: Clock) -> None:
    sites.answer("/list", busy(50))
    budget = http.budget()
    for _ in range(3):
        with pytest.raises(FetchError):
            http.get(f"{sites.url}/list", budget=budget)
    assert sum(clock.waits) <= client.BUDGET_SECONDS


def test_a_dripping_body_is_given_up(home: Home, sites: OfficialSites, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "GRACE_SECONDS", 0.2)
    sites.answer("/list", dripping(b"x" * 10_000, 0.01))
    with pytest.raises(SpoiltError, match="too slowly"):
        Http(home).get(f"{sites.url}/list")


@pytest.mark.parametrize(
    ("answer", "said"),
    [(Answer(body=LIST, delay=0.4), "does not answer in time"), (dripping(LIST, 0.4), "broke off after 1 bytes")],
)
def test_a_silent_server_is_given_up(
    http: Http,
    sites: OfficialSites,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    answer: Answer,
    said: str,
) -> None:
    monkeypatch.setattr(client, "READ_SECONDS", 0.05)
    sites.answer("/list", answer)
    with pytest.raises(FetchError, match=f"{said}, tried 4 times"):
        http.get(f"{sites.url}/list")
    assert clock.waits == [1.0, 2.0, 4.0]


def test_nothing_listens(http: Http, sites: OfficialSites) -> None:
    with pytest.raises(FetchError, match="cannot be reached"):
        http.get("http://127.0.0.1:9/list")


@pytest.mark.parametrize("url", ["http://example.org/x", "file:///etc/hostname", "nonsense", "https://[bad/"])
def test_only_https_is_asked(http: Http, url: str, clock: Clock) -> None:
    with pytest.raises(FetchError):
        http.get(url)
    assert clock.waits == []


def test_gzip_in_transfer_is_undone(http: Http, sites: OfficialSites) -> None:
    sites.answer("/list", zipped(LIST))
    fetched = http.get(f"{sites.url}/list")
    assert fetched is not None
    assert fetched.content == LIST
    assert sites.asked[0].headers["accept-encoding"] == "gzip"


def test_the_client_names_the_project_as_ofac_asks(http: Http, sites: OfficialSites) -> None:
    sites.put("/list", LIST)
    http.get(f"{sites.url}/list")
    name = sites.asked[0].headers["user-agent"]
    assert name.startswith("Mozilla/5.0")
    assert len(name) >= 40
    assert "sanctions-record" in name


def test_the_name_can_be_set(home: Home, sites: OfficialSites) -> None:
    sites.put("/list", LIST)
    Http(home, user_agent="Mozilla/5.0 (compatible; somebody else)").get(f"{sites.url}/list")
    assert sites.asked[0].headers["user-agent"] == "Mozilla/5.0 (compatible; somebody else)"


def test_redirects_are_followed_and_the_address_asked_for_stays(http: Http, sites: OfficialSites) -> None:
    sites.put("/there", LIST)
    sites.answer("/list", moved("/there", 308))
    fetched = http.get(f"{sites.url}/list")
    assert fetched is not None
    assert fetched.source.url == f"{sites.url}/list"
    assert sites.paths == ["/list", "/there"]


def test_the_body_of_a_redirect_is_not_read(http: Http, sites: OfficialSites) -> None:
    sites.put("/there", LIST)
    sites.answer("/list", Answer(302, headers={"Location": "/there"}, flow=endless().flow))
    assert http.get(f"{sites.url}/list") is not None


def test_a_key_goes_to_its_own_host_alone(http: Http, sites: OfficialSites) -> None:
    with OfficialSites() as elsewhere:
        elsewhere.put("/list", LIST)
        other_name = elsewhere.url.replace("127.0.0.1", "localhost")
        sites.answer("/list", moved(f"{other_name}/list"))
        http.get(f"{sites.url}/list", headers={"x-key": "secret"})
        assert sites.asked[0].headers["x-key"] == "secret"
        assert "x-key" not in elsewhere.asked[0].headers


def test_requests_to_one_host_keep_their_distance(http: Http, clock: Clock) -> None:
    for host in ("a.example", "b.example", "a.example"):
        http._wait_between_requests(host, 2.0)
    assert clock.waits == [2.0]


def test_a_large_body_leaves_no_file_behind(home: Home, sites: OfficialSites, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "IN_MEMORY", 1000)
    sites.answer("/list", GOOD)
    fetched = Http(home).get(f"{sites.url}/list")
    assert fetched is not None
    assert fetched.content == LIST
    assert list(Path(home.archive).iterdir()) == []
