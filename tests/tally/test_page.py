"""A count is told on a page that people can follow, as text and as HTML."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from deliberate.cli import main
from deliberate.tally.budget.equal_shares import Completion, Stop, Utility
from deliberate.tally.budget.greedy import By
from deliberate.tally.budget.phragmen import Overshoot
from deliberate.tally.orders.rules import RULES
from deliberate.tally.page.as_text import columns_of
from deliberate.tally.ranked.borda import Truncated
from deliberate.tally.ranked.pairwise import Strength
from deliberate.tally.telling.words import WORDS

FILES = Path(__file__).parent.parent / "counts" / "files"
TENNESSEE = FILES / "synthetic" / "tennessee.blt"
LEVEL = FILES / "synthetic" / "all-tied-5.blt"
WARD = FILES / "stv" / "Anderston-City-2007.blt"
CITY = FILES / "pabulib" / "Poland_Swiecie_2023.pb"
THOUSAND = FILES / "synthetic" / "thousand-candidates.blt"

HOSTILE = """3 1
3 1 2 0
2 2 0
1 3 2 0
0
"<script>alert(1)</script>"
"A & B \x1b[2J"
"</style><img src=x onerror=alert(1)>"
"<b>Title</b> \u202egnp.exe"
"""


def told(*arguments, stdin=""):
    ran = CliRunner().invoke(main, [str(word) for word in arguments], input=stdin.encode())
    assert ran.exit_code == 0, ran.stderr
    return ran.stdout_bytes.decode()


VOID = {"meta", "rect"}


class Outline(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, and its words."""

    def __init__(self, page):
        super().__init__()
        self.elements = []
        self.open = []
        self.words = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, words):
        where = self.open[-1] if self.open else ""
        self.words.setdefault(where, []).append(words)

    def all(self, tag):
        return [attrs for found, attrs in self.elements if found == tag]


@pytest.mark.parametrize("rule", ["irv", "schulze", "borda"])
def test_a_rule_that_fills_one_place_of_several_says_so(rule):
    said = "The file has 4 places to fill. This rule fills one;"

    assert said in " ".join(told("count", WARD, "--rule", rule).split())
    assert "This rule fills one" not in told("count", WARD, "--rule", "stv-scottish")
    assert "This rule fills one" not in told("count", TENNESSEE, "--rule", rule)


def test_a_page_says_the_result_before_the_rounds_and_why_the_others_lost_between():
    page = told("count", TENNESSEE, "--rule", "irv")

    places = [
        page.index(words)
        for words in (
            "Knoxville won",
            "Why the others were not chosen",
            "Memphis reached the last round",
            "How close it was",
            "Round by round",
            "No tie had to be settled",
            "What was counted",
            "deliberate count ",
        )
    ]
    assert places == sorted(places)


def test_a_round_is_a_table_that_adds_up():
    page = told("count", WARD, "--rule", "stv-scottish")

    table = page.partition("Votes in round 2\n")[2].partition("\n\n")[0].splitlines()
    rows = [line.rsplit("  ", 3) for line in table]
    assert table[2].split()[:4] == ["Craig", "MacKay", "1,381.00000", "−251.00000"]
    votes = [line[19:31] for line in table[2:] if line[19:31].strip("- ")]
    *parts, total = [int(re.sub("[.,]", "", number)) for number in votes]
    assert sum(parts) == total == 6900_00000
    assert rows


@pytest.mark.parametrize(
    ("file", "rule"),
    [(TENNESSEE, "irv"), (WARD, "stv-scottish"), (CITY, "equal-shares"), (THOUSAND, "irv")],
)
def test_a_page_of_text_is_at_most_80_columns_wide_but_for_what_is_to_be_typed(file, rule):
    page = told("count", file, "--rule", rule)

    lines = [line for line in page.splitlines() if not line.startswith("  deliberate count")]
    assert max(map(columns_of, lines)) <= 80


def test_a_thousand_options_do_not_drown_the_reader_unless_asked_for():
    short = told("count", THOUSAND, "--rule", "irv")
    every = told("count", THOUSAND, "--rule", "irv", "--all")

    assert short.count("\n") < 1000
    assert "more are left out here; --all shows them." in short
    assert " are left out here; --all shows them." in short.partition("Round by round")[2]
    assert "left out" not in every
    assert every.count("Votes in round ") == 999


def test_lots_are_told_with_where_they_come_from():
    by_file = told("count", LEVEL, "--rule", "irv")
    by_seed = told("count", LEVEL, "--rule", "irv", "--lots", "draw of 1 May", "--contest", "x")

    assert "go by the order of the file, as no seed was given" in by_file
    assert "go by the seed that was said before" in by_seed
    assert "--lots 'draw of 1 May' --contest x" in by_seed


def test_a_name_in_a_file_cannot_command_a_terminal():
    page = told("count", "-", "--from", "blt", "--rule", "irv", stdin=HOSTILE)

    assert "\x1b" not in page
    assert "\u202e" not in page


def test_names_with_markup_are_text_in_html():
    outline = Outline(
        told("count", "-", "--from", "blt", "--rule", "irv", "--format", "html", stdin=HOSTILE)
    )

    assert {tag for tag, _attrs in outline.elements} & {"script", "img", "b", "a", "link"} == set()
    assert "<script>alert(1)</script>" in outline.words["th"]
    assert outline.words["h1"] == ["<b>Title</b> gnp.exe"]


def test_a_page_of_html_needs_nothing_else_and_runs_nothing():
    outline = Outline(told("count", WARD, "--rule", "stv-scottish", "--format", "html"))

    names = {name for _tag, attrs in outline.elements for name in attrs}
    assert names & {"src", "href", "style", "onclick", "onload"} == set()
    [policy] = [m["content"] for m in outline.all("meta") if "http-equiv" in m]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert outline.all("html") == [{"lang": "en"}]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in outline.all(
        "meta"
    )
    assert "url(" not in "".join(outline.words["style"])
    assert "@import" not in "".join(outline.words["style"])


def test_every_table_of_a_page_has_a_caption_and_headings_for_columns_and_rows():
    outline = Outline(told("count", WARD, "--rule", "stv-scottish", "--format", "html"))

    tables = outline.all("table")
    assert len(tables) == len(outline.all("caption")) == 8
    assert all(attrs.get("scope") in ("col", "row") for attrs in outline.all("th"))
    assert len({attrs["id"] for attrs in outline.all("h2")}) == len(outline.all("h2"))


def test_text_and_html_say_the_same():
    text = " ".join(told("count", CITY, "--rule", "greedy").split())
    outline = Outline(told("count", CITY, "--rule", "greedy", "--format", "html"))

    for element in ("p", "li", "dd", "h2"):
        for words in outline.words.get(element, []):
            assert " ".join(words.split()) in text


def test_explain_tells_the_same_in_sentences_without_tables():
    sentences = told("explain", TENNESSEE, "--rule", "irv")

    assert "Knoxville won" in sentences
    assert "Round 2. Memphis led with 42." in sentences
    assert "Votes in round" not in sentences


@pytest.mark.parametrize("word", ["3", "Chattanooga", "chattanooga"])
def test_explain_tells_of_one_option_by_its_number_or_name(word):
    one = told("explain", TENNESSEE, "--rule", "irv", "--why", word)

    assert one.startswith("Chattanooga dropped out in round 1 with 15 votes.")
    assert "Nashville dropped out" not in one


def test_explain_suggests_the_name_that_may_be_meant():
    ran = CliRunner().invoke(main, ["explain", str(TENNESSEE), "--rule", "irv", "--why", "Menphis"])

    assert ran.exit_code == 2
    assert ran.stderr.endswith("there is no option Menphis; did you mean Memphis?\n")


EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"
FITTING = {"greedy": "village.pb", "equal-shares": "village.pb", "phragmen": "village.pb"}
FITTING |= {"average": "shares.pb", "median": "shares.pb"}


@pytest.mark.parametrize("written_as", ["text", "html"])
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_page_with_the_rule_and_its_settings_in_words(rule, written_as):
    file = EXAMPLES / FITTING.get(rule, "circle.blt")

    page = told("count", file, "--rule", rule, "--format", written_as)

    assert f"({rule})" in page
    assert "deliberate count" in page


SETTINGS = {
    "strength": Strength,
    "truncated": Truncated,
    "by": By,
    "utility": Utility,
    "completion": Completion,
    "add1_stop": Stop,
    "overshoot": Overshoot,
}


@pytest.mark.parametrize("key", SETTINGS)
def test_every_word_of_a_setting_is_told_in_words(key):
    assert [word for word in SETTINGS[key] if f"setting.{key}.{word.value}" not in WORDS] == []


def test_a_page_says_how_close_it_was():
    ranked = told("count", TENNESSEE, "--rule", "borda")
    budget = told("count", CITY, "--rule", "greedy")

    assert "Fewer changed ballots could not have changed the outcome." in " ".join(ranked.split())
    assert "came closest to being funded" in " ".join(budget.split())


def test_a_count_that_takes_long_is_not_repeated_for_the_sake_of_the_page():
    assert "How close it was" not in told("count", THOUSAND, "--rule", "irv")


def test_a_part_of_a_whole_unit_is_told_where_the_currency_has_no_smaller_one():
    page = " ".join(told("explain", CITY, "--rule", "phragmen").split())

    assert "when 41.24 PLN had gone into each purse" in page


def test_thousands_stand_apart_in_every_number_that_people_read():
    page = told("count", CITY, "--rule", "greedy")
    ward = told("count", WARD, "--rule", "stv-scottish")

    assert re.findall(r"^Budget +(.*)$", page, re.M) == ["1,070,000 PLN"]
    assert re.search(r"[^0-9,.][0-9]{4,} PLN", page) is None
    assert re.findall(r"^Counted +(.*)$", ward, re.M) == ["6,900"]


def test_each_setting_has_a_line_of_its_own_under_one_label():
    text = told("count", EXAMPLES / "village.pb", "--rule", "equal-shares")
    page = told("count", EXAMPLES / "village.pb", "--rule", "equal-shares", "--format", "html")

    assert re.search(
        r"^Settings       projects count by their cost\n"
        r"               shares are raised step by step, and the rest goes by votes$",
        text,
        re.M,
    )
    assert "<dt>Settings</dt><dd>projects count by their cost</dd>\n<dd>shares are raised" in page


def test_projects_are_called_projects_and_a_reason_does_not_repeat_its_heading():
    page = told("count", EXAMPLES / "village.pb", "--rule", "greedy")

    assert re.search(r"^Projects +3$", page, re.M)
    assert "- Skate park: 4 people chose it." in page
    assert "Not funded:" not in page


def test_names_from_right_to_left_do_not_turn_the_numbers_beside_them_in_a_browser(tmp_path):
    file = tmp_path / "chair.blt"
    file.write_text('2 1\n3 1 2 0\n2 2 0\n0\n"דן"\n"Ada"\n"Chair"\n', encoding="utf-8")

    assert "\u2068דן\u2069 won in round 1, with 3 of 5" in told(
        "count", file, "--rule", "irv", "--format", "html"
    )
    assert "דן won in round 1, with 3 of 5" in told("count", file, "--rule", "irv")


def test_one_project_alone_is_told_whether_it_is_funded():
    def alone(project):
        return told("explain", EXAMPLES / "village.pb", "--rule", "greedy", "--why", project)

    assert alone("Skate park").startswith("Skate park is not funded. 4 people chose it.")
    assert alone("Playground").startswith("Playground is funded. 6 people chose it")
