"""The window's start and end: from the password to the open workspace and back.

What the first painted window does not need is imported while the person types the password.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from kcdesk import i18n, paths
from kcdesk.model.problems import UserError
from kcdesk.ui.desks import open_desk
from kcdesk.ui.garbage import Collector
from kcdesk.ui.hooks import Hooks
from kcdesk.ui.jobs import Jobs
from kcdesk.ui.main_window import MainWindow
from kcdesk.ui.people import new_home, places
from kcdesk.ui.preferences import Preferences
from kcdesk.ui.qt_text import QtWords
from kcdesk.ui.theme import Theme

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from kcdesk.ui.workspace import WorkspacePage
    from kcdesk.work.bootstrap import Desk

SWITCH_SECONDS = 0.0001
"""How long a worker may go on when the window wants its turn (Python's own is 5 ms). One event of Qt asks for it many
times: a list of 20,000 rows that was planned beside it held the window up for 0.6 s, now for less than 0.2 s."""

QUIET_SECONDS = 2.0
"""So long after the last key or click nobody notices that the window stands still for a moment."""

SMALL_SCREEN = 1440
"""A screen of this width or less is filled at the first start."""


def main(argv: Sequence[str] = (), home: Path | None = None) -> int:
    """Show the window until it is closed; the exit status."""
    app = QApplication(list(argv) or ["kcdesk"])
    app.setApplicationName("kcdesk")
    app.setApplicationDisplayName("kcdesk")
    hooks = Hooks(app)
    hooks.install()
    program = Program(app, home or paths.data_dir(), hooks)
    program.start()
    if not program.preferences.geometry and program.window.screen().availableSize().width() <= SMALL_SCREEN:
        program.window.showMaximized()
    status = app.exec()
    program.finish()
    return int(status)


class Program(QObject):
    """Owns the window, the two threads and the theme; knows whether a workspace is open."""

    def __init__(self, app: QApplication, home: Path, hooks: Hooks | None = None) -> None:
        super().__init__(app)
        self._root = home
        self._shared = Preferences.load(home)
        self.home = next((one.home for one in places(home) if one.home.name == self._shared.last), home)
        self.preferences = self._shared if self.home == home else Preferences.load(self.home)
        i18n.set_language(self.preferences.language if self.preferences.language in i18n.LANGUAGES else "vi")
        self._app = app
        self._hooks = hooks
        self._words = QtWords(app)
        app.installTranslator(self._words)
        self.theme = Theme(app, self.preferences.scheme, self.preferences.percent)
        sys.setswitchinterval(SWITCH_SECONDS)
        self.jobs = Jobs(self)
        self._collector = Collector(self, lambda: self.jobs.is_calm(QUIET_SECONDS))
        self._collector.start()
        self.window = MainWindow(self.jobs, self._shared)
        self.page: QWidget | None = None
        self._practice: TemporaryDirectory[str] | None = None
        self.jobs.broke.connect(self.show_error)
        self.window.closing.connect(self._on_closing)
        if hooks is not None:
            hooks.caught.connect(self.show_error)

    def start(self) -> None:
        """Show the window."""
        self.show_own()
        self.window.show()
        QTimer.singleShot(0, self._warm_up)

    def show_own(self) -> None:
        """The password, or the first steps where there is no workspace yet."""
        if places(self._root):
            self.show_unlock()
        else:
            self.show_first_run()

    def finish(self) -> None:
        """Close the workspace and end the threads."""
        self.jobs.close()
        self._collector.stop()
        self._drop_practice()

    def show_unlock(self) -> None:
        """The page that asks for the password."""
        from kcdesk.ui.unlock import UnlockPage

        page = UnlockPage(places(self._root), self.theme, self.home)
        page.entered.connect(self._on_password_entered)
        page.new_asked.connect(self.show_first_run)
        self._show(page, "lock")

    def show_first_run(self) -> None:
        """The first steps, which make a workspace."""
        from kcdesk.ui.start.page import StartPage

        home = new_home(self._root)
        page = StartPage(home, self.theme, self.jobs, may_leave=home != self._root)
        page.finished.connect(lambda desk: self._on_opened(desk, home))
        page.left.connect(self.show_own)
        page.broke.connect(self.show_error)
        page.practice_asked.connect(self.start_practice)
        self._show(page, "start")

    def start_practice(self) -> None:
        """A workspace with made-up records in a folder of its own, which goes when it is left."""
        from tempfile import TemporaryDirectory

        from kcdesk.ui.practice import make_practice

        self._let_go()
        self._practice = TemporaryDirectory(prefix="kcdesk-", ignore_cleanup_errors=True)
        folder = Path(self._practice.name) / "home"
        self.jobs.open(lambda: make_practice(folder), self._on_opened, self.show_error)

    def end_practice(self) -> None:
        """Back to one's own data."""
        self._let_go()
        self.show_own()

    def lock(self) -> None:
        """Close the workspace and ask for the password again."""
        self.end_practice()

    def _let_go(self) -> None:
        """Close what is open; made-up records are gone with their folder."""
        self._on_closing()
        self.jobs.close()
        self.jobs.deleteLater()
        self.jobs = Jobs(self)
        self.jobs.broke.connect(self.show_error)
        self.window.take_jobs(self.jobs)
        self._drop_practice()

    def _drop_practice(self) -> None:
        if self._practice is not None:
            self._practice.cleanup()
            self._practice = None

    def show_error(self, error: BaseException) -> None:
        """Show what went wrong, over the window."""
        from kcdesk.ui.dialogs.message import show_error

        show_error(self.window, error, tuple(self._hooks.recent) if self._hooks else ())

    def _show(self, page: QWidget, help_place: str = "") -> None:
        self.page = page
        self.window.show_page(page)
        if help_place:
            keys = QShortcut(QKeySequence("F1"), page)
            keys.activated.connect(lambda: self._help(help_place))

    def _help(self, place: str) -> None:
        """F1 where no workspace is open."""
        from kcdesk.ui.help.pages import FIELD
        from kcdesk.ui.help.window import show_help

        show_help(self.window, self.theme, FIELD, place)

    def _on_password_entered(self, password: str) -> None:
        from kcdesk.ui.unlock import UnlockPage

        home = self.page.home if isinstance(self.page, UnlockPage) else self.home
        self.jobs.open(lambda: open_desk(home, password), lambda desk: self._on_opened(desk, home), self._on_not_opened)

    def _take_home(self, home: Path, code: str) -> None:
        """The workspace of this folder is open: its own choices hold, and the lock page offers it first."""
        if home != self.home:
            self.home = home
            self.preferences = self._shared if home == self._root else Preferences.load(home)
            self.theme.choose(scheme=self.preferences.scheme, percent=self.preferences.percent)
            if self.preferences.language in i18n.LANGUAGES:
                i18n.set_language(self.preferences.language)
        last = "" if home == self._root else home.name
        if self._shared.last != last or self.preferences.label != code:
            self._shared.last, self.preferences.label = last, code
            self._shared.save()
            self.preferences.save()

    def _on_not_opened(self, error: BaseException) -> None:
        from kcdesk.ui.unlock import UnlockPage

        if not isinstance(error, UserError):
            self.show_error(error)
        if isinstance(self.page, UnlockPage):
            sentence = f"{error.message} {error.action}".strip() if isinstance(error, UserError) else ""
            self.page.refuse(sentence)

    def _on_opened(self, desk: Desk, home: Path | None = None) -> None:
        from kcdesk.ui.session import Session
        from kcdesk.ui.workspace import WorkspacePage

        is_practice = self._practice is not None
        if home is not None and not is_practice:
            self._take_home(home, desk.profile.code)
        session = Session(desk, self.jobs, self.theme, self.preferences, self.window, is_practice=is_practice)
        session.toasted.connect(self.window.toast)
        session.errored.connect(self.show_error)
        page: WorkspacePage = WorkspacePage(session)
        page.lock_asked.connect(self.end_practice if is_practice else self.lock)
        page.practice_asked.connect(self.start_practice)
        page.language_chosen.connect(lambda: self._on_opened(desk))
        self.window.file_dropped.connect(page.receive_file)
        self.window.photos_dropped.connect(page.deal_out)
        self.window.files_dropped.connect(page.receive_files)
        self._show(page)
        page.begin()

    def _on_closing(self) -> None:
        leave = getattr(self.page, "leave", None)
        if leave is not None:
            leave()

    def _warm_up(self) -> None:
        from kcdesk.ui.warming import warm_up

        warm_up(self.jobs)
