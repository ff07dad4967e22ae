"""Whatever link anybody presses, on any page that they come to, leads somewhere."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.journeys.town import a_town
from tests.world import SignIn

HREF = re.compile(r'<a\b[^>]*\shref="([^"]*)"')
ELSEWHERE = ("http:", "https:", "mailto:", "tel:")
FILES = ("/static/", "/data/ballots.", "/data/outcome.", "/data/leaves.")
NOT_ON_THE_LIST = "/q/vote/ballot"  # whose page says so, to a team that has no vote
STARTS = ("/", "/desk", "/me", "/q/counted/data/")


@pytest.fixture
def settings() -> dict[str, Any]:
    return {"SHOW_MISTAKES_AS_PAGES": True}


def test_no_link_leads_nowhere_whoever_presses_it(app: Flask, session: Session, sign_in: SignIn):
    town = a_town(app, session, sign_in)

    for role in ("signed out", "resident", "voter", "facilitator", "convener"):
        broken, looked = walk(town.client_of(role))
        assert not broken, (role, broken)
        assert looked > (20 if role == "signed out" else 30)


def walk(client: FlaskClient) -> tuple[list[str], int]:
    """Press every link from page to page; return those that lead nowhere, and how many there were.

    A link to a place within a page leads nowhere if that place isn't there.
    """
    waiting, pages, broken = [(start, "") for start in STARTS], dict[str, TestResponse](), []
    while waiting:
        link, found_on = waiting.pop()
        address, _, place = link.partition("#")
        if address not in pages:
            pages[address] = client.get(address, follow_redirects=True, buffered=True)
            if not any(name in address for name in FILES):
                waiting += [(one, address) for one in links_on(pages[address], address)]
        page = pages[address]
        there = page.status_code == 200 or (address == NOT_ON_THE_LIST and page.status_code == 403)
        there &= not place or f'id="{place}"' in page.text
        if not there:
            broken.append(f"{link} on {found_on}: {page.status_code}")
    return broken, len(pages)


def links_on(page: TestResponse, address: str) -> set[str]:
    """Return the links on a page that stay on this site, with the page's own for places within."""
    found = {unescape(link) for link in HREF.findall(page.text)}
    own = {link for link in found if link and not link.startswith(ELSEWHERE)}
    bare = address.partition("?")[0]
    within = {link: address + link for link in own if link.startswith("#")}
    within |= {link: bare + link for link in own if link.startswith("?")}
    return {within.get(link, link) for link in own}
