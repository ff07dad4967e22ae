"""A count that compares options two by two is told on a page that people can follow."""

import pytest

from tests.tally.test_page import FILES, TENNESSEE, THOUSAND, told

CIRCLE = FILES / "synthetic" / "wv-vs-margins-0.blt"
DEBIAN = FILES / "preflib" / "00002-00000002.soi"


def part_of(page, heading):
    """The lines of a page's section, without its heading."""
    return page.partition(f"\n{heading}\n{'-' * len(heading)}\n")[2].split("\n\n")


def test_a_page_shows_each_option_against_each_and_the_chains_of_wins():
    page = told("count", CIRCLE, "--rule", "schulze")

    _how, records, pairs, chains, *_ = part_of(page, "One to one")
    assert records.splitlines()[-4:] == [
        "C3         1           1        1",
        "C1         1           1        1",
        "C2         1           0        2",
        "C4         2           0        1",
    ]
    assert pairs.splitlines()[-4:] == [
        "3 C3        22  31  15",
        "1 C1    22      34  20",
        "2 C2    30  27      40",
        "4 C4    26  29  21",
    ]
    assert chains.splitlines()[-4:] == [
        "3 C3        29  31  31",
        "1 C1    26      34  34",
        "2 C2    26  29      40",
        "4 C4    26  29  29",
    ]


def test_a_page_of_ranked_pairs_lists_what_was_locked_in():
    page = told("count", CIRCLE, "--rule", "ranked-pairs")

    locks = part_of(page, "One to one")[3]
    assert locks.startswith("- Round 1. C2 beat C4, 40 to 21: locked in.\n- Round 2. C1 beat C2")
    assert "a win counts by the votes for the winner" in page


def test_those_who_came_nearest_are_told_first():
    page = told("count", CIRCLE, "--rule", "minimax")

    others = "".join(part_of(page, "Why the others were not chosen"))
    assert others.index("- C1 lost") < others.index("- C2 lost") < others.index("- C4 lost")


def test_one_option_is_told_with_the_locks_that_concern_it():
    reasons = told("explain", CIRCLE, "--rule", "ranked-pairs", "--why", "C3")

    assert reasons.splitlines()[0] == "C3 came out level with C1, and the tie went to C1."
    assert "C3 beat C2, 31 to 30: locked in." in reasons
    assert "C1 beat C2, 34 to 27: locked in." not in reasons


@pytest.mark.parametrize("rule", ["schulze", "ranked-pairs", "minimax", "copeland"])
@pytest.mark.parametrize("file", [TENNESSEE, CIRCLE, DEBIAN])
def test_pages_are_at_most_80_columns_wide_and_name_their_rule(file, rule):
    page = told("count", file, "--rule", rule)

    lines = [line for line in page.splitlines() if not line.startswith("  deliberate count")]
    assert max(map(len, lines)) <= 80
    assert f"({rule})" in page


@pytest.mark.parametrize("rule", ["schulze", "copeland"])
def test_a_thousand_options_do_not_drown_the_reader(rule):
    page = told("count", THOUSAND, "--rule", rule)

    assert page.count("\n") < 150
    assert "975 more are left out here; --all shows them." in page


def test_many_locks_are_summed_up():
    page = told("count", "-", "--from", "soc", "--rule", "ranked-pairs", stdin=orders(30))

    assert "434 wins were locked in, and 1 was passed over." in page
    assert page.count("- Round ") == 3
    assert "more round" not in page


def orders(options):
    """Orders in which the first three beat each other in a circle, and all others."""
    rest = ",".join(map(str, range(4, options + 1)))
    tops = ["5: 1,2,3", "4: 2,3,1", "3: 3,1,2"]
    names = [f"# ALTERNATIVE NAME {n}: Option {n}" for n in range(1, options + 1)]
    lines = [f"# NUMBER ALTERNATIVES: {options}", *names, *(f"{top},{rest}" for top in tops)]
    return "\n".join([*lines, ""])
