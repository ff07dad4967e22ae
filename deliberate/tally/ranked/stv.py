"""Single transferable vote as in Scottish council elections: SSI 2011/399, Schedule 1, part 5.

The numbers in the comments are those of its rules 46 to 53. In short: who reaches the quota is
elected; what they had beyond it moves on as a part of every paper they hold (weighted inclusive
Gregory), cut off after five decimal places; if nobody has anything to pass on, the last one is
out, and all their papers move on at the value that they have. One surplus or one exclusion makes
a stage.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from deliberate.tally.fates import Beaten, Elected, Excluded, Fate, Reason, Uncounted, Withdrawn
from deliberate.tally.lots import Draw, LotOrder, Purpose, settle
from deliberate.tally.outcome import Outcome, Places, Setting, Status
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.ranked.piles import Piles
from deliberate.tally.rounds import Exclusion, FirstCount, Surplus, exact

VOTE = 100_000
"""One vote in the unit of the count: rule 48 gives values to five decimal places."""


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

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value."""
        return {"seats": self.seats}

    def count(self, profile: Profile[Ranking], lots: LotOrder) -> Outcome:
        """Count the ballots; ties are looked back on, then settled by `lots`.

        Raises TieRefused if a lot is needed and `lots` refuses.
        """
        return _Count(self, profile, lots).run()


class _Count:
    """The tables of one count: the piles, who is in, who is out, and the stages so far."""

    def __init__(self, rule: ScottishSTV, profile: Profile[Ranking], lots: LotOrder) -> None:
        self.rule = rule
        self.profile = profile
        self.lots = lots
        self.piles = Piles(profile, worth=VOTE)
        self.votes = {option.number: 0 for option in profile.options} | self.piles.votes()
        self.first = {number: votes // VOTE for number, votes in self.votes.items()}
        self.total = sum(self.votes.values())
        # Rule 47: valid papers over seats plus one, fractions ignored, plus one.
        self.quota = (self.total // VOTE // (rule.seats + 1) + 1) * VOTE
        self.continuing = set(profile.standing())
        self.with_surplus: set[int] = set()
        self.winners: list[int] = []
        self.fates: dict[int, Fate] = {}
        self.non_transferable = 0
        self.residue = 0
        self.stages: list[FirstCount | Surplus | Exclusion] = []

    def run(self) -> Outcome:
        if not self.total:
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
                total=self.total,
                scale=VOTE,
                elected=elected,
            )
        )

    def _transfer_surplus(self) -> None:
        """Rules 48 and 49: pass on the largest surplus, a part of every paper."""
        stage = self.stage
        most = max(self.votes[number] for number in self.with_surplus)
        tied = sorted(number for number in self.with_surplus if self.votes[number] == most)
        option, draws = self._one_of(tied, Purpose.TRANSFER)
        surplus = most - self.quota

        def worth(value: int) -> int:
            return surplus * value // most

        self.with_surplus.remove(option)
        moved, lapsed = self.piles.move(option, self.continuing, worth)
        self.votes[option] = self.quota
        self.residue += surplus - sum(moved.values()) - lapsed
        self._add(moved, lapsed)
        elected = self._elect()
        self.stages.append(
            Surplus(
                stage=stage,
                units=dict(self.votes),
                total=self.total,
                scale=VOTE,
                non_transferable=self.non_transferable,
                residue=self.residue,
                elected=elected,
                draws=draws,
                option=option,
                moved_units=moved,
                lapsed_units=lapsed,
                surplus_units=surplus,
                value=Fraction(surplus * VOTE // most, VOTE),
            )
        )

    def _exclude_last(self) -> None:
        """Rules 50 and 51: the one with the fewest votes is out, and its papers move on."""
        stage = self.stage
        fewest = min(self.votes[number] for number in self.continuing)
        tied = sorted(number for number in self.continuing if self.votes[number] == fewest)
        option, draws = self._one_of(tied, Purpose.EXCLUDE)
        self.continuing.remove(option)
        self.fates[option] = Excluded(stage, exact(fewest, VOTE), self.first[option])
        moved, lapsed = self.piles.move(option, self.continuing, lambda value: value)
        self.votes[option] = 0
        self._add(moved, lapsed)
        elected = self._elect()
        self.stages.append(
            Exclusion(
                stage=stage,
                units=dict(self.votes),
                total=self.total,
                scale=VOTE,
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
        reached = [number for number in self.continuing if self.votes[number] >= self.quota]
        elected = self._put_in(reached, Reason.QUOTA)
        self.with_surplus.update(n for n in elected if self.votes[n] > self.quota)
        if 0 < len(self.continuing) <= self.rule.seats - len(self.winners):  # rule 52
            elected += self._put_in(list(self.continuing), Reason.LAST_PLACES)
        return tuple(elected)

    def _put_in(self, numbers: list[int], reason: Reason) -> list[int]:
        """Elect these, those with more votes first; among equals the lot order lists them."""
        ordered = sorted(self.lots.sorted(numbers), key=self.votes.__getitem__, reverse=True)
        for number in ordered:
            self.continuing.remove(number)
            self.fates[number] = Elected(self.stage, exact(self.votes[number], VOTE), reason)
        self.winners.extend(ordered)
        return ordered

    def _outcome(self, status: Status) -> Outcome:
        valid = self.total // VOTE
        return Outcome(
            rule=self.rule,
            options=self.profile.options,
            lots=self.lots,
            valid=valid,
            empty=self.profile.empty,
            invalid=self.profile.papers - self.profile.empty - valid,
            status=status,
            winners=tuple(self.winners),
            rounds=tuple(self.stages),
            fates=self._all_fates(),
            evidence=Places(self.rule.seats, self.quota // VOTE),
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
                behind = exact(last - votes, VOTE)
                fates[number] = Beaten(exact(votes, VOTE), behind, self.first[number])
            else:
                fates[number] = Uncounted()
        return fates
