"""How few changed ballots alter an outcome: what is found works, what is ruled out doesn't."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations_with_replacement, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberate.tally.budget.equal_shares import EqualShares
from deliberate.tally.budget.greedy import Greedy
from deliberate.tally.budget.phragmen import Phragmen
from deliberate.tally.files.blt import read_blt
from deliberate.tally.files.election import Format
from deliberate.tally.files.preflib import read_preflib
from deliberate.tally.files.reading import decoded
from deliberate.tally.lots import LotOrder, Origin, TieRefused, file_order
from deliberate.tally.outcome import Outcome
from deliberate.tally.profile import Option, Profile, Ranking, options_named
from deliberate.tally.ranked.borda import Borda, Truncated
from deliberate.tally.ranked.copeland import Copeland
from deliberate.tally.ranked.irv import IRV
from deliberate.tally.ranked.minimax import Minimax
from deliberate.tally.ranked.pairwise import Strength
from deliberate.tally.ranked.ranked_pairs import RankedPairs
from deliberate.tally.ranked.schulze import Schulze
from deliberate.tally.ranked.stv import ExactSTV, ScottishSTV
from deliberate.tally.sure.change import Lack, Missed, Moved, OtherLots
from deliberate.tally.sure.moving import Pool
from deliberate.tally.sure.nearest_change import nearest_change
from deliberate.tally.sure.nearest_project import nearest_project
from deliberate.tally.sure.rounds import safe_below
from deliberate.tally.sure.supporters import with_more_votes
from deliberate.tally.sure.trials import lead
from tests.tally.profiles import approved, lot_orders, ranked, ranked_profiles

FILES = Path(__file__).parent.parent / "counts" / "files"
RULES = st.sampled_from(
    [
        IRV(),
        ScottishSTV(1),
        ScottishSTV(2),
        ExactSTV(2),
        Copeland(),
        *map(Schulze, Strength),
        *map(RankedPairs, Strength),
        *map(Minimax, Strength),
        *map(Borda, Truncated),
    ]
)


def contests(most_options=5, most_ballots=8):
    profiles = ranked_profiles(most_options=most_options, most_ballots=most_ballots)
    return st.tuples(RULES, profiles).flatmap(
        lambda made: st.tuples(st.just(made[0]), st.just(made[1]), lot_orders(made[1]))
    )


def some_ballots(options: int) -> list[Ranking]:
    """Every ballot without level choices, and some with."""
    numbers = range(1, options + 1)
    strict = [
        tuple((number,) for number in order)
        for length in range(1, options + 1)
        for order in permutations(numbers, length)
    ]
    return [*strict, *(((a, b),) for a, b in permutations(numbers, 2) if a < b)]


def with_changed(profile: Profile[Ranking], how_many: int) -> Iterator[Profile[Ranking]]:
    """Every profile in which so many ballots are others."""
    others = some_ballots(len(profile.options))
    for old in combinations_with_replacement(sorted(profile.ballots), how_many):
        if any(profile.ballots[ballot] < old.count(ballot) for ballot in old):
            continue
        for new in combinations_with_replacement(others, how_many):
            ballots = dict(profile.ballots)
            for ballot in old:
                ballots[ballot] -= 1
            for ballot in new:
                ballots[ballot] = ballots.get(ballot, 0) + 1
            kept = {ballot: count for ballot, count in ballots.items() if count}
            yield Profile(profile.options, kept, profile.empty)


@dataclass
class Counting:
    """A rule that remembers how often it was asked to count."""

    rule: IRV
    times: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.rule.name

    def settings(self):
        return self.rule.settings()

    def count(self, profile: Profile[Ranking], lots: LotOrder) -> Outcome:
        self.times.append(profile.papers)
        return self.rule.count(profile, lots)


def moved(profile: Profile[Ranking], lots: LotOrder, limit: int = 40) -> Moved:
    """The nearest change of an instant runoff; it must be one of ballots."""
    change = nearest_change(profile, IRV(), lots, limit)
    assert isinstance(change, Moved)
    return change


@given(contests())
def test_the_change_that_is_found_gives_the_winners_that_it_says(made):
    rule, profile, lots = made

    change = nearest_change(profile, rule, lots, limit=40)

    if isinstance(change, Moved):
        changed = Pool(profile, change.swing).after(change.ballots)
        assert changed.papers == profile.papers
        assert rule.count(changed, lots).winners == change.then
        assert set(change.then) != set(change.now)
        assert 1 <= change.at_least <= change.ballots <= change.pool


@settings(max_examples=30, deadline=None)
@given(contests(most_options=3, most_ballots=4))
def test_no_change_of_fewer_ballots_than_the_bound_gives_other_winners(made):
    rule, profile, lots = made

    change = nearest_change(profile, rule, lots, limit=40)

    now = set(rule.count(profile, lots).winners)
    for how_many in (1, 2):
        if isinstance(change, Moved) and how_many < change.at_least:
            for changed in with_changed(profile, how_many):
                assert set(rule.count(changed, lots).winners) == now


@given(contests())
def test_other_lots_are_named_only_where_they_would_choose_others(made):
    rule, profile, lots = made
    outcome = rule.count(profile, lots)

    change = nearest_change(profile, rule, lots, limit=40)

    if isinstance(change, OtherLots):
        assert outcome.lot_used
        assert set(change.then) != set(outcome.winners)


@given(contests(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_changes_nothing_about_the_nearest_change(made, luck):
    rule, profile, lots = made
    lines = list(profile.ballots.items())
    luck.shuffle(lines)
    shuffled = Profile(profile.options, dict(lines), profile.empty)

    assert nearest_change(shuffled, rule, lots, 40) == nearest_change(profile, rule, lots, 40)


@given(st.integers(1, 60), st.integers(1, 60))
def test_between_two_options_half_of_the_lead_is_enough(fewer, lead):
    profile = ranked("Trees Ramp", {((1,),): fewer + lead, ((2,),): fewer})

    ahead = moved(profile, LotOrder((1, 2)))
    behind = moved(profile, LotOrder((2, 1)))

    assert (ahead.ballots, behind.ballots) == (lead // 2 + 1, (lead + 1) // 2)
    assert ahead.at_least == behind.at_least == (lead + 1) // 2


@settings(max_examples=20, deadline=None)
@given(ranked_profiles(most_options=5), st.integers(2, 9))
def test_an_outcome_of_many_times_the_ballots_is_no_less_sure(profile, times):
    lots = file_order(profile.options)
    many = Profile(profile.options, {b: n * times for b, n in profile.ballots.items()})

    few_change = nearest_change(profile, IRV(), lots, limit=40)
    many_change = nearest_change(many, IRV(), lots, limit=40)

    if isinstance(few_change, Moved) and isinstance(many_change, Moved):
        assert many_change.at_least >= few_change.at_least


@given(ranked_profiles(), st.integers(0, 30))
def test_no_more_counts_are_made_than_the_limit_and_the_first(profile, limit):
    rule = Counting(IRV())

    nearest_change(profile, rule, file_order(profile.options), limit)

    assert len(rule.times) <= limit + 1


def test_the_mayor_of_burlington_would_have_been_another_with_127_other_ballots():
    text = (FILES / "preflib" / "00005-00000002.toi").read_text(encoding="utf-8")
    profile = read_preflib(text, Format.TOI).profile

    change = moved(profile, file_order(profile.options))

    names = {option.number: option.name for option in profile.options}
    assert [names[number] for number in change.now + change.then] == ["Bob Kiss", "Kurt Wright"]
    assert (change.ballots, change.pool, change.is_proven) == (127, 2585, True)


def test_the_bound_sees_where_it_does_not_matter_who_drops_out_first():
    # Cy and Di are one apart, but whoever of them goes first, Ada wins.
    profile = ranked(
        "Ada Bo Cy Di",
        {((1,),): 50, ((2,),): 30, ((3,), (1,)): 21, ((4,), (1,)): 20},
    )
    outcome = IRV().count(profile, file_order(profile.options))

    change = moved(profile, file_order(profile.options))

    assert safe_below(outcome) == 1
    assert (change.ballots, change.at_least) == (25, 15)


def test_a_spoiler_is_found_where_little_between_two_losers_decides():
    profile = ranked(
        "Left Middle Right",
        {((1,), (2,)): 41, ((2,), (1,)): 15, ((2,), (3,)): 14, ((3,), (2,)): 33},
    )

    change = moved(profile, file_order(profile.options))

    assert (change.now, change.then) == ((1,), (2,))
    assert (change.ballots, change.swing.gainer, change.swing.loser) == (2, 2, 3)


@pytest.mark.parametrize("rule", [Schulze(), RankedPairs(), Minimax(), Copeland()])
def test_who_beats_all_is_as_sure_as_the_smallest_of_the_leads(rule):
    text = (FILES / "preflib" / "00005-00000002.toi").read_text(encoding="utf-8")
    profile = read_preflib(text, Format.TOI).profile
    kiss, montroll = 1, 2

    change = nearest_change(profile, rule, file_order(profile.options), limit=40)

    assert isinstance(change, Moved)
    assert (change.now, change.then) == ((montroll,), (kiss,))
    assert lead(profile, montroll)[kiss] == 590
    assert (change.ballots, change.is_proven) == (295, True)


def test_in_a_ring_a_win_between_two_others_may_be_the_nearest_change():
    content = (FILES / "stv" / "Govan-2007.blt").read_bytes()
    profile = read_blt(decoded(content)).profile
    dornan, flanagan, hunter = 3, 4, 6

    change = nearest_change(profile, Schulze(), file_order(profile.options), limit=60)

    assert isinstance(change, Moved)
    assert (change.now, change.then) == ((flanagan,), (dornan,))
    assert (change.swing.gainer, change.swing.loser) == (dornan, hunter)
    assert change.ballots == 11 == lead(profile, hunter)[dornan] // 2 + 1


def test_lots_that_decided_are_the_whole_change():
    profile = ranked("Trees Ramp", {((1,),): 2, ((2,),): 2})
    drawn = LotOrder((2, 1), Origin.SEED)

    by_list = nearest_change(profile, IRV(), file_order(profile.options), limit=5)
    by_lot = nearest_change(profile, IRV(), drawn, limit=5)

    assert by_list == OtherLots(now=(1,), then=(2,), by_list=True)
    assert by_lot == OtherLots(now=(2,), then=(1,), by_list=False)


def test_lots_that_are_refused_leave_it_to_people():
    profile = ranked("Trees Ramp", {((1,),): 2, ((2,),): 2})

    with pytest.raises(TieRefused):
        nearest_change(profile, IRV(), LotOrder((1, 2), refuse=True), limit=5)


def test_refused_lots_never_decide_for_others():
    profile = ranked("Trees Ramp", {((1,),): 3, ((2,),): 1})

    change = moved(profile, LotOrder((2, 1), refuse=True))

    assert (change.ballots, change.at_least) == (2, 1)


@pytest.mark.parametrize(
    "profile",
    [ranked("Trees Ramp", {}), ranked("Trees", {((1,),): 3}), ranked("A B", {((1,),): 3}, empty=9)],
    ids=["no ballots", "one option", "nobody else is on a ballot"],
)
def test_where_nothing_can_be_found_the_answer_is_none_or_works(profile):
    change = nearest_change(profile, IRV(), file_order(profile.options), limit=20)

    if len(profile.options) == 1 or not profile.ballots:
        assert change is None
    else:
        assert isinstance(change, Moved)
        assert (change.then, change.ballots) == ((2,), 2)


def test_withdrawn_options_neither_gain_nor_lose():
    options = (*options_named(["Trees", "Ramp"]), Option(3, "3", "Bench", withdrawn=True))
    ballots: dict[Ranking, int] = {((3,), (1,)): 6, ((3,), (2,)): 4}
    profile = Profile(options, ballots)

    change = moved(profile, file_order(options))

    assert (change.ballots, change.pool, change.then) == (2, 6, (2,))


def test_the_project_that_needs_the_fewest_votes_came_closest():
    profile = approved({"Trees": 60, "Ramp": 50, "Bench": 40, "Pond": 45}, {(1,): 9, (2,): 8})

    outcome = Greedy(budget=100, min_votes=0).count(profile, file_order(profile.options))

    assert nearest_project(outcome) == Missed(2, more=1, lower_cost=40)


def test_what_shares_lacked_is_told_in_supporters_and_in_cost():
    profile = approved({"Trees": 60, "Ramp": 55}, {(1,): 6, (2,): 4})

    outcome = EqualShares(budget=100).count(profile, file_order(profile.options))

    told = with_more_votes(profile, outcome, limit=10_000)
    assert nearest_project(told) == Missed(2, more=2, lower_cost=40, lack=Lack.SUPPORTERS)


def test_where_no_votes_would_have_been_enough_the_smallest_cut_in_cost_counts():
    profile = approved({"Trees": 160, "Ramp": 150}, {(1,): 9, (2,): 8})

    outcome = Greedy(budget=100).count(profile, file_order(profile.options))

    assert nearest_project(outcome) == Missed(2, more=None, lower_cost=100)


def test_what_purses_lacked_is_gathered_too():
    profile = approved({"Trees": 60, "Ramp": 55}, {(1,): 6, (2,): 4})

    outcome = Phragmen(budget=100).count(profile, file_order(profile.options))

    assert nearest_project(outcome) == Missed(2, more=2, lower_cost=40)


def test_a_ranked_count_has_no_nearest_project():
    profile = ranked("Trees Ramp", {((1,),): 2})

    assert nearest_project(IRV().count(profile, file_order(profile.options))) is None
