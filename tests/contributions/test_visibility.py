import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import deliberate
from deliberate.contributions.models import Contribution, Standing
from deliberate.contributions.visibility import Viewer, known, may_read, visible
from tests.world import a_person, a_proposal, a_question

SOURCES = Path(deliberate.__file__).parent
MAY_SELECT = {
    "contributions/queries.py",
    "contributions/services.py",
    "contributions/limits.py",
    "proposals/queries.py",
    "comments/queries.py",
}
ASKING = {"visible", "known", "may_read"}


def standings(session: Session, viewer: Viewer, rule: object) -> set[str]:
    return set(session.scalars(select(Contribution.standing).where(rule(viewer))))  # type: ignore[operator]  # one of two functions


@pytest.fixture
def author_id(session: Session) -> int:
    """The author of one contribution of each standing."""
    question, mina = a_question(session), a_person(session)
    for standing in Standing:
        proposal = a_proposal(session, question, mina)
        session.get_one(Contribution, proposal.contribution_id).standing = standing
    session.commit()
    return mina.id


def test_the_public_reads_only_what_is_public(session: Session, author_id: int):
    assert standings(session, Viewer.public(), visible) == {"public"}
    assert standings(session, Viewer.of(a_person(session, "Otto")), visible) == {"public"}


def test_the_public_sees_that_something_was_hidden_or_withdrawn_but_not_what_waits(
    session: Session, author_id: int
):
    assert standings(session, Viewer.public(), known) == {"public", "hidden", "withdrawn"}


def test_authors_read_all_that_is_theirs(session: Session, author_id: int):
    mina = a_person(session)

    assert standings(session, Viewer.of(mina), visible) == set(Standing)


def test_the_team_reads_what_waits_and_what_is_hidden_but_not_what_was_withdrawn(
    session: Session, author_id: int
):
    rosa = Viewer.team(a_person(session, "Rosa"))

    assert standings(session, rosa, visible) == {"public", "held", "hidden"}


def test_one_contribution_and_many_are_judged_alike(session: Session, author_id: int):
    viewers = [
        Viewer.public(),
        Viewer.of(a_person(session)),
        Viewer.of(a_person(session, "Otto")),
        Viewer.team(a_person(session, "Rosa")),
    ]

    everything = list(session.scalars(select(Contribution)))
    for viewer in viewers:
        by_rule = set(session.scalars(select(Contribution.id).where(visible(viewer))))
        one_by_one = {one.id for one in everything if may_read(viewer, one)}
        assert by_rule == one_by_one


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def called(node: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Each call within, with the names among its arguments."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            yield name, {inner.id for inner in ast.walk(call) if isinstance(inner, ast.Name)}


def selects(node: ast.AST, *names: str) -> bool:
    return any(name == "select" and used & set(names) for name, used in called(node))


def test_contributions_are_selected_in_their_rooms_queries_only():
    elsewhere = {
        str(path.relative_to(SOURCES))
        for path in SOURCES.rglob("*.py")
        if any(selects(function, "Contribution", "Wording") for function in functions(path))
    }

    assert elsewhere <= MAY_SELECT


@pytest.mark.parametrize("room", ["proposals", "comments"])
def test_whatever_reads_words_asks_who_may_see_them(room: str):
    reading = [one for one in functions(SOURCES / room / "queries.py") if selects(one, "Wording")]

    assert reading
    for function in reading:
        assert ASKING & {name for name, _ in called(function)}, function.name
