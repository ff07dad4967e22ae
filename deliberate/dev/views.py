"""Pages of a development instance: letters, and one-click sign-in."""

from flask import Blueprint

bp = Blueprint("dev", __name__)
