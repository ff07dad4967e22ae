"""Count made-up contests with libraries of others and with ours, and compare.

Run by `make oracles`, in an environment of its own: writes what was found to `agreement.json` and
into the docs, and freezes some contests that all agree on. `--part 0.1` counts a tenth of the
contests and `--rule` only one rule's; both write nothing. Ends with 1 if a disagreement has no
reason that could be checked: then the contest's file is kept, and named.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from deliberate.tally.canonical.outcome import to_json
from deliberate.tally.files.election import Format
from deliberate.tally.orders.count import Order, count_file
from tests.counts.oracles import judges, report
from tests.counts.oracles.contests import (
    Contest,
    approval_contests,
    level_contests,
    point_contests,
    ranked_contests,
    seat_contests,
)

HERE = Path(__file__).parent
FROZEN_OF_EACH = 30
LONGEST_FROZEN = 1500  # characters
Judge = Callable[[Path, dict[str, Any], dict[str, str]], str]


@dataclass(frozen=True)
class Comparison:
    """A rule with its settings, a library that knows it, and the contests to count."""

    rule: str
    library: str
    judge: Judge
    contests: Callable[[int], Iterable[Contest]]
    many: int
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return " ".join([self.rule, *(f"{key}={word}" for key, word in self.settings.items())])

    @property
    def version(self) -> str:
        return "" if self.library == PLAIN else version(self.library)


PLAIN = "plain computation"
STV = Comparison("stv-scottish", "pref_voting", judges.scottish, seat_contests, 3000)
RUNOFF = [
    Comparison("irv", "pyrankvote", judges.runoff_of_pyrankvote, ranked_contests, 3000),
    Comparison("irv", "pref_voting", judges.runoff_of_pref_voting, ranked_contests, 3000),
]
PAIRS = [
    Comparison(rule, "pref_voting", judge, level_contests, 1500, {"strength": strength})
    for rule, judge in (
        ("schulze", judges.schulze),
        ("ranked-pairs", judges.ranked_pairs),
        ("minimax", judges.minimax),
    )
    for strength in ("winning", "margins")
] + [Comparison("copeland", "pref_voting", judges.copeland, level_contests, 1500)]
BORDA = [
    Comparison("borda", "pref_voting", judges.borda, made, 1500, {"truncated": truncated})
    for made, truncated in ((level_contests, "average"), (ranked_contests, "zero"))
]
GREEDY = [
    Comparison("greedy", "pabutools", judges.greedy, made, 2000, {"by": by, "min_votes": least})
    for made, by, least in (
        (approval_contests, "votes", "0"),
        (approval_contests, "votes", "1"),
        (approval_contests, "votes/cost", "0"),
        (point_contests, "votes/cost", "0"),
    )
]
SHARES = [
    Comparison("equal-shares", "pabutools", judges.equal_shares, made, many, settings)
    for made, many, settings in (
        (approval_contests, 2000, {"utility": "cost", "completion": "none"}),
        (approval_contests, 2000, {"utility": "cardinality", "completion": "none"}),
        (point_contests, 2000, {"utility": "points", "completion": "none"}),
        *(
            (approval_contests, 1000, {"utility": u, "completion": "add1", "add1_stop": stop})
            for u in ("cost", "cardinality")
            for stop in ("overspend", "exhaustive")
        ),
        (point_contests, 1000, {"utility": "points", "completion": "add1"}),
        (approval_contests, 1000, {"utility": "cost", "completion": "add1u", "min_votes": "0"}),
    )
]
PHRAGMEN = Comparison("phragmen", "pabutools", judges.phragmen, approval_contests, 3000)
PARTS = [
    Comparison(rule, PLAIN, judges.allocation, point_contests, 1000)
    for rule in ("average", "median")
]
COMPARISONS = [STV, *RUNOFF, *PAIRS, *BORDA, *GREEDY, *SHARES, PHRAGMEN, *PARTS]


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--part", type=float, default=1)
    words.add_argument("--rule", default="")
    said = words.parse_args()
    folder = Path(mkdtemp(prefix="contests-"))
    done = [
        _Compared(comparison, int(comparison.many * said.part), folder)
        for comparison in COMPARISONS
        if said.rule in ("", comparison.rule)
    ]
    strange = [line for compared in done for line in compared.strange]
    for line in strange:
        sys.stdout.write(f"no reason found: {line}\n")
    if said.part == 1 and not said.rule and not strange:
        rows = [compared.row() for compared in done]
        write("agreement.json", rows)
        write("frozen.json", frozen(done))
        report.put_into_docs(rows)
    return 1 if strange else 0


class _Compared:
    """One comparison, carried out: what was found, what has no reason, what all agree on."""

    def __init__(self, comparison: Comparison, many: int, folder: Path) -> None:
        self.comparison = comparison
        self.many = many
        self.found: Counter[str] = Counter()
        self.strange: list[str] = []
        self.agreed: list[tuple[Contest, list[Any]]] = []
        for contest in comparison.contests(many):
            self._compare(contest, folder)
        sys.stdout.write(f"{comparison.name}, {comparison.library}: {dict(self.found)}\n")
        sys.stdout.flush()

    def _compare(self, contest: Contest, folder: Path) -> None:
        comparison = self.comparison
        path = folder / contest.file
        path.write_text(contest.text, encoding="utf-8")
        ours = counted(path, comparison.rule, comparison.settings)
        verdict = comparison.judge(path, ours, dict(comparison.settings))
        self.found[verdict] += 1
        if verdict == judges.UNEXPLAINED:
            self.strange.append(f"{comparison.name}, {comparison.library}: {path}")
        elif verdict == judges.SAME and len(contest.text) <= LONGEST_FROZEN:
            self.agreed.append((contest, ours.get("co_winners") or ours["winners"]))

    def row(self) -> dict[str, Any]:
        return {
            "rule": self.comparison.name,
            "library": self.comparison.library,
            "version": self.comparison.version,
            "contests": self.many,
            "found": dict(sorted(self.found.items())),
        }


def frozen(done: Iterable[_Compared]) -> dict[str, Any]:
    """Keep some contests of each comparison, of every culture, and who won by both programs."""
    texts: dict[str, str] = {}
    kept = []
    for compared in done:
        comparison = compared.comparison
        for contest, winners in compared.agreed[:FROZEN_OF_EACH]:
            texts[contest.file] = contest.text
            kept.append(
                {
                    "file": contest.file,
                    "name": comparison.name,
                    "rule": comparison.rule,
                    "settings": comparison.settings,
                    "library": comparison.library,
                    "winners": winners,
                }
            )
    return {"contests": texts, "counts": kept}


def write(name: str, content: object) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (HERE / name).write_text(text, encoding="utf-8")


def counted(path: Path, rule: str, settings: Mapping[str, str]) -> dict[str, Any]:
    """Count a file as the command line does, and read its JSON."""
    order = Order(rule, Format(path.suffix[1:]), settings=settings)
    done = count_file(path.read_bytes(), order)
    told: dict[str, Any] = json.loads(to_json(done.outcome, done.source))
    return told


if __name__ == "__main__":
    sys.exit(main())
