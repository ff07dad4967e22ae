"""The front page, and the pages that an instance owes."""

from flask import Blueprint

bp = Blueprint("pages", __name__)
