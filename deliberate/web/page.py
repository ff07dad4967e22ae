"""What every template may use."""

from dataclasses import dataclass

from flask import Flask, g
from flask_babel import get_locale


@dataclass(frozen=True)
class Instance:
    """What this instance says of itself, on every page's foot."""

    name: str
    help_email: str
    help_phone: str
    help_hours: str
    imprint: str
    is_local: bool


def init_app(app: Flask) -> None:
    instance = Instance(
        name=app.config["INSTANCE_NAME"],
        help_email=app.config["HELP_EMAIL"],
        help_phone=app.config["HELP_PHONE"],
        help_hours=app.config["HELP_HOURS"],
        imprint=app.config["IMPRINT"],
        is_local=app.config["IS_LOCAL"],
    )

    @app.context_processor
    def everywhere() -> dict[str, object]:
        return {"instance": instance, "person": g.get("person"), "locale": get_locale()}
