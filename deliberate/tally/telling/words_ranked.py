"""The English words about a ranked count."""

from deliberate.tally.telling.marks import N_, Plural, ngettext

RANKED: dict[str, str | Plural] = {
    # The outcome of a ranked count
    "outcome.nobody": N_("Nobody won, because no ballot made a choice that could be counted."),
    "outcome.irv": N_(
        "{winner} won, with {votes} of the {counting} votes that still counted in the last round."
    ),
    "outcome.irv-at-once": N_("{winner} won in round 1, with {votes} of {counting} first choices."),
    "outcome.stv": ngettext(
        "{winners} is chosen for {seats} place, out of {options}.",
        "{winners} are chosen for {seats} places, out of {options}.",
        "seats",
    ),
    "outcome.options": ngettext("{n} option", "{n} options", "n"),
    # Rounds of instant-runoff voting
    "irv.led": N_(
        "Round {stage}. {leader} led with {votes}. None had more than half of {counting}, so the "
        "last one, {out} ({n}), dropped out."
    ),
    "irv.led-level": N_(
        "Round {stage}. {leaders} led with {votes} each. None had more than half of {counting}, "
        "so the last one, {out} ({n}), dropped out."
    ),
    "irv.led-on": N_(
        "Round {stage}. {leader} led with {votes}. None had more than half of {counting}. {out} "
        "({n}) dropped out."
    ),
    "irv.led-on-level": N_(
        "Round {stage}. {leaders} led with {votes} each. None had more than half of {counting}. "
        "{out} ({n}) dropped out."
    ),
    "irv.won": N_(
        "Round {stage}. {winner} had {votes} of {counting}: more than half. {winner} won."
    ),
    "irv.at-once": N_(
        "{winner} had more than half in round 1, {votes} of {counting}, so none dropped out."
    ),
    "irv.only-one-left": N_("Round {stage}. Only {winner} was left. {winner} won."),
    # Where votes went
    "moved.votes": ngettext(
        "Of this {n} vote, {moves}.",
        "Of these {n} votes, {moves}.",
        "n",
    ),
    "moved.votes-some": ngettext(
        "Of this {n} vote, {moves}; {lapsed} had no further choice.",
        "Of these {n} votes, {moves}; {lapsed} had no further choice.",
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
        "This vote had no further choice.",
        "None of these votes had a further choice.",
        "n",
    ),
    "moved.nothing": N_("There was no vote to move on."),
    # Stages of the single transferable vote
    "stv.first": ngettext(
        "Round 1. Every ballot counts for its first choice. {quota} vote is needed for a place.",
        "Round 1. Every ballot counts for its first choice. {quota} votes are needed for a place.",
        "quota",
    ),
    "stv.surplus": ngettext(
        "Round {stage}. {option} had {surplus} more than needed, so {surplus} vote’s worth "
        "moves on, a part of each ballot.",
        "Round {stage}. {option} had {surplus} more than needed, so {surplus} votes’ worth "
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
    "fate.chosen": N_("{option} is chosen, with {had} in round {stage}."),
    "fate.dropped-out": N_("{option} dropped out in round {stage} with {had}."),
    "fate.last-round": N_(
        "{option} reached the last round with {had}. {winner} had {behind} more."
    ),
    # What somebody had, and how much of it from the start
    "had.votes": ngettext("{votes} vote", "{votes} votes", "votes"),
    "had.some-first": ngettext(
        "{votes} votes, {first} of them a first choice",
        "{votes} votes, {first} of them first choices",
        "first",
    ),
    "had.none-first": ngettext(
        "{votes} vote, which was no first choice",
        "{votes} votes, none of them a first choice",
        "votes",
    ),
    "fate.withdrawn": N_("{option} was withdrawn before the count."),
    "fate.uncounted": N_("{option}: no ballot could be counted."),
}
