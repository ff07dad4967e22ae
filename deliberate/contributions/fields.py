"""Fields that proposals and comments have in common."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from deliberate.web.forms import needed, no_longer_than, one_line


def name_field() -> StringField:
    """Return the field for the name that others see; asked once, at the first contribution."""
    return StringField(
        _l("Your name, as others see it"),
        description=_l("A made-up name is fine. Nobody sees your email."),
        filters=[one_line],
        validators=[
            needed(_l("Write a name for others to see. A made-up name is fine.")),
            no_longer_than(80),
        ],
        render_kw={"autocomplete": "nickname"},
    )
