"""The real program on a real screen, told on stdout where the cursor is and what stands there.

Run as ``python -m tests.gui.ime_program HOME PASSWORD``. It opens the workspace and the form of a new establishment;
the keys come from outside, through the input method of the desktop.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LONGEST = 90.0
STEP_MS = 40


def main(home: Path, password: str) -> None:
    """Open, then tell what is seen until the window is closed."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from kcdesk.ui.app import Program
    from kcdesk.ui.workspace import WorkspacePage

    app = QApplication(["kcdesk"])
    program = Program(app, home)
    end = time.monotonic() + LONGEST
    timer = QTimer()
    timer.start(STEP_MS)

    def until(is_so: Callable[[], bool]) -> None:
        while not is_so():
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.monotonic() > end:
                sys.exit("nothing came")

    program.window.resize(1366, 768)
    program.start()
    program.window.activateWindow()
    until(program.window.isActiveWindow)
    first: Any = program.page
    first.password.field.setText(password)
    first.password.field.returnPressed.emit()
    until(lambda: isinstance(program.page, WorkspacePage) and not program.jobs.busy)
    page: Any = program.page
    page.pages.open_record("establishment", None, {})
    until(lambda: not program.jobs.busy and page.pages.stack.currentWidget().place() == "name")
    told = ""

    def look() -> None:
        nonlocal told
        form = page.pages.stack.currentWidget()
        here = app.focusWidget()
        seen = {
            "place": form.place() if hasattr(form, "place") else "list",
            "text": here.text() if hasattr(here, "text") else "",
            "saved": getattr(form, "record_id", None) or "",
            "rows": form.model.rowCount() if hasattr(form, "model") else 0,
            "busy": bool(program.jobs.busy),
        }
        line = json.dumps(seen)
        if line != told:
            told = line
            sys.stdout.write(line + "\n")
            sys.stdout.flush()

    timer.timeout.connect(look)
    until(lambda: not program.window.isVisible())
    program.finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
