from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from deliberate.db import Base
from deliberate.roll.entries import entry_ids
from deliberate.roll.models import RollEntry
from deliberate.voting.casting import Window, box_for, cast
from deliberate.voting.errors import ContestSuspended
from deliberate.voting.models import Contest, LiveBallot
from tests.voting.ground import Voter, a_contest, code_on, hidden, keys_of, slug_of
from tests.world import NOON, Clock, SignIn, a_person, statements


@pytest.fixture
def contest(session: Session, app: Flask) -> Contest:
    return a_contest(session, app)


@pytest.fixture
def mina(contest: Contest, session: Session, sign_in: SignIn) -> Voter:
    return Voter(sign_in(a_person(session, "Mina")), slug_of(session, contest))


def live(session: Session) -> list[LiveBallot]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(LiveBallot)))


def rows_of_every_table(session: Session) -> dict[str, int]:
    session.rollback()
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def test_a_ballot_is_chosen_checked_cast_and_answered_with_a_receipt(mina: Voter, session: Session):
    review = mina.check(3, 1, 2)
    assert "Check your ballot" in review.text
    assert review.text.index("Cycle tracks") < review.text.index("Bus lanes")
    assert live(session) == []

    receipt = mina.press_cast(review)

    assert receipt.status_code == 200
    assert "Your ballot is in" in receipt.text
    assert len(code_on(receipt.text)) == 19
    assert len(live(session)) == 1


def test_casting_writes_one_row_in_one_table_and_nothing_else(
    mina: Voter, session: Session, app: Flask
):
    review = mina.check(1)
    before = rows_of_every_table(session)

    with statements(app) as sent:
        mina.press_cast(review)

    written = [one for one in sent if one.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert len(written) == 1
    assert "live_ballot" in written[0]
    changed = {
        name: count - before[name]
        for name, count in rows_of_every_table(session).items()
        if count != before[name]
    }
    assert changed == {"live_ballot": 1}
    assert session.scalars(select(RollEntry.took_part)).all() == [None, None]


def test_the_ballot_tables_hold_no_time_person_address_or_serial_number():
    live_columns = {column.name for column in LiveBallot.__table__.columns}

    assert live_columns == {"contest_id", "voter_key", "sealed_words", "revision", "form_nonce"}
    assert not LiveBallot.__table__.foreign_keys


def test_what_is_stored_says_neither_the_choice_nor_the_tracker(mina: Voter, session: Session):
    code = code_on(mina.cast(2, 1).text)

    (row,) = live(session)
    stored = row.sealed_words + row.voter_key + row.form_nonce

    assert b"r1:" not in stored
    assert code.replace("-", "").encode() not in stored


def test_every_stored_ballot_has_one_length_whatever_was_chosen(
    contest: Contest, session: Session, sign_in: SignIn
):
    slug = slug_of(session, contest)
    Voter(sign_in(a_person(session, "Mina")), slug).cast(1)
    Voter(sign_in(a_person(session, "Joe")), slug).cast(5, 4, 3, 2, 1)

    assert len({len(row.sealed_words) for row in live(session)}) == 1


def test_the_cast_form_has_one_length_whatever_was_chosen(mina: Voter):
    short = hidden(mina.check(1).text, "ballot")
    long = hidden(mina.check(5, 4, 3, 2, 1).text, "ballot")

    assert len(urlencode({"ballot": short})) == len(urlencode({"ballot": long}))


def test_sending_the_same_form_twice_casts_once_and_shows_the_same_receipt(
    mina: Voter, session: Session
):
    review = mina.check(1, 2)

    first, second = mina.press_cast(review), mina.press_cast(review)

    assert code_on(first.text) == code_on(second.text)
    assert [row.revision for row in live(session)] == [1]


def test_a_changed_ballot_replaces_the_old_one_and_has_a_new_code(mina: Voter, session: Session):
    first = code_on(mina.cast(1).text)

    second = code_on(mina.cast(2).text)

    assert first != second
    assert [row.revision for row in live(session)] == [2]
    assert "Cheaper fares" in mina.client.post(f"{mina.address}/mine").text


def test_a_form_made_before_another_cast_asks_which_ballot_counts(mina: Voter, session: Session):
    old_review = mina.check(1)
    mina.cast(2)

    both = mina.press_cast(old_review)

    assert both.status_code == 409
    assert "Which ballot counts?" in both.text
    assert "Cheaper fares" in both.text
    assert "Bus lanes" in both.text
    assert [row.revision for row in live(session)] == [1]

    chosen = mina.client.post(
        f"{mina.address}/review", data={"ballot": hidden(both.text, "ballot")}
    )
    assert chosen.status_code == 200
    assert "Bus lanes" in mina.client.post(f"{mina.address}/mine").text


def test_choice_and_code_are_shown_again_only_when_pressed_for(mina: Voter):
    code = code_on(mina.cast(4).text)

    page = mina.look().text
    shown = mina.client.post(f"{mina.address}/mine").text

    assert code not in page
    assert "Car club" not in page
    assert code in shown
    assert "Car club" in shown


def test_a_ballot_taken_back_is_not_brought_back_by_an_old_form(mina: Voter, session: Session):
    review = mina.check(1)
    mina.press_cast(review)

    mina.take_back()
    again = mina.press_cast(review)

    assert again.status_code == 409
    assert [row.revision for row in live(session)] == [2]
    assert 'name="replaces"' in mina.look().text


def test_an_old_form_to_take_back_takes_no_newer_ballot_back(mina: Voter, session: Session):
    mina.cast(1)
    old_page = mina.look()
    mina.press_take_back(old_page)
    mina.cast(2)

    again = mina.press_take_back(old_page)

    assert again.status_code == 409
    assert "it was not taken back" in again.text
    assert [row.revision for row in live(session)] == [3]
    assert "Cheaper fares" in mina.client.post(f"{mina.address}/mine").text


def test_taking_back_twice_says_the_same(mina: Voter, session: Session):
    mina.cast(1)
    page = mina.look()

    first, second = mina.press_take_back(page), mina.press_take_back(page)

    assert first.status_code == second.status_code == 200
    assert [row.revision for row in live(session)] == [2]


def test_a_ballot_that_was_taken_back_has_no_receipt_to_show(mina: Voter):
    mina.cast(1)
    mina.take_back()

    assert mina.client.post(f"{mina.address}/mine").status_code == 303


@pytest.mark.parametrize("nonce", ["", "x", "00", "é" * 32, "00" * 9000])
def test_a_form_to_take_back_that_no_page_of_ours_made_is_refused(
    mina: Voter, session: Session, nonce: str
):
    mina.cast(1)

    answer = mina.client.post(f"{mina.address}/taken-back", data={"nonce": nonce, "revision": "1"})

    assert answer.status_code == 422
    assert [row.revision for row in live(session)] == [1]


def test_voting_that_is_paused_while_a_ballot_waits_for_its_turn_takes_it_no_more(
    session: Session, app: Flask, contest: Contest
):
    window = Window(NOON, NOON + timedelta(days=1))
    box = box_for(contest, window, keys_of(app), entry_ids(session, contest.id)[0])
    session.execute(
        update(Contest).values(suspended_at=NOON).execution_options(synchronize_session=False)
    )

    with pytest.raises(ContestSuspended):
        cast(session, box, "r1:1", replaces=0, form_nonce=bytes(16), received_at=NOON)


def test_one_millisecond_before_closing_is_in_and_at_closing_is_not(
    mina: Voter, session: Session, clock: Clock
):
    review = mina.check(1)
    clock.pass_by(days=10, milliseconds=-1)
    assert mina.press_cast(review).status_code == 200

    clock.pass_by(milliseconds=1)
    late = mina.press_cast(review)

    assert late.status_code == 409
    assert "not recorded" in late.text
    assert [row.revision for row in live(session)] == [1]


def test_a_ballot_that_comes_after_sealing_is_told_that_it_was_not_recorded(
    mina: Voter, session: Session, contest: Contest, clock: Clock
):
    review = mina.check(1)
    contest.closed_at = contest.sealed_at = clock.now
    session.add(contest)
    session.commit()

    answer = mina.press_cast(review)

    assert answer.status_code == 409
    assert "not recorded" in answer.text
    assert live(session) == []


def test_a_missing_ballot_key_is_said_plainly_and_never_made_anew(
    mina: Voter, session: Session, contest: Contest, app: Flask
):
    review = mina.check(1)
    keys_of(app).destroy(contest.code)

    answer = mina.press_cast(review)

    assert answer.status_code == 503
    assert "not recorded" in answer.text
    assert hidden(answer.text, "ballot") == hidden(review.text, "ballot")
    assert live(session) == []
    assert not [key for folder in keys_of(app).folders for key in folder.glob("*.key")]


def test_one_lost_key_file_of_two_loses_nothing(mina: Voter, app: Flask, contest: Contest):
    (keys_of(app).folders[0] / f"{contest.code}.key").unlink()

    assert mina.cast(1).status_code == 200


def test_who_is_not_on_the_list_is_told_so_and_records_nothing(
    contest: Contest, session: Session, sign_in: SignIn
):
    otto = Voter(sign_in(a_person(session, "Otto")), slug_of(session, contest))

    answer = otto.look()

    assert answer.status_code == 403
    assert "not on the list" in answer.text
    assert otto.client.post(f"{otto.address}/review", data={"ballot": "x"}).status_code == 403
    assert live(session) == []


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"rank-1": "1", "rank-2": "1"}, "These are all number 1:"),
        ({}, "not chosen anything"),
        ({"rank-1": "99"}, "did not fit"),
        ({"rank-1": "-1"}, "did not fit"),
        ({"rank-1": "1" * 5000}, "did not fit"),
        ({"rank-1": "\x00"}, "did not fit"),
        ({"rank-1": "١"}, "did not fit"),
        ({"rank-1": "1e2"}, "did not fit"),
    ],
)
def test_a_ballot_that_does_not_fit_comes_back_with_what_to_do(
    mina: Voter, session: Session, form: dict[str, str], sentence: str
):
    answer = mina.client.post(mina.address, data={"replaces": "0", **form})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert live(session) == []


def test_what_was_ranked_twice_is_still_there_to_be_mended(mina: Voter):
    answer = mina.client.post(
        mina.address, data={"replaces": "0", "rank-1": "2", "rank-2": "2", "rank-3": "1"}
    )

    assert answer.text.count("selected") == 3
    assert answer.text.count('aria-invalid="true"') == 2


def test_a_skipped_place_is_closed_up_and_said(mina: Voter):
    answer = mina.client.post(mina.address, data={"replaces": "0", "rank-1": "1", "rank-2": "4"})

    assert answer.status_code == 200
    assert "we moved the rest up" in answer.text


@pytest.mark.parametrize("field", ["", "x", "a.b.c.d", "é" * 50, "A" * 60_000])
def test_a_cast_that_no_page_of_ours_made_is_refused(mina: Voter, session: Session, field: str):
    answer = mina.client.post(f"{mina.address}/review", data={"ballot": field})

    assert answer.status_code == 422
    assert live(session) == []


def test_a_ballot_of_another_contest_is_refused(
    mina: Voter, session: Session, app: Flask, sign_in: SignIn
):
    other = a_contest(session, app)
    elsewhere = Voter(mina.client, slug_of(session, other)).check(1)

    answer = mina.press_cast(elsewhere)

    assert answer.status_code == 422
    assert live(session) == []
