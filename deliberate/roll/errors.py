"""What joining and the list say when they can't do what was asked."""

from flask_babel import lazy_gettext as _l

from deliberate.roll.lists import Reading, Wrong
from deliberate.web.refusals import Refusal

# What is wrong with a line of a list, as it is said after the line's number.
WRONG = {
    Wrong.NO_AT: _l("no @"),
    Wrong.TWO_AT: _l("more than one @"),
    Wrong.NOTHING_BEFORE: _l("nothing before the @"),
    Wrong.NOTHING_AFTER: _l("nothing after the @"),
    Wrong.BLANK_INSIDE: _l("a blank inside the address"),
    Wrong.NO_DOT: _l("no dot after the @"),
    Wrong.UNREADABLE: _l("a letter that we can't read"),
    Wrong.OPEN_QUOTE: _l("a quotation mark that is not closed"),
    Wrong.MISTYPED: _l("not an address that letters can go to"),
}


class NotOnTheList(Refusal):
    status = 403
    text = _l(
        "This question is for people on its list, and this address is not on it. "
        "You can still read everything. "
        "If you think you should be on the list, ask the people who hold this question."
    )


class NoListFound(Refusal):
    text = _l("There is nothing in your list yet. Paste addresses, or choose a file.")


class TwoLists(Refusal):
    text = _l("There are addresses in the box and in a file. Empty the box, or choose no file.")


class NotAList(Refusal):
    text = _l(
        "This file is not a list that we can read. "
        "Open it in your spreadsheet, save it as CSV, then send that file."
    )


class ListHasFaults(Refusal):
    """Some lines hold no address; nothing was added. `reading` says which."""

    text = _l("Nothing was added yet. Mend the lines below, or leave them out.")

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self.reading = reading


class RollIsFixed(Refusal):
    status = 409
    text = _l("The list of voters is fixed, because voting is being held. Nothing was changed.")
