"""A record on its page: typed in, looked over, kept as a draft, saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Record, Value
from kcdesk.ui.attachments.part import PapersPart, attach_papers, papers_label
from kcdesk.ui.forms.attention import FormAttention
from kcdesk.ui.forms.bars import Bar
from kcdesk.ui.forms.body import FormBody
from kcdesk.ui.forms.checker import FormChecker
from kcdesk.ui.forms.drafting import Drafting
from kcdesk.ui.forms.editors.base import Surroundings
from kcdesk.ui.forms.editors.pick_list import PickList
from kcdesk.ui.forms.follow import Follow
from kcdesk.ui.forms.gateway import Gateway
from kcdesk.ui.forms.header import FormHeader
from kcdesk.ui.forms.index import GroupIndex
from kcdesk.ui.forms.more import LASTING, MoreMenu
from kcdesk.ui.forms.old_sheets import KINDS, OldSheets
from kcdesk.ui.forms.plan import sections
from kcdesk.ui.forms.presenter import FormPresenter
from kcdesk.ui.forms.saving import Saving
from kcdesk.ui.forms.side import SideColumn, make_side
from kcdesk.ui.forms.state import FormState
from kcdesk.ui.forms.twins_card import Twins
from kcdesk.ui.forms.walker import Stop, Walker
from kcdesk.ui.proposals.card import ProposalPart

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.records import Loaded

MARGINS = (28, 20, 28, 0)
NARROW_EMS = 72
"""Below this width of the page, in widths of the letter M, the side column goes under the form."""
NARROWEST_EMS = 58
"""Below this width the index is left out."""


class RecordPage(QWidget):
    """The form of one record.

    Signals: ``saved(entity, id)``; ``closed`` – the person is done here, what was typed is kept;
    ``open_record(entity, id)`` – another record is to be shown; ``new_asked(entity, values)`` – a new one
    is to be typed that begins with these values; ``conflict_asked(id, field)`` and ``question_asked(id)`` – what
    waits on the record is to be settled.
    """

    saved = Signal(str, str)
    closed = Signal()
    open_record = Signal(str, str)
    conflict_asked = Signal(str, str)
    question_asked = Signal(str)
    new_asked = Signal(str, dict)

    def __init__(
        self,
        session: Session,
        entity: str,
        record_id: str | None = None,
        defaults: Mapping[str, Value] | None = None,
        parent: QWidget | None = None,
        *,
        draft: str = "",
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.entity = catalogue.entity(entity)
        self.record_id = record_id
        self.gateway = Gateway(session, entity)
        children = catalogue.children_of(entity)
        self.state = FormState(self.entity, children, self)
        self.walker = Walker(self._stops, self)
        self.checker = FormChecker(self.gateway, self.state, self)
        self._pick_list: PickList | None = None
        around = Surroundings(self.gateway, lambda: self.state.values, self._make_pick_list, self.put, self._siblings)
        plan = sections(self.entity, children)
        self.header = FormHeader(self)
        self.side: SideColumn | None = make_side(self)
        labels = [(section.name, _(section.label)) for section in plan] + papers_label(entity)
        self.index = GroupIndex(labels, self, narrow=self.side is not None)
        self.body = FormBody(self.state, plan, around, self.walker, self)
        self.draft_bar = Bar("quiet", self)
        self.problem_bar = Bar("error", self)
        self._lay_out()
        self.papers: PapersPart | None = None
        self.presenter = FormPresenter(self)
        self.drafting = Drafting(self, draft)
        self.saving = Saving(self)
        self.papers = attach_papers(self)
        self.old_sheets = OldSheets(self) if entity in KINDS else None
        self.follow = Follow(self) if entity == "establishment" else None
        self.attention = FormAttention(self)
        self.twins = Twins(self)
        self.proposal = ProposalPart(self) if entity == "proposal" else None
        self.more = MoreMenu(self) if entity in LASTING else None
        self._connect()
        if record_id is None:
            self._start_new(defaults or {})
        else:
            self.gateway.open(record_id, self.drafting.on_opened)

    def put(self, name: str, value: Value) -> None:
        """Put a value into a field as if it had been typed."""
        if name in self.entity:
            self.state.set(name, value)
            self.body.show_value(name, value)

    def place_bar(self, bar: QWidget) -> None:
        """Put a bar between the head and the form."""
        self._bars.addWidget(bar)

    def fill(self, record: Record, children: Mapping[str, Sequence[Record]]) -> None:
        """Show a record as it is saved."""
        self.state.fill(record, children)
        self.state.mark_saved()
        self.show_state()

    def show_state(self) -> None:
        """Show what stands in the state, whole."""
        self.body.start()
        self.body.refill()
        if self.papers is not None:
            self.papers.reload()
        self.checker.check_now()

    def take_loaded(self, loaded: Loaded) -> None:
        """Show a record that came from the store, and remember whose it is."""
        identity = loaded.record.get("id")
        self.record_id = identity if isinstance(identity, str) else self.record_id
        self.fill(loaded.record, loaded.children)

    def leave(self) -> None:
        """The page is left: what is typed is kept now."""
        if self.papers is not None:
            self.papers.leave()
        self.drafting.keep_now()

    def save(self) -> None:
        """Check and save."""
        self.saving.save()

    def focus_first(self) -> None:
        """Go to where typing begins: the first field that is wanted, else the first."""
        if self.record_id is not None or not self.walker.first(wanted=True):
            self.walker.first()

    def focus_field(self, name: str) -> None:
        """Go to a field, named as a problem names it: ``phone``, ``cost_items[0].name``."""
        if not self.body.go_to(name):
            self.focus_first()

    def place(self) -> str:
        """The field where the person is."""
        here = self.body.current()
        if here is None:
            return ""
        tables = {id(table): table for table in self.body.tables.values()}
        table = tables.get(id(here))
        return table.place() if table is not None else getattr(here, "name", "")

    def _start_new(self, defaults: Mapping[str, Value]) -> None:
        values = {one.name: one.default for one in self.entity.fields if one.default is not None}
        alike = self.old_sheets.defaults() if self.old_sheets else {}
        self.state.fill({**values, **self.presenter.defaults(), **alike, **defaults}, {})
        self.state.mark_clean()
        self.show_state()
        if self.drafting.is_wanted or not (self.old_sheets and self.old_sheets.is_on):
            self.drafting.offer_new()
        QTimer.singleShot(0, self, self._focus_when_shown)

    def _focus_when_shown(self) -> None:
        if self.body.current() is None:
            self.focus_first()

    def _siblings(self, entity: str) -> list[tuple[str, str]]:
        companion = self.presenter.companion
        return self.state.saved_rows(entity) or (companion.siblings(entity) if companion else [])

    def _stops(self) -> Iterator[Stop]:
        yield from self.body.stops()
        yield self.header

    def _make_pick_list(self) -> PickList:
        if self._pick_list is None:
            self._pick_list = PickList(self)
        return self._pick_list

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*MARGINS)
        outer.setSpacing(10)
        outer.addWidget(self.header)
        outer.addWidget(self.draft_bar)
        outer.addWidget(self.problem_bar)
        self._bars = QVBoxLayout()
        self._bars.setSpacing(8)
        outer.addLayout(self._bars)
        self.columns = QHBoxLayout()
        self.columns.setSpacing(16)
        self.columns.addWidget(self.index)
        self.columns.addWidget(self.body, 1)
        outer.addLayout(self.columns, 1)

    def _connect(self) -> None:
        self.header.save_pressed.connect(self.save)
        self.header.history_pressed.connect(self.presenter.show_history)
        self.index.chosen.connect(self.body.show_section)
        self.walker.escaped.connect(self._on_escaped)
        self.walker.looking.connect(self.checker.check_now)
        for keys, slot in (
            ("Ctrl+S", self.save),
            ("F8", self.saving.go_to_problem),
            ("Ctrl+PgDown", lambda: self.presenter.next_section(1)),
            ("Ctrl+PgUp", lambda: self.presenter.next_section(-1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _on_escaped(self) -> None:
        self.leave()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused: Any = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self._on_escaped()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and hasattr(focused, "click"):
            focused.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "presenter"):
            self._make_room()

    def _make_room(self) -> None:
        """What stands beside the form does so only where there is room for it, in letters of this size."""
        em = self.fontMetrics().horizontalAdvance("M")
        self.index.setVisible(self.width() > NARROWEST_EMS * em)
        self.twins.place(beside=self.width() > NARROWEST_EMS * em)
        if self.side is not None:
            self.presenter.place_side(beside=self.width() > NARROW_EMS * em)
