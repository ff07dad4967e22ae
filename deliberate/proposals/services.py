"""Proposing, changing, withdrawing, supporting, and choosing what goes on the ballot."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

import deliberate.contributions.services as contributions
import deliberate.record.services as record
from deliberate.accounts.models import Person
from deliberate.contributions.errors import Gone
from deliberate.contributions.models import Contribution, Kind
from deliberate.contributions.services import Words, lock_person, lock_question
from deliberate.proposals.errors import BallotFixed, NotChanging, NotProposing, NotSupporting
from deliberate.proposals.models import Proposal, Support
from deliberate.proposals.queries import Story, next_number
from deliberate.questions.models import Question
from deliberate.questions.stages import Stage, stage_of
from deliberate.web.money import say_money

CHANGING = (Stage.PROPOSING, Stage.SHAPING)


@dataclass(frozen=True)
class Draft:
    """What somebody filled in to propose something."""

    title: str
    situation: str
    body: str
    cost_minor: int | None = None
    place: str | None = None

    @property
    def words(self) -> Words:
        return Words(self.body, self.title, self.situation, beside=(self.place,))


def require_proposing(question: Question, moment: datetime) -> None:
    """Raise NotProposing where proposals are not taken in at this moment."""
    if stage_of(question, moment) != Stage.PROPOSING:
        raise NotProposing


def propose(
    session: Session, question: Question, author: Person, draft: Draft, moment: datetime
) -> tuple[Proposal, Contribution]:
    """Take in a proposal and return it with its contribution. Raises NotProposing or TooOften."""
    require_proposing(question, moment)
    return _add(session, question, author, draft, moment, by_team=False)


def give_option(
    session: Session,
    question: Question,
    by: Person,
    draft: Draft,
    reason: str,
    moment: datetime,
    *,
    is_frozen: bool,
) -> Proposal:
    """Add a proposal of the team's own, and put it on the ballot. Raises BallotFixed."""
    if is_frozen:
        raise BallotFixed
    proposal, _ = _add(session, question, by, draft, moment, by_team=True)
    _decide(session, question, proposal, by, reason, moment, is_in=True)
    return proposal


def change(
    session: Session,
    question: Question,
    story: Story,
    author: Person,
    draft: Draft,
    moment: datetime,
    *,
    is_frozen: bool,
    by_team: bool = False,
) -> None:
    """Add a version of a proposal. Raises NotChanging, NotYours or Gone.

    What the team gave it may change at any stage, until the ballot is fixed.
    """
    _require_changing(question, moment, is_frozen=is_frozen, by_team=by_team)
    contributions.rewrite(session, story.contribution, author, draft.words, moment, by_team=by_team)
    story.proposal.cost_minor = draft.cost_minor
    story.proposal.place = draft.place


def withdraw(
    question: Question, story: Story, author: Person, moment: datetime, *, is_frozen: bool
) -> None:
    """Take a proposal back. Raises NotChanging, NotYours or Gone."""
    _require_changing(question, moment, is_frozen=is_frozen)
    contributions.withdraw(story.contribution, author, moment)


def support(
    session: Session, question: Question, story: Story, person: Person, moment: datetime
) -> None:
    """Count this person's support once, however often they press. Raises NotSupporting."""
    _require_supporting(question, story, moment)
    lock_person(session, person.id)
    if session.get(Support, (story.proposal.contribution_id, person.id)) is None:
        session.add(
            Support(
                proposal_id=story.proposal.contribution_id,
                person_id=person.id,
                supported_at=moment,
            )
        )


def withdraw_support(
    session: Session, question: Question, story: Story, person: Person, moment: datetime
) -> None:
    _require_supporting(question, story, moment)
    session.execute(
        delete(Support).where(
            Support.proposal_id == story.proposal.contribution_id, Support.person_id == person.id
        )
    )


def shortlist(
    session: Session,
    question: Question,
    story: Story,
    by: Person,
    moment: datetime,
    *,
    is_in: bool,
    reason: str,
    cost_minor: int | None,
    currency: str,
    is_frozen: bool,
) -> None:
    """Put a proposal on the ballot or leave it off, with a reason that everybody can read.

    Raises BallotFixed, Gone where others can't read the proposal, or ReasonMissing.
    """
    if is_frozen:
        raise BallotFixed
    if not story.is_public:
        raise Gone
    record.require_reason(reason)
    proposal = story.proposal
    lock_question(session, question.id)
    if cost_minor != proposal.cost_minor:
        _cost(session, question, proposal, by, cost_minor, currency, moment)
    if (proposal.is_shortlisted, proposal.shortlist_reason) != (is_in, reason):
        _decide(session, question, proposal, by, reason, moment, is_in=is_in)


def _add(
    session: Session,
    question: Question,
    author: Person,
    draft: Draft,
    moment: datetime,
    *,
    by_team: bool,
) -> tuple[Proposal, Contribution]:
    lock_question(session, question.id)
    contribution = contributions.write(
        session, question.id, Kind.PROPOSAL, author, draft.words, moment, by_team=by_team
    )
    proposal = Proposal(
        contribution_id=contribution.id,
        question_id=question.id,
        number=next_number(session, question.id),
        cost_minor=draft.cost_minor,
        place=draft.place,
    )
    session.add(proposal)
    session.flush()
    return proposal, contribution


def _cost(
    session: Session,
    question: Question,
    proposal: Proposal,
    by: Person,
    cost_minor: int | None,
    currency: str,
    moment: datetime,
) -> None:
    said = [
        None if minor is None else say_money(minor, currency)
        for minor in (proposal.cost_minor, cost_minor)
    ]
    proposal.cost_minor = cost_minor
    facts = {"proposal": proposal.number, "cost": said}
    _write(session, question, "costed", moment, by, "", facts)


def _decide(
    session: Session,
    question: Question,
    proposal: Proposal,
    by: Person,
    reason: str,
    moment: datetime,
    *,
    is_in: bool,
) -> None:
    proposal.is_shortlisted = is_in
    proposal.shortlist_reason = reason
    proposal.shortlisted_at = moment
    deed = "shortlisted" if is_in else "not-shortlisted"
    _write(session, question, deed, moment, by, reason, {"proposal": proposal.number})


def _write(
    session: Session,
    question: Question,
    deed: str,
    moment: datetime,
    by: Person,
    reason: str,
    facts: dict[str, object],
) -> None:
    """Write the record, once there is one: what happens before opening is no public deed."""
    if question.opened_at is not None:
        record.write(
            session, question.id, deed, moment, actor=by.name or "", reason=reason, facts=facts
        )


def _require_changing(
    question: Question, moment: datetime, *, is_frozen: bool, by_team: bool = False
) -> None:
    if is_frozen or not (by_team or stage_of(question, moment) in CHANGING):
        raise NotChanging


def _require_supporting(question: Question, story: Story, moment: datetime) -> None:
    if stage_of(question, moment) not in CHANGING or not story.is_public:
        raise NotSupporting
