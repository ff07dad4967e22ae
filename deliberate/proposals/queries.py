"""Reads about proposals. Each asks `contributions.visibility` what its viewer may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from deliberate.accounts.models import Person
from deliberate.contributions.models import Contribution, Standing, Wording
from deliberate.contributions.queries import present_words
from deliberate.contributions.visibility import GONE, Viewer, may_read, visible
from deliberate.proposals.alike import Told
from deliberate.proposals.models import Proposal, Support
from deliberate.proposals.order import Line


@dataclass(frozen=True)
class Shortlisted:
    """A proposal that the team put on the ballot, with its present words and cost."""

    proposal_id: int
    number: int
    title: str
    situation_html: str
    body_html: str
    cost_minor: int | None


@dataclass(frozen=True)
class Card:
    """A proposal as a list shows it."""

    id: int
    number: int
    title: str
    situation_html: str
    cost_minor: int | None
    is_shortlisted: bool | None
    shortlist_reason: str | None
    standing: str
    person_id: int | None


@dataclass(frozen=True)
class Story:
    """A proposal with its present words, None where this viewer may not read them."""

    proposal: Proposal
    contribution: Contribution
    words: Wording | None
    author_name: str | None
    hidden_by_name: str | None

    @property
    def is_public(self) -> bool:
        return self.contribution.standing == Standing.PUBLIC


@dataclass(frozen=True)
class Gone:
    """A proposal that was hidden or withdrawn, as a list mentions it."""

    number: int
    standing: str


def shortlisted(session: Session, question_id: int) -> list[Shortlisted]:
    """Return what goes on the ballot, by number. What is held, hidden or withdrawn does not."""
    rows = session.execute(
        select(
            Proposal.contribution_id,
            Proposal.number,
            Wording.title,
            Wording.situation_html,
            Wording.body_html,
            Proposal.cost_minor,
        )
        .join(Contribution, Contribution.id == Proposal.contribution_id)
        .join(Wording, present_words())
        .where(
            Proposal.question_id == question_id,
            Proposal.is_shortlisted.is_(True),
            visible(Viewer.public()),
        )
        .order_by(Proposal.number)
    )
    return [
        Shortlisted(key, number, title or "", situation or "", body or "", cost)
        for key, number, title, situation, body, cost in rows
    ]


def lines(
    session: Session,
    question_id: int,
    viewer: Viewer,
    *,
    search: str = "",
    only_shortlisted: bool = False,
) -> list[Line]:
    """Return all proposals of a question whose title and texts hold each word of `search`."""
    query = (
        select(
            Proposal.contribution_id, Wording.title, Proposal.cost_minor, Contribution.created_at
        )
        .join(Contribution, Contribution.id == Proposal.contribution_id)
        .join(Wording, present_words())
        .where(Proposal.question_id == question_id, visible(viewer))
    )
    # Withdrawn ones can be read by their author, at their own address, and stand in no list.
    query = query.where(Contribution.standing.in_((Standing.PUBLIC, Standing.HELD)))
    if only_shortlisted:
        query = query.where(Proposal.is_shortlisted.is_(True))
    for word in search.casefold().split():
        query = query.where(Wording.folded.contains(word, autoescape=True))
    return [
        Line(key, title or "", cost, created_at)
        for key, title, cost, created_at in session.execute(query)
    ]


def cards(session: Session, ids: Sequence[int], viewer: Viewer) -> list[Card]:
    """Return these proposals, in the order of `ids`."""
    rows = session.execute(
        select(
            Proposal.contribution_id,
            Proposal.number,
            Wording.title,
            Wording.situation_html,
            Proposal.cost_minor,
            Proposal.is_shortlisted,
            Proposal.shortlist_reason,
            Contribution.standing,
            Contribution.person_id,
        )
        .join(Contribution, Contribution.id == Proposal.contribution_id)
        .join(Wording, present_words())
        .where(Proposal.contribution_id.in_(ids), visible(viewer))
    )
    found = {row[0]: Card(row[0], row[1], row[2] or "", row[3] or "", *row[4:]) for row in rows}
    return [found[key] for key in ids if key in found]


def gone(session: Session, question_id: int) -> list[Gone]:
    """Return the proposals of a question that left a tombstone, by number."""
    rows = session.execute(
        select(Proposal.number, Contribution.standing)
        .join(Contribution, Contribution.id == Proposal.contribution_id)
        .where(
            Proposal.question_id == question_id,
            Contribution.standing.in_(GONE),
        )
        .order_by(Proposal.number)
    )
    return [Gone(*row) for row in rows]


def story(session: Session, question_id: int, number: int, viewer: Viewer) -> Story | None:
    """Return a proposal by its number, or None where this viewer sees nothing there."""
    hider = aliased(Person)
    row = session.execute(
        select(Proposal, Contribution, Wording, Person.name, hider.name)
        .join(Contribution, Contribution.id == Proposal.contribution_id)
        .join(Wording, present_words())
        .outerjoin(Person, Person.id == Contribution.person_id)
        .outerjoin(hider, hider.id == Contribution.hidden_by_id)
        .where(Proposal.question_id == question_id, Proposal.number == number)
    ).first()
    if row is None:
        return None
    proposal, contribution, words, author_name, hidden_by_name = row
    readable = may_read(viewer, contribution)
    if not readable and contribution.standing == Standing.HELD:
        return None
    return Story(proposal, contribution, words if readable else None, author_name, hidden_by_name)


def told(session: Session, question_id: int) -> list[Told]:
    """Return what others see of all proposals, to be compared with a new one."""
    rows = session.execute(
        select(Proposal.number, Wording.title, Wording.folded)
        .join(Contribution, Contribution.id == Proposal.contribution_id)
        .join(Wording, present_words())
        .where(Proposal.question_id == question_id, visible(Viewer.public()))
        .order_by(Proposal.number)
    )
    return [Told(number, title or "", folded or "") for number, title, folded in rows]


def support_of(session: Session, proposal_id: int, person_id: int | None) -> tuple[int, bool]:
    """Return how many support a proposal, and whether this person is one of them."""
    count, own = session.execute(
        select(
            func.count(),
            func.max(case((Support.person_id == (person_id or 0), 1), else_=0)),
        ).where(Support.proposal_id == proposal_id)
    ).one()
    return count, bool(own)


def numbers_of(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Return the number of each of these proposals within its question."""
    rows = session.execute(
        select(Proposal.contribution_id, Proposal.number).where(Proposal.contribution_id.in_(ids))
    )
    return {row.contribution_id: row.number for row in rows}


def next_number(session: Session, question_id: int) -> int:
    """Return the next free number; the caller holds the question's lock."""
    last = session.scalar(
        select(func.max(Proposal.number)).where(Proposal.question_id == question_id)
    )
    return (last or 0) + 1


def count(session: Session, question_id: int) -> int:
    """Return how many proposals of a question everybody can read."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Proposal)
            .join(Contribution, Contribution.id == Proposal.contribution_id)
            .where(Proposal.question_id == question_id, visible(Viewer.public()))
        )
        or 0
    )


def number_of(session: Session, proposal_id: int) -> int | None:
    """Return a proposal's number within its question, or None where this is no proposal."""
    return session.scalar(select(Proposal.number).where(Proposal.contribution_id == proposal_id))
