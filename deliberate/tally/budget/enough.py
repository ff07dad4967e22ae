"""What would have been enough for a project: how little, and who else might have chosen it.

Boehmer, Faliszewski, Janeczko, Peters, Pierczyński, Schierreich, Skowron and Szufa 2024 (Evaluation
of Project Performance in Participatory Budgeting) measure how near a project came by the approvals
that it would have had to gain, among other things. Which people gain it those is declared here:
those who chose something else and have most left of their share, as they could pay most for it.
"""

from collections.abc import Callable, Sequence

from deliberate.tally.profile import Approval, Profile


def least(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the least number above `low` and up to `high` from which on something holds.

    >>> least(0, 100, lambda number: number >= 37)
    37
    """
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high


def could_have_joined(
    profile: Profile[Approval], number: int, left: Sequence[int]
) -> list[Approval]:
    """Return the ballots that choose something but not this, those with most left first.

    `left` says what the voters of each ballot have left, as the ballots stand in the profile.
    Those with equally much stand as their ballots do, in the order of numbers.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Trees", "Ramp"]), {(1,): 3, (1, 2): 2, (2,): 1})
    >>> could_have_joined(profile, 2, [5, 0, 0])
    [(1,)]
    """
    others = [
        (-money, ballot)
        for ballot, money in zip(profile.ballots, left, strict=True)
        if ballot and number not in ballot
    ]
    return [ballot for _money, ballot in sorted(others)]


def with_more_supporters(
    profile: Profile[Approval], number: int, joining: Sequence[Approval], more: int
) -> Profile[Approval]:
    """Let so many more people choose an option too, the first of those joining first.

    >>> from deliberate.tally.profile import options_named
    >>> profile = Profile(options_named(["Trees", "Ramp"]), {(1,): 3, (2,): 1})
    >>> with_more_supporters(profile, 2, [(1,)], 2).ballots
    {(1,): 1, (2,): 1, (1, 2): 2}
    """
    ballots = dict(profile.ballots)
    for ballot in joining:
        people = min(more, ballots[ballot])
        if not people:
            break
        more -= people
        ballots[ballot] -= people
        joined = tuple(sorted((*ballot, number)))
        ballots[joined] = ballots.get(joined, 0) + people
    left = {ballot: people for ballot, people in ballots.items() if people}
    return Profile(profile.options, left, profile.empty, profile.invalid)
