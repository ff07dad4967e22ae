"""Reading an outcome back from its canonical JSON, so that a page says what was stored.

The JSON tells rounds, winners and why projects were not funded; what became of each ranked option
follows from the rounds. A test holds this against the tally: an outcome that was stored and read
back is the same outcome.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from deliberate.outcomes import fates
from deliberate.tally.fates import Fate
from deliberate.tally.lots import Draw, LotOrder, Purpose
from deliberate.tally.outcome import Outcome, Places, Setting, Spending, Status
from deliberate.tally.profile import Option
from deliberate.tally.ranked.stv import DECIMALS
from deliberate.tally.rounds import Exclusion, FirstCount, Purchase, RankedRound, Round, Surplus

LOOKED_BACK = "look-back stage "
APART = ("seats", "budget")  # settings that stand beside the others


@dataclass(frozen=True)
class StoredRule:
    """What the JSON says of the rule: its name and its settings."""

    name: str
    stated: Mapping[str, Setting]

    def settings(self) -> Mapping[str, Setting]:
        return self.stated


def outcome_of(text: str) -> Outcome:
    """Return the outcome that this canonical JSON tells."""
    return _Reader(json.loads(text)).outcome()


class _Reader:
    """Turns JSON values back into one outcome: ids into numbers, decimals into whole units."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.is_money = "budget" in told
        ids = [candidate["id"] for candidate in told["input"]["candidates"]]
        self.numbers = {str(known): number for number, known in enumerate(ids, start=1)}
        # Money has as many decimals as the budget; votes as many as the first votes.
        self.places = _decimals(told["budget"]) if self.is_money else 0

    def outcome(self) -> Outcome:
        told = self.told
        ballots = told["input"]["ballots"]
        rounds = self._rounds()
        outcome = Outcome(
            rule=StoredRule(told["rule"], self._settings()),
            options=self._options(),
            lots=LotOrder(
                tuple(map(self._number, told["lot_order"]["order"])), told["lot_order"]["origin"]
            ),
            valid=ballots["valid"],
            empty=ballots["empty"],
            invalid=ballots["invalid"],
            status=Status(told["status"]),
            winners=tuple(map(self._number, told["winners"])),
            co_winners=frozenset(map(self._number, told["tied_winners"])),
            rounds=rounds,
            drawn=tuple(map(self._draw, told.get("ties", ()))),
            evidence=self._spending() if self.is_money else self._places(),
        )
        missed = self._missed() if self.is_money else {}
        return fates.with_fates(outcome, missed)

    def _number(self, known: object) -> int:
        return self.numbers[str(known)]

    def _units(self, amount: str) -> int:
        return int(Fraction(amount) * 10**self.places)

    def _part(self, amount: str) -> Fraction:
        return Fraction(amount) * Fraction(10**self.places)

    def _settings(self) -> dict[str, Setting]:
        settings: dict[str, Setting] = dict(self.told["options"])
        if "step" in settings:
            settings["step"] = self._units(str(settings["step"]))
        if self.is_money:
            settings["budget"] = self._units(self.told["budget"])
        elif self.told["quota"] is not None:
            settings["seats"] = self.told["seats"]
        return settings

    def _options(self) -> tuple[Option, ...]:
        return tuple(
            Option(
                number,
                str(candidate["id"]),
                candidate["name"],
                self._units(candidate.get("cost", "0")),
                candidate["withdrawn"],
            )
            for number, candidate in enumerate(self.told["input"]["candidates"], start=1)
        )

    def _places(self) -> Places:
        quota = self.told["quota"]
        if quota is None:
            return Places(self.told["seats"])
        return Places(self.told["seats"], int(quota), DECIMALS)

    def _spending(self) -> Spending:
        told = self.told
        return Spending(
            budget=self._units(told["budget"]),
            spent=self._units(told["spent"]),
            totals={self._number(known): int(votes) for known, votes in told["totals"].items()},
            endowment=self._part(told["endowment"]) if "endowment" in told else None,
            raised=told.get("raised", 0),
        )

    def _rounds(self) -> tuple[Round, ...]:
        if self.is_money:
            return tuple(map(self._purchase, self.told["rounds"]))
        stages: list[RankedRound] = []
        for told in self.told["rounds"]:
            stages.append(self._stage(told, stages[-1] if stages else None))
        return tuple(stages)

    def _purchase(self, told: dict[str, Any]) -> Purchase:
        return Purchase(
            stage=told["stage"],
            option=self._number(told["candidate"]),
            cost=self._units(told["cost"]),
            votes=int(told["score"]),
            left_before=self._units(told["left_before"]),
            left_after=self._units(told["left_after"]),
            share=self._part(told["share"]) if "share" in told else None,
            draws=tuple(map(self._draw, told["ties"])),
        )

    def _stage(self, told: dict[str, Any], before: RankedRound | None) -> RankedRound:
        scale = 10 ** _decimals(told["non_transferable"])
        units = {int(known): _scaled(votes, scale) for known, votes in told["votes"].items()}
        moved = {int(known): _scaled(votes, scale) for known, votes in told["transfers"].items()}
        stopped, residue = (
            _scaled(told["non_transferable"], scale),
            _scaled(told["residue"], scale),
        )
        common: dict[str, Any] = {
            "stage": told["stage"],
            "units": units,
            "total": sum(units.values()) + stopped + residue,
            "scale": scale,
            "non_transferable": stopped,
            "residue": residue,
            "elected": tuple(map(self._number, told["elected"])),
            "excluded": tuple(map(self._number, told["excluded"])),
            "draws": tuple(map(self._draw, told["ties"])),
        }
        if before is None:
            return FirstCount(**common)
        lapsed = stopped - before.non_transferable
        common |= {"option": told["candidate"], "moved_units": moved, "lapsed_units": lapsed}
        if told["action"] == "exclude":
            return Exclusion(**common)
        surplus = sum(moved.values()) + lapsed + residue - before.residue
        return Surplus(**common, surplus_units=surplus, value=Fraction(told["transfer_value"]))

    def _draw(self, told: dict[str, Any]) -> Draw:
        between = tuple(map(self._number, told["between"]))
        how = told["how"]
        is_lot = not how.startswith(LOOKED_BACK)
        return Draw(
            stage=told["stage"],
            purpose=Purpose(told["purpose"]),
            between=between,
            picked=self._number(told["picked"]),
            favoured=self._number(told["favoured"]),
            level_at=None if is_lot else int(how.removeprefix(LOOKED_BACK)),
            drawn=between if is_lot else (),
        )

    def _missed(self) -> dict[int, Fate]:
        return {
            self._number(told["id"]): fates.missed(told, self._units, self._part)
            for told in self.told["not_funded"]
        }


def _decimals(amount: str) -> int:
    return len(amount.partition(".")[2])


def _scaled(votes: str, scale: int) -> int:
    return int(Fraction(votes) * scale)
