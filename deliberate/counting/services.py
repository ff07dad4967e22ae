"""From the last ballot to the published count: closed, sealed, key destroyed, tallied, compared.

Each step is committed by itself and does nothing where it was done already, so that a crash
anywhere is taken up again by whoever comes next, and twenty at once come to one result.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TypedDict

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

import deliberate.record.services as record
from deliberate.counting import rules
from deliberate.counting.comparing import what_ifs_of
from deliberate.counting.errors import CountsDiffer, UnmatchedBallots
from deliberate.counting.models import Result, SealedBallot
from deliberate.counting.queries import profile_of, result_of
from deliberate.counting.what_ifs import WhatIfs, to_text
from deliberate.db import begin, forget_deleted, hold_alone
from deliberate.questions.models import Question
from deliberate.roll.entries import entry_ids, mark_took_part
from deliberate.tally.choices import BLANK, leaf
from deliberate.tally.lots import root_of
from deliberate.tally.outcome import Outcome
from deliberate.voting.ballots import ballot_size, slip_of
from deliberate.voting.cipher import BallotUnreadable, Cipher, Words, cipher_of
from deliberate.voting.errors import BallotRefused
from deliberate.voting.keys import BallotKeys
from deliberate.voting.models import Contest, LiveBallot
from deliberate.voting.queries import closes_at, contest_and_question
from deliberate.voting.services import lock_contest

# A ballot that arrived in time may still wait for its turn; it is given this long.
DRAIN = timedelta(seconds=5)
ONLINE = "online"


class Step(StrEnum):
    """What is to be done next with a contest whose voting is over."""

    CLOSE = "close"
    WAIT = "wait"
    SEAL = "seal"
    DESTROY_KEY = "destroy-key"
    TALLY = "tally"
    COMPARE = "compare"
    DONE = "done"


class SealedRow(TypedDict):
    """A row of the sealed ballots, as it is written."""

    contest_id: int
    leaf: bytes
    tracker: str
    choices: str
    channel: str


@dataclass(frozen=True)
class Opened:
    """A live ballot that was deciphered: whose entry it belongs to, and its words."""

    entry_id: int
    words: Words


def next_step(
    contest: Contest, question: Question, result: Result | None, moment: datetime
) -> Step:
    """Return what is to be done next, from the facts alone."""
    closing = closes_at(question)
    if closing is None or moment < closing or contest.frozen_at is None:
        return Step.WAIT
    if contest.closed_at is None:
        return Step.CLOSE
    if contest.sealed_at is None:
        return Step.SEAL if moment >= closing + DRAIN else Step.WAIT
    if contest.key_destroyed_at is None:
        return Step.DESTROY_KEY
    if contest.tallied_at is None:
        return Step.TALLY
    return Step.COMPARE if result is not None and result.what_ifs is None else Step.DONE


def close(session: Session, contest_id: int, keys: BallotKeys, moment: datetime) -> Step:
    """Take a contest as far as it can go now, committing each step; return what is left to do.

    Idempotent: any number of callers, at once or one after another, come to one result. Raises a
    CountStopped where people have to look: nothing is then sealed, and nothing is lost.
    """
    while True:
        begin(session, write=False)
        contest, question = contest_and_question(session, contest_id)
        step = next_step(contest, question, _result(session, contest), moment)
        # Counted before the writing begins: a long count keeps nobody else from writing.
        found = _found(session, contest, step)
        session.rollback()
        if step in (Step.WAIT, Step.DONE):
            return step
        _take(session, contest_id, step, keys, moment, found)


def _take(
    session: Session,
    contest_id: int,
    step: Step,
    keys: BallotKeys,
    moment: datetime,
    found: Outcome | WhatIfs | None,
) -> None:
    """Take one step in a transaction of its own, unless somebody else has taken it meanwhile."""
    begin(session, write=True)
    if step is Step.SEAL:
        hold_alone(session, contest_id)
    contest, question = contest_and_question(session, contest_id)
    lock_contest(session, contest)
    if next_step(contest, question, _result(session, contest), moment) is not step:
        session.rollback()
        return
    if found is None:
        _end_voting(session, contest, question, step, keys, moment)
    else:
        _store(session, contest, question, found, moment)
    session.commit()
    if step in (Step.DESTROY_KEY, Step.TALLY):  # the second makes up for a crash after the first
        forget_deleted(session, LiveBallot.__tablename__)


def _end_voting(
    session: Session,
    contest: Contest,
    question: Question,
    step: Step,
    keys: BallotKeys,
    moment: datetime,
) -> None:
    match step:
        case Step.CLOSE:
            contest.closed_at = moment
            record.write(session, question.id, "closed", moment)
        case Step.SEAL:
            _seal(session, contest, question, keys, moment)
        case Step.DESTROY_KEY:
            keys.destroy(contest.code)
            contest.key_destroyed_at = moment
        case _:
            raise ValueError(step)


def _seal(
    session: Session, contest: Contest, question: Question, keys: BallotKeys, moment: datetime
) -> None:
    """Decipher every ballot, write it down without its voter, and delete what linked the two."""
    key = keys.read(contest.code, contest.key_digest, contest.key_epoch)
    opened = _open_all(session, contest, cipher_of(contest.code, key, ballot_size(contest)))
    voted = [ballot for ballot in opened if ballot.words.choices != BLANK]
    rows = sorted((_sealed_row(contest, ballot.words) for ballot in voted), key=_leaf_of)
    if rows:
        session.execute(insert(SealedBallot), rows)
    sealed = session.scalar(
        select(func.count()).select_from(SealedBallot).where(SealedBallot.contest_id == contest.id)
    )
    if sealed != len(voted):
        raise CountsDiffer(contest.code, len(voted), sealed or 0)
    mark_took_part(session, contest.id, [ballot.entry_id for ballot in voted])
    session.execute(delete(LiveBallot).where(LiveBallot.contest_id == contest.id))
    root = root_of(_leaf_of(row) for row in rows)
    contest.leaves_root, contest.ballots_sealed, contest.sealed_at = root, sealed, moment
    facts: dict[str, object] = {"ballots": sealed, "leaves_root": root.hex()}
    record.write(session, question.id, "sealed", moment, facts=facts)


def _open_all(session: Session, contest: Contest, cipher: Cipher) -> list[Opened]:
    """Return every live ballot with its roll entry.

    Raises UnmatchedBallots where a row belongs to nobody, isn't opened by the key, or holds what
    no ballot of this contest may hold.
    """
    entries = {cipher.voter_key(entry_id): entry_id for entry_id in entry_ids(session, contest.id)}
    live = session.execute(
        select(LiveBallot.voter_key, LiveBallot.sealed_words, LiveBallot.revision).where(
            LiveBallot.contest_id == contest.id
        )
    )
    opened, unmatched = [], 0
    for row in live:
        try:
            words = cipher.open(row.sealed_words, row.voter_key, row.revision)
            slip_of(contest, words.choices)
            opened.append(Opened(entries[row.voter_key], words))
        except (KeyError, BallotUnreadable, BallotRefused):
            unmatched += 1
    if unmatched:
        raise UnmatchedBallots(contest.code, unmatched)
    return opened


def _sealed_row(contest: Contest, words: Words) -> SealedRow:
    return {
        "contest_id": contest.id,
        "leaf": leaf(contest.code, words.tracker, words.choices),
        "tracker": words.tracker,
        "choices": words.choices,
        "channel": ONLINE,
    }


def _leaf_of(row: SealedRow) -> bytes:
    return row["leaf"]


def _result(session: Session, contest: Contest) -> Result | None:
    return None if contest.tallied_at is None else result_of(session, contest)


def _found(session: Session, contest: Contest, step: Step) -> Outcome | WhatIfs | None:
    """Work out what a step is to store, where that takes counting."""
    root = contest.leaves_root or root_of(())
    if step is Step.TALLY:
        return rules.count(contest, dict(profile_of(session, contest)), root)
    if step is Step.COMPARE:
        return what_ifs_of(contest, dict(profile_of(session, contest)), root)
    return None


def _store(
    session: Session,
    contest: Contest,
    question: Question,
    found: Outcome | WhatIfs,
    moment: datetime,
) -> None:
    """Keep the outcome: from now on it is published, by nobody's hand. What-ifs come after it."""
    if isinstance(found, WhatIfs):
        session.get_one(Result, contest.id).what_ifs = to_text(found)
        return
    text = rules.stored(contest, found)
    digest = sha256(text.encode()).digest()
    session.add(
        Result(contest_id=contest.id, outcome=text, outcome_digest=digest, counted_at=moment)
    )
    contest.tallied_at = question.counted_at = moment
    record.write(session, question.id, "counted", moment, facts={"outcome_digest": digest.hex()})
