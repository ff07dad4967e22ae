"""The English words about how sure an outcome is."""

from deliberate.tally.telling.marks import N_, Plural, ngettext

SURE: dict[str, str | Plural] = {
    # The ballots that would have to be different
    "sure.first": ngettext(
        "If {n} of the {pool} ballots that put {loser} first had put {gainer} first, {then}",
        "If {n} of the {pool} ballots that put {loser} first had put {gainer} first, {then}",
        "n",
    ),
    "sure.first-all": ngettext(
        "If the only ballot that put {loser} first had put {gainer} first, {then}",
        "If all {n} ballots that put {loser} first had put {gainer} first, {then}",
        "n",
    ),
    "sure.above": ngettext(
        "If {n} of the {pool} ballots that put {loser} above {gainer} had put {gainer} just above "
        "{loser}, {then}",
        "If {n} of the {pool} ballots that put {loser} above {gainer} had put {gainer} just above "
        "{loser}, {then}",
        "n",
    ),
    "sure.above-all": ngettext(
        "If the only ballot that put {loser} above {gainer} had put {gainer} just above {loser}, "
        "{then}",
        "If all {n} ballots that put {loser} above {gainer} had put {gainer} just above {loser}, "
        "{then}",
        "n",
    ),
    "sure.ends": ngettext(
        "If {n} of the {pool} ballots that put {loser} above {gainer} had put {gainer} first and "
        "{loser} last, {then}",
        "If {n} of the {pool} ballots that put {loser} above {gainer} had put {gainer} first and "
        "{loser} last, {then}",
        "n",
    ),
    "sure.ends-all": ngettext(
        "If the only ballot that put {loser} above {gainer} had put {gainer} first and {loser} "
        "last, {then}",
        "If all {n} ballots that put {loser} above {gainer} had put {gainer} first and {loser} "
        "last, {then}",
        "n",
    ),
    # What would have happened then
    "sure.won": N_("{winner} would have won instead."),
    "sure.chosen": N_("{joined} would have been chosen, and {gone} would not."),
    # How few ballots could be enough
    "sure.proven": N_("Fewer changed ballots could not have changed the outcome."),
    "sure.between": N_(
        "It takes at least {at_least} changed ballots to change the outcome, and at most {n}."
    ),
    "sure.found": N_("This is the smallest change that we found. There may be a smaller one."),
    # Lots
    "sure.lots": N_("Lots drawn in public decided this. With other lots, {then}"),
    "sure.list": N_(
        "Options were level, and the order of the list decided. In another order, {then}"
    ),
    # Budgets
    "sure.project": N_("{option} came closest to being funded. {enough}"),
}
