"""What a load client wrote down of every ballot it cast, and what that says of the sealed ones.

Each attempt names a ranking that no other attempt names, so that a sealed ballot tells which
attempt it came from although it tells nothing of its voter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Told(StrEnum):
    """What the voter was told of an attempt."""

    RECORDED = "recorded"
    NOT_RECORDED = "not recorded"
    NOTHING = "nothing"  # no whole answer came: either may be true


@dataclass(frozen=True)
class Attempt:
    choices: str
    told: Told
    tracker: str = ""


@dataclass
class Verdict:
    """What doesn't agree: each line names a ballot, by its choices."""

    lost: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    phantoms: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.altered or self.phantoms)


def compare(attempts: Mapping[str, list[Attempt]], sealed: Iterable[tuple[str, str]]) -> Verdict:
    """Compare each voter's attempts, in their order, with the sealed (choices, tracker) pairs.

    A voter's last recorded ballot must be there with its receipt code, unless a later attempt that
    nobody answered took its place. Nothing else of this voter, and of nobody else, may be there.
    """
    trackers: dict[str, list[str]] = {}
    for choices, tracker in sealed:
        trackers.setdefault(choices, []).append(tracker)
    verdict = Verdict()
    for own in attempts.values():
        _compare_one(own, trackers, verdict)
    verdict.phantoms += [choices for choices, left in trackers.items() for _ in left]
    return verdict


def _compare_one(own: list[Attempt], trackers: dict[str, list[str]], verdict: Verdict) -> None:
    last = max((at for at, one in enumerate(own) if one.told is Told.RECORDED), default=-1)
    unanswered = [one for one in own[last + 1 :] if one.told is Told.NOTHING]
    counted = next((one for one in unanswered if trackers.get(one.choices)), None)
    if counted is None and last < 0:
        return
    counted = counted or own[last]
    found = trackers.get(counted.choices, [])
    if not found:
        verdict.lost.append(counted.choices)
    elif counted.told is Told.RECORDED and counted.tracker not in found:
        verdict.altered.append(counted.choices)
    # Taken away, what is left at the end came from nobody's counted attempt.
    if found:
        found.remove(counted.tracker if counted.tracker in found else found[0])
