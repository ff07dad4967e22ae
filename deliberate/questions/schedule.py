"""A schedule that is proposed to the team: so many weeks, on working days. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from deliberate.questions.draft import PlannedStage
from deliberate.questions.models import StageName

MORNING, EVENING = time(9), time(18)
SATURDAY = 5
# Weeks in all: how many of them for proposing, for shaping and for voting.
SPANS = {3: (1, 1, 1), 6: (3, 1, 2), 10: (5, 2, 3)}
WEEKS_FOR_THE_ANSWER = 6


def schedule_of(weeks: int, moment: datetime, zone: ZoneInfo) -> tuple[PlannedStage, ...]:
    """Return the three stages of a question of so many weeks that begins on the next working day.

    Stages open at nine and close at six on the clock of `zone`, and follow each other.
    """
    proposing, shaping, voting = SPANS[weeks]
    begins = working_day(moment.astimezone(zone).date() + timedelta(days=1))
    proposed = working_day(begins + timedelta(weeks=proposing))
    shaped = working_day(proposed + timedelta(weeks=shaping))
    voted = working_day(shaped + timedelta(weeks=voting))
    ends = [
        datetime.combine(begins, MORNING, zone),
        datetime.combine(proposed, EVENING, zone),
        datetime.combine(shaped, MORNING, zone),
        datetime.combine(voted, EVENING, zone),
    ]
    ends = [end.astimezone(UTC) for end in ends]
    return tuple(
        PlannedStage(name, ends[place], ends[place + 1]) for place, name in enumerate(StageName)
    )


def answer_day(voting_closes_at: datetime, zone: ZoneInfo) -> date:
    """Return the day by which an answer is usually owed: six weeks after voting closes."""
    closes_on = voting_closes_at.astimezone(zone).date()
    return working_day(closes_on + timedelta(weeks=WEEKS_FOR_THE_ANSWER))


def working_day(day: date) -> date:
    """Return this day, or the Monday after it where it falls on a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day
