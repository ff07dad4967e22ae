"""The field for a reason that everybody can read."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from deliberate.record.errors import SAY_WHY
from deliberate.web.forms import needed, no_longer_than

EVERYBODY_READS = _l("Everybody can read this.")


def reason_field(
    label: object, description: object = EVERYBODY_READS, *, letters: int = 1000, rows: int = 3
) -> TextAreaField:
    """Return the field for the reason of a decision, which nobody may leave out."""
    return TextAreaField(
        label,  # type: ignore[arg-type]  # lazy strings are strings
        description=description,  # type: ignore[arg-type]
        validators=[needed(SAY_WHY), no_longer_than(letters)],
        render_kw={"rows": rows},
    )
