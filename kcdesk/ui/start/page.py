"""The first run as a whole: steps, going on and back, and the workspace made at the third."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.jobs import Jobs
from kcdesk.ui.start.area import AreaStep
from kcdesk.ui.start.province import LastStep
from kcdesk.ui.start.secret import SecretStep
from kcdesk.ui.start.step import Step
from kcdesk.ui.start.who import WhoStep
from kcdesk.ui.theme import Theme
from kcdesk.ui.widgets.brand import Brand
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, label, row

if TYPE_CHECKING:
    from kcdesk.reference.tables import Reference
    from kcdesk.work.bootstrap import Desk

WIDTH = 600
LEAST_HEIGHT = 400


class StartPage(QWidget):
    """Signals: ``finished(desk)`` – the workspace is made and open; ``left`` – back to who is here already;
    ``practice_asked``; ``broke(exception)``."""

    finished = Signal(object)
    left = Signal()
    practice_asked = Signal()
    broke = Signal(object)

    def __init__(
        self, home: Path, theme: Theme, jobs: Jobs, parent: QWidget | None = None, *, may_leave: bool = False
    ) -> None:
        super().__init__(parent)
        self._may_leave = may_leave
        self._home = home
        self._theme = theme
        self._jobs = jobs
        self._reference: Reference | None = None
        self._desk: Desk | None = None
        self.who = WhoStep()
        self.area = AreaStep(self._tables)
        self.secret = SecretStep(theme)
        self.last = LastStep(jobs)
        self.steps: tuple[Step, ...] = (self.who, self.area, self.secret, self.last)
        self._count = label("", "small")
        self._trouble = label("", "problem", wrap=True)
        self._back = secondary(_("Quay lại"), self.go_back)
        self._next = primary(_("Tiếp tục"), self.go_on, "Enter")
        self._stack = QStackedWidget()
        self._build()
        self.setFocusProxy(self.who.code)
        self._show(0)
        QTimer.singleShot(50, self._warm_up)

    def go_on(self) -> None:
        """To the next step, where this one has what it needs."""
        if not self._next.isEnabled():
            return
        at = self._stack.currentIndex()
        trouble = self.steps[at].trouble()
        self._say(trouble)
        if trouble:
            return
        if self.steps[at] is self.secret:
            self._make()
        elif self.steps[at] is self.last:
            self.finished.emit(self._desk)
        else:
            self._show(at + 1)

    def go_back(self) -> None:
        """To the step before; not any more when the workspace is made."""
        self._say("")
        if self._desk is None and self._stack.currentIndex():
            self._show(self._stack.currentIndex() - 1)
        elif self._desk is None:
            self.left.emit()

    def _build(self) -> None:
        card = Card()
        self._card = card
        self._fit()
        self._theme.changed.connect(self._fit)
        card.body.setContentsMargins(32, 26, 32, 24)
        card.body.addLayout(row(Brand(self._theme), None, self._count))
        card.body.addSpacing(12)
        card.body.addWidget(self._stack)
        card.body.addWidget(self._trouble)
        card.body.addLayout(row(self._back, None, self._next))
        for step in self.steps:
            self._stack.addWidget(step)
            step.finished.connect(self.go_on)
            for line in step.findChildren(QLineEdit):
                line.textEdited.connect(self._on_edited)
        self.who.role_changed.connect(self._on_role_changed)
        self.who.practice_asked.connect(self.practice_asked)
        self.who.handover_asked.connect(self._on_handover_asked)
        self._trouble.hide()
        inner = QWidget()
        middle = QVBoxLayout(inner)
        middle.setContentsMargins(16, 24, 16, 24)
        middle.addStretch(1)
        across = row(None, card, None)
        across.setStretch(1, 1)  # as wide as it may be, and no wider than the window
        middle.addLayout(across)
        middle.addStretch(2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _show(self, at: int) -> None:
        for step in self.steps:
            is_shown = step is self.steps[at]
            upright = QSizePolicy.Policy.Preferred if is_shown else QSizePolicy.Policy.Ignored
            step.setSizePolicy(QSizePolicy.Policy.Preferred, upright)
        self._stack.setCurrentIndex(at)
        self._stack.setMinimumHeight(self._theme.px(LEAST_HEIGHT))
        self._count.setText(_("Bước {number} trong {total}").format(number=at + 1, total=len(self.steps)))
        self._back.setVisible((at > 0 or self._may_leave) and self._desk is None)
        self._next.set_text(_("Vào chương trình") if self.steps[at] is self.last else _("Tiếp tục"))
        self.steps[at].begin()
        if self.steps[at] is self.last:
            self._next.setFocus()  # the file may come later: Enter goes into the program

    def _fit(self) -> None:
        self._card.setMaximumWidth(self._theme.px(WIDTH))

    def _on_edited(self, _text: str) -> None:
        """What was wrong is being mended."""
        self._say("")

    def _say(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))

    def _on_role_changed(self, is_province: bool) -> None:
        self.area.is_province = is_province

    def _on_handover_asked(self) -> None:
        """Instead of all steps: who, where and what come from the old laptop's file."""
        from kcdesk.ui.handover.take import TakeFirstDialog

        TakeFirstDialog(self._home, self._theme, self._jobs, self.finished.emit, self.window()).open()

    def _tables(self) -> Reference:
        if self._reference is None:
            from kcdesk.reference.tables import Reference

            self._reference = Reference.load()
        return self._reference

    def _warm_up(self) -> None:
        def load() -> Reference:
            reference = self._tables()
            reference.communes.find("a", limit=1)
            return reference

        self._jobs.bare(load, failed=self.broke.emit)

    def _make(self) -> None:
        self._next.setEnabled(False)
        self._back.setEnabled(False)
        self._next.set_text(_("Đang tạo…"))
        who, area, home, password = self.who, self.area, self._home, self.secret.password
        wanted = {
            "code": who.code.text().strip(),
            "name": who.name.text().strip(),
            "unit": who.unit.text().strip(),
            "phone": who.phone.text().strip(),
            "province": area.province,
            "communes": () if who.is_province else tuple(area.communes),
        }
        self._jobs.open(
            lambda: make_desk(home, password, wanted, is_province=who.is_province), self._on_made, self._on_not_made
        )

    def _on_made(self, desk: Desk) -> None:
        self._desk = desk
        self._next.setEnabled(True)
        self.last.take_desk(desk)
        self._show(len(self.steps) - 1)

    def _on_not_made(self, error: BaseException) -> None:
        self._next.setEnabled(True)
        self._back.setEnabled(True)
        self._next.set_text(_("Tiếp tục"))
        if isinstance(error, UserError):
            self._say(f"{error.message} {error.action}".strip())
        else:
            self.broke.emit(error)


def make_desk(home: Path, password: str, wanted: Mapping[str, object], *, is_province: bool) -> Desk:
    """Make the workspace on the thread that will own it."""
    from kcdesk.ui.desks import prepare
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.profile import Profile, Role

    role = Role.PROVINCE if is_province else Role.COLLABORATOR
    return prepare(Desk.create(home, password, Profile(role=role, **wanted)))  # type: ignore[arg-type]
