"""The second step: which column goes into which field. What is asked stands first; Enter answers and goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.session import Session
from kcdesk.ui.sheets.column_panel import ColumnPanel
from kcdesk.ui.sheets.column_table import ColumnTable
from kcdesk.ui.sheets.whole_file import WholeFile
from kcdesk.ui.widgets.buttons import link, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.work import assistant_columns

if TYPE_CHECKING:
    from kcdesk.work.assistant import Answers
    from kcdesk.work.assistant_columns import ColumnView, MissingValue

SIDE = 412


class ColumnsStep(QWidget):
    """Signals: ``answered(letter, ColumnAnswer)``; ``constant_chosen(target, value)``; ``notes_chosen(keep)``;
    ``all_accepted`` – every column is right as shown; ``forget_asked`` – begin without what was remembered;
    ``finished`` – Enter where nothing is asked any more."""

    answered = Signal(str, object)
    constant_chosen = Signal(str, str)
    notes_chosen = Signal(bool)
    all_accepted = Signal()
    forget_asked = Signal()
    finished = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ColumnTable(session.theme)
        self.panel = ColumnPanel(is_province=session.profile.is_province)
        self.whole = WholeFile(session)
        self.accept_all = secondary(_("Tất cả đều đúng"), self.all_accepted.emit)
        self.forget = link(_("Bỏ, xem lại từ đầu"), self.forget_asked.emit)
        self._remembered = label("", "second", wrap=True)
        self._known = Card(look="note")
        self._known.body.setContentsMargins(12, 8, 12, 8)
        self._known.body.addLayout(row(self._remembered, None, self.forget))
        self._state = label("", "second", wrap=True)
        self._is_waiting = False
        self._theme = session.theme
        self._build()
        self.table.moved.connect(self.panel.show_column)
        self.table.accepted.connect(self._on_accepted)
        self.table.typed.connect(self.panel.type)
        self.panel.answered.connect(self.answered)
        self.panel.finished.connect(self._on_finished)
        self.whole.chosen.connect(self.constant_chosen)
        self.whole.notes_chosen.connect(self.notes_chosen)

    def begin(self) -> None:
        """The step comes into sight: at the first question."""
        self._go_to(max(0, self.table.columns.next_question(-1)))

    def show_columns(
        self, views: Sequence[ColumnView], wanted: Sequence[MissingValue], answers: Answers, remembered: str = ""
    ) -> None:
        """The columns with what is known of them; after an answer the next question is gone to."""
        self.panel.take_answers(answers.columns)
        at = self.table.currentIndex().row()
        self.table.columns.show(views)
        self.panel.show_column(self.table.columns.view(at))
        self.whole.show_missing(wanted, {name: str(value) for name, value in answers.constants.items()})
        asked = sum(bool(view.question) for view in views)
        lacking = [one.title for one in wanted if one.is_needed and one.target not in answers.constants]
        self._state.setText(_state_words(asked, lacking, has_names=assistant_columns.has_names(views)))
        self.accept_all.setVisible(asked > 0)
        self._known.setVisible(bool(remembered))
        self._remembered.setText(remembered)
        if self._is_waiting:
            self._is_waiting = False
            self._go_to(self.table.columns.next_question(at))

    def _build(self) -> None:
        card = Card()
        card.body.setContentsMargins(8, 6, 8, 8)
        card.body.addWidget(self.table)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._known)
        above = row(self._state, self.accept_all)
        above.setStretch(0, 1)
        left.addLayout(above)
        left.addWidget(card, 1)
        inner = QWidget()
        side = QVBoxLayout(inner)
        side.setContentsMargins(0, 0, 6, 0)
        side.setSpacing(10)
        side.addWidget(self.panel)
        side.addWidget(self.whole)
        side.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self._area = area
        body = row(left, area, spacing=14)
        body.setStretch(0, 1)
        self.setLayout(body)
        self._theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._area.setFixedWidth(min(self._theme.px(SIDE), 520))

    def _go_to(self, at: int) -> None:
        """Select a column; where there is none, stay and give the keys to the table."""
        if at >= 0:
            self.table.setCurrentIndex(self.table.columns.index(at, 0))
            self.table.scrollTo(self.table.columns.index(at, 0))
        self.table.setFocus()

    def _on_accepted(self) -> None:
        view = self.table.columns.view(self.table.currentIndex().row())
        if view is not None and view.question:
            self.panel.right.click()
        elif self.table.columns.next_question(self.table.currentIndex().row()) >= 0:
            self._go_to(self.table.columns.next_question(self.table.currentIndex().row()))
        else:
            self.finished.emit()

    def _on_finished(self) -> None:
        """The answer is on its way; when the columns come back, go to the next question."""
        self._is_waiting = True


def _state_words(asked: int, needed: Sequence[str], *, has_names: bool) -> str:
    parts = []
    if not has_names:
        parts.append(_("Chưa rõ cột nào là tên cơ sở: chọn cột đó rồi gõ “tên”."))
    if asked:
        parts.append(ngettext("Còn {n} cột cần xem lại.", "Còn {n} cột cần xem lại.", asked).format(n=asked))
    if needed:
        parts.append(_("Tệp không có cột: {names}.").format(names=", ".join(needed)))
    return " ".join(parts) or _("Các cột đã rõ. Chọn một cột và gõ chữ để đổi mục nhập vào.")
