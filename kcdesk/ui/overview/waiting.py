"""The lines of "Việc đang chờ": how many, of what, and a way there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.formats import grouped
from kcdesk.ui.lists.filters import Filter
from kcdesk.ui.widgets.badge import Badge
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import empty, label, row, rule
from kcdesk.ui.widgets.elided import ElidedLabel


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line. Without an entity it leads to a tab of the page of everything that comes and goes."""

    level: str
    count: int
    words: str
    detail: str
    entity: str
    filters: tuple[Filter, ...]
    tab: str = "bundles"


class WaitingList(QWidget):
    """Signal: ``chosen(line)``."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: list[Badge] = []
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)

    def show_lines(self, lines: Sequence[Waiting]) -> None:
        """Other lines."""
        empty(self._body)
        self._counts.clear()
        for at, line in enumerate(lines):
            if at:
                self._body.addWidget(rule())
            self._body.addWidget(self._line(line))
        for count in self._counts:
            count.ensurePolished()
        widest = max((count.sizeHint().width() for count in self._counts), default=0)
        for count in self._counts:
            count.setMinimumWidth(widest)
        if not lines:
            self._body.addWidget(label(_("Không có việc gì đang chờ."), "second"))

    def _line(self, line: Waiting) -> QWidget:
        made = QWidget()
        count = Badge(line.level, grouped(line.count))
        count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._counts.append(count)
        words = label(line.words)
        go = link(_("Mở ›"), partial(self.chosen.emit, line))
        go.setAccessibleName(f"{line.words}: {grouped(line.count)}")
        parts = row(count, words, ElidedLabel(line.detail, "small"), None, go, spacing=10)
        parts.setContentsMargins(0, 7, 0, 7)
        made.setLayout(parts)
        return made
