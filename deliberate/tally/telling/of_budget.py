"""Sentences about a budget."""

from math import ceil
from typing import assert_never

from deliberate.tally.fates import (
    Allotted,
    Funded,
    NobodyChose,
    SharesTooSmall,
    TooDear,
    TooFewVotes,
)
from deliberate.tally.outcome import Allocation, Outcome, Spending
from deliberate.tally.rounds import Purchase
from deliberate.tally.telling.of_purses import how_purses_fill, purchase_from_purses
from deliberate.tally.telling.sentences import Fact, Money, Name, Names, Sentence, in_a_row


def headline_of_spending(outcome: Outcome, spending: Spending) -> Sentence:
    """Say how much is funded, and how purses fill if they do."""
    facts: dict[str, Fact] = {
        "funded": len(outcome.winners),
        "all": sum(not option.withdrawn for option in outcome.options),
        "spent": Money(spending.spent),
        "budget": Money(spending.budget),
    }
    key = "outcome.budget" if outcome.winners else "outcome.nothing-funded"
    told = Sentence(key, facts if outcome.winners else {})
    return told if spending.filled is None else in_a_row(told, how_purses_fill())


def headline_of_allocation(outcome: Outcome, allocation: Allocation) -> Sentence:
    """Say who gets most of a budget that is shared out, and what was done to bring it to 1."""
    if not outcome.winners:
        return Sentence("outcome.nothing-funded", {})
    most = max(allocation.amounts.values())
    first = tuple(n for n in outcome.winners if allocation.amounts[n] == most)
    facts: dict[str, Fact] = {
        "budget": Money(allocation.budget),
        "options": Names(first),
        "count": len(first),
        "amount": Money(most),
    }
    told = [Sentence("outcome.allocation", facts)]
    came_to = allocation.came_to
    if came_to != 1:
        key = "budget.medians-lowered" if came_to > 1 else "budget.medians-raised"
        key = key if came_to else "budget.medians-nothing"
        told.append(Sentence(key, {"sum": Money(came_to * allocation.budget)}))
    if any(option.cost for option in outcome.options):
        told.append(Sentence("budget.costs-aside", {}))
    return in_a_row(*told)


def allotted(fate: Allotted, budget: int) -> Sentence:
    """Say what an option gets, and what people gave it, in money."""
    return Sentence(
        "fate.allotted" if fate.people else "fate.allotted-nothing",
        {
            "amount": Money(fate.amount),
            "people": fate.people,
            "lowest": Money(fate.lowest * budget),
            "average": Money(fate.average * budget),
            "median": Money(fate.median * budget),
            "highest": Money(fate.highest * budget),
        },
    )


def purchase_sentences(outcome: Outcome, bought: Purchase) -> list[Sentence]:
    """Say how one project was paid for."""
    in_points = outcome.spending.in_points
    facts: dict[str, Fact] = {
        "option": Name(bought.option),
        "n": bought.votes,
        "cost": Money(bought.cost),
        "before": Money(bought.left_before),
        "after": Money(bought.left_after),
    }
    if bought.load is not None:
        return [purchase_from_purses(bought)]
    if bought.share is None:
        by_shares = outcome.spending.endowment is not None
        key = "budget.bought-rest" if by_shares else "budget.bought"
        return [Sentence(_counted(key, in_points), facts)]
    # Nobody paid more than this in whole coins, where a part of one is left out.
    return [
        Sentence(_counted("budget.shared", in_points), facts | {"share": Money(ceil(bought.share))})
    ]


def _counted(key: str, in_points: bool) -> str:  # noqa: FBT001 - what was counted, not a switch
    return f"{key}-points" if in_points else key


def budget_fate(
    fate: Funded | TooDear | SharesTooSmall | TooFewVotes | NobodyChose, spending: Spending
) -> Sentence:
    """Say why a project was funded, or was not."""
    in_points = spending.in_points
    match fate:
        case Funded(_stage, votes, _cost, left):
            facts: dict[str, Fact] = {"n": votes, "left": Money(left)}
            return Sentence(_counted("fate.funded", in_points), facts)
        case TooDear(votes, cost, left):
            facts = {"n": votes, "cost": Money(cost), "left": Money(left)}
            told = Sentence(_counted("fate.too-dear", in_points), facts)
            return in_a_row(told, *_if_only(fate, in_points))
        case SharesTooSmall():
            return in_a_row(_shares_too_small(fate, spending), *_if_shares(fate))
        case TooFewVotes(votes, least):
            return Sentence(_counted("fate.too-few", in_points), {"n": votes, "least": least})
        case NobodyChose():
            return Sentence("fate.nobody", {})
        case _:
            assert_never(fate)


def _shares_too_small(fate: SharesTooSmall, spending: Spending) -> Sentence:
    """Say what supporters had left; that shares were raised is said, as they exceed the budget."""
    facts: dict[str, Fact] = {
        "n": fate.votes,
        "cost": Money(fate.cost),
        "shares": Money(fate.shares),
    }
    key = "fate.shares-raised" if spending.raised else "fate.shares"
    return Sentence(_counted(key, spending.in_points), facts)


def _if_shares(fate: SharesTooSmall) -> list[Sentence]:
    """Say what would have been enough under Equal Shares."""
    told: list[Sentence] = []
    if fate.more_votes:
        told.append(Sentence("if.shares-votes", {"more": fate.more_votes}))
    if fate.lower_cost:
        # What limits it is the money that is left, or else what its supporters have.
        key = "if.shares-left" if fate.lower_cost == fate.left else "if.shares-cost"
        told.append(Sentence(key, {"lower": Money(fate.lower_cost)}))
    return told


def _if_only(fate: TooDear, in_points: bool) -> list[Sentence]:  # noqa: FBT001 - as above
    """Say what would have been enough."""
    lower = [Sentence("if.cost", {"lower": Money(fate.lower_cost)})] if fate.lower_cost else []
    if fate.more_votes is None:
        return [Sentence("if.over-budget", {}), *lower]
    if fate.lower_cost is None:
        return [Sentence(_counted("if.votes", in_points), {"more": fate.more_votes})]
    facts: dict[str, Fact] = {"more": fate.more_votes, "lower": Money(fate.lower_cost)}
    return [Sentence(_counted("if.votes-or-cost", in_points), facts)]
