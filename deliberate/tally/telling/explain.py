"""Why a count came out as it did, in sentences made of its facts.

The order is the one in which people ask (Center for Civic Design 2021, on ranked-choice results):
who won, why each of the others did not, what happened in each round, where a tie was settled.
"""

from collections.abc import Iterator
from typing import assert_never

from deliberate.tally.fates import (
    Allotted,
    Beaten,
    Elected,
    Excluded,
    FewerPoints,
    FewerWins,
    LevelWith,
    LockedBehind,
    LostTo,
    MostPoints,
    OverBudget,
    Overshot,
    Preferred,
    StillSaving,
    Uncounted,
    WeakerChain,
    Withdrawn,
    WorseLoss,
)
from deliberate.tally.outcome import (
    Allocation,
    Outcome,
    Pairwise,
    Places,
    Scores,
    Spending,
    Status,
)
from deliberate.tally.rounds import Exclusion, FirstCount, Lock, Purchase, Round, Surplus
from deliberate.tally.telling.of_budget import (
    allotted,
    budget_fate,
    headline_of_allocation,
    headline_of_spending,
    purchase_sentences,
)
from deliberate.tally.telling.of_pairwise import (
    fate_in_pairs,
    headline_of_pairwise,
    how_pairs_are_counted,
    many_locks,
    rounds_to_tell,
    sentences_of_lock,
)
from deliberate.tally.telling.of_points import (
    fate_in_points,
    headline_of_scores,
    how_points_are_given,
)
from deliberate.tally.telling.of_purses import missed_by_purses
from deliberate.tally.telling.of_ranked import (
    fate_in_places,
    headline_of_places,
    sentences_of_stage,
)
from deliberate.tally.telling.of_ties import of_draw, of_tie
from deliberate.tally.telling.sentences import Name, Parts, Sentence, in_a_row


def explain(outcome: Outcome) -> Iterator[Sentence]:
    """Say everything: the outcome, why each other option was not chosen, then round by round.

    >>> from deliberate.tally.ranked.irv import IRV
    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import Profile, options_named
    >>> from deliberate.tally.telling.sentences import say
    >>> options = options_named(["Trees", "Ramp"])
    >>> outcome = IRV().count(Profile(options, {((1,),): 3, ((2,),): 2}), file_order(options))
    >>> for sentence in explain(outcome):
    ...     print(say(sentence, {1: "Trees", 2: "Ramp"}))
    Trees won in round 1, with 3 of 5 first choices.
    Ramp reached the last round with 2 votes. Trees had 1 more.
    Trees had more than half in round 1, 3 of 5, so none dropped out.
    """
    yield headline(outcome)
    for draw in outcome.drawn:
        yield of_draw(outcome, draw)
    for number in outcome.fates:
        if number not in outcome.winners or isinstance(outcome.evidence, Allocation):
            yield about(outcome, number)
    yield from many_locks(outcome)
    for stage in rounds_to_tell(outcome):
        yield of_round(outcome, stage)
    if isinstance(outcome.evidence, Scores) and outcome.winners:
        yield how_points_are_given(outcome)
    if isinstance(outcome.evidence, Pairwise) and outcome.winners:
        yield how_pairs_are_counted(outcome)


def about(outcome: Outcome, number: int) -> Sentence:
    """Say what became of one option, and which one it is."""
    told = why(outcome, number)
    names_it = isinstance(outcome.fates[number], Withdrawn | Uncounted)
    if isinstance(outcome.evidence, Spending | Allocation) and not names_it:
        return Sentence("about", {"option": Name(number), "told": Parts((told,))})
    return told


def alone(outcome: Outcome, number: int) -> Sentence:
    """Say what became of one option where no heading says whether it was funded."""
    if not isinstance(outcome.evidence, Spending) or isinstance(outcome.fates[number], Withdrawn):
        return about(outcome, number)
    key = "about.funded" if number in outcome.winners else "about.not-funded"
    return in_a_row(Sentence(key, {"option": Name(number)}), why(outcome, number))


def headline(outcome: Outcome) -> Sentence:
    """Say the outcome in one sentence."""
    match outcome.evidence:
        case Spending() as spending:
            return headline_of_spending(outcome, spending)
        case Allocation() as allocation:
            return headline_of_allocation(outcome, allocation)
        case Places() as places if outcome.status is not Status.NO_VALID_BALLOTS:
            return headline_of_places(outcome, places)
        case Scores() as scores if outcome.winners:
            return headline_of_scores(outcome, scores)
        case Pairwise() as found if outcome.winners:
            return headline_of_pairwise(outcome, found)
        case _:
            return Sentence("outcome.nobody", {})


def of_round(outcome: Outcome, stage: Round) -> Sentence:
    """Say what happened in one round or purchase, and how a tie in it was settled."""
    match stage:
        case Purchase():
            told = purchase_sentences(outcome, stage)
        case Lock():
            told = sentences_of_lock(outcome, stage)
        case FirstCount() | Exclusion() | Surplus():
            told = sentences_of_stage(outcome, stage)
        case _:
            assert_never(stage)
    ties = [of_tie(outcome, stage, draw) for draw in stage.draws]
    return in_a_row(*told, *ties)


def why(outcome: Outcome, number: int) -> Sentence:
    """Say what became of one option, and why."""
    fate = outcome.fates[number]
    option = Name(number)
    match fate:
        case Elected() | Excluded() | Beaten():
            return fate_in_places(outcome, fate, number)
        case Allotted():
            return allotted(fate, outcome.allocation.budget)
        case MostPoints() | FewerPoints():
            return fate_in_points(outcome, fate, number)
        case (
            Preferred()
            | LevelWith()
            | LostTo()
            | WeakerChain()
            | LockedBehind()
            | WorseLoss()
            | FewerWins()
        ):
            return fate_in_pairs(outcome, fate, number)
        case Withdrawn():
            return Sentence("fate.withdrawn", {"option": option})
        case StillSaving() | Overshot() | OverBudget():
            return missed_by_purses(fate)
        case Uncounted():
            return Sentence("fate.uncounted", {"option": option})
        case _:
            return budget_fate(fate, outcome.spending)
