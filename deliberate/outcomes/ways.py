"""The ways of counting in plain words: a name, and a sentence or two on how each counts."""

from flask_babel import lazy_gettext as _l

from deliberate.tally.sure.ways import Way

NAMES = {
    "stv-scottish": _l("Scottish STV"),
    "stv-exact": _l("STV with exact fractions"),
    "irv": _l("Instant runoff"),
    "schulze": _l("Schulze"),
    "ranked-pairs": _l("Ranked pairs"),
    "minimax": _l("Minimax"),
    "copeland": _l("Copeland"),
    "borda": _l("Borda"),
    "greedy": _l("In order"),
    "equal-shares": _l("Equal Shares"),
    "phragmen": _l("Phragmén"),
}

HOW = {
    "stv-scottish": _l(
        "An option with enough votes is chosen, and what it has beyond that moves on. If none has "
        "more than enough, the one with the fewest votes drops out, and its ballots move on."
    ),
    "stv-exact": _l("As Scottish STV, but no part of a vote is cut off."),
    "irv": _l(
        "In each round the option with the fewest votes drops out, until one has more than half."
    ),
    "schulze": _l("Options are compared two at a time. The strongest chain of wins decides."),
    "ranked-pairs": _l(
        "Options are compared two at a time. The strongest wins are fixed first; a win that goes "
        "against them is passed over."
    ),
    "minimax": _l("Options are compared two at a time. The one whose worst loss is smallest wins."),
    "copeland": _l("Options are compared two at a time. The one that wins most often wins."),
    "borda": _l("The higher an option stands on a ballot, the more points it gets."),
    "equal-shares": _l("Each voter has the same share of the money."),
    "phragmen": _l(
        "Money comes to all voters at the same pace. A proposal is paid for as soon as those who "
        "chose it have enough. It stops at the first that costs more than is left."
    ),
}

# What tells apart the ways of counting that go by one rule.
SETTINGS = {
    ("strength", "winning"): _l("A win counts by how many ballots were for it."),
    ("strength", "margins"): _l("A win counts by how many more were for it than against it."),
    ("truncated", "average"): _l("Options left out share the points that remain."),
    ("truncated", "zero"): _l("Options left out get none."),
    ("truncated", "modified"): _l("Who ranks fewer options gives fewer points."),
    ("by", "votes"): _l(
        "Proposals are taken in order of how many people chose them, and paid for if the money "
        "left is enough."
    ),
    ("by", "votes/cost"): _l(
        "Proposals are taken in order of how many people chose them for the money, and paid for if "
        "the money left is enough."
    ),
    ("utility", "cost"): _l("To those who chose it, a proposal is worth what it costs."),
    ("utility", "cardinality"): _l("All proposals are worth the same to those who chose them."),
    ("completion", "none"): _l("What shares are left over is not spent."),
    ("completion", "add1"): _l("Then everyone’s share is raised as long as the money is enough."),
    ("completion", "add1u"): _l(
        "Then everyone’s share is raised, and what is left goes to those that most people chose."
    ),
}


def name_of(way: Way) -> str:
    """Return the name of a way of counting; its settings are told in `how_it_counts`."""
    return str(NAMES[way.rule])


def how_it_counts(way: Way) -> str:
    """Say how a way of counting goes, so that no two are told alike."""
    said = [str(HOW[way.rule])] if way.rule in HOW else []
    return " ".join([*said, *(str(SETTINGS[setting]) for setting in way.settings)])
