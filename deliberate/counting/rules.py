"""From a contest's declared settings and its sealed ballots to the tally's outcome."""

import json
from collections.abc import Mapping

from babel.numbers import get_currency_precision

from deliberate.tally.budget.equal_shares import Completion, EqualShares, Stop, Utility
from deliberate.tally.budget.greedy import By, Greedy
from deliberate.tally.canonical.outcome import Source, to_json
from deliberate.tally.choices import approval_profile, ranked_profile
from deliberate.tally.lots import lots_from_root
from deliberate.tally.outcome import Outcome
from deliberate.tally.profile import Option as TallyOption
from deliberate.tally.ranked.irv import IRV
from deliberate.tally.ranked.stv import ScottishSTV
from deliberate.tally.sure.supporters import A_LITTLE, with_more_votes
from deliberate.voting.models import Contest, RuleName

RankedRule = IRV | ScottishSTV
BudgetRule = Greedy | EqualShares

COMMON = ("add1_stop", "min_votes")  # settings by which no two ways of counting differ


def options_of(contest: Contest) -> tuple[TallyOption, ...]:
    """Return the contest's frozen options as the tally sees them: costs in minor units."""
    return tuple(
        TallyOption(option.number, str(option.number), option.title, option.cost_minor or 0)
        for option in contest.options
    )


def ranked_rule(contest: Contest) -> RankedRule | None:
    """Return the rule of a ranked contest with its settings, or None where it counts money."""
    match contest.rule:
        case RuleName.IRV:
            return IRV()
        case RuleName.STV:
            return ScottishSTV(seats=contest.seats or 1)
        case _:
            return None


def budget_rule(contest: Contest) -> BudgetRule:
    """Return the rule of a contest about money with every setting that was declared."""
    said: dict[str, str] = json.loads(contest.rule_options)
    budget = contest.budget_minor or 0
    min_votes = int(said.get("min_votes", 1))
    if contest.rule == RuleName.GREEDY:
        return Greedy(budget=budget, by=By(said.get("by", By.VOTES)), min_votes=min_votes)
    return EqualShares(
        budget=budget,
        utility=Utility(said.get("utility", Utility.COST)),
        completion=Completion(said.get("completion", Completion.ADD1U)),
        add1_stop=Stop(said.get("add1_stop", Stop.OVERSPEND)),
        min_votes=min_votes,
        step=10 ** get_currency_precision(contest.currency),
    )


def common_settings(contest: Contest) -> dict[str, str]:
    """Return the unusual settings that hold for every rule that could count the contest's money."""
    if ranked_rule(contest) is not None:
        return {}
    rule = budget_rule(contest)
    usual = type(rule)(budget=rule.budget).settings()
    settings = rule.settings()
    return {
        name: str(settings[name])
        for name in COMMON
        if name in settings and settings[name] != usual[name]
    }


def stored(contest: Contest, outcome: Outcome) -> str:
    """Return a contest's outcome as it is stored: canonical JSON, money in whole units.

    So it says the same as the command line says of the contest's ballot file.
    """
    return to_json(outcome, Source(places=get_currency_precision(contest.currency)))


def count(contest: Contest, counts: Mapping[str, int], root: bytes) -> Outcome:
    """Count a contest's sealed ballots.

    `counts` gives for each canonical ballot how often it was cast; `root` is the root of the
    leaves, from which the order of lots follows. Raises NotCanonical for words that are no ballot
    of this contest.
    """
    options = options_of(contest)
    lots = lots_from_root(root, options)
    rule = ranked_rule(contest)
    if rule is not None:
        return rule.count(ranked_profile(options, counts), lots)
    profile = approval_profile(options, counts)
    return with_more_votes(profile, budget_rule(contest).count(profile, lots), A_LITTLE)
