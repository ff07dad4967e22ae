from sqlalchemy.orm import Session

from deliberate.contributions.models import Contribution, Standing
from deliberate.proposals.queries import Shortlisted, shortlisted
from tests.world import a_person, a_proposal, a_question


def test_the_ballot_takes_what_was_shortlisted_in_order_of_number(session: Session):
    question, mina = a_question(session), a_person(session)
    trees = a_proposal(session, question, mina, "Trees", is_shortlisted=True, cost_minor=960_000)
    a_proposal(session, question, mina, "Not decided")
    a_proposal(session, question, mina, "Left out", is_shortlisted=False)
    benches = a_proposal(session, question, mina, "Benches", is_shortlisted=True)

    found = shortlisted(session, question.id)

    assert found == [
        Shortlisted(
            proposal_id=trees.contribution_id,
            number=1,
            title="Trees",
            situation_html="<p>Joe can walk to the shops, but not without a rest.</p>\n",
            body_html="<p>Put benches along the road.</p>\n",
            cost_minor=960_000,
        ),
        Shortlisted(
            proposal_id=benches.contribution_id,
            number=4,
            title="Benches",
            situation_html="<p>Joe can walk to the shops, but not without a rest.</p>\n",
            body_html="<p>Put benches along the road.</p>\n",
            cost_minor=None,
        ),
    ]


def test_what_is_held_hidden_or_withdrawn_never_reaches_the_ballot(session: Session):
    question, mina = a_question(session), a_person(session)
    for standing in (Standing.HELD, Standing.HIDDEN, Standing.WITHDRAWN):
        proposal = a_proposal(session, question, mina, str(standing), is_shortlisted=True)
        contribution = session.get(Contribution, proposal.contribution_id)
        assert contribution is not None
        contribution.standing = standing
    session.commit()

    assert shortlisted(session, question.id) == []


def test_another_questions_proposals_stay_off_the_ballot(session: Session):
    question, other = a_question(session), a_question(session)
    a_proposal(session, other, a_person(session), is_shortlisted=True)

    assert shortlisted(session, question.id) == []
