"""How people choose: the form of the ballot, the rule that fits it, and the rule's options."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from deliberate.questions.readiness import ChoosingFacts
from deliberate.voting.models import BallotForm, Contest, Publication, RuleName

RULES: Mapping[str, tuple[RuleName, ...]] = {
    BallotForm.RANKED: (RuleName.IRV, RuleName.STV),
    BallotForm.BUDGET: (RuleName.EQUAL_SHARES, RuleName.GREEDY),
    BallotForm.PROJECTS: (RuleName.EQUAL_SHARES, RuleName.GREEDY),
}
# What each rule lets a team choose, with what is usual; all of it is declared before voting.
USUAL: Mapping[str, Mapping[str, object]] = {
    RuleName.IRV: {},
    RuleName.STV: {},
    RuleName.EQUAL_SHARES: {"utility": "cost", "completion": "add1u"},
    RuleName.GREEDY: {"by": "votes", "min_votes": 1},
}


@dataclass(frozen=True, kw_only=True)
class Choosing:
    """What a team says about the vote; a rule of None is picked to fit."""

    ballot_form: str = BallotForm.RANKED
    rule: str | None = None
    rule_options: Mapping[str, object] = field(default_factory=dict)
    seats: int | None = 1
    budget_minor: int | None = None
    currency: str = "GBP"
    max_choices: int | None = None
    publication: str = Publication.LADDER


def fitting_rule(choosing: Choosing) -> str:
    """Return the rule: the one that was chosen, or the usual one for ballot form and seats."""
    if choosing.rule:
        return choosing.rule
    if choosing.ballot_form == BallotForm.RANKED:
        return RuleName.STV if (choosing.seats or 1) > 1 else RuleName.IRV
    return RuleName.EQUAL_SHARES


def write_choosing(contest: Contest, choosing: Choosing) -> None:
    """Make the contest's row say this; options that the rule doesn't know are left out."""
    rule = fitting_rule(choosing)
    usual = USUAL[rule]
    given = {name: value for name, value in choosing.rule_options.items() if name in usual}
    is_ranked = choosing.ballot_form == BallotForm.RANKED
    contest.ballot_form = choosing.ballot_form
    contest.rule = rule
    contest.rule_options = json.dumps({**usual, **given}, sort_keys=True)
    contest.seats = choosing.seats if is_ranked else None
    contest.budget_minor = None if is_ranked else choosing.budget_minor
    contest.currency = choosing.currency
    contest.max_choices = choosing.max_choices
    contest.publication = choosing.publication


def choosing_of(contest: Contest) -> Choosing:
    """Return what the contest's row says; the usual rule of its form counts as not chosen."""
    said = Choosing(
        ballot_form=contest.ballot_form,
        rule_options=json.loads(contest.rule_options),
        seats=contest.seats,
        budget_minor=contest.budget_minor,
        currency=contest.currency,
        max_choices=contest.max_choices,
        publication=contest.publication,
    )
    if contest.rule == fitting_rule(said):
        return said
    return replace(said, rule=contest.rule)


def facts_for_readiness(contest: Contest) -> ChoosingFacts:
    counts_money = contest.ballot_form != BallotForm.RANKED
    return ChoosingFacts(
        counts_money=counts_money,
        limits_choices=contest.ballot_form == BallotForm.PROJECTS,
        seats=contest.seats,
        budget_minor=contest.budget_minor,
        max_choices=contest.max_choices,
        rule_fits=contest.rule in RULES[contest.ballot_form]
        and not (contest.rule == RuleName.IRV and (contest.seats or 1) > 1),
    )
