"""The English words about a budget."""

from deliberate.tally.telling.marks import N_, Plural, ngettext

BUDGET: dict[str, str | Plural] = {
    # Budgets
    "outcome.budget": ngettext(
        "{funded} of {all} on the list is funded. It costs {spent}, out of {budget}.",
        "{funded} of {all} on the list are funded. Together they cost {spent}, out of {budget}.",
        "funded",
    ),
    "outcome.nothing-funded": N_("Nothing is funded."),
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
    "budget.bought-rest": ngettext(
        "{option} was the next by votes that fitted into what the shares had left over: {n} person "
        "chose it. It costs {cost}, {before} was left, and {after} is left after it.",
        "{option} was the next by votes that fitted into what the shares had left over: {n} people "
        "chose it. It costs {cost}, {before} was left, and {after} is left after it.",
        "n",
    ),
    "budget.bought-rest-points": ngettext(
        "{option} was the next by points that fitted into what the shares had left over: it got "
        "{n} point. It costs {cost}, {before} was left, and {after} is left after it.",
        "{option} was the next by points that fitted into what the shares had left over: it got "
        "{n} points. It costs {cost}, {before} was left, and {after} is left after it.",
        "n",
    ),
    "budget.shared": ngettext(
        "{option} was paid by the {n} person who chose it, from their share: {share}. {after} of "
        "the budget is left.",
        "{option} was paid by the {n} people who chose it, at most {share} from each share. "
        "{after} of the budget is left.",
        "n",
    ),
    "budget.shared-points": ngettext(
        "{option} got {n} point and was paid by who gave it, from their share: {share}. {after} of "
        "the budget is left.",
        "{option} got {n} points and was paid by those who gave them, at most {share} from each "
        "share. {after} of the budget is left.",
        "n",
    ),
    # A budget shared out in parts of any size
    "outcome.allocation": ngettext(
        "{budget} is shared out, as if every ballot shared out all of it. {options} gets the most: "
        "{amount}.",
        "{budget} is shared out, as if every ballot shared out all of it. {options} get the most: "
        "{amount} each.",
        "count",
    ),
    "budget.medians-lowered": N_(
        "The amounts in the middle of all ballots came to {sum}, so each was lowered in proportion."
    ),
    "budget.medians-raised": N_(
        "The amounts in the middle of all ballots came to {sum}, so each was raised in proportion."
    ),
    "budget.medians-nothing": N_(
        "Each one got nothing from more than half of the ballots, so the average was taken instead."
    ),
    "budget.costs-aside": N_("What each costs played no part."),
    "fate.allotted": ngettext(
        "It gets {amount}. {people} person gave it something. Ballots gave it from {lowest} to "
        "{highest}, {average} on average, and at least half of them {median} or less.",
        "It gets {amount}. {people} people gave it something. Ballots gave it from {lowest} to "
        "{highest}, {average} on average, and at least half of them {median} or less.",
        "people",
    ),
    "fate.allotted-nothing": N_("It gets nothing: nobody gave it anything."),
    "fate.funded": ngettext(
        "{n} person chose it, and {left} was left when its turn came.",
        "{n} people chose it, and {left} was left when its turn came.",
        "n",
    ),
    "fate.funded-points": ngettext(
        "It got {n} point, and {left} was left when its turn came.",
        "It got {n} points, and {left} was left when its turn came.",
        "n",
    ),
    "fate.too-dear": ngettext(
        "{n} person chose it. It costs {cost}; {left} was left when its turn came.",
        "{n} people chose it. It costs {cost}; {left} was left when its turn came.",
        "n",
    ),
    "fate.too-dear-points": ngettext(
        "It got {n} point. It costs {cost}; {left} was left when its turn came.",
        "It got {n} points. It costs {cost}; {left} was left when its turn came.",
        "n",
    ),
    "fate.shares": ngettext(
        "{n} person chose it and had {shares} left of their share; it costs {cost}.",
        "{n} people chose it and had {shares} left of their shares; it costs {cost}.",
        "n",
    ),
    "fate.shares-raised": ngettext(
        "{n} person chose it and had {shares} left of their raised share; it costs {cost}.",
        "{n} people chose it and had {shares} left of their raised shares; it costs {cost}.",
        "n",
    ),
    "fate.shares-points": ngettext(
        "It got {n} point. Who gave it had {shares} left of their share; it costs {cost}.",
        "It got {n} points. Those who gave them had {shares} left of their shares; it costs "
        "{cost}.",
        "n",
    ),
    "fate.shares-raised-points": ngettext(
        "It got {n} point. Who gave it had {shares} left of their raised share; it costs {cost}.",
        "It got {n} points. Those who gave them had {shares} left of their raised shares; it costs "
        "{cost}.",
        "n",
    ),
    "fate.too-few": ngettext(
        "{n} person chose it. The rule asks for at least {least}.",
        "{n} people chose it. The rule asks for at least {least}.",
        "n",
    ),
    "fate.too-few-points": ngettext(
        "It got {n} point. The rule asks for at least {least}.",
        "It got {n} points. The rule asks for at least {least}.",
        "n",
    ),
    "fate.nobody": N_("Nobody chose it."),
    # What would have been enough
    "if.votes-or-cost": ngettext(
        "{more} more vote would have been enough, or a cost of {lower}.",
        "{more} more votes would have been enough, or a cost of {lower}.",
        "more",
    ),
    "if.votes-or-cost-points": ngettext(
        "{more} more point would have been enough, or a cost of {lower}.",
        "{more} more points would have been enough, or a cost of {lower}.",
        "more",
    ),
    "if.votes-points": ngettext(
        "{more} more point would have been enough.",
        "{more} more points would have been enough.",
        "more",
    ),
    "if.votes": ngettext(
        "{more} more vote would have been enough.",
        "{more} more votes would have been enough.",
        "more",
    ),
    "if.cost": N_("A cost of {lower} would have been low enough."),
    "if.shares-cost": N_("With the same shares, a cost of {lower} would have been low enough."),
    "if.shares-left": N_(
        "A cost of {lower}, which was left of the budget, would have been low enough."
    ),
    "if.shares-votes": ngettext(
        "{more} more voter choosing it would have been enough: the one with the most left.",
        "{more} more voters choosing it would have been enough: those with the most left.",
        "more",
    ),
    "if.over-budget": N_("It costs more than the whole budget."),
}
