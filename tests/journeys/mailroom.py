"""A real mail server that keeps the letters it is sent, as mailboxes do."""

import re
import socket
from collections import defaultdict
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller


class Mailroom:
    """The mailboxes of everybody: each address with its letters, the oldest first."""

    def __init__(self) -> None:
        self.boxes: dict[str, list[EmailMessage]] = defaultdict(list)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    def open(self) -> None:
        self._controller.start()

    def close(self) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the name that aiosmtpd calls
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        for address in envelope.rcpt_tos:
            self.boxes[address].append(message)
        return "250 OK"

    def newest_to(self, address: str) -> str:
        """Return the plain text of the last letter to this address."""
        body = self.boxes[address][-1].get_body(("plain",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")

    def link_to(self, address: str) -> str:
        """Return the path of the link that lets in whoever reads this address."""
        (link,) = re.findall(r"^https://\S+/sign-in/\S+$", self.newest_to(address), re.MULTILINE)
        return str(urlsplit(link).path)

    def code_to(self, address: str) -> str:
        (code,) = re.findall(r"\b[0-9A-Z]{3} [0-9A-Z]{3}\b", self.newest_to(address))
        return str(code)
