"""How dates, times and money are said on a page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone_name
from flask import Flask, current_app
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from deliberate.web.money import say_money
from deliberate.web.text import first_sentence, stored_html


def zone() -> ZoneInfo:
    """Return the instance's time zone: everybody sees the same clock, with its name beside it."""
    return ZoneInfo(current_app.config["TIME_ZONE"])


def day(value: date | datetime) -> str:
    """Say a day: Friday 18 June 2027."""
    if isinstance(value, datetime):
        value = value.astimezone(zone()).date()
    return str(format_date(value, "EEEE d MMMM y"))


def moment(value: datetime) -> str:
    """Say an instant with its zone: Friday 18 June 2027, 18:00 (UK time)."""
    here = value.astimezone(zone())
    said = format_datetime(here, "EEEE d MMMM y, HH:mm", locale=get_locale())
    return f"{said} ({zone_name()})"


def zone_name() -> str:
    if current_app.config["TIME_ZONE"] == "Europe/London":
        return str(_("UK time"))
    return get_timezone_name(zone(), width="long", zone_variant="generic", locale=get_locale())


def money(minor: int, currency: str) -> str:
    return say_money(minor, currency, str(get_locale() or "en_GB"))


def init_app(app: Flask) -> None:
    app.add_template_filter(day)
    app.add_template_filter(moment)
    app.add_template_filter(money)
    app.add_template_filter(stored_html, "user_text")
    app.add_template_filter(first_sentence)
