"""Counts of votes that nobody cast."""

import pytest

from deliberate.tally.budget.equal_shares import EqualShares
from deliberate.tally.budget.greedy import Greedy
from deliberate.tally.budget.phragmen import Phragmen
from deliberate.tally.fates import NobodyChose, Uncounted
from deliberate.tally.lots import file_order
from deliberate.tally.outcome import Status
from deliberate.tally.profile import Profile, options_named
from deliberate.tally.ranked.irv import IRV
from deliberate.tally.ranked.stv import ExactSTV, ScottishSTV


@pytest.mark.parametrize(
    "rule", [Greedy(budget=100), EqualShares(budget=100), Phragmen(budget=100)]
)
def test_money_is_not_spent_where_nobody_voted(rule):
    options = options_named(["Trees", "Ramp"], costs=[60, 40])

    outcome = rule.count(Profile(options, {}), file_order(options))

    assert outcome.status == Status.NO_VALID_BALLOTS
    assert outcome.fates == {1: NobodyChose(), 2: NobodyChose()}


@pytest.mark.parametrize("rule", [IRV(), ScottishSTV(seats=2), ExactSTV(seats=2)])
def test_nobody_is_chosen_where_nobody_voted(rule):
    options = options_named(["Trees", "Ramp"])

    outcome = rule.count(Profile(options, {}), file_order(options))

    assert outcome.status == Status.NO_VALID_BALLOTS
    assert outcome.fates == {1: Uncounted(), 2: Uncounted()}
