"""An outcome that was stored and read back is the same outcome."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deliberate.outcomes.stored import outcome_of
from deliberate.tally.budget.equal_shares import EqualShares
from deliberate.tally.budget.greedy import By, Greedy
from deliberate.tally.canonical.outcome import Source, to_json
from deliberate.tally.lots import lots_from_root
from deliberate.tally.outcome import Outcome
from deliberate.tally.profile import Approval, Option, Profile, Ranking
from deliberate.tally.ranked.irv import IRV
from deliberate.tally.ranked.stv import ScottishSTV
from deliberate.tally.telling.explain import explain

NAMES = st.text(min_size=1, max_size=8)


@st.composite
def rankings(draw: st.DrawFn) -> Profile[Ranking]:
    """Draw a small contest with ranked ballots, full of ties."""
    number = draw(st.integers(1, 5))
    options = tuple(Option(at, str(at), draw(NAMES)) for at in range(1, number + 1))
    orders = st.permutations(range(1, number + 1))
    ballots: dict[Ranking, int] = {}
    for _each in range(draw(st.integers(0, 6))):
        ranked = draw(orders)[: draw(st.integers(1, number))]
        ballots[tuple((at,) for at in ranked)] = draw(st.integers(1, 4))
    return Profile(options, ballots, empty=draw(st.integers(0, 2)))


@st.composite
def approvals(draw: st.DrawFn) -> Profile[Approval]:
    """Draw a small contest about money, full of ties."""
    number = draw(st.integers(1, 5))
    options = tuple(
        Option(at, str(at), draw(NAMES), cost=draw(st.integers(1, 12)) * 50)
        for at in range(1, number + 1)
    )
    chosen = st.sets(st.integers(1, number), min_size=1)
    ballots: dict[Approval, int] = {}
    for _each in range(draw(st.integers(0, 6))):
        ballots[tuple(sorted(draw(chosen)))] = draw(st.integers(1, 4))
    return Profile(options, ballots, empty=draw(st.integers(0, 2)))


def reads_back(outcome: Outcome, source: Source) -> None:
    text = to_json(outcome, source)

    back = outcome_of(text)

    assert to_json(back, source) == text
    assert back.fates == outcome.fates
    assert list(explain(replace(back, rule=outcome.rule))) == list(explain(outcome))


@given(rankings(), st.binary(max_size=4), st.integers(1, 3))
def test_a_ranked_outcome_is_read_back_as_it_was_stored(
    profile: Profile[Ranking], root: bytes, seats: int
):
    lots = lots_from_root(root, profile.options)

    reads_back(IRV().count(profile, lots), Source())
    reads_back(ScottishSTV(seats=seats).count(profile, lots), Source())


@given(approvals(), st.binary(max_size=4), st.sampled_from([0, 2]), st.integers(1, 24))
def test_a_budgets_outcome_is_read_back_as_it_was_stored(
    profile: Profile[Approval], root: bytes, places: int, fifties: int
):
    lots = lots_from_root(root, profile.options)
    source = Source(places=places)
    budget = fifties * 50

    reads_back(Greedy(budget=budget, min_votes=2).count(profile, lots), source)
    reads_back(Greedy(budget=budget, by=By.VOTES_PER_COST).count(profile, lots), source)
    reads_back(EqualShares(budget=budget, step=100).count(profile, lots), source)
