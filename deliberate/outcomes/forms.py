"""The box on an outcome's page that finds a receipt."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError

from deliberate.voting.tracker import read_tracker
from deliberate.web.forms import PlainForm, needed


class ReceiptForm(PlainForm):
    code = StringField(
        _l("Your receipt code"),
        [needed(_l("Type the code of your receipt: 16 letters and numbers."))],
        description=_l("16 letters and numbers, like 7K3M-Q9TX-40HD-WZ2C"),
    )

    def validate_code(self, field: StringField) -> None:
        if read_tracker(field.data or "") is None:
            raise ValidationError(
                _l("A code has 16 letters and numbers. Check that all of them are there.")
            )

    @property
    def tracker(self) -> str:
        """The code as it stands on the receipt, without its dashes."""
        return read_tracker(self.code.data or "") or ""
