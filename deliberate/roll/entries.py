"""The frozen roll of a contest: who may cast one ballot in it."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import Select, func, insert, literal, null, select, update
from sqlalchemy.orm import Session

from deliberate.questions.models import Question, Who
from deliberate.roll.models import Participant, RollEntry


def freeze_roll(session: Session, contest_id: int, question: Question) -> tuple[int, bytes]:
    """Copy those who may vote to the contest's roll; return its size and its digest.

    The digest is SHA-256 over the sorted addresses (or register numbers), one a line: whoever has
    the list can check that the roll was this one, and nobody can read it out of the digest.
    """
    chosen = _voters(question).subquery()
    session.execute(
        insert(RollEntry).from_select(
            ["contest_id", "participant_id", "channel", "late_at", "took_part"],
            select(literal(contest_id), chosen.c.id, literal("online"), null(), null()),
        )
    )
    # Read back, not asked for again: somebody may have been added to the list in between.
    names = session.scalars(
        select(func.coalesce(Participant.email, Participant.register_number, ""))
        .join(RollEntry, RollEntry.participant_id == Participant.id)
        .where(RollEntry.contest_id == contest_id)
    ).all()
    lines = "".join(f"{name}\n" for name in sorted(names))
    return len(names), sha256(lines.encode()).digest()


def number_of_voters(session: Session, question: Question) -> int:
    """Return how many people would be on the roll if it were frozen now."""
    return session.scalar(select(func.count()).select_from(_voters(question).subquery())) or 0


def entry_of(session: Session, contest_id: int, person_id: int) -> int | None:
    """Return the identifier of this person's entry on a contest's roll, or None."""
    return session.scalar(
        select(RollEntry.id)
        .join(Participant, Participant.id == RollEntry.participant_id)
        .where(
            RollEntry.contest_id == contest_id,
            Participant.person_id == person_id,
            RollEntry.channel == "online",
        )
    )


def add_entry(session: Session, contest_id: int, participant_id: int) -> None:
    """Put a participant on a roll that people join by themselves; twice is once."""
    there = select(RollEntry.id).where(
        RollEntry.contest_id == contest_id, RollEntry.participant_id == participant_id
    )
    if session.scalar(there) is None:
        session.add(RollEntry(contest_id=contest_id, participant_id=participant_id))
        session.flush()


def entry_ids(session: Session, contest_id: int) -> Sequence[int]:
    """Return the identifiers of all entries on a contest's roll."""
    return session.scalars(select(RollEntry.id).where(RollEntry.contest_id == contest_id)).all()


def mark_took_part(session: Session, contest_id: int, voted: Sequence[int]) -> None:
    """Write for everybody at once whether they took part: nothing tells when."""
    session.execute(
        update(RollEntry).where(RollEntry.contest_id == contest_id).values(took_part=False)
    )
    if voted:
        session.execute(
            update(RollEntry), [{"id": entry_id, "took_part": True} for entry_id in sorted(voted)]
        )


def _voters(question: Question) -> Select[Participant]:
    voters = select(Participant).where(Participant.question_id == question.id)
    return voters.where(Participant.is_listed) if question.votes == Who.LIST else voters
