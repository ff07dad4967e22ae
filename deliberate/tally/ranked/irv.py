"""Instant-runoff voting, also called the alternative vote.

As in the counts described by FairVote and, for one seat, by the Electoral Reform Society: as long
as nobody has more than half of the ballots that still count for somebody, the option with the
fewest votes drops out, one in each round, and its ballots go to the next choice on them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from deliberate.tally.fates import Beaten, Elected, Excluded, Fate, Reason, Uncounted, Withdrawn
from deliberate.tally.lots import Draw, LotOrder, Purpose, settle
from deliberate.tally.outcome import Outcome, Places, Setting, Status, opened
from deliberate.tally.profile import Profile, Ranking
from deliberate.tally.ranked.piles import Piles
from deliberate.tally.rounds import Exclusion, FirstCount


@dataclass(frozen=True, slots=True)
class IRV:
    """Instant-runoff voting: one winner, with more than half of the ballots still counting.

    >>> from deliberate.tally.lots import file_order
    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> profile = Profile(options, {((1,),): 4, ((2,), (3,)): 2, ((3,),): 3})
    >>> IRV().count(profile, file_order(options)).winners
    (3,)
    """

    @property
    def name(self) -> str:
        """The rule's name on the command line."""
        return "irv"

    def settings(self) -> Mapping[str, Setting]:
        """Return every setting with its value: there are none."""
        return {}

    def count(self, profile: Profile[Ranking], lots: LotOrder) -> Outcome:
        """Count the ballots; ties for the last place are looked back on, then settled by `lots`.

        Raises TieRefused if a lot is needed and `lots` refuses.
        """
        return _Count(self, profile, lots).run()


class _Count:
    """One count: the piles, the votes of those who continue, and the rounds so far."""

    def __init__(self, rule: IRV, profile: Profile[Ranking], lots: LotOrder) -> None:
        self.rule = rule
        self.profile = profile
        self.lots = lots
        self.piles = Piles(profile, worth=1)
        self.votes = self.piles.votes()
        self.first = dict(self.votes)
        self.valid = sum(self.votes.values())
        self.voters = profile.voters
        self.without_choice = self.voters - self.valid
        self.rounds: list[FirstCount | Exclusion] = []
        self.fates: dict[int, Fate] = {}

    def run(self) -> Outcome:
        if not self.valid:
            self.fates = dict.fromkeys(self.votes, Uncounted())
            return self._outcome(Status.NO_VALID_BALLOTS, ())
        winner = self._winner()
        out, draws = self._last(winner)
        self.rounds.append(
            FirstCount(
                stage=1,
                units=dict(self.votes),
                total=self.voters,
                non_transferable=self.without_choice,
                elected=winner,
                excluded=out,
                draws=draws,
            )
        )
        while not winner:
            winner = self._next_round(out[0])
            out = self.rounds[-1].excluded
        self._tell_apart(winner[0])
        return self._outcome(Status.DECIDED, winner)

    def _next_round(self, out: int) -> tuple[int, ...]:
        """Move the ballots of who dropped out, and look whether somebody has won now."""
        stage = len(self.rounds) + 1
        self.fates[out] = Excluded(stage - 1, self.votes.pop(out), self.first[out])
        moved, lapsed = self.piles.move(out, self.votes, lambda value: value)
        for number, gained in moved.items():
            self.votes[number] += gained
        self.without_choice += lapsed
        winner = self._winner()
        last, draws = self._last(winner)
        self.rounds.append(
            Exclusion(
                stage=stage,
                units=dict(self.votes),
                total=self.voters,
                non_transferable=self.without_choice,
                elected=winner,
                excluded=last,
                draws=draws,
                option=out,
                moved_units=moved,
                lapsed_units=lapsed,
            )
        )
        return winner

    def _winner(self) -> tuple[int, ...]:
        counting = sum(self.votes.values())
        return tuple(
            number
            for number, votes in self.votes.items()
            if votes * 2 > counting or len(self.votes) == 1
        )

    def _last(self, winner: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[Draw, ...]]:
        """Find who drops out on this round's votes: nobody once there is a winner."""
        if winner:
            return (), ()
        fewest = min(self.votes.values())
        tied = [number for number, votes in self.votes.items() if votes == fewest]
        if len(tied) == 1:
            return tuple(tied), ()
        earlier = [done.units for done in self.rounds]
        draw = settle(len(self.rounds) + 1, Purpose.EXCLUDE, tied, earlier, self.lots)
        return (draw.picked,), (draw,)

    def _tell_apart(self, winner: int) -> None:
        most = self.votes[winner]
        for number, votes in self.votes.items():
            self.fates[number] = Beaten(votes, most - votes, self.first[number])
        reason = Reason.MAJORITY if most * 2 > sum(self.votes.values()) else Reason.LAST_PLACES
        self.fates[winner] = Elected(len(self.rounds), most, reason)

    def _outcome(self, status: Status, winners: tuple[int, ...]) -> Outcome:
        for option in self.profile.options:
            if option.withdrawn:
                self.fates[option.number] = Withdrawn()
        return replace(
            opened(self.rule, self.profile, self.lots, self.valid),
            status=status,
            winners=winners,
            rounds=tuple(self.rounds),
            fates=dict(sorted(self.fates.items())),
            evidence=Places(seats=1),
        )
