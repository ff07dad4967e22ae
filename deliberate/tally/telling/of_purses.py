"""Sentences about a budget that is spent as everybody's purse fills (Phragmén's rule)."""

from deliberate.tally.fates import OverBudget, Overshot, StillSaving
from deliberate.tally.rounds import Purchase
from deliberate.tally.telling.sentences import Fact, Money, Name, Sentence, in_a_row


def how_purses_fill() -> Sentence:
    """Say how the rule goes."""
    return Sentence("purses.rule", {})


def purchase_from_purses(bought: Purchase) -> Sentence:
    """Say when the supporters of a project had its cost together."""
    facts: dict[str, Fact] = {
        "option": Name(bought.option),
        "n": bought.votes,
        "cost": Money(bought.cost),
        "after": Money(bought.left_after),
    }
    if bought.load:
        return Sentence("purses.bought", facts | {"load": Money(bought.load)})
    return Sentence("purses.free", facts)


def missed_by_purses(fate: StillSaving | Overshot | OverBudget) -> Sentence:
    """Say why a project was not bought, and what would have been enough."""
    facts: dict[str, Fact] = {"n": fate.votes, "cost": Money(fate.cost)}
    lower = fate.lower_cost
    if isinstance(fate, OverBudget):
        told = Sentence("fate.over-budget", facts | {"budget": Money(fate.budget)})
        if lower is None:
            return told
        return in_a_row(told, Sentence("if.cost", {"lower": Money(lower)}))
    if isinstance(fate, Overshot):
        told = Sentence("fate.overshot", facts | {"left": Money(fate.left)})
    elif fate.had == fate.cost:
        told = Sentence("fate.level-at-end", facts)
    else:
        told = Sentence("fate.still-saving", facts | {"had": Money(fate.had)})
    enough: dict[str, Fact] = {"more": fate.more_votes}
    if lower is None:
        return in_a_row(told, Sentence("if.votes", enough))
    return in_a_row(told, Sentence("if.votes-or-cost", enough | {"lower": Money(lower)}))
