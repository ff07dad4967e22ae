"""Saying something about a proposal, changing it, and saying that a concern is met."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

import deliberate.contributions.services as contributions
from deliberate.accounts.models import Person
from deliberate.comments.errors import (
    NotCommenting,
    NothingToReplyTo,
    NotYoursToMeet,
    ThreeInARow,
)
from deliberate.comments.models import Comment, CommentKind
from deliberate.comments.queries import OPEN_KINDS, Voice, last_authors, next_number, voice
from deliberate.contributions.models import Contribution, Kind, Standing
from deliberate.contributions.services import Words
from deliberate.contributions.visibility import Viewer
from deliberate.questions.models import Question
from deliberate.questions.stages import Stage, stage_of

COMMENTING = (Stage.PROPOSING, Stage.SHAPING)
ANSWERING = (*COMMENTING, Stage.BEFORE, Stage.BETWEEN, Stage.VOTING)
IN_A_ROW = 3


@dataclass(frozen=True)
class Said:
    """What somebody filled in to comment; `reply_to` is the number of another comment."""

    body: str
    kind: CommentKind = CommentKind.REPLY
    source: str | None = None
    reply_to: int | None = None

    @property
    def words(self) -> Words:
        return Words(self.body, beside=(self.source,))


def may_comment(
    question: Question, moment: datetime, *, by_team: bool, is_reply: bool = False
) -> bool:
    """Say whether comments are taken in: the team may still reply while others vote."""
    stage = stage_of(question, moment)
    return stage in COMMENTING or (by_team and is_reply and stage in ANSWERING)


def add(
    session: Session,
    question: Question,
    proposal: Contribution,
    author: Person,
    said: Said,
    moment: datetime,
    *,
    by_team: bool,
) -> tuple[Comment, Contribution]:
    """Take in a comment and return it with its contribution.

    Raises NotCommenting, NothingToReplyTo, ThreeInARow or TooOften.
    """
    is_reply = said.reply_to is not None
    may = may_comment(question, moment, by_team=by_team, is_reply=is_reply)
    if not may or proposal.standing != Standing.PUBLIC:
        raise NotCommenting
    replies_to = _replied(session, proposal.id, said.reply_to)
    contributions.lock_contribution(session, proposal.id)
    if not by_team:
        _require_turn(session, proposal.id, author)
    contribution = contributions.write(
        session, question.id, Kind.COMMENT, author, said.words, moment, by_team=by_team
    )
    comment = Comment(
        contribution_id=contribution.id,
        proposal_id=proposal.id,
        number=next_number(session, proposal.id),
        kind=CommentKind.REPLY if is_reply else said.kind,
        source=said.source,
        replies_to_id=replies_to,
    )
    session.add(comment)
    session.flush()
    return comment, contribution


def change(
    session: Session,
    question: Question,
    said_before: Voice,
    author: Person,
    said: Said,
    moment: datetime,
    *,
    by_team: bool,
) -> None:
    """Add a version of a comment; its kind stays. Raises NotCommenting, NotYours or Gone."""
    is_reply = said_before.comment.replies_to_id is not None
    if not may_comment(question, moment, by_team=by_team, is_reply=is_reply):
        raise NotCommenting
    contributions.rewrite(
        session, said_before.contribution, author, said.words, moment, by_team=by_team
    )
    said_before.comment.source = said.source


def mark(said: Voice, person: Person, moment: datetime, *, is_met: bool, by_team: bool) -> None:
    """Say that a concern is met or a question answered, or open it again.

    Raises NotYoursToMeet for anybody but who asked, and the team.
    """
    if said.comment.kind not in OPEN_KINDS:
        raise NotYoursToMeet
    if not by_team and said.contribution.person_id != person.id:
        raise NotYoursToMeet
    said.comment.met_at = moment if is_met else None


def _replied(session: Session, proposal_id: int, number: int | None) -> int | None:
    """Return what a reply stands under: replies go one level deep."""
    if number is None:
        return None
    replied = voice(session, proposal_id, number, Viewer.public())
    if replied is None or replied.contribution.standing != Standing.PUBLIC:
        raise NothingToReplyTo
    return replied.comment.replies_to_id or replied.contribution.id


def _require_turn(session: Session, proposal_id: int, author: Person) -> None:
    last = last_authors(session, proposal_id, IN_A_ROW)
    if len(last) == IN_A_ROW and set(last) == {author.id}:
        raise ThreeInARow
