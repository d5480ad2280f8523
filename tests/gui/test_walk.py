"""A walk over every screen, in both roles: as it is, at 200 %, in English, light and dark."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kcdesk import i18n
from kcdesk.ui.app import Program
from kcdesk.ui.workspace import WorkspacePage
from kcdesk.work import demo
from tests.architecture.catalogues import english
from tests.gui import walk
from tests.work import desks

LONG = 60_000
TRIES = 8
Start = Callable[[Path], Program]
WALKS = [
    ("collaborator", "vi", 100, "light"),
    ("collaborator", "vi", 200, "light"),
    ("collaborator", "en", 100, "dark"),
    ("province", "vi", 100, "dark"),
    ("province", "en", 200, "light"),
]


def opened(qtbot: QtBot, program_at: Start, home: Path, role: str) -> Program:
    """The program over some records, as a collaborator or as a province."""
    made = desks.province(home) if role == "province" else desks.collaborator(home, "CTV07", ("31441", "31459"))
    with made as desk:
        demo.fill(desk, 25, seed=5)
    program = program_at(home)
    program._on_password_entered(desks.PASSWORD)
    qtbot.waitUntil(lambda: isinstance(program.page, WorkspacePage), timeout=LONG)
    return program


def settle(qtbot: QtBot, program: Program) -> None:
    """Until the figures of a screen have come."""
    qtbot.waitUntil(lambda: not program.jobs.busy, timeout=LONG)
    end = time.monotonic() + 0.35
    while time.monotonic() < end:
        qtbot.wait(25)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def uncut(qtbot: QtBot, root: QWidget) -> list[str]:
    """Words that stay cut off once the layouts have come to rest."""
    found = walk.cut_off(root)
    for _time in range(TRIES):
        if not found:
            break
        qtbot.wait(150)
        found = walk.cut_off(root)
    return found


@pytest.mark.parametrize(("role", "language", "percent", "scheme"), WALKS)
def test_every_screen_can_be_read(
    qtbot: QtBot, program_at: Start, home: Path, role: str, language: str, percent: int, scheme: str
) -> None:
    """No silent control, no word cut off, none untranslated, none faint."""
    i18n.set_language(language)
    program = opened(qtbot, program_at, home, role)
    i18n.set_language(language)
    program.theme.choose(scheme=scheme, percent=percent)
    program.window.resize(1366, 768)
    page: Any = program.page
    if language != "vi":
        page.language_chosen.emit()
        page = program.page
    translated = {message.id: message.string for message in english() if isinstance(message.id, str)}
    lists = {one.short_name[:1].upper() + one.short_name[1:] for one in page.session.reference.activities}
    faults: list[str] = []
    strangers = walk.Strangers(program.window)
    for name, go in walk.screens(page):
        go()
        settle(qtbot, program)
        root = program.window
        found = [f"silent {one}" for one in walk.silent(root)]
        found += uncut(qtbot, root)
        if language == "en":
            left = walk.left_vietnamese(root, lambda text: text not in lists and translated.get(text, text) != text)
            found += [f"left {one!r}" for one in left]
        if percent == 100:
            found += [f"faint {one}" for one in walk.faint(root, root.grab().toImage())]
        found += [f"a window of its own: {one}" for one in strangers.found]
        strangers.found.clear()
        faults += [f"{name}: {one}" for one in dict.fromkeys(found)]
    program.theme.choose(scheme="light", percent=100)
    assert not faults, "\n".join(faults)
