"""Letters to everybody on a question's list: the invitation, and one reminder."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from deliberate.accounts.models import SignInLink
from deliberate.accounts.queries import is_usable
from deliberate.accounts.tokens import link_token, secrets_of
from deliberate.config import Config
from deliberate.mail.models import Letter
from deliberate.mail.words import Words, own_address, words_of
from deliberate.questions.models import Question, StageName
from deliberate.questions.stages import Stage, scheduled, stage_of
from deliberate.roll.invitations import participant_of_address, stop_token


@dataclass(frozen=True)
class Matter:
    """What an invitation or a reminder is about."""

    question: Question
    link_url: str
    stop_url: str


def invitation(session: Session, letter: Letter, moment: datetime, config: Config) -> Words | None:
    """Invite somebody to take part and to vote."""
    matter = _matter(session, letter, moment, config)
    if matter is None:
        return None
    return words_of_invitation(
        matter.question, moment, link_url=matter.link_url, stop_url=matter.stop_url
    )


def words_of_invitation(
    question: Question, moment: datetime, *, link_url: str, stop_url: str
) -> Words:
    """Return what an invitation to this question says."""
    return words_of(
        "invitation",
        _("%(convener)s asks you: %(question)s", **_names(question)),
        sender=question.convener_name,
        stop_url=stop_url,
        question=question,
        link_url=link_url,
        public_url=own_address("questions.show", slug=question.slug),
        proposing=_stage_row(question, moment, StageName.PROPOSING),
        voting=_stage_row(question, moment, StageName.VOTING),
        is_voting=stage_of(question, moment) == Stage.VOTING,
    )


def reminder(session: Session, letter: Letter, moment: datetime, config: Config) -> Words | None:
    """Remind everybody on the list: we don't look at who voted."""
    matter = _matter(session, letter, moment, config)
    if matter is None or stage_of(matter.question, moment) != Stage.VOTING:
        return None
    voting = scheduled(matter.question, StageName.VOTING)
    days = (voting.closes_at - moment).days if voting else 0
    return words_of(
        "reminder",
        ngettext(
            "%(num)s day left: %(question)s",
            "%(num)s days left: %(question)s",
            max(days, 1),
            question=matter.question.title,
        ),
        sender=matter.question.convener_name,
        stop_url=matter.stop_url,
        question=matter.question,
        voting=voting,
        link_url=matter.link_url,
    )


def _matter(session: Session, letter: Letter, moment: datetime, config: Config) -> Matter | None:
    """Return what the letter is about, or None for somebody who wants no more letters."""
    link = session.get(SignInLink, letter.subject)
    if link is None or link.question_id is None or not is_usable(link, moment):
        return None
    question = session.get(Question, link.question_id)
    participant = participant_of_address(session, link.question_id, link.email)
    if question is None or participant is None or not participant.wants_letters:
        return None
    secrets = secrets_of(config)
    return Matter(
        question,
        own_address("accounts.link", token=link_token(secrets, link)),
        own_address("roll.stop", token=stop_token(secrets, participant)),
    )


def _names(question: Question) -> dict[str, str]:
    return {"convener": question.convener_name, "question": question.title}


def _stage_row(question: Question, moment: datetime, name: StageName) -> object:
    """Return a stage that is still to end, or None."""
    stage = scheduled(question, name)
    return stage if stage and moment < stage.closes_at else None
