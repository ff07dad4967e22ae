"""Text that people wrote comes out inert, and only one module marks HTML as safe."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberate.web.text import stored_html, to_html

ROOT = Path(__file__).parents[2]
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[press](javascript:alert(1))",
    "[press](JaVaScRiPt&colon;alert(1))",
    "[press](data:text/html;base64,PHNjcmlwdD4=)",
    "<a href='https://example.org' onclick='alert(1)'>x</a>",
    "<svg><animate onbegin=alert(1)>",
    "![picture](https://example.org/x.png)",
    "<style>body{display:none}</style>",
    "<iframe src='https://example.org'></iframe>",
    "# A heading of its own",
)
ALLOWED = re.compile(
    r"</?(?:p|em|strong|ul|ol|li|blockquote|code|pre)>|<(?:br|hr)>|</a>"
    r'|<a href="(?:https?|mailto):[^"<>]*"(?: rel="[a-z ]+")?>|<ol start="\d+">|<a rel="[a-z ]+">'
)


def test_only_one_module_marks_html_as_safe():
    marks = re.compile(r"\{[{%][^}]*\|\s*safe\b|\bMarkup\(|autoescape\s+false")
    files = [*ROOT.glob("deliberate/**/*.py"), *ROOT.glob("templates/**/*.*")]

    marking = [file for file in files if marks.search(file.read_text(encoding="utf-8"))]

    assert [str(file.relative_to(ROOT)) for file in marking] == ["deliberate/web/text.py"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_inert(text: str):
    assert "<" not in ALLOWED.sub("", to_html(text))
    assert "<" not in ALLOWED.sub("", str(stored_html(text)))


@given(st.text(max_size=300))
def test_whatever_was_typed_only_known_tags_come_out(text: str):
    assert "<" not in ALLOWED.sub("", to_html(text))


def test_what_people_mean_by_markdown_is_kept():
    html = to_html("Two *things*:\n\n- trees\n- [benches](https://example.org/a)")

    assert "<em>things</em>" in html
    assert "<li>trees</li>" in html
    assert 'href="https://example.org/a"' in html
    assert "nofollow" in html
