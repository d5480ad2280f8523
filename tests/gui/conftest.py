"""What the tests of the window share: offscreen with the bundled font, a real workspace, nothing left running."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kcdesk import i18n
from kcdesk.ui.app import Program

if "--onscreen" not in os.environ.get("PYTEST_ADDOPTS", ""):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

PASSWORD = "bánh tráng vị thủy"


@pytest.fixture(scope="session", autouse=True)
def _no_circles_on_other_threads() -> Iterator[None]:
    """Between two programs nothing looks for circles either: a widget of the last may wait there to be taken apart."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _circles() -> Iterator[None]:
    """What a test left is taken apart on the thread of the window, when it has become much."""
    yield
    if gc.get_count()[0] > gc.get_threshold()[0]:
        gc.collect(1)


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Every test begins and ends in Vietnamese."""
    i18n.set_language("vi")
    yield
    i18n.set_language("vi")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder for a workspace."""
    return tmp_path / "home"


@pytest.fixture
def program_at(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[Path], Program]]:
    """Starts the program on a folder; every one that was started is closed again."""
    started: list[Program] = []

    def start(home: Path) -> Program:
        program = Program(qapp, home)
        program.theme.choose(scheme="light", percent=100)
        started.append(program)
        qtbot.addWidget(program.window)
        program.start()
        qtbot.waitExposed(program.window)
        return program

    yield start
    for program in started:
        program.finish()
        program.deleteLater()
    assert not [one.name for one in threading.enumerate() if one.name.startswith("kcdesk")]
