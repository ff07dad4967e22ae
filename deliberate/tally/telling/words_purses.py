"""The English words about a budget that is spent as everybody's purse fills."""

from deliberate.tally.telling.marks import N_, Plural, ngettext

PURSES: dict[str, str | Plural] = {
    "purses.rule": N_(
        "Everyone’s purse fills at the same pace. As soon as the people who chose a project have "
        "its cost together, it is bought and their purses are empty."
    ),
    "purses.bought": ngettext(
        "{option} was next: the {n} person who chose it had its cost of {cost} when {load} had "
        "gone into each purse. {after} of the budget is left.",
        "{option} was next: the {n} people who chose it had its cost of {cost} together when "
        "{load} had gone into each purse. {after} of the budget is left.",
        "n",
    ),
    "purses.free": ngettext(
        "{option} costs nothing, and {n} person chose it.",
        "{option} costs nothing, and {n} people chose it.",
        "n",
    ),
    "tie.purses": N_(
        "{options} were level: equally many people chose each, and had its cost together at the "
        "same moment. {lots} put {option} first."
    ),
    "fate.still-saving": ngettext(
        "{n} person chose it, and had {had} of its cost of {cost} when the count ended.",
        "{n} people chose it, and had {had} of its cost of {cost} together when the count ended.",
        "n",
    ),
    "fate.level-at-end": ngettext(
        "{n} person chose it, and had its cost of {cost} at the same moment as the "
        "people who chose a project that no longer fit. That ended the count.",
        "{n} people chose it, and had its cost of {cost} together at the same moment "
        "as the people who chose a project that no longer fit. That ended the count.",
        "n",
    ),
    "fate.overshot": ngettext(
        "{n} person chose it, and had its cost of {cost}, but only {left} of the "
        "budget was left. That ended the count.",
        "{n} people chose it, and had its cost of {cost} together, but only {left} of "
        "the budget was left. That ended the count.",
        "n",
    ),
    "fate.over-budget": ngettext(
        "{n} person chose it. It costs {cost}, more than the whole budget of {budget}.",
        "{n} people chose it. It costs {cost}, more than the whole budget of {budget}.",
        "n",
    ),
}
