"""What people are told when a proposal can't be sent, changed or chosen."""

from flask_babel import lazy_gettext as _l

from deliberate.web.refusals import Refusal


class NotProposing(Refusal):
    status = 409
    text = _l("Proposals are not taken in just now. The dates are on the question's page.")


class NotChanging(Refusal):
    status = 409
    text = _l("Proposals can no longer be changed. What stands now is what people choose from.")


class NotSupporting(Refusal):
    status = 409
    text = _l("Support is not taken in just now. The dates are on the question's page.")


class BallotFixed(Refusal):
    status = 409
    text = _l("The ballot is fixed, because voting is open. Options and costs stay as they are.")
