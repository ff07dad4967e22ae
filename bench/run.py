"""Measure how fast ballots are counted, beside programs of others; `make bench` runs it.

Prints a table and always ends with 0: figures are no test. `--quick` measures much smaller files
once each, to see that all of it works; `--only WORD` the rows with a word in them.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.made import made
from bench.measure import Command, Failed, interleaved

HERE = Path(__file__).parent
ROOT = HERE.parent
WIELICZKA = ROOT / "tests/counts/files/pabulib/Poland_Wieliczka_2023_Green_Budget.pb"
BURLINGTON = ROOT / "tests/counts/files/preflib/00005-00000002.toi"
RANKED = "stv-scottish irv schulze ranked-pairs minimax copeland borda".split()  # noqa: SIM905
MEMORY = 300  # megabytes, for all of these

COUNTING_ALONE = """
import sys, time
from pathlib import Path
from deliberate.tally.orders.count import Order, count_file
from deliberate.tally.files.election import Format
from deliberate.tally.canonical.outcome import to_json
content = Path(sys.argv[1]).read_bytes()
for _ in range(20):
    counted = count_file(content, Order(sys.argv[2], Format.BLT))
    to_json(counted.outcome, counted.source)
"""


@dataclass(frozen=True)
class Row:
    """A count to measure; its goal is a ratio to a peer, or seconds if there is none.

    `peer_takes` is the least that a peer must take for each second of ours; with `ours_takes`
    it is the other way round: the most that ours may take for each second of the peer.
    """

    what: str
    ours: Command
    peer: str = ""
    peer_file: str = ""
    peer_takes: float | None = None
    ours_takes: float | None = None
    seconds: float | None = None
    share: int = 1  # in how many equal parts the time is counted
    times: int = 3


def rows(part: float) -> Iterator[Row]:
    """Yield everything that is measured."""
    flat, grouped = made("flat.blt", part), made("grouped.soi", part)
    for rule in [*RANKED, "stv-exact"]:
        yield Row(f"1,000,000 ballots, {rule}", ours(flat, rule), "group-lines", str(flat),
                  ours_takes=2.0)  # fmt: skip
    for rule in RANKED:
        seats = ["--seats", "4"] if rule.startswith("stv") else []
        yield Row(f"50,000 rankings, {rule}", ours(grouped, rule, *seats),
                  f"pref_voting:{rule}", str(grouped), peer_takes=8, times=1)  # fmt: skip
    budget = made("budget.pb", part)
    for rule, least, settings in (
        ("greedy", 15, []),
        ("equal-shares", 5, ["--option", "completion=none"]),
        ("phragmen", 1.5, []),
    ):
        yield Row(f"100 projects, 100,000 voters, {rule}", ours(budget, rule, *settings),
                  f"pabutools:{rule}", str(budget), peer_takes=least, times=1)  # fmt: skip
    add1 = ["--option", "completion=add1", "--option", "add1_stop=exhaustive"]
    yield Row("64 projects, 6,586 voters, add1", ours(WIELICZKA, "equal-shares", *add1),
              "pabutools:add1", str(WIELICZKA), peer_takes=5, times=1)  # fmt: skip
    yield from without_peers(part)


def without_peers(part: float) -> Iterator[Row]:
    """Yield counts with a thousand options, and small ones."""
    options, projects, points = (
        made(name, part) for name in ("many-options.blt", "many-projects.pb", "points.pb")
    )
    for rule in [*RANKED, "stv-exact"]:
        yield Row(f"1,000 options, {rule}", ours(options, rule), times=1)
    for rule in ("greedy", "equal-shares", "phragmen"):
        yield Row(f"1,000 projects, {rule}", ours(projects, rule), times=1)
    for rule in ("average", "median"):
        yield Row(f"1,000 projects, {rule}", ours(points, rule), times=1)
    poll = made("poll.blt", 1)
    for rule in RANKED:
        alone = [sys.executable, "-c", COUNTING_ALONE, str(poll), rule]
        yield Row(f"5,000 ballots, {rule}, counting alone", alone, seconds=0.05, share=20)
    yield Row("Burlington 2009, irv, with start-up", ours(BURLINGTON, "irv"), seconds=0.15)


def ours(file: Path, rule: str, *settings: str) -> Command:
    words = ["count", str(file), "--rule", rule, "--format", "json", *settings]
    return [sys.executable, "-m", "deliberate.cli", *words]


def measured(row: Row, peers: str, *, quick: bool) -> str:
    """Measure a row, and return it as one of a Markdown table."""
    commands = [row.ours]
    python = sys.executable if row.peer == "group-lines" else peers
    if row.peer and python:
        commands.append([python, str(HERE / "peers.py"), row.peer, row.peer_file])
    try:
        our, *their = interleaved(commands, 1 if quick else row.times)
    except Failed as failed:
        return f"| {row.what} | failed: {failed} | | | | | |"
    seconds = our.seconds / row.share
    memory = f"{our.megabytes:.0f}" + (" (too much)" if our.megabytes > MEMORY else "")
    if not their:
        goal, reached = said(seconds, row.seconds, "s at most")
        return f"| {row.what} | {seconds:.3f} | | | {goal} | {reached} | {memory} |"
    peer = f"{row.peer} {their[0].seconds:.2f}"
    if row.ours_takes is None:
        ratio = their[0].seconds / seconds
        goal = f"{row.peer_takes:g} times as fast at least"
        reached = yes(row.peer_takes is not None and ratio >= row.peer_takes)
    else:
        ratio = seconds / their[0].seconds
        goal, reached = said(ratio, row.ours_takes, "times as long at most")
    return f"| {row.what} | {seconds:.2f} | {peer} | {ratio:.2f} | {goal} | {reached} | {memory} |"


def said(figure: float, most: float | None, unit: str) -> tuple[str, str]:
    return ("", "") if most is None else (f"{most:g} {unit}", yes(figure <= most))


def yes(reached: bool) -> str:  # noqa: FBT001 - a word for it
    return "yes" if reached else "no"


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="measure small files, once")
    parser.add_argument("--only", default="", metavar="WORD", help="measure only such rows")
    parser.add_argument("--peers", default="", metavar="PYTHON", help="who has the libraries")
    asked = parser.parse_args(words)
    peers = asked.peers if Path(asked.peers).is_file() else ""
    for line in (
        "| what | ours, s | peer, s | ratio | goal | reached | ours, MB |",
        "|---|---:|---:|---:|---|---|---:|",
    ):
        sys.stdout.write(line + "\n")
    for row in rows(0.02 if asked.quick else 1):
        if asked.only in row.what:
            sys.stdout.write(measured(row, peers, quick=asked.quick) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
