"""STV that keeps every part of a vote: what it shares with Scottish STV, and what it does not."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.tally.canonical.outcome import to_json
from deliberate.tally.files.election import Format
from deliberate.tally.lots import file_order
from deliberate.tally.orders.count import Order, count_file
from deliberate.tally.orders.settings import BadOrder
from deliberate.tally.outcome import TooLarge
from deliberate.tally.profile import Profile, Ranking, options_named
from deliberate.tally.ranked.piles import order_of
from deliberate.tally.ranked.stv import ExactSTV, ScottishSTV
from deliberate.tally.rounds import Exclusion, Surplus
from deliberate.tally.telling.explain import explain
from deliberate.tally.telling.sentences import say
from tests.tally.profiles import lot_orders, ranked, ranked_profiles

FILES = Path(__file__).parent.parent / "counts" / "files" / "synthetic"
counts = st.tuples(st.integers(1, 4), ranked_profiles()).flatmap(
    lambda made: st.tuples(st.just(made[0]), st.just(made[1]), lot_orders(made[1]))
)


@given(counts)
def test_no_part_of_a_vote_is_lost(made):
    seats, profile, lots = made

    outcome = ExactSTV(seats).count(profile, lots)

    for stage in outcome.stages:
        assert stage.lost == 0
        assert sum(stage.votes.values()) + stage.without_choice == outcome.valid


@given(counts)
def test_where_nothing_was_cut_off_both_rules_have_the_same_stages(made):
    seats, profile, lots = made

    scottish = ScottishSTV(seats).count(profile, lots)

    exact = ExactSTV(seats).count(profile, lots)
    if not any(stage.lost for stage in scottish.stages):
        assert exact.winners == scottish.winners
        assert [s.votes for s in exact.stages] == [s.votes for s in scottish.stages]
        assert (exact.draws, exact.fates) == (scottish.draws, scottish.fates)


@given(counts)
def test_votes_are_what_papers_come_to_that_carry_fractions(made):
    """Stage by stage, each paper by itself, with the value written on it."""
    seats, profile, lots = made

    outcome = ExactSTV(seats).count(profile, lots)

    standing = profile.standing()
    papers = [
        Paper(Fraction(count), order_of(ranking, standing))
        for ranking, count in profile.ballots.items()
    ]
    for at, stage in enumerate(outcome.stages):
        done = outcome.stages[: at + 1]
        if isinstance(stage, Surplus | Exclusion):
            gone = {n for s in done for n in s.excluded} | {n for s in done[:-1] for n in s.elected}
            value = stage.value if isinstance(stage, Surplus) else Fraction(1)
            for paper in papers:
                paper.move_on(stage.option, value, gone)
        votes = {
            number: sum(paper.worth for paper in papers if paper.choices[:1] == (number,))
            for number in standing
        }
        # Who has passed a surplus on keeps the quota.
        kept = [s.option for s in done if isinstance(s, Surplus)]
        assert stage.votes == votes | dict.fromkeys(kept, outcome.places.quota)


@dataclass
class Paper:
    """Equal papers: what they are worth together, and the choices on them from now on."""

    worth: Fraction
    choices: tuple[int, ...]

    def move_on(self, option, value, gone):
        if self.choices[:1] == (option,):
            self.worth *= value
            self.choices = tuple(number for number in self.choices if number not in gone)


# Found among random ballots: in round 3 Cy has 10 votes, just enough; cut off they are 9.99999, so
# that Bo’s 4 ballots, which come next, go to Cy and not on to Di.
CLOSE: dict[Ranking, int] = {
    ((2,), (3,), (4,), (5,), (1,)): 4,
    ((6,), (3,), (2,)): 3,
    ((3,), (5,), (2,), (4,), (6,), (1,)): 1,
    ((5,), (6,), (1,), (4,), (3,)): 6,
    ((1,), (3,), (4,)): 1,
    ((3,), (5,), (1,), (4,)): 7,
    ((6,),): 6,
    ((4,), (5,)): 4,
    ((6,), (4,), (5,), (3,), (2,)): 6,
}


def test_cutting_values_off_can_elect_somebody_else():
    profile = Profile(options_named(["Ada", "Bo", "Cy", "Di", "Ed", "Flo"]), CLOSE)
    lots = file_order(profile.options)

    scottish = ScottishSTV(3).count(profile, lots)
    exact = ExactSTV(3).count(profile, lots)

    assert (scottish.winners, exact.winners) == ((6, 3, 5), (6, 3, 4))
    assert scottish.draws == exact.draws == ()


@pytest.mark.parametrize("name", ["0", "2", "4"])
def test_what_is_level_in_truth_is_settled_by_looking_back(name):
    content = (FILES / f"truncation-decides-{name}.blt").read_bytes()

    outcome = count_file(content, Order("stv-exact", Format.BLT)).outcome

    (draw,) = outcome.draws
    votes = outcome.stages[draw.stage - 2].votes
    assert len({votes[number] for number in draw.between}) == 1
    assert draw.level_at is not None
    earlier = outcome.stages[draw.level_at - 1].votes
    assert earlier[draw.picked] == min(earlier[number] for number in draw.between)
    assert earlier[draw.picked] < earlier[draw.favoured]


CIRCLE = 43
SEATS = 32


def circling():
    """Ballots that go round 43 options in steps of every length, so that surpluses feed surpluses.

    43 is prime: a step of any length comes by every option.
    """
    return {
        tuple((1 + (start + step * place) % CIRCLE,) for place in range(CIRCLE)): 1000
        // (start + 1)
        + step
        for start in range(CIRCLE)
        for step in range(1, 8)
    }


def test_fractions_that_nobody_could_read_are_refused():
    options = options_named([f"Option {number}" for number in range(1, CIRCLE + 1)])

    with pytest.raises(TooLarge, match="more than 4000 digits at stage"):
        ExactSTV(SEATS).count(Profile(options, circling()), file_order(options))


def test_a_file_with_too_many_surpluses_is_refused_in_words():
    ballots = "".join(
        f"{count} {' '.join(str(tier[0]) for tier in ranking)} 0\n"
        for ranking, count in circling().items()
    )
    names = "".join(f'"Option {number}"\n' for number in range(1, CIRCLE + 1))
    content = f"{CIRCLE} {SEATS}\n{ballots}0\n{names}".encode()

    with pytest.raises(BadOrder, match="more than 4000 digits"):
        count_file(content, Order("stv-exact", Format.BLT))


def test_votes_stand_in_json_as_fractions_and_in_sentences_as_short_decimals():
    profile = ranked("Ada Bo Cy Di", {((1,), (2,)): 4, ((1,), (3,)): 3, ((2,),): 1, ((4,),): 2})
    outcome = ExactSTV(2).count(profile, file_order(profile.options))
    names = {1: "Ada", 2: "Bo", 3: "Cy", 4: "Di"}

    told = [say(sentence, names) for sentence in explain(outcome)]

    assert '"transfer_value":"3/7","transfers":{"2":"12/7","3":"9/7"}' in to_json(outcome)
    assert '"votes":{"1":"4","2":"19/7","3":"9/7","4":"2"}' in to_json(outcome)
    assert told[4:] == [
        "Round 2. Ada had 3 more than needed, so 3 votes’ worth move on, a part of each "
        "ballot. Of these, about 1.71 went on to Bo, about 1.28 to Cy.",
        "Round 3. Cy had the fewest votes (about 1.28) and dropped out. None of these "
        "votes had a further choice.",
        "Round 4. Di had the fewest votes (2) and dropped out. None of these votes had a further "
        "choice. Bo is "
        "chosen, because as many places were left as options.",
    ]
