"""Files to recount and reuse."""

from flask import Blueprint

bp = Blueprint("opendata", __name__)
