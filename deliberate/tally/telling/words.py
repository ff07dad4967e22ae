"""The English words of every explanation, marked so that translators find them.

Each key has one pattern, or two where a number in it asks for a singular. What stands in braces
are the facts of the sentence. Nothing here is translated: that happens where a page, a letter or
a text is made.
"""

from deliberate.tally.telling.marks import N_, Plural
from deliberate.tally.telling.words_budget import BUDGET
from deliberate.tally.telling.words_compare import COMPARE
from deliberate.tally.telling.words_page import PAGE
from deliberate.tally.telling.words_pairwise import PAIRWISE
from deliberate.tally.telling.words_points import POINTS
from deliberate.tally.telling.words_purses import PURSES
from deliberate.tally.telling.words_ranked import RANKED
from deliberate.tally.telling.words_sure import SURE

GENERAL: dict[str, str | Plural] = {
    # Lists
    "names.two": N_("{most} and {last}"),
    # Numbers with more decimals than anybody reads
    "number.about": N_("about {n}"),
    "number.less": N_("less than {n}"),
    "names.more": N_("{n} others"),
    # An option, and what is said about it
    "about": N_("{option}: {told}"),
    "about.funded": N_("{option} is funded."),
    "about.not-funded": N_("{option} is not funded."),
    # Ties
    "tie.lot-out": N_(
        "{options} were level at {n}, and no earlier round told them apart. {lots} put {out} out."
    ),
    "tie.lot-first": N_(
        "{options} were level, and no earlier round told them apart. {lots} put {option} first."
    ),
    "tie.looked-back-out": N_(
        "{options} were level at {n}. {out} had the fewest in round {stage}, the last in which "
        "they differed, and dropped out."
    ),
    "tie.looked-back-first": N_(
        "{options} were level at {n}. {option} had the most in round {stage}, the last in which "
        "they differed, and went first."
    ),
    "tie.at-the-top": N_("{options} came out level at the top. {lots} put {option} first."),
    "tie.money-for-one": N_(
        "{options} had {n} each, and money was left for one. {lots} put {option} first."
    ),
    "tie.money": N_(
        "{options} had {n} each, and money was left for some of them only. {lots} put {option} "
        "first."
    ),
    "tie.last-units": N_(
        "{options} had equal claims on the last of the money, too little to divide. {lots} put "
        "{option} first."
    ),
    "tie.shares": N_(
        "{options} would have cost their supporters equally much. {lots} put {option} first."
    ),
    "tie.raising": N_(
        "At some point while shares were raised, {options} would have cost their supporters "
        "equally much. {lots} put {option} first."
    ),
    "lots.public": N_("Lots drawn in public"),
    "lots.file-order": N_("The order of the list, as no lots were declared,"),
}

WORDS: dict[str, str | Plural] = {
    **GENERAL,
    **RANKED,
    **PAIRWISE,
    **POINTS,
    **BUDGET,
    **PURSES,
    **SURE,
    **PAGE,
    **COMPARE,
}
