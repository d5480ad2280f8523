"""A value that the program works out, in its place among the fields."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QWidget

from kcdesk.i18n import _
from kcdesk.ui.forms.editors.base import FieldLine
from kcdesk.ui.forms.row_grid import RowGrid


class DerivedRow(QWidget):
    """Shown like a field, in grey; it cannot be typed in and the keyboard passes it by."""

    def __init__(self, label: str, unit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = QLabel(label, self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._line = FieldLine(self)
        self._line.setReadOnly(True)
        self._line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._line.setProperty("derived", "true")
        self._line.set_unit(" · ".join(one for one in (unit, _("tự tính")) if one))
        self._line.setAccessibleName(f"{label} ({_('tự tính')})")
        self._label.setBuddy(self._line)
        self.grid = RowGrid(self, self._label, QWidget(self), self._line, self._line)

    def show_text(self, text: str) -> None:
        """The value as written; a dash where it cannot be worked out yet."""
        self._line.show_text(text or "–")

    def text(self) -> str:
        """What is shown."""
        return self._line.text()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "grid"):
            self.grid.fit()
