"""Report periods and norms in the province's settings: the list, and the fields of the row at hand beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.ui.forms.mini import MiniForm
from kcdesk.ui.widgets.buttons import Button, link, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.ui.widgets.halves import Halves, scrolled
from kcdesk.ui.widgets.rows import Column, Line, RowTable
from kcdesk.work import unit_draft

if TYPE_CHECKING:
    from kcdesk.ui.session import Session

NARROW = 800
"""Below this width, at 100 %, list and fields stand above each other."""

FIELDS = 400
"""Pixels, at 100 %, of the fields beside the list."""

Values = dict[str, Value]


@dataclass(slots=True)
class Entry:
    """A row at hand: what was typed, and the row of the settings that it was. ``texts`` were not understood."""

    values: Values
    before: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list holds: its columns, the words of a row's cells, its fields, and what is wrong with a row."""

    name: str
    hint: str
    columns: tuple[Column, ...]
    fields: tuple[Field, ...]
    cells: Callable[[Values], tuple[str, ...]]
    problem: Callable[[Values], str]


class RowsTab(QWidget):
    """Rows of one kind. ``ways`` are buttons that add several at once, each with what they add."""

    def __init__(
        self,
        session: Session,
        kind: Kind,
        rows: Sequence[Mapping[str, str]],
        over: QWidget,
        ways: Sequence[tuple[str, Callable[[], list[dict[str, str]]]]] = (),
    ) -> None:
        super().__init__()
        self._kind = kind
        self.entries = [self._entry(dict(one)) for one in rows]
        self.table = RowTable(kind.columns, session.theme, kind.name)
        self.form = MiniForm(session, "establishment", (), {}, over=over)
        for one in kind.fields:
            self.form.add_field(one.name, one)
            self.form.rows[one.name].grid.stack(stacked=True)
        self.add = secondary(_("Thêm dòng"), self.begin_row)
        self.drop = link(_("Xóa dòng"), self._on_drop, quiet=True)
        self.ways = [secondary(words, partial(self._on_way, made)) for words, made in ways]
        self._trouble = label("", "problem", wrap=True)
        self.form.changed.connect(self._on_typed)
        self._is_typing = False
        self.table.chosen.connect(lambda _key: self._on_chosen())
        self.table.opened.connect(lambda _key: self.form.focus_first())
        self._build(session)
        self._show_lines()
        self.table.go_to(0)
        self._show_entry()

    def trouble(self) -> str:
        """The first thing that is wrong, its row made the current one; "" where all is well."""
        for at, entry in enumerate(self.entries):
            if sentence := self._problem(entry):
                self.table.go_to(at)
                return self.form.text_trouble() or sentence
        return ""

    def begin_row(self) -> None:
        """A new row below, ready to be typed."""
        self.entries.append(Entry({}))
        self._show_lines()
        self.table.go_to(len(self.entries) - 1)
        self._show_entry()
        self.form.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._on_drop()
        else:
            super().keyPressEvent(event)

    def _build(self, session: Session) -> None:
        left, right = Card(), Card()
        left.body.addWidget(label(self._kind.hint, "small", wrap=True))
        left.body.addWidget(self.table, 1)
        line = QWidget()
        flow = FlowLayout(line)
        buttons: list[Button] = [self.add, *self.ways]
        for button in buttons:
            flow.addWidget(button)
        left.body.addWidget(line)
        right.body.addWidget(self.form)
        right.body.addWidget(self._trouble)
        right.body.addLayout(row(self.drop, None))
        right.body.addStretch(1)
        self._right = right
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Halves(left, scrolled(right), session.theme, narrow=NARROW, widths=(0, FIELDS)))

    def _entry(self, before: dict[str, str]) -> Entry:
        return Entry(unit_draft.values_of(self._kind.fields, before), before)

    def _problem(self, entry: Entry) -> str:
        """What is wrong with a row; what was not understood first."""
        if entry.texts:
            return _("Chưa hiểu “{text}”.").format(text=next(iter(entry.texts.values())))
        return self._kind.problem(entry.values)

    def _at(self) -> int:
        return int(self.table.key) if isinstance(self.table.key, int) else -1

    def _show_lines(self) -> None:
        lines = []
        for at, entry in enumerate(self.entries):
            problem = self._problem(entry)
            cells = self._kind.cells(entry.values)
            state = (_("Còn thiếu"),) if problem else ("",)
            levels = (*("" for _cell in cells), "warning" if problem else "")
            lines.append(Line(at, (*cells, *state), levels, tip=problem))
        self.table.show_lines(lines)

    def _show_entry(self) -> None:
        at = self._at()
        has_row = 0 <= at < len(self.entries)
        for part in (self.form, self.drop):
            part.setVisible(has_row)
        entry = self.entries[at] if has_row else Entry({})
        self.form.put_all(entry.values, entry.texts)
        self._say(self._problem(entry) if entry.values or entry.texts else "")

    def _on_chosen(self) -> None:
        if not self._is_typing:
            self._show_entry()

    def _on_typed(self) -> None:
        """The list says what was typed; the fields are left alone, or half a day would be wiped out."""
        at = self._at()
        if 0 <= at < len(self.entries):
            entry = self.entries[at]
            entry.values, entry.texts = self.form.typed(), self.form.texts()
            self._is_typing = True
            self._show_lines()
            self._is_typing = False
            self._say(self._problem(entry))

    def _on_drop(self) -> None:
        at = self._at()
        if 0 <= at < len(self.entries):
            del self.entries[at]
            self._show_lines()
            self._show_entry()
            self.table.setFocus()

    def _on_way(self, make: Callable[[], list[dict[str, str]]]) -> None:
        there = {one.before.get("id") for one in self.entries}
        self.entries += [self._entry(one) for one in make() if one["id"] not in there]
        self._show_lines()
        self.table.go_to(len(self.entries) - 1)
        self.table.setFocus()

    def _say(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
