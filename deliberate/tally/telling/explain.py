"""Why a count came out as it did, in sentences made of its facts.

The order is the one in which people ask (Center for Civic Design 2021, on ranked-choice results):
who won, why each of the others did not, what happened in each round, where a tie was settled.
"""

from collections.abc import Iterator
from typing import assert_never

from deliberate.tally.fates import (
    Beaten,
    Elected,
    Excluded,
    Funded,
    NobodyChose,
    Reason,
    SharesTooSmall,
    TooDear,
    TooFewVotes,
    Uncounted,
    Withdrawn,
)
from deliberate.tally.lots import Draw, Origin, Purpose
from deliberate.tally.outcome import Outcome, Places, Spending, Status
from deliberate.tally.profile import Exact
from deliberate.tally.rounds import Exclusion, FirstCount, Purchase, Round, Surplus
from deliberate.tally.telling.sentences import Fact, Money, Name, Names, Parts, Sentence, in_a_row


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
    Ramp reached the last round and had 1 fewer. It was the first choice of 2.
    Trees had more than half in round 1, 3 of 5, so no one dropped out.
    """
    yield headline(outcome)
    for number in outcome.fates:
        if number not in outcome.winners:
            yield _named(outcome, number)
    for stage in outcome.rounds:
        yield of_round(outcome, stage)


def _named(outcome: Outcome, number: int) -> Sentence:
    """Say which option a sentence is about, if it does not say so itself."""
    told = why(outcome, number)
    if isinstance(outcome.evidence, Spending):
        return Sentence("about", {"option": Name(number), "told": Parts((told,))})
    return told


def headline(outcome: Outcome) -> Sentence:
    """Say the outcome in one sentence."""
    match outcome.evidence:
        case Spending() as spending:
            return _budget_headline(outcome, spending)
        case Places() as places if outcome.status is not Status.NO_VALID_BALLOTS:
            return _ranked_headline(outcome, places)
        case _:
            return Sentence("outcome.nobody", {})


def of_round(outcome: Outcome, stage: Round) -> Sentence:
    """Say what happened in one round or purchase, and how a tie in it was settled."""
    match stage:
        case Purchase():
            told = _purchase(outcome, stage)
        case FirstCount() | Exclusion() | Surplus():
            told = _stv_stage(outcome, stage) if _has_quota(outcome) else _irv_round(stage, outcome)
        case _:
            assert_never(stage)
    ties = [_tie(outcome, stage, draw) for draw in stage.draws]
    return in_a_row(*told, *ties)


def why(outcome: Outcome, number: int) -> Sentence:
    """Say what became of one option, and why."""
    fate = outcome.fates[number]
    option = Name(number)
    match fate:
        case Elected(stage, votes, _reason):
            return Sentence("fate.chosen", {"option": option, "votes": votes, "stage": stage})
        case Excluded(stage, votes, first):
            facts: dict[str, Fact] = {"option": option, "stage": stage, "votes": votes}
            return Sentence("fate.dropped-out", facts | {"first": first})
        case Beaten(_votes, behind, first):
            facts = {"option": option, "behind": behind, "first": first}
            return Sentence("fate.last-round", facts)
        case Withdrawn():
            return Sentence("fate.withdrawn", {"option": option})
        case Uncounted():
            return Sentence("fate.uncounted", {"option": option})
        case _:
            return _budget_fate(fate, _in_points(outcome))


def _ranked_headline(outcome: Outcome, places: Places) -> Sentence:
    if places.quota is not None:
        chosen = Names(outcome.winners)
        options = sum(not option.withdrawn for option in outcome.options)
        return Sentence(
            "outcome.stv",
            {"winners": chosen, "seats": len(outcome.winners), "options": options},
        )
    last = outcome.stages[-1]
    winner = outcome.winners[0]
    key = "outcome.irv" if last.stage > 1 else "outcome.irv-at-once"
    return Sentence(
        key, {"winner": Name(winner), "votes": last.votes[winner], "counting": last.counting}
    )


def _budget_headline(outcome: Outcome, spending: Spending) -> Sentence:
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


def _has_quota(outcome: Outcome) -> bool:
    return isinstance(outcome.evidence, Places) and outcome.evidence.quota is not None


def _in_points(outcome: Outcome) -> bool:
    return isinstance(outcome.evidence, Spending) and outcome.evidence.in_points


def _irv_round(stage: FirstCount | Exclusion | Surplus, outcome: Outcome) -> list[Sentence]:
    """Say who led, who dropped out and where those votes went; or who won."""
    votes = stage.votes
    most = max(votes.values())
    leaders = tuple(number for number, had in votes.items() if had == most)
    facts: dict[str, Fact] = {
        "stage": stage.stage,
        "votes": most,
        "counting": stage.counting,
    }
    if stage.elected:
        facts["winner"] = Name(stage.elected[0])
        if stage.stage == 1 and most * 2 > stage.counting:
            return [Sentence("irv.at-once", facts)]
        return [Sentence("irv.won" if most * 2 > stage.counting else "irv.only-one-left", facts)]
    out = stage.excluded[0]
    facts |= {"out": Name(out), "n": votes[out]}
    key = "irv.led" if stage.stage == 1 else "irv.led-on"
    if len(leaders) > 1:
        told = Sentence(f"{key}-level", facts | {"leaders": Names(leaders)})
    else:
        told = Sentence(key, facts | {"leader": Name(leaders[0])})
    following = outcome.stages[stage.stage]
    if isinstance(following, FirstCount):
        return [told]
    return [told, _moved(following, votes[out], "voters" if stage.stage == 1 else "on")]


def _stv_stage(outcome: Outcome, stage: FirstCount | Exclusion | Surplus) -> list[Sentence]:
    told: list[Sentence] = []
    quota = outcome.evidence.quota if isinstance(outcome.evidence, Places) else 0
    match stage:
        case FirstCount():
            told.append(Sentence("stv.first", {"quota": quota or 0}))
        case Surplus():
            facts: dict[str, Fact] = {"stage": stage.stage, "option": Name(stage.option)}
            told.append(Sentence("stv.surplus", facts | {"surplus": stage.surplus}))
            told.append(_moved(stage, stage.surplus, "on"))
        case Exclusion():
            had = _before(outcome, stage.stage)[stage.option]
            facts = {"stage": stage.stage, "out": Name(stage.option), "n": had}
            told.append(Sentence("stv.out", facts))
            told.append(_moved(stage, had, "on"))
        case _:
            assert_never(stage)
    return told + _now_elected(outcome, stage, quota or 0)


def _now_elected(
    outcome: Outcome, stage: FirstCount | Exclusion | Surplus, quota: int
) -> list[Sentence]:
    told: list[Sentence] = []
    filled: list[int] = []
    for number in stage.elected:
        fate = outcome.fates[number]
        if isinstance(fate, Elected) and fate.reason is Reason.LAST_PLACES:
            filled.append(number)
        else:
            told.append(Sentence("stv.reached", {"option": Name(number), "quota": quota}))
    if filled:
        facts: dict[str, Fact] = {"options": Names(tuple(filled)), "count": len(filled)}
        told.append(Sentence("stv.last-places", facts))
    return told


def _moved(stage: Exclusion | Surplus, had: Exact, form: str) -> Sentence:
    """Say where votes went: most of them first, and how many had no further choice."""
    if not had:
        return Sentence("moved.nothing", {})
    moved = stage.moved
    if not moved:
        return Sentence("moved.none" if form == "voters" else "moved.on-none", {"n": had})

    def most_first(number: int) -> tuple[Exact, int]:
        return -moved[number], number

    moves = tuple(
        Sentence(
            "moved.more" if place else "moved.first", {"n": moved[number], "option": Name(number)}
        )
        for place, number in enumerate(sorted(moved, key=most_first))
    )
    facts: dict[str, Fact] = {"n": had, "moves": Parts(moves, ", ")}
    if stage.lapsed:
        return Sentence(f"moved.{form}-some", facts | {"lapsed": stage.lapsed})
    return Sentence(f"moved.{form}", facts)


def _before(outcome: Outcome, stage: int) -> dict[int, Exact]:
    """Return the votes at the end of the stage before."""
    return outcome.stages[stage - 2].votes


def _tie(outcome: Outcome, stage: Round, draw: Draw) -> Sentence:
    """Say who was level, and what told them apart."""
    lots = "lots.file-order" if outcome.lots.origin == Origin.FILE else "lots.public"
    options = Names(draw.drawn or draw.between)
    facts: dict[str, Fact] = {"options": options, "lots": Parts((Sentence(lots, {}),))}
    if isinstance(stage, Purchase):
        key = "tie.money-for-one" if stage.left_after < stage.cost else "tie.money"
        key = key if stage.share is None else "tie.shares"
        return Sentence(key, facts | {"n": stage.votes, "option": Name(draw.picked)})
    # In STV the tie is about whose papers this stage moved, so the votes are those before it.
    own = isinstance(stage, Exclusion | Surplus) and stage.option == draw.picked
    votes = _before(outcome, stage.stage) if own else stage.votes
    facts |= {"n": votes[draw.picked]}
    out = draw.purpose is Purpose.EXCLUDE
    facts |= {"out": Name(draw.picked)} if out else {"option": Name(draw.picked)}
    if draw.level_at is None:
        return Sentence("tie.lot-out" if out else "tie.lot-first", facts)
    key = "tie.looked-back-out" if out else "tie.looked-back-first"
    return Sentence(key, facts | {"stage": draw.level_at})


def _purchase(outcome: Outcome, bought: Purchase) -> list[Sentence]:
    facts: dict[str, Fact] = {
        "option": Name(bought.option),
        "n": bought.votes,
        "cost": Money(bought.cost),
        "before": Money(bought.left_before),
        "after": Money(bought.left_after),
    }
    if bought.share is not None:
        return [Sentence("budget.shared", facts | {"share": Money(bought.share)})]
    return [Sentence(_counted("budget.bought", _in_points(outcome)), facts)]


def _counted(key: str, in_points: bool) -> str:  # noqa: FBT001 - what was counted, not a switch
    return f"{key}-points" if in_points else key


def _budget_fate(
    fate: Funded | TooDear | SharesTooSmall | TooFewVotes | NobodyChose,
    in_points: bool,  # noqa: FBT001 - what was counted, not a switch
) -> Sentence:
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
