"""Reads of the public record."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from deliberate.record.models import RecordEntry


def newest_entries(
    session: Session, question_id: int, *, page: int = 1, size: int = 50
) -> Sequence[RecordEntry]:
    """Return one page of a question's record with its words, the newest first."""
    return session.scalars(
        select(RecordEntry)
        .where(RecordEntry.question_id == question_id)
        .options(joinedload(RecordEntry.words))
        .order_by(RecordEntry.number.desc())
        .limit(size)
        .offset((page - 1) * size)
    ).all()


def count_entries(session: Session, question_id: int, deed: str | None = None) -> int:
    """Return how many entries there are, all or those of one deed."""
    chosen = select(func.count()).where(RecordEntry.question_id == question_id)
    if deed is not None:
        chosen = chosen.where(RecordEntry.deed == deed)
    return session.scalar(chosen) or 0
