"""The letter that tells everybody who takes part that the count is done."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from deliberate.accounts.tokens import secrets_of
from deliberate.config import Config
from deliberate.counting.publication import publication
from deliberate.counting.queries import result_of
from deliberate.mail.models import Letter
from deliberate.mail.words import Words, own_address, words_of
from deliberate.outcomes import words as say
from deliberate.outcomes.stored import outcome_of
from deliberate.questions.models import Question
from deliberate.roll.invitations import participant_of_address, stop_token
from deliberate.voting.queries import contest_of

COUNTED = "counted"


def counted(session: Session, letter: Letter, _moment: datetime, config: Config) -> Words | None:
    """Tell what came out, in one sentence; None for somebody who wants no more letters."""
    question = session.get(Question, int(letter.subject))
    if question is None:
        return None
    participant = participant_of_address(session, question.id, letter.recipient)
    if participant is None or not participant.wants_letters:
        return None
    return words_of(
        "counted",
        _("The count is done: %(question)s", question=question.title),
        sender=question.convener_name,
        stop_url=own_address("roll.stop", token=stop_token(secrets_of(config), participant)),
        question=question,
        sentence=_first_sentence(session, question),
        outcome_url=own_address("outcomes.show", slug=question.slug),
    )


def _first_sentence(session: Session, question: Question) -> str:
    """Return the first sentence of the outcome's page, and no more than the page says."""
    contest = contest_of(session, question.id)
    result = result_of(session, contest) if contest else None
    if contest is None or result is None:
        return ""
    published = publication(contest)
    if not published.outcome:
        return str(_("Fewer than 5 people voted, so the result is not shown."))
    outcome = outcome_of(result.outcome)
    return say.Words(outcome, contest.currency, tells_what_if=published.profile).headline()
