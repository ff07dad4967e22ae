"""Elections that are compared two by two come out as known, in every number."""

from tests.counts.test_counts import cases, counted, status_of


def outcome_of(case):
    """Count a case, and see that its winners and its status are the known ones."""
    expected = case["expected"]
    result = counted(case)
    assert result["co_winners"] == expected["winners"]
    assert result["status"] == expected.get("status", status_of(expected["winners"]))
    return result


@cases("schulze")
def test_a_schulze_count_agrees_in_its_table_and_its_ranking(case):
    expected = case["expected"]

    result = outcome_of(case)

    for known in {"pairwise", "ranking"} & expected.keys():
        assert result[known] == expected[known]


@cases("ranked-pairs")
def test_ranked_pairs_locks_the_same_wins_in_the_same_order(case):
    expected = case["expected"]

    result = outcome_of(case)

    if "locked" in expected:
        assert result["locked"] == expected["locked"]
    assert (result["lots"] != []) == hangs_on_lots(case)


@cases("minimax", "copeland")
def test_a_count_of_losses_or_of_wins_agrees_in_every_total(case):
    totals = case["expected"].get("totals")

    result = outcome_of(case)

    if totals is not None:
        assert result["totals"] == {number: str(total) for number, total in totals.items()}


def hangs_on_lots(case):
    """Say whether a case names the order of equally strong wins, or has several winners."""
    return len(case["expected"]["winners"]) > 1 or "rp-equal-strength-by-file-order" in case.get(
        "conventions", []
    )
