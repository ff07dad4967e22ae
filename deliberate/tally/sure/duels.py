"""How many more ballots put one option above another than below it.

`ranked/pairwise.py` compares all options; to search around one winner, one of them is enough.
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
