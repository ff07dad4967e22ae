"""What canonical JSON tells of a budget."""

from collections.abc import Mapping

from deliberate.tally.canonical.edge import Edge, Json
from deliberate.tally.fates import (
    Allotted,
    Fate,
    Funded,
    NobodyChose,
    OverBudget,
    Overshot,
    SharesTooSmall,
    StillSaving,
    TooDear,
    TooFewVotes,
    Withdrawn,
)
from deliberate.tally.money import written
from deliberate.tally.outcome import Allocation, Spending
from deliberate.tally.rounds import Purchase


def purchase_told(bought: Purchase, edge: Edge) -> dict[str, Json]:
    """Tell a purchase."""
    told: dict[str, Json] = {
        "stage": bought.stage,
        "action": "fund",
        "candidate": edge.one(bought.option),
        "cost": edge.money(bought.cost),
        "score": str(bought.votes),
        "left_before": edge.money(bought.left_before),
        "left_after": edge.money(bought.left_after),
    }
    if bought.share is not None:
        told["share"] = edge.money(bought.share)
    if bought.load is not None:
        told["load"] = edge.money(bought.load)
    if bought.per_point is not None:
        told["per_point"] = edge.money(bought.per_point)
    return told


def spending_told(spending: Spending, fates: Mapping[int, Fate], edge: Edge) -> dict[str, Json]:
    """Tell what a budget came to, and why the others were not bought."""
    told: dict[str, Json] = {
        "budget": edge.money(spending.budget),
        "spent": edge.money(spending.spent),
        "left": edge.money(spending.left),
        "totals": {str(edge.one(n)): str(votes) for n, votes in spending.totals.items()},
        "not_funded": [
            {"id": edge.one(number), "why": _why(fate, edge)} | _missed(fate, edge)
            for number, fate in fates.items()
            if not isinstance(fate, Funded)
        ],
    }
    if spending.endowment is not None:
        told["endowment"] = edge.money(spending.endowment)
        told["raised"] = spending.raised
    if spending.filled is not None:
        told["filled"] = edge.money(spending.filled)
    return told


def allocation_told(
    allocation: Allocation, fates: Mapping[int, Fate], edge: Edge
) -> dict[str, Json]:
    """Tell how a budget was shared out, and what people gave to each option.

    Shares and what people gave are parts of the whole; `came_to` is what averages or medians came
    to before they were brought to it.
    """
    return {
        "budget": edge.money(allocation.budget),
        "came_to": written(allocation.came_to),
        "amounts": {str(edge.one(n)): edge.money(had) for n, had in allocation.amounts.items()},
        "allocation": [
            {
                "id": edge.one(number),
                "amount": edge.money(fate.amount),
                "share": written(fate.share),
                "people": str(fate.people),
                "lowest": written(fate.lowest),
                "average": written(fate.average),
                "median": written(fate.median),
                "highest": written(fate.highest),
            }
            for number, fate in fates.items()
            if isinstance(fate, Allotted)
        ],
    }


def _missed(fate: Fate, edge: Edge) -> dict[str, Json]:
    """Tell in facts why a project was not funded, as `why` tells it in words."""
    match fate:
        case TooDear(votes, cost, left, more, lower):
            return {
                "kind": "too-dear",
                "votes": str(votes),
                "cost": edge.money(cost),
                "left": edge.money(left),
                "more_votes": None if more is None else str(more),
                "lower_cost": None if lower is None else edge.money(lower),
            }
        case SharesTooSmall(votes, cost, shares, left, lower, more):
            return {
                "kind": "shares-too-small",
                "votes": str(votes),
                "cost": edge.money(cost),
                "shares": edge.money(shares),
                "left": edge.money(left),
                "more_votes": None if more is None else str(more),
                "lower_cost": None if lower is None else edge.money(lower),
            }
        case StillSaving() | Overshot() | OverBudget():
            return _not_paid(fate, edge)
        case TooFewVotes(votes, least):
            return {"kind": "too-few-votes", "votes": str(votes), "least": str(least)}
        case NobodyChose():
            return {"kind": "nobody-chose"}
        case Withdrawn():
            return {"kind": "withdrawn"}
        case _:
            raise TypeError(f"{type(fate).__name__} is no fate of a project")


def _not_paid(fate: StillSaving | Overshot | OverBudget, edge: Edge) -> dict[str, Json]:
    """Tell in facts what a project lacked where purses fill."""
    told: dict[str, Json] = {
        "votes": str(fate.votes),
        "cost": edge.money(fate.cost),
        "lower_cost": None if fate.lower_cost is None else edge.money(fate.lower_cost),
    }
    if isinstance(fate, OverBudget):
        return told | {"kind": "over-budget"}
    told |= {"left": edge.money(fate.left), "more_votes": str(fate.more_votes)}
    if isinstance(fate, Overshot):
        return told | {"kind": "overshot"}
    return told | {"kind": "still-saving", "had": edge.money(fate.had)}


def _why(fate: Fate, edge: Edge) -> str:
    match fate:
        case TooDear(_votes, cost, left, _more, _lower):
            return f"did not fit: {edge.money(left)} left, costs {edge.money(cost)}"
        case SharesTooSmall(cost=cost, shares=shares):
            had = f"its supporters had {edge.money(shares)} left"
            return f"shares too small: {had}, costs {edge.money(cost)}"
        case StillSaving(votes, cost, _had, _left, _more, _lower):
            return f"its {votes} supporters did not have {edge.money(cost)} before the count ended"
        case Overshot(_votes, cost, left, _more, _lower):
            return f"ended the count: {edge.money(left)} left, costs {edge.money(cost)}"
        case OverBudget(_votes, cost, budget, _lower):
            return f"over the budget: {edge.money(budget)}, costs {edge.money(cost)}"
        case TooFewVotes(votes, least):
            return f"too few votes: {votes}, needs {least}"
        case NobodyChose():
            return "nobody chose it"
        case _:
            return "withdrawn"
