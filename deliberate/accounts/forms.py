"""Forms of signing in and of my page."""

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, StringField, ValidationError

from deliberate.accounts.addresses import AddressMistyped, read_address
from deliberate.web.forms import PlainForm, needed, no_longer_than, one_line

ADDRESS_MISTYPED = _l("Write an email address with an @, like mina@example.org.")


class AskForm(PlainForm):
    email = EmailField(
        _l("Your email address"),
        validators=[needed(ADDRESS_MISTYPED)],
        render_kw={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )
    next = HiddenField()

    def validate_email(self, field: EmailField) -> None:
        try:
            self.address = read_address(field.data or "", is_local=current_app.config["IS_LOCAL"])
        except AddressMistyped:
            raise ValidationError(ADDRESS_MISTYPED) from None


class CodeForm(PlainForm):
    code = StringField(
        _l("The code in the letter"),
        validators=[needed(_l("Type the six letters and numbers that stand in the letter."))],
        description=_l("Six letters and numbers. Small letters and gaps are fine."),
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )


def name_field() -> StringField:
    """Return the field for the name that others see beside what somebody writes."""
    return StringField(
        _l("Your name, as others see it"),
        description=_l("It stands beside what you write. A made-up name is fine."),
        filters=[one_line],
        validators=[
            needed(_l("Write a name for others to see. A made-up name is fine.")),
            no_longer_than(80),
        ],
        render_kw={"autocomplete": "nickname"},
    )


class NameForm(PlainForm):
    name = name_field()
