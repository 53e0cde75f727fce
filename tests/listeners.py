"""Servers on this machine that notices are sent to: a webhook, and as much of a mail server as a client needs."""

import json
import socketserver
from http.server import BaseHTTPRequestHandler
from typing import ClassVar


class Hook(BaseHTTPRequestHandler):
    got: ClassVar[list[dict[str, str]]] = []
    answer = 204

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append(json.loads(body))
        self.send_response(self.answer)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs."""

    got: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            if line.upper() == "DATA":
                self.say("354 go on")
                self.got.append(self.message())
            self.say("221 bye" if line.upper() == "QUIT" else "250 ok")

    def message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
