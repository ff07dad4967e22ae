"""Rules that compare options two by two, with made-up counts by them."""

from hypothesis import strategies as st

from deliberate.tally.outcome import Pairwise
from deliberate.tally.ranked.copeland import Copeland
from deliberate.tally.ranked.minimax import Minimax
from deliberate.tally.ranked.pairwise import Strength
from deliberate.tally.ranked.ranked_pairs import RankedPairs
from deliberate.tally.ranked.schulze import Schulze
from tests.tally.profiles import lot_orders, ranked_profiles

SCHULZE = [Schulze(strength) for strength in Strength]
LOCKING = [RankedPairs(strength) for strength in Strength]
MINIMAX = [Minimax(strength) for strength in Strength]
RULES = [*SCHULZE, *LOCKING, *MINIMAX, Copeland()]
strengths = st.sampled_from(list(Strength))
# Few options and few ballots, so that circles and ties are common.
profiles = st.one_of(ranked_profiles(most_options=5, most_ballots=5), ranked_profiles())
counts = st.tuples(st.sampled_from(RULES), profiles).flatmap(
    lambda made: st.tuples(st.just(made[0]), st.just(made[1]), lot_orders(made[1]))
)
locking = st.tuples(st.sampled_from(LOCKING), profiles).flatmap(
    lambda made: st.tuples(st.just(made[0]), st.just(made[1]), lot_orders(made[1]))
)


def numbers(profile):
    return [option.number for option in profile.options]


def evidence(outcome):
    assert isinstance(outcome.evidence, Pairwise)
    return outcome.evidence
