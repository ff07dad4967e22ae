"""An outcome as canonical JSON: the same count gives the same bytes, wherever it is made.

RFC 8785 (JSON Canonicalization Scheme) in spirit: keys sorted, no spaces, UTF-8. It goes further
with numbers: votes and money are strings, exact decimals or fractions ("1234.98248", "7/2"), since
a JSON number would be read as binary floating point. Options of ranked counts go by number,
projects by id. The digest of everything else stands under `result_sha256`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import assert_never

from deliberate.tally.fates import Fate, Funded, NobodyChose, SharesTooSmall, TooDear, TooFewVotes
from deliberate.tally.lots import Draw
from deliberate.tally.money import decimal, written
from deliberate.tally.outcome import Outcome, Places, Spending
from deliberate.tally.profile import Exact, Option
from deliberate.tally.rounds import Exclusion, FirstCount, Purchase, Surplus

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]

ENGINE = "deliberate.tally"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Source:
    """Where the ballots came from: the file's SHA-256 in hex, its format, its lines of ballots.

    `places` is how many decimals the currency has: costs are in minor units, JSON in whole ones.
    """

    sha256: str = ""
    form: str = ""
    lines: int = 0
    places: int = 0


def to_json(outcome: Outcome, source: Source | None = None) -> str:
    """Write an outcome as canonical JSON, on one line without a line break.

    >>> from deliberate.tally.ranked.irv import IRV
    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import Profile, options_named
    >>> options = options_named(["Trees", "Ramp"])
    >>> outcome = IRV().count(Profile(options, {((1,),): 3, ((2,),): 2}), file_order(options))
    >>> to_json(outcome)[:61]
    '{"engine":"deliberate.tally","input":{"ballots":{"empty":0,"i'
    """
    content = _Writer(outcome, source or Source()).content()
    digest = sha256(_words(content).encode()).hexdigest()
    return _words({**content, "result_sha256": digest})


def _words(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class _Writer:
    """Turns one outcome into JSON values."""

    def __init__(self, outcome: Outcome, source: Source) -> None:
        self.outcome = outcome
        self.source = source
        self.by_id = isinstance(outcome.evidence, Spending)

    def content(self) -> dict[str, Json]:
        """Return everything but the digest."""
        outcome = self.outcome
        content: dict[str, Json] = {
            "engine": ENGINE,
            "version": VERSION,
            "rule": outcome.rule.name,
            "options": self._settings(),
            "input": self._input(),
            "status": outcome.status.value,
            "winners": self._ids(outcome.winners),
            "tied_winners": self._ids(sorted(outcome.co_winners)),
            "rounds": [self._round(stage) for stage in outcome.rounds],
            "lots": [self._draw(draw) for draw in outcome.draws if draw.is_lot],
            "lot_order": {
                "origin": str(outcome.lots.origin),
                "order": self._ids(outcome.lots.order),
            },
        }
        match outcome.evidence:
            case Places(seats, quota):
                content["seats"] = seats
                content["quota"] = None if quota is None else str(quota)
            case Spending() as spending:
                content |= self._spending(spending)
            case None:
                pass
            case _:
                assert_never(outcome.evidence)
        return content

    def _settings(self) -> dict[str, Json]:
        """Return all settings but seats and budget, which stand by themselves."""
        settings: dict[str, Json] = {}
        for key, value in self.outcome.rule.settings().items():
            if key == "step" and isinstance(value, int):
                settings[key] = self._money(value)
            elif key not in ("seats", "budget"):
                settings[key] = value
        return settings

    def _input(self) -> Json:
        outcome, source = self.outcome, self.source
        return {
            "sha256": source.sha256,
            "format": source.form,
            "candidates": [self._candidate(option) for option in outcome.options],
            "ballots": {
                "lines": source.lines,
                "papers": outcome.valid + outcome.empty + outcome.invalid,
                "valid": outcome.valid,
                "empty": outcome.empty,
                "invalid": outcome.invalid,
            },
        }

    def _candidate(self, option: Option) -> Json:
        known: dict[str, Json] = {
            "id": self._id(option.number),
            "name": option.name,
            "withdrawn": option.withdrawn,
        }
        return known | {"cost": self._money(option.cost)} if self.by_id else known

    def _id(self, number: int) -> str | int:
        return self.outcome.options[number - 1].id if self.by_id else number

    def _ids(self, numbers: Iterable[int]) -> list[Json]:
        return [self._id(number) for number in numbers]

    def _money(self, units: Exact) -> str:
        return written(units, self.source.places)

    def _round(self, stage: FirstCount | Surplus | Exclusion | Purchase) -> Json:
        ties: list[Json] = [self._draw(draw) for draw in stage.draws]
        if isinstance(stage, Purchase):
            return self._purchase(stage) | {"ties": ties}
        stopped = _votes(stage.non_transferable, stage.scale)
        told: dict[str, Json] = {
            "stage": stage.stage,
            "action": "first",
            "candidate": None,
            "votes": {str(n): _votes(units, stage.scale) for n, units in stage.units.items()},
            "transfers": {},
            "non_transferable": stopped,
            "residue": _votes(stage.residue, stage.scale),
            "elected": self._ids(stage.elected),
            "excluded": self._ids(stage.excluded),
            "ties": ties,
        }
        if stage.scale == 1:
            # The case files of instant-runoff counts call it so.
            told["exhausted"] = stopped
        if isinstance(stage, Surplus | Exclusion):
            moved = stage.moved_units.items()
            told["action"] = "surplus" if isinstance(stage, Surplus) else "exclude"
            told["candidate"] = stage.option
            told["transfers"] = {str(n): _votes(units, stage.scale) for n, units in moved}
        if isinstance(stage, Surplus):
            told["transfer_value"] = decimal(stage.value, 5)
        return told

    def _purchase(self, bought: Purchase) -> dict[str, Json]:
        told: dict[str, Json] = {
            "stage": bought.stage,
            "action": "fund",
            "candidate": self._id(bought.option),
            "cost": self._money(bought.cost),
            "score": str(bought.votes),
            "left_before": self._money(bought.left_before),
            "left_after": self._money(bought.left_after),
        }
        if bought.share is not None:
            told["share"] = self._money(bought.share)
        return told

    def _draw(self, draw: Draw) -> Json:
        return {
            "kind": "lot" if draw.is_lot else "look-back",
            "stage": draw.stage,
            "purpose": draw.purpose.value,
            "between": self._ids(draw.drawn or draw.between),
            "picked": self._id(draw.picked),
            "favoured": self._id(draw.favoured),
            "how": draw.how,
        }

    def _spending(self, spending: Spending) -> dict[str, Json]:
        told: dict[str, Json] = {
            "budget": self._money(spending.budget),
            "spent": self._money(spending.spent),
            "left": self._money(spending.left),
            "totals": {str(self._id(n)): str(votes) for n, votes in spending.totals.items()},
            "not_funded": [
                {"id": self._id(number), "why": self._why(fate)} | self._missed(fate)
                for number, fate in self.outcome.fates.items()
                if not isinstance(fate, Funded)
            ],
        }
        if spending.endowment is not None:
            told["endowment"] = self._money(spending.endowment)
            told["raised"] = spending.raised
        return told

    def _missed(self, fate: Fate) -> dict[str, Json]:
        """Tell in facts why a project was not funded, as `why` tells it in words."""
        match fate:
            case TooDear(votes, cost, left, more, lower):
                return {
                    "kind": "too-dear",
                    "votes": str(votes),
                    "cost": self._money(cost),
                    "left": self._money(left),
                    "more_votes": None if more is None else str(more),
                    "lower_cost": None if lower is None else self._money(lower),
                }
            case SharesTooSmall(votes, cost, shares, left, lower):
                return {
                    "kind": "shares-too-small",
                    "votes": str(votes),
                    "cost": self._money(cost),
                    "shares": self._money(shares),
                    "left": self._money(left),
                    "lower_cost": None if lower is None else self._money(lower),
                }
            case TooFewVotes(votes, least):
                return {"kind": "too-few-votes", "votes": str(votes), "least": str(least)}
            case NobodyChose():
                return {"kind": "nobody-chose"}
            case _:
                return {"kind": "withdrawn"}

    def _why(self, fate: Fate) -> str:
        match fate:
            case TooDear(_votes, cost, left, _more, _lower):
                return f"did not fit: {self._money(left)} left, costs {self._money(cost)}"
            case SharesTooSmall(votes, cost, shares, _left, _lower):
                had = f"its {votes} supporters had {self._money(shares)} left"
                return f"shares too small: {had}, costs {self._money(cost)}"
            case TooFewVotes(votes, least):
                return f"too few votes: {votes}, needs {least}"
            case NobodyChose():
                return "nobody chose it"
            case _:
                return "withdrawn"


def _votes(units: int, scale: int) -> str:
    """Write votes with as many decimals as the count has."""
    if scale == 1:
        return str(units)
    whole, rest = divmod(units, scale)
    return f"{whole}.{rest:0{len(str(scale)) - 1}d}"
