"""What the worker does at each tick: tell those who take part that a count is done."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from deliberate.db import begin
from deliberate.mail.models import Letter
from deliberate.mail.services import post
from deliberate.outcomes.letters import COUNTED
from deliberate.questions.models import Question
from deliberate.roll.queries import to_be_told

STILL_NEWS = timedelta(days=7)  # nobody gets a letter about a count that is older


def announce_counts(session: Session, moment: datetime, _config: object) -> None:
    """Queue one letter for everybody who takes part in a question that has just been counted."""
    begin(session, write=True)
    questions = session.scalars(
        select(Question)
        .where(
            Question.counted_at > moment - STILL_NEWS,
            ~exists().where(Letter.question_id == Question.id, Letter.kind == COUNTED),
        )
        .with_for_update()  # so that two workers don't both announce
    ).all()
    for question in questions:
        for address in to_be_told(session, question.id):
            post(session, COUNTED, str(question.id), address, moment, question_id=question.id)
    session.commit()
