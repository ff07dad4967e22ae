"""What an address may hold: whatever a database could not even look up is a missing page."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter

LARGEST = 2**31 - 1  # of a database's integer


class Number(IntegerConverter):
    """A number that fits a column."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - Werkzeug's own name
        super().__init__(map, max=LARGEST)


class Text(UnicodeConverter):
    """One part of an address without signs that nobody types: PostgreSQL refuses a NUL."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - Werkzeug's own name
        super().__init__(map)
        self.regex = r"[^/\x00-\x1f\x7f]+"


def init_app(app: Flask) -> None:
    app.url_map.converters.update({"int": Number, "default": Text, "string": Text})
