"""The front page, the pages that an instance owes, and what machines ask of it."""

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from deliberate.db import db
from deliberate.pages import probes
from deliberate.questions.queries import opened_questions
from deliberate.questions.stages import Stage, next_change, stage_of
from deliberate.web import access

bp = Blueprint("pages", __name__)

OVER = (Stage.COUNTED, Stage.ANSWERED, Stage.CLOSED)
TEXT = "text/plain"
PRIVATE_PATHS = ("/desk", "/dev/", "/me", "/sign-in", "/q/*/ballot")


@bp.get("/")
@access.public
def front() -> ResponseReturnValue:
    """Show what we are deciding together."""
    questions = opened_questions(db.session())
    staged = [(question, stage_of(question, g.moment)) for question in questions]
    return render_template(
        "pages/front.html",
        current=[
            (question, stage, next_change(question, g.moment))
            for question, stage in staged
            if stage not in OVER
        ],
        over=[(question, stage) for question, stage in staged if stage in OVER],
    )


@bp.get("/how-voting-works")
@access.public
def how_voting_works() -> ResponseReturnValue:
    """Tell the life of a vote, and what we promise."""
    return render_template("pages/how_voting_works.html")


@bp.get("/help")
@access.public
def help() -> ResponseReturnValue:  # noqa: A001 - the page is called Help
    return render_template("pages/help.html")


@bp.get("/accessibility")
@access.public
def accessibility() -> ResponseReturnValue:
    return render_template("pages/accessibility.html")


@bp.get("/privacy")
@access.public
def privacy() -> ResponseReturnValue:
    return render_template("pages/privacy.html")


@bp.get("/robots.txt")
@access.machine
def robots() -> ResponseReturnValue:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE_PATHS)]
    return Response("\n".join(lines) + "\n", mimetype=TEXT)


@bp.get("/favicon.ico")
@access.machine
def favicon() -> ResponseReturnValue:
    return redirect(url_for("static", filename="favicon.svg"), 301)


@bp.get("/.well-known/security.txt")
@access.public
def security() -> ResponseReturnValue:
    """Say whom to tell about a weakness (RFC 9116); absent where no address was set."""
    address = current_app.config["HELP_EMAIL"]
    if not address:
        abort(404)
    expires = (g.moment + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = (
        f"Contact: mailto:{address}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {current_app.config['BASE_URL']}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", mimetype=TEXT)


@bp.get("/healthz")
@access.machine
def healthz() -> ResponseReturnValue:
    """Say that this process answers, whatever the database does."""
    return Response("ok\n", mimetype=TEXT)


@bp.get("/readyz")
@access.machine
def readyz() -> ResponseReturnValue:
    """Say whether this process can serve: each check on a line, and 503 where one fails."""
    found = probes.run(db.engine, current_app.config)
    lines = [f"{name}: {'ok' if fits else 'not ready'}" for name, fits in found.items()]
    return Response(
        "\n".join(lines) + "\n", status=200 if all(found.values()) else 503, mimetype=TEXT
    )
