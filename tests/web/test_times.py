"""A moment that a person types is read on the clock of the instance's zone."""

from zoneinfo import ZoneInfo

import pytest

from deliberate.web.times import NoSuchTime, TimeTwice, read_local, say_local

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2027-01-15T09:00", "2027-01-15T09:00:00+00:00"),
        ("2027-07-15 09:00", "2027-07-15T08:00:00+00:00"),
        ("2027-03-28T00:59", "2027-03-28T00:59:00+00:00"),
        ("2027-03-28T02:00", "2027-03-28T01:00:00+00:00"),
        ("2027-10-31T00:59", "2027-10-30T23:59:00+00:00"),
        ("2027-10-31T02:00", "2027-10-31T02:00:00+00:00"),
    ],
)
def test_an_hour_is_right_on_both_sides_of_a_change_of_the_clock(typed: str, utc: str):
    moment = read_local(typed, LONDON)

    assert moment.isoformat() == utc
    assert say_local(moment, LONDON) == typed.replace(" ", "T")


def test_an_hour_that_the_clock_jumps_over_is_refused():
    with pytest.raises(NoSuchTime):
        read_local("2027-03-28T01:30", LONDON)


def test_an_hour_that_comes_twice_is_refused():
    with pytest.raises(TimeTwice):
        read_local("2027-10-31T01:30", LONDON)


@pytest.mark.parametrize(
    "typed", ["", "soon", "2027-13-01T09:00", "0001-01-01T00:00", "2027-05-03T09:00+02:00"]
)
def test_what_is_no_day_and_hour_is_refused(typed: str):
    with pytest.raises(ValueError, match=r".*"):
        read_local(typed, LONDON)
