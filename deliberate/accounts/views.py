"""Signing in and out, and my page."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
