"""The column beside a form: what the figures mean, which papers are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.ui.forms.norm_panel import NormPanel
from kcdesk.ui.forms.papers_panel import PapersPanel

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage

WIDTH_EMS = 20


class SideColumn(QWidget):
    """Panels one below the other, as wide as a short sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        self._layout.addStretch(1)
        self.norm: NormPanel | None = None
        self.papers: PapersPanel | None = None

    def add(self, panel: QWidget) -> None:
        """Put a panel below the others."""
        self._layout.insertWidget(self._layout.count() - 1, panel)


def make_side(page: RecordPage) -> SideColumn | None:
    """The side column of a kind of record; None where it has none."""
    if page.entity.name != "support_request":
        return None
    side = SideColumn(page)
    side.setFixedWidth(WIDTH_EMS * page.fontMetrics().horizontalAdvance("M"))
    side.norm = NormPanel(page.session, side)
    side.papers = PapersPanel(side)
    side.add(side.norm)
    side.add(side.papers)
    return side
