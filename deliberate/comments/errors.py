"""What people are told when a comment can't be sent or changed."""

from flask_babel import lazy_gettext as _l

from deliberate.web.refusals import Refusal


class NotCommenting(Refusal):
    status = 409
    text = _l("Comments are not taken in just now. The dates are on the question's page.")


class NothingToReplyTo(Refusal):
    status = 404
    text = _l("The comment that you reply to is no longer there. Your text is still here.")


class ThreeInARow(Refusal):
    status = 429
    text = _l(
        "The last 3 comments here are yours. Let somebody else have a turn, then go on. "
        "Your text is still here."
    )


class NotYoursToMeet(Refusal):
    status = 403
    text = _l("Only the person who asked, or the team, can say that this is met.")
