"""Real ballots, read without our own readers: options with costs, and 300 people's choices."""

import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent.parent / "counts" / "oracles"
BUDGET = HERE / "budget-300.pb"
WARD = HERE / "ward-300.blt"


@dataclass(frozen=True)
class Election:
    """Options by name, with costs in whole units, and what each of 300 people chooses.

    `amount` is the budget, or how many are to be elected.
    """

    names: tuple[str, ...]
    costs: tuple[int, ...]
    amount: int
    choices: tuple[tuple[str, ...], ...]


def budget() -> Election:
    """Return the projects of a quarter of Warsaw, and the names that each ballot chooses."""
    text = BUDGET.read_text(encoding="utf-8")
    meta, _, rest = text.partition("\nPROJECTS\n")
    projects, _, votes = rest.partition("\nVOTES\n")
    rows = list(csv.DictReader(projects.splitlines(), delimiter=";"))
    names = {row["project_id"]: row["name"] for row in rows}
    ballots = csv.DictReader(votes.splitlines(), delimiter=";")
    return Election(
        names=tuple(names.values()),
        costs=tuple(int(row["cost"]) for row in rows),
        amount=next(int(line[7:]) for line in meta.splitlines() if line.startswith("budget;")),
        choices=tuple(tuple(names[key] for key in row["vote"].split(",")) for row in ballots),
    )


def ward() -> Election:
    """Return the candidates of a Scottish ward, and the names that each ballot ranks."""
    first, *lines = WARD.read_text(encoding="utf-8").splitlines()
    options, seats = map(int, first.split())
    end = lines.index("0")
    names = [" ".join(line[1:-1].replace('""', '"').split()) for line in lines[end + 1 :][:options]]
    ballots = [[int(number) for number in line.split()[1:-1]] for line in lines[:end]]
    return Election(
        names=tuple(names),
        costs=(),
        amount=seats,
        choices=tuple(tuple(names[number - 1] for number in ballot) for ballot in ballots),
    )
