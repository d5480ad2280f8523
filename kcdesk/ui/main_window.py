"""The one window of the program; it only assembles: a page, the toast, the progress strip, closing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from kcdesk.i18n import _
from kcdesk.ui.jobs import Jobs
from kcdesk.ui.preferences import Preferences
from kcdesk.work.suffixes import LISTS as DROPPED
from kcdesk.work.suffixes import PAPERS

FIRST_SIZE = (1280, 720)
SMALLEST = (760, 480)
BUNDLES = (".kcb", ".kcs", ".zip")


class MainWindow(QMainWindow):
    """Signals: ``file_dropped(path)``; ``files_dropped(paths)`` – several bundles; ``photos_dropped(paths)`` –
    photos and papers; ``closing`` – the window goes, save what is typed now."""

    file_dropped = Signal(object)
    photos_dropped = Signal(object)
    files_dropped = Signal(object)
    closing = Signal()

    def __init__(self, jobs: Jobs, preferences: Preferences) -> None:
        super().__init__()
        self._jobs = jobs
        self._preferences = preferences
        self._is_leaving = False
        self._say: Callable[..., None] | None = None
        self.setWindowTitle("kcdesk")
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self.setAcceptDrops(True)
        if preferences.geometry:
            self.restoreGeometry(QByteArray.fromBase64(preferences.geometry.encode("ascii")))

    def show_page(self, page: QWidget) -> None:
        """Fill the window with another page; the one before is let go."""
        before = self.takeCentralWidget()
        if before is not None:
            before.hide()
            before.deleteLater()
        self.setCentralWidget(page)
        if page.focusProxy() is not None:
            page.setFocus()

    def take_jobs(self, jobs: Jobs) -> None:
        """Other threads: the workspace was closed and another is to be opened."""
        self._jobs = jobs

    def toast(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Say a short thing at the foot of the window."""
        if self._say is None:
            from kcdesk.ui.widgets.toast import Toast

            self._say = Toast(self).say
        self._say(text, action, on_action)

    def _remember_place(self) -> None:
        self._preferences.geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._preferences.save()

    def _leave_when_idle(self) -> None:
        self._is_leaving = True
        self.setEnabled(False)
        self.setWindowTitle(_("kcdesk – đang làm nốt việc…"))
        self._jobs.idle.connect(self.close)
        if not self._jobs.busy:
            self.close()

    def _ask_to_wait(self) -> None:
        from kcdesk.ui.dialogs.message import ask

        ask(
            self,
            _("Đang có việc chưa xong"),
            _("Chương trình sẽ làm nốt rồi tự đóng. Những gì đã lưu vẫn còn nguyên."),
            yes=_("Làm nốt rồi đóng"),
            no=_("Chưa đóng"),
            on_yes=self._leave_when_idle,
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        if any(job.title for job in self._jobs.waiting) and not self._is_leaving:
            event.ignore()
            self._ask_to_wait()
            return
        self.closing.emit()
        self._remember_place()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None or _dropped_bundles(event) or _dropped_photos(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = _dropped_file(event)
        if file is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(file)
        elif bundles := _dropped_bundles(event):
            event.acceptProposedAction()
            self.files_dropped.emit(bundles)
        elif photos := _dropped_photos(event):
            event.acceptProposedAction()
            self.photos_dropped.emit(photos)


def _dropped_file(event: QDragEnterEvent | QDropEvent) -> Path | None:
    """The one file that is dragged, where it is a file of this program."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    file = Path(urls[0].toLocalFile())
    return file if file.suffix.lower() in {*BUNDLES, *DROPPED} else None


def _dropped_photos(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """The photos and papers that are dragged, to be dealt out to records."""
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [file for file in files if file.suffix.lower() in PAPERS]


def _dropped_bundles(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    """The bundles among several files that are dragged."""
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [file for file in files if file.suffix.lower() in BUNDLES]
