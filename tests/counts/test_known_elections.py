"""Elections that people know come out as they were published."""

import csv
import io
import json
from fractions import Fraction
from pathlib import Path

import pytest

from deliberate.tally.canonical.outcome import to_json
from deliberate.tally.files.election import Format
from deliberate.tally.orders.count import Order, count_file

FILES = Path(__file__).parent / "files"
BURLINGTON = "preflib/00005-00000002.toi"
ANDERSTON = "stv/Anderston-City-2007.blt"
WIELICZKA = "pabulib/Poland_Wieliczka_2023_Green_Budget.pb"
KISS, MONTROLL, SIMPSON, SMITH, WRIGHT, WRITE_IN = "123456"


def counted(file, rule, **settings):
    """Count a file as the command line does, and read its JSON."""
    path = FILES / file
    order = Order(rule, Format(path.suffix[1:]), settings=settings)
    done = count_file(path.read_bytes(), order)
    return json.loads(to_json(done.outcome, done.source))


def published_winners(file):
    """Read which projects the city chose, as Pabulib publishes it; our count doesn't look there."""
    text = (FILES / file).read_text(encoding="utf-8-sig")
    projects = text.partition("PROJECTS\n")[2].partition("VOTES\n")[0]
    rows = csv.DictReader(io.StringIO(projects), delimiter=";")
    return {row["project_id"] for row in rows if row["selected"] == "1"}


def test_burlington_2009_elects_kiss_with_the_votes_that_the_city_published():
    """City of Burlington, mayoral election of 3 March 2009, instant run-off summary.

    The city dropped Simpson, Smith and all write-ins at once, so its second round is our fourth.
    """
    first, *_, second, last = counted(BURLINGTON, "irv")["rounds"]

    assert first["votes"] == {
        WRIGHT: "2951",
        KISS: "2585",
        MONTROLL: "2063",
        SMITH: "1306",
        SIMPSON: "35",
        WRITE_IN: "36",
    }
    assert first["exhausted"] == "4"
    assert second["votes"] == {WRIGHT: "3294", KISS: "2981", MONTROLL: "2554"}
    assert second["exhausted"] == "151"
    # The city published 4,061 for Wright and 606 exhausted. The one ballot between us puts
    # Simpson and Wright level at third: the city went on to Wright as Simpson was out, and our
    # rule ends a ballot at level choices.
    assert last["votes"] == {KISS: "4313", WRIGHT: "4060"}
    assert last["exhausted"] == "607"
    assert last["elected"] == [int(KISS)]


@pytest.mark.parametrize(
    ("rule", "settings"),
    [
        ("schulze", {"strength": "winning"}),
        ("schulze", {"strength": "margins"}),
        ("ranked-pairs", {"strength": "winning"}),
        ("ranked-pairs", {"strength": "margins"}),
        ("minimax", {"strength": "winning"}),
        ("minimax", {"strength": "margins"}),
        ("copeland", {}),
        ("borda", {"truncated": "average"}),
        ("borda", {"truncated": "zero"}),
    ],
)
def test_burlington_2009_would_have_elected_montroll_by_other_rules(rule, settings):
    """Ornstein and Norman 2014, Public Choice 161:1-9: he would have beaten each of the others."""
    assert counted(BURLINGTON, rule, **settings)["co_winners"] == [int(MONTROLL)]


def test_a_glasgow_ward_elects_as_its_returning_officer_declared():
    """Anderston/City, 3 May 2007.

    First choices, whose party won, and the votes when the second of them was elected, as reported
    again at the ward's by-election (ukgeneralelection2020.blogspot.com, August 2015). Every stage
    is checked in `index.json`.
    """
    names = ["Baker", "Boyle", "Braat", "Holladay", "Khan", "Laird", "Mackay", "Matheson", "Murray"]
    first_choices = (880, 486, 1291, 145, 285, 806, 1632, 1177, 198)

    result = counted(ANDERSTON, "stv-scottish")

    first, sixth = result["rounds"][0], result["rounds"][5]
    assert [int(Fraction(votes)) for votes in first["votes"].values()] == list(first_choices)
    assert [names[n - 1] for n in result["winners"]] == ["Mackay", "Braat", "Baker", "Matheson"]
    votes = {name: int(Fraction(sixth["votes"][str(n)])) for n, name in enumerate(names, 1)}
    assert {name: had for name, had in votes.items() if had} == {
        "Mackay": 1381,
        "Braat": 1381 + 40,
        "Matheson": 1291,
        "Baker": 1247,
        "Laird": 1050,
    }


@pytest.mark.parametrize(
    "file", [WIELICZKA, "pabulib/Poland_Swiecie_2023.pb", "pabulib/Netherlands_Assen_2024.pb"]
)
def test_a_city_that_used_equal_shares_funds_what_it_published(file):
    result = counted(file, "equal-shares", completion="add1")

    assert set(result["winners"]) == published_winners(file)


def test_the_green_million_is_shared_as_its_scientists_reported():
    """Wieliczka's Zielony Milion 2023, on equalshares.net (26 April 2023).

    30 of 64 projects for 995,079 zł; down the list by votes, 4 others would have won, with 1,453
    votes, in place of 11 with 2,414 votes; 18% of all voters got nothing they chose, not 28%.
    """
    fair, by_votes = counted(WIELICZKA, "equal-shares"), counted(WIELICZKA, "greedy")
    votes = {project: int(had) for project, had in fair["totals"].items()}
    funded, popular = set(fair["winners"]), set(by_votes["winners"])

    assert (len(votes), len(funded), fair["spent"]) == (64, 30, "995079")
    assert (len(popular - funded), sum(votes[p] for p in popular - funded)) == (4, 1453)
    assert (len(funded - popular), sum(votes[p] for p in funded - popular)) == (11, 2414)
    assert (without_any(funded), without_any(popular)) == (18, 28)


def without_any(funded):
    """Return how many of a hundred voters have chosen nothing that is funded."""
    text = (FILES / WIELICZKA).read_text(encoding="utf-8")
    ballots = [line.split(";")[1].split(",") for line in text.partition("VOTES\n")[2].split()[1:]]
    return round(100 * sum(funded.isdisjoint(ballot) for ballot in ballots) / len(ballots))


@pytest.mark.parametrize(
    "file",
    [
        "pabulib/Poland_Warszawa_2017_Stara_Praga_i_Szmulowizna_z_Michalowem.pb",
        "pabulib/Poland_Warszawa_2019_Obszar_II-Stara_Praga_ze_Szmulowizna_z_Michalowem.pb",
        "pabulib/Poland_Warszawa_2019_Sielce.pb",
    ],
)
def test_a_city_that_went_down_the_list_funds_what_it_published(file):
    assert set(counted(file, "greedy")["winners"]) == published_winners(file)
