"""What long work is doing, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.jobs import Jobs
from kcdesk.ui.lanes import Job
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import label, row

PATIENCE = 300
"""Milliseconds before work is shown at all."""


class ProgressStrip(QFrame):
    """A card at the lower right corner, for jobs that have a title."""

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._job: Job | None = None
        self._title = label("", "strong")
        self._what = label("", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stop = link(_("Dừng"), self._on_stop)
        body = QVBoxLayout(self)
        body.setContentsMargins(16, 12, 16, 14)
        body.addLayout(row(self._title, None, self._stop))
        body.addWidget(self._bar)
        body.addWidget(self._what)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._appear)
        jobs.started.connect(self._on_started)
        jobs.progressed.connect(self._on_progressed)
        jobs.ended.connect(self._on_ended)
        parent.installEventFilter(self)
        self.hide()

    def _on_started(self, job: Job) -> None:
        if job.title and self._job is None:
            self._job = job
            self._title.setText(job.title)
            self._bar.setAccessibleName(job.title)
            self._what.setText("")
            self._bar.setRange(0, 0)
            self._stop.setEnabled(True)
            self._stop.set_text(_("Dừng"))
            self._timer.start(PATIENCE)

    def _on_progressed(self, job: Job, text: str, done: int, total: int) -> None:
        if job is not self._job:
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._what.setText(text or (f"{done:,} / {total:,}".replace(",", ".") if total else ""))
        self._place()

    def _on_ended(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self._timer.stop()
            self.hide()

    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._stop.set_text(_("Đang dừng…"))
            self._stop.setEnabled(False)

    def _appear(self) -> None:
        if self._job is not None:
            self._place()
            self.show()
            self.raise_()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.resize(max(320, self.sizeHint().width()), self.sizeHint().height())
            self.move(parent.width() - self.width() - 24, parent.height() - self.height() - 24)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
