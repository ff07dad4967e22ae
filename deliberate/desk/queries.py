"""Reads for the team's side, across rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Subquery, case, func, select
from sqlalchemy.orm import Session, joinedload

from deliberate.desk.choosing import facts_for_readiness
from deliberate.mail.models import Letter, LetterState
from deliberate.proposals.queries import shortlisted
from deliberate.questions.draft import Draft
from deliberate.questions.models import TEAM, Holder, Question
from deliberate.questions.readiness import Preparation
from deliberate.roll.invitations import INVITATION
from deliberate.roll.queries import number_listed
from deliberate.voting.models import Contest

LETTERS_FOR_ONE = 3
NEVER_ARRIVED = (LetterState.REFUSED, LetterState.GIVEN_UP)
# Of several letters to one person the best counts: who has one that was sent has been reached.
_BEST_FIRST = (
    LetterState.SENT,
    LetterState.WAITING,
    LetterState.REFUSED,
    LetterState.GIVEN_UP,
    LetterState.EXPIRED,
)


@dataclass(frozen=True)
class Deliveries:
    """How the invitations of a question fared, each person counted once.

    `again` is how many were not reached and may be written to once more.
    """

    sent: int = 0
    waiting: int = 0
    refused: int = 0
    given_up: int = 0
    again: int = 0


def questions_held_by(session: Session, person_id: int) -> Sequence[Question]:
    """Return the questions that this person holds, the newest first."""
    return session.scalars(
        select(Question)
        .join(Holder, Holder.question_id == Question.id)
        .where(Holder.person_id == person_id, Holder.role.in_(TEAM))
        .order_by(Question.created_at.desc(), Question.id.desc())
    ).all()


def team_of(session: Session, question_id: int) -> Sequence[Holder]:
    """Return who is on the question's team, with their names."""
    return session.scalars(
        select(Holder)
        .where(Holder.question_id == question_id)
        .options(joinedload(Holder.person))
        .order_by(Holder.role, Holder.person_id)
    ).all()


def preparation_of(
    session: Session,
    question_id: int,
    draft: Draft,
    contest: Contest,
    *,
    zone: ZoneInfo,
    mail_works: bool,
    has_name: bool = True,
) -> Preparation:
    """Return all that readiness looks at."""
    return Preparation(
        draft=draft,
        zone=zone,
        choosing=facts_for_readiness(contest),
        listed=number_listed(session, question_id),
        given_options=len(shortlisted(session, question_id)),
        mail_works=mail_works,
        has_name=has_name,
    )


def deliveries(session: Session, question_id: int) -> Deliveries:
    """Return how many of the invited were reached, wait, were refused or given up."""
    best = _best_of_each([question_id])
    may_go = func.sum(case((best.c.letters < LETTERS_FOR_ONE, 1), else_=0))
    rows = session.execute(select(best.c.best, func.count(), may_go).group_by(best.c.best)).all()
    found = {_BEST_FIRST[place]: count for place, count, _ in rows}
    return Deliveries(
        sent=found.get(LetterState.SENT, 0),
        waiting=found.get(LetterState.WAITING, 0),
        refused=found.get(LetterState.REFUSED, 0),
        given_up=found.get(LetterState.GIVEN_UP, 0) + found.get(LetterState.EXPIRED, 0),
        again=sum(more for place, _, more in rows if _BEST_FIRST[place] in NEVER_ARRIVED),
    )


def never_reached(session: Session, question_id: int) -> Sequence[str]:
    """Return the addresses to which no letter arrived, and one more may be sent."""
    failed = _failed([question_id])
    return session.scalars(select(failed.c.recipient).order_by(failed.c.recipient)).all()


def failed_by_question(
    session: Session, question_ids: Sequence[int]
) -> Sequence[tuple[int, int, datetime]]:
    """Return for each question how many people could be sent one more letter, and since when."""
    failed = _failed(question_ids)
    rows = session.execute(
        select(failed.c.question_id, func.count(), func.min(failed.c.since)).group_by(
            failed.c.question_id
        )
    )
    return [tuple(row) for row in rows]


def letters_to(
    session: Session, question_id: int, addresses: Sequence[str]
) -> dict[str, LetterState]:
    """Return how the invitation to each of these addresses fared."""
    best = _best_of_each([question_id])
    rows = session.execute(
        select(best.c.recipient, best.c.best).where(best.c.recipient.in_(addresses))
    )
    return {address: _BEST_FIRST[place] for address, place in rows}


def _failed(question_ids: Sequence[int]) -> Subquery:
    best = _best_of_each(question_ids)
    failed = [_BEST_FIRST.index(state) for state in NEVER_ARRIVED]
    return select(best).where(best.c.best.in_(failed), best.c.letters < LETTERS_FOR_ONE).subquery()


def _best_of_each(question_ids: Sequence[int]) -> Subquery:
    """Select for each of the invited how the best letter fared, and how many letters there are."""
    place = case(
        {str(state): number for number, state in enumerate(_BEST_FIRST)},
        value=Letter.state,
        else_=len(_BEST_FIRST) - 1,
    )
    return (
        select(
            Letter.question_id,
            Letter.recipient,
            func.min(place).label("best"),
            func.count().label("letters"),
            func.min(Letter.due_at).label("since"),
        )
        .where(Letter.question_id.in_(question_ids), Letter.kind == INVITATION)
        .group_by(Letter.question_id, Letter.recipient)
        .subquery()
    )
