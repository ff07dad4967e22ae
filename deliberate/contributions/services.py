"""Writing, changing, withdrawing, hiding and showing contributions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

import deliberate.record.services as record
from deliberate.accounts.models import Person
from deliberate.contributions import screen
from deliberate.contributions.errors import Gone, NotYours
from deliberate.contributions.limits import require_room
from deliberate.contributions.models import Contribution, GroundRule, Kind, Standing, Wording
from deliberate.mail.services import post
from deliberate.questions.models import Question
from deliberate.web.text import to_html

# What the record and the letter to the author call these decisions.
HIDDEN = "hidden"
SHOWN_AGAIN = "shown-again"


@dataclass(frozen=True)
class Words:
    """What somebody wrote. `beside` is shown elsewhere, such as a place, but is screened too."""

    body: str
    title: str | None = None
    situation: str | None = None
    beside: Sequence[str | None] = ()


def write(
    session: Session,
    question_id: int,
    kind: Kind,
    author: Person,
    words: Words,
    moment: datetime,
    *,
    by_team: bool = False,
) -> Contribution:
    """Take in the first version of a contribution and return it, held where it has to wait.

    Those who hold the question have no limit, and don't wait for themselves. Raises TooOften.
    """
    lock_person(session, author.id)
    if not by_team:
        require_room(session, author.id, kind, moment)
    contribution = Contribution(
        question_id=question_id,
        person_id=author.id,
        kind=kind,
        standing=Standing.PUBLIC,
        version=1,
        created_at=moment,
        wordings=[_wording(words, 1, moment)],
    )
    if not by_team and _waits(session, author, words):
        contribution.standing = Standing.HELD
    session.add(contribution)
    session.flush()
    return contribution


def rewrite(
    session: Session,
    contribution: Contribution,
    author: Person,
    words: Words,
    moment: datetime,
    *,
    by_team: bool = False,
) -> None:
    """Add a version; the earlier ones stay readable. A hidden one stays hidden until a look.

    Raises NotYours or Gone.
    """
    _require_own(contribution, author)
    lock_person(session, author.id)
    contribution.version += 1
    wording = _wording(words, contribution.version, moment)
    wording.contribution_id = contribution.id
    session.add(wording)
    if (
        contribution.standing == Standing.PUBLIC
        and not by_team
        and _waits(session, author, words, but=contribution.id)
    ):
        contribution.standing = Standing.HELD
    session.flush()


def withdraw(contribution: Contribution, author: Person, moment: datetime) -> None:
    """Take a contribution back. Others see that it was withdrawn by its author.

    One that was hidden stays so: its reason is not swept away by withdrawing.
    """
    _require_own(contribution, author)
    if contribution.standing == Standing.HIDDEN:
        raise Gone
    contribution.standing = Standing.WITHDRAWN
    contribution.withdrawn_at = moment


def let_through(contribution: Contribution) -> None:
    """Show what waited."""
    if contribution.standing == Standing.HELD:
        contribution.standing = Standing.PUBLIC


def hide(
    session: Session,
    question: Question,
    contribution: Contribution,
    by: Person,
    rule: GroundRule,
    reason: str,
    moment: datetime,
    facts: Mapping[str, object],
) -> None:
    """Hide a contribution, with a ground rule and a reason, in public.

    `facts` say in the record which one it is, by numbers and never by its words. Raises Gone or
    ReasonMissing.
    """
    record.require_reason(reason)
    if contribution.standing in (Standing.HIDDEN, Standing.WITHDRAWN):
        raise Gone
    lock_question(session, question.id)
    contribution.standing = Standing.HIDDEN
    contribution.hidden_at = moment
    contribution.hidden_by_id = by.id
    contribution.hidden_for = rule
    contribution.hidden_reason = reason
    _write_and_tell(
        session, question, contribution, HIDDEN, by, reason, moment, {**facts, "rule": str(rule)}
    )


def show_again(
    session: Session,
    question: Question,
    contribution: Contribution,
    by: Person,
    reason: str,
    moment: datetime,
    facts: Mapping[str, object],
) -> None:
    """Put a hidden contribution back, with a reason, in public. Nothing to do where it stands."""
    if contribution.standing != Standing.HIDDEN:
        return
    record.require_reason(reason)
    lock_question(session, question.id)
    contribution.standing = Standing.PUBLIC
    contribution.hidden_at = contribution.hidden_by_id = None
    contribution.hidden_for = contribution.hidden_reason = None
    _write_and_tell(session, question, contribution, SHOWN_AGAIN, by, reason, moment, facts)


def lock_person(session: Session, person_id: int) -> None:
    """Let one thing at a time happen for a person, so that parallel requests can't slip past."""
    _hold_row(session, Person.id, person_id)


def lock_question(session: Session, question_id: int) -> None:
    """Let one thing at a time be numbered, or written in the record, within a question."""
    _hold_row(session, Question.id, question_id)


def lock_contribution(session: Session, contribution_id: int) -> None:
    """Let one thing at a time be numbered beneath a contribution."""
    _hold_row(session, Contribution.id, contribution_id)


def _hold_row(session: Session, key: InstrumentedAttribute[int], value: int) -> None:
    """Hold one row until the transaction ends; others may still refer to it."""
    session.execute(select(key).where(key == value).with_for_update(key_share=True))


def _write_and_tell(
    session: Session,
    question: Question,
    contribution: Contribution,
    deed: str,
    by: Person,
    reason: str,
    moment: datetime,
    facts: Mapping[str, object],
) -> None:
    """Write a decision about a contribution into the record, and queue a letter to its author."""
    entry = record.write(
        session, question.id, deed, moment, actor=by.name or "", reason=reason, facts=facts
    )
    author = session.get(Person, contribution.person_id) if contribution.person_id else None
    if author is not None and author.email:
        post(
            session,
            deed,
            f"{contribution.id} {entry.id}",
            author.email,
            moment,
            question_id=question.id,
        )


def _wording(words: Words, version: int, moment: datetime) -> Wording:
    texts = (words.title, words.situation, words.body)
    return Wording(
        version=version,
        title=words.title,
        situation=words.situation,
        situation_html=None if words.situation is None else to_html(words.situation),
        body=words.body,
        body_html=to_html(words.body),
        folded=" ".join(text for text in texts if text).casefold(),
        written_at=moment,
    )


def _waits(session: Session, author: Person, words: Words, but: int | None = None) -> bool:
    already_public = session.scalar(
        select(func.count())
        .select_from(Contribution)
        .where(
            Contribution.person_id == author.id,
            Contribution.standing == Standing.PUBLIC,
            Contribution.id != (but or 0),
        )
    )
    texts = (words.title, words.situation, words.body, author.name, *words.beside)
    return screen.waits(texts, already_public or 0)


def _require_own(contribution: Contribution, author: Person) -> None:
    if contribution.person_id != author.id:
        raise NotYours
    if contribution.standing == Standing.WITHDRAWN:
        raise Gone
