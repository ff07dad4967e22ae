"""Casting a ballot: one row, in one table, and nothing else.

No flag, no letter, no record and no time is written, so that no copy of the database tells who
voted for what, and hardly anything tells who voted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Executable, Result, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from deliberate.db import hold_shared
from deliberate.tally.choices import BLANK
from deliberate.voting.ballots import ballot_size, slip_of
from deliberate.voting.cipher import Cipher, Words, cipher_of
from deliberate.voting.errors import (
    BeingPrepared,
    ContestClosed,
    ContestSuspended,
    NothingChosen,
    NotRecorded,
    StaleBallot,
    VotingNotOpen,
)
from deliberate.voting.keys import BallotKeys
from deliberate.voting.models import Contest, LiveBallot
from deliberate.voting.tracker import new_tracker

NOTHING_CAST = 0  # the revision of a voter who has no row yet
# Made once, and of tables: making a statement anew is most of the work of casting.
_CONTEST, _LIVE = Contest.metadata.tables["contest"], LiveBallot.metadata.tables["live_ballot"]
_WHETHER_OPEN = select(_CONTEST.c.sealed_at, _CONTEST.c.suspended_at).where(
    _CONTEST.c.id == bindparam("contest")
)
_INSERT: Mapping[str, Executable] = {
    name: dialect.insert(_LIVE).on_conflict_do_nothing().returning(_LIVE.c.contest_id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


@dataclass(frozen=True)
class Window:
    """When voting is open: from `opens_at` until just before `closes_at`."""

    opens_at: datetime
    closes_at: datetime

    def require_open(self, moment: datetime) -> None:
        """Raise VotingNotOpen or ContestClosed unless the moment lies within."""
        if moment < self.opens_at:
            raise VotingNotOpen
        if moment >= self.closes_at:
            raise ContestClosed


@dataclass(frozen=True)
class Receipt:
    """What a voter is given: the tracker, and what they chose, for them alone."""

    tracker: str
    choices: str
    revision: int


@dataclass(frozen=True)
class BallotBox:
    """Where one voter's ballot of one contest is taken in, changed and shown to them."""

    contest: Contest
    window: Window
    cipher: Cipher
    voter_key: bytes


def box_for(contest: Contest, window: Window, keys: BallotKeys, roll_entry_id: int) -> BallotBox:
    """Return the voter's box. Raises BeingPrepared, ContestSuspended or BallotKeyUnfit."""
    if contest.frozen_at is None:
        raise BeingPrepared
    if contest.suspended_at is not None:
        raise ContestSuspended
    if contest.sealed_at is not None:
        raise ContestClosed
    key = keys.read(contest.code, contest.key_digest, contest.key_epoch)
    cipher = cipher_of(contest.code, key, ballot_size(contest))
    return BallotBox(contest, window, cipher, cipher.voter_key(roll_entry_id))


def cast(
    session: Session,
    box: BallotBox,
    choices: str,
    *,
    replaces: int,
    form_nonce: bytes,
    received_at: datetime,
) -> Receipt:
    """Take in a ballot and return its receipt.

    `choices` are canonical words; `replaces` is the revision that the voter's form was made to
    replace (0: none yet); `form_nonce` names the form, so that sending it twice casts once and
    gives the same receipt. `received_at` was read before any lock was waited for.

    Raises NothingChosen, ContestClosed, VotingNotOpen, NotRecorded (in time, but sealed before
    its turn), StaleBallot (another form replaced the ballot meanwhile), and what `slip_of` raises.
    """
    box.window.require_open(received_at)
    if not slip_of(box.contest, choices).numbers:
        raise NothingChosen
    return _put(session, box, choices, replaces=replaces, form_nonce=form_nonce)


def take_back(
    session: Session, box: BallotBox, *, replaces: int, form_nonce: bytes, received_at: datetime
) -> None:
    """Take a ballot back: a blank one replaces it, so that an old form can't bring it back.

    `replaces` is the revision that the voter saw: an old form, sent again, takes no newer one back.
    Raises as `cast` does.
    """
    box.window.require_open(received_at)
    _put(session, box, BLANK, replaces=replaces, form_nonce=form_nonce)


def ballot_in(session: Session, box: BallotBox) -> Receipt | None:
    """Return the ballot that this voter has cast, for them to see, or None.

    One that was taken back is returned with blank choices: its revision is what a new one replaces.
    """
    row = session.execute(
        select(LiveBallot.sealed_words, LiveBallot.revision).where(*_is_mine(box))
    ).first()
    return _read(box, row.sealed_words, row.revision) if row else None


def _put(
    session: Session, box: BallotBox, choices: str, *, replaces: int, form_nonce: bytes
) -> Receipt:
    hold_shared(session, box.contest.id)  # any number cast at a time, none while it is sealed
    _require_still_open(session, box.contest.id)
    receipt = Receipt(new_tracker(), choices, replaces + 1)
    words = Words(receipt.tracker, choices)
    sealed = box.cipher.seal(words, box.voter_key, receipt.revision)
    if _write(session, box, sealed, form_nonce, replaces):
        return receipt
    return _same_form_again(session, box, form_nonce)


def _write(
    session: Session, box: BallotBox, sealed: bytes, form_nonce: bytes, replaces: int
) -> bool:
    """Write the one row if what is there is what the form was made to replace."""
    row = {"sealed_words": sealed, "revision": replaces + 1, "form_nonce": form_nonce}
    if replaces != NOTHING_CAST:
        written: Result[tuple[int]] = session.execute(
            update(LiveBallot)
            .where(*_is_mine(box), LiveBallot.revision == replaces)
            .values(**row)
            .returning(LiveBallot.contest_id)
        )
        return written.first() is not None
    key = {"contest_id": box.contest.id, "voter_key": box.voter_key}
    return session.execute(_insert_or_nothing(session), key | row).first() is not None


def _same_form_again(session: Session, box: BallotBox, form_nonce: bytes) -> Receipt:
    """Return the receipt that this very form was given before, or raise StaleBallot."""
    row = session.execute(
        select(LiveBallot.sealed_words, LiveBallot.revision, LiveBallot.form_nonce).where(
            *_is_mine(box)
        )
    ).first()
    if row is None or row.form_nonce != form_nonce:
        raise StaleBallot
    return _read(box, row.sealed_words, row.revision)


def _require_still_open(session: Session, contest_id: int) -> None:
    """Read anew, under the lock, what may have happened to the contest while it was waited for."""
    now = session.execute(_WHETHER_OPEN, {"contest": contest_id}).one()
    if now.sealed_at is not None:
        raise NotRecorded
    if now.suspended_at is not None:
        raise ContestSuspended


def _is_mine(box: BallotBox) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return LiveBallot.contest_id == box.contest.id, LiveBallot.voter_key == box.voter_key


def _read(box: BallotBox, sealed: bytes, revision: int) -> Receipt:
    words = box.cipher.open(sealed, box.voter_key, revision)
    return Receipt(words.tracker, words.choices, revision)


def _insert_or_nothing(session: Session) -> Executable:
    return _INSERT[session.get_bind().dialect.name]
