"""The stage of a question: a pure function of its schedule, its facts and the moment.

Nothing has to run for voting to be over at its minute.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from deliberate.questions.models import Question, QuestionStage, StageName


class Stage(StrEnum):
    DRAFT = "draft"
    BEFORE = "before"  # opened, and its first stage is still to come
    PROPOSING = "proposing"
    SHAPING = "shaping"
    VOTING = "voting"
    BETWEEN = "between"  # a gap that the schedule leaves between two stages
    COUNTING = "counting"  # voting is over, and the count isn't there yet
    CLOSED = "closed"  # a question without a vote whose stages are over
    COUNTED = "counted"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Shelf:
    """One stage as the timeline shows it; `state` is done, now or next.

    An answer that is owed closes on a day, not at a moment.
    """

    name: str
    opens_at: datetime | None
    closes_at: date | None
    state: str


def stage_of(question: Question, moment: datetime) -> Stage:
    """Return the stage that the question is in at this moment.

    A stage takes in its opening moment and leaves out its closing moment.
    """
    if question.opened_at is None:
        return Stage.DRAFT
    if question.answered_at is not None:
        return Stage.ANSWERED
    if question.counted_at is not None:
        return Stage.COUNTED
    schedule = question.stages
    for stage in schedule:
        if stage.opens_at <= moment < stage.closes_at:
            return Stage(stage.name)
    if schedule and moment < min(stage.opens_at for stage in schedule):
        return Stage.BEFORE
    if any(moment < stage.opens_at for stage in schedule):
        return Stage.BETWEEN
    return Stage.COUNTING if scheduled(question, StageName.VOTING) else Stage.CLOSED


def scheduled(question: Question, name: StageName) -> QuestionStage | None:
    """Return the row of this stage, or None where the question skips it."""
    return next((stage for stage in question.stages if stage.name == name), None)


def next_change(question: Question, moment: datetime) -> datetime | None:
    """Return the next moment at which the stage changes, or None when nothing more is due."""
    moments = [at for stage in question.stages for at in (stage.opens_at, stage.closes_at)]
    return min((at for at in moments if at > moment), default=None)


def shelf(question: Question, moment: datetime) -> list[Shelf]:
    """Return the timeline: the scheduled stages, then counted and answered."""
    now = stage_of(question, moment)
    rows = [
        Shelf(stage.name, stage.opens_at, stage.closes_at, _state(stage, moment))
        for stage in question.stages
    ]
    if scheduled(question, StageName.VOTING):
        counted = _fact_state(now, Stage.COUNTED, also=Stage.COUNTING)
        rows.append(Shelf(Stage.COUNTED, question.counted_at, None, counted))
    due = None if question.answered_at else question.answer_due_on
    rows.append(Shelf(Stage.ANSWERED, question.answered_at, due, _fact_state(now, Stage.ANSWERED)))
    return rows


def _state(stage: QuestionStage, moment: datetime) -> str:
    if moment >= stage.closes_at:
        return "done"
    return "now" if moment >= stage.opens_at else "next"


def _fact_state(now: Stage, fact: Stage, also: Stage | None = None) -> str:
    if now in (fact, also):
        return "now"
    return "done" if now == Stage.ANSWERED and fact != Stage.ANSWERED else "next"
