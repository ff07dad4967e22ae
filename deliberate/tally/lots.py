"""Ties: look back as the rule says, then one declared order that anybody can work out again.

Drawing lots follows the Local Government Elections (Scotland) rules (SSI 2011/399, Schedule 1,
rules 49 and 51), which leave the last word to the lot. Here the lot is an order of all options,
fixed before it is needed and computed from something public; no random numbers are used.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from deliberate.tally.profile import Option


class Origin(StrEnum):
    """Where an order of lots comes from."""

    FILE = "file-order"
    SEED = "seed"
    LEAVES = "leaves"


class Purpose(StrEnum):
    """What a tie had to decide."""

    ELECT = "elect"
    TRANSFER = "transfer"
    EXCLUDE = "exclude"
    FUND = "fund"
    LOCK = "lock"


class TieRefused(Exception):
    """A tie needs a lot, and lots were to be left to people."""

    def __init__(self, stage: int, tied: Sequence[int]) -> None:
        self.stage = stage
        self.tied = tuple(tied)
        super().__init__(f"tie at stage {stage} between {', '.join(map(str, tied))}")


@dataclass(frozen=True, slots=True)
class Draw:
    """How one tie was settled.

    `between` are those who were level, `picked` the one that the tie was about (excluded for
    Purpose.EXCLUDE, otherwise preferred), `favoured` the one who gained, `level_at` the stage that
    told them apart, or None if a lot did; `drawn` are those between whom lots were drawn.
    """

    stage: int
    purpose: Purpose
    between: tuple[int, ...]
    picked: int
    favoured: int
    level_at: int | None = None
    drawn: tuple[int, ...] = ()

    @property
    def is_lot(self) -> bool:
        """Say whether a lot decided, not an earlier stage."""
        return self.level_at is None

    @property
    def how(self) -> str:
        """Say in one word how it was settled, as the canonical JSON does.

        >>> Draw(7, Purpose.EXCLUDE, (4, 9), picked=9, favoured=4, level_at=3).how
        'look-back stage 3'
        """
        return "lot" if self.level_at is None else f"look-back stage {self.level_at}"


@dataclass(frozen=True, slots=True)
class LotOrder:
    """An order of all option numbers; who stands earlier is favoured, always.

    `origin` says where the order comes from, `refuse` makes every need of a lot raise TieRefused.

    >>> LotOrder((3, 1, 2)).first([1, 2])
    1
    """

    order: tuple[int, ...]
    origin: str = Origin.FILE
    refuse: bool = False

    def place(self, number: int) -> int:
        """Return the place of an option in the order, from 0."""
        return self.order.index(number)

    def sorted(self, numbers: Iterable[int]) -> list[int]:
        """Return the given options, the most favoured first."""
        wanted = set(numbers)
        return [number for number in self.order if number in wanted]

    def first(self, numbers: Iterable[int]) -> int:
        """Return the most favoured of the given options."""
        return self.sorted(numbers)[0]

    def draw(self, stage: int, purpose: Purpose, between: Iterable[int]) -> Draw:
        """Settle a tie by lot, without looking back.

        >>> LotOrder((3, 1, 2)).draw(4, Purpose.EXCLUDE, [1, 2]).picked
        2

        Raises TieRefused if this order says so.
        """
        ranked = self.sorted(between)
        if self.refuse:
            raise TieRefused(stage, sorted(ranked))
        picked = ranked[-1] if purpose is Purpose.EXCLUDE else ranked[0]
        level = tuple(sorted(ranked))
        return Draw(stage, purpose, level, picked, ranked[0], drawn=level)


def file_order(options: Sequence[Option]) -> LotOrder:
    """Favour options in the order in which they stand: the default, and said so in the outcome.

    >>> file_order([Option(1, "1", "Ada"), Option(2, "2", "Bo")]).order
    (1, 2)
    """
    return LotOrder(tuple(option.number for option in options), Origin.FILE)


def lots_from_seed(seed: bytes, contest: str, options: Sequence[Option]) -> LotOrder:
    """Order options by the SHA-256 of seed, contest id (UTF-8) and option id (UTF-8), in a row.

    >>> options = [Option(1, "1", "Ada"), Option(2, "2", "Bo"), Option(3, "3", "Cy")]
    >>> lots_from_seed(b"lottery of 1 May", "mill-road", options).order
    (2, 3, 1)
    """

    def ticket(option: Option) -> bytes:
        return sha256(seed + contest.encode() + option.id.encode()).digest()

    return LotOrder(tuple(option.number for option in sorted(options, key=ticket)), Origin.SEED)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root of published leaves: SHA-256 over the sorted leaves, one after another.

    Each leaf is 32 bytes; equal leaves count as often as they are there.

    >>> root_of([b"b" * 32, b"a" * 32]) == root_of([b"a" * 32, b"b" * 32])
    True
    """
    return sha256(b"".join(sorted(leaves))).digest()


def lots_from_root(root: bytes, options: Sequence[Option]) -> LotOrder:
    """Order options by SHA-256(root | option number in ASCII digits), the default of a contest.

    Nobody can know the order before the ballots are sealed; everybody can compute it after.

    >>> options = [Option(1, "1", "Ada"), Option(2, "2", "Bo"), Option(3, "3", "Cy")]
    >>> lots_from_root(root_of([b"a" * 32]), options).order
    (2, 1, 3)
    """

    def ticket(option: Option) -> bytes:
        return sha256(root + str(option.number).encode()).digest()

    return LotOrder(tuple(option.number for option in sorted(options, key=ticket)), Origin.LEAVES)


def settle(
    stage: int,
    purpose: Purpose,
    tied: Sequence[int],
    earlier: Sequence[Mapping[int, int]],
    lots: LotOrder,
) -> Draw:
    """Settle a tie by looking back, then by lot.

    `earlier` holds everybody's votes at each stage, the first stage first, up to the one just
    counted. Going back, the first stage at which the tied differ narrows them to those lowest
    there (to exclude) or highest there (otherwise); whoever is still level goes further back.

    >>> stages = [{1: 5, 2: 4}, {1: 6, 2: 6}]
    >>> settle(3, Purpose.EXCLUDE, (1, 2), stages, LotOrder((1, 2)))
    Draw(stage=3, purpose=<Purpose.EXCLUDE: 'exclude'>, between=(1, 2), picked=2, favoured=1, \
level_at=1, drawn=())
    """
    wanted = min if purpose is Purpose.EXCLUDE else max
    level = list(tied)
    for back in range(len(earlier), 0, -1):
        votes = [earlier[back - 1][number] for number in level]
        edge = wanted(votes)
        if votes.count(edge) == len(level):
            continue
        level = [number for number, had in zip(level, votes, strict=True) if had == edge]
        if len(level) == 1:
            return _looked_back(stage, purpose, tied, level[0], back, lots)
    lot = lots.draw(stage, purpose, level)
    return Draw(stage, purpose, tuple(sorted(tied)), lot.picked, lot.favoured, drawn=lot.drawn)


def _looked_back(
    stage: int, purpose: Purpose, tied: Sequence[int], picked: int, back: int, lots: LotOrder
) -> Draw:
    others = [number for number in tied if number != picked]
    favoured = lots.first(others) if purpose is Purpose.EXCLUDE else picked
    return Draw(stage, purpose, tuple(sorted(tied)), picked, favoured, level_at=back)
