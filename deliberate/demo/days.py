"""Moments of the demonstration: days before and after the day on which it is loaded."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Days:
    """Counts days from `today`, on the clock of `zone`."""

    today: date
    zone: ZoneInfo

    def at(self, said: str) -> datetime:
        """Return the moment that a text names by days and a time of day.

        >>> Days(date(2027, 5, 3), ZoneInfo("Europe/London")).at("-2 18:30").isoformat()
        '2027-05-01T17:30:00+00:00'
        """
        number, clock = said.split()
        local = datetime.combine(self.day(int(number)), time.fromisoformat(clock), self.zone)
        return local.astimezone(UTC)

    def day(self, number: int) -> date:
        return self.today + timedelta(days=number)


def days_around(moment: datetime, zone: ZoneInfo) -> Days:
    """Return the days around the day on which this moment falls."""
    return Days(moment.astimezone(zone).date(), zone)
