"""Writing the public record, and checking its chain."""

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberate.record.errors import ReasonMissing
from deliberate.record.models import RecordEntry, RecordWords

BEGINNING = bytes(32)
VERSION = "record-1"


def write(
    session: Session,
    question_id: int,
    deed: str,
    moment: datetime,
    *,
    actor: str = "",
    reason: str = "",
    facts: Mapping[str, object] | None = None,
) -> RecordEntry:
    """Add one entry to a question's record and return it.

    `deed` is a code such as `opened`; `actor` the public name of who did it (empty: the service
    itself); `facts` plain JSON values. Two writers at once can't fork the chain: an entry's number
    is unique within its question, and the later one is refused by the database.
    """
    last = session.execute(
        select(RecordEntry.number, RecordEntry.digest)
        .where(RecordEntry.question_id == question_id)
        .order_by(RecordEntry.number.desc())
        .limit(1)
    ).first()
    number, previous = (last.number + 1, last.digest) if last else (1, BEGINNING)
    words = json.dumps(
        {"actor": actor, "reason": reason, "facts": dict(facts or {})},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    salt = secrets.token_bytes(16)
    commitment = commit_to(salt, words)
    entry = RecordEntry(
        question_id=question_id,
        number=number,
        written_at=moment,
        deed=deed,
        commitment=commitment,
        previous=previous,
        digest=digest_of(previous, number, moment, deed, commitment),
        words=RecordWords(salt=salt, words=words),
    )
    session.add(entry)
    session.flush()
    return entry


def require_reason(reason: str) -> None:
    """Raise ReasonMissing where a decision that everybody can read has no reason."""
    if not reason.strip():
        raise ReasonMissing


def commit_to(salt: bytes, words: str) -> bytes:
    """Return the salted digest that stands for an entry's words in the chain."""
    return sha256(salt + words.encode()).digest()


def digest_of(
    previous: bytes, number: int, moment: datetime, deed: str, commitment: bytes
) -> bytes:
    """Return an entry's digest: SHA-256 over version, previous, number, time, deed, commitment.

    Each is a line that ends with a line feed; digests are in hexadecimal, the time is in UTC to
    the microsecond.
    """
    lines = (
        VERSION,
        previous.hex(),
        str(number),
        moment.astimezone(UTC).isoformat(timespec="microseconds"),
        deed,
        commitment.hex(),
    )
    return sha256("".join(line + "\n" for line in lines).encode("ascii")).digest()


def first_break(entries: Iterable[RecordEntry]) -> int | None:
    """Return the number of the first entry that doesn't fit the chain, or None where all do.

    Entries come in order, with their words loaded; erased words leave the commitment to stand.
    """
    previous = BEGINNING
    for number, entry in enumerate(entries, start=1):
        fits = (
            entry.number == number
            and entry.previous == previous
            and entry.digest
            == digest_of(previous, number, entry.written_at, entry.deed, entry.commitment)
            and (
                entry.words is None
                or entry.commitment == commit_to(entry.words.salt, entry.words.words)
            )
        )
        if not fits:
            return number
        previous = entry.digest
    return None


def head(session: Session, question_id: int) -> bytes | None:
    """Return the digest of the newest entry, which seals all before it."""
    return session.scalar(
        select(RecordEntry.digest).where(
            RecordEntry.question_id == question_id,
            RecordEntry.number
            == select(func.max(RecordEntry.number))
            .where(RecordEntry.question_id == question_id)
            .scalar_subquery(),
        )
    )
