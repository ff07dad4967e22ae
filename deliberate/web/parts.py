"""One address, two faces: a whole page, or the part of it that htmx asked for."""

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue


def wants_part() -> bool:
    return request.headers.get("HX-Request-Type") == "partial"


def page_or_part(page: str, part: str, **context: object) -> str:
    """Render `part` for an htmx request and `page`, which includes it, for any other."""
    return render_template(part if wants_part() else page, **context)


def see_other(url: str) -> ResponseReturnValue:
    """Send the reader on: a 303, or for htmx, which would swap it in place, its own header."""
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, 303)


def vary(response: Response) -> Response:
    """Tell caches, and the back button, that one address has two faces."""
    response.vary.add("HX-Request-Type")
    return response
