"""Fields beside each other, each with its name above: dialogs stay low at large text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kcdesk.ui.widgets.card import label


def beside(*fields: tuple[str, QWidget]) -> QGridLayout:
    """A row of fields with equal widths; a field that explains itself below may grow downwards."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    for at, (words, field) in enumerate(fields):
        name = label(words, "strong")
        name.setBuddy(field.focusProxy() or field)
        grid.addWidget(name, 0, at)
        grid.addWidget(field, 1, at, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(at, 1)
    return grid
