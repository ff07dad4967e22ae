"""The browser that tests look through keeps its own promises."""

from flask import Flask
from flask import session as cookie

from tests.browser.conftest import PageOf
from tests.browser.looks import axe, picture
from tests.world import a_person

PAGE = "<!DOCTYPE html><html lang='en'><title>A page</title><main><h1>A page</h1>{}</main></html>"


def serve(app: Flask, body: str, policy: str = "default-src 'self'") -> None:
    """Put a page of the test's own in the place of what the application would answer."""

    @app.before_request
    def answer():
        who = "a person" if "token" in cookie else "a stranger"
        return PAGE.format(body.replace("WHO", who)), {"Content-Security-Policy": policy}

    # Ours must answer first, before the application asks who is there.
    functions = app.before_request_funcs[None]
    functions.insert(0, functions.pop())


def test_a_page_without_a_fault_has_no_mishaps_and_no_barriers(app, page_of: PageOf):
    serve(app, "<p>Hello</p>")

    page = page_of(360)
    page.goto("/")

    assert axe(page) == []
    assert page.evaluate("innerWidth") == 360


def test_a_barrier_is_named_with_its_place(app, page_of: PageOf):
    serve(app, "<img src='data:,'>", policy="img-src data:")

    page = page_of()
    page.goto("/")

    assert any(found.startswith("image-alt: ") and "img" in found for found in axe(page))


def test_what_the_policy_blocks_is_a_mishap(app, page_of: PageOf, mishaps):
    serve(app, "<p style='color: red'>Hello</p>")

    page_of().goto("/")

    assert any("Content Security Policy" in mishap for mishap in mishaps)
    mishaps.clear()


def test_a_mistake_in_a_script_is_a_mishap(app, page_of: PageOf, mishaps):
    serve(app, "<script>nothing.there</script>", policy="script-src 'unsafe-inline'")

    page_of().goto("/")

    assert any("nothing is not defined" in mishap for mishap in mishaps)
    mishaps.clear()


def test_a_request_to_another_server_is_a_mishap(app, page_of: PageOf, mishaps):
    serve(app, "<img src='http://127.0.0.1:9/dot.png' alt=''>", policy="img-src *")

    page_of().goto("/")

    assert "asked elsewhere: http://127.0.0.1:9/dot.png" in mishaps
    mishaps.clear()


def test_a_page_without_javascript_runs_none(app, page_of: PageOf):
    serve(app, "<p id=said>no script</p><script>said.textContent = 'script'</script>", "")

    page = page_of(javascript=False)
    page.goto("/")

    assert page.inner_text("#said") == "no script"


def test_a_page_for_a_person_is_signed_in_as_them(app, page_of: PageOf, session):
    mina = a_person(session, "Mina")
    serve(app, "<p>Hello, WHO</p>")

    page, strange = page_of(person=mina), page_of()
    page.goto("/")
    strange.goto("/")

    assert page.inner_text("p") == "Hello, a person"
    assert strange.inner_text("p") == "Hello, a stranger"


def test_a_dark_page_asks_for_dark_colours(app, page_of: PageOf):
    serve(app, "<p>Hello</p>")

    page = page_of(dark=True)
    page.goto("/")

    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")


def test_a_picture_is_kept_for_people_to_look_at(app, page_of: PageOf):
    serve(app, "<p>Hello</p>")

    page = page_of(320)
    page.goto("/")

    assert picture(page, "test-of-the-camera").stat().st_size > 1000
