"""What canonical JSON tells of options compared two by two."""

from collections.abc import Iterable, Sequence

from deliberate.tally.canonical.edge import Edge, Json
from deliberate.tally.outcome import Pairwise
from deliberate.tally.rounds import Lock


def pairwise_told(found: Pairwise, edge: Edge) -> dict[str, Json]:
    """Tell the table, the ranking, and the paths and totals of rules that have them.

    Rows and columns of tables are the options in the order of the file.
    """
    told: dict[str, Json] = {
        "pairwise": _table_told(found.table),
        "ranking": [edge.each(tier) for tier in found.ranking],
        "condorcet_winner": found.beats_all(),
    }
    if found.paths is not None:
        told["paths"] = _table_told(found.paths)
    if found.totals is not None:
        told["totals"] = {str(number): str(had) for number, had in found.totals.items()}
    return told


def locks_told(locks: Iterable[Lock]) -> dict[str, Json]:
    """Tell the wins locked in, in order, and those passed over with their place in the order.

    They are pairs of winner and loser; the votes stand in the table. A thousand options have half
    a million of them, so that a round is not told for each.
    """
    locked: list[Json] = []
    passed: list[Json] = []
    for lock in locks:
        if lock.locked:
            locked.append([lock.winner, lock.loser])
        else:
            passed.append({"stage": lock.stage, "pair": [lock.winner, lock.loser]})
    return {"locked": locked, "passed_over": passed}


def _table_told(table: Sequence[Sequence[int]]) -> Json:
    # Numbers are few and entries may be a million: each number is put into words once.
    words = {number: str(number) for row in table for number in row}
    return [[words[number] for number in row[1:]] for row in table[1:]]
