"""What all rooms bring: their blueprints, and their tables (loading them here makes all known)."""

from flask import Blueprint

from deliberate.accounts import views as accounts
from deliberate.comments import views as comments
from deliberate.desk import views as desk
from deliberate.dev import views as dev
from deliberate.opendata import views as opendata
from deliberate.outcomes import views as outcomes
from deliberate.pages import views as pages
from deliberate.proposals import views as proposals
from deliberate.questions import views as questions
from deliberate.record import views as record
from deliberate.voting import views as voting

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.bp,
    comments.bp,
    desk.bp,
    dev.bp,
    opendata.bp,
    outcomes.bp,
    pages.bp,
    proposals.bp,
    questions.bp,
    record.bp,
    voting.bp,
)
