"""Gửi / Nhận (in a province: Tiếp nhận): the tabs of everything that comes, goes and waits to be settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.receive.bundles_view import BundlesView
from kcdesk.ui.receive.tabs import Tabs
from kcdesk.ui.widgets.buttons import primary
from kcdesk.ui.widgets.card import label, row
from kcdesk.work import waits

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.waits import Waits

INBOX, PEOPLE, BUNDLES, QUESTIONS = "inbox", "people", "bundles", "questions"
CONFLICTS, DUPLICATES = "conflicts", "duplicates"


class ExchangePage(QWidget):
    """``make``, ``choose`` and ``receive`` are what the keys and dropped files ask for.

    Signal: ``open_asked(entity, id, field)`` – a record is to be opened.
    """

    open_asked = Signal(str, str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_province = session.profile.is_province
        self._makers = self._tabs_of()
        self._views: dict[str, Any] = {}
        self._stack = QStackedWidget()
        self.tabs = Tabs([(name, words) for name, (words, _make) in self._makers.items()], session.theme)
        self._main = (
            primary(_("Mở gói nhận được"), self.choose, "Ctrl+O")
            if self._is_province
            else primary(_("Tạo gói gửi tỉnh"), self.make, "Ctrl+G")
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 20, 28, 20)
        outer.setSpacing(10)
        title = _("Tiếp nhận") if self._is_province else _("Gửi / Nhận")
        outer.addLayout(row(label(title, "title"), None, self._main))
        outer.addWidget(self.tabs)
        outer.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self.show_tab)
        session.changed.connect(lambda _rows: self._count() if self.isVisible() else None)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.tabs.step(step))

    @property
    def bundles(self) -> BundlesView:
        """The tab of bundles."""
        view: BundlesView = self.view(BUNDLES)
        return view

    def view(self, name: str) -> Any:
        """A tab's view, made when first needed."""
        if name not in self._views:
            view = self._makers[name][1]()
            self._views[name] = view
            self._stack.addWidget(view)
        return self._views[name]

    def begin(self) -> None:
        """The page comes into sight."""
        self.show_tab(self.tabs.current)
        self._count()

    def show_tab(self, name: str) -> None:
        """Show one of the tabs; the first for one that is not here."""
        name = name if name in self._makers else next(iter(self._makers))
        view = self.view(name)
        self.tabs.mark(name)
        self._stack.setCurrentWidget(view)
        view.begin()

    def show_conflict(self, row_id: str, field: str = "") -> None:
        """Show the conflict of one record."""
        self.show_tab(CONFLICTS)
        self.view(CONFLICTS).show_row(row_id, field)

    def answer_all(self) -> None:
        """At the province: an answer for every collaborator."""
        self.show_tab(PEOPLE)
        self.view(PEOPLE).answer_all()

    def make(self) -> None:
        """Begin a bundle for the province."""
        self.show_tab(BUNDLES)
        self.bundles.make()

    def choose(self) -> None:
        """Choose received files."""
        self.show_tab(INBOX if self._is_province else BUNDLES)
        self.view(self.tabs.current).choose()

    def receive(self, files: Sequence[Path]) -> None:
        """Look into received files; a collaborator sees one after the other."""
        self.show_tab(INBOX if self._is_province else BUNDLES)
        if self._is_province:
            self.view(INBOX).receive(files)
        else:
            self.bundles.receive_all(files)

    def _count(self) -> None:
        self._session.jobs.read(waits.count, self._show_counts, key="waits", lane=FIGURES)

    def _show_counts(self, found: Waits) -> None:
        self.tabs.count_of(QUESTIONS, found.questions)
        self.tabs.count_of(INBOX, found.held)
        self.tabs.count_of(CONFLICTS, found.conflicts)

    def _tabs_of(self) -> dict[str, tuple[str, Callable[[], QWidget]]]:
        """The tabs in order: the word and how its view is made."""
        tabs: dict[str, tuple[str, Callable[[], QWidget]]] = {}
        if self._is_province:
            tabs[INBOX] = (_("Hộp nhận"), self._make_inbox)
        tabs[BUNDLES] = (_("Các gói"), self._make_bundles)
        if self._is_province:
            tabs[PEOPLE] = (_("Cộng tác viên"), self._make_people)
        tabs[QUESTIONS] = (_("Câu hỏi") if self._is_province else _("Tỉnh hỏi"), self._make_questions)
        tabs[CONFLICTS] = (_("Mâu thuẫn"), self._make_conflicts)
        tabs[DUPLICATES] = (_("Trùng"), self._make_duplicates)
        return tabs

    def _make_inbox(self) -> QWidget:
        from kcdesk.ui.inbox.inbox_view import InboxView

        view = InboxView(self._session)
        view.answer_asked.connect(self.answer_all)
        return self._settling(view, INBOX)

    def _make_bundles(self) -> QWidget:
        view = BundlesView(self._session)
        view.follow_asked.connect(self.show_tab)
        view.open_asked.connect(self.open_asked)
        return view

    def _make_people(self) -> QWidget:
        from kcdesk.ui.inbox.people_view import PeopleView

        return self._settling(PeopleView(self._session), PEOPLE)

    def _make_questions(self) -> QWidget:
        if self._is_province:
            from kcdesk.ui.inbox.asked_view import AskedView

            return self._settling(AskedView(self._session), QUESTIONS)
        from kcdesk.ui.receive.questions import QuestionsView

        return self._settling(QuestionsView(self._session), QUESTIONS)

    def _make_conflicts(self) -> QWidget:
        from kcdesk.ui.settle.conflicts import ConflictsView

        return self._settling(ConflictsView(self._session), CONFLICTS)

    def _make_duplicates(self) -> QWidget:
        from kcdesk.ui.settle.duplicates import DuplicatesView

        return self._settling(DuplicatesView(self._session), DUPLICATES)

    def _settling(self, view: Any, name: str) -> QWidget:
        """A view that counts what waits in it and opens records."""
        view.counted.connect(lambda number: self.tabs.count_of(name, number))
        view.open_asked.connect(self.open_asked)
        made: QWidget = view
        return made
