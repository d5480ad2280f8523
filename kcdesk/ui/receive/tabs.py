"""Words in a row that change what stands below them, with a number where something waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar

from kcdesk.i18n import _
from kcdesk.ui.formats import grouped
from kcdesk.ui.theme import Theme


class Tabs(QTabBar):
    """Signal: ``chosen(name)``. The arrow keys move where the focus is here."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], theme: Theme) -> None:
        super().__init__()
        self._names = [name for name, _words in tabs]
        self._words = [words for _name, words in tabs]
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setAccessibleName(_("Các phần của trang"))
        for words in self._words:
            self.addTab(words)
        self.currentChanged.connect(self._on_changed)
        theme.changed.connect(self.updateGeometry)

    @property
    def current(self) -> str:
        """The name of the tab that is shown."""
        return self._names[max(0, self.currentIndex())]

    def mark(self, name: str) -> None:
        """Mark a tab without telling."""
        if name in self._names:
            self.blockSignals(True)
            self.setCurrentIndex(self._names.index(name))
            self.blockSignals(False)

    def count_of(self, name: str, number: int) -> None:
        """The number beside a tab's word; none for zero."""
        if name in self._names:
            at = self._names.index(name)
            self.setTabText(at, f"{self._words[at]}  ({grouped(number)})" if number else self._words[at])

    def step(self, by: int) -> None:
        """Go to the next tab, round and round."""
        self.setCurrentIndex((self.currentIndex() + by) % len(self._names))

    def _on_changed(self, at: int) -> None:
        self.chosen.emit(self._names[at])
