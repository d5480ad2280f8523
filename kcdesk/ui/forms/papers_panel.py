"""The papers that belong to a request: which are there, which are still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.forms.editors.base import restyle
from kcdesk.ui.widgets.card import label


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper, and how many of it are there."""

    label: str
    count: int


class PapersPanel(QFrame):
    """A list of papers with a sign and a word for each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setObjectName("papers_panel")
        self.setAccessibleName(_("Giấy tờ"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(18, 14, 18, 16)
        self._layout.setSpacing(5)
        self._layout.addWidget(label(_("Giấy tờ"), "heading"))
        self._lines: list[QLabel] = []

    def show_papers(self, papers: Sequence[Paper]) -> None:
        """Say what is there."""
        while len(self._lines) < len(papers):
            line = QLabel(self)
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.setWordWrap(True)
            self._layout.addWidget(line)
            self._lines.append(line)
        for line, paper in zip(self._lines, papers, strict=True):
            there = f"✓ {paper.label}" + (f" ({paper.count})" if paper.count > 1 else "")
            line.setText(there if paper.count else f"○ {paper.label} – {_('chưa có')}")
            restyle(line, "note", "reading" if paper.count else "gap")
