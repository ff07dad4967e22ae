"""The examples in the docstrings of the tally run, and give what they say."""

import doctest
import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

import deliberate.tally

MODULES = [
    module.name
    for module in pkgutil.walk_packages(deliberate.tally.__path__, "deliberate.tally.")
    if not module.ispkg
]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_gives_what_it_says(name):
    outcome = doctest.testmod(import_module(name))

    assert outcome.failed == 0


def test_the_tally_loads_nothing_but_itself_and_the_standard_library():
    names = ", ".join(MODULES)
    program = f"import sys; import {names}; print(*{{name.split('.')[0] for name in sys.modules}})"

    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()

    strangers = set(loaded) - set(sys.stdlib_module_names) - {"__main__", "deliberate"}
    # An interpreter may load helpers of its own environment at start-up; the tally must add none.
    at_start = subprocess.run(
        [sys.executable, "-c", "import sys; print(*{n.split('.')[0] for n in sys.modules})"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert strangers <= set(at_start)
