"""Sending notices about the changes of a night, the lists that could not be read, or a failed run.

Here: how a notice is sent. Nothing is sent unless it is configured. Not here: the text (see messages), or when it is
sent (see assets.schedules).

| variable | meaning |
|---|---|
| `SANCTIONS_WEBHOOK` | an address that gets a POST of JSON: `event`, `title`, `text` |
| `SANCTIONS_SMTP` | `smtp://[user:password@]host[:port]` or `smtps://…`: the mail server |
| `SANCTIONS_MAIL_TO`, `SANCTIONS_MAIL_FROM` | who gets the mail, and whom it is from |
| `SANCTIONS_NOTIFY` | addresses of Apprise (Slack, Teams, Matrix and others), with blanks between; extra [notify] |

Only the digest is sent; it holds what the lists publish. Errors never contain a password, token or address.
"""

import smtplib
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal
from urllib.parse import unquote, urlsplit

import requests

from pipelines.publish.site.night import one_line

Event = Literal["changes", "failure"]

WEBHOOK, SMTP, MAIL_TO, MAIL_FROM = "SANCTIONS_WEBHOOK", "SANCTIONS_SMTP", "SANCTIONS_MAIL_TO", "SANCTIONS_MAIL_FROM"
SERVICES = "SANCTIONS_NOTIFY"
TIMEOUT_S = 20
PORTS = {"smtp": 25, "smtps": 465}
TITLE_SHOWN = 150


class BadNotificationError(Exception):
    """A variable that says where to send notices has an invalid value."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to send: its kind, title and text."""

    event: Event
    title: str
    text: str


def is_configured(settings: Mapping[str, str]) -> bool:
    """Whether at least one receiver of notices is configured."""
    return any(settings.get(variable) for variable in (WEBHOOK, SMTP, SERVICES))


def notify(notice: Notice, settings: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Send a notice to every receiver in the settings; without settings, send nothing.

    Returns:
        The names of the receivers that got it, and one sentence for each failed delivery.

    Raises:
        BadNotificationError: a setting is invalid.
    """
    sent: list[str] = []
    failed: list[str] = []
    if address := settings.get(WEBHOOK):
        (failed if (fault := _send_to_webhook(notice, address)) else sent).append(fault or "webhook")
    if server := settings.get(SMTP):
        (failed if (fault := _send_mail(notice, server, settings)) else sent).append(fault or "mail")
    if addresses := settings.get(SERVICES, "").split():
        (failed if (fault := _send_to_services(notice, addresses)) else sent).append(fault or "services")
    return sent, failed


def _send_to_webhook(notice: Notice, address: str) -> str | None:
    """Send a notice to a webhook as JSON; return what went wrong in words, None if it arrived.

    Raises:
        BadNotificationError: the setting is no web address.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise BadNotificationError(f"{WEBHOOK} is no web address: it must begin with https://.")
    body = {"event": notice.event, "title": notice.title, "text": notice.text}
    try:
        answer = requests.post(address, json=body, timeout=TIMEOUT_S, allow_redirects=False)
    except requests.RequestException as error:
        return f"webhook: {type(error).__name__}; see {WEBHOOK}."
    return None if answer.ok else f"webhook: answered {answer.status_code}; see {WEBHOOK}."


def _send_to_services(notice: Notice, addresses: Sequence[str]) -> str | None:
    """Send a notice to every address that Apprise understands; return what went wrong in words, None if all took it.

    The addresses hold tokens, so errors name their numbers only.

    Raises:
        BadNotificationError: Apprise is not installed, or an address is not one of its.
    """
    try:
        import apprise
    except ModuleNotFoundError as error:
        raise BadNotificationError(f"{SERVICES} needs the extra [notify]: `make extras` installs it.") from error
    services = apprise.Apprise()
    not_understood = [number for number, address in enumerate(addresses, start=1) if not services.add(address)]
    if not_understood:
        numbers = ", ".join(map(str, not_understood))
        raise BadNotificationError(f"{SERVICES}: address {numbers} is not one that Apprise understands.")
    kind = apprise.NotifyType.FAILURE if notice.event == "failure" else apprise.NotifyType.INFO
    title = one_line(notice.title, TITLE_SHOWN)
    delivered = services.notify(body=notice.text, title=title, notify_type=kind)
    return None if delivered else f"services: at least one did not take the notice; see {SERVICES}."


def _send_mail(notice: Notice, server: str, settings: Mapping[str, str]) -> str | None:
    """Send a notice by mail; return what went wrong in words, None if the server accepted it.

    Raises:
        BadNotificationError: the setting is no mail server, or receiver or sender are missing.
    """
    server_address = urlsplit(server)
    receiver, sender = settings.get(MAIL_TO, ""), settings.get(MAIL_FROM, "")
    if server_address.scheme not in PORTS or not server_address.hostname:
        raise BadNotificationError(f"{SMTP} is no mail server: write it as smtp://host:port.")
    if not receiver or not sender:
        raise BadNotificationError(f"{SMTP} is set, but not {MAIL_TO} and {MAIL_FROM}.")
    message = EmailMessage()
    message["Subject"] = one_line(notice.title, TITLE_SHOWN)
    message["From"], message["To"] = one_line(sender), one_line(receiver)
    message.set_content(notice.text)
    try:
        port = server_address.port or PORTS[server_address.scheme]
        tls_context = ssl.create_default_context()
        if server_address.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server_address.hostname, port, timeout=TIMEOUT_S, context=tls_context
            )
        else:
            connection = smtplib.SMTP(server_address.hostname, port, timeout=TIMEOUT_S)
        with connection:
            connection.ehlo()
            if server_address.scheme == "smtp" and connection.has_extn("starttls"):
                connection.starttls(context=tls_context)
            if server_address.username:
                connection.login(unquote(server_address.username), unquote(server_address.password or ""))
            connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        return f"mail: {type(error).__name__}; see {SMTP}."
    return None
