from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from deliberate.proposals.order import Line, Sort, arranged, shuffled
from tests.world import NOON

READERS = 4000


def test_each_proposal_has_an_equal_chance_of_being_read_first():
    ids = list(range(1, 9))

    first = Counter(shuffled(ids, f"person {reader}")[0] for reader in range(READERS))

    expected = READERS / len(ids)
    chi_square = sum((first[one] - expected) ** 2 / expected for one in ids)
    assert chi_square < 24.3  # seven degrees of freedom: one fair order in a thousand is beyond


def test_each_place_in_the_order_is_as_likely_for_each_proposal():
    ids = list(range(1, 7))
    places = Counter(
        (place, one)
        for reader in range(READERS)
        for place, one in enumerate(shuffled(ids, f"{reader:x}"))
    )

    expected = READERS / len(ids)
    chi_square = sum(
        (places[place, one] - expected) ** 2 / expected for place in range(6) for one in ids
    )
    assert chi_square < 61.1  # for 25 degrees of freedom, doubled in rows and columns


@given(st.sets(st.integers(1, 10**6), max_size=40), st.text(max_size=20))
def test_one_reader_sees_one_order_whatever_order_they_came_in(ids: set[int], seed: str):
    assert shuffled(sorted(ids), seed) == shuffled(sorted(ids, reverse=True), seed)
    assert set(shuffled(ids, seed)) == ids


@given(st.sets(st.integers(1, 1000), min_size=2, max_size=30), st.text(max_size=20))
def test_a_proposal_that_goes_leaves_the_others_in_their_order(ids: set[int], seed: str):
    gone = min(ids)

    rest = [one for one in shuffled(ids, seed) if one != gone]

    assert rest == shuffled(ids - {gone}, seed)


def test_two_readers_see_different_orders():
    assert shuffled(range(20), "person 1") != shuffled(range(20), "person 2")


def line(id_: int, title: str, cost: int | None, hours: int) -> Line:
    return Line(id_, title, cost, NOON + timedelta(hours=hours))


LINES = [
    line(1, "Émile's bench", 500, 1),
    line(2, "apple trees", None, 3),
    line(3, "Bins", 100, 2),
]


def test_a_reader_may_sort_by_newest_cost_or_name():
    assert arranged(LINES, Sort.NEWEST, "x") == [2, 3, 1]
    assert arranged(LINES, Sort.COST, "x") == [3, 1, 2], "what has no cost yet comes last"
    assert arranged(LINES, Sort.NAME, "x") == [2, 3, 1]
    assert arranged(LINES, Sort.FAIR, "x") == shuffled([1, 2, 3], "x")
