"""Fair limits: how much one person may contribute, so that no one voice floods."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.contributions.errors import TooManyComments, TooManyProposals, TooOften
from deliberate.contributions.models import Contribution, Kind


@dataclass(frozen=True)
class Limit:
    most: int
    within: timedelta
    refusal: type[TooOften]


LIMITS = {
    Kind.COMMENT: Limit(10, timedelta(hours=1), TooManyComments),
    Kind.PROPOSAL: Limit(5, timedelta(days=1), TooManyProposals),
}


def require_room(session: Session, person_id: int, kind: Kind, moment: datetime) -> None:
    """Raise the kind's refusal where this person has sent as many as is fair.

    Withdrawn and hidden ones count too, or withdrawing would be a way around the limit.
    """
    limit = LIMITS[kind]
    sent = session.scalars(
        select(Contribution.created_at)
        .where(
            Contribution.person_id == person_id,
            Contribution.kind == kind,
            Contribution.created_at > moment - limit.within,
        )
        .order_by(Contribution.created_at.desc())
        .limit(limit.most)
    ).all()
    if len(sent) == limit.most:
        raise limit.refusal(go_on_at=sent[-1] + limit.within)
