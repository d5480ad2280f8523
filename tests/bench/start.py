"""From starting the process to the first painted window: the password page beside a bare PySide6 window."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.workspaces import ROOT, environment, workspace

RATIO = 1.5
RUNS = 9

# Tells the time of the first paint, whatever the window is. Both import what no window of widgets goes without: the
# namespace Qt, from which every alignment comes, takes 16 ms of its own when it is first asked for.
WATCH = """
import sys, time
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFontDatabase, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self.tell)
        return False
    def tell(self):
        sys.stdout.write(str(time.monotonic_ns()))
        sys.stdout.flush()
        import os
        os._exit(0)
"""
BARE = (
    WATCH
    + """
app = QApplication([])
window = QWidget()
box = QVBoxLayout(window)
for part in (QLabel("kcdesk"), QLineEdit(), QPushButton("Mở")):
    box.addWidget(part)
watch = Watch()
app.installEventFilter(watch)
window.show()
app.exec()
"""
)
OURS = (
    WATCH
    + """
from pathlib import Path
from kcdesk.ui.app import Program
from kcdesk import paths
app = QApplication([])
program = Program(app, paths.data_dir())
watch = Watch()
program.window.installEventFilter(watch)
program.start()
app.exec()
"""
)


def first_paint(code: str, home: Path, **more: str) -> float:
    """Milliseconds from starting a process to its first painted window."""
    start = time.monotonic_ns()
    around = {**environment(home), **more}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=around, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return (int(done.stdout) - start) / 1e6


@contextmanager
def screen() -> Iterator[str]:
    """A real X server for as long as it is needed; its DISPLAY."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def _pair(name: str, home: Path, bound: float | None, **more: str) -> Figure:
    """Ours and the bare window in turns, so that both meet the same machine."""
    first_paint(OURS, home, **more)
    first_paint(BARE, home, **more)
    ours, bare = [], []
    for _run in range(RUNS):
        bare.append(first_paint(BARE, home, **more))
        ours.append(first_paint(OURS, home, **more))
    return Figure(name, 0, statistics.median(ours), floor=statistics.median(bare), ratio_bound=bound)


def measure(sizes: list[int]) -> Iterator[Figure]:
    """The lock window on a real X server, which is what people see, and without a screen."""
    home = workspace(min(sizes))
    seen = shutil.which("Xvfb") is not None
    if seen:
        with screen() as display:
            yield _pair("start to password page, X server", home, RATIO, QT_QPA_PLATFORM="xcb", DISPLAY=display)
    yield _pair("start to password page, no screen", home, None if seen else RATIO, QT_QPA_PLATFORM="offscreen")
