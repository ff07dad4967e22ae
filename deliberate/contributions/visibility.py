"""Who sees which contribution: the only rule of it. Pages, feeds and files all ask here."""

from dataclasses import dataclass
from typing import Self

from sqlalchemy import ColumnElement, or_

from deliberate.accounts.models import Person
from deliberate.contributions.models import Contribution, Standing

# What leaves a tombstone, so that everybody sees that something stood there, and why it went.
GONE = (Standing.HIDDEN, Standing.WITHDRAWN)


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks. Feeds, files and exports can make the public one only."""

    person_id: int | None = None
    is_team: bool = False

    @classmethod
    def public(cls) -> Self:
        return cls()

    @classmethod
    def of(cls, person: Person | None) -> Self:
        return cls(person_id=person.id if person else None)

    @classmethod
    def team(cls, person: Person) -> Self:
        """Return someone who holds the question, and so sees what waits and what is hidden."""
        return cls(person_id=person.id, is_team=True)


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which this viewer may read a contribution's words."""
    condition: ColumnElement[bool] = Contribution.standing == Standing.PUBLIC
    if viewer.is_team:
        condition = Contribution.standing != Standing.WITHDRAWN
    if viewer.person_id is None:
        return condition
    return or_(condition, Contribution.person_id == viewer.person_id)


def known(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition under which this viewer sees at least that something stood there.

    Whoever selects by this must not show words that `may_read` refuses.
    """
    return or_(visible(viewer), Contribution.standing.in_(GONE))


def may_read(viewer: Viewer, contribution: Contribution) -> bool:
    """Say of one contribution what `visible` says of many."""
    if contribution.standing == Standing.PUBLIC:
        return True
    if viewer.is_team and contribution.standing != Standing.WITHDRAWN:
        return True
    return viewer.person_id is not None and viewer.person_id == contribution.person_id
