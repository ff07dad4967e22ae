"""The English words about a count that adds up points for places on ballots."""

from deliberate.tally.telling.marks import N_, Plural, ngettext

POINTS: dict[str, str | Plural] = {
    # The outcome
    "points.won": ngettext(
        "{winner} won with a total of {points}, {ahead} point more than {next}.",
        "{winner} won with a total of {points}, {ahead} points more than {next}.",
        "ahead",
    ),
    "points.level": ngettext(
        "{winners} had the most points: {points} point each.",
        "{winners} had the most points: {points} points each.",
        "points",
    ),
    "points.only": N_("{winner} won, as there was no other option."),
    # Why the others did not win
    "points.fewer": ngettext(
        "{option} had a total of {points}, {behind} point fewer than {winner}.",
        "{option} had a total of {points}, {behind} points fewer than {winner}.",
        "behind",
    ),
    "points.lost-lots": ngettext(
        "{option} had {points} point, as many as {winner}. {lots} put {winner} first.",
        "{option} had {points} points, as many as {winner}. {lots} put {winner} first.",
        "points",
    ),
    "points.most": ngettext(
        "{option} won: it had {points} point.",
        "{option} won: it had {points} points.",
        "points",
    ),
    # How points are given
    "borda.places": ngettext(
        "The first place on a ballot is worth {top} point, and the last one none.",
        "The first place on a ballot is worth {top} points, each further place 1 point less, and "
        "the last one none.",
        "top",
    ),
    "borda.average": N_(
        "Options that a ballot left out shared the points of the places it left open."
    ),
    "borda.zero": N_("Options that a ballot left out got no points from it."),
    "borda.modified": N_(
        "The last place that was filled on a ballot is worth 1 point, and each place before it 1 "
        "point more. Options that a ballot left out got no points from it."
    ),
    "borda.level": N_("Options in the same place shared the points of the places they took up."),
}
