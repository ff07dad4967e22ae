"""What a ballot file holds, whatever its format, and what is said about one that can't be read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
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


LONGEST_LINE = 1_000_000
TAKE_AS_LISTED = ": it may be cut off; --option lenient=true counts what is there"
"""What to do about a file that says another number than it lists."""
"""How many characters a line may have: more than ranking a hundred thousand options takes."""


def check_lines(text: str) -> None:
    r"""Refuse a text with a line that is too long to be one of ballots.

    >>> check_lines("3 1\n0\n")

    Raises BadFile.
    """
    begin = 0
    while len(text) - begin > LONGEST_LINE:
        latest = begin + LONGEST_LINE + 1
        end = max(text.rfind("\n", begin, latest), text.rfind("\r", begin, latest))
        if end < 0:
            line = len(lines_of(text[:begin]))
            raise BadFile(line, f"the line has more than {LONGEST_LINE} characters")
        begin = end + 1


def lines_of(text: str) -> list[str]:
    r"""Split a text into lines at CR, LF or both, without a leading byte order mark.

    >>> lines_of("\ufeff3 1\r\n0\n")
    ['3 1', '0', '']
    """
    return with_plain_lines(text).split("\n")


def with_plain_lines(text: str) -> str:
    r"""Make every line of a text end with LF, and take a leading byte order mark off.

    CR, LF or both end a line; nothing else does, as names may hold any character.

    >>> with_plain_lines("\ufeff3 1\r\n0\r")
    '3 1\n0\n'
    """
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def grouped_lines(text: str) -> dict[str, int]:
    r"""Count equal lines, those that stand first before others. Each line ends with LF.

    >>> grouped_lines("1 2 0\n1 1 0\n1 2 0\n")
    {'1 2 0': 2, '1 1 0': 1}
    """
    # Of a million lines few differ. Grouped as bytes, only those become texts of their own.
    counted = Counter(BytesIO(text.encode(errors="surrogatepass")))
    lines = b"".join(counted).decode(errors="surrogatepass").split("\n")
    return dict(zip(lines, counted.values(), strict=False))


def each_line(text: str) -> Iterator[tuple[int, str]]:
    r"""Yield the lines of a text, each with the place at which it begins.

    >>> list(each_line("3 1\n0\n"))
    [(0, '3 1'), (4, '0'), (6, '')]
    """
    begin = 0
    while (end := text.find("\n", begin)) >= 0:
        yield begin, text[begin:end]
        begin = end + 1
    yield begin, text[begin:]
