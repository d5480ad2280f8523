"""A value that the program works out, in its place among the fields."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from kcdesk.i18n import _
from kcdesk.ui.forms.editors.base import FieldLine
from kcdesk.ui.forms.row import LABEL_EMS, NOTE_LINE


class DerivedRow(QWidget):
    """Shown like a field, in grey; it cannot be typed in and the keyboard passes it by."""

    def __init__(self, label: str, unit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = grid = QGridLayout(self)
        grid.setVerticalSpacing(1)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setColumnStretch(2, 1)
        self._label = QLabel(label, self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._label.setWordWrap(True)
        self._space = QWidget(self)
        self._line = FieldLine(self)
        self._line.setReadOnly(True)
        self._line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._line.setProperty("derived", "true")
        self._line.set_unit(" · ".join(one for one in (unit, _("tự tính")) if one))
        self._line.setAccessibleName(f"{label} ({_('tự tính')})")
        self._label.setBuddy(self._line)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self._space, 0, 1)
        grid.addWidget(self._line, 0, 2)
        self._fit()

    def show_text(self, text: str) -> None:
        """The value as written; a dash where it cannot be worked out yet."""
        self._line.show_text(text or "–")

    def text(self) -> str:
        """What is shown."""
        return self._line.text()

    def _fit(self) -> None:
        metrics = self._label.fontMetrics()
        self._label.setFixedWidth(LABEL_EMS * metrics.horizontalAdvance("M"))
        self._grid.setRowMinimumHeight(1, round(NOTE_LINE * metrics.height()))
        self._space.setFixedWidth(metrics.horizontalAdvance("○"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_space"):
            self._fit()
