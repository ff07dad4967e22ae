"""A contest, its options, and the ballots that are in while voting is open."""

import json
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberate.db import Base

MOST_RANKS = 10  # as many places as the ballot page has words for


class BallotForm(StrEnum):
    RANKED = "ranked"  # options in an order
    BUDGET = "budget"  # projects within the money
    PROJECTS = "projects"  # up to so many projects, whatever they cost


class RuleName(StrEnum):
    STV = "stv-scottish"
    IRV = "irv"
    GREEDY = "greedy"
    EQUAL_SHARES = "equal-shares"


class Publication(StrEnum):
    LADDER = "ladder"  # what is published grows with the number of ballots
    EVERY_BALLOT = "every-ballot"  # every ballot with its tracker, whatever the number


class Contest(Base):
    """One count within a question. `code` names it in digests, so that it never changes.

    Frozen, closed, sealed, key destroyed, tallied: each is a fact with its moment, in this order.
    """

    __tablename__ = "contest"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int] = mapped_column(default=1)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    ballot_form: Mapped[str] = mapped_column(String(20), default=BallotForm.RANKED)
    rule: Mapped[str] = mapped_column(String(20), default=RuleName.IRV)
    rule_options: Mapped[str] = mapped_column(Text, default="{}")  # JSON: option name to value
    seats: Mapped[int | None]
    budget_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="GBP")
    max_choices: Mapped[int | None]
    publication: Mapped[str] = mapped_column(String(20), default=Publication.LADDER)

    frozen_at: Mapped[datetime | None]
    options_digest: Mapped[bytes | None]
    roll_size: Mapped[int | None]
    roll_digest: Mapped[bytes | None]
    key_digest: Mapped[bytes | None]
    key_epoch: Mapped[int | None]
    suspended_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    sealed_at: Mapped[datetime | None]
    leaves_root: Mapped[bytes | None]
    ballots_sealed: Mapped[int | None]
    key_destroyed_at: Mapped[datetime | None]
    tallied_at: Mapped[datetime | None]

    options: Mapped[list["Option"]] = relationship(lazy="raise", order_by="Option.number")

    @property
    def raises_shares(self) -> bool:
        """Say whether equal shares are raised while money is left over."""
        return bool(json.loads(self.rule_options).get("completion") != "none")


class Option(Base):
    """What a contest counts, with its own copy of a proposal's words, fixed by freezing."""

    __tablename__ = "option"

    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    situation_html: Mapped[str] = mapped_column(Text, default="")
    body_html: Mapped[str] = mapped_column(Text, default="")
    cost_minor: Mapped[int | None] = mapped_column(BigInteger)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.contribution_id"))


class LiveBallot(Base):
    """A ballot while voting is open: enciphered, under a key that names nobody.

    No time, no person, no address, no serial number and no foreign key: whoever holds a copy of
    this table without the ballot key learns neither a choice nor a voter.
    """

    __tablename__ = "live_ballot"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    contest_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    voter_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    sealed_words: Mapped[bytes]
    revision: Mapped[int]
    form_nonce: Mapped[bytes]
