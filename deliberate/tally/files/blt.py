"""BLT, the format of ranked ballots that councils publish and STV programs read.

After its description by Hill, Wichmann and Woodall 1987 (Algorithm 123, Single Transferable Vote
by Meek's Method) and with what programs have added since: equal ranks (2=3), withdrawn options
(-4), skipped ranks (-), ballot ids in brackets, comments after #.

    4 2          four options, two seats
    -3           the third was withdrawn
    5 4 1=2 0    five ballots: 4 first, then 1 and 2 level
    0            no more ballots
    "Ada"        names in quotes, then the title
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from deliberate.tally.files.election import (
    About,
    BadFile,
    Format,
    RankedElection,
)
from deliberate.tally.files.lines import each_line, grouped_lines, with_plain_lines
from deliberate.tally.files.wording import most_first, one_line
from deliberate.tally.lots import LotOrder
from deliberate.tally.profile import Option, Profile, Ranking

_OR_LENIENT = ": mend it, or take it so with --option lenient=true"
_DIGITS = re.compile("[0-9]{1,18}")
_QUOTED = re.compile('"((?:[^"]|"")*)"')
_BALLOT_ID = re.compile(r"\([^()]*\)")


class _Refused(ValueError):
    """A line can't be read; the caller knows which."""


@dataclass(frozen=True, slots=True)
class _Start:
    """What stands before the ballots; they begin at a place in the text, and on a line (from 1)."""

    options: int
    seats: int
    withdrawn: frozenset[int]
    begin: int
    line: int


def read_blt(text: str, *, lenient: bool = False) -> RankedElection:
    r"""Read a BLT file.

    Names without quotes are taken as they stand. `lenient` also takes files that were cut or
    mended by hand: ballots without their closing 0, no line with 0 after the last ballot, names
    that are missing.

    >>> election = read_blt('3 1\n2 1 2=3 0\n1 0\n0\n"Ada"\n"Bo"\n"Cy"\n"Club chair"\n')
    >>> election.profile.ballots, election.profile.empty, election.about.seats, election.about.title
    ({((1,), (2, 3)): 2}, 1, 1, 'Club chair')

    Raises BadFile.
    """
    text = with_plain_lines(text)
    start = _read_start(text)
    counted, after = _ballot_lines(text, start, lenient=lenient)
    ballots: dict[Ranking, int] = {}
    reader = _BallotReader(start.options, lenient=lenient)
    for line, times in counted.items():
        try:
            ranking, weight = reader.read(line)
        except _Refused as refused:
            at = text[start.begin :].split("\n").index(line)
            raise BadFile(start.line + at, str(refused)) from None
        ballots[ranking] = ballots.get(ranking, 0) + weight * times
    empty = ballots.pop((), 0)
    try:
        names, title = _read_names(after, start.options, lenient=lenient)
    except _Refused as refused:
        raise BadFile(_last_line(text), str(refused)) from None
    options = tuple(
        Option(number, str(number), name, withdrawn=number in start.withdrawn)
        for number, name in enumerate(names, start=1)
    )
    written_on = sum(times for line, times in counted.items() if line.strip())
    about = About(Format.BLT, title, written_on, seats=start.seats)
    return RankedElection(about, Profile(options, ballots, empty))


def _read_start(text: str) -> _Start:
    header: list[int] = []
    withdrawn: set[int] = set()
    for at, (begin, line) in enumerate(each_line(text), start=1):
        words = _without_comment(line).split()
        if not words:
            continue
        if not header:
            header = _header(words, at)
        elif all(word[0] == "-" and _DIGITS.fullmatch(word[1:]) for word in words):
            withdrawn.update(int(word[1:]) for word in words)
            if not all(1 <= number <= header[0] for number in withdrawn):
                raise BadFile(at, f"withdraws an option that is not one of the {header[0]}")
        else:
            return _Start(header[0], header[1], frozenset(withdrawn), begin, at)
    if not header:
        raise BadFile(1, "the file is empty")
    raise BadFile(_last_line(text), "the file ends before the ballots")


def _header(words: Sequence[str], line: int) -> list[int]:
    if len(words) != 2 or not all(_DIGITS.fullmatch(word) for word in words):
        raise BadFile(line, "the first line gives the number of options and of seats")
    options, seats = int(words[0]), int(words[1])
    if options < 1:
        raise BadFile(line, "there are no options")
    if options > 100_000:
        raise BadFile(line, f"there can't be {options} options")
    if seats < 1:
        raise BadFile(line, "there are no seats")
    return [options, seats]


def _ballot_lines(text: str, start: _Start, *, lenient: bool) -> tuple[dict[str, int], str]:
    """Return the lines of ballots, each with how often it is there, and the text after them.

    A line with a single 0 ends the ballots. If the last such line is also the first, as it nearly
    always is, the text need not be taken apart any further.
    """
    last = text.rfind("\n0\n", start.begin - 1)
    counted = grouped_lines(text[start.begin : last + 1])
    if last >= 0 and "0" not in counted:
        return counted, text[last + 3 :]
    lines = text[start.begin :].split("\n")
    end = _end_of_ballots(lines)
    if end < len(lines):
        return Counter(lines[:end]), "\n".join(lines[end + 1 :])
    if not lenient:
        raise BadFile(_last_line(text), f"no line with a single 0 ends the ballots{_OR_LENIENT}")
    end = _first_name(lines)
    return Counter(lines[:end]), "\n".join(lines[end:])


def _end_of_ballots(lines: Sequence[str]) -> int:
    """Find the line with a single 0 or, if there is none, the first on which nothing else stands.

    Returns the number of lines if no line ends the ballots.
    """
    if "0" in lines:
        return lines.index("0")
    ends = (at for at, line in enumerate(lines) if _without_comment(line).strip() == "0")
    return next(ends, len(lines))


def _first_name(lines: Sequence[str]) -> int:
    """Find the first line that holds a name: one that begins with a letter, or has quotes."""
    names = (at for at, line in enumerate(lines) if line.lstrip()[:1].isalpha() or '"' in line)
    return next(names, len(lines))


class _BallotReader:
    """Reads ballots: quickly if they are as usual, word by word if not."""

    def __init__(self, options: int, *, lenient: bool) -> None:
        self._options = options
        self._lenient = lenient
        self._tiers = {str(number): (number,) for number in range(1, options + 1)}
        self._weights: dict[str, int] = {}

    def read(self, line: str) -> tuple[Ranking, int]:
        """Return the ranking on a line and how many ballots it stands for; () and 0 for none."""
        words = line.split(" ")
        choices = words[1:-1]
        try:
            ranking = tuple(map(self._tiers.__getitem__, choices))
            weight = self._weights[words[0]]
        except KeyError:
            return self._read_words(line)
        if words[-1] == "0" and len(set(choices)) == len(choices):
            return ranking, weight
        return self._read_words(line)

    def _read_words(self, line: str) -> tuple[Ranking, int]:
        words = _BALLOT_ID.sub(" ", _without_comment(line)).split()
        if not words:
            return (), 0
        if not _DIGITS.fullmatch(words[0].removeprefix("-")):
            raise _Refused(f"{_shown(words[0])} is not a number of ballots")
        weight = int(words[0])
        if weight < 1:
            raise _Refused(f"a ballot can't be there {weight} times")
        self._weights[words[0]] = weight
        if words[-1] == "0" and len(words) > 1:
            words.pop()
        elif not self._lenient:
            raise _Refused(f"the ballot does not end with 0{_OR_LENIENT}")
        seen: set[int] = set()
        ranking: list[tuple[int, ...]] = []
        for word in words[1:]:
            tier = self._tier(word, seen)
            if tier:
                ranking.append(tier)
        return tuple(ranking), weight

    def _tier(self, word: str, seen: set[int]) -> tuple[int, ...]:
        """Read one rank; only the first mention of an option on a ballot counts."""
        if word == "-":
            return ()
        tier: set[int] = set()
        for part in word.split("="):
            if not _DIGITS.fullmatch(part):
                raise _Refused(f"{_shown(part)} is not the number of an option")
            number = int(part)
            if not 1 <= number <= self._options:
                raise _Refused(f"the ballot names option {number} of {self._options}")
            tier.add(number)
        first = tier - seen
        seen |= tier
        return tuple(sorted(first))


def _read_names(text: str, options: int, *, lenient: bool) -> tuple[list[str], str]:
    """Read the names and the title, one to a line, or all in quotes one after another."""
    found = [line.strip() for line in text.split("\n") if line.strip()]
    without_comments = [line for line in found if line[0] != "#"]
    if all(line[0] == '"' for line in without_comments):
        found = without_comments  # where names stand in quotes, # can't begin one
    texts = [_unquoted(line) for line in found]
    if len(texts) < options:
        parts = [part for line in found for part in _quoted_parts(line)]
        texts = parts if len(parts) >= options else texts
    if len(texts) < options:
        if not lenient:
            raise _Refused(f"there are {options} options but {len(texts)} names{_OR_LENIENT}")
        texts += [f"Option {number}" for number in range(len(texts) + 1, options + 1)]
    if len(texts) > options + 1 and not lenient:
        many = f"{len(texts)} lines of names are too many for {options} options"
        raise _Refused(many + _OR_LENIENT)
    title = texts[options] if len(texts) > options else ""
    return texts[:options], title


def _quoted_parts(line: str) -> list[str]:
    """Return the parts of a line that stand in quotes; a doubled quote stands for itself."""
    return [found[1:-1].replace('""', '"') for found in _each_quoted(line)]


def _each_quoted(line: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(line):
        match = _QUOTED.search(line, at)
        if match is None:
            break
        found.append(line[match.start() : match.end()])
        at = match.end()
    return found


def _unquoted(line: str) -> str:
    """Take the quotes off a name; several quoted parts (name and party) make one name."""
    parts = _each_quoted(line)
    if parts and line[0] == '"':
        after = line.rpartition(parts[-1])[2].strip()
        if not after or after[0] == "#":
            return ", ".join(part[1:-1].replace('""', '"') for part in parts)
    return line


def _last_line(text: str) -> int:
    return text.rstrip("\n").count("\n") + 1


def _without_comment(line: str) -> str:
    return line.partition("#")[0]


def _shown(word: str) -> str:
    """Show a word of the file in one short line."""
    return repr(word if len(word) <= 20 else word[:20] + "…")


def write_blt(
    profile: Profile[Ranking], seats: int, title: str, lots: LotOrder | None = None
) -> str:
    """Write a BLT file; `lots` puts the options in that order, so that file order breaks ties.

    Equal ballots stand on one line, those cast most often first. The format has no place for ids
    and costs. Raises BadProfile for a name or title on more than one line.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Ada", "Bo"]), {((2,), (1,)): 3, ((1, 2),): 1}, empty=2)
    >>> print(write_blt(profile, 1, "Chair"), end="")
    2 1
    3 2 1 0
    2 0
    1 1=2 0
    0
    "Ada"
    "Bo"
    "Chair"
    """
    order = lots.order if lots else tuple(option.number for option in profile.options)
    place = {number: at for at, number in enumerate(order, start=1)}
    written = [f"{len(order)} {seats}"]
    written += [f"-{place[o.number]}" for o in profile.options if o.withdrawn]
    counts = [(_ranking_words(ranking, place), count) for ranking, count in profile.ballots.items()]
    if profile.empty:
        counts.append(("", profile.empty))
    written += [f"{count} {words}0" for words, count in most_first(counts)]
    written.append("0")
    for text in [profile.options[number - 1].name for number in order] + [title]:
        quoted = one_line(text).replace('"', '""')
        written.append(f'"{quoted}"')
    return "\n".join(written) + "\n"


def _ranking_words(ranking: Ranking, place: dict[int, int]) -> str:
    tiers = ("=".join(str(n) for n in sorted(place[number] for number in tier)) for tier in ranking)
    return "".join(tier + " " for tier in tiers)
