"""What a person finds in their mailbox: the outbox's letters, with their words made."""

import re
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.db import db
from deliberate.mail.models import Letter
from deliberate.mail.words import Words
from deliberate.queue import LETTERS


def letters_to(session: Session, email: str) -> list[Letter]:
    """Return the letters that go to this address, oldest first; one that is over never goes."""
    return [
        letter
        for letter in session.scalars(
            select(Letter).where(Letter.recipient == email).order_by(Letter.created_at, Letter.id)
        )
        if letter.expires_at is None or letter.expires_at > letter.created_at
    ]


def read(session: Session, letter: Letter) -> Words:
    moment = current_app.config["CLOCK"](db.engine)
    words = LETTERS[letter.kind](session, letter, moment, current_app.config)
    assert words is not None
    return words


def newest_to(session: Session, email: str) -> Words:
    return read(session, letters_to(session, email)[-1])


def link_in(words: Words) -> str:
    """Return the path of the one link to press, which stands alone on its line."""
    (address,) = re.findall(r"^https?://\S+/sign-in/\S+$", words.text, re.MULTILINE)
    return str(urlsplit(address).path)


def code_in(words: Words) -> str:
    (code,) = re.findall(r"[0-9A-Z]{3} [0-9A-Z]{3}", words.text)
    return str(code)
