"""What would have altered an outcome, as values: changed ballots, other lots, or more votes.

The number of ballots that would have to be cast otherwise is what the literature calls the margin
of victory (Xia 2012, Computing the Margin of Victory for Various Voting Rules).
"""

from dataclasses import dataclass
from enum import StrEnum


class Move(StrEnum):
    """How a ballot is changed in favour of one option (the gainer) and against another (the loser).

    FIRST puts the gainer first on a ballot that puts the loser first; ABOVE puts the gainer just
    above the loser on a ballot that puts the loser above it; ENDS puts the gainer first and the
    loser last on such a ballot, with what the ballot doesn't rank level between them. All else on
    the ballot stays in its order.
    """

    FIRST = "first"
    ABOVE = "above"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Swing:
    """A way of changing ballots: the move, whom it favours, and at whose expense."""

    move: Move
    gainer: int
    loser: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Other winners if `ballots` of the `pool` ballots that a swing can change were changed.

    `now` are the winners as counted and `then` those after the change, which was counted to be
    sure. `ballots` is the fewest that were found: an upper bound. With fewer than `at_least`
    changed ballots, whichever they are, the winners stay; 1 where no better bound is known.
    """

    now: tuple[int, ...]
    then: tuple[int, ...]
    swing: Swing
    ballots: int
    pool: int
    at_least: int = 1

    @property
    def is_proven(self) -> bool:
        """Say whether no smaller change can exist."""
        return self.ballots == self.at_least


@dataclass(frozen=True, slots=True)
class OtherLots:
    """Other winners with the same ballots: lots decided, and other lots would have chosen `then`.

    `by_list` says that no lots were declared, so that the order of the options decided.
    """

    now: tuple[int, ...]
    then: tuple[int, ...]
    by_list: bool = False


class Lack(StrEnum):
    """What more a project needed.

    VOTES and POINTS are further ones, all else unchanged; SUPPORTERS are people who voted, and who
    would have had to choose it too, those first who had most left of their shares.
    """

    VOTES = "votes"
    POINTS = "points"
    SUPPORTERS = "supporters"


@dataclass(frozen=True, slots=True)
class Missed:
    """The project that came closest to being funded, and what would have been enough for it.

    `more` is how many votes, points or supporters, as `lack` says; `lower_cost` a cost in minor
    units, with the votes it had. One of them is known.
    """

    option: int
    more: int | None
    lower_cost: int | None
    lack: Lack = Lack.VOTES


Change = Moved | OtherLots | Missed
