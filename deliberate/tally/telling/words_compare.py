"""The English words about the same ballots under several rules."""

from deliberate.tally.telling.marks import N_, Plural, ngettext

COMPARE: dict[str, str | Plural] = {
    # Who wins under which rule
    "compare.all-agree": ngettext(
        "{winners} wins under all {ways} ways of counting.",
        "{winners} are chosen under all {ways} ways of counting.",
        "n",
    ),
    "compare.agree": ngettext(
        "{winners} wins under {rules}.",
        "{winners} are chosen under {rules}.",
        "n",
    ),
    "compare.beats-all": N_(
        "Against each other option alone, more ballots put {winner} above it than below it. This "
        "is called a Condorcet winner."
    ),
    "compare.beats-none": N_(
        "There is no Condorcet winner: no option is put above each other one by more ballots than "
        "below it."
    ),
    "compare.one-winner": N_(
        "Rules with one winner fill one place only; they are there to show whom they would put "
        "first."
    ),
    # What is funded under which rule
    "compare.same-funded": N_("All rules that fund whole projects fund the same ones."),
    "compare.none-funded": N_("No rule funds any project."),
    "compare.always": ngettext(
        "{n} project is funded whatever the rule: {options}.",
        "{n} projects are funded whatever the rule: {options}.",
        "n",
    ),
    "compare.never-all": N_("No project is funded under every rule."),
    "compare.sometimes": ngettext(
        "{n} project is funded under some rules and not under others.",
        "{n} projects are funded under some rules and not under others.",
        "n",
    ),
    "compare.parts": N_(
        "The average and the median share the budget out in parts of any size, so they do not say "
        "which projects are funded."
    ),
    # What to keep in mind
    "compare.caution": N_(
        "Choose a rule before anybody has seen the ballots. Whoever chooses it afterwards chooses "
        "the outcome."
    ),
    # Headings and marks of the tables
    "compare.heading": N_("The same ballots under other rules"),
    "compare.who-wins": N_("Who wins under each rule"),
    "compare.what-is-funded": N_("How many projects each rule funds, and what it spends"),
    "compare.number": N_("No."),
    "compare.rule": N_("Rule"),
    "compare.winners": N_("Winners"),
    "compare.funded": N_("Funded"),
    "compare.spent": N_("Spent"),
    "compare.money": "{amount}",
    "compare.chosen": "{winners}",
    "compare.nobody": N_("nobody"),
    "compare.by-lots": N_("(by lots, as {level} were level)"),
    "compare.lots-on-the-way": N_("(with lots on the way)"),
    "compare.lots-mark": N_("(lots)"),
    "compare.first-only": N_("(one winner only)"),
    "compare.in-parts": N_("in parts"),
    "compare.not-counted": N_("Rules that can’t count these ballots"),
    "compare.differ": N_("What some rules fund and others do not"),
    "compare.by-number": N_("Which rules fund it, by their numbers above"),
    "compare.yes": N_("yes"),
    "compare.no": "–",
    # The names of rules inside a sentence
    "way.stv-scottish": N_("Scottish STV"),
    "way.stv-exact": N_("STV with exact fractions"),
    "way.irv": N_("instant runoff"),
    "way.schulze.winning": N_("Schulze (winning votes)"),
    "way.schulze.margins": N_("Schulze (margins)"),
    "way.ranked-pairs.winning": N_("ranked pairs (winning votes)"),
    "way.ranked-pairs.margins": N_("ranked pairs (margins)"),
    "way.minimax.winning": N_("minimax (winning votes)"),
    "way.minimax.margins": N_("minimax (margins)"),
    "way.copeland": N_("Copeland"),
    "way.borda.average": N_("Borda (average)"),
    "way.borda.zero": N_("Borda (zero)"),
    "way.borda.modified": N_("Borda (modified)"),
}
