"""Made-up elections with names of any characters, for what must hold in every file format."""

from dataclasses import replace

from hypothesis import strategies as st

from deliberate.tally.files.election import (
    About,
    ApprovalElection,
    PointsElection,
    RankedElection,
)
from tests.tally.profiles import budgets, ranked_profiles


def renamed(profile, names, withdrawn=()):
    """The same profile with other names for its options, and some of them withdrawn."""
    options = tuple(
        replace(option, name=names[option.number - 1], withdrawn=option.number in withdrawn)
        for option in profile.options
    )
    return replace(profile, options=options)


@st.composite
def money_elections(draw, form, names, titles):
    """An election about money, with a budget or without: ballots that pick, rank or give points."""
    profile, budget = draw(budgets())
    profile = renamed(profile, draw(st.lists(names, min_size=6, max_size=6)))
    about = About(
        form,
        draw(titles),
        lines=profile.voters,
        budget=draw(st.sampled_from([None, budget])),
        places=draw(st.sampled_from([0, 1, 2, 4])),
        currency=draw(st.sampled_from(["", "GBP", "zł"])),
    )
    match draw(st.integers(0, 2)):
        case 0:
            return ApprovalElection(about, profile)
        case 1:
            ballots = {tuple((n,) for n in ballot): c for ballot, c in profile.ballots.items()}
            return RankedElection(about, replace(profile, ballots=ballots))
        case _:
            points = draw(st.integers(1, 10**18 - 1))
            given = {
                tuple((n, points if n == 1 else n) for n in ballot): count
                for ballot, count in profile.ballots.items()
            }
            return PointsElection(about, replace(profile, ballots=given))


@st.composite
def seat_elections(draw, form, names, titles):
    """An election of people: level ranks, withdrawn options, a number of seats or none."""
    profile = draw(ranked_profiles())
    withdrawn = draw(st.sets(st.integers(1, 6)))
    profile = renamed(profile, draw(st.lists(names, min_size=6, max_size=6)), withdrawn)
    kinds = len(profile.ballots) + bool(profile.empty)
    seats = draw(st.one_of(st.none(), st.integers(1, 9)))
    return RankedElection(About(form, draw(titles), kinds, seats=seats), profile)
