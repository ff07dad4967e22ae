"""The invitation, as the team sees it before it goes out."""

from datetime import datetime

from sqlalchemy.orm import Session

from deliberate.accounts.models import SignInLink
from deliberate.accounts.queries import is_usable
from deliberate.accounts.tokens import link_token, secrets_of
from deliberate.config import Config
from deliberate.mail.models import Letter
from deliberate.mail.words import Words, own_address
from deliberate.questions.models import Question
from deliberate.roll.letters import words_of_invitation

TEST_LETTER = "invitation-test"
STANDS_FOR_TOKEN = "one-for-each-person"  # noqa: S105 - it opens nothing


def preview(question: Question, moment: datetime) -> Words:
    """Return the invitation's words with an address in it that opens nothing."""
    return words_of_invitation(
        question,
        moment,
        link_url=own_address("accounts.link", token=STANDS_FOR_TOKEN),
        stop_url=own_address("roll.stop", token=STANDS_FOR_TOKEN),
    )


def test_invitation(
    session: Session, letter: Letter, moment: datetime, config: Config
) -> Words | None:
    """Make the words of the invitation that one sends to oneself first."""
    link = session.get(SignInLink, letter.subject)
    question = session.get(Question, letter.question_id) if letter.question_id else None
    if link is None or question is None or not is_usable(link, moment):
        return None
    return words_of_invitation(
        question,
        moment,
        link_url=own_address("accounts.link", token=link_token(secrets_of(config), link)),
        stop_url="",
    )
