"""Reads about comments. Each asks `contributions.visibility` what its viewer may see."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from deliberate.accounts.models import Person
from deliberate.comments.models import Comment, CommentKind
from deliberate.contributions.models import Contribution, Wording
from deliberate.contributions.queries import present_words
from deliberate.contributions.visibility import Viewer, known, may_read, visible
from deliberate.web.paging import paged

PAGE = 100
OPEN_KINDS = (CommentKind.QUESTION, CommentKind.CONCERN)  # open until they are met


@dataclass(frozen=True)
class Voice:
    """A comment with its present words, None where this viewer may not read them."""

    comment: Comment
    contribution: Contribution
    words: Wording | None
    author_name: str | None
    hidden_by_name: str | None
    replies: tuple["Voice", ...] = ()

    @property
    def is_open(self) -> bool:
        return self.comment.kind in OPEN_KINDS and self.comment.met_at is None


@dataclass(frozen=True)
class VoicePage:
    """One page of comments, each with its replies; `found` is how many there are on all pages."""

    voices: Sequence[Voice]
    found: int
    page: int
    pages: int


@dataclass(frozen=True)
class Open:
    """A question or concern that nobody met yet, and where it stands."""

    question_id: int
    kind: str
    proposal_id: int
    number: int
    since: datetime


@dataclass
class Tally:
    """How many comments of each kind a proposal has, and how many of them are still open."""

    kinds: dict[str, int] = field(default_factory=dict)
    still_open: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


def tallies(
    session: Session, proposal_ids: Collection[int], viewer: Viewer
) -> defaultdict[int, Tally]:
    """Return for each of these proposals how many comments of each kind it has."""
    rows = session.execute(
        select(Comment.proposal_id, Comment.kind, Comment.met_at.is_(None), func.count())
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(Comment.proposal_id.in_(proposal_ids), visible(viewer))
        .group_by(Comment.proposal_id, Comment.kind, Comment.met_at.is_(None))
    )
    found: defaultdict[int, Tally] = defaultdict(Tally)
    for proposal_id, kind, is_unmet, number in rows:
        tally = found[proposal_id]
        tally.kinds[kind] = tally.kinds.get(kind, 0) + number
        if is_unmet and kind in OPEN_KINDS:
            tally.still_open[kind] = number
    return found


def count(session: Session, question_id: int) -> int:
    """Return how many comments on all proposals of a question everybody can read."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Comment)
            .join(Contribution, Contribution.id == Comment.contribution_id)
            .where(Contribution.question_id == question_id, visible(Viewer.public()))
        )
        or 0
    )


def still_open(session: Session, question_ids: Collection[int]) -> list[Open]:
    """Return the questions and concerns of these questions that nobody met yet, oldest first."""
    rows = session.execute(
        select(
            Contribution.question_id,
            Comment.kind,
            Comment.proposal_id,
            Comment.number,
            Contribution.created_at,
        )
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(
            Contribution.question_id.in_(question_ids),
            Comment.kind.in_(OPEN_KINDS),
            Comment.met_at.is_(None),
            visible(Viewer.public()),
        )
        .order_by(Contribution.created_at, Contribution.id)
    )
    return [Open(*row) for row in rows]


def voice_page(
    session: Session,
    proposal_id: int,
    viewer: Viewer,
    *,
    kind: CommentKind | None = None,
    page: int = 1,
) -> VoicePage:
    """Return one page of what was said about a proposal, the oldest first, replies beneath."""
    chosen = [Comment.proposal_id == proposal_id, Comment.replies_to_id.is_(None), known(viewer)]
    if kind:
        chosen.append(Comment.kind == kind)
    found = session.scalar(_ids(*chosen).with_only_columns(func.count())) or 0
    page, pages = paged(page, found, PAGE)
    shown = _ids(*chosen).order_by(Comment.number).limit(PAGE).offset((page - 1) * PAGE).subquery()
    ids = select(shown.c.contribution_id)
    rows = _voices(
        session,
        viewer,
        or_(Comment.contribution_id.in_(ids), Comment.replies_to_id.in_(ids)),
        known(viewer),
    )
    replies = defaultdict(list)
    for voice in rows:
        replies[voice.comment.replies_to_id].append(voice)
    voices = [
        replace(voice, replies=tuple(replies[voice.contribution.id])) for voice in replies[None]
    ]
    return VoicePage(voices, found, page, pages)


def voice(session: Session, proposal_id: int, number: int, viewer: Viewer) -> Voice | None:
    """Return one comment by its number, or None where this viewer sees nothing there."""
    found = _voices(
        session,
        viewer,
        Comment.proposal_id == proposal_id,
        Comment.number == number,
        known(viewer),
    )
    return found[0] if found else None


def page_of(session: Session, comment: Comment, viewer: Viewer) -> int:
    """Return the page on which a comment, or the one that it replies to, stands."""
    top = comment
    if comment.replies_to_id is not None:
        top = session.get_one(Comment, comment.replies_to_id)
    before = session.scalar(
        _ids(
            Comment.proposal_id == comment.proposal_id,
            Comment.replies_to_id.is_(None),
            Comment.number < top.number,
            known(viewer),
        ).with_only_columns(func.count())
    )
    return (before or 0) // PAGE + 1


def last_authors(session: Session, proposal_id: int, number: int) -> list[int | None]:
    """Return who wrote the last so many comments on a proposal, the last one first."""
    return list(
        session.scalars(
            select(Contribution.person_id)
            .join(Comment, Comment.contribution_id == Contribution.id)
            .where(Comment.proposal_id == proposal_id)
            .order_by(Comment.number.desc())
            .limit(number)
        )
    )


def next_number(session: Session, proposal_id: int) -> int:
    """Return the next free number; the caller holds the proposal's lock."""
    last = session.scalar(
        select(func.max(Comment.number)).where(Comment.proposal_id == proposal_id)
    )
    return (last or 0) + 1


def address_of(session: Session, comment_id: int) -> tuple[int, int] | None:
    """Return the proposal and the number of a comment, or None where this is no comment."""
    row = session.execute(
        select(Comment.proposal_id, Comment.number).where(Comment.contribution_id == comment_id)
    ).first()
    return (row[0], row[1]) if row else None


def _ids(*conditions: ColumnElement[bool]) -> Select[int]:
    return (
        select(Comment.contribution_id)
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(*conditions)
    )


def _voices(session: Session, viewer: Viewer, *conditions: ColumnElement[bool]) -> list[Voice]:
    hider = aliased(Person)
    rows = session.execute(
        select(Comment, Contribution, Wording, Person.name, hider.name)
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .join(Wording, present_words())
        .outerjoin(Person, Person.id == Contribution.person_id)
        .outerjoin(hider, hider.id == Contribution.hidden_by_id)
        .where(*conditions)
        .order_by(Comment.number)
    )
    return [
        Voice(comment, said, words if may_read(viewer, said) else None, author, hidden_by)
        for comment, said, words, author, hidden_by in rows
    ]
