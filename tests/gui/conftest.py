"""What the tests of the window share: offscreen with the bundled font, a real workspace, nothing left running."""

from __future__ import annotations

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
