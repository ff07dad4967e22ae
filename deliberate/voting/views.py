"""The ballot: choose, review, cast, receipt."""

from flask import Blueprint

bp = Blueprint("voting", __name__)
