"""Proposing, reading a proposal, supporting it, shortlisting."""

from flask import Blueprint

bp = Blueprint("proposals", __name__)
