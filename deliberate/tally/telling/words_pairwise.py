"""The English words about counts that compare options two by two."""

from deliberate.tally.telling.marks import N_, Plural, ngettext

PAIRWISE: dict[str, str | Plural] = {
    # The outcome
    "pairwise.only": N_("{winner} won, as there was no other option."),
    "pairwise.beats-all": ngettext(
        "{winner} won by beating the other option one to one.",
        "{winner} won by beating each of the other options one to one.",
        "others",
    ),
    "pairwise.level": N_(
        "No option beat every other one. {options} came out level, and the tie went to {winner}."
    ),
    "pairwise.schulze": N_(
        "No option beat every other one. {winner} won: the chain of wins from {winner} to "
        "each of the others is stronger than any chain back."
    ),
    "pairwise.locked": ngettext(
        "No option beat every other one. Wins were locked in, the strongest first, and {passed} "
        "that would have closed a circle was passed over. {winner} won, as no win was locked in "
        "against {winner}.",
        "No option beat every other one. Wins were locked in, the strongest first, and {passed} "
        "that would have closed a circle were passed over. {winner} won, as no win was locked in "
        "against {winner}.",
        "passed",
    ),
    "pairwise.unbeaten": N_(
        "No option beat every other one. {winner} won, as the only one that lost to none."
    ),
    "pairwise.minimax": N_(
        "No option beat every other one. {winner} won: the worst loss of {winner} counts least, "
        "{least}."
    ),
    "pairwise.copeland": N_(
        "No option beat every other one. {winner} won with the highest score, {points}. {winner} "
        "beat {won} of the others, was level with {level} and lost to {lost}."
    ),
    # Why the others did not win
    "fate.preferred": N_(
        "{option} won, and one to one beat {won} of the others, was level with {level} and lost "
        "to {lost}."
    ),
    "fate.level-with": N_("{option} came out level with {winner}, and the tie went to {winner}."),
    "fate.lost-to": N_("{option} lost to {winner} one to one, {against} to {votes}."),
    "fate.weaker-back": N_(
        "{option} lost to {winner} one to one, {against} to {votes}. That win counts {strength}; "
        "the strongest chain of wins back, from {option} to {winner}, counts only {back}."
    ),
    "fate.chain": N_(
        "{option} is behind {winner} by a chain of wins: {wins}. The chain counts {strength}, as "
        "its weakest win does. No chain of wins leads back."
    ),
    "fate.chain-back": N_(
        "{option} is behind {winner} by a chain of wins: {wins}. The chain counts {strength}, as "
        "its weakest win does; the strongest chain back counts only {back}."
    ),
    "fate.locked-won": N_(
        "{option} beat {winner} one to one, {against} to {votes}, but wins that were locked in "
        "before already put {winner} above {option}: {wins}."
    ),
    "fate.locked-level": N_(
        "{option} and {winner} were level one to one, but wins that were locked in put {winner} "
        "above {option}: {wins}."
    ),
    "fate.worst-loss": N_(
        "{option} lost to {by} one to one, {against} to {votes}. This is the worst loss of "
        "{option} and counts {worst}; the worst loss of {winner} counts only {least}."
    ),
    "fate.loss": N_(
        "{option} lost to {by} one to one, {against} to {votes}. {winner} lost to no other option."
    ),
    "fate.fewer-wins": N_(
        "{option} beat {won} of the others, was level with {level} and lost to {lost}: a score "
        "of {points}. {winner} has {most}."
    ),
    # Wins, and what they count
    "win.one": N_("{winner} beat {loser} {votes} to {against}"),
    "strength.winning": ngettext("{n} vote", "{n} votes", "n"),
    "strength.margins": N_("a lead of {n}"),
    # Wins that are locked in
    "lock.locked": N_("Round {stage}. {winner} beat {loser}, {votes} to {against}: locked in."),
    "lock.passed": N_(
        "Round {stage}. {winner} beat {loser}, {votes} to {against}: passed over, as it would have "
        "closed a circle: {wins}."
    ),
    "lock.many": ngettext(
        "{locked} wins were locked in, and {passed} was passed over. Told here are those on which "
        "the outcome hangs.",
        "{locked} wins were locked in, and {passed} were passed over. Told here are those on which "
        "the outcome hangs.",
        "passed",
    ),
    "lock.many-clear": ngettext(
        "{locked} wins were locked in, and {passed} was passed over. None was passed over against "
        "{winner}.",
        "{locked} wins were locked in, and {passed} were passed over. None of these was against "
        "{winner}.",
        "passed",
    ),
    "tie.lock": N_(
        "Equally strong wins of {options} would have closed a circle together. {lots} put those of "
        "{option} first."
    ),
    # Tables
    "pairs.heading": N_("One to one"),
    "pairs.records": N_("How each option did against the others"),
    "pairs.won": N_("Beat"),
    "pairs.level": N_("Level with"),
    "pairs.lost": N_("Lost to"),
    "pairs.copeland": N_("Score"),
    "pairs.minimax": N_("Worst loss"),
    "pairs.table": N_(
        "How many ballots put the option of a row above the option of a column; columns go by the "
        "numbers of the options"
    ),
    "pairs.paths": N_(
        "What the strongest chain of wins counts from the option of a row to that of a column"
    ),
    "pairs.more-locks": ngettext(
        "{n} more round is left out here; --all shows it.",
        "{n} more rounds are left out here; --all shows them.",
        "n",
    ),
    # Names of the rules and their settings
    "rule.schulze": N_("Schulze: who has the stronger chains of wins, one to one"),
    "rule.ranked-pairs": N_("Ranked pairs: wins, one to one, are locked in from the strongest on"),
    "rule.minimax": N_("Minimax: who has the smallest worst loss, one to one"),
    "rule.copeland": N_("Copeland: who wins the most comparisons, one to one"),
    "setting.strength.winning": N_("a win counts by the votes for the winner"),
    "setting.strength.margins": N_("a win counts by its lead in votes"),
    # How it was counted
    "how.pairwise": N_(
        "Options were compared two by two, and each ballot counted for the one that it ranked "
        "higher, or for neither if it put them level. Options that it left out come after all that "
        "it ranked."
    ),
    "how.schulze-winning": N_(
        "A chain of wins leads from one option to another if each option on it beat the next. It "
        "counts as much as its weakest win, by the votes for the winner."
    ),
    "how.schulze-margins": N_(
        "A chain of wins leads from one option to another if each option on it beat the next. It "
        "counts as much as its weakest win, by the lead in votes."
    ),
    "how.ranked-pairs-winning": N_(
        "Wins were locked in, those with the most votes first, unless one would have closed a "
        "circle."
    ),
    "how.ranked-pairs-margins": N_(
        "Wins were locked in, those with the largest lead first, unless one would have closed a "
        "circle."
    ),
    "how.minimax-winning": N_("A loss counts by the votes for the other option."),
    "how.minimax-margins": N_("A loss counts by the lead of the other option."),
    "how.copeland": N_("A win scores 1, and a comparison that came out level scores 0.5."),
}
