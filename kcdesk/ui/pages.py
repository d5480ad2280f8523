"""The pages of an open workspace: made when first seen, forms laid over them and taken away again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from kcdesk.ui.help.pages import FIELD, PROVINCE
from kcdesk.ui.session import Session
from kcdesk.work.drafts import NEW

if TYPE_CHECKING:
    from kcdesk.ui.lists.filters import Filter
    from kcdesk.ui.lists.page import ListPage
    from kcdesk.ui.overview.page import OverviewPage
    from kcdesk.ui.receive.page import ExchangePage
    from kcdesk.ui.settings.page import SettingsPage
    from kcdesk.ui.sheets.page import SheetPage
    from kcdesk.ui.shelf.page import ShelfPage

_Page = TypeVar("_Page", bound=QWidget)
CONFLICTS, DUPLICATES = "conflicts", "duplicates"
LISTS = ("establishment", "support_request", "visit", "proposal")


class Pages(QObject):
    """Signals: ``went(name)`` of a place; ``lock_asked``; ``practice_asked``; ``language_chosen``;
    ``photos_asked`` – many photos are to be chosen and dealt out."""

    went = Signal(str)
    lock_asked = Signal()
    practice_asked = Signal()
    language_chosen = Signal()
    photos_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.stack = QStackedWidget()
        self._lists: dict[str, ListPage] = {}
        self._forms: list[tuple[QWidget, str]] = []
        self._place = ""

    @cached_property
    def overview(self) -> OverviewPage:
        """The first page."""
        from kcdesk.ui.overview.page import OverviewPage

        page = OverviewPage(self._session)
        page.list_asked.connect(self.show_list)
        page.make_asked.connect(self.make_bundle)
        page.open_asked.connect(self.open_received)
        page.add_asked.connect(lambda: self.open_record("establishment", None, {}))
        page.sheet_asked.connect(self.take_in)
        page.exchange_asked.connect(self.show_waiting)
        return self._added(page)

    @cached_property
    def exchange(self) -> ExchangePage:
        """Gửi / Nhận; in a province Tiếp nhận."""
        from kcdesk.ui.receive.page import ExchangePage

        page = ExchangePage(self._session)
        page.open_asked.connect(lambda name, row, field: self.open_record(name, row, {}, field))
        return self._added(page)

    @cached_property
    def settings(self) -> SettingsPage:
        """Cài đặt."""
        from kcdesk.ui.settings.page import SettingsPage

        page = SettingsPage(self._session)
        page.lock_asked.connect(self.lock_asked)
        page.shelf_asked.connect(lambda: self.go("shelf"))
        page.practice_asked.connect(self.practice_asked)
        page.language_chosen.connect(self.language_chosen)
        return self._added(page)

    @cached_property
    def sheet(self) -> SheetPage:
        """Nhập từ Excel."""
        from kcdesk.ui.sheets.page import SheetPage

        page = SheetPage(self._session)
        page.closed.connect(lambda: self.go("establishment"))
        page.list_asked.connect(lambda: self.go("establishment"))
        page.open_asked.connect(lambda row: self.open_record("establishment", row, {}))
        page.template_asked.connect(lambda: self.give_out(template=True))
        return self._added(page)

    @cached_property
    def shelf(self) -> ShelfPage:
        """Kho lưu."""
        from kcdesk.ui.shelf.page import ShelfPage

        page = ShelfPage(self._session)
        page.open_asked.connect(lambda name, row: self.open_record(name, row, {}))
        page.draft_asked.connect(self.open_draft)
        return self._added(page)

    def list_of(self, entity: str) -> ListPage:
        """The list of an entity."""
        if entity not in self._lists:
            from kcdesk.ui.lists.page import ListPage

            page = ListPage(self._session, entity)
            page.open_asked.connect(lambda name, row, field: self.open_record(name, row, {}, field))
            page.new_asked.connect(lambda name, defaults: self.open_record(name, None, defaults))
            page.draft_asked.connect(self.open_draft)
            page.shelf_asked.connect(lambda: self.go("shelf"))
            page.sheet_in_asked.connect(self.take_in)
            page.sheet_out_asked.connect(self.give_out)
            page.photos_asked.connect(self.photos_asked)
            self._lists[entity] = self._added(page)
        return self._lists[entity]

    def go(self, name: str) -> None:
        """Show a place; forms that are open are left with what is typed kept."""
        self._close_forms()
        page: Any = self.list_of(name) if name in LISTS else getattr(self, name)
        self._place = name
        self.stack.setCurrentWidget(page)
        page.begin()
        self.went.emit({"settings": "", "sheet": "establishment"}.get(name, name))

    def show_list(self, entity: str, filters: Sequence[Filter]) -> None:
        """A list narrowed to what another page points to."""
        self.list_of(entity).show_filtered(filters)
        self.go(entity)

    def open_draft(self, entity: str, key: str) -> None:
        """Take up a draft: over its record, or as a new one."""
        if key.startswith(NEW):
            self.open_record(entity, None, {}, draft=key)
        else:
            self.open_record(entity, key, {}, draft=key)

    def open_record(
        self, entity: str, row: str | None, defaults: Mapping[str, Any], field: str = "", *, draft: str = ""
    ) -> None:
        """Lay the form of a record over the page; ``draft`` is the key of a draft that is to be taken up."""
        from kcdesk.ui.forms.page import RecordPage

        if row is None and self._session.no_writing:
            self._session.toast(self._session.no_writing)
            return
        form = RecordPage(self._session, entity, row, defaults=dict(defaults), draft=draft)
        form.saved.connect(self._on_saved)
        form.closed.connect(lambda: self._close_form(form))
        form.open_record.connect(lambda name, other: self.open_record(name, other or None, {}))
        form.new_asked.connect(lambda name, values: self.open_record(name, None, values))
        form.conflict_asked.connect(self.show_conflict)
        form.question_asked.connect(lambda _row: self.show_waiting("questions"))
        self._forms.append((form, entity))
        self._added(form)
        self.stack.setCurrentWidget(form)
        self.went.emit(entity)
        focus = getattr(form, "focus_field", None)
        if field and focus is not None:
            focus(field)
        else:
            _call(form, "focus_first")

    def add(self) -> None:
        """Ctrl+N: add to the list that is shown; elsewhere an establishment."""
        if self._forms:
            return
        if self._place in LISTS:
            self.list_of(self._place).add()
        else:
            self.open_record("establishment", None, {})

    def find(self) -> None:
        """Ctrl+F: the search box of the list; elsewhere that of the establishments."""
        if self._forms:
            return
        name = self._place if self._place in LISTS else "establishment"
        if self._place != name:
            self.go(name)
        self.list_of(name).focus_search()

    def show_waiting(self, tab: str) -> None:
        """A tab of the page of everything that comes and goes."""
        self.go("exchange")
        self.exchange.show_tab(tab)

    def show_conflict(self, row: str, field: str) -> None:
        """The conflict of one record."""
        self.go("exchange")
        self.exchange.show_conflict(row, field)

    def make_bundle(self) -> None:
        """Ctrl+G."""
        self.go("exchange")
        self.exchange.make()

    def open_received(self) -> None:
        """Ctrl+O."""
        self.go("exchange")
        self.exchange.choose()

    def take_in(self, file: Path | None = None) -> None:
        """Ctrl+I, or a workbook that was dropped: the import assistant, as it was left where there is no file."""
        self.go("sheet")
        if file is not None:
            self.sheet.receive(file)

    def give_out(self, *, template: bool = False) -> None:
        """Ctrl+Shift+E: what the list shows, or everything, as a workbook."""
        from kcdesk.ui.sheets.export_dialog import ExportDialog
        from kcdesk.ui.sheets.export_rows import rows_of

        rows = rows_of(self.list_of(self._place)) if self._place in LISTS else None
        ExportDialog(self.stack.window(), self._session, rows, template=template).open()

    def help(self, over: QWidget | None = None) -> None:
        """F1: the page for what has the focus, else for the place one is in; ``over`` is a dialog that is open."""
        from kcdesk.ui.help.window import place_of, show_help

        window = over or self.stack.window()
        role = PROVINCE if self._session.profile.is_province else FIELD
        place = place_of(window) or self._help_place()
        show_help(window, self._session.theme, role, place, None if over else self._go_from_help)

    def _help_place(self) -> str:
        if self._forms:
            return self._forms[-1][1]
        if self._place == "exchange":
            return self.exchange.tabs.current
        return f"{self._place}_list" if self._place in LISTS else self._place

    def _go_from_help(self, name: str) -> None:
        if name in (CONFLICTS, DUPLICATES):
            self.show_waiting(name)
        else:
            self.go(name)
        self.stack.window().activateWindow()

    def leave(self) -> None:
        """Keep what is typed in every open form."""
        for form, _entity in self._forms:
            _call(form, "leave")

    def _on_saved(self, entity: str, row: str) -> None:
        if entity in LISTS:
            self.list_of(entity).select(row)
        self._session.rows_changed({(entity, row)})

    def _close_form(self, form: QWidget) -> None:
        self._forms = [one for one in self._forms if one[0] is not form]
        self._drop(form)
        if self._forms:
            self.stack.setCurrentWidget(self._forms[-1][0])
            self.went.emit(self._forms[-1][1])
        else:
            self.go(self._place or "overview")

    def _close_forms(self) -> None:
        forms, self._forms = self._forms, []
        for form, _entity in forms:
            _call(form, "leave")
            self._drop(form)

    def _drop(self, form: QWidget) -> None:
        self.stack.removeWidget(form)
        form.hide()
        form.deleteLater()

    def _added(self, page: _Page) -> _Page:
        page.setProperty("plane", "ground")
        self.stack.addWidget(page)
        return page


def _call(page: QWidget, name: str) -> None:
    """Call what a page may have."""
    function = getattr(page, name, None)
    if function is not None:
        function()
