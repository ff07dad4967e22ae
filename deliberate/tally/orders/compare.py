"""What `deliberate compare` does: a file's bytes in, outcomes under all its rules out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from deliberate.tally.canonical.outcome import Source
from deliberate.tally.files.election import AnyElection, Format, RankedElection
from deliberate.tally.lots import LotOrder
from deliberate.tally.orders.count import Order, again
from deliberate.tally.orders.reading import election_of
from deliberate.tally.orders.rules import RULES, Asked, with_budget
from deliberate.tally.orders.settings import BadOrder, Settings
from deliberate.tally.outcome import Pairwise, TooLarge
from deliberate.tally.page.report import Report
from deliberate.tally.sure.ways import BUDGETS, RANKED, Line, NotCounted, SideBySide, Way


@dataclass(frozen=True, slots=True)
class Compared:
    """A file counted in several ways: the outcomes, the election, and what JSON says of it."""

    side_by_side: SideBySide
    election: AnyElection
    source: Source
    lots: LotOrder


def compare_file(content: bytes, order: Order) -> Compared:
    r"""Read a file and count it under every rule of its kind, whatever rule the order names.

    A setting in the order goes to all rules that have it, and leaves out ways that differ in it.

    >>> content = b'2 1\n3 1 2 0\n2 2 0\n0\n"Ada"\n"Bo"\n"Chair"\n'
    >>> found = compare_file(content, Order("", Format.BLT)).side_by_side
    >>> {line.outcome.winners for line in found.lines}, found.beats_all
    ({(1,)}, 1)

    Raises BadFile; BadOrder for a setting that no rule has, or if no rule can count the ballots;
    TieRefused.
    """
    settings = Settings(order.settings)
    election = election_of(content, order.form, settings)
    if order.budget is not None:
        election = with_budget(election, order.budget)
    lots = order.lots_among(election.profile.options)
    about = election.about
    source = Source(sha256(content).hexdigest(), about.form.value, about.lines, about.places)
    side = in_every_way(election, lots, settings.left(), order.seats)
    return Compared(side, election, source, lots)


def in_every_way(
    election: AnyElection, lots: LotOrder, given: Mapping[str, str], seats: int | None = None
) -> SideBySide:
    """Count an election under every rule of its kind.

    `given` are settings for all rules that have them; ways that differ in one are left out.

    >>> from deliberate.tally.files.election import About
    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import Profile, options_named
    >>> profile = Profile(options_named(["Ada", "Bo"]), {((1,), (2,)): 3, ((2,),): 2})
    >>> election = RankedElection(About(Format.BLT, "", lines=2, seats=1), profile)
    >>> side = in_every_way(election, file_order(profile.options), {"strength": "margins"})
    >>> len(side.lines), {line.outcome.winners for line in side.lines}
    (10, {(1,)})

    Raises BadOrder for a setting that no rule has, or if no rule can count it; TieRefused.
    """
    return _Counting(election, seats, given, lots).side_by_side()


def report_of_first(compared: Compared, order: Order, file: str, *, every: bool = False) -> Report:
    """Make ready what a page needs to tell a comparison: names, money, what to type again."""
    first = compared.side_by_side.lines[0].outcome
    about = compared.election.about
    return Report(first, about, compared.source, file, again(order, file), every=every)


def _is_about_money(election: AnyElection) -> bool:
    """Say whether an election spends a budget: all of Pabulib's do, and CSV files may."""
    ranked = isinstance(election, RankedElection)
    of_sheet = election.about.form is Format.CSV and not (ranked and election.about.budget is None)
    return election.about.form is Format.PB or of_sheet


class _Counting:
    """Counts an election in each way, and notes which rules can't."""

    def __init__(
        self,
        election: AnyElection,
        seats: int | None,
        given: Mapping[str, str],
        lots: LotOrder,
    ) -> None:
        self.election = election
        self.seats = seats
        self.given = given
        self.lots = lots
        self.unused = frozenset(given)
        self.refused: dict[str, str] = {}

    def side_by_side(self) -> SideBySide:
        is_budget = _is_about_money(self.election)
        lines = tuple(self._lines(BUDGETS if is_budget else RANKED))
        if not lines:
            raise BadOrder(next(iter(self.refused.values()), "no rule has these settings"))
        if self.unused:
            raise BadOrder(f"no rule here has a setting {', '.join(sorted(self.unused))}")
        counted = {line.way.rule for line in lines}
        in_pairs = (line.outcome.evidence for line in lines)
        winners = [found.beats_all() for found in in_pairs if isinstance(found, Pairwise)]
        return SideBySide(
            lines,
            tuple(NotCounted(*item) for item in self.refused.items() if item[0] not in counted),
            is_budget,
            winners[0] if winners else None,
        )

    def _lines(self, ways: tuple[Way, ...]) -> Iterator[Line]:
        for way in ways:
            if any(self.given.get(key, value) != value for key, value in way.settings):
                continue
            settings = Settings({**dict(way.settings), **self.given})
            try:
                counting = RULES[way.rule](Asked(way.rule, self.election, settings, self.seats))
                outcome = counting.count(self.lots)
            except (BadOrder, TooLarge) as reason:
                self.refused.setdefault(way.rule, str(reason))
            else:
                self.unused &= frozenset(settings.left())
                # Rounds of a thousand options fill memory, and a comparison tells none.
                yield Line(way, replace(outcome, rounds=(), drawn=outcome.draws))
