"""Gộp thành đề án: the requests that are marked become one proposal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.dialogs.message import Message
from kcdesk.ui.formats import grouped, millions
from kcdesk.ui.forms.mini import MiniForm
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.proposals.lines import show_conditions
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.growing import Growing, fit_to_screen
from kcdesk.work import proposals

if TYPE_CHECKING:
    from kcdesk.model.fields import Value
    from kcdesk.ui.session import Session
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.proposals import Condition

WIDTH_EMS = 62
NAMES = ("title", "form", "plan_year", "fund_source", "starts_on", "ends_on")


class BundleDialog(Message):
    """``on_done(id, save)`` is called with the proposal that was made."""

    def __init__(
        self,
        session: Session,
        numbers: Sequence[int],
        values: Mapping[str, Value],
        on_done: Callable[[str, str], object],
        parent: QWidget,
    ) -> None:
        words = ngettext("Gộp {n} đề nghị thành một đề án", "Gộp {n} đề nghị thành một đề án", len(numbers))
        super().__init__(parent, words.format(n=grouped(len(numbers))))
        self._session, self._numbers, self._values = session, list(numbers), dict(values)
        self._on_done = on_done
        self.setMinimumWidth(WIDTH_EMS * self.fontMetrics().horizontalAdvance("M"))
        self.form = MiniForm(session, proposals.ENTITY, NAMES, values, over=self)
        self.form.changed.connect(self._ask)
        self.form.escaped.connect(self.reject)
        self.body.addWidget(Growing(self.form), 1)
        self._told = Card(look="quiet")
        self.lines = QVBoxLayout()
        self._told.body.addLayout(self.lines)
        cost, asked = values.get("total_cost"), values.get("support_amount")
        sums = _("Tổng kinh phí {cost}, đề nghị hỗ trợ {asked} triệu đồng")
        said = sums.format(cost=millions(_int(cost)), asked=millions(_int(asked)))
        self.body.addWidget(label(said, "small", wrap=True))
        self.body.addWidget(self._told)
        self._trouble = label("", "problem", wrap=True)
        self._trouble.hide()
        self.body.addWidget(self._trouble)
        self.make = primary(_("Gộp"), self._make)
        self.form.set_goal(self.make)
        self.body.addLayout(row(None, secondary(_("Thôi"), self.reject, "Esc"), self.make))
        self._ask()

    def _typed(self) -> dict[str, Value]:
        return {**self._values, **self.form.values()}

    def _ask(self) -> None:
        typed, numbers = self._typed(), self._numbers

        def look(desk: Desk) -> list[Condition]:
            return proposals.conditions_of(desk, typed, numbers)

        self._session.jobs.read(look, self._show, key="bundle-proposal", lane=FIGURES)

    def _show(self, found: list[Condition]) -> None:
        show_conditions(self.lines, found)
        self._told.setVisible(bool(found))
        QTimer.singleShot(0, self, self._fit)

    def open(self) -> None:
        super().open()
        self._fit()

    def _fit(self) -> None:
        fit_to_screen(self)

    def _make(self) -> None:
        trouble = self.form.trouble()
        if trouble:  # what is not understood would be lost
            self._trouble.setText(trouble)
            self._trouble.show()
            return
        self._trouble.hide()
        typed, numbers = self._typed(), self._numbers
        self.make.setEnabled(False)
        self._session.jobs.run(lambda desk: proposals.bundle(desk, numbers, typed), self._made, self._refuse)

    def _made(self, made: tuple[str, str]) -> None:
        self.accept()
        self._on_done(*made)

    def _refuse(self, error: BaseException) -> None:
        self.make.setEnabled(True)
        message = getattr(error, "message", "")
        if not message:
            self._session.show_error(error)
            return
        self._trouble.setText(message)
        self._trouble.show()


def _int(value: Value | None) -> int:
    return value if isinstance(value, int) else 0
