"""Starting a question, saving its draft, and who holds it."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person
from deliberate.questions.draft import WORDS, Draft, PlannedStage
from deliberate.questions.errors import (
    AlreadyOnTheTeam,
    AlreadyOpen,
    LastConvener,
    StageBackwards,
    StagesOverlap,
)
from deliberate.questions.models import Holder, Question, QuestionStage, Role
from deliberate.questions.readiness import out_of_order
from deliberate.web.text import to_html

LONGEST_SLUG = 60
# Letters that are no other letter with a mark, so that nothing is left of them without it.
_IN_LATIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_WITHOUT_TITLE = re.compile(r"draft-[0-9a-f]{10}")


def start(session: Session, draft: Draft, person: Person, moment: datetime) -> Question:
    """Put a new draft in place, held by the person who starts it.

    Raises StageBackwards or StagesOverlap.
    """
    require_schedule(draft.stages)
    question = Question(
        slug=_free_slug(session, draft.title),
        created_at=moment,
        stages=[],
        holders=[Holder(person_id=person.id, role=Role.CONVENER)],
    )
    write_words(question, draft)
    set_schedule(question, draft.stages)
    session.add(question)
    session.flush()
    return question


def save(session: Session, question: Question, draft: Draft) -> None:
    """Save the draft of a question that isn't open yet, gaps and all.

    Raises AlreadyOpen, StageBackwards or StagesOverlap.
    """
    require_schedule(draft.stages)
    lock(session, question)
    if question.opened_at is not None:
        raise AlreadyOpen
    write_words(question, draft)
    set_schedule(question, draft.stages)
    if _WITHOUT_TITLE.fullmatch(question.slug) and draft.title:
        question.slug = _free_slug(session, draft.title)
    session.flush()


def write_words(question: Question, draft: Draft) -> None:
    for name in WORDS:
        setattr(question, name, getattr(draft, name))
    question.ground_rules_html = to_html(draft.ground_rules)


def require_schedule(stages: Sequence[PlannedStage]) -> None:
    """Raise StageBackwards or StagesOverlap where these stages make no schedule."""
    for stage in stages:
        if stage.closes_at <= stage.opens_at:
            raise StageBackwards(stage.name)
    clash = out_of_order(stages)
    if clash:
        raise StagesOverlap(clash[1])


def set_schedule(question: Question, stages: Sequence[PlannedStage]) -> None:
    """Make the schedule these stages, which `require_schedule` let pass."""
    there = {stage.name: stage for stage in question.stages}
    question.stages = [
        _moved(there.get(planned.name) or QuestionStage(name=planned.name), planned)
        for planned in stages
    ]


def lock(session: Session, question: Question) -> None:
    """Hold the question's row until the transaction ends, and read it anew.

    On SQLite the transaction itself is the lock.
    """
    session.execute(
        select(Question)
        .where(Question.id == question.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()  # only a row that is fetched is read anew


def add_holder(session: Session, question: Question, person: Person, role: Role) -> None:
    """Put a person on the team that holds the question."""
    there = select(Holder).where(Holder.question_id == question.id, Holder.person_id == person.id)
    if session.scalar(there) is not None:
        raise AlreadyOnTheTeam
    session.add(Holder(question_id=question.id, person_id=person.id, role=role))
    session.flush()


def remove_holder(session: Session, question: Question, person_id: int) -> None:
    """Take a person off the team; the convener stays, or nobody would hold the question."""
    holder = session.scalar(
        select(Holder).where(Holder.question_id == question.id, Holder.person_id == person_id)
    )
    if holder is None:
        return
    if holder.role == Role.CONVENER:
        raise LastConvener
    session.delete(holder)


def slug_of(title: str) -> str:
    """Return the words of a title as an address holds them: `Safe streets?` is safe-streets."""
    whole = title.lower().translate(_IN_LATIN)
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        if len(slug) + len(word) >= LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug


def _free_slug(session: Session, title: str) -> str:
    """Return an address that no other question has, made from the title where it has letters."""
    slug = slug_of(title)
    if not slug:
        return f"draft-{secrets.token_hex(5)}"
    taken = session.scalar(select(Question.id).where(Question.slug == slug))
    return f"{slug}-{secrets.token_hex(3)}" if taken is not None else slug


def _moved(stage: QuestionStage, planned: PlannedStage) -> QuestionStage:
    stage.opens_at, stage.closes_at = planned.opens_at, planned.closes_at
    return stage
