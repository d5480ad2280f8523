"""Where one is: the four steps by name, and a way back to those that were passed."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.theme import mark
from kcdesk.ui.widgets.buttons import Button


class StepsBar(QWidget):
    """Signal: ``chosen(step)``."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self.buttons: list[Button] = []
        for at, words in enumerate((_("Tệp"), _("Cột"), _("Xem trước"), _("Nhập"))):
            button = Button(f"{at + 1}  {words}")
            button.setProperty("chip", True)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, step=at: self.chosen.emit(step))
            self.buttons.append(button)
            line.addWidget(button)

    def show_step(self, step: int, reachable: Collection[int]) -> None:
        """Show where one is; only the steps that can be gone to may be pressed."""
        for at, button in enumerate(self.buttons):
            button.setChecked(at == step)
            button.setEnabled(at == step or at in reachable)
            mark(button, passed=at < step)
