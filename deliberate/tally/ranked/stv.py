"""Single transferable vote as in Scottish council elections: SSI 2011/399, Schedule 1, part 5.

Two rules with the same stages: one cuts the value of a paper off after five decimal places, as
the law says, the other keeps it exactly, as a fraction.

The numbers in the comments are those of its rules 46 to 53. In short: who reaches the quota is
elected; what they had beyond it moves on as a part of every paper they hold (weighted inclusive
Gregory), cut off after five decimal places; if nobody has anything to pass on, the last one is
out, and all their papers move on at the value that they have. One surplus or one exclusion makes
a stage.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from deliberate.tally.fates import Beaten, Elected, Excluded, Fate, Reason, Uncounted, Withdrawn
from deliberate.tally.lots import Draw, LotOrder, Purpose, settle
from deliberate.tally.money import ten_to
from deliberate.tally.outcome import Outcome, Places, Setting, Status, TooLarge, opened
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.ranked.piles import Piles
from deliberate.tally.rounds import Exclusion, FirstCount, RankedRound, Surplus, exact

DECIMALS = 5
"""Rule 48 gives the value of a paper to five decimal places."""

MOST_DIGITS = 4000
"""An exact count ends where fractions need more digits than this: nobody could read them."""


@dataclass(frozen=True, slots=True)
class ScottishSTV:
    """Scottish STV for a number of seats.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> profile = Profile(options, {((1,), (2,)): 5, ((2,),): 2, ((3,),): 3})
    >>> ScottishSTV(seats=2).count(profile, file_order(options)).winners
    (1, 3)
    """

    seats: int

    def __post_init__(self) -> None:
        if self.seats < 1:
            raise ValueError("a count needs at least one seat")

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "stv-scottish"

    @property
    def decimals(self) -> int | None:
        """After how many decimal places the value of a paper is cut off; None if it is not."""
        return DECIMALS

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value."""
        return {"seats": self.seats}

    def count(self, profile: Profile[Ranking], lots: LotOrder) -> Outcome:
        """Count the ballots; ties are looked back on, then settled by `lots`.

        Raises TieRefused if a lot is needed and `lots` refuses.
        """
        return _Count(self, profile, lots).run()


@dataclass(frozen=True, slots=True)
class ExactSTV(ScottishSTV):
    """The stages of Scottish STV with exact values of papers, so that no vote is lost.

    Fractions grow up to twice as long with each surplus that moves on. A count for ten seats has
    some hundred digits, one for twenty has thousands; beyond 4,000 `count` raises TooLarge.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> profile = Profile(options, {((1,), (2,)): 7, ((2,),): 1, ((3,),): 2})
    >>> outcome = ExactSTV(seats=2).count(profile, file_order(options))
    >>> outcome.stages[1].value, outcome.stages[1].votes
    (Fraction(3, 7), {1: 4, 2: 4, 3: 2})
    """

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "stv-exact"

    @property
    def decimals(self) -> int | None:
        """The value of a paper is not cut off."""
        return None


class _Count:
    """The tables of one count: the piles, who is in, who is out, and the stages so far.

    Votes and values are integers in units of 1/`scale` of a vote. An exact count makes the unit
    finer as it goes.
    """

    def __init__(self, rule: ScottishSTV, profile: Profile[Ranking], lots: LotOrder) -> None:
        self.rule = rule
        self.profile = profile
        self.lots = lots
        self.scale = ten_to(rule.decimals or 0)
        self.piles = Piles(profile, worth=self.scale)
        self.votes = {option.number: 0 for option in profile.options} | self.piles.votes()
        self.first = {number: votes // self.scale for number, votes in self.votes.items()}
        self.valid = sum(self.first.values())
        # Rule 47: valid papers over seats plus one, fractions ignored, plus one.
        self.quota = self.valid // (rule.seats + 1) + 1
        self.continuing = set(profile.standing())
        self.with_surplus: set[int] = set()
        self.winners: list[int] = []
        self.fates: dict[int, Fate] = {}
        self.non_transferable = 0
        self.residue = 0
        self.stages: list[RankedRound] = []

    def run(self) -> Outcome:
        if not self.valid:
            return self._outcome(Status.NO_VALID_BALLOTS)
        self._first_stage()
        while len(self.winners) < self.rule.seats and self.continuing:
            if self.with_surplus:
                self._transfer_surplus()
            else:
                self._exclude_last()
        return self._outcome(Status.DECIDED)

    @property
    def stage(self) -> int:
        """The number of the stage that is being made."""
        return len(self.stages) + 1

    def _first_stage(self) -> None:
        elected = self._elect()
        self.stages.append(
            FirstCount(
                stage=self.stage,
                units=dict(self.votes),
                total=self.valid * self.scale,
                scale=self.scale,
                elected=elected,
            )
        )

    def _transfer_surplus(self) -> None:
        """Rules 48 and 49: pass on the largest surplus, a part of every paper."""
        stage = self.stage
        most = max(self.votes[number] for number in self.with_surplus)
        tied = sorted(number for number in self.with_surplus if self.votes[number] == most)
        option, draws = self._one_of(tied, Purpose.TRANSFER)
        surplus = most - self.quota * self.scale
        value = Fraction(surplus, most)
        if self.rule.decimals is None:
            self._make_unit_finer(option, value)
            surplus = int(value * self.votes[option])
        else:
            value = Fraction(surplus * self.scale // most, self.scale)

        def worth(had: int) -> int:
            return surplus * had // self.votes[option]

        self.with_surplus.remove(option)
        moved, lapsed = self.piles.move(option, self.continuing, worth)
        self.votes[option] = self.quota * self.scale
        self.residue += surplus - sum(moved.values()) - lapsed
        self._add(moved, lapsed)
        elected = self._elect()
        self.stages.append(
            Surplus(
                stage=stage,
                units=dict(self.votes),
                total=self.valid * self.scale,
                scale=self.scale,
                non_transferable=self.non_transferable,
                residue=self.residue,
                elected=elected,
                draws=draws,
                option=option,
                moved_units=moved,
                lapsed_units=lapsed,
                surplus_units=surplus,
                value=value,
            )
        )

    def _make_unit_finer(self, option: int, value: Fraction) -> None:
        """Choose the unit so that a part `value` of each paper of this option is a whole number."""
        parts = [had * value for had in self.piles.values_of(option)]
        finer = lcm(*(part.denominator for part in parts))
        self.scale *= finer
        if self.scale >= ten_to(MOST_DIGITS):
            raise TooLarge(
                f"the fractions of an exact count need more than {MOST_DIGITS} digits "
                f"at stage {self.stage}"
            )
        self.piles.make_unit_finer(finer)
        self.votes = {number: votes * finer for number, votes in self.votes.items()}
        self.non_transferable *= finer

    def _exclude_last(self) -> None:
        """Rules 50 and 51: the one with the fewest votes is out, and its papers move on."""
        stage = self.stage
        fewest = min(self.votes[number] for number in self.continuing)
        tied = sorted(number for number in self.continuing if self.votes[number] == fewest)
        option, draws = self._one_of(tied, Purpose.EXCLUDE)
        self.continuing.remove(option)
        self.fates[option] = Excluded(stage, exact(fewest, self.scale), self.first[option])
        moved, lapsed = self.piles.move(option, self.continuing, lambda had: had)
        self.votes[option] = 0
        self._add(moved, lapsed)
        elected = self._elect()
        self.stages.append(
            Exclusion(
                stage=stage,
                units=dict(self.votes),
                total=self.valid * self.scale,
                scale=self.scale,
                non_transferable=self.non_transferable,
                residue=self.residue,
                elected=elected,
                excluded=(option,),
                draws=draws,
                option=option,
                moved_units=moved,
                lapsed_units=lapsed,
            )
        )

    def _one_of(self, tied: list[int], purpose: Purpose) -> tuple[int, tuple[Draw, ...]]:
        if len(tied) == 1:
            return tied[0], ()
        earlier = [stage.units for stage in self.stages]
        draw = settle(self.stage, purpose, tied, earlier, self.lots)
        return draw.picked, (draw,)

    def _add(self, moved: Mapping[int, int], lapsed: int) -> None:
        for number, gained in moved.items():
            self.votes[number] += gained
        self.non_transferable += lapsed

    def _elect(self) -> tuple[int, ...]:
        """Put in who has the quota; then, if no more continue than places are left, all of them."""
        quota = self.quota * self.scale
        reached = [number for number in self.continuing if self.votes[number] >= quota]
        elected = self._put_in(reached, Reason.QUOTA)
        self.with_surplus.update(number for number in elected if self.votes[number] > quota)
        if 0 < len(self.continuing) <= self.rule.seats - len(self.winners):  # rule 52
            elected += self._put_in(list(self.continuing), Reason.LAST_PLACES)
        return tuple(elected)

    def _put_in(self, numbers: list[int], reason: Reason) -> list[int]:
        """Elect these, those with more votes first; among equals the lot order lists them."""
        ordered = sorted(self.lots.sorted(numbers), key=self.votes.__getitem__, reverse=True)
        for number in ordered:
            self.continuing.remove(number)
            self.fates[number] = Elected(self.stage, exact(self.votes[number], self.scale), reason)
        self.winners.extend(ordered)
        return ordered

    def _outcome(self, status: Status) -> Outcome:
        return replace(
            opened(self.rule, self.profile, self.lots, self.valid),
            status=status,
            winners=tuple(self.winners),
            rounds=tuple(self.stages),
            fates=self._all_fates(),
            evidence=Places(self.rule.seats, self.quota, self.rule.decimals),
        )

    def _all_fates(self) -> dict[int, Fate]:
        """Add to who was put in or out those who are neither."""
        last = self.votes[self.winners[-1]] if self.winners else 0
        fates: dict[int, Fate] = {}
        for option in self.profile.options:
            number, votes = option.number, self.votes[option.number]
            if option.withdrawn:
                fates[number] = Withdrawn()
            elif number in self.fates:
                fates[number] = self.fates[number]
            elif self.winners:
                behind = exact(last - votes, self.scale)
                fates[number] = Beaten(exact(votes, self.scale), behind, self.first[number])
            else:
                fates[number] = Uncounted()
        return fates
