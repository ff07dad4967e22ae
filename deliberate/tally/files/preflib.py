"""PrefLib's files of orders: soc and soi (strict), toc and toi (with ties).

Mattei and Walsh 2013, PrefLib: A Library for Preferences. Lines that begin with # hold a key and a
value; the others a number of voters and their order, level options in braces: `12: 3,{1,4},2`.
"""

import re
from collections.abc import Iterable, Mapping

from deliberate.tally.files.election import (
    TAKE_AS_LISTED,
    About,
    BadFile,
    Format,
    RankedElection,
)
from deliberate.tally.files.lines import grouped_lines, with_plain_lines
from deliberate.tally.files.wording import most_first, trimmed
from deliberate.tally.profile import BadProfile, Option, Profile, Ranking

_TIER = r"([0-9]{1,9}|\{[0-9]{1,9}(,[0-9]{1,9})*\})"
_ORDER = re.compile(f"[1-9][0-9]{{0,17}}:({_TIER}(,{_TIER})*)?")
_DIGITS = re.compile("[0-9]{1,9}")


def read_preflib(text: str, form: Format, *, lenient: bool = False) -> RankedElection:
    r"""Read a file of orders.

    >>> text = "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Ada\n2: 3,{1,2}\n"
    >>> election = read_preflib(text, Format.TOI)
    >>> election.profile.ballots, election.profile.options[0].name
    ({((3,), (1, 2)): 2}, 'Ada')

    Raises BadFile.
    """
    text = with_plain_lines(text)
    counted = grouped_lines(text + "\n")
    header = _header(text, (line for line in counted if line.startswith("#")))
    options = _options(header)
    orders = {line: times for line, times in counted.items() if line.strip() and line[0] != "#"}
    ballots: dict[Ranking, int] = {}
    reader = _OrderReader(len(options))
    for line, times in orders.items():
        try:
            weight, ranking = reader.read(line)
        except ValueError as refused:
            raise BadFile(text.split("\n").index(line) + 1, str(refused)) from None
        ballots[ranking] = ballots.get(ranking, 0) + weight * times
    empty = ballots.pop((), 0)
    written_on = sum(orders.values())
    about = About(form, header.get("TITLE", ""), written_on)
    profile = Profile(options, ballots, empty)
    voters = header.get("NUMBER VOTERS", str(profile.voters))
    if voters != str(profile.voters) and not lenient:
        raise BadFile(
            text.count("\n") + 1,
            f"the file says there are {voters} voters, and its orders are {profile.voters}"
            f"{TAKE_AS_LISTED}",
        )
    return RankedElection(about, profile)


def _header(text: str, comments: Iterable[str]) -> dict[str, str]:
    header: dict[str, str] = {}
    for comment in comments:
        key, _colon, value = comment[1:].partition(":")
        key = key.strip().upper()
        if key in header and key.startswith(("NUMBER", "ALTERNATIVE")):
            raise BadFile(text.split("\n").index(comment) + 1, f"the file says {key} twice")
        header[key] = value.strip()
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


class _OrderReader:
    """Reads orders: quickly if nothing is level, sign by sign if something is."""

    def __init__(self, options: int) -> None:
        self._options = options
        self._tiers: dict[str, tuple[int, ...]] = {str(n): (n,) for n in range(1, options + 1)}
        self._weights: dict[str, int] = {}

    def read(self, line: str) -> tuple[int, Ranking]:
        """Return how many voters a line stands for and their ranking, () for none.

        Raises ValueError, which says what is wrong.
        """
        voters, _colon, order = line.partition(":")
        choices = order.replace(" ", "").split(",")
        try:
            ranking = tuple(map(self._tiers.__getitem__, choices))
            weight = self._weights[voters]
        except KeyError:
            pass
        else:
            if len(set(choices)) == len(choices):
                return weight, ranking
        weight, ranking = _read_order(line, self._options)
        self._weights[voters] = weight
        return weight, ranking


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


def write_preflib(profile: Profile[Ranking], form: Format, title: str = "") -> str:
    """Write a file of orders, those cast most often first.

    Raises BadProfile for what the format has no place for: level ranks in soc and soi, ballots
    that leave options out in soc and toc, withdrawn options, a name with space around it or on
    more than one line.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Ada", "Bo"]), {((2,), (1,)): 3, ((1,),): 4})
    >>> print(write_preflib(profile, Format.SOI, "Chair"), end="")
    # TITLE: Chair
    # DATA TYPE: soi
    # NUMBER ALTERNATIVES: 2
    # NUMBER VOTERS: 7
    # NUMBER UNIQUE ORDERS: 2
    # ALTERNATIVE NAME 1: Ada
    # ALTERNATIVE NAME 2: Bo
    4: 1
    3: 2,1
    """
    _check_fits(profile, form)
    counts = [(_order_words(ranking), count) for ranking, count in profile.ballots.items()]
    if profile.empty:
        counts.append(("", profile.empty))
    lines = [
        f"# TITLE: {trimmed(title)}",
        f"# DATA TYPE: {form.value}",
        f"# NUMBER ALTERNATIVES: {len(profile.options)}",
        f"# NUMBER VOTERS: {profile.voters}",
        f"# NUMBER UNIQUE ORDERS: {len(counts)}",
    ]
    lines += [f"# ALTERNATIVE NAME {o.number}: {trimmed(o.name)}" for o in profile.options]
    lines += [f"{count}: {words}" for words, count in most_first(counts)]
    return "".join(line.rstrip() + "\n" for line in lines)


def _check_fits(profile: Profile[Ranking], form: Format) -> None:
    """Raise BadProfile if the format promises more of its ballots than these keep."""
    if len(profile.standing()) < len(profile.options):
        raise BadProfile(f"a {form.value} file can't say that an option was withdrawn")
    if form in (Format.SOC, Format.SOI) and any(
        len(tier) > 1 for ranking in profile.ballots for tier in ranking
    ):
        raise BadProfile(f"a {form.value} file can't hold options that are level on a ballot")
    every = len(profile.options)
    if form in (Format.SOC, Format.TOC) and (
        profile.empty or any(sum(map(len, ranking)) < every for ranking in profile.ballots)
    ):
        raise BadProfile(f"a {form.value} file wants every option on every ballot")


def _order_words(ranking: Ranking) -> str:
    tiers = (",".join(map(str, tier)) for tier in ranking)
    return ",".join(f"{{{tier}}}" if "," in tier else tier for tier in tiers)
