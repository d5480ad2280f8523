"""The index at the left: the groups, a tick where one is complete, a number where something is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.forms.editors.base import restyle

WIDTH_EMS, NARROW_EMS = 16, 13
"""Width in widths of the letter M; narrow where something stands at the other side of the form."""
MARK_ROOM = 34
"""Pixels at the right of a line that are kept for its mark and the edges."""


class IndexEntry(QPushButton):
    """One group: its name at the left, its mark at the right."""

    def __init__(self, label: str, parent: QWidget) -> None:
        super().__init__(label, parent)
        self.setProperty("index", "true")
        self.setCheckable(True)
        self._label = label
        self._mark = ""
        self._colour = QColor()
        self.setAccessibleName(label)

    def show_state(self, missing: int, errors: int, *, complete: bool, colours: tuple[str, str, str]) -> None:
        """Tell how many things are missing or wrong."""
        good, warning, error = colours
        self._mark = str(missing + errors) if missing + errors else "✓" if complete else ""
        self._colour = QColor(error if errors else warning if missing else good)
        spoken = [self._label]
        if errors:
            spoken.append(ngettext("{n} chỗ cần sửa", "{n} chỗ cần sửa", errors).format(n=errors))
        if missing:
            spoken.append(ngettext("còn thiếu {n}", "còn thiếu {n}", missing).format(n=missing))
        if not missing and not errors and complete:
            spoken.append(_("đủ"))
        self.setAccessibleName(", ".join(spoken))
        self.setToolTip(self.accessibleName())
        self.update()

    def _fit(self) -> None:
        """Two lines where one is too long; measured bold, as the line is where one is."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics, room = QFontMetrics(font), self.width() - MARK_ROOM
        first, second = self._label, ""
        while metrics.horizontalAdvance(first) > room and " " in first:
            first, _space, last = first.rpartition(" ")
            second = f"{last} {second}".rstrip()
        self.setText(f"{first}\n{metrics.elidedText(second, Qt.TextElideMode.ElideRight, room)}" if second else first)
        restyle(self, "lines", "2" if second else "1")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._mark:
            return
        painter = QPainter(self)
        painter.setPen(self._colour)
        area = QRect(self.rect()).adjusted(0, 0, -12, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._mark)
        painter.end()


class GroupIndex(QWidget):
    """Jumps to a group. Signal ``chosen(name)``."""

    chosen = Signal(str)

    def __init__(self, groups: Sequence[tuple[str, str]], parent: QWidget, *, narrow: bool) -> None:
        super().__init__(parent)
        self.setObjectName("form_index")
        self.setAccessibleName(_("Mục lục của phiếu"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(0)
        self._entries: dict[str, IndexEntry] = {}
        for name, label in groups:
            entry = IndexEntry(label, self)
            entry.clicked.connect(lambda _checked, name=name: self._on_clicked(name))
            layout.addWidget(entry)
            self._entries[name] = entry
        layout.addStretch(1)
        self._below = layout
        self._ems = NARROW_EMS if narrow else WIDTH_EMS
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(self._ems * self.fontMetrics().horizontalAdvance("M"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_ems"):
            self._fit()

    def show_current(self, name: str) -> None:
        """Mark the group where the person is."""
        for group, entry in self._entries.items():
            entry.setChecked(group == name)
            restyle(entry, "current", "true" if group == name else "false")

    def entry(self, name: str) -> IndexEntry:
        """The line of a group."""
        return self._entries[name]

    def show_group(self, name: str, *, shown: bool) -> None:
        """Take a group that does not apply out of sight."""
        self._entries[name].setVisible(shown)

    def add_below(self, widget: QWidget) -> None:
        """Put something under the lines, where the column is empty."""
        self._below.insertSpacing(self._below.count() - 1, 12)
        self._below.insertWidget(self._below.count() - 1, widget)

    def _on_clicked(self, name: str) -> None:
        self.show_current(name)
        self.chosen.emit(name)
