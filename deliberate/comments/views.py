"""Saying something about a proposal."""

from flask import Blueprint

bp = Blueprint("comments", __name__)
