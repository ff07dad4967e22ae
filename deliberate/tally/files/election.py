"""What a ballot file holds, whatever its format, and what is said about one that can't be read."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from deliberate.tally.profile import Approval, B, Points, Profile, Ranking


class Format(StrEnum):
    """The formats that are read, named by the ending of their files."""

    BLT = "blt"
    SOC = "soc"
    SOI = "soi"
    TOC = "toc"
    TOI = "toi"
    PB = "pb"
    CSV = "csv"


class BadFile(ValueError):
    """A file can't be read: at this line, for this reason.

    >>> str(BadFile(7, "names option 9 of 5"))
    '7: names option 9 of 5'
    """

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(f"{line}: {reason}")


TAKE_AS_LISTED = ": it may be cut off; --option lenient=true counts what is there"
"""What to do about a file that says another number than it lists."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says besides its ballots.

    `lines` is how many lines hold ballots. `budget` and the options' costs are in minor units,
    10 to the power of `places` to each whole unit of the file's currency.
    """

    form: Format
    title: str
    lines: int
    seats: int | None = None
    budget: int | None = None
    places: int = 0
    currency: str = ""


@dataclass(frozen=True)
class Election(Generic[B]):
    """A file's ballots, and what else it says."""

    about: About
    profile: Profile[B]


class RankedElection(Election[Ranking]):
    """An election with ranked ballots."""


class ApprovalElection(Election[Approval]):
    """An election with ballots that pick options."""


class PointsElection(Election[Points]):
    """An election with ballots that give points."""


AnyElection = RankedElection | ApprovalElection | PointsElection
