"""The ways of counting that are set side by side, and what came out of each.

Who looks at many rules after the ballots are in can nearly always find one for whoever they like
(Saari 1995, Basic Geometry of Voting, gives ballots for which each of several rules has another
winner). So a comparison shows how much the rule mattered; it is no way to choose one.

They are declared here, so that nobody chooses them after seeing the ballots: every rule, and those
of its settings by which places really differ.
"""

from dataclasses import dataclass

from deliberate.tally.outcome import Allocation, Outcome, Places


@dataclass(frozen=True, slots=True)
class Way:
    """A way of counting: a rule, and those of its settings that make it another way.

    >>> way = Way("borda", (("truncated", "zero"),))
    >>> way.label, way.words
    ('borda truncated=zero', 'way.borda.zero')
    """

    rule: str
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """The rule and its settings, as on the command line."""
        return " ".join((self.rule, *(f"{key}={value}" for key, value in self.settings)))

    @property
    def words(self) -> str:
        """The key of its name in a sentence."""
        return ".".join(("way", self.rule, *(value for _key, value in self.settings)))


def _ways(rule: str, key: str, *values: str) -> tuple[Way, ...]:
    return tuple(Way(rule, ((key, value),)) for value in values)


RANKED: tuple[Way, ...] = (
    Way("stv-scottish"),
    Way("stv-exact"),
    Way("irv"),
    *_ways("schulze", "strength", "winning", "margins"),
    *_ways("ranked-pairs", "strength", "winning", "margins"),
    *_ways("minimax", "strength", "winning", "margins"),
    Way("copeland"),
    *_ways("borda", "truncated", "average", "zero", "modified"),
)
"""The ways of counting ranked ballots."""

BUDGETS: tuple[Way, ...] = (
    *_ways("greedy", "by", "votes", "votes/cost"),
    *(
        Way("equal-shares", (("utility", utility), ("completion", completion)))
        for utility in ("cost", "cardinality", "points")
        for completion in ("none", "add1", "add1u")
    ),
    Way("phragmen"),
    Way("average"),
    Way("median"),
)
"""The ways of spending a budget."""


@dataclass(frozen=True, slots=True)
class Line:
    """What came out in one way of counting."""

    way: Way
    outcome: Outcome

    @property
    def in_parts(self) -> bool:
        """Say whether it shares the budget out in parts of any size."""
        return isinstance(self.outcome.evidence, Allocation)

    @property
    def seats(self) -> int:
        """How many places it fills; 1 unless the rule can fill several, and for budgets."""
        evidence = self.outcome.evidence
        return evidence.seats if isinstance(evidence, Places) else 1


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A rule that can't count these ballots, and why."""

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The same ballots in several ways, in the order in which the ways are declared.

    `beats_all` is who more ballots put above than below each other option, two at a time: None if
    nobody is, or the ballots are about a budget.
    """

    lines: tuple[Line, ...]
    not_counted: tuple[NotCounted, ...]
    is_budget: bool
    beats_all: int | None

    @property
    def seats(self) -> int:
        """How many are to be elected; 1 for budgets."""
        return max((line.seats for line in self.lines), default=1)

    @property
    def comparable(self) -> tuple[Line, ...]:
        """The lines that can be set against each other.

        That leaves out rules with one winner where there are more seats, and those that share a
        budget out in parts.
        """
        return tuple(line for line in self.lines if line.seats == self.seats and not line.in_parts)

    @property
    def always(self) -> tuple[int, ...]:
        """The options that are chosen in all of these, ascending; () if there are none of them."""
        chosen = [frozenset(line.outcome.winners) for line in self.comparable]
        return tuple(sorted(frozenset.intersection(*chosen))) if chosen else ()

    @property
    def sometimes(self) -> tuple[int, ...]:
        """The options that are chosen in some of these and not in others, ascending."""
        chosen = {number for line in self.comparable for number in line.outcome.winners}
        return tuple(sorted(chosen.difference(self.always)))

    @property
    def with_one_winner(self) -> tuple[Line, ...]:
        """The lines with one winner, where there are more seats than one."""
        return tuple(line for line in self.lines if line.seats < self.seats)
