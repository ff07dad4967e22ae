"""Somebody with a browser: reads pages, and presses the buttons that are on them.

A form is sent as a browser sends it: with the hidden fields and everything that stands in it, to
where it says, from the site's own address. A button that isn't on the page can't be pressed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

SITE = "https://alderbrook.example"
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_TEXT_INPUTS = {"text", "hidden", "email", "search", "date", "datetime-local", "number"}


class Visitor:
    """One person in one browser. `page` is the answer that they look at now."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        self.page: TestResponse = None  # type: ignore[assignment]  # nothing until the first page

    @property
    def text(self) -> str:
        """Return the present page's source with its entities read."""
        return unescape(self.page.text)

    @property
    def path(self) -> str:
        return self.page.request.path

    def get(self, path: str) -> TestResponse:
        return self._open(path, method="GET")

    def head(self, path: str) -> TestResponse:
        return self._open(path, method="HEAD")

    def press(
        self, button: str, files: Mapping[str, Any] | None = None, **typed: Any
    ) -> TestResponse:
        """Fill in the form that has this button, and press it.

        A text is typed into a field, or the choice that is taken; a list is the boxes ticked.
        """
        form = self.form_with(button)
        unknown = ({*typed} | {*(files or {})}) - form.names
        assert not unknown, f"no field {', '.join(sorted(unknown))} beside {button!r}"
        data = {**form.fields, **form.buttons[button], **typed, **(files or {})}
        action = form.action or self.path
        if form.method == "get":
            return self._open(action, method="GET", query_string=data)
        return self._open(action, method="POST", data=data)

    def form_with(self, button: str) -> "Form":
        """Return the form of the present page that has this button."""
        for source in _FORM.findall(self.page.text):
            form = _Reader.read(source) if button in unescape(source) else Form()
            if button in form.buttons:
                return form
        raise AssertionError(f"no button {button!r} on {self.path}:\n{self.page.text}")

    def _open(self, path: str, **how: Any) -> TestResponse:
        self.page = self._client.open(
            path, base_url=SITE, headers={"Origin": SITE}, follow_redirects=True, **how
        )
        return self.page


@dataclass
class Form:
    """A form: what a browser would send of it, and its buttons, each with what it adds."""

    action: str = ""
    method: str = "get"
    fields: dict[str, Any] = field(default_factory=dict)
    buttons: dict[str, dict[str, str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)  # of everything that can be filled in


class _Reader(HTMLParser):
    """Reads the one form of a piece of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self._inside: str | None = None  # the name of the textarea or select that we are in
        self._button: dict[str, str] | None = None
        self._said = ""

    @classmethod
    def read(cls, source: str) -> Form:
        reader = cls()
        reader.feed(source)
        return reader.form

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        name = said.get("name", "")
        if tag in ("input", "textarea", "select"):
            self.form.names.add(name)
        match tag:
            case "form":
                self.form.action = said.get("action", "")
                self.form.method = said.get("method", "get")
            case "input":
                self._input(name, said)
            case "textarea" | "select":
                self._inside, self._said = name, ""
                self.form.fields[name] = ""
            case "option" if "selected" in said and self._inside:
                self.form.fields[self._inside] = said.get("value", "")
            case "button":
                self._button, self._said = {name: said.get("value", "")} if name else {}, ""

    def handle_data(self, data: str) -> None:
        self._said += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._inside:
            self.form.fields[self._inside] = self._said.removeprefix("\n")
        if tag in ("textarea", "select"):
            self._inside = None
        if tag == "button" and self._button is not None:
            self.form.buttons[" ".join(self._said.split())] = self._button
            self._button = None

    def _input(self, name: str, said: Mapping[str, str]) -> None:
        kind = said.get("type", "text")
        if kind in _TEXT_INPUTS:
            self.form.fields[name] = said.get("value", "")
        elif kind == "radio" and "checked" in said:
            self.form.fields[name] = said.get("value", "on")
        elif kind == "checkbox" and "checked" in said:
            self.form.fields.setdefault(name, []).append(said.get("value", "on"))
