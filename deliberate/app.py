"""The application: settings, extensions, rooms, gates, in this order."""

import os
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect

import deliberate.accounts.gates as accounts
import deliberate.questions.gates as questions
from deliberate import clock, config, db
from deliberate.paths import folder
from deliberate.rooms import BLUEPRINTS
from deliberate.web import access, errors, filters, headers, page, requests

csrf = CSRFProtect()

# Who passes each access mark. A view without one of these marks stops the start.
GATES = {
    "public": accounts.anyone,
    "machine": accounts.anyone,
    "resident": accounts.signed_in,
    "convener": accounts.convener,
    "team": questions.team,
    "development": accounts.development,
}


def create_app(given: Mapping[str, Any] | None = None) -> Flask:
    """Make the application from the environment's settings and those `given`."""
    app = Flask(
        "deliberate",
        template_folder=str(folder("templates")),
        static_folder=str(folder("static")),
    )
    app.config.from_mapping(config.settings(os.environ, given))
    app.config.setdefault("CLOCK", clock.moment)
    app.config.setdefault("RING", lambda: None)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = db.engine_options(app.config["DATABASE_URL"])
    db.init_app(app)
    Babel(app)
    csrf.init_app(app)
    for part in (headers, errors, filters, page):
        part.init_app(app)
    requests.init_app(app, accounts.identify, GATES)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.require_marks(app, set(GATES))
    return app
