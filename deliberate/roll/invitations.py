"""Letters to a question's list: inviting people, and leaving those alone who want no more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from deliberate.accounts.models import Purpose, SignInLink
from deliberate.accounts.services import issue_link
from deliberate.accounts.tokens import Secrets, sign, subject_of
from deliberate.db import begin
from deliberate.mail.models import Letter, LetterState
from deliberate.mail.services import post
from deliberate.questions.models import Question, QuestionStage, StageName
from deliberate.roll.models import Participant
from deliberate.roll.queries import to_be_invited

# Kinds of letters; both hold a link of the purpose `invitation`.
INVITATION = "invitation"
REMINDER = "reminder"

REMIND_BEFORE = timedelta(days=3)
LEFT_ALONE = timedelta(days=2)  # nobody is reminded of a vote that has only just begun
STOP = "stop letters"
UNTOUCHED = {"synchronize_session": False}


def invite(
    session: Session,
    question_id: int,
    addresses: Sequence[str],
    moment: datetime,
    *,
    until: datetime,
) -> int:
    """Queue a letter with a link of its own for each normalised address; return how many are new.

    The links last `until` the question closes. Nobody is invited twice.
    """
    return _send(session, INVITATION, question_id, addresses, moment, until)


def prolong(session: Session, question_id: int, until: datetime) -> None:
    """Make the links and letters of a question last until another moment: its dates changed."""
    session.execute(
        update(SignInLink)
        .where(
            SignInLink.question_id == question_id,
            SignInLink.purpose == Purpose.INVITATION,
            SignInLink.used_at.is_(None),
        )
        .values(expires_at=until),
        execution_options=UNTOUCHED,
    )
    session.execute(
        update(Letter)
        .where(
            Letter.question_id == question_id,
            Letter.kind.in_((INVITATION, REMINDER)),
            Letter.state == LetterState.WAITING,
        )
        .values(expires_at=until),
        execution_options=UNTOUCHED,
    )


def remind_before_closing(session: Session, moment: datetime, _config: object) -> None:
    """Queue one reminder for everybody on the list, three days before voting closes."""
    begin(session, write=True)
    voting = session.scalars(
        select(QuestionStage)
        .join(Question, Question.id == QuestionStage.question_id)
        .where(
            QuestionStage.name == StageName.VOTING,
            QuestionStage.closes_at > moment,
            QuestionStage.closes_at <= moment + REMIND_BEFORE,
            QuestionStage.opens_at <= moment - LEFT_ALONE,
            Question.opened_at.is_not(None),
        )
        .with_for_update()  # so that two workers don't both remind
    ).all()
    for stage in voting:
        addresses = to_be_invited(session, stage.question_id)
        _send(session, REMINDER, stage.question_id, addresses, moment, stage.closes_at)
    session.commit()


def _send(
    session: Session,
    kind: str,
    question_id: int,
    addresses: Sequence[str],
    moment: datetime,
    until: datetime,
) -> int:
    """Make a link and queue a letter of this kind for each address that has none yet."""
    there = set(
        session.scalars(
            select(Letter.recipient).where(Letter.question_id == question_id, Letter.kind == kind)
        )
    )
    new = [address for address in dict.fromkeys(addresses) if address not in there]
    for address in new:
        link = issue_link(
            session,
            address,
            Purpose.INVITATION,
            moment,
            question_id=question_id,
            expires_at=until,
        )
        post(
            session,
            kind,
            link.id,
            address,
            moment,
            question_id=question_id,
            expires_at=until,
        )
    session.flush()
    return len(new)


def participant_of_address(session: Session, question_id: int, email: str) -> Participant | None:
    """Return who has this normalised address among those who take part in a question."""
    return session.scalar(
        select(Participant).where(
            Participant.question_id == question_id, Participant.email == email
        )
    )


def stop_token(secrets: Secrets, participant: Participant) -> str:
    """Return what stands in the address that stops letters: it does nothing else."""
    return sign(secrets, STOP, str(participant.id))


def participant_of_stop_token(session: Session, secrets: Secrets, token: str) -> Participant | None:
    subject = subject_of(secrets, STOP, token)
    return session.get(Participant, int(subject)) if subject else None


def stop_letters(session: Session, participant: Participant) -> None:
    """Send this participant no more letters about the question; the waiting ones are dropped."""
    participant.wants_letters = False
    session.add(participant)
