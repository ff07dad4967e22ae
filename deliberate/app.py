"""The application: settings, extensions, rooms, gates, in this order."""

import os
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import deliberate.accounts.gates as accounts
import deliberate.questions.gates as questions
from deliberate import clock, config, db, queue
from deliberate.paths import folder
from deliberate.rooms import BLUEPRINTS
from deliberate.web import access, addresses, errors, filters, headers, limits, page, requests

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
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = db.engine_options(app.config["DATABASE_URL"])
    db.init_app(app)
    Babel(app)
    csrf.init_app(app)
    for part in (addresses, headers, errors, filters, page, limits, queue):
        part.init_app(app)
    requests.init_app(app, accounts.identify, GATES)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.require_marks(app, set(GATES))
    for endpoint, view in app.view_functions.items():
        if access.is_from_anywhere(app, endpoint):
            csrf.exempt(view)
    if app.config["PROXIES"]:
        trusted = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask's documentation does
            app.wsgi_app, x_for=trusted, x_proto=trusted
        )
    return app
