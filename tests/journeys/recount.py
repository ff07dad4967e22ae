"""Counting again what the city published, as anybody can: with the command, and by hand."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.journeys.elections import Election

ROOT = Path(__file__).parent.parent.parent
MONEY = {"cost", "left_before", "left_after", "share"}
ONE_OPTION = {"candidate", "picked", "favoured"}
OPTIONS = {"elected", "excluded", "between"}
BY_OPTION = {"votes", "transfers"}


def run(command: str, folder: Path) -> dict[str, Any]:
    """Run a command as it stands on a page, beside the files of a folder; return its JSON."""
    program, *rest = shlex.split(command)
    assert program == "deliberate"
    done = subprocess.run(
        [sys.executable, "-m", "deliberate.cli", *rest, "--format", "json"],
        cwd=folder,
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def told(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """Return winners and rounds with options by name and money as numbers.

    Files may number options otherwise than the ballot did, and write money with fewer decimals.
    """
    names = {str(option["id"]): option["name"] for option in outcome["input"]["candidates"]}

    def read(key: str, value: Any) -> Any:
        if key in ONE_OPTION:
            return None if value is None else names[str(value)]
        if key in OPTIONS:
            return sorted(names[str(one)] for one in value)
        if key in BY_OPTION:
            return {names[number]: votes for number, votes in value.items()}
        if key in MONEY:
            return Fraction(value)
        if key == "ties":
            return [{name: read(name, inner) for name, inner in tie.items()} for tie in value]
        return value

    return {
        "status": outcome["status"],
        "winners": [names[str(number)] for number in outcome["winners"]],
        "rounds": [{key: read(key, value) for key, value in r.items()} for r in outcome["rounds"]],
    }


def in_order_of_lots(names: Sequence[str], leaves: str) -> list[str]:
    """Return options in the order that the published leaves give: here worked out by hand."""
    root = sha256(b"".join(sorted(bytes.fromhex(leaf) for leaf in leaves.split()))).digest()
    numbers = range(1, len(names) + 1)
    tickets = sorted(numbers, key=lambda number: sha256(root + str(number).encode()).digest())
    return [names[number - 1] for number in tickets]


def write_pb(election: Election, order: Sequence[str]) -> str:
    """Write the ballots that were cast as a .pb file of our own."""
    costs = dict(zip(election.names, election.costs, strict=True))
    numbers = {name: str(number) for number, name in enumerate(election.names, start=1)}
    lines = ["META", "key;value", "description;By hand", f"num_projects;{len(order)}"]
    lines += [f"num_votes;{len(election.choices)}", f"budget;{election.amount}"]
    lines += ["vote_type;approval", "PROJECTS", "project_id;cost;name"]
    lines += [f"{numbers[name]};{costs[name]};{name}" for name in order]
    lines += ["VOTES", "voter_id;vote"]
    for voter, chosen in enumerate(election.choices, start=1):
        lines.append(f"{voter};{','.join(numbers[name] for name in chosen)}")
    return "\n".join([*lines, ""])


def write_blt(election: Election, order: Sequence[str]) -> str:
    """Write the ballots that were cast as a .blt file of our own."""
    numbers = {name: str(number) for number, name in enumerate(order, start=1)}
    lines = [f"{len(order)} {election.amount}"]
    lines += [_ballot(numbers[name] for name in ranking) for ranking in election.choices]
    quoted = [name.replace('"', '""') for name in [*order, "By hand"]]
    return "\n".join([*lines, "0", *(f'"{name}"' for name in quoted), ""])


def _ballot(numbers: Iterable[str]) -> str:
    return f"1 {' '.join(numbers)} 0"
