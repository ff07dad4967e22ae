"""The team fixes the ballot, by hand or by the clock."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberate.record.models import RecordEntry
from deliberate.voting.models import BallotForm, Contest, RuleName
from tests.voting.ground import a_contest, keys_of, slug_of
from tests.world import SignIn, a_person


def now(session: Session) -> Contest:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Contest)).one()


def test_the_team_fixes_the_ballot_and_everybody_can_read_it_in_the_record(
    session: Session, app: Flask, sign_in: SignIn
):
    contest = a_contest(session, app, frozen=False)
    tom, slug = sign_in(a_person(session, "Tom")), slug_of(session, contest)

    page = tom.get(f"/desk/q/{slug}/ballot")
    assert "Bus lanes" in page.text
    assert "2 people are on the list" in page.text
    answer = tom.post(f"/desk/q/{slug}/ballot", follow_redirects=True)

    assert "The ballot is fixed." in answer.text
    contest = now(session)
    assert contest.frozen_at is not None
    assert keys_of(app).fits(contest.code, contest.key_digest, contest.key_epoch)
    assert session.scalars(select(RecordEntry.deed)).all() == ["frozen"]


def test_fixing_twice_changes_nothing_and_says_so(session: Session, app: Flask, sign_in: SignIn):
    contest = a_contest(session, app)
    before = (contest.key_digest, contest.roll_digest)
    tom, slug = sign_in(a_person(session, "Tom")), slug_of(session, contest)

    answer = tom.post(f"/desk/q/{slug}/ballot")

    assert answer.status_code == 409
    assert "can&#39;t change any more" in answer.text
    assert (now(session).key_digest, now(session).roll_digest) == before


def test_what_is_missing_is_said_before_the_button(session: Session, app: Flask, sign_in: SignIn):
    contest = a_contest(
        session,
        app,
        frozen=False,
        titles=("Trees", "Benches"),
        costs=(100_00, None),
        ballot_form=BallotForm.BUDGET,
        rule=RuleName.GREEDY,
        budget_minor=150_00,
    )
    tom, slug = sign_in(a_person(session, "Tom")), slug_of(session, contest)

    page = tom.get(f"/desk/q/{slug}/ballot")
    answer = tom.post(f"/desk/q/{slug}/ballot")

    assert "no cost yet: Benches" in page.text
    assert "Fix the ballot now" not in page.text
    assert answer.status_code == 409
    assert "no cost yet: Benches" in answer.text
    assert now(session).frozen_at is None


def test_a_vote_with_nobody_on_the_list_is_not_fixed(session: Session, app: Flask, sign_in: SignIn):
    contest = a_contest(session, app, names=(), frozen=False)
    tom, slug = sign_in(a_person(session, "Tom")), slug_of(session, contest)

    answer = tom.post(f"/desk/q/{slug}/ballot")

    assert answer.status_code == 409
    assert "Nobody is on the list" in answer.text
