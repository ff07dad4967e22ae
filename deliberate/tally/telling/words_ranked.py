"""The English words about a ranked count."""

from deliberate.tally.telling.marks import N_, Plural, ngettext

RANKED: dict[str, str | Plural] = {
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
    "moved.of-these": N_("Of these, {moves}."),
    "moved.of-these-some": N_("Of these, {moves}; {lapsed} had no further choice."),
    "moved.first": N_("{n} went on to {option}"),
    "moved.more": N_("{n} to {option}"),
    "moved.others": N_("{n} to {others} others"),
    "moved.none": ngettext(
        "The one who voted for it had no further choice.",
        "All {n} who voted for it had no further choice.",
        "n",
    ),
    "moved.on-none": N_("All {n} had no further choice."),
    "moved.of-these-none": N_("None of these had a further choice."),
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
}
