"""What waits for the team: each kind is one function, and Today calls them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.desk.queries import failed_by_question
from deliberate.questions.models import Question, StageName
from deliberate.questions.stages import scheduled
from deliberate.voting.models import Contest


class Waits(StrEnum):
    LETTERS_FAILED = "letters-failed"
    BALLOT_NOT_FIXED = "ballot-not-fixed"


@dataclass(frozen=True)
class Waiting:
    """One row of Today: what waits in which question, how much of it, and since when."""

    kind: Waits
    question: Question
    number: int
    since: datetime


def letters_failed(session: Session, held: Sequence[Question], _moment: datetime) -> list[Waiting]:
    """Return the questions some of whose letters did not arrive."""
    by_id = {question.id: question for question in held}
    return [
        Waiting(Waits.LETTERS_FAILED, by_id[question_id], number, since)
        for question_id, number, since in failed_by_question(session, list(by_id))
    ]


def ballots_not_fixed(
    session: Session, held: Sequence[Question], moment: datetime
) -> list[Waiting]:
    """Return the questions whose voting has begun while the ballot couldn't be fixed."""
    begun = {}
    for question in held:
        voting = scheduled(question, StageName.VOTING)
        if question.opened_at and voting and voting.opens_at <= moment < voting.closes_at:
            begun[question.id] = (question, voting.opens_at)
    rows = session.scalars(
        select(Contest.question_id).where(
            Contest.question_id.in_(begun), Contest.frozen_at.is_(None)
        )
    )
    return [Waiting(Waits.BALLOT_NOT_FIXED, begun[row][0], 1, begun[row][1]) for row in rows]


Look = Callable[[Session, Sequence[Question], datetime], list[Waiting]]
WAITING: tuple[Look, ...] = (letters_failed, ballots_not_fixed)
