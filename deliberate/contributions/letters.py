"""Letters to authors: what the team hid, and why, and what it shows again."""

import json
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from deliberate.config import Config
from deliberate.contributions.models import Contribution, Kind, Standing
from deliberate.contributions.rules import say_rule
from deliberate.contributions.services import HIDDEN, SHOWN_AGAIN
from deliberate.mail.models import Letter
from deliberate.mail.words import Compose, Words, own_address, words_of
from deliberate.questions.models import Question
from deliberate.record.models import RecordWords


@dataclass(frozen=True)
class Matter:
    """The contribution that a letter is about, and what the record says of the decision."""

    contribution: Contribution
    question: Question
    reason: str
    address: str


def hidden(session: Session, letter: Letter, _moment: datetime, _config: Config) -> Words | None:
    """Tell an author what was hidden and why; nothing once it is shown again."""
    matter = _matter(session, letter)
    if matter is None or matter.contribution.standing != Standing.HIDDEN:
        return None
    is_proposal = matter.contribution.kind == Kind.PROPOSAL
    return words_of(
        "hidden",
        _("We hid your proposal") if is_proposal else _("We hid your comment"),
        sender=matter.question.convener_name,
        is_proposal=is_proposal,
        question=matter.question,
        rule=say_rule(matter.contribution.hidden_for),
        reason=matter.reason,
        address=matter.address,
    )


def shown_again(
    session: Session, letter: Letter, _moment: datetime, _config: Config
) -> Words | None:
    """Tell an author that what was hidden is back."""
    matter = _matter(session, letter)
    if matter is None or matter.contribution.standing != Standing.PUBLIC:
        return None
    is_proposal = matter.contribution.kind == Kind.PROPOSAL
    return words_of(
        "shown_again",
        _("Your proposal is back") if is_proposal else _("Your comment is back"),
        sender=matter.question.convener_name,
        is_proposal=is_proposal,
        question=matter.question,
        reason=matter.reason,
        address=matter.address,
    )


# Who makes the words of each kind.
LETTERS: dict[str, Compose] = {HIDDEN: hidden, SHOWN_AGAIN: shown_again}


def _matter(session: Session, letter: Letter) -> Matter | None:
    """Find what a letter is about by its subject: a contribution and an entry of the record."""
    contribution_id, entry_id = (int(part) for part in letter.subject.split())
    contribution = session.get(Contribution, contribution_id)
    recorded = session.get(RecordWords, entry_id)
    if contribution is None or recorded is None:
        return None
    question = session.get_one(Question, contribution.question_id)
    words = json.loads(recorded.words)
    facts = words["facts"]
    anchor = f"c-{facts['comment']}" if "comment" in facts else None
    address = own_address("proposals.show", slug=question.slug, number=facts["proposal"])
    return Matter(
        contribution, question, words["reason"], f"{address}#{anchor}" if anchor else address
    )
