"""Two options at a time: how many more ballots put the one above the other.

Condorcet 1785 (Essai sur l'application de l'analyse): who is ahead of each other option in this way
is the one whom most people prefer to any other.
"""

from deliberate.tally.profile import Profile, Ranking


def lead(profile: Profile[Ranking], option: int) -> dict[int, int]:
    """Count for each other option how many more ballots put `option` above it than below it.

    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> lead(Profile(options, {((1,), (2,)): 3, ((2,),): 1, ((1, 2),): 5}), 1)
    {2: 2, 3: 8}
    """
    ahead = dict.fromkeys(profile.standing(), 0)
    ranked_on = 0
    for ranking, count in profile.ballots.items():
        is_ranked = any(option in tier for tier in ranking)
        ranked_on += count * is_ranked
        for tier in ranking:
            level = option in tier
            for number in tier:
                if number in ahead:
                    # Those who are above lose what `ranked_on` gives them, and one more.
                    ahead[number] -= count * (1 + (is_ranked and not level))
            if level:
                break
    return {number: ranked_on + fewer for number, fewer in ahead.items() if number != option}


def beats_all(profile: Profile[Ranking]) -> int | None:
    """Return the option that more ballots put above than below each other one, if there is one.

    >>> from deliberate.tally.profile import options_named
    >>> options = options_named(["Ada", "Bo", "Cy"])
    >>> beats_all(Profile(options, {((1,), (2,)): 4, ((2,), (3,)): 2, ((3,), (2,)): 3}))
    2
    """
    waiting = list(profile.standing())
    while waiting:
        ahead = lead(profile, waiting[0])
        if all(more > 0 for more in ahead.values()):
            return waiting[0]
        # Whoever beats all must also beat this one.
        waiting = [number for number in waiting[1:] if ahead[number] < 0]
    return None
