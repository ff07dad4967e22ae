"""What all forms share: one way to tidy text, and one language for what is missing."""

from collections.abc import Callable, Iterable
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, Form, SelectField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, StopValidation

TYPED = {StringField, TextAreaField, EmailField}


class PlainForm(FlaskForm):
    """A form whose text fields are tidied: no NUL, no lone surrogates, no blanks at the ends."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Form, unbound: Any, options: dict[str, Any]) -> Field:  # noqa: ANN401 - WTForms' own signature
            if unbound.field_class in TYPED:
                filters = [*unbound.kwargs.get("filters", ()), tidy]
                unbound.kwargs["filters"] = list(dict.fromkeys(filters))
            if issubclass(unbound.field_class, SelectField):
                unbound.kwargs.setdefault("invalid_choice_message", _l("Choose one of these."))
            field: Field = super().bind_field(form, unbound, options)
            return field


# Control signs but tab and line feed, and those that turn the direction of all text after them.
_UNTYPED = dict.fromkeys(
    [
        *(code for code in range(0x20) if code not in (0x09, 0x0A)),
        *range(0x7F, 0xA0),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)


def tidy(text: str | None) -> str | None:
    """Drop what no keyboard types and a database refuses; keep everything that a person meant."""
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNTYPED).strip()
    return text.encode("utf-8", "ignore").decode("utf-8")


def one_line(text: str | None) -> str | None:
    """Make one line of a short text, such as a title or a name: it may stand in a letter's head."""
    return None if text is None else " ".join(text.split())


class Needed(InputRequired):
    """The check that a field is filled in; blanks alone fill in nothing."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        if isinstance(field.data, str) and not field.data.strip():
            field.errors = []
            raise StopValidation(str(self.message))
        super().__call__(form, field)


def needed(sentence: object) -> InputRequired:
    """Return a check that a field is filled in, with what to do where it isn't."""
    return Needed(message=sentence)  # type: ignore[arg-type]  # lazy strings are strings


def choices(words: Iterable[tuple[str, object]]) -> list[Any]:
    """Return the choices of a field, each a value and the words for it."""
    return [
        wtforms.SelectChoice(value, label)  # type: ignore[attr-defined]  # newer than the stubs
        for value, label in words
    ]


def no_longer_than(letters: int) -> Callable[[Form, Field], None]:
    """Return a check of length that says how much to take out."""
    limit = Length(max=letters)

    def check(form: Form, field: Field) -> None:
        over = len(field.data or "") - letters
        if over > 0:
            raise StopValidation(
                _l("Your text is %(over)d letters too long. Take out a sentence.", over=over)
            )

    check.field_flags = limit.field_flags  # type: ignore[attr-defined]  # WTForms reads it there
    return check
