"""A sub-table on a card: its heading, the grid, and below it what there is to say about the row."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.problems import Level, Problem
from kcdesk.ui.forms.editors.base import Editor, Surroundings, restyle
from kcdesk.ui.forms.row import SIGNS, level_word
from kcdesk.ui.forms.state import FormState
from kcdesk.ui.forms.tables.columns import all_columns, main_columns
from kcdesk.ui.forms.tables.delegate import CellDelegate
from kcdesk.ui.forms.tables.model import TableModel
from kcdesk.ui.forms.tables.paste import Block
from kcdesk.ui.forms.tables.view import SheetView
from kcdesk.ui.widgets import buttons
from kcdesk.ui.widgets.card import label, row

_PLACE = re.compile(r"\w+(?:\[(?P<row>\d+)\](?:\.(?P<name>\w+))?)?")


class ChildTable(QWidget):
    """One sub-table.

    Signals: ``forward(wanted)``, ``backward``, ``escaped`` as of the grid; ``moved`` – to another row.
    """

    forward = Signal(bool)
    backward = Signal()
    escaped = Signal()
    moved = Signal()

    def __init__(
        self, state: FormState, plural: str, around: Surroundings, parent: QWidget, *, titled: bool = True
    ) -> None:
        super().__init__(parent)
        self.plural = plural
        self.setObjectName(plural)
        self._entity = state.child_entities[plural]
        self._main, self._all = main_columns(self._entity), all_columns(self._entity)
        self.model = TableModel(state, plural, self._main, self)
        self._delegate = CellDelegate(self.model, around, self)
        self._delegate.level_colour = lambda level: _colour(around, level)
        self.view = SheetView(self.model, self._delegate, self)
        name = _(self._entity.label_plural)
        self.view.setAccessibleName(name)
        self.view.setAccessibleDescription(_("Enter sang ô tiếp theo; Ctrl+Delete xóa dòng; dán được từ Excel"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._make_head(name if titled else ""))
        layout.addWidget(self.view)
        layout.addLayout(self._make_foot())
        self.view.forward.connect(self.forward)
        self.view.backward.connect(self.backward)
        self.view.escaped.connect(self.escaped)
        self.view.row_looked_at.connect(self._on_row_looked_at)
        self.view.row_looked_at.connect(self._on_moved_to_row)
        self.view.pasted.connect(self._on_pasted)
        self.model.doubted.connect(self._on_doubted)
        self._delegate.read.connect(self._on_read)
        self._said = False

    def enter(self, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> None:
        """Open the first cell; coming from below, the last row."""
        back = reason is Qt.FocusReason.BacktabFocusReason
        row = self.model.rowCount() - 1 if back or self.model.rows else 0
        self.view.enter_at(row, self.view.editable(row)[0])

    def reachable(self) -> bool:
        """The keyboard may stop here."""
        return not self.isHidden() and self.view.isEnabled()

    def wanted(self) -> bool:
        """A row is required and none is there."""
        return any(one.level is not Level.WARNING for one in self.model.problems_of(len(self.model.rows)))

    def has_focus(self) -> bool:
        """The person is in the table."""
        focused = self.focusWidget()
        return focused is not None and focused.hasFocus() and self.view.isAncestorOf(focused)

    def cell_area(self) -> QWidget:
        """The widget to scroll to: the open cell, else the table."""
        focused = self.view.viewport().focusWidget()
        return focused if focused is not None and focused.hasFocus() else self

    def place(self) -> str:
        """The cell where the person is, as ``cost_items[2].unit_price``."""
        here = self.view.currentIndex()
        if not here.isValid():
            return self.plural
        return f"{self.plural}[{here.row()}].{self.model.columns[here.column()].name}"

    def go_to(self, place: str) -> None:
        """Open the cell of a place."""
        found = _PLACE.fullmatch(place)
        row = min(int(found["row"]), self.model.rowCount() - 1) if found and found["row"] else self.model.rowCount() - 1
        name = found["name"] if found else None
        if name and name not in [column.name for column in self.model.columns]:
            self._show_all(shown=True)
        names = [column.name for column in self.model.columns]
        self.view.enter_at(row, names.index(name) if name in names else self.view.editable(row)[0])

    def say_all(self) -> None:
        """From now on the table also says what is missing in it as a whole."""
        self._said = True

    def settle(self) -> None:
        """Put an open cell into the table."""
        self.model.prune()

    def reload(self) -> None:
        """Other rows stand in the state."""
        self.model.undo_stack.clear()
        self.model.beginResetModel()
        self.model.endResetModel()

    def show_problems(self, problems: dict[tuple[int, str], list[Problem]]) -> None:
        """Take the problems of the rows."""
        self.model.show_problems(problems)
        self._on_row_looked_at(self.view.currentIndex().row())

    def _make_head(self, title: str) -> QHBoxLayout:
        can_paste = label(_("dán được từ Excel"), "small")
        if not title:
            return row(can_paste, None)
        return row(label(title, "strong"), label("·", "small"), can_paste, None, spacing=6)

    def _make_foot(self) -> QHBoxLayout:
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setObjectName(f"{self.plural}_note")
        self._settle = buttons.link("", self._on_settle)
        self._delete = buttons.link(_("Xóa dòng"), self.view.delete_row, quiet=True)
        self._delete.setToolTip("Ctrl+Delete")
        self._more = buttons.link("", self._show_more_or_less, quiet=True)
        for button in (self._settle, self._delete, self._more):
            button.setParent(self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.hide()
        self._name_more()
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self._note, 1)
        for button in (self._settle, self._delete, self._more):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return foot

    def _show_more_or_less(self) -> None:
        self._show_all(shown=len(self.model.columns) < len(self._all))

    def _show_all(self, *, shown: bool) -> None:
        self.view.close_cell()
        self.model.show_columns(self._all if shown else self._main)
        self._name_more()

    def _name_more(self) -> None:
        more = len(self._all) - len(self.model.columns)
        self._more.set_text(_("Thêm {n} cột").format(n=more) if more else _("Bớt cột"))
        self._more.setVisible(len(self._all) > len(self._main))

    def _on_row_looked_at(self, row: int) -> None:
        self._delete.setVisible(row >= 0 and not self.model.is_ghost(row))
        problems = self.model.problems_of(row) if row >= 0 else []
        order = (Level.ERROR, Level.WARNING, Level.GAP)
        if row >= 0 and self.model.is_ghost(row):
            problems = [one for one in problems if self._said]
        worst = min(problems, key=lambda one: order.index(one.level), default=None)
        if worst is None:
            self._say("hint", "")
        else:
            self._say(worst.level.value, f"{SIGNS[worst.level]} {level_word(worst.level)}: {worst.message}")

    def _on_moved_to_row(self, row: int) -> None:
        if row >= 0:
            QTimer.singleShot(0, self, self.moved.emit)

    def _on_read(self, editor: Editor) -> None:
        reading = editor.reading
        if editor.trouble and not editor.focus.hasFocus():
            self._say("error", f"{SIGNS[Level.ERROR]} {level_word(Level.ERROR)}: {editor.trouble}")
        elif reading.doubt:
            offered = editor.field.kind.format(reading.instead, editor.field) if reading.instead is not None else ""
            answer = _("Alt+Enter: {value}").format(value=offered) if offered else ""
            self._say("warning", f"▲ {reading.doubt} {answer}".rstrip())
        elif reading.text:
            self._say("reading", reading.text)
        else:
            self._on_row_looked_at(self.view.currentIndex().row())

    def _on_pasted(self, block: Block) -> None:
        count = len(block.lines)
        said = [ngettext("Đã dán {n} dòng. Ctrl+Z để bỏ.", "Đã dán {n} dòng. Ctrl+Z để bỏ.", count).format(n=count)]
        if block.sums:
            said.append(_("Dòng cộng được bỏ qua: bảng tự cộng."))
        if block.beyond:
            words = ngettext("Còn {n} dòng chưa dán.", "Còn {n} dòng chưa dán.", block.beyond)
            said.append(words.format(n=block.beyond))
        if block.homeless:
            names = ", ".join(block.homeless)
            said.append(_("Chưa dán cột {names}: bảng này không có cột ấy.").format(names=names))
        self._say("warning" if block.homeless or block.beyond else "reading", " ".join(said))

    def _on_doubted(self, count: int) -> None:
        self._settle.set_text(_("Đổi cả {n} số thành triệu đồng").format(n=count))
        self._settle.show()

    def _on_settle(self) -> None:
        self.view.close_cell()
        self.model.settle_doubts()
        self._settle.hide()

    def _say(self, kind: str, text: str) -> None:
        restyle(self._note, "note", kind)
        self._note.setText(text)


def _colour(around: Surroundings, level: Level) -> QColor:
    theme = around.gateway.session.theme
    return theme.color({Level.ERROR: "error", Level.WARNING: "warning", Level.GAP: "warning_line"}[level])
