"""Reads about contests."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from deliberate.questions.models import Question, QuestionStage, StageName
from deliberate.questions.stages import scheduled
from deliberate.voting.keys import BallotKeys
from deliberate.voting.models import Contest


def contest_of(session: Session, question_id: int) -> Contest | None:
    """Return a question's first contest with its options, or None where it has no vote."""
    return session.scalar(
        select(Contest)
        .where(Contest.question_id == question_id)
        .order_by(Contest.number)
        .limit(1)
        .options(selectinload(Contest.options))
    )


def bare_contest_of(session: Session, question_id: int) -> Contest | None:
    """Return a question's first contest without its options, for pages that don't show them."""
    return session.scalar(
        select(Contest).where(Contest.question_id == question_id).order_by(Contest.number).limit(1)
    )


def closes_at(question: Question) -> datetime | None:
    """Return the moment at which voting is over, or None where the question has no vote."""
    stage = scheduled(question, StageName.VOTING)
    return stage.closes_at if stage else None


def unfit_contests(session: Session, keys: BallotKeys) -> list[Contest]:
    """Return the contests whose ballot key is missing or another's while it is needed."""
    needed = select(Contest).where(Contest.frozen_at.is_not(None), Contest.sealed_at.is_(None))
    return [
        contest
        for contest in session.scalars(needed)
        if not keys.fits(contest.code, contest.key_digest, contest.key_epoch)
    ]


def unfrozen_contests(session: Session, moment: datetime) -> Sequence[int]:
    """Return the contests whose voting has begun and that nobody has frozen yet."""
    return session.scalars(
        select(Contest.id)
        .join(QuestionStage, QuestionStage.question_id == Contest.question_id)
        .join(Question, Question.id == Contest.question_id)
        .where(
            Contest.frozen_at.is_(None),
            Question.opened_at.is_not(None),
            QuestionStage.name == StageName.VOTING,
            QuestionStage.opens_at <= moment,
            QuestionStage.closes_at > moment,
        )
        .order_by(Contest.id)
    ).all()


def contest_and_question(session: Session, contest_id: int) -> tuple[Contest, Question]:
    """Return a contest with its options, and its question."""
    contest, question = session.execute(
        select(Contest, Question)
        .join(Question, Question.id == Contest.question_id)
        .where(Contest.id == contest_id)
        .options(selectinload(Contest.options))
        .execution_options(populate_existing=True)
    ).one()
    return contest, question
