"""Reads about sealed ballots and results."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from deliberate.counting.models import Result, SealedBallot
from deliberate.questions.models import QuestionStage, StageName
from deliberate.voting.models import Contest


def result_of(session: Session, contest: Contest) -> Result | None:
    """Return the stored result of a contest, or None while there is none."""
    return session.get(Result, contest.id)


def profile_of(session: Session, contest: Contest) -> Sequence[tuple[str, int]]:
    """Return every different ballot, in canonical words, with how many people cast it.

    Sorted by the words: the order tells nothing of when or by whom. The database groups, so that
    the work grows with the number of different ballots, not with turnout.
    """
    rows = session.execute(
        select(SealedBallot.choices, func.count())
        .where(SealedBallot.contest_id == contest.id)
        .group_by(SealedBallot.choices)
    )
    return sorted((choices, count) for choices, count in rows)


def leaves_of(session: Session, contest: Contest) -> Sequence[bytes]:
    """Return the leaves of all sealed ballots, sorted."""
    return session.scalars(
        select(SealedBallot.leaf)
        .where(SealedBallot.contest_id == contest.id)
        .order_by(SealedBallot.leaf)
    ).all()


def has_tracker(session: Session, contest: Contest, tracker: str) -> bool:
    """Say whether a ballot with this tracker is in the count."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    SealedBallot.contest_id == contest.id, SealedBallot.tracker == tracker
                )
            )
        )
    )


def due_contests(session: Session, moment: datetime) -> Sequence[int]:
    """Return the contests whose voting is over and whose count isn't announced yet."""
    return session.scalars(
        select(Contest.id)
        .join(QuestionStage, QuestionStage.question_id == Contest.question_id)
        .where(
            Contest.frozen_at.is_not(None),
            Contest.tallied_at.is_(None),
            QuestionStage.name == StageName.VOTING,
            QuestionStage.closes_at <= moment,
        )
        .order_by(Contest.id)
    ).all()


def contests_to_compare(session: Session) -> Sequence[int]:
    """Return the contests that are counted, and of which no what-ifs are worked out yet."""
    return session.scalars(
        select(Result.contest_id).where(Result.what_ifs.is_(None)).order_by(Result.contest_id)
    ).all()
