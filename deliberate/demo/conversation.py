"""What people of the demonstration say: proposals, comments, changes and decisions, in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from sqlalchemy.orm import Session

import deliberate.comments.services as comments
import deliberate.contributions.services as contributions
import deliberate.proposals.services as proposals
import deliberate.roll.services as roll
from deliberate.accounts.models import Person
from deliberate.comments.models import CommentKind
from deliberate.comments.queries import Voice, voice
from deliberate.comments.services import Said
from deliberate.contributions.models import Contribution, GroundRule
from deliberate.contributions.visibility import Viewer
from deliberate.demo.days import Days
from deliberate.demo.telling import CONVENER, MINOR, TEAM, People, Text
from deliberate.proposals.queries import Story, story
from deliberate.questions.models import Question


class Do(Protocol):
    def __call__(self, *, moment: datetime) -> None: ...


@dataclass(frozen=True)
class Deed:
    """Something that somebody did at a moment."""

    moment: datetime
    do: Do


@dataclass(frozen=True)
class Conversation:
    """One question's proposals, and what was said and decided about them.

    `neighbours` are those whose names nobody knows, and who support what they like.
    """

    session: Session
    question: Question
    people: People
    neighbours: Sequence[Person]
    days: Days
    currency: str

    def tell(self, text: Text) -> None:
        """Do everything that the text tells of, in the order in which it happened."""
        for deed in sorted(self._deeds(text), key=lambda deed: deed.moment):
            deed.do(moment=deed.moment)

    def _deeds(self, text: Text) -> Iterator[Deed]:
        for number, said in enumerate(text["proposals"], start=1):
            yield self._deed(said, partial(self._propose, said))
            yield self._deed(said, partial(self._support, number, said.get("supports", 0)))
            for change in said.get("changes", ()):
                yield self._deed(change, partial(self._change, number, said, change))
            if "decision" in said:
                yield self._deed(said["decision"], partial(self._decide, number, said["decision"]))
            if "hidden" in said:
                yield self._deed(said["hidden"], partial(self._hide_proposal, number, said))
            yield from self._comments(number, said.get("comments", ()))

    def _comments(self, proposal: int, told: Sequence[Text]) -> Iterator[Deed]:
        for number, said in enumerate(told, start=1):
            yield self._deed(said, partial(self._comment, proposal, said))
            if "met" in said:
                yield Deed(self.days.at(said["met"]), partial(self._meet, proposal, number))
            if "hidden" in said:
                hide = partial(self._hide_comment, proposal, number, said)
                yield self._deed(said["hidden"], hide)

    def _deed(self, said: Text, do: Do) -> Deed:
        return Deed(self.days.at(said["when"]), do)

    def _propose(self, said: Text, *, moment: datetime) -> None:
        author = self._joined(said["by"], moment)
        draft = _draft(said)
        proposals.propose(self.session, self.question, author, draft, moment)

    def _support(self, number: int, supporters: int, *, moment: datetime) -> None:
        told = self._story(number)
        begin = 7 * number  # others each time
        for place in range(begin, begin + supporters):
            person = self.neighbours[place % len(self.neighbours)]
            proposals.support(self.session, self.question, told, person, moment)

    def _change(self, number: int, said: Text, change: Text, *, moment: datetime) -> None:
        proposals.change(
            self.session,
            self.question,
            self._story(number),
            self.people[said["by"]],
            _draft({**said, **change}),
            moment,
            is_frozen=False,
        )

    def _decide(self, number: int, decision: Text, *, moment: datetime) -> None:
        cost = decision.get("cost")
        told = self._story(number)
        proposals.shortlist(
            self.session,
            self.question,
            told,
            self.people[CONVENER],
            moment,
            is_in=decision["is_in"],
            reason=decision["reason"].strip(),
            cost_minor=told.proposal.cost_minor if cost is None else cost * MINOR,
            currency=self.currency,
            is_frozen=False,
        )

    def _comment(self, proposal: int, said: Text, *, moment: datetime) -> None:
        comments.add(
            self.session,
            self.question,
            self._story(proposal).contribution,
            self._joined(said["by"], moment),
            Said(
                said["text"].strip(),
                CommentKind(said.get("kind", CommentKind.REPLY)),
                said.get("source"),
                said.get("reply_to"),
            ),
            moment,
            by_team=said["by"] in TEAM,
        )

    def _meet(self, proposal: int, number: int, *, moment: datetime) -> None:
        comments.mark(
            self._voice(proposal, number),
            self.people[CONVENER],
            moment,
            is_met=True,
            by_team=True,
        )

    def _hide_proposal(self, number: int, said: Text, *, moment: datetime) -> None:
        self._hide(self._story(number).contribution, said["hidden"], moment, {"proposal": number})

    def _hide_comment(self, proposal: int, number: int, said: Text, *, moment: datetime) -> None:
        hidden = self._voice(proposal, number).contribution
        self._hide(hidden, said["hidden"], moment, {"proposal": proposal, "comment": number})

    def _hide(
        self, hidden: Contribution, why: Text, moment: datetime, facts: dict[str, object]
    ) -> None:
        contributions.hide(
            self.session,
            self.question,
            hidden,
            self.people[why["by"]],
            GroundRule(why["rule"]),
            why["reason"],
            moment,
            facts,
        )

    def _joined(self, key: str, moment: datetime) -> Person:
        person = self.people[key]
        if key not in TEAM:
            roll.join(self.session, self.question, person, moment)
        return person

    def _story(self, number: int) -> Story:
        found = story(self.session, self.question.id, number, self._team())
        if found is None:
            raise LookupError(f"no proposal {number}")
        return found

    def _voice(self, proposal: int, number: int) -> Voice:
        about = self._story(proposal).contribution
        found = voice(self.session, about.id, number, self._team())
        if found is None:
            raise LookupError(f"no comment {number} on proposal {proposal}")
        return found

    def _team(self) -> Viewer:
        return Viewer.team(self.people[CONVENER])


def _draft(said: Text) -> proposals.Draft:
    cost = said.get("cost")
    return proposals.Draft(
        title=said["title"],
        situation=said["situation"].strip(),
        body=said["body"].strip(),
        cost_minor=None if cost is None else cost * MINOR,
        place=said.get("place"),
    )
