"""What would have altered an outcome, and what other rules make of the same ballots, as values.

They follow from the ballots, so they are worked out only where the ballots are published. They are
stored as canonical JSON: options by their numbers, money in minor units.
"""

import json
from dataclasses import dataclass
from typing import Any, assert_never

from deliberate.tally.sure.change import Change, Lack, Missed, Move, Moved, OtherLots, Swing
from deliberate.tally.sure.ways import Way

Numbers = tuple[int, ...]


@dataclass(frozen=True)
class Came:
    """What the ballots came to in one way of counting.

    `level` are those between whom lots chose, at the top; () if none were level there. `spent` is 0
    where nothing is bought, and `seats` 1.
    """

    way: Way
    winners: Numbers
    level: Numbers = ()
    lot_used: bool = False
    seats: int = 1
    spent: int = 0


@dataclass(frozen=True)
class WhatIfs:
    """The nearest change and the other ways of counting, as far as they are known.

    `beats_all` is who more ballots put above than below each other option, if anybody is.
    """

    nearest: Change | None = None
    ways: tuple[Came, ...] = ()
    beats_all: int | None = None


def to_text(what_ifs: WhatIfs) -> str:
    """Write what-ifs as canonical JSON, on one line."""
    told = {
        "nearest": None if what_ifs.nearest is None else _change(what_ifs.nearest),
        "ways": [
            {
                "rule": came.way.rule,
                "settings": came.way.settings,
                "winners": came.winners,
                "level": came.level,
                "lot_used": came.lot_used,
                "seats": came.seats,
                "spent": came.spent,
            }
            for came in what_ifs.ways
        ],
        "beats_all": what_ifs.beats_all,
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> WhatIfs:
    """Read what-ifs back from their JSON."""
    told = json.loads(text)
    nearest = told["nearest"]
    return WhatIfs(
        nearest=None if nearest is None else _change_of(nearest),
        ways=tuple(map(_came_of, told["ways"])),
        beats_all=told["beats_all"],
    )


def _change(change: Change) -> dict[str, object]:
    match change:
        case Moved(now, then, swing, ballots, pool, at_least):
            return {
                "now": now,
                "then": then,
                "move": swing.move,
                "gainer": swing.gainer,
                "loser": swing.loser,
                "ballots": ballots,
                "pool": pool,
                "at_least": at_least,
            }
        case OtherLots(now, then):
            return {"now": now, "then": then}
        case Missed(option, more, lower_cost, lack):
            return {"option": option, "more": more, "lower_cost": lower_cost, "lack": lack}
        case _:
            assert_never(change)


def _change_of(told: dict[str, Any]) -> Change:
    if "option" in told:
        return Missed(told["option"], told["more"], told["lower_cost"], Lack(told["lack"]))
    now, then = tuple(told["now"]), tuple(told["then"])
    if "move" not in told:
        return OtherLots(now, then)
    swing = Swing(Move(told["move"]), told["gainer"], told["loser"])
    return Moved(now, then, swing, told["ballots"], told["pool"], told["at_least"])


def _came_of(told: dict[str, Any]) -> Came:
    return Came(
        way=Way(told["rule"], tuple((key, value) for key, value in told["settings"])),
        winners=tuple(told["winners"]),
        level=tuple(told["level"]),
        lot_used=told["lot_used"],
        seats=told["seats"],
        spent=told["spent"],
    )
