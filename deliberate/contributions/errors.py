"""What people are told when something can't be contributed, or changed."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from deliberate.web.filters import moment
from deliberate.web.refusals import Refusal


class TooOften(Refusal):
    """A fair limit was reached; it says when the person can go on."""

    status = 429

    def __init__(self, go_on_at: datetime) -> None:
        super().__init__(go_on_at=go_on_at)
        self.go_on_at = go_on_at

    def __str__(self) -> str:
        return str(self.text) % {"moment": moment(self.go_on_at)}


class TooManyComments(TooOften):
    text = _l(
        "You have sent 10 comments in an hour. You can go on at %(moment)s. "
        "Your text is still here."
    )


class TooManyProposals(TooOften):
    text = _l(
        "You have sent 5 proposals in a day. You can go on at %(moment)s. Your text is still here."
    )


class NotYours(Refusal):
    status = 403
    text = _l("Only the person who wrote this can change it.")


class Gone(Refusal):
    status = 409
    text = _l("This is withdrawn. You can write a new one.")
