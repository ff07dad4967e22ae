"""What the tally may load."""

import pkgutil
import subprocess
import sys
from importlib import resources

import deliberate.tally

MODULES = [
    module.name
    for module in pkgutil.walk_packages(deliberate.tally.__path__, "deliberate.tally.")
    if not module.ispkg
]


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


def test_programs_that_count_with_the_tally_can_check_their_types():
    assert (resources.files("deliberate") / "py.typed").is_file()
