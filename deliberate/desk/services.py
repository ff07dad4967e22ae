"""Starting, saving and opening a question; its list and its letters."""

import secrets
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

import deliberate.questions.services as questions
import deliberate.record.services as record
import deliberate.roll.services as roll
from deliberate.accounts.models import Person, Purpose
from deliberate.accounts.queries import person_of_address
from deliberate.accounts.services import issue_link
from deliberate.desk.choosing import Choosing, write_choosing
from deliberate.desk.errors import NobodyToWriteTo, NotReady
from deliberate.desk.letters import TEST_LETTER
from deliberate.desk.queries import never_reached, preparation_of
from deliberate.mail.services import post
from deliberate.questions.draft import Draft, draft_of
from deliberate.questions.errors import AlreadyOpen
from deliberate.questions.models import Question, Role, StageName
from deliberate.questions.readiness import missing
from deliberate.questions.stages import scheduled
from deliberate.roll.errors import RollIsFixed
from deliberate.roll.invitations import INVITATION, invite
from deliberate.roll.lists import Reading
from deliberate.roll.queries import number_listed, to_be_invited
from deliberate.voting.models import Contest
from deliberate.voting.queries import contest_of
from deliberate.voting.services import settings_of


def start_question(
    session: Session,
    draft: Draft,
    choosing: Choosing,
    reading: Reading | None,
    person: Person,
    moment: datetime,
) -> Question:
    """Put the draft of a question and its contest in place. Raises what require_schedule raises."""
    question = questions.start(session, draft, person, moment)
    _add_contest(session, question, choosing)
    if reading is not None:
        roll.add_list(session, question, reading, moment)
    return question


def save_question(
    session: Session,
    question: Question,
    draft: Draft,
    choosing: Choosing,
    reading: Reading | None,
    moment: datetime,
) -> None:
    """Save a draft, gaps and all. Raises AlreadyOpen and what require_schedule raises."""
    questions.save(session, question, draft)
    write_choosing(held_contest(session, question), choosing)
    if reading is not None:
        roll.add_list(session, question, reading, moment)


def open_question(
    session: Session,
    question: Question,
    person: Person,
    moment: datetime,
    *,
    zone: ZoneInfo,
    mail_works: bool,
) -> int:
    """Open the question, write that in its record, and queue a letter to everyone on its list.

    Returns how many letters were queued; opening an open question queues none. Raises NotReady.
    """
    questions.lock(session, question)
    if question.opened_at is not None:
        return 0
    contest = held_contest(session, question)
    preparation = preparation_of(
        session,
        question.id,
        draft_of(question),
        contest,
        zone=zone,
        mail_works=mail_works,
        has_name=bool(person.name),
    )
    lacks = missing(preparation, moment)
    if lacks:
        raise NotReady(lacks)
    question.opened_at = moment
    record.write(
        session,
        question.id,
        "opened",
        moment,
        actor=person.name or "",
        facts=opening_facts(question, contest, preparation.listed),
    )
    addresses = to_be_invited(session, question.id)
    return invite(session, question.id, addresses, moment, until=over_at(question))


def add_to_list(
    session: Session,
    question: Question,
    reading: Reading,
    person: Person,
    moment: datetime,
    *,
    reason: str = "",
    only_good: bool = False,
) -> int:
    """Put people on the list, and return how many are new.

    In an open question this is a change: it needs a reason, stands in the record, and the new
    ones are invited at once. Raises RollIsFixed once the contest is frozen, and what add_list does.
    """
    questions.lock(session, question)
    if held_contest(session, question).frozen_at is not None:
        raise RollIsFixed
    is_open = question.opened_at is not None
    if is_open:
        record.require_reason(reason)
    new = roll.add_list(session, question, reading, moment, only_good=only_good)
    if is_open and new:
        record.write(
            session,
            question.id,
            "roll-added",
            moment,
            actor=person.name or "",
            reason=reason,
            facts={"number": len(new), "listed": number_listed(session, question.id)},
        )
        invite(session, question.id, new, moment, until=over_at(question))
    return len(new)


def empty_list(session: Session, question: Question) -> None:
    """Take everybody off the list of a draft. Raises AlreadyOpen."""
    questions.lock(session, question)
    if question.opened_at is not None:
        raise AlreadyOpen
    roll.empty_list(session, question)


def send_again(session: Session, question: Question, moment: datetime) -> int:
    """Queue one more letter to everyone whom none reached, and return how many.

    Nobody is sent more than three.
    """
    questions.lock(session, question)
    addresses = never_reached(session, question.id)
    if not addresses:
        raise NobodyToWriteTo
    for address in addresses:
        _post_link(session, question, INVITATION, address, moment)
    return len(addresses)


def send_test_letter(
    session: Session, question: Question, person: Person, moment: datetime
) -> None:
    """Queue the invitation to the person who asks, as everyone on the list will get it.

    Raises NotReady where no stage has its dates: a link lasts as long as the last one.
    """
    if not question.stages:
        raise NotReady(())
    if person.email:
        _post_link(session, question, TEST_LETTER, person.email, moment)


def add_to_team(
    session: Session, question: Question, email: str, role: Role, moment: datetime
) -> Person:
    """Put whoever reads this normalised address on the team. Raises AlreadyOnTheTeam."""
    questions.lock(session, question)
    person = person_of_address(session, email)
    if person is None:
        person = Person(email=email, created_at=moment)
        session.add(person)
        session.flush()
    questions.add_holder(session, question, person, role)
    return person


def held_contest(session: Session, question: Question) -> Contest:
    """Return the question's contest; one that an older draft lacks is put in place."""
    return contest_of(session, question.id) or _add_contest(session, question, Choosing())


def over_at(question: Question) -> datetime:
    """Return when the last stage of the question is over, until when its links open a door."""
    return max(stage.closes_at for stage in question.stages)


def opening_facts(question: Question, contest: Contest, listed: int) -> dict[str, object]:
    """Return what the record says about a question on the day it is opened."""
    facts: dict[str, object] = {
        "schedule": {
            stage.name: [_said(stage.opens_at), _said(stage.closes_at)] for stage in question.stages
        },
        "takes_part": question.takes_part,
        "answerer": question.answerer,
        "answer_due_on": question.answer_due_on.isoformat() if question.answer_due_on else None,
        "listed": listed,
    }
    if scheduled(question, StageName.VOTING):
        facts |= {"votes": question.votes, **settings_of(contest)}
    return facts


def _add_contest(session: Session, question: Question, choosing: Choosing) -> Contest:
    contest = Contest(question_id=question.id, code=secrets.token_hex(16))
    write_choosing(contest, choosing)
    session.add(contest)
    session.flush()
    return contest


def _post_link(
    session: Session, question: Question, kind: str, address: str, moment: datetime
) -> None:
    until = over_at(question)
    link = issue_link(
        session,
        address,
        Purpose.INVITATION,
        moment,
        question_id=question.id,
        expires_at=until,
    )
    post(session, kind, link.id, address, moment, question_id=question.id, expires_at=until)


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
