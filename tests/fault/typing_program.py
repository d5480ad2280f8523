"""A form in which a script types until it is killed; told on stdout is what stands there, and what was saved.

Run as ``python -m tests.fault.typing_program HOME RECORD SEED``. Each line is ``typed N NS`` after the N-th letter
stood in the field, or ``saved N NS`` once a save of N letters was confirmed; NS is the monotonic clock.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

FIELD = "note"
PASSWORD = "mật khẩu thử khi bị ngắt"
TEXT = "".join(f"{number} xã Vị Thủy đường lớn, " for number in range(300))[:1900]
SAVE_EVERY = 90
LETTER_SECONDS = 0.006


def tell(word: str, count: int) -> None:
    """One line, at once."""
    sys.stdout.write(f"{word} {count} {time.monotonic_ns()}\n")
    sys.stdout.flush()


def main(home: Path, record: str, seed: int) -> None:
    """Type, and now and then save."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.ui.jobs import Jobs
    from kcdesk.ui.preferences import Preferences
    from kcdesk.ui.session import Session
    from kcdesk.ui.theme import Theme
    from kcdesk.work.bootstrap import Desk

    app = QApplication(["kcdesk"])
    heart = QTimer()
    heart.start(2)
    jobs, opened = Jobs(), []
    jobs.open(lambda: Desk.open(home, PASSWORD), opened.append, lambda error: sys.exit(repr(error)))

    def until(is_so: Callable[[], bool]) -> None:
        while not is_so():
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    until(lambda: bool(opened))
    page = RecordPage(Session(opened[0], jobs, Theme(app), Preferences()), "establishment", record)
    asked: list[int] = []
    page.saved.connect(lambda _entity, _row: tell("saved", asked.pop()))
    page.show()
    until(lambda: bool(page.state.values.get("name")) and not jobs.busy)
    page.drafting.go_on()
    page.body.go_to(FIELD)
    box = page.body.rows[FIELD].editor.focus
    assert isinstance(box, QPlainTextEdit)
    chance, count = random.Random(seed), len(box.toPlainText())
    cursor = box.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    box.setTextCursor(cursor)
    while count < len(TEXT):
        letter = TEXT[count]
        app.sendEvent(box, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
        count += 1
        tell("typed", count)
        if chance.random() < 1 / SAVE_EVERY and not page.saving.is_running:
            asked.append(count)
            page.save()  # and goes on typing
        end = time.monotonic() + chance.random() * 2 * LETTER_SECONDS
        while time.monotonic() < end:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
