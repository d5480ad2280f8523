"""A strip above every page: a wrong clock, a new key after a restore, a laptop that was handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import link
from kcdesk.ui.widgets.card import empty, label, row

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.cautions import Caution

PASSING = ("clock",)
"""What is put away for this sitting only: it is looked at again at the next start."""


class CautionBar(QFrame):
    """One line for each thing to say; hidden where there is none."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plane", "practice")
        self.setAccessibleName(_("Lưu ý"))
        self._session = session
        self._put_away: set[str] = set()
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(28, 6, 28, 6)
        self._body.setSpacing(4)
        self.hide()
        session.changed.connect(lambda _rows: self.refresh())

    def refresh(self) -> None:
        """Look again what there is to say."""
        from kcdesk.work.cautions import cautions

        self._session.jobs.read(cautions, self._show, key="cautions", lane=FIGURES)

    def _show(self, found: list[Caution]) -> None:
        from kcdesk.work.cautions import HANDED_OVER

        self._session.no_writing = next((one.sentence for one in found if one.code == HANDED_OVER), "")
        empty(self._body)
        said = [one for one in found if one.code not in self._put_away]
        for one in said:
            words = label(one.sentence, "strong", wrap=True)
            line = row(words, *self._ways(one))
            line.setStretch(0, 1)
            self._body.addLayout(line)
        self.setVisible(bool(said))

    def _ways(self, caution: Caution) -> list[QWidget]:
        """How a line is put away; that this laptop was handed over stays."""
        from kcdesk.work.cautions import HANDED_OVER

        if caution.code == HANDED_OVER:
            return []
        button = link(_("Đã hiểu"), lambda: self._on_understood(caution))
        button.setAccessibleDescription(caution.sentence)
        return [button]

    def _on_understood(self, caution: Caution) -> None:
        if caution.code in PASSING:
            self._put_away.add(caution.code)
            self.refresh()
            return
        self._session.jobs.run(_put_away, lambda _none: self.refresh())


def _put_away(desk: Desk) -> None:
    from kcdesk.work import restoring

    restoring.put_away(desk)
