"""What rules share that buy whole projects: what can be bought, and how a count is put together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from deliberate.tally.fates import Fate, Funded, Withdrawn
from deliberate.tally.lots import LotOrder
from deliberate.tally.outcome import Described, Outcome, Spending, Status, opened
from deliberate.tally.profile import Approval, Points, Profile, scores
from deliberate.tally.rounds import Purchase


class Project(NamedTuple):
    """What counts about an option here: its number, cost in minor units, and votes or points."""

    number: int
    cost: int
    votes: int


def projects_of(profile: Profile[Approval] | Profile[Points]) -> list[Project]:
    """Return what can be bought: every option that stands, with cost and votes.

    >>> from deliberate.tally.profile import options_named
    >>> projects_of(Profile(options_named(["Trees"], costs=[60]), {(1,): 9}))
    [Project(number=1, cost=60, votes=9)]
    """
    votes = scores(profile)
    return [
        Project(option.number, option.cost, votes[option.number])
        for option in profile.options
        if not option.withdrawn
    ]


def known_fates(
    profile: Profile[Approval] | Profile[Points], purchases: Sequence[Purchase]
) -> dict[int, Fate]:
    """Return the fates of options that were withdrawn and of those that were bought."""
    fates: dict[int, Fate] = {
        option.number: Withdrawn() for option in profile.options if option.withdrawn
    }
    for bought in purchases:
        fates[bought.option] = Funded(bought.stage, bought.votes, bought.cost, bought.left_before)
    return fates


def concluded(
    rule: Described,
    profile: Profile[Approval] | Profile[Points],
    lots: LotOrder,
    purchases: Sequence[Purchase],
    fates: Mapping[int, Fate],
    spending: Spending,
) -> Outcome:
    """Put an outcome together; without ballots nothing is decided, unless something was bought."""
    nothing = not profile.ballots and not purchases
    return replace(
        opened(rule, profile, lots, sum(profile.ballots.values())),
        status=Status.NO_VALID_BALLOTS if nothing else Status.DECIDED,
        winners=tuple(purchase.option for purchase in purchases),
        rounds=tuple(purchases),
        fates=fates,
        evidence=spending,
    )
