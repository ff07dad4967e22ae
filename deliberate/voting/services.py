"""Freezing a contest, and joining a roll that is open to anyone."""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import inspect
from sqlalchemy.orm import Session

import deliberate.record.services as record
from deliberate.proposals.queries import Shortlisted, shortlisted
from deliberate.questions.models import Question, Who
from deliberate.roll.entries import add_entry, freeze_roll, number_of_voters
from deliberate.voting.errors import (
    AlreadyFrozen,
    CostMissing,
    NotOnTheRoll,
    RollEmpty,
    TooFewOptions,
    VotingNotOpen,
)
from deliberate.voting.keys import BallotKeys
from deliberate.voting.models import MOST_RANKS, BallotForm, Contest, Option


def freeze(
    session: Session,
    question: Question,
    contest: Contest,
    keys: BallotKeys,
    moment: datetime,
    *,
    actor: str = "",
) -> None:
    """Fix the contest's options, rule, publication and roll, and make its ballot key.

    Raises AlreadyFrozen, or a NotReadyToFreeze that says what is missing.
    """
    lock_contest(session, contest)
    if contest.frozen_at is not None:
        raise AlreadyFrozen
    chosen = require_ready(session, question, contest)
    contest.options = [
        Option(
            contest_id=contest.id,
            number=number,
            title=proposal.title,
            situation_html=proposal.situation_html,
            body_html=proposal.body_html,
            cost_minor=proposal.cost_minor,
            proposal_id=proposal.proposal_id,
        )
        for number, proposal in enumerate(chosen, start=1)
    ]
    contest.max_choices = _most_choices(contest, len(chosen))
    contest.options_digest = sha256(declaration(contest).encode()).digest()
    contest.roll_size, contest.roll_digest = freeze_roll(session, contest.id, question)
    # The file first: a contest that says it is frozen always has its key.
    key = keys.create(contest.code)
    contest.key_digest, contest.key_epoch = key.digest(contest.code), key.epoch
    contest.frozen_at = moment
    record.write(session, question.id, "frozen", moment, actor=actor, facts=_facts_of(contest))


def declaration(contest: Contest) -> str:
    """Return what voters are told before voting, as canonical JSON.

    Its digest stands on the ballot page and in the record.
    """
    return json.dumps(
        {
            "version": 1,
            "contest": contest.code,
            **settings_of(contest),
            "ties": "look back, then lots from the root of the leaves",
            "options": [
                {"number": option.number, "title": option.title, "cost_minor": option.cost_minor}
                for option in contest.options
            ],
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )


def settings_of(contest: Contest) -> dict[str, object]:
    """Return how people choose and how it is counted, as plain JSON values."""
    return {
        "ballot_form": contest.ballot_form,
        "rule": contest.rule,
        "rule_options": json.loads(contest.rule_options),
        "seats": contest.seats,
        "budget_minor": contest.budget_minor,
        "currency": contest.currency,
        "max_choices": contest.max_choices,
        "publication": contest.publication,
    }


def join_roll(session: Session, question: Question, contest: Contest, participant_id: int) -> None:
    """Put someone on the roll of a contest in which anyone with an email may vote.

    Joining and casting are separate requests, and nothing of joining is written at the cast.
    """
    if question.votes != Who.ANYONE:
        raise NotOnTheRoll
    lock_contest(session, contest)  # nobody comes on the roll once it is sealed, nor twice at once
    if contest.frozen_at is None or contest.closed_at is not None:
        raise VotingNotOpen
    add_entry(session, contest.id, participant_id)


def lock_contest(session: Session, contest: Contest) -> None:
    """Hold the contest's row until the transaction ends, and read it anew.

    On SQLite the transaction itself is the lock.
    """
    columns = inspect(Contest).column_attrs.keys()  # what is loaded of its options stays
    session.refresh(contest, attribute_names=columns, with_for_update=True)


def require_ready(session: Session, question: Question, contest: Contest) -> Sequence[Shortlisted]:
    """Return what would become the options, or raise the NotReadyToFreeze that is the case."""
    chosen = shortlisted(session, question.id)
    if len(chosen) < 2:
        raise TooFewOptions
    without = [proposal.title for proposal in chosen if proposal.cost_minor is None]
    if without and contest.ballot_form != BallotForm.RANKED:
        raise CostMissing(titles=", ".join(without))
    if question.votes == Who.LIST and not number_of_voters(session, question):
        raise RollEmpty
    return chosen


def _most_choices(contest: Contest, options: int) -> int:
    """Return how many options a ballot may name: what was declared, or as many as make sense."""
    if contest.max_choices:
        return min(contest.max_choices, options)
    return min(MOST_RANKS, options) if contest.ballot_form == BallotForm.RANKED else options


def _facts_of(contest: Contest) -> dict[str, object]:
    return {
        "options": len(contest.options),
        "options_digest": (contest.options_digest or b"").hex(),
        "roll_size": contest.roll_size,
        "roll_digest": (contest.roll_digest or b"").hex(),
        "rule": contest.rule,
        "publication": contest.publication,
    }
