"""Fields of forms that keep what was typed, and say in plain words what to do."""

from collections.abc import Callable
from datetime import date, datetime

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, Form, IntegerField
from wtforms.validators import StopValidation
from wtforms.widgets import DateTimeLocalInput, TextInput

from deliberate.web.filters import zone
from deliberate.web.forms import tidy
from deliberate.web.money import plain_money, read_money
from deliberate.web.times import NoSuchTime, TimeTwice, read_local, say_local


class WholeNumberField(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([text for text in valuelist if text.strip()])
        except ValueError:
            raise ValueError(_l("Write a whole number, like 3.")) from None


class DayField(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Write a day, like 2027-07-30.")) from None
        if isinstance(self.data, date) and self.data.year < 2000:
            self.data = None
            raise ValueError(_l("Write the year with four digits, like 2027."))


class MoneyField(Field):
    """An amount in minor units of the instance's currency, typed with or without its sign."""

    widget = TextInput()
    data: int | None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = tidy(valuelist[0]) if valuelist else None
        if not typed:
            return
        try:
            self.data = read_money(typed, current_app.config["CURRENCY"])
        except ValueError:
            raise ValueError(_l("Write an amount of money in numbers, like 90,000.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else plain_money(self.data, current_app.config["CURRENCY"])


class MomentField(Field):
    """A day and an hour on the clock of the instance's zone; its data is the instant."""

    widget = DateTimeLocalInput()
    data: datetime | None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = tidy(valuelist[0]) if valuelist else None
        if not typed:
            return
        try:
            self.data = read_local(typed, zone())
        except NoSuchTime:
            raise ValueError(
                _l("The clocks go forward then, so this hour is left out. Choose another hour.")
            ) from None
        except TimeTwice:
            raise ValueError(
                _l("The clocks go back then, so this hour comes twice. Choose another hour.")
            ) from None
        except (ValueError, OverflowError):
            raise ValueError(_l("Write a day and an hour, like 2027-05-03 09:00.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else say_local(self.data, zone())


def between(least: int, most: int, sentence: object) -> Callable[[Form, Field], None]:
    """Return a check that a number, where there is one, lies within these bounds."""

    def check(_form: Form, field: Field) -> None:
        if field.data is not None and not least <= field.data <= most:
            raise StopValidation(str(sentence))

    return check


def for_opening(_form: Form, _field: Field) -> None:
    """Mark a field that a draft may leave empty and an open question may not."""


for_opening.field_flags = {"required": True}  # type: ignore[attr-defined]  # WTForms reads it there
