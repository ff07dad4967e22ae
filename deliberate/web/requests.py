"""What happens before every view: the moment, the transaction, the origin, and the gate."""

from collections.abc import Callable, Mapping

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue

from deliberate.db import begin, db
from deliberate.web.access import is_from_anywhere, mark_of

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
Gate = Callable[[], ResponseReturnValue | None]


def init_app(app: Flask, identify: Callable[[], None], gates: Mapping[str, Gate]) -> None:
    """Prepare each request, ask who is there with `identify`, and check the view's mark."""

    @app.before_request
    def prepare() -> ResponseReturnValue | None:
        if request.endpoint in (None, "static") or mark_of(app, str(request.endpoint)) == "machine":
            return None
        if not is_from_anywhere(app, str(request.endpoint)):
            refuse_other_origins()
        g.moment = app.config["CLOCK"](db.engine)
        begin(db.session(), write=request.method not in SAFE_METHODS)
        identify()
        return gates[mark_of(app, str(request.endpoint))]()


def refuse_other_origins() -> None:
    """Refuse an unsafe request that another site's page sent: 400, whatever its CSRF token says."""
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    ours = (request.host_url.rstrip("/"), current_app.config["BASE_URL"])
    if not any(origin == own or origin.startswith(own + "/") for own in ours):
        abort(400, "origin")


def ring() -> None:
    """Wake the worker: something is due. Losing the ring loses nothing, the next tick finds it."""
    current_app.config["RING"]()
