"""What all tests share: Hypothesis profiles, long tests, tools that may be missing, and no silent skips."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import HealthCheck, settings

CALM = [HealthCheck.too_slow]
settings.register_profile(
    "quick", max_examples=40, deadline=None, suppress_health_check=CALM, derandomize=True, database=None
)
settings.register_profile("long", max_examples=1000, deadline=None, suppress_health_check=CALM)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the two switches of ``dev.py test``."""
    parser.addoption("--long", action="store_true", help="run the tests marked long too, and search far in properties")
    parser.addoption("--no-skips", action="store_true", help="fail when a test was skipped")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how far property tests search: the same examples every time, or, in the long form, always new ones."""
    settings.load_profile("long" if config.getoption("--long") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests out unless asked for; skip, with the reason, where a tool is missing."""
    if not config.getoption("--long"):
        left_out = [item for item in items if item.get_closest_marker("long")]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if not item.get_closest_marker("long")]
    for item in items:
        wanted = {name for mark in item.iter_markers("tool") for name in mark.args}
        missing = sorted(name for name in wanted if shutil.which(name) is None)
        if missing:
            item.add_marker(pytest.mark.skip(reason=f"not installed here: {', '.join(missing)}"))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With ``--no-skips``, a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not session.config.getoption("--no-skips") or not reporter.stats.get("skipped"):
        return
    reporter.write_line("")
    reporter.write_line(f"{len(reporter.stats['skipped'])} skipped, and --no-skips was given", red=True)
    if session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _words_in_vietnamese() -> None:
    """Whatever language a test before chose, the next one begins in Vietnamese."""
    from kcdesk import i18n

    i18n.set_language("vi")
