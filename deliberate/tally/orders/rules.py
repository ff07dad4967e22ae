"""Every rule by its name on the command line, and how its settings are read.

Rules and their settings go by the names in which the field's test cases and our JSON spell them.
A rule's own file is loaded only when the rule is asked for: a small count is over sooner than all
of them are.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Generic

from deliberate.tally.files.election import (
    AnyElection,
    ApprovalElection,
    Format,
    PointsElection,
    RankedElection,
)
from deliberate.tally.lots import LotOrder
from deliberate.tally.money import ten_to
from deliberate.tally.orders.settings import BadOrder, Settings
from deliberate.tally.orders.suggesting import nearest
from deliberate.tally.outcome import Outcome, Rule
from deliberate.tally.profile import Approval, B, Points, Profile, Ranking, chosen

if TYPE_CHECKING:
    from deliberate.tally.budget.equal_shares import EqualShares, Utility
    from deliberate.tally.budget.greedy import Greedy
    from deliberate.tally.ranked.pairwise import Strength

MOST_PLACES = 20
_BUDGET = re.compile("-?[0-9]{1,40}([.,/][0-9]{1,20})?")
_THOUSANDS = re.compile("[0-9]{1,3},[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Ready(Generic[B]):
    """A rule, and the ballots that it is to count."""

    rule: Rule[B]
    profile: Profile[B]

    def count(self, lots: LotOrder) -> Outcome:
        """Count the ballots. Raises TieRefused if lots are needed and refused."""
        return self.rule.count(self.profile, lots)


AnyReady = Ready[Ranking] | Ready[Approval] | Ready[Points]


@dataclass(frozen=True, slots=True)
class Asked:
    """A file's election, and the settings that were asked for.

    Each method gives what a rule needs, or raises BadOrder with what is missing.
    """

    rule: str
    election: AnyElection
    settings: Settings
    seats: int | None = None

    def ranked(self) -> Profile[Ranking]:
        """Return the ballots as rankings."""
        if isinstance(self.election, RankedElection):
            return self.election.profile
        raise BadOrder(f"{self.rule} needs ranked ballots, and this file has none")

    def approved(self) -> Profile[Approval]:
        """Return the ballots as choices of projects."""
        if isinstance(self.election, ApprovalElection):
            return self.election.profile
        raise BadOrder(f"{self.rule} needs ballots that pick projects, and this file has none")

    def pointed(self) -> Profile[Points]:
        """Return the ballots as points, or money, given to options."""
        if isinstance(self.election, PointsElection):
            return self.election.profile
        raise BadOrder(
            f"{self.rule} needs ballots that share out points or money, and this file has none"
        )

    def places(self) -> int:
        """Return the number of seats: what was asked for or, if nothing was, the file's."""
        seats = self.election.about.seats if self.seats is None else self.seats
        if seats is None or seats < 1:
            raise BadOrder("say the number of seats, 1 or more, with --seats")
        return seats

    def budget(self) -> int:
        """Return the budget in minor units."""
        if self.election.about.budget is None:
            raise BadOrder("say the budget with --budget, as the file names none")
        return self.election.about.budget

    def budget_for_costs(self) -> int:
        """Return the budget in minor units, of which projects get what they cost."""
        costs = (option.cost for option in self.election.profile.options)
        if self.election.about.form is Format.CSV and not any(costs):
            raise BadOrder(
                f"{self.rule} needs what projects cost: add a line that begins with cost"
            )
        return self.budget()


def ready(asked: Asked) -> AnyReady:
    """Make the rule that was asked for, and find its ballots.

    Raises BadOrder for an unknown rule or setting, or if the file lacks what the rule needs.
    """
    make = RULES.get(asked.rule)
    if make is None:
        near = nearest(asked.rule, RULES)
        raise BadOrder(f"the rule {asked.rule} is not one of {', '.join(RULES)}{near}")
    made = make(asked)
    if asked.seats not in (None, 1) and make not in (_stv_scottish, _stv_exact):
        raise BadOrder(f"{asked.rule} does not fill several places: leave --seats out")
    asked.settings.check_all_used(asked.rule)
    return made


def _stv_scottish(asked: Asked) -> Ready[Ranking]:
    from deliberate.tally.ranked.stv import ScottishSTV

    return Ready(ScottishSTV(asked.places()), asked.ranked())


def _stv_exact(asked: Asked) -> Ready[Ranking]:
    from deliberate.tally.ranked.stv import ExactSTV

    return Ready(ExactSTV(asked.places()), asked.ranked())


def _irv(asked: Asked) -> Ready[Ranking]:
    from deliberate.tally.ranked.irv import IRV

    return Ready(IRV(), asked.ranked())


def _schulze(asked: Asked) -> Ready[Ranking]:
    from deliberate.tally.ranked.schulze import Schulze

    return Ready(Schulze(_strength(asked)), asked.ranked())


def _ranked_pairs(asked: Asked) -> Ready[Ranking]:
    from deliberate.tally.ranked.ranked_pairs import RankedPairs

    return Ready(RankedPairs(_strength(asked)), asked.ranked())


def _minimax(asked: Asked) -> Ready[Ranking]:
    from deliberate.tally.ranked.minimax import Minimax

    return Ready(Minimax(_strength(asked)), asked.ranked())


def _strength(asked: Asked) -> "Strength":
    from deliberate.tally.ranked.pairwise import Strength

    return asked.settings.one_of("strength", Strength.WINNING)


def _copeland(asked: Asked) -> Ready[Ranking]:
    from deliberate.tally.ranked.copeland import Copeland

    return Ready(Copeland(), asked.ranked())


def _borda(asked: Asked) -> Ready[Ranking]:
    from deliberate.tally.ranked.borda import Borda, Truncated

    return Ready(Borda(asked.settings.one_of("truncated", Truncated.AVERAGE)), asked.ranked())


def _greedy(asked: Asked) -> AnyReady:
    match asked.election:
        case ApprovalElection(profile=approved):
            return Ready(_greedy_rule(asked), approved)
        case PointsElection(profile=pointed):
            return Ready(_greedy_rule(asked), pointed)
        case RankedElection() as election if election.about.form in (Format.PB, Format.CSV):
            return Ready(_greedy_rule(asked), chosen(election.profile))
        case _:
            raise BadOrder(f"{asked.rule} needs projects with costs, and this file has none")


def _greedy_rule(asked: Asked) -> "Greedy":
    from deliberate.tally.budget.greedy import By, Greedy

    asked.settings.declared_ties()
    return Greedy(
        asked.budget_for_costs(),
        by=asked.settings.one_of("by", By.VOTES),
        min_votes=asked.settings.number("min_votes", 1),
    )


def _equal_shares(asked: Asked) -> AnyReady:
    from deliberate.tally.budget.equal_shares import Utility

    match asked.election:
        case ApprovalElection(profile=approved):
            utility = asked.settings.one_of("utility", Utility.COST)
            if utility is Utility.POINTS:
                raise BadOrder("utility is cost or cardinality, as these ballots give no points")
            return Ready(_equal_shares_rule(asked, utility), approved)
        case PointsElection(profile=pointed):
            utility = asked.settings.one_of("utility", Utility.POINTS)
            if utility is not Utility.POINTS:
                raise BadOrder("utility is points, as these ballots give points")
            return Ready(_equal_shares_rule(asked, utility), pointed)
        case RankedElection() as election if election.about.form is Format.PB:
            raise BadOrder(
                f"{asked.rule} can't tell from ranks how much more one project is worth than the "
                "next: make the ballots approval or points first, or count them with greedy"
            )
        case _:
            raise BadOrder(
                f"{asked.rule} needs ballots that pick projects or give them points, and this file "
                "has none"
            )


def _equal_shares_rule(asked: Asked, utility: "Utility") -> "EqualShares":
    from deliberate.tally.budget.equal_shares import Completion, EqualShares, Stop

    asked.settings.declared_ties()
    return EqualShares(
        asked.budget_for_costs(),
        utility=utility,
        completion=asked.settings.one_of("completion", Completion.ADD1U),
        add1_stop=asked.settings.one_of("add1_stop", Stop.OVERSPEND),
        min_votes=asked.settings.number("min_votes", 1),
        step=ten_to(asked.election.about.places),
    )


def _average(asked: Asked) -> Ready[Points]:
    from deliberate.tally.budget.allocation import Average

    return Ready(Average(asked.budget()), asked.pointed())


def _median(asked: Asked) -> Ready[Points]:
    from deliberate.tally.budget.allocation import Median

    return Ready(Median(asked.budget()), asked.pointed())


def _phragmen(asked: Asked) -> AnyReady:
    from deliberate.tally.budget.phragmen import Overshoot, Phragmen

    approved = asked.approved()
    asked.settings.declared_ties()
    overshoot = asked.settings.one_of("overshoot", Overshoot.STOP)
    return Ready(Phragmen(asked.budget_for_costs(), overshoot), approved)


RULES: Mapping[str, Callable[[Asked], AnyReady]] = {
    "stv-scottish": _stv_scottish,
    "stv-exact": _stv_exact,
    "irv": _irv,
    "schulze": _schulze,
    "ranked-pairs": _ranked_pairs,
    "minimax": _minimax,
    "copeland": _copeland,
    "borda": _borda,
    "greedy": _greedy,
    "equal-shares": _equal_shares,
    "average": _average,
    "median": _median,
    "phragmen": _phragmen,
}
"""How to make each rule, by its name."""


def with_budget(election: AnyElection, budget: str) -> AnyElection:
    """Put another budget in the file's place; costs get more decimals if it needs them."""
    amount = _amount_of(budget)
    places = election.about.places
    while (amount * ten_to(places)).denominator > 1 and places < MOST_PLACES:
        places += 1
    units = amount * ten_to(places)
    if amount < 0 or units.denominator > 1:
        raise BadOrder(f"{budget} is not an amount of money")
    finer = ten_to(places - election.about.places)
    options = tuple(
        replace(option, cost=option.cost * finer) for option in election.profile.options
    )
    about = replace(election.about, budget=int(units), places=places)
    match election:
        case RankedElection(profile=ranked):
            return RankedElection(about, replace(ranked, options=options))
        case ApprovalElection(profile=approved):
            return ApprovalElection(about, replace(approved, options=options))
        case PointsElection(profile=pointed):
            return PointsElection(about, replace(pointed, options=options))


def _amount_of(budget: str) -> Fraction:
    """Read a budget in whole units, such as 1200, 12.50, 12,50 or 2001/2."""
    if _THOUSANDS.fullmatch(budget):
        raise BadOrder(f"{budget} can be read as thousands: write {budget.replace(',', '')}")
    if not _BUDGET.fullmatch(budget):
        raise BadOrder(f"{budget} is not a budget")
    try:
        return Fraction(budget.replace(",", "."))
    except ZeroDivisionError:
        raise BadOrder(f"{budget} is not a budget") from None
