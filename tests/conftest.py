"""What every test may use."""

import hypothesis
import pytest

pytest_plugins = ["tests.databases", "tests.world"]

NO_CHROMIUM = "No Chromium here: install the package chromium, or name one in DELIBERATE_CHROMIUM."

# How long an example takes tells of the machine, not of the code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in plain words when pages were not looked at, so that green is not taken for more."""
    skipped = terminalreporter.stats.get("skipped", [])
    unseen = sum(NO_CHROMIUM in str(report.longrepr) for report in skipped)
    if unseen:
        terminalreporter.write_line(f"{unseen} browser tests were SKIPPED. {NO_CHROMIUM}")
