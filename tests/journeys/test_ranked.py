"""A question with given options that residents rank, several of which win."""

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
    check_receipts,
    close_and_count,
    give_options,
    hold_the_vote,
    looking_changes_nothing,
    name_convener,
    open_question,
    sign_in_by_link,
    upload_list,
    write_name,
    write_question,
)
from tests.journeys.visitor import Visitor

WINNERS = json.loads((elections.HERE / "winners.json").read_text(encoding="utf-8"))
ELECTION = elections.ward()
SCHEDULE = {
    "proposing_opens_at": "",
    "proposing_closes_at": "",
    "shaping_opens_at": "",
    "shaping_closes_at": "",
    "voting_opens_at": "2027-06-01T09:00",
    "voting_closes_at": "2027-06-18T18:00",
}
VOTING = datetime(2027, 6, 1, 8, tzinfo=UTC)  # nine o'clock on the town's clocks
CLOSING = datetime(2027, 6, 18, 17, tzinfo=UTC)


def test_residents_rank_what_the_council_gives_and_everybody_can_count_it_again(
    city: City, tmp_path: Path
):
    residents = ask(city)

    city.clock.now = VOTING
    city.work()
    looking_changes_nothing(city, residents[-1])
    hold_the_vote(city, residents, ELECTION, ranked=True)
    city.clock.now = CLOSING
    reader = close_and_count(city)

    page = reader.text
    stored = json.loads(reader.get(city.at("/data/outcome.json")).text)
    winners = recount.told(stored)["winners"]
    assert sorted(winners) == sorted(winners_of_another_program("stv-scottish"))
    assert all(name in page for name in winners)
    assert stored["input"]["ballots"]["valid"] == RESIDENTS
    check_recounts(city, reader, page, tmp_path)
    check_receipts(city, reader, residents)


def ask(city: City) -> list[Resident]:
    """Write the question with its options, upload the list and open it."""
    name_convener(city, CONVENER)
    rosa = sign_in_by_link(city, CONVENER)
    city.slug = write_question(
        rosa, **SCHEDULE, ballot_form="ranked", seats=str(ELECTION.amount), rule=""
    )
    write_name(rosa, "Rosa Lindqvist")
    give_options(city, rosa, ELECTION.names)
    upload_list(city, rosa)
    open_question(city, rosa)
    return city.residents()


def winners_of_another_program(rule: str) -> list[str]:
    return [ELECTION.names[number - 1] for number in WINNERS["ward-300.blt"][rule]["winners"]]


def check_recounts(city: City, reader: Visitor, page: str, folder: Path) -> None:
    """Count the published file, and one that we write ourselves, by the command on the page."""
    (command,) = set(re.findall(r"deliberate count [^<]+", page))
    stored = recount.told(json.loads(reader.get(city.at("/data/outcome.json")).text))

    (folder / "ballots.blt").write_bytes(reader.get(city.at("/data/ballots.blt")).data)
    assert recount.told(recount.run(command, folder)) == stored
    runoff = recount.run("deliberate count ballots.blt --rule irv", folder)
    assert recount.told(runoff)["winners"] == winners_of_another_program("irv")

    order = recount.in_order_of_lots(ELECTION.names, reader.get(city.at("/data/leaves.txt")).text)
    (folder / "ballots.blt").write_text(recount.write_blt(ELECTION, order), encoding="utf-8")
    assert recount.told(recount.run(command, folder)) == stored
