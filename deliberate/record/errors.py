"""What is said to somebody who decides without a reason."""

from flask_babel import lazy_gettext as _l

from deliberate.web.refusals import Refusal

SAY_WHY = _l("Say why, in one or two sentences. Everybody can read it.")


class ReasonMissing(Refusal):
    text = SAY_WHY
