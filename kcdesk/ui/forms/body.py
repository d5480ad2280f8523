"""The scrolling middle of a form: its cards, filled one after the other so that the page opens at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.ui.forms.builder import make_editor
from kcdesk.ui.forms.card import GroupCard
from kcdesk.ui.forms.derived_row import DerivedRow
from kcdesk.ui.forms.editors.base import Surroundings
from kcdesk.ui.forms.editors.picker import PickerEditor
from kcdesk.ui.forms.plan import Section, shown_after
from kcdesk.ui.forms.row import FieldRow
from kcdesk.ui.forms.row_grid import NARROWEST_EMS
from kcdesk.ui.forms.state import FormState
from kcdesk.ui.forms.tables.child_table import ChildTable
from kcdesk.ui.forms.walker import Stop, Walker

LIST_ROOM = 240
EDGE = 24
"""Pixels that stay free above and below the field that takes the focus."""
SEEN = 8
"""Rows that are made before the form is shown; the others of the first sight come in the next turns, unnoticed."""
SLICE = 6
"""Rows that are made at a time after that, so that no key waits for them."""


class FormBody(QScrollArea):
    """Signals: ``edited(name)``, ``left(name)``; ``looked_at(section)`` – the card at the top of the view."""

    edited = Signal(str)
    left = Signal(str)
    built = Signal(str)
    looked_at = Signal(str)

    def __init__(
        self, state: FormState, plan: Sequence[Section], around: Surroundings, walker: Walker, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._around = around
        self._walker = walker
        self.sections = {section.name: section for section in plan}
        self.rows: dict[str, FieldRow] = {}
        self.tables: dict[str, ChildTable] = {}
        self.derived: dict[str, DerivedRow] = {}
        self.cards: dict[str, GroupCard] = {}
        self._read_only: Callable[[Field], bool] = lambda _declared: False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = QWidget(self)
        self._layout = QVBoxLayout(self._page)
        self._layout.setContentsMargins(0, 0, 8, 40)
        self._layout.setSpacing(14)
        for section in plan:
            card = GroupCard(section.name, _(section.label), self._build, self._page)
            card.filled.connect(partial(self._on_filled, card))
            self.cards[section.name] = card
            self._layout.addWidget(card)
        self._layout.addStretch(1)
        self.setWidget(self._page)
        walker.arrived.connect(self.follow)
        self._here: FieldRow | None = None
        self._stacked = False
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._build_some)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_here"):
            self._make_room()
            QTimer.singleShot(0, self, self._stay)

    def _stay(self) -> None:
        """The field where the person is stays in sight when everything around it has another size."""
        if self._here is not None:
            self._page.layout().activate()
            self.reveal(self._here)

    def _make_room(self) -> None:
        """Put the labels above the fields where they do not fit beside them."""
        stacked = self.viewport().width() < NARROWEST_EMS * self.fontMetrics().horizontalAdvance("M")
        if stacked is self._stacked:
            return
        self._stacked = stacked
        for row in self.rows.values():
            row.grid.stack(stacked=stacked)
        for derived in self.derived.values():
            derived.grid.stack(stacked=stacked)

    def append_card(self, card: GroupCard) -> None:
        """A card below the others that is filled by somebody else."""
        self.cards[card.name] = card
        self._layout.insertWidget(self._layout.count() - 1, card)

    def lock(self, read_only: Callable[[Field], bool]) -> None:
        """Say which fields may only be looked at."""
        self._read_only = read_only

    def start(self) -> None:
        """Make the rows that are seen at once, and the others a few at a time, when there is nothing else to do."""
        self._build_some(SEEN - len(self.rows))
        self._later.start()

    def build_all(self) -> None:
        """Fill every card now."""
        self._later.stop()
        for card in self.cards.values():
            card.ensure_built()

    def stops(self) -> Iterator[Stop]:
        """The places where the keyboard stops, in the order of the paper; cards are filled as one comes to them."""
        for card in self.cards.values():
            at = 0
            while at < len(card.stops) or card.build_more():
                if at < len(card.stops):
                    yield card.stops[at]
                    at += 1

    def current(self) -> Stop | None:
        """The stop where the person is."""
        return next((stop for card in self.cards.values() for stop in card.stops if stop.has_focus()), None)

    def refill(self) -> None:
        """Show the state's values everywhere: another record was put in."""
        for name, row in self.rows.items():
            row.show_value(self._state.values.get(name), self._state.texts.get(name, ""))
        for table in self.tables.values():
            table.reload()
        self.adapt()

    def show_value(self, name: str, value: Value) -> None:
        """Show a value that the form itself put in."""
        if name in self.rows:
            self.rows[name].show_value(value)

    def adapt(self) -> None:
        """Show the fields that apply, and those cards that have any."""
        for row in self.rows.values():
            row.adapt(self._state.values)
        for card in self.cards.values():
            card.setVisible(card.any_applies())

    def insert_after(self, field: str, widget: QWidget) -> None:
        """Put a widget below the card that holds a field."""
        section = self.section_of(field)
        at = self._layout.indexOf(self.cards[section]) + 1 if section else 0
        self._layout.insertWidget(at, widget)

    def section_of(self, name: str) -> str:
        """The card that holds a field or a sub-table."""
        for section in self.sections.values():
            if any(one.name == name for one in section.fields):
                return section.name
            if any(child.plural == name for child in (*section.before, *section.after)):
                return section.name
        return ""

    def go_to(self, name: str) -> bool:
        """Put the focus into a field (or a cell, as ``cost_items[2].unit_price``) and scroll to it."""
        plural = name.partition("[")[0]
        section = self.section_of(plural)
        if not section:
            return False
        self.build_all()
        if plural in self.tables:
            self.tables[plural].go_to(name)
        elif name in self.rows and self.rows[name].reachable():
            self.rows[name].enter()
        else:
            return False
        self.follow(self.tables[plural] if plural in self.tables else self.rows[name])
        return True

    def show_section(self, name: str) -> None:
        """Scroll to a card and put the focus into its first field."""
        self.build_all()
        card = self.cards[name]
        self._page.layout().activate()
        self.verticalScrollBar().setValue(card.y())
        first = next((stop for stop in card.stops if stop.reachable()), None)
        if first is not None:
            first.enter()
        self.verticalScrollBar().setValue(card.y())

    def follow(self, stop: Stop) -> None:
        """The keyboard arrived at a stop: scroll to it, and say in which card it is."""
        if isinstance(stop, QWidget) and self._page.isAncestorOf(stop):
            self._page.layout().activate()
            self.reveal(stop.cell_area() if isinstance(stop, ChildTable) else stop)
            self.looked_at.emit(next(card.name for card in self.cards.values() if stop in card.stops))

    def reveal(self, widget: QWidget) -> None:
        """Scroll so that all of a row is seen, with a little air, and a list that opens has room."""
        top = widget.mapTo(self._page, QPoint(0, 0)).y()
        bar, height = self.verticalScrollBar(), self.viewport().height()
        opens = isinstance(widget, FieldRow) and isinstance(widget.editor, PickerEditor)
        below = top + widget.height() + (min(LIST_ROOM, height // 3) if opens else EDGE)
        if top - EDGE < bar.value():
            bar.setValue(top - EDGE)
        elif below > bar.value() + height:
            bar.setValue(min(top - EDGE, below - height))

    def _build(self, card: GroupCard) -> Iterator[None]:
        section = self.sections[card.name]
        for child in section.before:
            self._add_table(card, child.plural)
            yield
        for declared in section.fields:
            self._add_row(card, declared)
            yield
        for child in section.after:
            self._add_table(card, child.plural)
            yield

    def _on_filled(self, card: GroupCard) -> None:
        card.setVisible(card.any_applies())
        self.built.emit(card.name)

    def _add_row(self, card: GroupCard, declared: Field) -> None:
        editor = make_editor(declared, self._around, card)
        row = FieldRow(editor, card)
        self.rows[declared.name] = row
        row.show_value(self._state.values.get(declared.name), self._state.texts.get(declared.name, ""))
        row.adapt(self._state.values)
        row.edited.connect(self.edited)
        row.left.connect(self.left)
        row.done.connect(lambda _name, row=row: self._walker.go(row))
        if self._read_only(declared):
            row.only_shown = True
            editor.widget.setEnabled(False)
            row.adapt(self._state.values)
        row.grid.stack(stacked=self._stacked)
        self._walker.watch(editor, row, editor.typed_in())
        card.add(row, row)
        for shown in shown_after(self._state.entity.name, declared.name):
            derived = DerivedRow(_(shown.label), _(shown.unit), card)
            derived.grid.stack(stacked=self._stacked)
            self.derived[shown.name] = derived
            card.add(derived)

    def _add_table(self, card: GroupCard, plural: str) -> None:
        table = ChildTable(self._state, plural, self._around, card, titled=card.name != plural)
        self.tables[plural] = table
        table.forward.connect(lambda wanted, table=table: self._walker.go(table, wanted=wanted))
        table.backward.connect(lambda table=table: self._walker.go(table, -1))
        table.escaped.connect(self._walker.escaped)
        table.moved.connect(lambda table=table: self.follow(table))
        card.add(table, table)
        table.show()

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Show the hint of the field where the person is."""
        row = new
        while row is not None and not isinstance(row, FieldRow):
            row = row.parentWidget()
        if row is self._here or (new is None):
            return
        if self._here is not None:
            self._here.show_here(here=False)
        self._here = row if row in self.rows.values() else None
        if self._here is not None:
            self._here.show_here(here=True)

    def _build_some(self, steps: int = SLICE) -> None:
        unfinished = iter([card for card in self.cards.values() if not card.built])
        card = next(unfinished, None)
        while card is not None and steps > 0:
            if card.build_more():
                steps -= 1
            else:
                card = next(unfinished, None)
        if card is None:
            self._later.stop()

    def _on_scrolled(self, value: int) -> None:
        shown = [card for card in self.cards.values() if not card.isHidden()]
        at = next((card for card in reversed(shown) if card.y() <= value + EDGE), shown[0] if shown else None)
        if value == self.verticalScrollBar().maximum() and value > 0 and shown:
            at = shown[-1]
        if at is not None:
            self.looked_at.emit(at.name)


def inside(widget: QObject | None, ancestor: QWidget) -> bool:
    """True where the widget is the ancestor or stands in it."""
    return isinstance(widget, QWidget) and (widget is ancestor or ancestor.isAncestorOf(widget))
