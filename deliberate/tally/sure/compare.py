"""The same ballots under several rules, side by side.

Who looks at many rules after the ballots are in can nearly always find one for whoever they like
(Saari 1995, Basic Geometry of Voting, gives ballots for which each of several rules has another
winner). So a comparison shows how much the rule mattered; it is no way to choose one.
"""

from collections.abc import Iterable, Mapping, Sequence

from deliberate.tally.lots import LotOrder
from deliberate.tally.outcome import Described, Outcome, Rule
from deliberate.tally.profile import B, Profile


def compare(profile: Profile[B], rules: Iterable[Rule[B]], lots: LotOrder) -> Mapping[str, Outcome]:
    """Count the ballots under each rule; the outcomes go by the rules' names and settings.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> from deliberate.tally.ranked.borda import Borda
    >>> from deliberate.tally.ranked.irv import IRV
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> profile = Profile(options, {((1,), (2,)): 4, ((2,), (3,)): 2, ((3,), (2,)): 3})
    >>> outcomes = compare(profile, [IRV(), Borda()], file_order(options))
    >>> {name: outcome.winners for name, outcome in outcomes.items()}
    {'irv': (3,), 'borda truncated=average': (2,)}

    Raises TieRefused if lots are needed and refused.
    """
    return {spelled(rule): rule.count(profile, lots) for rule in rules}


def spelled(rule: Described) -> str:
    """Write a rule's name and all its settings as on the command line, seats and budget left out.

    >>> from deliberate.tally.budget.greedy import Greedy
    >>> spelled(Greedy(budget=100))
    'greedy by=votes min_votes=1'
    """
    settings = rule.settings().items()
    known = (f"{key}={value}" for key, value in settings if key not in ("seats", "budget"))
    return " ".join((rule.name, *known))


def always(outcomes: Iterable[Outcome]) -> tuple[int, ...]:
    """Return the options that all outcomes choose, ascending; () if there is no outcome."""
    chosen = [frozenset(outcome.winners) for outcome in outcomes]
    return tuple(sorted(frozenset.intersection(*chosen))) if chosen else ()


def sometimes(outcomes: Sequence[Outcome]) -> tuple[int, ...]:
    """Return the options that some outcomes choose and others don't, ascending."""
    chosen = {number for outcome in outcomes for number in outcome.winners}
    return tuple(sorted(chosen.difference(always(outcomes))))
