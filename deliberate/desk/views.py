"""The team's side."""

from flask import Blueprint

bp = Blueprint("desk", __name__)
