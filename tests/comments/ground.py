"""What tests of comments put in place."""

from typing import Any

from sqlalchemy.orm import Session

import deliberate.contributions.services as contributions
from deliberate.accounts.models import Person
from deliberate.comments.models import Comment, CommentKind
from deliberate.comments.queries import next_number
from deliberate.contributions.models import Kind
from deliberate.contributions.services import Words
from deliberate.proposals.models import Proposal
from tests.world import NOON


def a_comment(
    session: Session,
    proposal: Proposal,
    author: Person,
    kind: CommentKind = CommentKind.EXPERIENCE,
    *,
    body: str = "I rest at the wall each day.",
    commit: bool = True,
    **facts: Any,
) -> Comment:
    """Put a comment in place, as everybody can read it."""
    contribution = contributions.write(
        session, proposal.question_id, Kind.COMMENT, author, Words(body), NOON, by_team=True
    )
    comment = Comment(
        contribution_id=contribution.id,
        proposal_id=proposal.contribution_id,
        number=facts.pop("number", next_number(session, proposal.contribution_id)),
        kind=kind,
        **facts,
    )
    session.add(comment)
    if commit:
        session.commit()
    return comment
