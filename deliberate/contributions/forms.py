"""Forms of what the team does with contributions."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from deliberate.contributions.rules import RULES
from deliberate.record.forms import reason_field
from deliberate.web.forms import PlainForm, choices, needed


class HideForm(PlainForm):
    rule = RadioField(
        _l("Which ground rule is it about?"),
        choices=choices(RULES.items()),
        validators=[needed(_l("Choose the ground rule that it is about."))],
    )
    reason = reason_field(
        _l("Why?"),
        _l("Everybody can read this, the author too. Don't repeat what you hide."),
        letters=500,
    )


class ShowAgainForm(PlainForm):
    reason = reason_field(_l("Why do you show it again?"), letters=500)
