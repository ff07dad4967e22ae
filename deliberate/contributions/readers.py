"""Who looks at a question, and whether they are of its team."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from deliberate.accounts.models import Person
from deliberate.contributions.visibility import Viewer
from deliberate.questions.queries import Holding, holders_of


@dataclass(frozen=True)
class Reader:
    """Somebody at a page of a question, with those who hold it."""

    person: Person | None
    holders: Sequence[Holding]

    @property
    def team_ids(self) -> frozenset[int]:
        return frozenset(holding.person_id for holding in self.holders if holding.is_team)

    @property
    def is_team(self) -> bool:
        return self.person is not None and self.person.id in self.team_ids

    @property
    def viewer(self) -> Viewer:
        if self.person is not None and self.is_team:
            return Viewer.team(self.person)
        return Viewer.of(self.person)


def reader_of(session: Session, question_id: int, person: Person | None) -> Reader:
    return Reader(person, holders_of(session, question_id))
