"""Access marks: what a view says about who may pass. Inert; `app` says who passes each."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])


def _mark(name: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = name  # type: ignore[attr-defined]  # a function may carry attributes
        return view

    return mark


public = _mark("public")  # anyone, signed in or not
resident = _mark("resident")  # anyone who is signed in
convener = _mark("convener")  # may start questions on this instance
team = _mark("team")  # holds the question named in the address
machine = _mark("machine")  # anyone; nothing is read or written, so no moment and no transaction
development = _mark("development")  # anyone, on an instance that serves a loopback address only


def from_anywhere(view: View) -> View:
    """Mark a form that a mail program sends by itself.

    Its address is signed, so it needs neither a form's token nor our Origin.
    """
    view.from_anywhere = True  # type: ignore[attr-defined]  # a function may carry attributes
    return view


def is_from_anywhere(app: Flask, endpoint: str) -> bool:
    return getattr(app.view_functions[endpoint], "from_anywhere", False)


def mark_of(app: Flask, endpoint: str) -> str:
    """Return the mark of an endpoint; the static files are public."""
    return str(getattr(app.view_functions[endpoint], "access", "public"))


def require_marks(app: Flask, known: set[str]) -> None:
    """Refuse to start while an endpoint has no access mark, or one that nobody checks."""
    unmarked = {
        name
        for name, view in app.view_functions.items()
        if name != "static" and getattr(view, "access", None) not in known
    }
    if unmarked:
        raise RuntimeError(f"No access mark on: {', '.join(sorted(unmarked))}")
