"""The outcome of a question."""

from flask import Blueprint

bp = Blueprint("outcomes", __name__)
