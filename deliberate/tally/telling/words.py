"""The English words of every explanation, marked so that translators find them.

Each key has one pattern, or two where a number in it asks for a singular. What stands in braces
are the facts of the sentence. Nothing here is translated: that happens where a page, a letter or
a text is made.
"""

from typing import NamedTuple


class Plural(NamedTuple):
    """Two patterns, for one and for many, and the fact whose number decides between them."""

    one: str
    many: str
    by: str


def N_(words: str) -> str:  # noqa: N802 - the name by which catalogue tools know marked words
    """Mark words for translators, and leave them as they are.

    >>> N_("Nobody won.")
    'Nobody won.'
    """
    return words


def ngettext(one: str, many: str, by: str) -> Plural:
    """Mark words in singular and plural; `by` names the fact that decides between them.

    >>> ngettext("{n} vote", "{n} votes", "n").one
    '{n} vote'
    """
    return Plural(one, many, by)


WORDS: dict[str, str | Plural] = {
    # Lists
    "names.two": N_("{most} and {last}"),
    # An option, and what is said about it
    "about": N_("{option}: {told}"),
    # The outcome of a ranked count
    "outcome.nobody": N_("Nobody won, because no ballot made a choice that could be counted."),
    "outcome.irv": N_(
        "{winner} won, with {votes} of the {counting} votes that were still counting in the last "
        "round."
    ),
    "outcome.irv-at-once": N_("{winner} won in round 1, with {votes} of {counting} first choices."),
    "outcome.stv": ngettext(
        "{winners} is chosen for {seats} place, out of {options} options.",
        "{winners} are chosen for {seats} places, out of {options} options.",
        "seats",
    ),
    # Rounds of instant-runoff voting
    "irv.led": N_(
        "Round {stage}. {leader} led with {votes}. Nobody had more than half of {counting}, so the "
        "last one, {out} ({n}), dropped out."
    ),
    "irv.led-level": N_(
        "Round {stage}. {leaders} led with {votes} each. Nobody had more than half of {counting}, "
        "so the last one, {out} ({n}), dropped out."
    ),
    "irv.led-on": N_(
        "Round {stage}. {leader} led with {votes}. Nobody had more than half of {counting}. {out} "
        "({n}) dropped out."
    ),
    "irv.led-on-level": N_(
        "Round {stage}. {leaders} led with {votes} each. Nobody had more than half of {counting}. "
        "{out} ({n}) dropped out."
    ),
    "irv.won": N_(
        "Round {stage}. {winner} had {votes} of {counting}: more than half. {winner} won."
    ),
    "irv.at-once": N_(
        "{winner} had more than half in round 1, {votes} of {counting}, so no one dropped out."
    ),
    "irv.only-one-left": N_("Round {stage}. Only {winner} was left. {winner} won."),
    # Where votes went
    "moved.voters": ngettext(
        "Of its {n} voter, {moves}.",
        "Of its {n} voters, {moves}.",
        "n",
    ),
    "moved.voters-some": ngettext(
        "Of its {n} voter, {moves}; {lapsed} had no further choice.",
        "Of its {n} voters, {moves}; {lapsed} had no further choice.",
        "n",
    ),
    "moved.on": N_("{moves}."),
    "moved.on-some": N_("{moves}; {lapsed} had no further choice."),
    "moved.first": N_("{n} went on to {option}"),
    "moved.more": N_("{n} to {option}"),
    "moved.none": ngettext(
        "The one who voted for it had no further choice.",
        "All {n} who voted for it had no further choice.",
        "n",
    ),
    "moved.on-none": N_("All {n} had no further choice."),
    "moved.nothing": N_("No vote counted for it, so none moved."),
    # Stages of the single transferable vote
    "stv.first": N_(
        "Round 1. Every ballot counts for its first choice. {quota} votes are needed for a place."
    ),
    "stv.surplus": ngettext(
        "Round {stage}. {option} had {surplus} more than it needed, so {surplus} vote’s worth "
        "moves on, a part of each ballot.",
        "Round {stage}. {option} had {surplus} more than it needed, so {surplus} votes’ worth "
        "move on, a part of each ballot.",
        "surplus",
    ),
    "stv.out": N_("Round {stage}. {out} had the fewest votes ({n}) and dropped out."),
    "stv.reached": N_("{option} has reached the {quota} needed and is chosen."),
    "stv.last-places": ngettext(
        "{options} is chosen, because as many places were left as options.",
        "{options} are chosen, because as many places were left as options.",
        "count",
    ),
    # Ties
    "tie.lot-out": N_("{options} were level at {n} in every round. {lots} put {out} out."),
    "tie.lot-first": N_("{options} were level in every round. {lots} put {option} first."),
    "tie.looked-back-out": N_(
        "{options} were level at {n}. {out} had the fewest in round {stage}, the last in which "
        "they differed, so it dropped out."
    ),
    "tie.looked-back-first": N_(
        "{options} were level at {n}. {option} had the most in round {stage}, the last in which "
        "they differed, so it went first."
    ),
    "tie.money-for-one": N_(
        "{options} had {n} each, and money was left for one. {lots} put {option} first."
    ),
    "tie.money": N_(
        "{options} had {n} each, and money was left for some of them only. {lots} put {option} "
        "first."
    ),
    "tie.shares": N_(
        "{options} would have cost their supporters equally much. {lots} put {option} first."
    ),
    "lots.public": N_("Lots drawn in public"),
    "lots.file-order": N_("The order of the list, as no lots were declared,"),
    # Why the others were not chosen
    "fate.chosen": N_("{option} is chosen: it had {votes} votes in round {stage}."),
    "fate.dropped-out": ngettext(
        "{option} dropped out in round {stage} with {votes}. It was the first choice of {first}.",
        "{option} dropped out in round {stage} with {votes}. It was the first choice of {first}.",
        "first",
    ),
    "fate.last-round": ngettext(
        "{option} reached the last round and had {behind} fewer. It was the first choice of "
        "{first}.",
        "{option} reached the last round and had {behind} fewer. It was the first choice of "
        "{first}.",
        "first",
    ),
    "fate.withdrawn": N_("{option} was withdrawn before the count."),
    "fate.uncounted": N_("{option}: no ballot could be counted."),
    # Budgets
    "outcome.budget": ngettext(
        "{funded} of {projects} projects is funded. It costs {spent}, out of {budget}.",
        "{funded} of {projects} projects are funded. Together they cost {spent}, out of {budget}.",
        "funded",
    ),
    "outcome.nothing-funded": N_("No project is funded."),
    "budget.bought": ngettext(
        "{option} was next: {n} person chose it. It costs {cost}, {before} was left, and {after} "
        "is left after it.",
        "{option} was next: {n} people chose it. It costs {cost}, {before} was left, and {after} "
        "is left after it.",
        "n",
    ),
    "budget.bought-points": ngettext(
        "{option} was next, with {n} point. It costs {cost}, {before} was left, and {after} is "
        "left after it.",
        "{option} was next, with {n} points. It costs {cost}, {before} was left, and {after} is "
        "left after it.",
        "n",
    ),
    "budget.shared": ngettext(
        "{option} was paid by the {n} person who chose it, from their share: {share}. {after} of "
        "the budget is left.",
        "{option} was paid by the {n} people who chose it, at most {share} from each share. "
        "{after} of the budget is left.",
        "n",
    ),
    "fate.funded": ngettext(
        "Funded: {n} person chose it, and {left} was left when its turn came.",
        "Funded: {n} people chose it, and {left} was left when its turn came.",
        "n",
    ),
    "fate.funded-points": ngettext(
        "Funded: it got {n} point, and {left} was left when its turn came.",
        "Funded: it got {n} points, and {left} was left when its turn came.",
        "n",
    ),
    "fate.too-dear": ngettext(
        "Not funded: {n} person chose it. It costs {cost}; {left} was left when its turn came.",
        "Not funded: {n} people chose it. It costs {cost}; {left} was left when its turn came.",
        "n",
    ),
    "fate.too-dear-points": ngettext(
        "Not funded: it got {n} point. It costs {cost}; {left} was left when its turn came.",
        "Not funded: it got {n} points. It costs {cost}; {left} was left when its turn came.",
        "n",
    ),
    "fate.shares": ngettext(
        "Not funded: {n} person chose it and had {shares} of their share left when its turn came; "
        "it costs {cost}.",
        "Not funded: {n} people chose it. They had {shares} of their shares left between them when "
        "its turn came; it costs {cost}.",
        "n",
    ),
    "fate.too-few": ngettext(
        "Not funded: {n} person chose it. The rule asks for at least {least}.",
        "Not funded: {n} people chose it. The rule asks for at least {least}.",
        "n",
    ),
    "fate.too-few-points": ngettext(
        "Not funded: it got {n} point. The rule asks for at least {least}.",
        "Not funded: it got {n} points. The rule asks for at least {least}.",
        "n",
    ),
    "fate.nobody": N_("Not funded: nobody chose it."),
    # What would have been enough
    "if.votes-or-cost": ngettext(
        "{more} more vote would have been enough, or a cost of {lower}.",
        "{more} more votes would have been enough, or a cost of {lower}.",
        "more",
    ),
    "if.votes": ngettext(
        "{more} more vote would have been enough.",
        "{more} more votes would have been enough.",
        "more",
    ),
    "if.cost": N_("A cost of {lower} would have been low enough."),
    "if.shares-cost": N_("With the same shares, a cost of {lower} would have been low enough."),
    "if.over-budget": N_("It costs more than the whole budget."),
}
