"""A city that asks its residents a question, and everybody who has a part in it.

Everything goes through pages, letters and the worker's looks, as it does for people.
"""

import io
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import text

from deliberate.db import WRITE_OPTION, db
from deliberate.queue import tick
from tests.journeys.elections import Election
from tests.journeys.mailroom import Mailroom
from tests.journeys.stored import everything_stored
from tests.journeys.visitor import SITE, Visitor
from tests.world import Clock

CONVENER = "rosa@alderbrook.example"
FACILITATOR = "tom@alderbrook.example"
RESIDENTS = 300
LOOKS = 50  # each delivers letters for some seconds
CHANGING = 5  # so many vote, and think again
RECEIPT = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")
OPTION = re.compile(r'id="option-(\d+)".*?<h[23][^>]*>(.*?)</h[23]>', re.DOTALL)

# What the convener writes; a journey adds how people choose, and when.
WORDS: dict[str, Any] = {
    "title": "How should we make Ashgrove Road safer and greener?",
    "summary": "The council has money for this road. Residents say what it is spent on.",
    "convener_name": "Alderbrook Council",
    "place": "Ashgrove Road",
    "on_the_table": "What the money is spent on.",
    "off_the_table": "Bus routes.",
    "decider": "The Highways Committee, on 14 September.",
    "answerer": "Cllr Rosa Lindqvist",
    "answer_due_on": "2027-07-30",
    "takes_part": "list",
    "votes": "list",
    "weeks": "",
}


@dataclass
class Resident:
    """Somebody on the list, in a browser of their own; `codes` are all receipts they were given."""

    address: str
    visitor: Visitor
    is_in: bool = False
    codes: list[str] = field(default_factory=list)


@dataclass
class City:
    """The instance, its post, its clock, and how often its worker was rung for."""

    app: Flask
    clock: Clock
    mailroom: Mailroom
    rings: list[None]
    slug: str = ""
    facilitator: Visitor | None = None

    def visitor(self) -> Visitor:
        return Visitor(self.app)

    def residents(self) -> list[Resident]:
        return [Resident(address, self.visitor()) for address in addresses()]

    def at(self, path: str = "") -> str:
        """Return the path of a page of the question."""
        return f"/q/{self.slug}{path}"

    def work(self) -> None:
        """Do what the worker does, until no letter waits."""
        for _ in range(LOOKS):
            tick(self.app)
            if not self.stored_count("letter", "state = 'waiting'"):
                return
        raise AssertionError("letters still wait")

    def stored_count(self, table: str, where: str) -> int:
        with self.app.app_context(), db.engine.connect() as bare:
            connection = bare.execution_options(**{WRITE_OPTION: False})
            query = text(f"SELECT count(*) FROM {table} WHERE {where}")  # noqa: S608 - our own words
            return int(connection.execute(query).scalar_one())


def addresses() -> list[str]:
    return [f"resident{number}@alderbrook-residents.org" for number in range(1, RESIDENTS + 1)]


def name_convener(city: City, address: str) -> None:
    """Have whoever runs the site name a convener on its console."""
    config = city.app.config
    subprocess.run(
        [sys.executable, "-m", "deliberate.cli", "convener", address],
        check=True,
        capture_output=True,
        env=os.environ
        | {
            "DELIBERATE_DATABASE_URL": config["DATABASE_URL"],
            "DELIBERATE_INSTANCE": str(config["INSTANCE"]),
            "DELIBERATE_BASE_URL": SITE,
            "DELIBERATE_SECRET_KEY": config["SECRET_KEY"],
        },
    )


def sign_in_by_link(city: City, address: str) -> Visitor:
    """Ask for a link, and press what stands in the letter."""
    visitor = city.visitor()
    visitor.get("/sign-in")
    visitor.press("Send me a link", email=address)
    city.work()
    visitor.get(city.mailroom.link_to(address))
    visitor.press("Yes, continue")
    assert visitor.page.status_code == 200, visitor.text
    return visitor


def sign_in_by_code(city: City, address: str) -> Visitor:
    """Ask for a link, and type the code of the letter into the page that asks for it."""
    visitor = city.visitor()
    visitor.get("/sign-in")
    visitor.press("Send me a link", email=address)
    city.work()
    visitor.press("Continue", code=city.mailroom.code_to(address).lower())
    assert visitor.page.status_code == 200, visitor.text
    return visitor


def write_question(rosa: Visitor, **words: Any) -> str:
    """Write a draft, and return where it is kept."""
    rosa.get("/desk/new")
    rosa.press("Save the draft", **WORDS, **words)
    assert "Your draft is saved" in rosa.text, rosa.text
    return rosa.path.rpartition("/")[2]


def write_name(rosa: Visitor, name: str) -> None:
    """Follow the link of what is missing, and write the name that everyone sees."""
    assert "Write your name. Everyone sees who holds the question." in rosa.text
    assert 'href="/me#name"' in rosa.text
    rosa.get("/me")
    rosa.press("Save the name", name=name)


def upload_list(city: City, rosa: Visitor) -> None:
    """Upload the residents' list as a spreadsheet program writes it."""
    lines = [f"{n};{a.upper()};Ward {n % 4}" for n, a in enumerate(addresses(), start=1)]
    content = "\ufeff" + "\r\n".join(["No.;E-mail;Ward", *lines, ""])
    rosa.get(f"/desk/q/{city.slug}/people")
    rosa.press("Add to the list", files={"file": (io.BytesIO(content.encode()), "residents.csv")})
    assert f"{RESIDENTS} people were added to the list." in rosa.text, rosa.text


def add_facilitator(city: City, rosa: Visitor) -> Visitor:
    rosa.get(f"/desk/q/{city.slug}/team")
    rosa.press("Add to the team", email=FACILITATOR, role="facilitator")
    return sign_in_by_code(city, FACILITATOR)


def open_question(city: City, rosa: Visitor) -> None:
    rosa.get(f"/desk/q/{city.slug}/open")
    rosa.press("Open the question")
    assert f"{RESIDENTS} letters are on their way." in rosa.text, rosa.text
    city.work()
    assert sum(len(city.mailroom.boxes[address]) for address in addresses()) == RESIDENTS


def come_in(city: City, resident: Resident) -> None:
    """Open the link of one's invitation, and say that it is oneself."""
    resident.visitor.get(city.mailroom.link_to(resident.address))
    assert "Is this you?" in resident.visitor.text, resident.visitor.text
    resident.visitor.press("Yes, continue")
    resident.is_in = True
    assert resident.visitor.page.status_code == 200, resident.visitor.text


def propose(city: City, resident: Resident, title: str, cost: int) -> None:
    visitor = resident.visitor
    visitor.get(city.at("/propose"))
    visitor.press(
        "Check your proposal",
        name=resident.address.partition("@")[0],
        title=title,
        situation="We wait, and we have waited for years.",
        body=f"This is what we propose: {title}",
        cost=f"{cost:,}",
    )
    visitor.press("Send your proposal")
    assert "Your proposal is in" in visitor.text, visitor.text


def shortlist(city: City, names: Sequence[str], costs: Sequence[int]) -> None:
    """Put each proposal on the ballot with a reason, at the cost that the team found."""
    tom = city.facilitator
    assert tom
    for number, (name, cost) in enumerate(zip(names, costs, strict=True), start=1):
        tom.get(f"/desk/q/{city.slug}/shortlist/{number}")
        assert name in tom.text
        tom.press("Keep this decision", choice="in", reason="It can be built.", cost=f"{cost:,}")
        assert "Your decision is kept" in tom.text, tom.text


def give_options(city: City, rosa: Visitor, names: tuple[str, ...]) -> None:
    """Put the options on the ballot that the council gives."""
    for name in names:
        rosa.get(f"/desk/q/{city.slug}/shortlist")
        rosa.press(
            "Add this option",
            title=name,
            situation="There are seats to fill.",
            body=f"{name} stands.",
            reason="Nominated in time.",
        )
        assert "The option is on the ballot." in rosa.text, rosa.text


def numbers_on(page: str) -> dict[str, str]:
    """Return each option's number by its name, as the ballot page shows them."""
    return {name: number for number, name in OPTION.findall(page)}


def choose(resident: Resident, choices: tuple[str, ...], *, ranked: bool) -> None:
    """Fill in the ballot on the present page, check it and cast it; keep the receipt."""
    visitor = resident.visitor
    numbers = numbers_on(visitor.text)
    if ranked:
        places = {name: str(place) for place, name in enumerate(choices, start=1)}
        typed: dict[str, Any] = {f"rank-{n}": places.get(name, "") for name, n in numbers.items()}
    else:
        typed = {"choice": [numbers[name] for name in choices]}
    visitor.press("Check your ballot", **typed)
    assert "It counts only after you press Cast." in visitor.text, visitor.text
    visitor.press("Cast")
    assert "Your ballot is in" in visitor.text, visitor.text
    resident.codes.append(RECEIPT.findall(visitor.text)[0])


def hold_the_vote(
    city: City, residents: Sequence[Resident], election: Election, *, ranked: bool
) -> None:
    """Have each resident cast one of the ballots; some change theirs, and one takes it back."""
    first = residents[0]
    for number, (resident, choices) in enumerate(zip(residents, election.choices, strict=True)):
        if resident.is_in:
            resident.visitor.get(city.at("/ballot"))
        else:
            come_in(city, resident)
        if number < CHANGING:
            choose(resident, election.choices[-1 - number], ranked=ranked)
            change_mind(city, resident, take_back=resident is first)
        choose(resident, choices, ranked=ranked)


def change_mind(city: City, resident: Resident, *, take_back: bool) -> None:
    """Come back to the ballot that one cast, to fill it in anew."""
    resident.visitor.get(city.at("/ballot"))
    assert "You cast this ballot" in resident.visitor.text
    if take_back:
        resident.visitor.press("Take my vote back")
        assert "Your vote is taken back" in resident.visitor.text
        resident.visitor.get(city.at("/ballot"))
    else:
        resident.visitor.press("Change my vote")


def close_and_count(city: City) -> Visitor:
    """Let the hour of closing pass: a reader looks, the worker counts, the reader sees what won."""
    reader = city.visitor()
    before, rung = everything_stored(city.app), len(city.rings)

    reader.get(city.at())
    assert "We are counting." in reader.text, reader.text
    assert len(city.rings) > rung
    assert everything_stored(city.app) == before

    tick(city.app)  # closes
    city.clock.pass_by(seconds=10)
    tick(city.app)  # seals, destroys the key, counts
    reader.get(city.at("/outcome"))
    assert reader.page.status_code == 200
    return reader


def find_receipt(city: City, reader: Visitor, code: str) -> bool:
    """Type a receipt's code into the box on the outcome's page, and say whether it is found."""
    reader.get(city.at("/outcome"))
    reader.press("Find", code=code.lower().replace("-", " "))
    found = "Yes. This ballot is in the count." in reader.text
    assert found is not ("We can’t find that code." in reader.text), reader.text
    return found


def check_receipts(city: City, reader: Visitor, residents: Sequence[Resident]) -> None:
    """Look for receipts: those of the ballots that count are found, those of earlier ones not."""
    for resident in (residents[0], residents[CHANGING - 1], residents[-1]):
        assert find_receipt(city, reader, resident.codes[-1])
    for resident in residents[:CHANGING]:
        assert not find_receipt(city, reader, resident.codes[0])
    leaves = reader.get(city.at("/data/leaves.txt")).text.split()
    assert len(set(leaves)) == len(residents)


def looking_changes_nothing(city: City, resident: Resident) -> None:
    """Open an invitation's link as mail programs do, before its owner sees it."""
    link, before = city.mailroom.link_to(resident.address), everything_stored(city.app)
    for look in (city.visitor().get, city.visitor().head, city.visitor().get):
        assert look(link).status_code == 200
    assert everything_stored(city.app) == before
