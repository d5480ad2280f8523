"""The column beside a form: what the figures mean, which papers are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.ui.forms.card import WIDEST_EMS
from kcdesk.ui.forms.norm_panel import NormPanel
from kcdesk.ui.forms.papers_panel import PapersPanel

if TYPE_CHECKING:
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.ui.session import Session

WIDTH_EMS = 20


class SideColumn(QWidget):
    """Panels one below the other, as wide as a short sentence."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        self._layout.addStretch(1)
        self.beside: bool | None = None
        self.norm = NormPanel(session, self)
        self.papers = PapersPanel(self)
        for panel in (self.norm, self.papers):
            self._layout.insertWidget(self._layout.count() - 1, panel)

    def set_beside(self, *, beside: bool) -> None:
        """As wide as a short sentence beside the form, as wide as a card in it."""
        self.beside = beside
        em = self.fontMetrics().horizontalAdvance("M")
        self.setMinimumWidth(WIDTH_EMS * em if beside else 0)
        self.setMaximumWidth(WIDTH_EMS * em if beside else WIDEST_EMS * em)


def make_side(page: RecordPage) -> SideColumn | None:
    """The side column of a kind of record; None where it has none."""
    if page.entity.name != "support_request":
        return None
    return SideColumn(page.session, page)
