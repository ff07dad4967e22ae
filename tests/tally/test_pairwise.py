"""What holds for every count that compares options two by two, whatever the ballots."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.canonical.outcome import to_json
from deliberate.tally.fates import LockedBehind, WeakerChain, WorseLoss
from deliberate.tally.files.election import Format
from deliberate.tally.lots import LotOrder, file_order
from deliberate.tally.orders.count import Order, count_file
from deliberate.tally.outcome import Status
from deliberate.tally.profile import Option, Profile, Ranking, options_named
from deliberate.tally.ranked.copeland import Copeland
from deliberate.tally.ranked.pairwise import Strength, compared, turned
from deliberate.tally.ranked.ranked_pairs import RankedPairs
from deliberate.tally.ranked.schulze import Schulze, strongest_paths
from tests.tally.pairs import (
    LOCKING,
    MINIMAX,
    RULES,
    SCHULZE,
    counts,
    evidence,
    locking,
    numbers,
    profiles,
    strengths,
)
from tests.tally.profiles import ranked


def places(profile, ranking):
    """Where a ballot puts each option; the options left out come last."""
    found = dict.fromkeys(numbers(profile), len(ranking))
    return found | {number: place for place, tier in enumerate(ranking) for number in tier}


def ballots_above(profile, one, other):
    """Count ballot by ballot how many put the one above the other."""
    return sum(
        count
        for ranking, count in profile.ballots.items()
        if places(profile, ranking)[one] < places(profile, ranking)[other]
    )


@given(profiles)
def test_the_table_holds_how_many_ballots_put_each_option_above_each_other(profile):
    table = compared(profile).table

    for one in numbers(profile):
        for other in numbers(profile):
            assert table[one][other] == ballots_above(profile, one, other)


@pytest.mark.parametrize("voters", [1, 254, 255, 256, 511, 65_535, 10**18])
def test_the_table_has_room_for_any_number_of_ballots(voters):
    profile = ranked("Ada Bo Cy", {((1,), (2,)): voters, ((3,), (2,), (1,)): 1})

    table = compared(profile).table

    assert table[1][1:] == (0, voters, voters)
    assert table[2][1:] == (1, 0, voters)
    assert table[3][1:] == (1, 1, 0)


@given(profiles)
def test_ballots_read_from_the_last_to_the_first_turn_the_table_over(profile):
    backwards: dict[Ranking, int] = {}
    for ranking, count in profile.ballots.items():
        named = {number for tier in ranking for number in tier}
        left_out = tuple(number for number in numbers(profile) if number not in named)
        tiers = [*ranking, left_out] if left_out else [*ranking]
        turned_ranking = tuple(reversed(tiers))
        backwards[turned_ranking] = backwards.get(turned_ranking, 0) + count

    table = compared(Profile(profile.options, backwards)).table

    assert table == turned(compared(profile).table)


@given(counts, st.data())
def test_withdrawn_options_are_as_good_as_never_named(made, data):
    rule, profile, lots = made
    gone = data.draw(st.sampled_from(numbers(profile)))
    options = tuple(
        Option(option.number, option.id, option.name, withdrawn=option.number == gone)
        for option in profile.options
    )
    without: dict[Ranking, int] = {}
    for ranking, count in profile.ballots.items():
        tiers = [tuple(number for number in tier if number != gone) for tier in ranking]
        left = tuple(tier for tier in tiers if tier)
        without[left] = without.get(left, 0) + count
    unmarked = without.pop((), 0)

    outcome = rule.count(Profile(options, profile.ballots, profile.empty), lots)

    same = rule.count(Profile(options, without, profile.empty), lots)
    assert (outcome.winners, outcome.evidence, outcome.fates) == (
        same.winners,
        same.evidence,
        same.fates,
    )
    assert gone not in outcome.winners
    assert outcome.invalid == unmarked


@given(counts)
def test_who_beats_all_others_one_to_one_wins_under_every_rule(made):
    rule, profile, lots = made
    beats_all = [
        one
        for one in numbers(profile)
        if all(
            ballots_above(profile, one, other) > ballots_above(profile, other, one)
            for other in numbers(profile)
            if other != one
        )
    ]

    outcome = rule.count(profile, lots)

    assert evidence(outcome).beats_all() == (beats_all[0] if beats_all else None)
    if beats_all:
        assert outcome.winners == tuple(beats_all)
        assert outcome.status is Status.DECIDED
        assert not outcome.draws


@given(st.sampled_from(RULES), st.integers(1, 5), st.integers(1, 5), st.integers(1, 9))
def test_whoever_everybody_puts_first_wins(rule, options, favourite, voters):
    favourite = min(favourite, options)
    profile = ranked("Ada Bo Cy Di Ed"[: 3 * options], {((favourite,),): voters})

    assert rule.count(profile, file_order(profile.options)).winners == (favourite,)


def smallest_unbeaten_group(profile, table):
    """Find the Smith set: the smallest group of which each one beats everybody outside it."""
    wins = {
        one: sum(table[one][other] > table[other][one] for other in numbers(profile))
        for one in numbers(profile)
    }
    order = sorted(wins, key=wins.__getitem__, reverse=True)
    for size in range(1, len(order) + 1):
        inside, outside = order[:size], order[size:]
        if all(table[one][other] > table[other][one] for one in inside for other in outside):
            return set(inside)
    raise AssertionError("all options together are such a group")


@given(st.sampled_from([*SCHULZE, *LOCKING]), profiles)
def test_schulze_and_ranked_pairs_choose_from_the_smallest_group_that_beats_all_others(
    rule, profile
):
    outcome = rule.count(profile, file_order(profile.options))

    assert outcome.co_winners <= smallest_unbeaten_group(profile, evidence(outcome).table)


@given(profiles, strengths)
def test_strongest_paths_are_those_of_floyd_and_warshall(profile, strength):
    links = compared(profile).strengths(strength)
    known = [list(row) for row in links]
    for middle in numbers(profile):
        for one in numbers(profile):
            for other in numbers(profile):
                if one != other:
                    over = min(known[one][middle], known[middle][other])
                    known[one][other] = max(known[one][other], over)

    paths = strongest_paths(links)

    assert [list(row) for row in paths] == known


@given(profiles, strengths)
def test_schulze_ranks_whom_nobody_left_is_ahead_of(profile, strength):
    found = evidence(Schulze(strength).count(profile, file_order(profile.options)))

    left = set(numbers(profile))
    for tier in found.ranking:
        unbeaten = {
            one for one in left if all(found.paths[one][n] >= found.paths[n][one] for n in left)
        }
        assert tier == tuple(sorted(unbeaten))
        left -= unbeaten
    assert not left


@given(locking)
def test_ranked_pairs_locks_what_closes_no_circle_when_looked_for_step_by_step(made):
    rule, profile, lots = made
    table = compared(profile).table
    wins = [
        (one, other)
        for one in numbers(profile)
        for other in numbers(profile)
        if table[one][other] > table[other][one]
    ]

    def turn(win):
        votes, against = table[win[0]][win[1]], table[win[1]][win[0]]
        by_votes = (-votes, against) if rule.strength is Strength.WINNING else (against - votes, 0)
        return *by_votes, lots.place(win[0]), -lots.place(win[1])

    locked: list[tuple[int, int]] = []

    def leads(one, other):
        waiting, seen = [one], {one}
        while waiting:
            here = waiting.pop()
            onward = {loser for winner, loser in locked if winner == here} - seen
            seen |= onward
            waiting.extend(onward)
        return other in seen

    for winner, loser in sorted(wins, key=turn):
        if not leads(loser, winner):
            locked.append((winner, loser))

    outcome = rule.count(profile, lots)

    assert [(lock.winner, lock.loser) for lock in outcome.locks if lock.locked] == locked
    assert len(outcome.locks) == len(wins)
    below = {loser for _winner, loser in locked}
    assert outcome.co_winners == set(numbers(profile)) - below


@given(profiles)
def test_minimax_and_copeland_add_up_as_defined(profile):
    table = compared(profile).table
    everybody = numbers(profile)
    lots = file_order(profile.options)

    winning, margins = (evidence(rule.count(profile, lots)).totals for rule in MINIMAX)
    scores = evidence(Copeland().count(profile, lots)).totals

    for one in everybody:
        lost = [(table[other][one], table[one][other]) for other in everybody]
        assert winning[one] == max((votes for votes, own in lost if votes > own), default=0)
        assert margins[one] == max(0, *(votes - own for votes, own in lost))
        won = sum(own > votes for votes, own in lost)
        level = sum(own == votes for votes, own in lost) - 1
        assert scores[one] == won + Fraction(level, 2)


@given(counts, st.randoms(use_true_random=False))
def test_other_numbers_for_the_same_options_change_nothing(made, luck):
    rule, profile, lots = made
    new = dict(zip(numbers(profile), luck.sample(numbers(profile), len(lots.order)), strict=True))
    ballots = {
        tuple(tuple(sorted(new[n] for n in tier)) for tier in ranking): count
        for ranking, count in profile.ballots.items()
    }

    renamed = rule.count(
        Profile(profile.options, ballots, profile.empty),
        LotOrder(tuple(new[number] for number in lots.order)),
    )

    outcome = rule.count(profile, lots)
    assert renamed.winners == tuple(new[number] for number in outcome.winners)
    assert renamed.co_winners == {new[number] for number in outcome.co_winners}
    assert [(lock.winner, lock.loser, lock.locked) for lock in renamed.locks] == [
        (new[lock.winner], new[lock.loser], lock.locked) for lock in outcome.locks
    ]
    assert [set(tier) for tier in evidence(renamed).ranking] == [
        {new[number] for number in tier} for tier in evidence(outcome).ranking
    ]
    # The chains and the opponents that are named stay the same ones, too.
    assert [chain_of(renamed.fates[new[number]]) for number in numbers(profile)] == [
        [(new[winner], new[loser]) for winner, loser in chain_of(outcome.fates[number])]
        for number in numbers(profile)
    ]


def chain_of(fate):
    match fate:
        case WeakerChain(chain=chain) | LockedBehind(chain=chain):
            return [(win.winner, win.loser) for win in chain]
        case WorseLoss(loss=win):
            return [(win.winner, win.loser)]
        case _:
            return []


def written(profile, lines):
    """Write a BLT file with these lines of ballots."""
    rows = [
        f"{count} " + " ".join("=".join(map(str, tier)) for tier in ranking) + " 0"
        for ranking, count in lines
    ]
    names = [f'"{option.name}"' for option in profile.options]
    return "\n".join([f"{len(names)} 1", *rows, "0", *names, '"Vote"', ""]).encode()


@given(st.sampled_from(RULES), profiles, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_how_ballots_are_put_together_change_nothing(rule, profile, luck):
    lines = list(profile.ballots.items())
    single = [(ranking, 1) for ranking, count in lines for _ in range(count)]
    luck.shuffle(single)
    order = Order(rule.name, Format.BLT, settings={k: str(v) for k, v in rule.settings().items()})

    together = count_file(written(profile, lines), order).outcome
    apart = count_file(written(profile, single), order).outcome

    assert to_json(apart) == to_json(together)


@pytest.mark.parametrize("rule", RULES)
def test_nobody_is_chosen_where_all_options_were_withdrawn(rule):
    options = tuple(Option(n, str(n), name, withdrawn=True) for n, name in enumerate("AB", start=1))
    outcome = rule.count(Profile(options, {((1,),): 3}), file_order(options))

    assert outcome.status is Status.NO_VALID_BALLOTS
    assert (outcome.winners, outcome.valid, outcome.invalid) == ((), 0, 3)


@pytest.mark.parametrize("rule", [Schulze(), RankedPairs()])
def test_a_chain_of_a_thousand_options_takes_no_recursion(rule):
    ballot = tuple((number,) for number in range(1, 1001))
    profile = Profile(options_named([f"Option {n}" for n in range(1, 1001)]), {ballot: 1})

    outcome = rule.count(profile, LotOrder(tuple(range(1000, 0, -1))))

    assert evidence(outcome).ranking == ballot
