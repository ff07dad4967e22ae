"""A question's own page."""

from flask import Blueprint

bp = Blueprint("questions", __name__)
