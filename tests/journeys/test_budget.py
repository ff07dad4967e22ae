"""A question about money, from a blank page to an outcome that anybody can count again."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from tests.journeys import elections, recount
from tests.journeys.city import (
    CONVENER,
    RESIDENTS,
    City,
    Resident,
    add_facilitator,
    check_receipts,
    close_and_count,
    come_in,
    hold_the_vote,
    looking_changes_nothing,
    name_convener,
    open_question,
    propose,
    shortlist,
    sign_in_by_link,
    upload_list,
    write_name,
    write_question,
)
from tests.journeys.visitor import Visitor

WINNERS = json.loads((elections.HERE / "winners.json").read_text(encoding="utf-8"))
ELECTION = elections.budget()
SCHEDULE = {
    "proposing_opens_at": "2027-05-04T09:00",
    "proposing_closes_at": "2027-05-24T18:00",
    "shaping_opens_at": "2027-05-24T18:00",
    "shaping_closes_at": "2027-06-01T09:00",
    "voting_opens_at": "2027-06-01T09:00",
    "voting_closes_at": "2027-06-18T18:00",
}
PROPOSING = datetime(2027, 5, 5, 10, tzinfo=UTC)
SHAPING = datetime(2027, 5, 25, 10, tzinfo=UTC)
VOTING = datetime(2027, 6, 1, 8, tzinfo=UTC)  # nine o'clock on the town's clocks
CLOSING = datetime(2027, 6, 18, 17, tzinfo=UTC)


def test_residents_propose_and_vote_on_money_and_everybody_can_count_it_again(
    city: City, tmp_path: Path
):
    residents = ask(city)
    let_residents_propose(city, residents)

    city.clock.now = VOTING
    city.work()
    looking_changes_nothing(city, residents[-1])
    hold_the_vote(city, residents, ELECTION, ranked=False)
    city.clock.now = CLOSING
    reader = close_and_count(city)

    page = reader.text
    stored = json.loads(reader.get(city.at("/data/outcome.json")).text)
    winners = recount.told(stored)["winners"]
    assert winners == winners_of_another_program()
    assert all(name in page for name in winners)
    assert stored["input"]["ballots"]["valid"] == RESIDENTS
    check_recounts(city, reader, page, tmp_path)
    check_receipts(city, reader, residents)


def ask(city: City) -> list[Resident]:
    """Write the question, upload the list and open it: every resident gets a letter."""
    name_convener(city, CONVENER)
    rosa = sign_in_by_link(city, CONVENER)
    city.slug = write_question(
        rosa, **SCHEDULE, ballot_form="budget", budget=f"{ELECTION.amount:,}", rule="equal-shares"
    )
    write_name(rosa, "Rosa Lindqvist")
    upload_list(city, rosa)
    open_question(city, rosa)
    city.facilitator = add_facilitator(city, rosa)
    return city.residents()


def let_residents_propose(city: City, residents: list[Resident]) -> None:
    """Have a resident propose each project, and the team put it on the ballot at its cost."""
    city.clock.now = PROPOSING
    for resident, name, cost in zip(residents, ELECTION.names, ELECTION.costs, strict=False):
        come_in(city, resident)
        propose(city, resident, name, cost // 2)
    city.clock.now = SHAPING
    shortlist(city, ELECTION.names, ELECTION.costs)


def winners_of_another_program() -> list[str]:
    text = elections.BUDGET.read_text(encoding="utf-8")
    names = dict(re.findall(r"^(\d+);\d+;\d+;([^;]+);.*;.*;[01]$", text, re.MULTILINE))
    return [names[key] for key in WINNERS["budget-300.pb"]["equal-shares"]["winners"]]


def check_recounts(city: City, reader: Visitor, page: str, folder: Path) -> None:
    """Count the published file, and one that we write ourselves, by the command on the page."""
    (command,) = set(re.findall(r"deliberate count [^<]+", page))
    stored = recount.told(json.loads(reader.get(city.at("/data/outcome.json")).text))

    (folder / "ballots.pb").write_bytes(reader.get(city.at("/data/ballots.pb")).data)
    assert recount.told(recount.run(command, folder)) == stored

    order = recount.in_order_of_lots(ELECTION.names, reader.get(city.at("/data/leaves.txt")).text)
    (folder / "ballots.pb").write_text(recount.write_pb(ELECTION, order), encoding="utf-8")
    assert recount.told(recount.run(command, folder)) == stored
