"""Hostile texts in every field that people fill in come out inert, with an honest status."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.world import SignIn, a_person, a_proposal, a_question

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "closed tags": '"></textarea></title></div><script>alert(1)</script>',
    "picture": "<img src=x onerror=alert(1)>",
    "drawing": "<svg/onload=alert(1)>",
    "link": "[press](javascript:alert(1))",
    "link in capitals": "[press](JaVaScRiPt&colon;alert(1))",
    "data link": "[press](data:text/html;base64,PHNjcmlwdD4=)",
    "own link": "<javascript:alert(1)>",
    "picture link": "![x](https://evil.example/pixel.png)",
    "reference": "[a]: javascript:alert(1)\n\n[a]",
    "template": "{{ 7 * 7 }} {% raw %} ${7*7} %(moment)s %s",
    "quotes": '\' onmouseover=\'alert(1)\' " onfocus="alert(1)" autofocus="',
    "zero": "a\x00b",
    "turned": "\u202egpj.exe\u202c \u2066x\u2069",
    "bell": "\x07\x1b[31m",
    "formula": "=HYPERLINK(1)",
    "many quotes": "> " * 500 + "deep",
    "many lists": "\n".join("  " * depth + "- x" for depth in range(60)),
    "stacked marks": "Z" + "\u0335" * 100,
}
# What makes a browser act: none of it stands in a page that is ours.
LIVE = re.compile(
    r"<script(?![^>]* src=\"/static/)|<img|<svg/|href=\"\s*(?:javascript|data)"
    r"|<[a-z]+(?:\s+[\w:-]+(?:=\"[^\"]*\")?)*\s+on\w+=",
    re.IGNORECASE,
)
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\x00\x07\x1b]")


def inert(page: str) -> bool:
    return LIVE.search(page) is None and TURNING.search(page) is None


def proposal_of(text: str) -> dict[str, str]:
    return {
        "name": text[:60] or "x",
        "title": text[:100] or "x",
        "situation": text,
        "body": text,
        "place": text[:150],
        "cost": "1",
    }


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_proposal_and_comment_are_shown_as_harmless_text(
    session: Session, sign_in: SignIn, client: FlaskClient, text: str
):
    question = a_question(session)
    sender = sign_in(a_person(session, "", email="sender@example.org"))
    rosa = sign_in(a_person(session, "Rosa"))
    form = proposal_of(text)

    check = sender.post(f"/q/{question.slug}/propose", data=form)
    sent = sender.post(f"/q/{question.slug}/propose", data={**form, "step": "send"})
    assert (check.status_code, sent.status_code) in {(200, 303), (422, 422)}
    if sent.status_code == 303:
        rosa.post(f"/q/{question.slug}/proposals/1/comments", data={"kind": "idea", "body": text})
    evidence = {"kind": "evidence", "body": "x", "source": text[:300]}
    rosa.post(f"/q/{question.slug}/proposals/1/comments", data=evidence)

    pages = [check]
    for reader in (client, sender, rosa):
        for path in ("", "/proposals/1", "/proposals/1/versions", "/propose"):
            pages.append(reader.get(f"/q/{question.slug}{path}"))
    for path in ("held", "shortlist", "shortlist/1"):
        pages.append(rosa.get(f"/desk/q/{question.slug}/{path}"))
    for page in pages:
        assert page.status_code in {200, 303, 404, 422}
        assert inert(page.text), LIVE.findall(page.text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_reason_of_the_team_is_shown_as_harmless_text(
    session: Session, sign_in: SignIn, client: FlaskClient, text: str
):
    question = a_question(session)
    proposal = a_proposal(session, question, a_person(session))
    tom, desk = sign_in(a_person(session, "Tom")), f"/desk/q/{question.slug}"
    case = f"{desk}/contributions/{proposal.contribution_id}"

    tom.post(f"{desk}/shortlist/1", data={"choice": "in", "reason": text[:900]})
    pages = [client.get(f"/q/{question.slug}/proposals/1"), tom.get(f"{desk}/shortlist")]
    tom.post(f"{case}/hide", data={"rule": "advert", "reason": text[:400]})
    pages += [client.get(f"/q/{question.slug}/proposals/1"), tom.get(case)]

    for page in pages:
        assert page.status_code == 200
        assert inert(page.text), LIVE.findall(page.text)


def test_a_hostile_search_is_shown_as_harmless_text(session: Session, client: FlaskClient):
    question = a_question(session)

    for text in HOSTILE.values():
        page = client.get(
            f"/q/{question.slug}",
            query_string={
                "search": text.encode("utf-8", "ignore"),
                "sort": text[:20].encode("utf-8", "ignore"),
                "page": "x",
            },
        )
        assert page.status_code == 200
        assert inert(page.text)


def test_half_a_letter_is_left_out(session: Session, sign_in: SignIn):
    question = a_question(session)

    sent = sign_in(a_person(session)).post(
        f"/q/{question.slug}/propose",
        data=b"step=send&title=T&situation=S&body=a%ED%A0%80b%FF",
        content_type="application/x-www-form-urlencoded",
    )

    assert sent.status_code == 303


@pytest.mark.parametrize("field", ["title", "situation", "body", "place"])
def test_a_text_beyond_all_bounds_is_refused_honestly(
    session: Session, sign_in: SignIn, field: str
):
    question = a_question(session)
    client = sign_in(a_person(session))
    form = {"title": "T", "situation": "S", "body": "B", "step": "send"}

    long = client.post(f"/q/{question.slug}/propose", data={**form, field: "x" * 50_000})
    longer = client.post(f"/q/{question.slug}/propose", data={**form, field: "x" * 100_000})

    assert long.status_code == 422
    assert longer.status_code == 413


@pytest.mark.parametrize("reply_to", ["-1", "x", "9" * 40, "٣", "1e3", "\x00", "1 OR 1=1"])
def test_a_reply_to_an_odd_number_is_refused_honestly(
    session: Session, sign_in: SignIn, reply_to: str
):
    question = a_question(session)
    a_proposal(session, question, a_person(session))

    answer = sign_in(a_person(session, "Joe")).post(
        f"/q/{question.slug}/proposals/1/comments", data={"reply_to": reply_to, "body": "x"}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize("number", ["0", "999999999", "99999999999999999999", "-1", "x"])
def test_an_odd_address_answers_like_a_missing_page(session: Session, sign_in: SignIn, number: str):
    question = a_question(session)
    rosa = sign_in(a_person(session, "Rosa"))

    assert rosa.get(f"/q/{question.slug}%00").status_code == 404
    for path in (
        f"/q/{question.slug}/proposals/{number}",
        f"/q/{question.slug}/proposals/{number}/versions",
        f"/desk/q/{question.slug}/contributions/{number}",
        f"/desk/q/{question.slug}/shortlist/{number}",
        f"/desk/q/{question.slug}%00/held",
    ):
        assert rosa.get(path).status_code == 404
