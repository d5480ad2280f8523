"""The norm that applies to a request: what it allows, what is asked, and on what it rests. It never forbids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.forms.editors.base import restyle
from kcdesk.ui.widgets.card import label, row

if TYPE_CHECKING:
    from kcdesk.ui.session import Session

BAR_HEIGHT = 10


@dataclass(frozen=True, slots=True)
class NormWords:
    """Everything the panel says. Money as it is written, in triệu đồng."""

    content: str = ""
    fund: str = ""
    asked: str = ""
    ceiling: str = ""
    share: float = 0.0
    """What is asked, as a part of the ceiling; above 1 it is more."""
    basis: str = ""
    warning: str = ""
    missing: str = ""
    """Why there is no norm to show."""


class ShareBar(QWidget):
    """A bar filled as far as the ceiling is used; above it, the whole bar is in the colour of a warning."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._share = 0.0

    def show_share(self, share: float) -> None:
        """What is asked, as a part of the ceiling."""
        self._share = share
        self.setAccessibleName(_("Đã đề nghị {percent} % mức trần").format(percent=round(share * 100)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, BAR_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, BAR_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = self._session.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_line"))
        whole = QRectF(0, 0, self.width(), BAR_HEIGHT)
        painter.drawRoundedRect(whole, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        if self._share > 0:
            width = max(BAR_HEIGHT, self.width() * min(1.0, self._share))
            painter.setBrush(theme.color("warning" if self._share > 1 else "accent"))
            painter.drawRoundedRect(QRectF(0, 0, width, BAR_HEIGHT), BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        painter.end()


class NormPanel(QFrame):
    """Content, source, bar, ceiling, legal basis, and a warning in words."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("panel", "norm")
        self.setObjectName("norm_panel")
        self.setAccessibleName(_("Định mức áp dụng"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(6)
        layout.addWidget(label(_("Định mức áp dụng"), "heading"))
        self._content = label(wrap=True)
        self._fund = label(role="second", wrap=True)
        self._bar = ShareBar(session, self)
        self._asked = label(role="small")
        self._ceiling = label(role="small")
        self._basis = label(role="small", wrap=True)
        self._warning = QLabel(self)
        self._warning.setWordWrap(True)
        self._warning.setTextFormat(Qt.TextFormat.PlainText)
        restyle(self._warning, "note", "warning")
        for part in (self._content, self._fund):
            layout.addWidget(part)
        layout.addSpacing(4)
        layout.addWidget(self._bar)
        layout.addLayout(row(self._asked, None, self._ceiling))
        for part in (self._warning, self._basis):
            layout.addWidget(part)
        self.show_words(NormWords(missing=_("Chọn nội dung hỗ trợ để thấy định mức.")))

    def show_words(self, words: NormWords) -> None:
        """Say what applies."""
        self._content.setText(words.content or words.missing)
        self._fund.setText(words.fund)
        self._fund.setVisible(bool(words.fund))
        self._bar.setVisible(bool(words.ceiling))
        self._bar.show_share(words.share)
        self._asked.setText(_("đề nghị {amount}").format(amount=words.asked) if words.asked else "")
        self._ceiling.setText(_("trần {amount}").format(amount=words.ceiling) if words.ceiling else "")
        self._basis.setText(words.basis)
        self._basis.setVisible(bool(words.basis))
        self._warning.setText(f"▲ {words.warning}" if words.warning else "")
        self._warning.setVisible(bool(words.warning))

    def text(self) -> str:
        """All that is said, for tests and for a screen reader."""
        parts = (self._content, self._fund, self._asked, self._ceiling, self._warning, self._basis)
        return "\n".join(one.text() for one in parts if one.text())
