"""An outcome as canonical JSON: the same count gives the same bytes, wherever it is made.

RFC 8785 (JSON Canonicalization Scheme) in spirit: keys sorted, no spaces, UTF-8. It goes further
with numbers: votes and money are strings, exact decimals or fractions ("1234.98248", "7/2"), since
a JSON number would be read as binary floating point. Options of ranked counts go by number,
projects by id. The digest of everything else stands under `result_sha256`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import assert_never

from deliberate.tally.canonical.budget import allocation_told, purchase_told, spending_told
from deliberate.tally.canonical.edge import Edge, Json, votes_in
from deliberate.tally.canonical.pairwise import locks_told, pairwise_told
from deliberate.tally.lots import Draw
from deliberate.tally.money import decimal
from deliberate.tally.outcome import Allocation, Outcome, Pairwise, Places, Scores, Spending
from deliberate.tally.rounds import Exclusion, Lock, Purchase, RankedRound, Surplus

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
    return sealed(_Writer(outcome, source or Source()).content())


def digest_of(outcome: Outcome, source: Source) -> str:
    """Return what `result_sha256` says in the JSON: the digest of everything else in it."""
    return _digest(_Writer(outcome, source).content())


def sealed(content: Mapping[str, Json]) -> str:
    """Write values as canonical JSON, with the digest of all of them under `result_sha256`.

    >>> sealed({"b": 1, "a": "2/3"})[:30]
    '{"a":"2/3","b":1,"result_sha25'
    """
    return _words({**content, "result_sha256": _digest(content)})


def _digest(content: Json) -> str:
    return sha256(_words(content).encode()).hexdigest()


def _words(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class _Writer:
    """Turns one outcome into JSON values."""

    def __init__(self, outcome: Outcome, source: Source) -> None:
        self.outcome = outcome
        self.source = source
        by_id = isinstance(outcome.evidence, Spending | Allocation)
        self.told_votes: dict[tuple[int, int], str] = {}
        self.edge = Edge(outcome.options, by_id, self.source.places)

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
            "winners": self.edge.each(outcome.winners),
            "tied_winners": self._tied_winners(),
            "rounds": [
                self._round(stage) for stage in outcome.rounds if not isinstance(stage, Lock)
            ],
            "lots": [self._draw(draw) for draw in outcome.draws if draw.is_lot],
            "lot_order": {
                "origin": str(outcome.lots.origin),
                "order": self.edge.each(outcome.lots.order),
            },
        }
        match outcome.evidence:
            case Places(seats, quota, _decimals):
                content["seats"] = seats
                content["quota"] = None if quota is None else str(quota)
            case Spending() as spending:
                content |= self._spending(spending)
            case Allocation() as allocation:
                content |= allocation_told(allocation, outcome.fates, self.edge)
                content["ties"] = [self._draw(draw) for draw in outcome.drawn]
            case Scores(totals, ranking):
                content |= self._set_of_winners()
                content["totals"] = {str(self.edge.one(n)): str(had) for n, had in totals.items()}
                content["ranking"] = [self.edge.each(tier) for tier in ranking]
            case Pairwise() as found:
                content |= self._set_of_winners() | pairwise_told(found, self.edge)
                if outcome.rule.name == "ranked-pairs":
                    content |= locks_told(outcome.locks)
            case None:
                pass
            case _:
                assert_never(outcome.evidence)
        return content

    def _spending(self, spending: Spending) -> dict[str, Json]:
        told = spending_told(spending, self.outcome.fates, self.edge)
        if spending.endowment is not None:
            told["ties"] = [self._draw(draw) for draw in self.outcome.drawn]
        return told

    def _tied_winners(self) -> list[Json]:
        level = sorted(self.outcome.co_winners)
        return self.edge.each(level) if len(level) > 1 else []

    def _set_of_winners(self) -> dict[str, Json]:
        """Return what all rules tell that find a set of winners."""
        return {
            "co_winners": self.edge.each(sorted(self.outcome.co_winners)),
            "ties": [self._draw(draw) for draw in self.outcome.drawn],
        }

    def _settings(self) -> dict[str, Json]:
        """Return all settings but seats and budget, which stand by themselves."""
        settings: dict[str, Json] = {}
        for key, value in self.outcome.rule.settings().items():
            if key == "step" and isinstance(value, int):
                settings[key] = self.edge.money(value)
            elif key not in ("seats", "budget"):
                settings[key] = value
        return settings

    def _input(self) -> Json:
        outcome, source = self.outcome, self.source
        return {
            "sha256": source.sha256,
            "format": source.form,
            "candidates": [self.edge.candidate(option) for option in outcome.options],
            "ballots": {
                "lines": source.lines,
                "papers": outcome.valid + outcome.empty + outcome.invalid,
                "valid": outcome.valid,
                "empty": outcome.empty,
                "invalid": outcome.invalid,
            },
        }

    def _round(self, stage: RankedRound | Purchase) -> Json:
        ties: list[Json] = [self._draw(draw) for draw in stage.draws]
        if isinstance(stage, Purchase):
            return purchase_told(stage, self.edge) | {"ties": ties}
        decimals = self.outcome.places.decimals

        def votes(units: int) -> str:
            # From one stage to the next most votes stay as they were: they are written once.
            if (units, stage.scale) not in self.told_votes:
                self.told_votes[units, stage.scale] = votes_in(units, stage.scale, decimals)
            return self.told_votes[units, stage.scale]

        stopped = votes(stage.non_transferable)
        told: dict[str, Json] = {
            "stage": stage.stage,
            "action": "first",
            "candidate": None,
            "votes": {str(n): votes(units) for n, units in stage.units.items()},
            "transfers": {},
            "non_transferable": stopped,
            "residue": votes(stage.residue),
            "elected": self.edge.each(stage.elected),
            "excluded": self.edge.each(stage.excluded),
            "ties": ties,
        }
        if self.outcome.places.quota is None:
            # The case files of instant-runoff counts call it so.
            told["exhausted"] = stopped
        if isinstance(stage, Surplus | Exclusion):
            told["action"] = "surplus" if isinstance(stage, Surplus) else "exclude"
            told["candidate"] = stage.option
            told["transfers"] = {str(n): votes(units) for n, units in stage.moved_units.items()}
        if isinstance(stage, Surplus):
            told["transfer_value"] = (
                str(stage.value) if decimals is None else decimal(stage.value, decimals)
            )
        return told

    def _draw(self, draw: Draw) -> Json:
        return {
            "kind": "lot" if draw.is_lot else "look-back",
            "stage": draw.stage,
            "purpose": draw.purpose.value,
            "between": self.edge.each(draw.drawn or draw.between),
            "picked": self.edge.one(draw.picked),
            "favoured": self.edge.one(draw.favoured),
            "how": draw.how,
        }
