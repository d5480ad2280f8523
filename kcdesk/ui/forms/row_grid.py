"""Where label, mark and editor of a row stand: side by side, or one above the other in a narrow form."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

LABEL_EMS = 16
"""Width of the column of labels, in widths of the letter M of the page's font."""
NARROWEST_EMS = 38
"""A form narrower than this has its labels above the fields: beside them the longest units would be cut off."""
NOTE_LINE = 0.9
"""Height of the line below a field, in heights of the form's font: the notes are a little smaller."""
LINE_HEIGHTS = 2.4
"""Height of a label at most, in heights of the font: beside a tall editor it stands at its top."""
FIELD_AT, NOTE_AT, OFFER_AT = 1, 2, 3
_UNBOUNDED = 16_777_215


class RowGrid(QGridLayout):
    """The grid of one row. What is said below the editor goes to ``NOTE_AT`` and ``OFFER_AT``, column 2."""

    def __init__(self, row: QWidget, label: QLabel, mark: QWidget, editor: QWidget, focus: QWidget) -> None:
        super().__init__(row)
        self._label, self._mark, self._focus = label, mark, focus
        self.stacked = False
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(4)
        self.setVerticalSpacing(1)
        self.setColumnStretch(2, 1)
        label.setWordWrap(True)
        self.addWidget(editor, FIELD_AT, 2)
        self._place()

    def stack(self, *, stacked: bool) -> None:
        """The label above the editor, or beside it."""
        if stacked is not self.stacked:
            self.stacked = stacked
            self._place()

    def fit(self) -> None:
        """The font has another size."""
        metrics = self._label.fontMetrics()
        width = LABEL_EMS * metrics.horizontalAdvance("M")
        self._label.setMinimumWidth(0 if self.stacked else width)
        self._label.setMaximumWidth(_UNBOUNDED if self.stacked else width)
        self._mark.setFixedWidth(metrics.horizontalAdvance("○"))
        lines = round(LINE_HEIGHTS * metrics.height())
        height = 0 if self.stacked else min(self._focus.sizeHint().height(), lines)
        self._label.setMinimumHeight(height)
        self._mark.setMinimumHeight(height)
        self.setRowMinimumHeight(NOTE_AT, round(NOTE_LINE * metrics.height()))

    def _place(self) -> None:
        at, column = (0, 2) if self.stacked else (FIELD_AT, 0)
        side = Qt.AlignmentFlag.AlignLeft if self.stacked else Qt.AlignmentFlag.AlignRight
        across = QSizePolicy.Policy.Preferred if self.stacked else QSizePolicy.Policy.Fixed
        self._label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self._label.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        self.removeWidget(self._label)
        self.removeWidget(self._mark)
        self.addWidget(self._label, at, column, Qt.AlignmentFlag.AlignTop)
        self.addWidget(self._mark, at, 1, Qt.AlignmentFlag.AlignTop)
        self.fit()
