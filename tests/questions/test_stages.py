from datetime import timedelta

from sqlalchemy.orm import Session

from deliberate.questions.draft import PlannedStage, draft_of
from deliberate.questions.readiness import out_of_order
from deliberate.questions.stages import Stage, shelf, stage_of
from tests.world import NOON, a_question

MOMENT = timedelta(microseconds=1)


def test_a_stage_takes_in_its_opening_moment_and_leaves_out_its_closing_moment(session: Session):
    question = a_question(session, stages={"voting": (0, 10)})
    closing = NOON + timedelta(days=10)

    assert stage_of(question, NOON - MOMENT) == Stage.BEFORE
    assert stage_of(question, NOON) == Stage.VOTING
    assert stage_of(question, closing - MOMENT) == Stage.VOTING
    assert stage_of(question, closing) == Stage.COUNTING


def test_a_question_without_a_vote_closes(session: Session):
    question = a_question(session, stages={"proposing": (-5, -1)})

    assert stage_of(question, NOON) == Stage.CLOSED
    assert "counted" not in [row.name for row in shelf(question, NOON)]


def test_a_gap_between_stages_is_said_and_an_overlap_is_found(session: Session):
    question = a_question(session, stages={"proposing": (-5, -1), "voting": (2, 5)})

    assert stage_of(question, NOON) == Stage.BETWEEN
    assert out_of_order(draft_of(question).stages) is None

    question.stages[0].closes_at = NOON + timedelta(days=3)
    assert out_of_order(draft_of(question).stages) == ("proposing", "voting")


def test_the_shelf_shows_where_we_are(session: Session):
    question = a_question(session, stages={"proposing": (-5, -1), "voting": (-1, 5)})

    states = {row.name: row.state for row in shelf(question, NOON)}

    assert states == {
        "proposing": "done",
        "voting": "now",
        "counted": "next",
        "answered": "next",
    }


def test_stages_may_touch():
    first = PlannedStage("proposing", NOON, NOON + timedelta(days=1))
    second = PlannedStage("voting", NOON + timedelta(days=1), NOON + timedelta(days=2))

    assert out_of_order([second, first]) is None
