"""Where letters leave us: an SMTP server, or the development mailbox."""

import logging
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from deliberate.config import LOOPBACK, Config
from deliberate.mail.models import Letter
from deliberate.mail.words import Words

log = logging.getLogger(__name__)

WAIT = 20  # seconds that we wait for each answer of the server


class Refused(Exception):
    """The server will never take this letter: there is no such address."""


class TryLater(Exception):
    """The server didn't take this letter now."""


class Unreachable(TryLater):
    """The server takes no letter at all now."""


class Post(Protocol):
    def send(self, letter: Letter, message: EmailMessage) -> str:
        """Hand one letter over and return what was answered; raises Refused or TryLater."""


class Mailbox:
    """The mailbox of a development instance: letters stay in the outbox, and a page shows them."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def send(self, letter: Letter, message: EmailMessage) -> str:
        log.info(
            "A letter for %s: %s. Read it at %s/dev/mail/%s",
            letter.recipient,
            message["Subject"],
            self._base_url,
            letter.id,
        )
        return "kept here"


class SmtpServer:
    """One connection to an SMTP server, opened for the first letter and used for all of a run."""

    def __init__(self, url: SplitResult) -> None:
        self._url = url
        self._connection: smtplib.SMTP | None = None

    def send(self, letter: Letter, message: EmailMessage) -> str:
        sender = parseaddr(message["From"])[1]
        try:
            self._connection = self._connection or self._connect()
            self._connection.sendmail(sender, [letter.recipient], message.as_bytes(policy=SMTP))
        except smtplib.SMTPRecipientsRefused as answer:
            raise _of_reply(*answer.recipients[letter.recipient]) from None
        except smtplib.SMTPDataError as answer:
            raise _of_reply(answer.smtp_code, answer.smtp_error) from None
        except (smtplib.SMTPException, OSError) as trouble:
            self.close()
            raise Unreachable(_said(trouble)) from None
        return "taken"

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self) -> smtplib.SMTP:
        host, port = self._url.hostname or "localhost", self._url.port or 0
        security = ssl.create_default_context()
        if host in LOOPBACK:  # a relay on this very machine has no certificate for its name
            security.check_hostname, security.verify_mode = False, ssl.CERT_NONE
        if self._url.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=WAIT, context=security)
        else:
            connection = smtplib.SMTP(host, port, timeout=WAIT)
            connection.ehlo()
            if connection.has_extn("starttls"):
                connection.starttls(context=security)
                connection.ehlo()
        if self._url.username:
            connection.login(unquote(self._url.username), unquote(self._url.password or ""))
        return connection


@contextmanager
def post_of(config: Config) -> Iterator[Post | None]:
    """Yield where this instance's letters go; None where none is set up at a public address."""
    if not config["MAIL_URL"]:
        yield Mailbox(config["BASE_URL"]) if config["IS_LOCAL"] else None
        return
    server = SmtpServer(urlsplit(config["MAIL_URL"]))
    try:
        yield server
    finally:
        server.close()


def message_of(letter: Letter, words: Words, moment: datetime, config: Config) -> EmailMessage:
    """Put a letter's words into an envelope. Its Message-ID is the letter's identifier."""
    host = urlsplit(config["BASE_URL"]).hostname or "localhost"
    _, address = parseaddr(config["MAIL_FROM"] or f"letters@{host}")
    instance = config["INSTANCE_NAME"]
    name = f"{words.sender} via {instance}" if words.sender else instance
    message = EmailMessage(policy=SMTP)
    message["Subject"] = words.subject
    message["From"] = formataddr((name, address))
    message["To"] = letter.recipient
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = f"<{letter.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    if config["HELP_EMAIL"]:
        message["Reply-To"] = config["HELP_EMAIL"]
    if words.stop_url:
        message["List-Unsubscribe"] = f"<{words.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    return message


def _of_reply(code: int, reply: bytes | str) -> Refused | TryLater:
    """Tell a refusal for good (5xx) from one for now (4xx)."""
    said = f"{code} {reply.decode(errors='replace') if isinstance(reply, bytes) else reply}"
    return Refused(said) if code >= 500 else TryLater(said)


def _said(trouble: Exception) -> str:
    """Return what kind of trouble it was, without what the server may have repeated to us."""
    code = getattr(trouble, "smtp_code", "")
    return f"{type(trouble).__name__} {code}".strip()
