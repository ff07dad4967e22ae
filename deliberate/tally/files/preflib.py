"""PrefLib's files of orders: soc and soi (strict), toc and toi (with ties).

Mattei and Walsh 2013, PrefLib: A Library for Preferences. Lines that begin with # hold a key and a
value; the others a number of voters and their order, level options in braces: `12: 3,{1,4},2`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from deliberate.tally.files.election import About, BadFile, Format, RankedElection, lines_of
from deliberate.tally.profile import Option, Profile, Ranking

_TIER = r"([0-9]{1,9}|\{[0-9]{1,9}(,[0-9]{1,9})*\})"
_ORDER = re.compile(f"[1-9][0-9]{{0,17}}:({_TIER}(,{_TIER})*)?")
_DIGITS = re.compile("[0-9]{1,9}")


def read_preflib(text: str, form: Format) -> RankedElection:
    r"""Read a file of orders.

    >>> text = "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Ada\n2: 3,{1,2}\n"
    >>> election = read_preflib(text, Format.TOI)
    >>> election.profile.ballots, election.profile.options[0].name
    ({((3,), (1, 2)): 2}, 'Ada')

    Raises BadFile.
    """
    lines = lines_of(text)
    header = _header(line for line in lines if line.startswith("#"))
    options = _options(header)
    counted = Counter(line for line in lines if line and line[0] != "#")
    ballots: dict[Ranking, int] = {}
    empty = 0
    for line, times in counted.items():
        if not line.strip():
            continue
        try:
            weight, ranking = _read_order(line, len(options))
        except ValueError as refused:
            raise BadFile(lines.index(line) + 1, str(refused)) from None
        if ranking:
            ballots[ranking] = ballots.get(ranking, 0) + weight * times
        else:
            empty += weight * times
    written_on = sum(times for line, times in counted.items() if line.strip())
    about = About(form, header.get("TITLE", ""), written_on)
    return RankedElection(about, Profile(options, ballots, empty))


def _header(comments: Iterable[str]) -> dict[str, str]:
    header: dict[str, str] = {}
    for comment in comments:
        key, _colon, value = comment[1:].partition(":")
        header[key.strip().upper()] = value.strip()
    return header


def _options(header: Mapping[str, str]) -> tuple[Option, ...]:
    number_of = header.get("NUMBER ALTERNATIVES", "")
    if not header:
        raise BadFile(1, "the file is empty, or is not a PrefLib file with # lines first")
    if not _DIGITS.fullmatch(number_of) or not 1 <= int(number_of) <= 100_000:
        raise BadFile(1, "no # NUMBER ALTERNATIVES line says how many options there are")
    return tuple(
        Option(number, str(number), header.get(f"ALTERNATIVE NAME {number}", f"Option {number}"))
        for number in range(1, int(number_of) + 1)
    )


def _read_order(line: str, options: int) -> tuple[int, Ranking]:
    """Return how many voters a line stands for and their ranking; ValueError says what is wrong."""
    compact = "".join(line.split())
    if not _ORDER.fullmatch(compact):
        raise ValueError("the line is not a number of voters and an order such as 12: 3,{1,4},2")
    weight, _colon, order = compact.partition(":")
    seen: set[int] = set()
    ranking: list[tuple[int, ...]] = []
    tier: list[int] = []
    level = False
    for word in order.split(",") if order else []:
        number = int(word.strip("{}"))
        if not 1 <= number <= options:
            raise ValueError(f"the ballot names option {number} of {options}")
        if number not in seen:  # only the first mention of an option counts
            seen.add(number)
            tier.append(number)
        level = (level or word[0] == "{") and word[-1] != "}"
        if tier and not level:
            ranking.append(tuple(sorted(tier)))
            tier = []
    return int(weight), tuple(ranking)
