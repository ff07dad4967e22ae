from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from deliberate.accounts.models import Person
from deliberate.contributions import services
from deliberate.contributions.errors import Gone, NotYours, TooOften
from deliberate.contributions.models import Contribution, GroundRule, Kind, Standing
from deliberate.contributions.queries import versions, waiting
from deliberate.contributions.services import Words
from deliberate.questions.models import Question
from deliberate.record.errors import ReasonMissing
from tests.world import NOON, a_person, a_question, record_of

PLAIN = Words("A bench, please.", "Bench", "Joe has to rest.")
WITH_LINK = Words("See https://example.org/bench", "Bench", "Joe has to rest.")


def written(
    session: Session,
    question: Question,
    author: Person,
    words: Words = PLAIN,
    kind: Kind = Kind.COMMENT,
    minutes: int = 0,
) -> Contribution:
    moment = NOON + timedelta(minutes=minutes)
    contribution = services.write(session, question.id, kind, author, words, moment)
    session.commit()
    return contribution


def hidden(session: Session, question: Question, contribution: Contribution) -> Contribution:
    services.hide(
        session,
        question,
        contribution,
        a_person(session, "Tom"),
        GroundRule.PRIVATE,
        "It names a neighbour.",
        NOON,
        {"proposal": 3},
    )
    session.commit()
    return contribution


def test_words_are_rendered_once_and_kept_beside_what_was_typed(session: Session):
    contribution = written(
        session,
        a_question(session),
        a_person(session),
        Words("**Trees** <script>", "T", "It is *hot*"),
    )

    (kept,) = versions(session, contribution.id)
    assert kept.body == "**Trees** <script>"
    assert kept.body_html == "<p><strong>Trees</strong> &lt;script&gt;</p>\n"
    assert kept.situation_html == "<p>It is <em>hot</em></p>\n"


def test_a_change_keeps_every_earlier_version(session: Session):
    mina = a_person(session)
    contribution = written(session, a_question(session), mina)

    services.rewrite(session, contribution, mina, Words("Two benches."), NOON + timedelta(hours=1))
    session.commit()

    assert [words.body for words in versions(session, contribution.id)] == [
        "Two benches.",
        "A bench, please.",
    ]
    assert contribution.version == 2


def test_only_the_author_changes_or_withdraws(session: Session):
    contribution = written(session, a_question(session), a_person(session))
    joe = a_person(session, "Joe")

    with pytest.raises(NotYours):
        services.rewrite(session, contribution, joe, PLAIN, NOON)
    with pytest.raises(NotYours):
        services.withdraw(contribution, joe, NOON)


def test_what_was_withdrawn_keeps_its_words_and_stays_withdrawn(session: Session):
    mina = a_person(session)
    contribution = written(session, a_question(session), mina)

    services.withdraw(contribution, mina, NOON)

    assert contribution.standing == Standing.WITHDRAWN
    assert len(versions(session, contribution.id)) == 1
    with pytest.raises(Gone):
        services.rewrite(session, contribution, mina, PLAIN, NOON)


def test_hiding_writes_the_record_with_rule_and_reason_and_none_of_the_words(session: Session):
    question = a_question(session)
    contribution = written(session, question, a_person(session))

    hidden(session, question, contribution)

    assert record_of(session, question) == [
        (
            "hidden",
            {
                "actor": "Tom",
                "reason": "It names a neighbour.",
                "facts": {"proposal": 3, "rule": "private"},
            },
        )
    ]


def test_nothing_is_hidden_without_a_reason(session: Session):
    question, tom = a_question(session), a_person(session, "Tom")
    contribution = written(session, question, a_person(session))

    with pytest.raises(ReasonMissing):
        services.hide(
            session, question, contribution, tom, GroundRule.ADVERT, "  ", NOON, {"proposal": 1}
        )

    assert contribution.standing == Standing.PUBLIC


def test_hiding_again_changes_nothing(session: Session):
    question = a_question(session)
    contribution = hidden(session, question, written(session, question, a_person(session)))

    with pytest.raises(Gone):
        hidden(session, question, contribution)

    assert len(record_of(session, question)) == 1


def test_what_is_shown_again_stands_as_before_and_the_record_says_so(session: Session):
    question, rosa = a_question(session), a_person(session, "Rosa")
    contribution = hidden(session, question, written(session, question, a_person(session)))

    services.show_again(
        session, question, contribution, rosa, "The address is public.", NOON, {"proposal": 3}
    )
    session.commit()

    assert contribution.standing == Standing.PUBLIC
    assert contribution.hidden_reason is None
    assert [deed for deed, _ in record_of(session, question)] == ["hidden", "shown-again"]


def test_a_hidden_text_that_its_author_changes_waits_for_the_team_and_stays_hidden(
    session: Session,
):
    question, mina = a_question(session), a_person(session)
    contribution = hidden(session, question, written(session, question, mina))
    assert waiting(session, question.id) == []

    services.rewrite(session, contribution, mina, PLAIN, NOON + timedelta(minutes=5))
    session.commit()

    assert contribution.standing == Standing.HIDDEN
    assert [one.contribution.id for one in waiting(session, question.id)] == [contribution.id]


def test_withdrawing_does_not_sweep_a_hiding_away(session: Session):
    question, mina = a_question(session), a_person(session)
    contribution = hidden(session, question, written(session, question, mina))

    with pytest.raises(Gone):
        services.withdraw(contribution, mina, NOON)

    assert contribution.standing == Standing.HIDDEN


def test_a_link_waits_until_two_contributions_of_the_person_are_public(session: Session):
    question, mina = a_question(session), a_person(session)

    first = written(session, question, mina, WITH_LINK)
    second = written(session, question, mina, WITH_LINK)
    assert (first.standing, second.standing) == (Standing.HELD, Standing.HELD)

    third = written(session, question, mina, WITH_LINK)
    assert third.standing == Standing.HELD, "what waits earns no trust"

    services.let_through(first)
    services.let_through(second)
    session.commit()
    assert written(session, question, mina, WITH_LINK).standing == Standing.PUBLIC


def test_a_harmless_text_that_is_changed_into_an_advertisement_waits(session: Session):
    mina = a_person(session)
    contribution = written(session, a_question(session), mina)
    assert contribution.standing == Standing.PUBLIC

    services.rewrite(session, contribution, mina, WITH_LINK, NOON)

    assert contribution.standing == Standing.HELD


def test_a_name_is_looked_at_like_a_text(session: Session):
    seller = a_person(session, "www.cheap-pills.top", email="seller@example.org")

    assert written(session, a_question(session), seller).standing == Standing.HELD


@pytest.mark.parametrize(("kind", "most", "hours"), [(Kind.COMMENT, 10, 1), (Kind.PROPOSAL, 5, 24)])
def test_a_person_sends_as_many_as_is_fair_and_is_told_when_to_go_on(
    session: Session, kind: Kind, most: int, hours: int
):
    question, mina = a_question(session), a_person(session)
    for minute in range(most):
        written(session, question, mina, kind=kind, minutes=minute)

    with pytest.raises(TooOften) as refused:
        written(session, question, mina, kind=kind, minutes=most)
    session.rollback()

    assert refused.value.status == 429
    assert refused.value.go_on_at == NOON + timedelta(hours=hours)
    written(session, question, mina, kind=kind, minutes=hours * 60)


def test_the_limit_of_one_person_is_not_anothers(session: Session):
    question = a_question(session)
    for minute in range(10):
        written(session, question, a_person(session), minutes=minute)

    assert written(session, question, a_person(session, "Joe"), minutes=10).id
