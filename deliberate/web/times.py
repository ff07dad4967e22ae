"""A moment as a person types it: a day and an hour on the clock of the instance's zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

YEARS = range(2000, 2200)


class NoSuchTime(ValueError):
    """The clock jumps over this hour when it goes forward."""


class TimeTwice(ValueError):
    """The clock shows this hour twice, because it goes back."""


def read_local(typed: str, zone: ZoneInfo) -> datetime:
    """Return the instant at which a clock in `zone` shows what was typed.

    Raises NoSuchTime or TimeTwice around a change of the clock, and a plain ValueError where it is
    no day and hour.

    >>> read_local("2027-07-01T09:00", ZoneInfo("Europe/London")).isoformat()
    '2027-07-01T08:00:00+00:00'
    """
    local = datetime.fromisoformat(typed.strip())
    if local.tzinfo is not None or local.year not in YEARS:
        raise ValueError(typed)
    first, second = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        there_and_back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        raise TimeTwice(typed) if there_and_back == local else NoSuchTime(typed)
    return first.astimezone(UTC)


def say_local(moment: datetime, zone: ZoneInfo) -> str:
    """Return the instant as a browser's field of day and hour writes it."""
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
