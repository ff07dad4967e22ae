"""What a team writes about a question before it is opened, as one value. Gaps are allowed."""

from dataclasses import dataclass
from datetime import date, datetime

from deliberate.questions.models import Question, Who


@dataclass(frozen=True)
class PlannedStage:
    name: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The words, the promise, the people and the schedule of a question."""

    title: str = ""
    summary: str = ""
    convener_name: str = ""
    place: str = ""
    on_the_table: str = ""
    off_the_table: str = ""
    decider: str = ""
    pledge: str = ""
    answerer: str = ""
    answer_due_on: date | None = None
    ground_rules: str = ""
    takes_part: str = Who.ANYONE
    votes: str = Who.LIST
    stages: tuple[PlannedStage, ...] = ()


# What a question's row holds under the same name; the stages are rows of their own.
WORDS = tuple(name for name in Draft.__dataclass_fields__ if name != "stages")


def draft_of(question: Question) -> Draft:
    """Return what the question's rows say, as a draft."""
    return Draft(
        **{name: getattr(question, name) for name in WORDS},
        stages=tuple(
            PlannedStage(stage.name, stage.opens_at, stage.closes_at) for stage in question.stages
        ),
    )
