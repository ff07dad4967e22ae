"""What every page shares: the style sheet, the templates and the files that others wrote."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from deliberate.paths import folder

TEMPLATES = folder("templates")
STATIC = folder("static")
TESTS = Path(__file__).resolve().parent.parent
PAGES = sorted(p for p in TEMPLATES.rglob("*") if p.suffix in {".html", ".txt"})
GETTEXT = {"_", "gettext", "ngettext", "pgettext"}
VENDORED = [STATIC / "vendor", STATIC / "fonts", TESTS / "browser" / "vendor"]

# Text over ground, and the ratio that WCAG asks: 4.5 for text, 3 for lines and the focus ring.
PAIRS = [
    ("ink", "paper", 4.5),
    ("ink", "card", 4.5),
    ("ink", "wash", 4.5),
    ("soft", "paper", 4.5),
    ("soft", "card", 4.5),
    ("link", "paper", 4.5),
    ("link", "card", 4.5),
    ("damson", "wash", 4.5),
    ("on-damson", "damson", 4.5),
    ("on-marmalade", "marmalade", 4.5),
    ("on-mast", "mast", 4.5),
    ("on-mast-soft", "mast", 4.5),
    ("green", "green-bg", 4.5),
    ("brick", "brick-bg", 4.5),
    ("brick", "card", 4.5),
    ("brick", "paper", 4.5),
    ("sky", "sky-bg", 4.5),
    ("line", "card", 3),
    ("line", "paper", 3),
    ("focus", "paper", 3),
    ("focus", "card", 3),
]


def colours(*, dark: bool) -> dict[str, str]:
    sheet = (STATIC / "site.css").read_text(encoding="utf-8")
    first, second = re.findall(r":root\{(.*?)\}", sheet, flags=re.DOTALL)[:2]
    tokens = re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", first + (second if dark else ""))
    return dict(tokens)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_stands_out_from_its_ground(text: str, ground: str, least: float, dark: bool):
    tokens = colours(dark=dark)

    assert contrast(tokens[text], tokens[ground]) >= least


def test_the_style_sheet_stays_light_enough_for_a_slow_phone():
    assert (STATIC / "site.css").stat().st_size <= 22 * 1024


def test_the_style_sheet_reads_the_same_from_right_to_left():
    sheet = (STATIC / "site.css").read_text(encoding="utf-8")

    sided = (
        r"(?:margin|padding|border)-(?:left|right)|text-align:(?:left|right)|[;{](?:left|right):"
    )
    assert re.findall(sided, sheet) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_no_template_needs_an_exception_from_the_content_security_policy(page: Path):
    source = page.read_text(encoding="utf-8")

    assert re.findall(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", source) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_every_form_that_changes_something_carries_its_token(page: Path):
    source = page.read_text(encoding="utf-8")

    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", source, flags=re.DOTALL)
    assert [form for form in forms if not re.search(r"csrf_token|hidden_tag\(", form)] == []


@pytest.mark.parametrize("place", VENDORED, ids=lambda p: p.parent.name + "/" + p.name)
def test_a_file_that_others_wrote_is_the_one_its_readme_names(place: Path):
    readme = (place / "README.md").read_text(encoding="utf-8")

    named = dict(re.findall(r"^\| (\S+) \|.*\b([0-9a-f]{64}) \|$", readme, flags=re.MULTILINE))
    there = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in place.iterdir()
        if file.suffix in {".js", ".woff2"}
    }
    assert there == named


def pieces(node: nodes.Node) -> Iterator[str]:
    """Yield the literal text of a template in order, with a mark where a value is filled in."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Expr):
        yield "\0"
    else:
        for child in node.iter_child_nodes():
            yield from pieces(child)


def spoken_constants(node: nodes.Node) -> Iterator[str]:
    """Yield the strings that look like a sentence and are not handed to gettext."""
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in GETTEXT:
        return
    if isinstance(node, nodes.Const) and re.match(r"[A-Z][a-z']*\s\S", str(node.value)):
        yield str(node.value)
    for child in node.iter_child_nodes():
        yield from spoken_constants(child)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_every_sentence_in_a_template_can_be_translated(page: Path):
    source = page.read_text(encoding="utf-8")
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)

    text = "".join(pieces(tree))
    shown = re.findall(r"\s(?:aria-label|alt|placeholder|title)=\"([^\"]*)\"", text)
    shown.append(re.sub(r"<!--.*?-->|<[^>]*>|&#?\w+;", " ", text, flags=re.DOTALL))
    words = [word for part in shown for word in re.findall(r"[^\W\d_]{2,}", part)]
    assert [word for word in words if word.lower() != "deliberate"] == []
    assert list(spoken_constants(tree)) == []
