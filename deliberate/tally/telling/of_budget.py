"""Sentences about a budget."""

from typing import assert_never

from deliberate.tally.fates import Funded, NobodyChose, SharesTooSmall, TooDear, TooFewVotes
from deliberate.tally.outcome import Outcome, Spending
from deliberate.tally.rounds import Purchase
from deliberate.tally.telling.sentences import Fact, Money, Name, Sentence, in_a_row


def headline_of_spending(outcome: Outcome, spending: Spending) -> Sentence:
    """Say how much is funded."""
    if not outcome.winners:
        return Sentence("outcome.nothing-funded", {})
    return Sentence(
        "outcome.budget",
        {
            "funded": len(outcome.winners),
            "projects": sum(not option.withdrawn for option in outcome.options),
            "spent": Money(spending.spent),
            "budget": Money(spending.budget),
        },
    )


def in_points(outcome: Outcome) -> bool:
    """Say whether ballots gave points."""
    return isinstance(outcome.evidence, Spending) and outcome.evidence.in_points


def purchase_sentences(outcome: Outcome, bought: Purchase) -> list[Sentence]:
    """Say how one project was paid for."""
    facts: dict[str, Fact] = {
        "option": Name(bought.option),
        "n": bought.votes,
        "cost": Money(bought.cost),
        "before": Money(bought.left_before),
        "after": Money(bought.left_after),
    }
    if bought.share is not None:
        return [Sentence("budget.shared", facts | {"share": Money(bought.share)})]
    return [Sentence(_counted("budget.bought", in_points(outcome)), facts)]


def _counted(key: str, in_points: bool) -> str:  # noqa: FBT001 - what was counted, not a switch
    return f"{key}-points" if in_points else key


def budget_fate(
    fate: Funded | TooDear | SharesTooSmall | TooFewVotes | NobodyChose,
    in_points: bool,  # noqa: FBT001 - what was counted, not a switch
) -> Sentence:
    """Say why a project was funded, or was not."""
    match fate:
        case Funded(_stage, votes, _cost, left):
            facts: dict[str, Fact] = {"n": votes, "left": Money(left)}
            return Sentence(_counted("fate.funded", in_points), facts)
        case TooDear(votes, cost, left, more, lower):
            facts = {"n": votes, "cost": Money(cost), "left": Money(left)}
            told = Sentence(_counted("fate.too-dear", in_points), facts)
            return in_a_row(told, *_if_only(more, lower))
        case SharesTooSmall(votes, cost, shares, _left, lower):
            facts = {"n": votes, "cost": Money(cost), "shares": Money(shares)}
            enough = [Sentence("if.shares-cost", {"lower": Money(lower)})] if lower else []
            return in_a_row(Sentence("fate.shares", facts), *enough)
        case TooFewVotes(votes, least):
            return Sentence(_counted("fate.too-few", in_points), {"n": votes, "least": least})
        case NobodyChose():
            return Sentence("fate.nobody", {})
        case _:
            assert_never(fate)


def _if_only(more: int | None, lower: int | None) -> list[Sentence]:
    """Say what would have been enough."""
    if more is None:
        over = [Sentence("if.over-budget", {})]
        return over + ([Sentence("if.cost", {"lower": Money(lower)})] if lower else [])
    if lower is None:
        return [Sentence("if.votes", {"more": more})]
    return [Sentence("if.votes-or-cost", {"more": more, "lower": Money(lower)})]
