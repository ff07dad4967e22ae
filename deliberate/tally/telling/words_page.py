"""The English words of a page that tells a count: its headings, labels and tables."""

from deliberate.tally.telling.marks import N_, Plural, ngettext

PAGE: dict[str, str | Plural] = {
    # Headings
    "page.untitled": N_("A count of ballots"),
    "page.counted": N_("What was counted"),
    "page.result": N_("Result"),
    "page.others": N_("Why the others were not chosen"),
    "page.others-funded": N_("Why the others were not funded"),
    "page.others-nothing": N_("Who gets nothing"),
    "page.rounds": N_("Round by round"),
    "page.purchases": N_("How the money was spent"),
    "page.allocation": N_("What each one gets"),
    "page.numbers": N_("The numbers"),
    "page.how": N_("How it was counted"),
    "page.ties": N_("Ties and lots"),
    "page.close": N_("How close it was"),
    "page.again": N_("Count it again"),
    # What was counted
    "page.file": N_("File"),
    "page.standard-input": N_("standard input"),
    "page.rule": N_("Rule"),
    "page.settings": N_("Settings"),
    "page.places": N_("Places"),
    "page.fills-one": N_(
        "The file has {seats} places to fill. This rule fills one; for all of them take a rule for "
        "several places, such as stv-scottish."
    ),
    "page.quota": N_("Votes needed for a place"),
    "page.budget": N_("Budget"),
    "page.options": N_("Options"),
    "page.projects": N_("Projects"),
    "page.withdrawn": N_("{n} of them withdrawn before the count"),
    "page.papers": N_("Ballots"),
    "page.valid": N_("Counted"),
    "page.empty": N_("Empty"),
    "page.invalid": N_("Not countable"),
    # Tables
    "page.option": N_("Option"),
    "page.project": N_("Project"),
    "page.votes": N_("Votes"),
    "page.points": N_("Points"),
    "page.change": N_("Change"),
    "page.what-happened": N_("What happened"),
    "page.cost": N_("Cost"),
    "page.left": N_("Left after it"),
    "page.share": N_("Most one paid"),
    "page.load": N_("Each purse so far"),
    "page.is-chosen": N_("chosen"),
    "page.was-chosen": N_("has a place"),
    "page.is-out": N_("drops out"),
    "page.moved-on": N_("votes moved on"),
    "page.won": N_("won"),
    "page.no-choice": N_("No further choice"),
    "page.rounding": N_("Lost to rounding"),
    "page.sum": N_("Together"),
    "page.round": N_("Votes in round {stage}"),
    "page.bought": N_("What was bought, in order"),
    "page.all-totals": N_("What each option came to"),
    "page.amount": N_("Gets"),
    "page.percent": N_("In a hundred"),
    "page.average": N_("Average"),
    "page.median": N_("Median"),
    "page.all-amounts": N_("What each option gets, and what people gave it"),
    "page.endowment": N_("Every voter had a share of {share} to spend."),
    "page.endowment-raised": ngettext(
        "Every voter had a share of {share} to spend, which had been raised {n} time. All shares "
        "together are more than the budget, but what was bought is not.",
        "Every voter had a share of {share} to spend, which had been raised {n} times. All shares "
        "together are more than the budget, but what was bought is not.",
        "n",
    ),
    # What is left out
    "page.more-options": ngettext(
        "{n} more is left out here; --all shows it.",
        "{n} more are left out here; --all shows them.",
        "n",
    ),
    "page.more-rounds": ngettext(
        "Round {from_stage} is left out here; --all shows it.",
        "Rounds {from_stage} to {to_stage} are left out here; --all shows them.",
        "n",
    ),
    "page.cut-decimals": N_(
        "Parts of votes are shown to five places here; the JSON has them in full."
    ),
    "page.more-ties": ngettext(
        "{n} more tie is left out here; --all shows it.",
        "{n} more ties are left out here; --all shows them.",
        "n",
    ),
    # Ties
    "page.no-ties": N_("No tie had to be settled."),
    "page.settled-by-votes": N_("Ties were settled by earlier rounds; no lots were needed."),
    "page.lots-file": N_("Lots, where needed, go by the order of the file, as no seed was given."),
    "page.lots-seed": N_("Lots, where needed, go by the seed that was said before the count."),
    "page.lots-other": N_("Lots, where needed, go by an order that is published with the ballots."),
    # Counting again
    "page.type": N_("Whoever has the same file gets the same result by typing:"),
    "page.digest-file": N_("SHA-256 of the file"),
    "page.digest-result": N_("SHA-256 of the result (result_sha256 in the JSON)"),
    # Rules
    "rule.stv-scottish": N_("Ranked votes for several places, as in Scottish council elections"),
    "rule.stv-exact": N_("Ranked votes for several places, in exact fractions"),
    "rule.irv": N_("Instant runoff: the last drops out until one has more than half"),
    "rule.greedy": N_("Down the list while the money lasts"),
    "rule.equal-shares": N_("Equal Shares: every voter has the same part of the budget"),
    "rule.phragmen": N_("Phragmén: all purses fill at the same pace, and supporters pay together"),
    "rule.borda": N_("Borda: points for places on the ballots"),
    "rule.average": N_("The average of what people would give each option"),
    "rule.median": N_("The median of what people would give each option, brought to the budget"),
    # Settings
    "setting.by.votes": N_("projects go by their votes"),
    "setting.by.votes/cost": N_("projects go by their votes for what they cost"),
    "setting.min_votes": ngettext(
        "no project with fewer than {n} vote", "no project with fewer than {n} votes", "n"
    ),
    "setting.utility.cost": N_("projects count by their cost"),
    "setting.utility.cardinality": N_("all projects count the same"),
    "setting.utility.points": N_("projects count by the points that voters gave them"),
    "setting.completion.none": N_("what the shares leave over stays unspent"),
    "setting.completion.add1": N_("shares are raised step by step"),
    "setting.completion.add1u": N_("shares are raised step by step, and the rest goes by votes"),
    "setting.add1_stop.overspend": N_("raising ends where the next step would overspend"),
    "setting.add1_stop.exhaustive": N_(
        "raising ends where the next step would overspend, or as soon as nothing else fits"
    ),
    "setting.overshoot.stop": N_("the count ends when the next project costs more than is left"),
    "setting.truncated.average": N_("options that a ballot leaves out share the points left"),
    "setting.truncated.zero": N_("options that a ballot leaves out get no points from it"),
    "setting.truncated.modified": N_(
        "options that a ballot leaves out get no points, and short ballots give fewer points"
    ),
    "setting.step": N_("each step is {amount}"),
}
