"""Reads for the files of a count."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.counting.models import SealedBallot
from deliberate.voting.models import Contest


def receipts_of(session: Session, contest: Contest) -> Sequence[tuple[str, str]]:
    """Return every sealed ballot's tracker and choices, sorted by tracker."""
    rows = session.execute(
        select(SealedBallot.tracker, SealedBallot.choices)
        .where(SealedBallot.contest_id == contest.id)
        .order_by(SealedBallot.tracker)
    )
    return [(tracker, choices) for tracker, choices in rows]
