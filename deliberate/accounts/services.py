"""Links that let people in, and the sessions that they open."""

import secrets as chance
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from deliberate.accounts.errors import AskedTooOften, CodeOver, CodeWrong, LinkOver
from deliberate.accounts.models import Person, Purpose, SignInLink, SignInSession
from deliberate.accounts.queries import (
    SESSION_LASTS,
    link_of_token,
    person_of_address,
    usable,
)
from deliberate.accounts.tokens import Secrets, is_code_of
from deliberate.db import begin, wait_for_turn
from deliberate.mail.services import forget, post

LINK_LASTS = timedelta(minutes=15)
CODE_TRIES = 5
ASKS = 5  # links that one address may ask for within ASKS_WITHIN
ASKS_WITHIN = timedelta(hours=1)
ASKING = 1  # the number of this matter among those that are done one after the other
KEPT = timedelta(days=7)  # how long a link that somebody asked for is kept once it is over
UNTOUCHED = {"synchronize_session": False}


@dataclass(frozen=True)
class Entry:
    """What a spent link opened. `token` goes into the cookie and is kept nowhere else."""

    person: Person
    token: str
    link: SignInLink


def issue_link(
    session: Session,
    email: str,
    purpose: str,
    moment: datetime,
    *,
    expires_at: datetime,
    question_id: int | None = None,
    next_path: str | None = None,
) -> SignInLink:
    """Make the row of a link; its token is made when its letter is delivered.

    `email` is normalised, `next_path` one of our own paths.
    """
    link = SignInLink(
        id=chance.token_hex(16),
        purpose=purpose,
        email=email,
        question_id=question_id,
        next_path=next_path,
        issued_at=moment,
        expires_at=expires_at,
    )
    session.add(link)
    return link


def ask_for_link(
    session: Session,
    email: str,
    moment: datetime,
    *,
    is_welcome: bool,
    question_id: int | None = None,
    next_path: str | None = None,
) -> SignInLink:
    """Make a link for whoever reads this address, and queue its letter where it `is_welcome`.

    A stranger's address gets the same rows, and its letter is over before it is due: so the
    answer, the work and the limit are the same, and nobody learns who takes part.
    """
    _refuse_too_many(session, email, moment)
    link = issue_link(
        session,
        email,
        Purpose.SIGN_IN,
        moment,
        expires_at=moment + LINK_LASTS,
        question_id=question_id,
        next_path=next_path,
    )
    post(
        session,
        Purpose.SIGN_IN,
        link.id,
        email,
        moment,
        question_id=question_id,
        expires_at=link.expires_at if is_welcome else moment,
    )
    return link


def spend_link(session: Session, secrets: Secrets, token: str, moment: datetime) -> Entry:
    """Let the owner of a link in, once. Raises LinkOver for every other token, whyever."""
    link = link_of_token(session, secrets, token)
    if link is None:
        raise LinkOver
    return _spend(session, link, moment)


def spend_code(
    session: Session, secrets: Secrets, link_id: str, typed: str, moment: datetime
) -> Entry:
    """Let in whoever types the code of the link that this browser asked for.

    Raises CodeWrong, where the caller commits so that the try counts, or CodeOver.
    """
    link = session.get(SignInLink, link_id)
    if link is None or link.purpose != Purpose.SIGN_IN:
        raise CodeOver
    _lock_links_like(session, link)
    counted = _change(
        session,
        {"code_tries": SignInLink.code_tries + 1},
        SignInLink.id == link.id,
        SignInLink.code_tries < CODE_TRIES,
        usable(moment),
    )
    if not counted:
        raise CodeOver
    if not is_code_of(secrets, link, typed):
        raise CodeWrong
    return _spend(session, link, moment)


def open_session(session: Session, person: Person, moment: datetime) -> str:
    """Sign a person in with a new random token; only its digest is stored."""
    token = chance.token_urlsafe(32)
    session.add(
        SignInSession(
            token_digest=sha256(token.encode()).digest(), person_id=person.id, started_at=moment
        )
    )
    session.flush()
    return token


def end_session(session: Session, token: str, moment: datetime) -> None:
    """Sign out the one device that holds this token."""
    _end(session, SignInSession.token_digest == sha256(token.encode()).digest(), moment)


def end_all_sessions(session: Session, person: Person, moment: datetime) -> None:
    """Sign a person out everywhere."""
    _end(session, SignInSession.person_id == person.id, moment)


def choose_name(session: Session, person: Person, name: str) -> None:
    """Set the name that others see beside what this person writes."""
    person.name = name
    session.add(person)


def introduce(person: Person, name: str | None) -> None:
    """Keep the name that somebody gives with a first contribution, where none is known yet."""
    if name and not person.name:
        person.name = name


def make_convener(session: Session, email: str, moment: datetime) -> Person:
    """Let whoever reads this normalised address start questions on this instance."""
    person = _person_of(session, email, moment)
    person.may_convene = True
    session.flush()
    return person


def forget_old_links(session: Session, moment: datetime, _config: object) -> None:
    """Delete what signing in leaves behind: strangers' addresses are among it."""
    begin(session, write=True)
    session.execute(
        delete(SignInLink).where(
            SignInLink.purpose == Purpose.SIGN_IN, SignInLink.expires_at < moment - KEPT
        ),
        execution_options=UNTOUCHED,
    )
    session.execute(
        delete(SignInSession).where(SignInSession.started_at < moment - SESSION_LASTS),
        execution_options=UNTOUCHED,
    )
    forget(session, Purpose.SIGN_IN, before=moment - KEPT)
    session.commit()


def _refuse_too_many(session: Session, email: str, moment: datetime) -> None:
    wait_for_turn(session, ASKING, email)
    asked = session.scalars(
        select(SignInLink.issued_at)
        .where(
            SignInLink.email == email,
            SignInLink.purpose == Purpose.SIGN_IN,
            SignInLink.issued_at > moment - ASKS_WITHIN,
        )
        .order_by(SignInLink.issued_at.desc())
        .limit(ASKS)
    ).all()
    if len(asked) == ASKS:
        raise AskedTooOften(count=ASKS, again_at=asked[-1] + ASKS_WITHIN)


def _spend(session: Session, link: SignInLink, moment: datetime) -> Entry:
    _lock_links_like(session, link)
    if not _change(session, {"used_at": moment}, SignInLink.id == link.id, usable(moment)):
        raise LinkOver
    _change(session, {"retired_at": moment}, *_like(link), usable(moment))
    person = _person_of(session, link.email, moment)
    return Entry(person, open_session(session, person, moment), link)


def _lock_links_like(session: Session, link: SignInLink) -> None:
    """Lock every row that may change, in one order.

    So two links of one person that are pressed at the same time wait for each other instead of
    locking each other out.
    """
    rows = select(SignInLink.id).where(*_like(link)).order_by(SignInLink.id)
    session.scalars(rows.with_for_update()).all()


def _like(link: SignInLink) -> tuple[ColumnElement[bool], ...]:
    """Return what a link's other issues have in common: owner, purpose and question."""
    return (
        SignInLink.email == link.email,
        SignInLink.purpose == link.purpose,
        SignInLink.question_id.is_not_distinct_from(link.question_id),
    )


def _change(session: Session, values: Mapping[str, object], *where: ColumnElement[bool]) -> bool:
    """Change the links that fit, as the database sees them now, and say whether there were any."""
    statement = update(SignInLink).where(*where).values(values).returning(SignInLink.id)
    # What is loaded may be older than what is stored, so it decides nothing and isn't touched.
    return bool(session.scalars(statement, execution_options=UNTOUCHED).all())


def _end(session: Session, which: ColumnElement[bool], moment: datetime) -> None:
    session.execute(
        update(SignInSession)
        .where(which, SignInSession.ended_at.is_(None))
        .values(ended_at=moment),
        execution_options=UNTOUCHED,
    )


def _person_of(session: Session, email: str, moment: datetime) -> Person:
    """Return the person of this address, who is new at their first sign-in."""
    person = person_of_address(session, email)
    if person is not None:
        return person
    try:
        with session.begin_nested():
            person = Person(email=email, created_at=moment)
            session.add(person)
    except IntegrityError:  # another link of theirs was pressed at the same time, and came first
        return session.scalars(select(Person).where(Person.email == email)).one()
    return person
