"""The public record of a question."""

from flask import Blueprint

bp = Blueprint("record", __name__)
