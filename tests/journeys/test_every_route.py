"""Who may do what: every address of the site, tried by everybody who might come by.

Each line names an address and what it answers to seven people. Where nothing is permitted nothing
is changed, and looking changes nothing for anybody. An address that is missing here fails.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.journeys.stored import everything_stored
from tests.journeys.town import ROLES, Town, a_town
from tests.world import SignIn

REFUSED = {400, 401, 403, 404, 405, 409, 410}

# signed out, outsider, resident, voter, facilitator, convener of another question, convener
TABLE = """
pages.front              GET  /                                        200 200 200 200 200 200 200
pages.help               GET  /help                                    200 200 200 200 200 200 200
pages.how_voting_works   GET  /how-voting-works                        200 200 200 200 200 200 200
pages.accessibility      GET  /accessibility                           200 200 200 200 200 200 200
pages.privacy            GET  /privacy                                 200 200 200 200 200 200 200
pages.security           GET  /.well-known/security.txt                404 404 404 404 404 404 404
pages.robots             GET  /robots.txt                              200 200 200 200 200 200 200
pages.favicon            GET  /favicon.ico                             301 301 301 301 301 301 301
pages.healthz            GET  /healthz                                 200 200 200 200 200 200 200
pages.readyz             GET  /readyz                                  200 200 200 200 200 200 200
static                   GET  /static/site.css                         200 200 200 200 200 200 200

accounts.ask             GET  /sign-in                                 200 200 200 200 200 200 200
accounts.ask_now         POST /sign-in                                 303 303 303 303 303 303 303
accounts.code            GET  /sign-in/code                            303 303 303 303 303 303 303
accounts.type_code       POST /sign-in/code                            303 303 303 303 303 303 303
accounts.link            GET  /sign-in/{token}                         200 200 200 200 200 200 200
accounts.link            GET  /sign-in/x                               410 410 410 410 410 410 410
accounts.use_link        POST /sign-in/x                               410 410 410 410 410 410 410
accounts.sign_out        POST /sign-out                                303 303 303 303 303 303 303
accounts.me              GET  /me                                      303 200 200 200 200 200 200
accounts.rename          POST /me                                      401 303 303 303 303 303 303
accounts.end_sessions    POST /me/sessions                             401 303 303 303 303 303 303
roll.stop                GET  /letters/stop/{stop}                     200 200 200 200 200 200 200
roll.stop                GET  /letters/stop/x                          404 404 404 404 404 404 404
roll.stop_now            POST /letters/stop/x                          404 404 404 404 404 404 404
roll.stop_now            POST /letters/stop/{stop}                     200 200 200 200 200 200 200

dev.mail                 GET  /dev/mail                                200 200 200 200 200 200 200
dev.letter               GET  /dev/mail/{letter}                       200 200 200 200 200 200 200
dev.sign_in              GET  /dev/sign-in                             200 200 200 200 200 200 200
dev.sign_in_as           POST /dev/sign-in/nobody                      404 404 404 404 404 404 404

questions.show           GET  /q/roads                                 200 200 200 200 200 200 200
questions.show           GET  /q/draft                                 404 404 404 404 404 404 404
record.show              GET  /q/roads/record                          200 200 200 200 200 200 200
record.show              GET  /q/draft/record                          404 404 404 404 404 404 404
proposals.propose        GET  /q/roads/propose                         303 200 200 200 200 200 200
proposals.propose        POST /q/roads/propose                         401 403 303 303 303 403 303
proposals.show           GET  /q/roads/proposals/1                     200 200 200 200 200 200 200
proposals.show           GET  /q/vote/proposals/99                     404 404 404 404 404 404 404
proposals.versions       GET  /q/roads/proposals/1/versions            200 200 200 200 200 200 200
proposals.support        POST /q/roads/proposals/1/support             401 403 303 303 403 403 403
proposals.withdraw_support POST /q/roads/proposals/1/support/withdraw    401 303 303 303 303 303 303
proposals.change         GET  /q/roads/proposals/1/change              303 404 200 404 404 404 404
proposals.change         POST /q/roads/proposals/1/change              401 404 303 404 404 404 404
comments.add             GET  /q/roads/proposals/1/comments            303 200 200 200 200 200 200
comments.add             POST /q/roads/proposals/1/comments            401 403 303 303 303 403 303
comments.versions        GET  /q/roads/proposals/1/comments/1/versions 200 200 200 200 200 200 200
comments.change          GET  /q/roads/proposals/1/comments/1/change   303 404 200 404 404 404 404
comments.change          POST /q/roads/proposals/1/comments/1/change   401 404 303 404 404 404 404
comments.meet            POST /q/roads/proposals/1/comments/1/met      401 403 303 403 303 403 303
comments.withdraw        POST /q/roads/proposals/1/comments/1/withdraw 401 404 303 404 404 404 404
proposals.withdraw       POST /q/roads/proposals/1/withdraw            401 404 303 404 404 404 404

voting.ballot            GET  /q/vote/ballot                           303 403 200 200 403 403 403
voting.ballot            GET  /q/roads/ballot                          303 409 409 409 409 409 409
voting.review            GET  /q/vote/ballot/review                    303 303 303 303 303 303 303
voting.check             POST /q/vote/ballot                           401 403 200 200 403 403 403
voting.cast              POST /q/vote/ballot/review                    401 403 422 422 403 403 403
voting.mine              POST /q/vote/ballot/mine                      401 403 303 200 403 403 403
voting.change            POST /q/vote/ballot/change                    401 403 303 200 403 403 403
voting.join_the_roll     POST /q/vote/ballot/join                      401 403 403 403 403 403 403
voting.save_receipt      POST /q/vote/ballot/receipt                   200 200 200 200 200 200 200
voting.take_back         POST /q/vote/ballot/taken-back                401 403 200 200 403 403 403
outcomes.show            GET  /q/counted/outcome                       200 200 200 200 200 200 200
outcomes.show            GET  /q/draft/outcome                         404 404 404 404 404 404 404
outcomes.find            POST /q/counted/outcome                       200 200 200 200 200 200 200
outcomes.find            POST /q/vote/outcome                          404 404 404 404 404 404 404
opendata.files           GET  /q/counted/data/                         200 200 200 200 200 200 200
opendata.files           GET  /q/vote/data/                            404 404 404 404 404 404 404
opendata.ballots         GET  /q/counted/data/ballots.blt              200 200 200 200 200 200 200
opendata.ballots         GET  /q/vote/data/ballots.blt                 404 404 404 404 404 404 404
opendata.leaves          GET  /q/counted/data/leaves.txt               200 200 200 200 200 200 200
opendata.leaves          GET  /q/vote/data/leaves.txt                  404 404 404 404 404 404 404
opendata.outcome         GET  /q/counted/data/outcome.json             200 200 200 200 200 200 200
opendata.outcome         GET  /q/vote/data/outcome.json                404 404 404 404 404 404 404
opendata.receipts        GET  /q/counted/data/receipts.txt             404 404 404 404 404 404 404

desk.today               GET  /desk                                    303 200 200 200 200 200 200
desk.new                 GET  /desk/new                                303 403 403 403 403 200 200
desk.start               POST /desk/new                                401 403 403 403 403 303 303
desk.question            GET  /desk/q/draft                            303 404 404 404 200 404 200
desk.question            GET  /desk/q/roads                            303 404 404 404 200 404 200
desk.save                POST /desk/q/draft                            401 404 404 404 303 404 303
desk.save                POST /desk/q/roads                            401 404 404 404 409 404 409
desk.opening             GET  /desk/q/draft/open                       303 404 404 404 200 404 200
desk.open_now            POST /desk/q/draft/open                       401 404 404 404 403 404 422
desk.test_letter         POST /desk/q/draft/open/test                  401 404 404 404 422 404 422
desk.people              GET  /desk/q/roads/people                     303 404 404 404 200 404 200
desk.add_people          POST /desk/q/roads/people                     401 404 404 404 303 404 303
desk.add_people          POST /desk/q/vote/people                      401 404 404 404 409 404 409
desk.empty_people        POST /desk/q/draft/people/empty               401 404 404 404 303 404 303
desk.empty_people        POST /desk/q/roads/people/empty               401 404 404 404 409 404 409
desk.send_again          POST /desk/q/roads/people/again               401 404 404 404 409 404 409
desk.team                GET  /desk/q/roads/team                       303 404 404 404 200 404 200
desk.add_to_team         POST /desk/q/roads/team                       401 404 404 404 403 404 303
desk.remove_from_team    POST /desk/q/roads/team/remove/{nobody}       401 404 404 404 403 404 303
desk.change              GET  /desk/q/roads/changes                    303 404 404 404 200 404 200
desk.change_now          POST /desk/q/roads/changes                    401 404 404 404 422 404 422
proposals.shortlist      GET  /desk/q/roads/shortlist                  303 404 404 404 200 404 200
proposals.decide         GET  /desk/q/roads/shortlist/2                303 404 404 404 200 404 200
proposals.decide         POST /desk/q/roads/shortlist/2                401 404 404 404 303 404 303
proposals.decide         POST /desk/q/vote/shortlist/2                 401 404 404 404 409 404 409
proposals.change_option  GET  /desk/q/roads/shortlist/2/change         303 404 404 404 404 404 200
proposals.change_option  POST /desk/q/roads/shortlist/2/change         401 404 404 404 404 404 303
proposals.change_option  GET  /desk/q/roads/shortlist/1/change         303 404 404 404 404 404 404
proposals.add            POST /desk/q/roads/shortlist/add              401 404 404 404 303 404 303
proposals.add            POST /desk/q/vote/shortlist/add               401 404 404 404 409 404 409
contributions.held       GET  /desk/q/roads/held                       303 404 404 404 200 404 200
contributions.look       GET  /desk/q/roads/contributions/{c}          303 404 404 404 200 404 200
contributions.look       GET  /desk/q/vote/contributions/{c}           303 404 404 404 404 404 404
contributions.let_through POST /desk/q/roads/contributions/{c}/let-through 401 404 404 404 303 404 303
contributions.hide       POST /desk/q/roads/contributions/{c}/hide     401 404 404 404 303 404 409
contributions.show_again POST /desk/q/roads/contributions/{c}/show-again 401 404 404 404 303 404 303
desk.ballot              GET  /desk/q/vote/ballot                      303 404 404 404 200 404 200
desk.fix_ballot          POST /desk/q/vote/ballot                      401 404 404 404 409 404 409
"""  # noqa: E501 - a line is a row

PROPOSAL = {
    "title": "A bench at the library",
    "situation": "Joe can't walk all the way.",
    "body": "Put a bench there.",
    "reason": "It fits the road.",
}
# What each form is filled in with; the others are sent empty.
FORMS: dict[str, dict[str, str]] = {
    "accounts.ask_now": {"email": "{role}@example.org"},
    "accounts.rename": {"name": "Somebody"},
    "proposals.propose": {**PROPOSAL, "step": "send"},
    "proposals.change": PROPOSAL,
    "proposals.change_option": PROPOSAL,
    "proposals.add": PROPOSAL,
    "proposals.decide": {"choice": "in", "reason": "It fits the road.", "cost": "1,000"},
    "contributions.hide": {"rule": "private", "reason": "It names a neighbour."},
    "contributions.show_again": {"reason": "The name is out."},
    "comments.add": {"kind": "experience", "body": "I sit there often."},
    "comments.change": {"kind": "concern", "body": "It is too narrow there."},
    "voting.check": {"replaces": "0", "rank-1": "1"},
    "voting.cast": {"ballot": "made up"},
    "voting.save_receipt": {"code": "7K3M-Q9TX-40HD-WZ2C"},
    "voting.take_back": {"nonce": "0" * 32, "revision": "1"},
    "outcomes.find": {"code": "7K3M-Q9TX-40HD-WZ2C"},
    "desk.add_people": {"addresses": "joe@example.org", "reason": "Forgotten."},
    "desk.add_to_team": {"email": "joe@example.org", "role": "facilitator"},
}


@dataclass(frozen=True)
class Line:
    """One address with what it answers to each role."""

    endpoint: str
    method: str
    address: str
    answers: tuple[int, ...]


def filled_in(endpoint: str, role: str) -> dict[str, str]:
    form = FORMS.get(endpoint, {})
    return {name: value.format(role=role.replace(" ", "-")) for name, value in form.items()}


def lines() -> Iterator[Line]:
    for text in TABLE.split("\n"):
        if text:
            endpoint, method, address, *answers = text.split()
            yield Line(endpoint, method, address, tuple(map(int, answers)))


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"SHOW_MISTAKES_AS_PAGES": True}


@pytest.fixture
def town(app: Flask, session: Session, sign_in: SignIn) -> Town:
    return a_town(app, session, sign_in)


def test_every_address_of_the_site_is_in_the_table(app: Flask):
    there = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {(line.endpoint, line.method) for line in lines()} == there
    with app.test_request_context():
        match = app.url_map.bind("localhost").match
        for line in lines():
            address = re.sub(r"\{\w+\}", "1", line.address)
            assert match(address, line.method)[0] == line.endpoint
            assert len(line.answers) == len(ROLES), line


def test_everybody_gets_what_the_table_says_and_a_refusal_changes_nothing(app: Flask, town: Town):
    differences = []

    for line in (line for line in lines() if line.method == "POST"):
        for role, expected in zip(ROLES, line.answers, strict=True):
            client = town.client_of(role)
            before = everything_stored(app) if expected in REFUSED else {}
            form = {
                key: value.format(role=role.replace(" ", "-"))
                for key, value in FORMS.get(line.endpoint, {}).items()
            }
            answer = client.post(line.address.format(**town.named), data=form, buffered=True)
            if answer.status_code != expected:
                differences.append((line.endpoint, line.address, role, answer.status_code))
            elif before:
                assert everything_stored(app) == before, (line.endpoint, role)

    assert not differences, "\n".join(map(str, differences))


def test_everybody_sees_what_the_table_says_and_looking_changes_nothing(app: Flask, town: Town):
    clients = {role: town.client_of(role) for role in ROLES}
    before = everything_stored(app)
    differences = []

    for line in (line for line in lines() if line.method == "GET"):
        for role, expected in zip(ROLES, line.answers, strict=True):
            for method in ("GET", "HEAD"):
                answer = clients[role].open(
                    line.address.format(**town.named), method=method, buffered=True
                )
                if answer.status_code != expected:
                    differences.append((line.endpoint, method, role, answer.status_code))
        assert everything_stored(app) == before, line.endpoint

    assert not differences, "\n".join(map(str, differences))
