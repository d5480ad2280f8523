"""A list of one entity: search, filters, columns, the table, and the panel that explains the selected row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.catalogue import entity as declared
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.lists.column_menu import column_menu
from kcdesk.ui.lists.columns import STATE, first_columns, first_sort, is_column
from kcdesk.ui.lists.draft_strip import DraftStrip
from kcdesk.ui.lists.filters import Choices, Filter, FilterChips, filter_fields, filter_menu, kept_menu
from kcdesk.ui.lists.many import Many
from kcdesk.ui.lists.model import ListModel
from kcdesk.ui.lists.row_menu import VISIT_KEYS, RowMenu
from kcdesk.ui.lists.side import SidePanel
from kcdesk.ui.lists.table import ListTable
from kcdesk.ui.lists.words import words_for
from kcdesk.ui.session import RowId, Session
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.empty import EmptyState
from kcdesk.ui.widgets.search import SearchField
from kcdesk.work import listing, records, undoing
from kcdesk.work.listing import ListQuery

REFRESH_DELAY = 150
NARROW = 900
"""Below this width, at 100 %, the panel gives its place to the table."""


class ListPage(QWidget):
    """Signals: ``open_asked(entity, id, field)``; ``new_asked(entity, defaults)``; ``draft_asked(entity, key)``;
    ``shelf_asked``;
    ``sheet_in_asked`` and ``sheet_out_asked`` – a list is to be taken in, or this one given out;
    ``photos_asked`` – many photos are to be dealt out."""

    open_asked = Signal(str, str, str)
    new_asked = Signal(str, object)
    draft_asked = Signal(str, str)
    shelf_asked = Signal()
    sheet_in_asked = Signal()
    sheet_out_asked = Signal()
    photos_asked = Signal()

    def __init__(self, session: Session, entity: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entity = declared(entity)
        self._session = self.session = session
        self._words = self.words = words_for(self.entity)
        self._is_stale = True
        self._wanted = ""
        wanted = session.preferences.columns.get(entity, ())
        chosen = tuple(name for name in wanted if is_column(self.entity, name))
        self._columns = chosen or self._first_columns()
        kept = session.preferences.sort.get(entity, [])
        is_known = len(kept) == 2 and is_column(self.entity, str(kept[0]))
        self._sort, self._descending = (str(kept[0]), bool(kept[1])) if is_known else first_sort(self.entity)
        self.model = ListModel(session, entity)
        self.search = SearchField(_("Tìm trong danh sách"), self._words.placeholder, session.theme)
        self.chips = FilterChips()
        self.table = ListTable(self.model, session.theme)
        self.side = SidePanel(session, entity, self._words.follow)
        self.many = Many(self)
        self.row_menu = RowMenu(self)
        self.drafts = DraftStrip(session, self.entity)
        self._count = label("", "small")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_DELAY)
        self._build()
        self._connect()

    def begin(self) -> None:
        """The page comes into sight."""
        self.drafts.refresh()
        if self._is_stale:
            self.refresh()
        self.table.setFocus() if self.model.rowCount() else self.search.setFocus()

    def focus_search(self) -> None:
        """Ctrl+F: type what is looked for."""
        self.search.setFocus()
        self.search.selectAll()

    def show_filtered(self, filters: Sequence[Filter]) -> None:
        """Show what another page points to."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.chips.replace(filters)

    def refresh(self, *, keep_selection: bool = True) -> None:
        """Ask for the list anew; the selected record stays selected, a new search begins at its first hit."""
        self._is_stale = False
        current = self.model.row_of(self.table.currentIndex())
        keep = self._wanted or (current.id if current and keep_selection else "")
        self._wanted = ""
        self.model.show(replace(self.query, keep=keep))

    @property
    def query(self) -> ListQuery:
        """What the list shows."""
        return ListQuery(
            self.entity.name, self._columns, self.search.text(), self.chips.where, self._sort, self._descending
        )

    def select(self, row_id: str) -> None:
        """Select a record with the next answer."""
        self._wanted = row_id
        self._is_stale = True

    def add(self) -> None:
        """Ctrl+N: a new record, with what the filters say already filled in."""
        defaults = {name: value for name, value in self.chips.where.items() if not name.startswith("_")}
        self.new_asked.emit(self.entity.name, defaults)

    def _make_others(self) -> list[QWidget]:
        """What only this list can do, beside adding."""
        if self.entity.name == "visit":
            return [secondary(_("Nhập phiếu cũ…"), self.row_menu.type_old_sheets)]
        if self.entity.name != "establishment":
            return []
        photos = secondary(_("Chia ảnh…"), self.photos_asked.emit, "Ctrl+Shift+O")
        photos.setToolTip(_("Chọn nhiều ảnh, giấy tờ rồi chia vào các cơ sở; cũng có thể thả vào cửa sổ."))
        return [photos]

    def _build(self) -> None:
        words = self._words
        add = primary(words.add, self.add, "Ctrl+N")
        self._filter_button = secondary(_("Bộ lọc"), self._on_filter)
        self._column_button = secondary(_("Cột"), self._on_columns)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 20, 28, 20)
        outer.setSpacing(10)
        title = label(words.title, "title", wrap=True)
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        head = row(title, *self._make_others(), add)
        head.setStretch(0, 1)
        outer.addLayout(head)
        self._sheet_button = secondary(_("Excel"), self._on_sheet)
        outer.addLayout(row(self.search, self._filter_button, self._column_button, self._sheet_button, spacing=10))
        under = QHBoxLayout()
        under.setSpacing(8)
        under.addWidget(self.chips, 1)
        under.addWidget(self._count)
        under.addStretch(0)
        outer.addLayout(under)
        outer.addWidget(self.drafts)
        outer.addWidget(self.many.bar)
        card = Card()
        card.body.setContentsMargins(8, 6, 8, 8)
        self._empty = EmptyState()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        card.body.addWidget(self._stack)
        outer.addLayout(row(card, self.side, spacing=16), 1)
        self.side.hide()

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self.refresh(keep_selection=False))
        self.search.stepped.connect(self.table.step)
        self.search.entered.connect(self.table.open_current)
        self.chips.changed.connect(self.refresh)
        self.model.found.connect(self._on_found)
        self.model.extended.connect(self._show_count)
        self.model.failed.connect(self._session.show_error)
        self.table.opened.connect(lambda row_id: self.open_asked.emit(self.entity.name, row_id, ""))
        self.table.moved.connect(self.side.show_row)
        self.table.deleted.connect(self._delete)
        self.table.sorted.connect(self._on_sorted)
        self.table.typed.connect(self._on_typed)
        self.drafts.changed.connect(self.refresh)
        self.drafts.open_asked.connect(lambda key: self.draft_asked.emit(self.entity.name, key))
        for keys, act in (("F2", self.many.change), (VISIT_KEYS, self.row_menu.note_visit)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.side.open_asked.connect(lambda row_id, field: self.open_asked.emit(self.entity.name, row_id, field))
        self.side.follow_asked.connect(self._on_follow)
        self._session.changed.connect(self._on_rows_changed)
        self._timer.timeout.connect(self._refresh_if_seen)

    def _on_found(self, count: int, of_all: int) -> None:
        self._show_count(count, of_all)
        is_narrowed = bool(self.search.text().strip() or self.chips.where)
        self._empty.say(*self._words.empty(is_narrowed))
        self._stack.setCurrentIndex(0 if count else 1)
        self.table.show_sorted(self._sort, self._descending)
        self.table.restore(max(0, self.model.kept))
        if not count:
            self.side.show_row(None)

    def _show_count(self, count: int, of_all: int) -> None:
        self._count.setText(self._words.counted(count, of_all))

    def _on_sorted(self, name: str) -> None:
        if name == STATE:
            return
        self._descending = not self._descending if name == self._sort else False
        self._sort = name
        self._session.preferences.sort[self.entity.name] = [self._sort, self._descending]
        self._session.preferences.save()
        self.refresh()

    def _on_filter(self) -> None:
        entity, names = self.entity.name, filter_fields(self.entity)
        self._session.jobs.read(
            lambda desk: listing.values_in_use(desk, entity, names),
            self._open_filters,
            key=f"filters:{entity}",
            lane=FIGURES,
        )

    def _open_filters(self, choices: Choices) -> None:
        menu = filter_menu(self, self.entity, choices, self.chips, is_province=self._session.role == "province")
        kept_menu(menu, self._session.preferences, self.entity.name, self.chips)
        self._pop_up(menu, self._filter_button)

    def _on_columns(self) -> None:
        menu = column_menu(self, self.entity, self._columns, self._first_columns(), self._choose_columns)
        self._pop_up(menu, self._column_button)

    def _first_columns(self) -> tuple[str, ...]:
        return first_columns(self.entity, of_many=self._session.profile.is_province)

    def _on_sheet(self) -> None:
        menu = QMenu(self)
        menu.addAction(_("Nhập từ Excel…\tCtrl+I"), self.sheet_in_asked.emit)
        menu.addAction(_("Xuất Excel…\tCtrl+Shift+E"), self.sheet_out_asked.emit)
        self._pop_up(menu, self._sheet_button)

    def _pop_up(self, menu: QMenu, below: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height() + 4)))

    def _choose_columns(self, names: tuple[str, ...]) -> None:
        self._columns = names
        self._session.preferences.columns[self.entity.name] = list(names)
        self._session.preferences.save()
        self.refresh()

    def _on_typed(self, text: str) -> None:
        self.search.setFocus()
        self.search.setText(self.search.text() + text)

    def _on_follow(self, entity: str, row_id: str) -> None:
        defaults: Mapping[str, Any] = {f"{self.entity.name}_id": row_id}
        self.new_asked.emit(entity, defaults)

    def _delete(self, row_id: str) -> None:
        if len(self.model.marks):
            self.many.delete()
            return
        session, entity = self._session, self.entity.name

        def deleted(save: str) -> None:
            session.rows_changed({(entity, row_id)})
            session.toast(self._words.deleted, _("Hoàn tác"), lambda: self._take_back(save, row_id))

        session.jobs.run(lambda desk: records.delete_record(desk, entity, row_id), deleted)

    def _take_back(self, save: str, row_id: str) -> None:
        session, entity = self._session, self.entity.name

        def back(_result: object) -> None:
            self._wanted = row_id
            session.rows_changed({(entity, row_id)})

        session.jobs.run(lambda desk: undoing.undo(desk, save), back)

    def _on_rows_changed(self, rows: set[RowId]) -> None:
        if not rows or any(entity in (self.entity.name, "establishment", "review") for entity, _row in rows):
            self._is_stale = True
            self._timer.start()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.drafts.refresh()
        if self._is_stale and self.isVisible():
            self.refresh()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.side.allow(self.width() >= self._session.theme.px(NARROW))
