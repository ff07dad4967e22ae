"""The ledger sees what went wrong, wherever it does."""

from tests.faults.ledger import Attempt, Told, compare

FIRST = Attempt("r1:1", Told.RECORDED, "A")
SECOND = Attempt("r1:2", Told.RECORDED, "B")
REFUSED = Attempt("r1:3", Told.NOT_RECORDED)
UNANSWERED = Attempt("r1:4", Told.NOTHING)


def test_a_ballot_as_it_was_acknowledged_is_in_order():
    assert compare({"mina": [FIRST, SECOND, REFUSED]}, [("r1:2", "B")]).is_clean


def test_an_acknowledged_ballot_that_is_missing_is_lost():
    assert compare({"mina": [FIRST]}, []).lost == ["r1:1"]


def test_an_older_ballot_in_the_place_of_the_last_one_is_lost_and_a_phantom():
    verdict = compare({"mina": [FIRST, SECOND]}, [("r1:1", "A")])

    assert verdict.lost == ["r1:2"]
    assert verdict.phantoms == ["r1:1"]


def test_another_code_on_the_same_choices_is_altered():
    assert compare({"mina": [FIRST]}, [("r1:1", "X")]).altered == ["r1:1"]


def test_a_ballot_that_was_told_not_recorded_is_a_phantom():
    assert compare({"mina": [REFUSED]}, [("r1:3", "X")]).phantoms == ["r1:3"]


def test_a_ballot_counted_twice_is_a_phantom():
    assert compare({"mina": [FIRST]}, [("r1:1", "A"), ("r1:1", "X")]).phantoms == ["r1:1"]


def test_an_unanswered_ballot_may_be_there_or_not_but_not_beside_another():
    attempts = {"mina": [FIRST, UNANSWERED]}

    assert compare(attempts, [("r1:1", "A")]).is_clean
    assert compare(attempts, [("r1:4", "X")]).is_clean
    assert compare(attempts, [("r1:1", "A"), ("r1:4", "X")]).phantoms == ["r1:1"]
    assert compare(attempts, []).lost == ["r1:1"]


def test_an_unanswered_ballot_never_comes_after_a_later_one_was_acknowledged():
    verdict = compare({"mina": [UNANSWERED, FIRST]}, [("r1:4", "X")])

    assert verdict.lost == ["r1:1"]
    assert verdict.phantoms == ["r1:4"]
