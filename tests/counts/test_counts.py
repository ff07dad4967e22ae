"""Elections and budgets with known results come out as known, in every number."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from deliberate.tally.canonical.outcome import to_json
from deliberate.tally.files.election import BadFile, Format
from deliberate.tally.orders.count import Order, count_file

HERE = Path(__file__).parent
CASES = json.loads((HERE / "index.json").read_text(encoding="utf-8"))


def cases(*rules, known=True):
    chosen = [c for c in CASES if c["rule"] in rules and ("error" not in c["expected"]) == known]
    return pytest.mark.parametrize("case", chosen, ids=[case["id"] for case in chosen])


def counted(case):
    """Count a case as the command line does, and read its JSON."""
    order = Order(
        case["rule"],
        Format(case["format"]),
        seats=case.get("seats"),
        budget=case.get("budget"),
        settings={key: str(value) for key, value in case["options"].items()},
    )
    done = count_file((HERE / "files" / case["file"]).read_bytes(), order)
    return json.loads(to_json(done.outcome, done.source))


def known_rounds(case, result):
    """Pair the known rounds with ours; of very long counts only some were kept."""
    known, ours = case["expected"].get("rounds", []), result["rounds"]
    if not case["expected"].get("rounds_truncated"):
        assert len(ours) == len(known)
    if known and "stage" in known[0]:
        ours = [ours[stage["stage"] - 1] for stage in known]
    return list(zip(known, ours[len(ours) - len(known) :], strict=True))


@cases("stv-scottish")
def test_a_scottish_stv_count_agrees_at_every_stage(case):
    expected = case["expected"]

    result = counted(case)

    assert result["winners"] == expected["winners"]
    assert result["status"] == expected.get("status", "decided")
    assert bool(result["lots"]) == expected.get("lot_used", False)
    if "quota" in expected:
        assert result["quota"] == expected["quota"]
        assert str(result["input"]["ballots"]["valid"]) == expected["valid"]
    for known, ours in known_rounds(case, result):
        assert (ours["action"], ours["candidate"]) == (known["action"], known["candidate"])
        if "votes" in known:
            assert ours["votes"] == {str(n): v for n, v in enumerate(known["votes"], start=1)}
        assert ours["non_transferable"] == known["non_transferable"]
        assert ours["elected"] == known["elected"]


@cases("irv")
def test_an_instant_runoff_agrees_in_every_round(case):
    expected = case["expected"]

    result = counted(case)

    assert result["winners"] == expected["winners"]
    assert result["status"] == expected.get("status", "decided")
    assert bool(result["lots"]) == expected.get("lot_used", False)
    for known, ours in known_rounds(case, result):
        assert ours["votes"] == known["votes"]
        assert ours["exhausted"] == known["exhausted"]
        assert ours["excluded"] == [n for n in [known["excluded"]] if n is not None]
        assert ours["elected"] == [n for n in [known["elected"]] if n is not None]


@cases("greedy", "equal-shares", "phragmen")
def test_a_budget_funds_the_same_projects_in_the_same_order(case):
    totals = case["expected"]["totals"]

    result = counted(case)

    assert result["winners"] == case["expected"]["winners"]
    assert Fraction(result["spent"]) == Fraction(totals["cost"])
    assert result["totals"] == totals["votes"]
    assert Fraction(result["left"]) == Fraction(result["budget"]) - Fraction(result["spent"])


@cases("borda")
def test_a_borda_count_agrees_in_every_total(case):
    expected = case["expected"]

    result = counted(case)

    assert result["co_winners"] == expected["winners"]
    assert result["status"] == expected.get("status", status_of(expected["winners"]))
    if "totals" in expected:
        assert result["totals"] == expected["totals"]


def status_of(winners):
    return "tied" if len(winners) > 1 else "decided"


@cases("stv-scottish", "irv", "borda", "greedy", "equal-shares", known=False)
def test_a_file_with_a_mistake_is_refused_with_its_line(case):
    with pytest.raises(BadFile) as refused:
        counted(case)

    assert refused.value.line >= 1
    assert refused.value.reason
