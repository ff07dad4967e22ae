"""In which order proposals are shown: an equal chance for each, different for each reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256


class Sort(StrEnum):
    FAIR = "fair"  # shuffled for this reader
    NEWEST = "newest"
    COST = "cost"
    NAME = "name"


@dataclass(frozen=True)
class Line:
    """As much of a proposal as sorting needs."""

    id: int
    title: str
    cost_minor: int | None
    created_at: datetime


def shuffled(ids: Iterable[int], seed: str) -> list[int]:
    """Return the ids in the order of this reader's seed: the same each time for the same seed.

    Each id is drawn by SHA-256 over seed and id, so a proposal that comes or goes leaves the
    others where they are, and nobody can choose a number that is drawn first for many readers.

    >>> shuffled([1, 2, 3], "a reader") == shuffled([3, 2, 1], "a reader")
    True
    """
    return sorted(ids, key=lambda one: sha256(f"{seed}|{one}".encode()).digest())


def arranged(lines: Sequence[Line], sort: Sort, seed: str) -> list[int]:
    """Return the ids of proposals as a reader wants them. Those of unknown cost come last."""
    if sort == Sort.FAIR:
        return shuffled((line.id for line in lines), seed)
    keys = {
        Sort.NEWEST: lambda line: (-line.created_at.timestamp(), -line.id),
        Sort.COST: lambda line: (line.cost_minor is None, line.cost_minor or 0, line.id),
        Sort.NAME: lambda line: (line.title.casefold(), line.id),
    }
    return [line.id for line in sorted(lines, key=keys[sort])]
