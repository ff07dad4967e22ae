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
        "{n} person chose it, but it costs {cost}. What they had left of their share "
        "came to {shares}.",
        "{n} people chose it, but it costs {cost}. What they had left of their shares "
        "came to {shares}.",
        "n",
    ),
    "fate.shares-raised": ngettext(
        "{n} person chose it, but it costs {cost}. What they had left of their share "
        "came to {shares}, even with every share raised to {raised}.",
        "{n} people chose it, but it costs {cost}. What they had left of their shares "
        "came to {shares}, even with every share raised to {raised}.",
        "n",
    ),
    "fate.shares-points": ngettext(
        "It got {n} point, but it costs {cost}. Who gave it had {shares} of their share left.",
        "It got {n} points, but it costs {cost}. What was left of the shares of those "
        "who gave them came to {shares}.",
        "n",
    ),
    "fate.shares-raised-points": ngettext(
        "It got {n} point, but it costs {cost}. Who gave it had {shares} of their "
        "share left, even with every share raised to {raised}.",
        "It got {n} points, but it costs {cost}. What was left of the shares of those "
        "who gave them came to {shares}, even with every share raised to {raised}.",
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
        "{lower} of the budget was left for it, and a cost of that would have been low enough."
    ),
    "if.shares-votes": ngettext(
        "It would have been funded if {more} more voter had chosen it too: the one with the most "
        "left of their share.",
        "It would have been funded if {more} more voters had chosen it too: those with the most "
        "left of their shares.",
        "more",
    ),
    "if.over-budget": N_("It costs more than the whole budget."),
}
