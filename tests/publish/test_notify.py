"""Notices, against servers of our own on this machine."""

from email import message_from_bytes

import pytest

from pipelines.publish.notify import BadNotificationError, Notice, notify
from tests.listeners import Hook, Mailbox

NOTICE = Notice("changes", "2 lists changed\r\nBcc: someone@example.org", "jp_mof: +9\nЛукашенко ルカシェンコ\n")


def test_nothing_is_sent_without_settings() -> None:
    assert notify(NOTICE, {}) == ([], [])


def test_a_webhook_gets_the_notice(hook: str) -> None:
    assert notify(NOTICE, {"SANCTIONS_WEBHOOK": hook}) == (["webhook"], [])
    assert Hook.got == [{"event": "changes", "title": NOTICE.title, "text": NOTICE.text}]


def test_a_mailbox_gets_the_notice_and_no_header_of_anyone_else(mail_server: str) -> None:
    settings = {
        "SANCTIONS_SMTP": mail_server,
        "SANCTIONS_MAIL_TO": "a@example.org",
        "SANCTIONS_MAIL_FROM": "b@example.org",
    }
    assert notify(NOTICE, settings) == (["mail"], [])
    [message] = (message_from_bytes(each) for each in Mailbox.got)
    assert message["Subject"] == "2 lists changed Bcc: someone@example.org"
    assert (message["To"], message["Bcc"]) == ("a@example.org", None)
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().split() == NOTICE.text.split()


def test_a_refusal_is_told_without_the_secret(hook: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hook, "answer", 500)
    assert notify(NOTICE, {"SANCTIONS_WEBHOOK": hook}) == ([], ["webhook: answered 500; see SANCTIONS_WEBHOOK."])


def test_a_server_that_is_not_there_is_told_and_stops_nothing(hook: str) -> None:
    settings = {
        "SANCTIONS_WEBHOOK": hook,
        "SANCTIONS_SMTP": "smtp://user:secret@127.0.0.1:9",
        "SANCTIONS_MAIL_TO": "a@example.org",
        "SANCTIONS_MAIL_FROM": "b@example.org",
    }
    sent, [fault] = notify(NOTICE, settings)
    assert sent == ["webhook"]
    assert fault.startswith("mail: ")
    assert "secret" not in fault


def test_a_service_of_apprise_gets_the_notice(hook: str) -> None:
    address = hook.replace("http://", "json://")
    assert notify(NOTICE, {"SANCTIONS_NOTIFY": f" {address}  {address}/second "}) == (["services"], [])
    assert [got["message"].strip() for got in Hook.got] == [NOTICE.text.strip()] * 2


def test_a_service_that_refuses_is_reported_without_its_token(hook: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Hook, "answer", 500)
    address = hook.replace("http://", "json://user:token@")
    assert notify(NOTICE, {"SANCTIONS_NOTIFY": address}) == (
        [],
        ["services: at least one did not take the notice; see SANCTIONS_NOTIFY."],
    )


def test_an_address_that_nothing_understands_is_named_by_its_place() -> None:
    with pytest.raises(BadNotificationError, match=r"address 2 is not one") as raised:
        notify(NOTICE, {"SANCTIONS_NOTIFY": "json://127.0.0.1 nothing://secret"})
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "settings",
    [
        {"SANCTIONS_WEBHOOK": "file:///etc/passwd"},
        {"SANCTIONS_SMTP": "mail.example.org"},
        {"SANCTIONS_SMTP": "smtp://mail.example.org"},
    ],
)
def test_a_setting_that_is_not_understood_is_said(settings: dict[str, str]) -> None:
    with pytest.raises(BadNotificationError, match="SANCTIONS_"):
        notify(NOTICE, settings)
