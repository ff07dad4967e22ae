"""Readiness names everything that is missing, and nothing that isn't."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from deliberate.questions.draft import Draft, PlannedStage
from deliberate.questions.models import StageName, Who
from deliberate.questions.readiness import ChoosingFacts, Preparation, missing
from deliberate.questions.schedule import answer_day, schedule_of
from tests.world import NOON

LONDON = ZoneInfo("Europe/London")


def stages(**days: tuple[int, int]) -> tuple[PlannedStage, ...]:
    return tuple(
        PlannedStage(name, NOON + timedelta(days=opens), NOON + timedelta(days=closes))
        for name, (opens, closes) in days.items()
    )


WHOLE = Draft(
    title="How should we make Ashgrove Road safer and greener?",
    summary="The council has money for this road.",
    convener_name="Alderbrook Council",
    on_the_table="What the money is spent on.",
    off_the_table="Bus routes.",
    decider="The Highways Committee",
    pledge="We answer each proposal that is chosen.",
    answerer="Cllr Rosa Lindqvist",
    answer_due_on=date(2027, 7, 30),
    ground_rules="Be kind.",
    stages=stages(proposing=(1, 10), shaping=(10, 14), voting=(14, 28)),
)
READY = Preparation(
    draft=WHOLE, zone=LONDON, choosing=ChoosingFacts(seats=1), listed=212, mail_works=True
)


def lacks(preparation: Preparation) -> list[str]:
    return [lack.field for lack in missing(preparation, NOON)]


def drafted(**changes: object) -> Preparation:
    return replace(READY, draft=replace(WHOLE, **changes))  # type: ignore[arg-type]


def test_a_whole_draft_lacks_nothing():
    assert lacks(READY) == []


def test_an_empty_draft_lacks_everything_that_a_question_owes():
    assert lacks(Preparation(draft=Draft(), zone=LONDON)) == [
        "title",
        "summary",
        "convener_name",
        "on_the_table",
        "off_the_table",
        "ground_rules",
        "decider",
        "pledge",
        "answerer",
        "answer_due_on",
        "stages",
    ]


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "summary",
        "convener_name",
        "on_the_table",
        "off_the_table",
        "decider",
        "pledge",
        "answerer",
        "ground_rules",
    ],
)
def test_each_thing_that_was_left_out_is_named_with_its_place_on_the_page(field: str):
    [lack] = missing(drafted(**{field: "  "}), NOON)

    assert (lack.field, lack.anchor, lack.page) == (field, field, "question")


def test_the_short_version_has_sixty_words_at_most():
    assert lacks(drafted(summary="word " * 60)) == []
    assert lacks(drafted(summary="word " * 61)) == ["summary"]


def test_the_answer_comes_after_voting_has_closed():
    closes_on = (NOON + timedelta(days=28)).date()

    assert lacks(drafted(answer_due_on=closes_on)) == ["answer_due_on"]
    assert lacks(drafted(answer_due_on=closes_on + timedelta(days=1))) == []
    assert lacks(drafted(answer_due_on=None)) == ["answer_due_on"]


@pytest.mark.parametrize(
    ("schedule", "field"),
    [
        (stages(proposing=(5, 1), voting=(14, 28)), "proposing"),
        (stages(proposing=(1, 15), voting=(14, 28)), "stages"),
        (stages(voting=(1, 10), proposing=(12, 28)), "stages"),
        (stages(proposing=(-20, -10), voting=(-9, -1)), "voting"),
    ],
    ids=["backwards", "overlapping", "in the wrong order", "over already"],
)
def test_a_schedule_that_makes_no_sense_is_named(schedule: tuple[PlannedStage, ...], field: str):
    assert field in lacks(drafted(stages=schedule))


def test_money_is_needed_where_money_is_shared_out():
    by_money = ChoosingFacts(counts_money=True)

    assert lacks(replace(READY, choosing=by_money)) == ["budget"]
    assert lacks(replace(READY, choosing=replace(by_money, budget_minor=9_000_000))) == []


def test_seats_a_limit_and_a_rule_that_fits_are_needed():
    assert lacks(replace(READY, choosing=ChoosingFacts(seats=None))) == ["seats"]
    assert lacks(replace(READY, choosing=ChoosingFacts(seats=1, rule_fits=False))) == ["rule"]
    projects = ChoosingFacts(counts_money=True, limits_choices=True, budget_minor=1)
    assert lacks(replace(READY, choosing=projects)) == ["max_choices"]


def test_a_list_is_needed_only_where_the_list_takes_part_or_votes():
    nobody = replace(READY, listed=0)

    assert lacks(nobody) == ["list"]
    assert lacks(replace(nobody, draft=replace(WHOLE, votes=Who.ANYONE))) == []
    assert lacks(replace(nobody, draft=replace(WHOLE, stages=stages(proposing=(1, 9))))) == []


def test_a_question_without_proposing_needs_two_options_of_the_teams_own():
    given = drafted(stages=stages(voting=(1, 10)))

    assert lacks(given) == ["options"]
    assert lacks(replace(given, given_options=2)) == []


def test_whoever_opens_a_question_has_a_name_that_everyone_sees():
    assert lacks(replace(READY, has_name=False)) == ["name"]


def test_a_public_instance_without_mail_opens_nothing():
    assert lacks(replace(READY, mail_works=False)) == ["mail"]


@pytest.mark.parametrize("weeks", [3, 6, 10])
def test_a_proposed_schedule_follows_on_and_keeps_off_weekends(weeks: int):
    for later in range(14):
        planned = schedule_of(weeks, NOON + timedelta(days=later), LONDON)

        assert [stage.name for stage in planned] == list(StageName)
        assert lacks(drafted(stages=planned, answer_due_on=date(2028, 1, 1))) == []
        for stage in planned:
            assert stage.opens_at.astimezone(LONDON).weekday() < 5
            assert stage.closes_at.astimezone(LONDON).weekday() < 5
            assert stage.closes_at.astimezone(LONDON).hour in (9, 18)
        assert answer_day(planned[-1].closes_at, LONDON).weekday() < 5
