"""Something high in a dialog: whole where the screen has the room, scrolled where not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

LEAST_LINES = 6
"""Lines of text that are seen at least."""
EDGE = 60
"""Pixels of the screen that a dialog leaves free for its frame and the bar of tasks."""

LEAST_WIDTH = 1306
"""Pixels that a dialog may ask for on any screen: that of 1366 is the narrowest that is promised."""


class Growing(QScrollArea):
    """Asks for as much room as what is in it, is content with a few lines, and follows the focus."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inside)
        column.addStretch(1)
        self.setWidget(holder)
        holder.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def sizeHint(self) -> QSize:
        return self.widget().sizeHint()

    def minimumSizeHint(self) -> QSize:
        inside = self.widget().minimumSizeHint()
        return QSize(inside.width(), min(inside.height(), LEAST_LINES * self.fontMetrics().lineSpacing()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is inside wants another size."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.widget() is not None and self.widget().isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, EDGE)


def widest(dialog: QDialog) -> int:
    """Pixels that a dialog may be wide on its screen."""
    return max(dialog.screen().availableGeometry().width() - EDGE, LEAST_WIDTH)


def fit_to_screen(dialog: QDialog) -> None:
    """As high and wide as the dialog asks for, and no more than the screen has."""
    wanted = dialog.sizeHint()
    most = dialog.screen().availableGeometry().height() - EDGE
    dialog.resize(min(wanted.width(), widest(dialog)), min(wanted.height(), most))
