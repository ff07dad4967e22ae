"""Forms of what the team does with contributions."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField

from deliberate.contributions.rules import RULES
from deliberate.web.forms import PlainForm, choices, needed, no_longer_than


class HideForm(PlainForm):
    rule = RadioField(
        _l("Which ground rule is it about?"),
        choices=choices(RULES.items()),
        validators=[needed(_l("Choose the ground rule that it is about."))],
    )
    reason = TextAreaField(
        _l("Why?"),
        description=_l("Everybody can read this, the author too. Don't repeat what you hide."),
        validators=[
            needed(_l("Say why, in one or two sentences. Everybody can read it.")),
            no_longer_than(500),
        ],
        render_kw={"rows": 3},
    )


class ShowAgainForm(PlainForm):
    reason = TextAreaField(
        _l("Why do you show it again?"),
        description=_l("Everybody can read this."),
        validators=[
            needed(_l("Say why, in one or two sentences. Everybody can read it.")),
            no_longer_than(500),
        ],
        render_kw={"rows": 3},
    )
