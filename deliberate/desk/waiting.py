"""What waits for the team: each kind is one function, and Today calls them all."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.comments.models import CommentKind
from deliberate.comments.queries import Open, still_open
from deliberate.contributions.queries import waiting_by_question
from deliberate.counting.queries import due_contests
from deliberate.desk.queries import failed_by_question
from deliberate.proposals.queries import numbers_of
from deliberate.questions.models import Question, StageName
from deliberate.questions.stages import scheduled
from deliberate.voting.models import Contest

COUNTED_WITHIN = timedelta(minutes=5)  # after that, something keeps the count from coming


class Waits(StrEnum):
    HELD = "held"
    QUESTIONS = "questions"
    CONCERNS = "concerns"
    LETTERS_FAILED = "letters-failed"
    BALLOT_NOT_FIXED = "ballot-not-fixed"
    COUNT_MISSING = "count-missing"


@dataclass(frozen=True)
class Waiting:
    """One row of Today: what waits in which question, how much of it, and since when.

    What stands on a proposal's page says where the oldest of it is.
    """

    kind: Waits
    question: Question
    number: int
    since: datetime
    proposal: int | None = None
    comment: int | None = None


def contributions_held(
    session: Session, held: Sequence[Question], _moment: datetime
) -> list[Waiting]:
    """Return the questions in which contributions wait for a look."""
    by_id = {question.id: question for question in held}
    return [
        Waiting(Waits.HELD, by_id[question_id], number, since)
        for question_id, number, since in waiting_by_question(session, list(by_id))
    ]


def still_to_meet(session: Session, held: Sequence[Question], _moment: datetime) -> list[Waiting]:
    """Return the questions with comments that ask for an answer, each kind a row of its own."""
    kinds: dict[str, Waits] = {
        CommentKind.QUESTION: Waits.QUESTIONS,
        CommentKind.CONCERN: Waits.CONCERNS,
    }
    by_id = {question.id: question for question in held}
    groups: defaultdict[tuple[int, str], list[Open]] = defaultdict(list)
    for comment in still_open(session, list(by_id)):
        groups[comment.question_id, comment.kind].append(comment)
    numbers = numbers_of(session, [comments[0].proposal_id for comments in groups.values()])
    return [
        Waiting(
            kinds[kind],
            by_id[question_id],
            len(comments),
            comments[0].since,
            numbers[comments[0].proposal_id],
            comments[0].number,
        )
        for (question_id, kind), comments in groups.items()
    ]


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


def counts_missing(session: Session, held: Sequence[Question], moment: datetime) -> list[Waiting]:
    """Return the questions whose voting is over for a while and that have no count yet."""
    late = moment - COUNTED_WITHIN
    by_contest = set(due_contests(session, late))
    rows = session.execute(
        select(Contest.question_id).where(
            Contest.id.in_(by_contest), Contest.question_id.in_(q.id for q in held)
        )
    ).scalars()
    ids = set(rows)
    return [
        Waiting(Waits.COUNT_MISSING, question, 1, voting.closes_at)
        for question in held
        if question.id in ids and (voting := scheduled(question, StageName.VOTING))
    ]


Look = Callable[[Session, Sequence[Question], datetime], list[Waiting]]
WAITING: tuple[Look, ...] = (
    contributions_held,
    still_to_meet,
    letters_failed,
    ballots_not_fixed,
    counts_missing,
)
