"""Keeps what is typed as a draft within a second, and says so."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from kcdesk.i18n import _
from kcdesk.ui.forms.gateway import Gateway, Typed
from kcdesk.ui.forms.state import FormState

WAIT_MS = 400


def new_key() -> str:
    """The key of a draft of a record that was never saved."""
    return f"new-{secrets.token_hex(8)}"


class DraftKeeper(QObject):
    """Signal ``told(words)``: what to say about the draft."""

    told = Signal(str)

    def __init__(self, gateway: Gateway, state: FormState, key: str, place: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._gateway = gateway
        self._state = state
        self._place = place
        self.key = key
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.keep_now)
        self._pending = False
        self._kept = False
        state.changed.connect(self.touch)
        state.rows_changed.connect(self.touch)

    def touch(self) -> None:
        """Something was typed: keep it soon. The wait is not drawn out by more typing."""
        self._pending = True
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Keep what stands there, without waiting; where nothing differs, forget the draft."""
        self._timer.stop()
        if not self._pending:
            return
        self._pending = False
        if not self._state.dirty:
            if self._kept:
                self._gateway.drop(self.key)
            self._kept = False
            self.told.emit("")
            return
        self._kept = True
        state = self._state
        typed = Typed(state.everything(), state.drafted(), state.all_texts(), self._place())
        self._gateway.keep(self.key, typed, state.base, self._on_kept, self._on_failed)

    def forget(self) -> None:
        """The record was saved, or the draft thrown away: nothing is pending."""
        self._timer.stop()
        self._pending = self._kept = False
        self.told.emit("")

    def _on_kept(self, _result: object) -> None:
        if self._kept:
            self.told.emit(_("Đã giữ nháp {time}").format(time=f"{datetime.now().astimezone():%H:%M:%S}"))

    def _on_failed(self, error: BaseException) -> None:
        self._pending = True
        self.told.emit(_("Chưa giữ được nháp"))
        self._gateway.session.show_error(error)
