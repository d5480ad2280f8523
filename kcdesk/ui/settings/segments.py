"""A few choices as joined buttons, of which one is chosen from the beginning."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget


class Segments(QWidget):
    """Buttons joined in a row, of which one is chosen."""

    def __init__(
        self, name: str, options: Sequence[tuple[str, str]], chosen: str, on_chosen: Callable[[str], object]
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for at, (code, words) in enumerate(options):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setChecked(code == chosen)
            button.setAccessibleName(f"{name}: {words}")
            button.setProperty("segment", True)
            button.setProperty("place", {0: "first", len(options) - 1: "last"}.get(at, "middle"))
            button.clicked.connect(lambda _checked=False, own=code: on_chosen(own))
            self._group.addButton(button)
            line.addWidget(button)
        self.first = self._group.checkedButton() or self._group.buttons()[0]
