"""Another look for the whole window without standing still: what is out of sight takes it on a little later.

Qt has every widget look at a new style sheet at once, the nine tenths of them as well that are on pages behind the
one in sight. Those are told when nothing else is to be done, a few at a time, or when their page is shown. Only the
outermost of them are watched for that: a filter of the whole application would be asked about objects that are half
gone, too.
"""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

_POLISHED = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle
"""Widgets with these two are told of another style of the application, or not at all."""

SLICE = 20
"""So many widgets take on a new look in one turn of the event loop; each takes about a tenth of a millisecond."""


class Restyling(QObject):
    """Changes the style sheet of an application, and remembers which widgets have not seen it."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._late: dict[QWidget, None] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._some)

    def change(self, change: Callable[[], None]) -> None:
        """Call ``change``, which puts another style sheet in place, with the widgets in sight looking at it only."""
        late = [
            one for one in self._app.allWidgets()
            if one.testAttribute(_POLISHED) and not (one.isVisible() or one.testAttribute(_OWN_STYLE))
        ]  # fmt: skip
        for widget in late:
            widget.setAttribute(_POLISHED, on=False)
            widget.setAttribute(_OWN_STYLE)
        try:
            change()
        finally:
            for widget in late:
                widget.setAttribute(_OWN_STYLE, on=False)
        self._late.update(dict.fromkeys(late))
        for widget in late:
            if widget.parentWidget() not in self._late:
                widget.installEventFilter(self)
        self._timer.start()

    def _some(self) -> None:
        self._tell(list(self._late)[:SLICE])

    def _tell(self, widgets: list[QWidget]) -> None:
        for widget in widgets:
            self._late.pop(widget, None)
            if shiboken6.isValid(widget):
                widget.removeEventFilter(self)
                widget.setAttribute(_POLISHED)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
                QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
        if not self._late:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The outermost of what was out of sight is shown: a page, a list of choices, a line that was hidden."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            valid = [one for one in self._late if shiboken6.isValid(one)]
            self._tell([one for one in valid if one is watched or watched.isAncestorOf(one)])
        return False
