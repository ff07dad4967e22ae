"""What the team is told when a question can't be opened or changed."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from deliberate.questions.readiness import Missing
from deliberate.web.refusals import Refusal


class NotReady(Refusal):
    """Something is missing; `lacks` says what."""

    text = _l("This question can't be opened yet. See what is missing below.")

    def __init__(self, lacks: Sequence[Missing]) -> None:
        super().__init__()
        self.lacks = lacks


class NotOpenYet(Refusal):
    status = 409
    text = _l("This question isn't open yet. Change its draft, which needs no reason.")


class NothingChanged(Refusal):
    text = _l("Nothing is different from before. Change something, or leave this page.")


class VoteIsFixed(Refusal):
    """The contest is frozen, and the change touches what freezing fixed."""

    status = 409
    text = _l(
        "The vote is fixed: its options, its rule, what is published, who can vote "
        "and when voting closes stay as they are. Nothing was changed."
    )


class PastIsPast(Refusal):
    """A moment that is over, or would be over at once; `field` says which."""

    text = _l("This moment is over, or would be. Choose one that is still to come.")

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


class WouldLack(Refusal):
    """With this change an open question would lack something; `lacks` says what."""

    text = _l("An open question can't be without this. Nothing was changed.")

    def __init__(self, lacks: Sequence[Missing]) -> None:
        super().__init__()
        self.lacks = lacks


class ConvenerOnly(Refusal):
    status = 403
    text = _l("Only the convener of this question can do this. Ask them to.")


class NobodyToWriteTo(Refusal):
    status = 409
    text = _l("There is nobody to write to again: each letter arrived, or was sent three times.")
