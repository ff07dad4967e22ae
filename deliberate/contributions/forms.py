"""Forms of what the team does with contributions, and the names of ground rules."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField

from deliberate.contributions.models import GroundRule
from deliberate.web.forms import PlainForm, choices, needed, no_longer_than

RULES = {
    GroundRule.RESPECT: _l("attacks a person or a group"),
    GroundRule.PRIVATE: _l("private details"),
    GroundRule.ADVERT: _l("advertising"),
    GroundRule.TOPIC: _l("not about this question"),
    GroundRule.TWICE: _l("said here before"),
    GroundRule.LAW: _l("against the law"),
}


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
