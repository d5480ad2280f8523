"""What can be done with the marked records: stands above the list while any are marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.formats import grouped
from kcdesk.ui.widgets.buttons import link, secondary
from kcdesk.ui.widgets.card import label


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do with the marked records: its words, its shortcut, what it calls."""

    words: str
    shortcut: str
    act: Callable[[], object]


class MarksBar(QFrame):
    """How many are marked, and what to do with them."""

    def __init__(self, noun: str, deeds: Sequence[Deed], clear: Callable[[], object], parent: QWidget | None = None):
        super().__init__(parent)
        self._noun = noun
        self.setProperty("bar", "quiet")
        self.setAccessibleName(_("Việc với các mục đã đánh dấu"))
        self._words = label("", "strong")
        self._rest = label("", "small")
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 6, 10, 6)
        line.setSpacing(8)
        line.addWidget(self._words)
        line.addWidget(self._rest)
        line.addStretch(1)
        for deed in deeds:
            line.addWidget(secondary(deed.words, deed.act, deed.shortcut))
        line.addWidget(link(_("Bỏ đánh dấu"), clear))
        self.hide()

    def show_count(self, count: int, hidden: int) -> None:
        """Say how many are marked, and how many of them are not in the list as it is shown."""
        words = ngettext("Đã đánh dấu {n} {noun}", "Đã đánh dấu {n} {noun}", count)
        self._words.setText(words.format(n=grouped(count), noun=self._noun))
        self._rest.setText(_("({n} không hiện ở đây)").format(n=grouped(hidden)) if hidden else "")
        self._rest.setVisible(bool(hidden))
        self.setVisible(bool(count))
