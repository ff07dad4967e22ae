"""What signing in refuses, and what to do then."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from deliberate.web.filters import moment
from deliberate.web.refusals import Refusal


class LinkOver(Refusal):
    """The link is unknown, used, replaced or too old: never said which."""

    status = 410
    text = _l("This link has done its job. Ask for a new one.")


class CodeWrong(Refusal):
    text = _l("That code is not one of ours. Check 0 and O, 1 and I, or ask for a new one.")


class CodeOver(Refusal):
    text = _l("This code has done its job. Ask for a new link, and use the code in that letter.")


class AskedTooOften(Refusal):
    """A wait, not a mistake: a link that was sent before still works."""

    status = 429
    text = _l(
        "You have asked for %(count)s links this hour. The last one we sent still works. "
        "You can ask again at %(time)s."
    )

    def __init__(self, *, count: int, again_at: datetime) -> None:
        super().__init__(count=count, again_at=again_at)
        self.count, self.again_at = count, again_at

    def __str__(self) -> str:
        return str(self.text) % {"count": self.count, "time": moment(self.again_at)}


class NetworkAskedTooOften(AskedTooOften):
    text = _l(
        "Many links were asked for from where you are. A link that we sent still works. "
        "You can ask again at %(time)s."
    )
