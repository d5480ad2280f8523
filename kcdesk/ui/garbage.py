"""Objects in a circle are taken apart on the window's thread only.

Python looks for circles whenever enough objects were made, on whichever thread that happens to be. A
circle with a widget in it that is taken apart on the worker's thread destroys the widget there, beside the
window that is painting it: the program then ends, minutes later and somewhere else. So the search for
circles is switched off and done by a timer of the window's thread, by the same thresholds.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 100
OLDEST = 2
"""The generation of what has stayed longest; collecting it goes through everything."""
PATIENCE = 100
"""So many times its threshold the oldest generation may wait for work to end."""


class Collector(QObject):
    """Collects in place of Python for as long as it is not stopped."""

    def __init__(self, parent: QObject | None = None, is_calm: Callable[[], bool] = lambda: True) -> None:
        super().__init__(parent)
        self._is_calm = is_calm
        self._thresholds = gc.get_threshold()
        self._was_enabled = gc.isenabled()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Take the work over."""
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give the work back to Python; what is left is taken apart here and now."""
        self._timer.stop()
        gc.collect()
        if self._was_enabled:
            gc.enable()

    def look(self) -> None:
        """Collect the generations that have grown past their thresholds, the oldest of them.

        Going through everything waits until nobody works and nobody uses the window, unless that takes long: what a
        look-up holds for a moment would be gone through as well, and a click would wait for it.
        """
        counts = gc.get_count()
        due = [one for one, (count, most) in enumerate(zip(counts, self._thresholds, strict=True)) if count > most]
        if due and due[-1] == OLDEST and not self._is_calm() and counts[OLDEST] < PATIENCE * self._thresholds[OLDEST]:
            due = [OLDEST - 1]
        if due:
            gc.collect(due[-1])


def set_aside() -> None:
    """Leave all that is here out of the search for circles: something large has come to stay for a while.

    Going through twenty thousand planned rows takes longer than the window may stand still.
    """
    gc.freeze()


def take_up() -> None:
    """Search everything again: the large thing is gone."""
    gc.unfreeze()
