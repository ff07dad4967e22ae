"""One address, two faces: a whole page, or the part of it that htmx asked for."""

from urllib.parse import urlsplit

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

LONGEST_PATH = 300


def wants_part() -> bool:
    return request.headers.get("HX-Request-Type") == "partial"


def see_other(url: str) -> ResponseReturnValue:
    """Send the reader on: a 303, or for htmx, which would swap it in place, its own header."""
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": url})
    return redirect(url, 303)


def own_path(said: str | None) -> str | None:
    """Return the path that an address asked to go on to, or None where it isn't one of ours."""
    if not said or len(said) > LONGEST_PATH or not said.isprintable():
        return None
    if not said.startswith("/") or said.startswith("//") or "\\" in said or " " in said:
        return None
    parts = urlsplit(said)
    return None if parts.scheme or parts.netloc else said
