"""What all rooms bring: their blueprints, and their tables (loading them here makes all known)."""

from types import ModuleType

from flask import Blueprint

from deliberate.accounts import models as accounts_models
from deliberate.accounts import views as accounts
from deliberate.comments import models as comments_models
from deliberate.comments import views as comments
from deliberate.contributions import models as contributions_models
from deliberate.contributions import views as contributions
from deliberate.counting import models as counting_models
from deliberate.desk import views as desk
from deliberate.dev import views as dev
from deliberate.mail import models as mail_models
from deliberate.opendata import views as opendata
from deliberate.outcomes import views as outcomes
from deliberate.pages import views as pages
from deliberate.proposals import models as proposals_models
from deliberate.proposals import views as proposals
from deliberate.questions import models as questions_models
from deliberate.questions import views as questions
from deliberate.record import models as record_models
from deliberate.record import views as record
from deliberate.roll import models as roll_models
from deliberate.roll import views as roll
from deliberate.voting import models as voting_models
from deliberate.voting import views as voting

BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts.bp,
    comments.bp,
    contributions.bp,
    desk.bp,
    dev.bp,
    opendata.bp,
    outcomes.bp,
    pages.bp,
    proposals.bp,
    questions.bp,
    record.bp,
    roll.bp,
    voting.bp,
)

# Loaded here, so that migrations and foreign keys see every table, whichever page comes first.
TABLES: tuple[ModuleType, ...] = (
    accounts_models,
    comments_models,
    contributions_models,
    counting_models,
    mail_models,
    proposals_models,
    questions_models,
    record_models,
    roll_models,
    voting_models,
)
