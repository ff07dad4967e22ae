import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, joinedload

from deliberate.record.models import RecordEntry, RecordWords
from deliberate.record.services import first_break, write
from tests.world import NOON, a_question


def entries(session: Session, question_id: int) -> list[RecordEntry]:
    session.expire_all()
    return list(
        session.scalars(
            select(RecordEntry)
            .where(RecordEntry.question_id == question_id)
            .options(joinedload(RecordEntry.words))
            .order_by(RecordEntry.number)
        )
    )


def test_each_entry_seals_the_one_before_it(session: Session):
    question = a_question(session)

    for deed in ("opened", "dates-changed", "frozen"):
        write(session, question.id, deed, NOON, actor="Rosa", reason="Because.")
    session.commit()

    assert first_break(entries(session, question.id)) is None
    assert [entry.number for entry in entries(session, question.id)] == [1, 2, 3]


def test_the_chain_still_holds_once_words_are_erased(session: Session):
    question = a_question(session)
    entry = write(session, question.id, "opened", NOON, actor="Rosa")
    write(session, question.id, "frozen", NOON)

    session.execute(delete(RecordWords).where(RecordWords.entry_id == entry.id))
    session.commit()

    assert first_break(entries(session, question.id)) is None


def test_other_words_than_those_written_break_the_chain(session: Session):
    question = a_question(session)
    write(session, question.id, "opened", NOON, actor="Rosa")
    entry = write(session, question.id, "hidden", NOON, reason="Ground rule 2.")

    session.execute(
        update(RecordWords)
        .where(RecordWords.entry_id == entry.id)
        .values(words=func.replace(RecordWords.words, "2", "3"))
    )
    session.commit()

    assert first_break(entries(session, question.id)) == 2


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_database_refuses_to_change_the_record(session: Session, deed: str):
    question = a_question(session)
    write(session, question.id, "opened", NOON)
    session.commit()

    with pytest.raises(DatabaseError, match="never changed"):
        session.execute(
            update(RecordEntry).values(deed="other") if deed == "update" else delete(RecordEntry)
        )
