"""Long work of the assistant: what is being done, how far it is, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.formats import grouped
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import secondary
from kcdesk.ui.widgets.card import Card, label, row

if TYPE_CHECKING:
    from kcdesk.ui.lanes import Job

WIDTH, WIDEST = 640, 1040


class BusyPanel(QWidget):
    """Runs one piece of work at a time and shows it; Esc or its button stop it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._title = label("", "name", wrap=True)
        self._what = label("", "second", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.button = secondary(_("Dừng"), self.stop, "Esc")
        card = Card()
        card.setFixedWidth(min(session.theme.px(WIDTH), WIDEST))
        card.body.setContentsMargins(28, 22, 28, 22)
        card.body.setSpacing(10)
        for part in (self._title, self.bar, self._what):
            card.body.addWidget(part)
        card.body.addLayout(row(None, self.button))
        centred(self, card)
        session.jobs.progressed.connect(self._on_progressed)

    @property
    def is_running(self) -> bool:
        """True until the work has ended."""
        return self._job is not None

    def run(
        self,
        title: str,
        function: Callable[..., Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Run ``function(desk, progress, cancel)`` on the thread of the desk."""

        def on_done(result: Any) -> None:
            self._job = None
            done(result)

        def on_failed(error: BaseException) -> None:
            self._job = None
            failed(error)

        self._title.setText(title)
        self.bar.setAccessibleName(title)
        self._what.setText("")
        self.bar.setRange(0, 0)
        self.button.setEnabled(True)
        self.button.set_text(_("Dừng"))
        self._job = self._session.jobs.long("", function, on_done, on_failed)
        self._job.title = title  # named only now: this panel shows it, the strip at the corner need not

    def stop(self) -> None:
        """Ask the work to stop at the next place where it is safe."""
        if self._job is not None:
            self.button.setEnabled(False)
            self.button.set_text(_("Đang dừng…"))
            self._job.cancel()

    def begin(self) -> None:
        """The panel comes into sight."""
        self.button.setFocus()

    def _on_progressed(self, job: Job, text: str, done: int, total: int) -> None:
        if job is not self._job:
            return
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        counted = _("{done} / {total}").format(done=grouped(done), total=grouped(total)) if total else ""
        self._what.setText(" · ".join(filter(None, (text, counted))))


def centred(page: QWidget, card: Card) -> None:
    """A card in the middle of a page, a little above it."""
    middle = QVBoxLayout(page)
    middle.addStretch(1)
    middle.addLayout(row(None, card, None))
    middle.addStretch(2)
