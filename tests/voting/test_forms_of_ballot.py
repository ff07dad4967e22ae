"""Ballots about money, ballots for so many projects, and rolls that anyone may join."""

from flask import Flask
from sqlalchemy.orm import Session

from deliberate.voting.models import BallotForm, RuleName
from tests.voting.ground import Voter, a_contest, slug_of
from tests.world import SignIn, a_person


def test_a_budget_ballot_stays_within_the_money(session: Session, app: Flask, sign_in: SignIn):
    contest = a_contest(
        session,
        app,
        costs=[40_000_00, 34_000_00, 9_600_00, 26_000_00, 5_200_00],
        ballot_form=BallotForm.BUDGET,
        rule=RuleName.GREEDY,
        budget_minor=50_000_00,
    )
    voter = Voter(sign_in(a_person(session, "Mina")), slug_of(session, contest))

    over = voter.check(1, 2, 5, ranked=False)
    assert over.status_code == 422
    assert "£29,200 more than £50,000" in over.text
    assert over.text.count("checked") >= 3
    assert "Bus lanes, £40,000: taking it out is enough" in over.text
    assert "Night buses, £5,200: taking it out is enough" not in over.text

    review = voter.check(1, 3, ranked=False)
    assert "for £49,600" in review.text
    assert "£400 is left over" in review.text
    assert voter.press_cast(review).status_code == 200


def test_up_to_so_many_projects_whatever_they_cost(session: Session, app: Flask, sign_in: SignIn):
    contest = a_contest(
        session,
        app,
        ballot_form=BallotForm.PROJECTS,
        rule=RuleName.GREEDY,
        budget_minor=150_00,
        max_choices=2,
    )
    voter = Voter(sign_in(a_person(session, "Mina")), slug_of(session, contest))

    assert voter.check(1, 2, 3, ranked=False).status_code == 422
    assert voter.cast(1, 2, ranked=False).status_code == 200


def test_anyone_may_put_themselves_on_an_open_roll_and_then_vote(
    session: Session, app: Flask, sign_in: SignIn
):
    contest = a_contest(session, app, votes="anyone")
    otto = Voter(sign_in(a_person(session, "Otto")), slug_of(session, contest))

    assert "Put me on the list" in otto.look().text
    otto.client.post(f"{otto.address}/join")

    assert otto.cast(1).status_code == 200


def test_sorting_keeps_what_was_chosen(session: Session, app: Flask, sign_in: SignIn):
    contest = a_contest(
        session,
        app,
        ballot_form=BallotForm.PROJECTS,
        rule=RuleName.GREEDY,
        budget_minor=150_00,
    )
    voter = Voter(sign_in(a_person(session, "Mina")), slug_of(session, contest))

    page = voter.client.post(
        voter.address, data={"replaces": "0", "choice": ["2", "4"], "sort": "name"}
    )

    assert page.status_code == 200
    assert page.text.count(" checked") == 2
    assert page.text.index("Bus lanes") < page.text.index("Car club") < page.text.index("Night")


def test_a_review_page_outlives_a_change_of_the_secret(
    session: Session, app: Flask, sign_in: SignIn
):
    contest = a_contest(session, app)
    voter = Voter(sign_in(a_person(session, "Mina")), slug_of(session, contest))
    review = voter.check(1)

    app.config["SECRET_KEY_FALLBACKS"] = [app.config["SECRET_KEY"]]
    app.config["SECRET_KEY"] = "another secret of more than thirty-two signs"

    assert voter.press_cast(review).status_code == 200
