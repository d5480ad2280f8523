"""The Qt bindings keep Python's ``None`` whole.

PySide6 6.12.0 on Python 3.11 lost one reference to ``None`` with every call that returns nothing: after some
thousand of them, minutes of work, the interpreter ended with "deallocating None". Later versions of Python
never count these references.
"""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

CALLS = 1000


def test_calls_that_return_nothing_do_not_lose_none(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    before = sys.getrefcount(None)
    for number in range(CALLS):
        field.setText(str(number))
    assert sys.getrefcount(None) > before - CALLS // 2
