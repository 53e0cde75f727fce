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
        (failed if (fault := _post(notice, address)) else sent).append(fault or "webhook")
    if server := settings.get(SMTP):
        (failed if (fault := _mail(notice, server, settings)) else sent).append(fault or "mail")
    if addresses := settings.get(SERVICES, "").split():
        (failed if (fault := _through_services(notice, addresses)) else sent).append(fault or "services")
    return sent, failed


def _post(notice: Notice, address: str) -> str | None:
    """Send a notice to a webhook as JSON; return the fault, None if it arrived."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise BadNotificationError(f"{WEBHOOK} is no web address: it must begin with https://.")
    body = {"event": notice.event, "title": notice.title, "text": notice.text}
    try:
        answer = requests.post(address, json=body, timeout=TIMEOUT_S, allow_redirects=False)
    except requests.RequestException as error:
        return f"webhook: {type(error).__name__}; see {WEBHOOK}."
    return None if answer.ok else f"webhook: answered {answer.status_code}; see {WEBHOOK}."


def _through_services(notice: Notice, addresses: Sequence[str]) -> str | None:
    """Send to every address that Apprise understands; the addresses hold tokens and are never repeated."""
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


def _mail(notice: Notice, server: str, settings: Mapping[str, str]) -> str | None:
    """Send a notice by mail; return the fault, None if it was accepted."""
    place = urlsplit(server)
    to, sender = settings.get(MAIL_TO, ""), settings.get(MAIL_FROM, "")
    if place.scheme not in PORTS or not place.hostname:
        raise BadNotificationError(f"{SMTP} is no mail server: write it as smtp://host:port.")
    if not to or not sender:
        raise BadNotificationError(f"{SMTP} is set, but not {MAIL_TO} and {MAIL_FROM}.")
    message = EmailMessage()
    message["Subject"] = one_line(notice.title, TITLE_SHOWN)
    message["From"], message["To"] = one_line(sender), one_line(to)
    message.set_content(notice.text)
    try:
        port = place.port or PORTS[place.scheme]
        secure = ssl.create_default_context()
        if place.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(place.hostname, port, timeout=TIMEOUT_S, context=secure)
        else:
            connection = smtplib.SMTP(place.hostname, port, timeout=TIMEOUT_S)
        with connection:
            connection.ehlo()
            if place.scheme == "smtp" and connection.has_extn("starttls"):
                connection.starttls(context=secure)
            if place.username:
                connection.login(unquote(place.username), unquote(place.password or ""))
            connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        return f"mail: {type(error).__name__}; see {SMTP}."
    return None
