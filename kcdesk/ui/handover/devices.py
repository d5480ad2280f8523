"""Cài đặt, “Các máy đã biết”: whose bundles are taken, by fingerprint, with trusting, revoking and starting anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.dialogs.files import choose_folder
from kcdesk.ui.dialogs.message import WIDTH, Message, ask, show_error, tell
from kcdesk.ui.session import Session
from kcdesk.ui.widgets.buttons import secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.rows import Column, Line, RowTable
from kcdesk.work import trust
from kcdesk.work.trust import Device, Standing

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.starting import Started

LEAST, MOST = 2, 8
"""Rows that the table shows without scrolling."""

ROW, HEADER = 36, 40
_LEVELS = {
    Standing.OWN: "accent", Standing.TRUSTED: "good", Standing.UNKNOWN: "warning", Standing.REVOKED: "error",
    Standing.REPLACED: "quiet",
}  # fmt: skip


def standing_words(state: Standing) -> str:
    """How far a device is trusted, in words."""
    return {
        Standing.OWN: _("máy này"), Standing.TRUSTED: _("đã xác nhận"), Standing.UNKNOWN: _("chưa xác nhận"),
        Standing.REVOKED: _("đã thu hồi"), Standing.REPLACED: _("đã bàn giao"),
    }[state]  # fmt: skip


class DevicesCard(Card):
    """At the province: every device with what can be done about it; at a collaborator's, to look at."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Các máy đã biết"))
        self._session = session
        self._devices: dict[str, Device] = {}
        columns = (Column(_("Dấu khóa"), 210), Column(_("Mã"), 100), Column(_("Đơn vị")), Column(_("Tình trạng"), 130))
        self.table = RowTable(columns, session.theme, _("Các máy đã biết"))
        self.table.chosen.connect(lambda _key: self._show_ways())
        self.trust = secondary(_("Xác nhận dấu khóa…"), self._on_trust)
        self.revoke = secondary(_("Thu hồi…"), self._on_revoke)
        self.begin = secondary(_("Tạo gói khởi đầu…"), self._on_start)
        self.body.addWidget(self.table)
        if session.profile.is_province:
            self.body.addLayout(row(self.trust, self.revoke, self.begin, None))
            self.body.addWidget(
                label(
                    _("Gói khởi đầu đưa các hồ sơ của địa bàn sang máy mới khi máy cũ hỏng, mất, hoặc dùng thêm máy."),
                    "small", wrap=True,
                )
            )  # fmt: skip
        session.theme.changed.connect(self._fit)
        self.refresh()

    def refresh(self) -> None:
        """Show what is known now."""
        self._session.jobs.read(trust.devices, self._show, key="devices")

    def _show(self, devices: Sequence[Device]) -> None:
        order = list(Standing)
        shown = sorted(devices, key=lambda one: (one.state is not Standing.OWN, one.code, order.index(one.state)))
        self._devices = {one.id: one for one in shown}
        self.table.show_lines(
            [
                Line(
                    one.id, (one.fingerprint, one.code, one.unit, standing_words(one.state)),
                    ("", "", "", _LEVELS[one.state]),
                )
                for one in shown
            ]
        )  # fmt: skip
        if self.table.key is None and shown:
            self.table.go_to(0)
        self._fit()
        self._show_ways()

    def _fit(self) -> None:
        count = min(max(len(self._devices), LEAST), MOST)
        self.table.setFixedHeight(self._session.theme.px(HEADER + count * ROW))

    def _chosen(self) -> Device | None:
        return self._devices.get(str(self.table.key))

    def _show_ways(self) -> None:
        device = self._chosen()
        state = device.state if device else None
        self.revoke.setEnabled(state in (Standing.TRUSTED, Standing.REPLACED, Standing.UNKNOWN))
        fresh = device is not None and state is Standing.TRUSTED and not device.province and bool(device.recipient)
        self.begin.setEnabled(fresh)

    def _on_trust(self) -> None:
        device = self._chosen()
        code = device.code if device and device.state is not Standing.OWN else ""
        TrustDialog(self._session, code, self._on_trusted, self.window()).open()

    def _on_trusted(self, count: int) -> None:
        self.refresh()
        self._session.rows_changed(())
        self._session.toast(
            _("Đã xác nhận; đã nhận {count} gói đang chờ.").format(count=count) if count else _("Đã xác nhận.")
        )

    def _on_revoke(self) -> None:
        device = self._chosen()
        if device is None:
            return
        ask(
            self.window(),
            _("Thu hồi khóa {mark}?").format(mark=device.fingerprint),
            _("Gói của máy này từ nay được giữ lại cho cán bộ xem, không tự ghép vào. Máy đã được máy này thay thì"
              " lại gửi được."),
            yes=_("Thu hồi"), no=_("Thôi"), on_yes=lambda: self._revoke(device),
        )  # fmt: skip

    def _revoke(self, device: Device) -> None:
        self._session.jobs.run(lambda desk: trust.revoke(desk, device.id), lambda _done: self._on_revoked())

    def _on_revoked(self) -> None:
        self.refresh()
        self._session.toast(_("Đã thu hồi."))

    def _on_start(self) -> None:
        device = self._chosen()
        if device is not None:
            found = [one for one in self._devices.values() if _can_be_replaced(one, device)]
            others = sorted(found, key=lambda one: (one.code != device.code, one.code))
            StartDialog(self._session, device, others, self.refresh, self.window()).open()


def _can_be_replaced(old: Device, new: Device) -> bool:
    return old.id != new.id and not old.province and old.state in (Standing.TRUSTED, Standing.REVOKED)


class TrustDialog(Message):
    """The fingerprint that is read over the telephone, and whose it is."""

    def __init__(
        self, session: Session, code: str, on_trusted: Callable[[int], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            parent, _("Xác nhận dấu khóa"),
            _("Gọi số điện thoại quen của người gửi, nghe đọc bốn nhóm chữ ở mục Cài đặt của họ và gõ vào đây."),
        )  # fmt: skip
        self.setMinimumWidth(session.theme.px(WIDTH))
        self._session = session
        self._on_trusted = on_trusted
        self._is_done = False
        self.mark = self._line(_("Dấu khóa"), "", 24)
        self.mark.setProperty("size", "code")
        self.code = self._line(_("Mã cộng tác viên"), code, 12)
        self._trouble = label("", "problem", wrap=True)
        self._trouble.hide()
        self.body.addWidget(self._trouble)
        self.add_buttons(_("Xác nhận"), None, _("Thôi"))
        self.finished.connect(self.deleteLater)

    def _line(self, words: str, text: str, most: int) -> QLineEdit:
        line = QLineEdit(text)
        line.setAccessibleName(words)
        line.setMaxLength(most)
        name = label(words, "strong")
        name.setBuddy(line)
        self.body.addWidget(name)
        self.body.addWidget(line)
        return line

    def open(self) -> None:
        super().open()
        self.mark.setFocus()

    def accept(self) -> None:
        if self._is_done:
            super().accept()
            return
        typed, code = self.mark.text(), self.code.text()
        self._session.jobs.run(lambda desk: admit(desk, typed, code), self._on_done, self._on_failed)

    def _on_done(self, count: int) -> None:
        self._is_done = True
        self._on_trusted(count)
        super().accept()

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            show_error(self, error)
            return
        self._trouble.setText(error.message)
        self._trouble.show()
        (self.code if error.code in ("bad_code", "other_code") else self.mark).setFocus()


def admit(desk: Desk, typed: str, code: str) -> int:
    """Trust the device and take in what waited for it; how many bundles that were."""
    from kcdesk.work import bundles

    device = trust.trust(desk, typed, code)
    return len(bundles.admit_from(desk, device.id))


class StartDialog(Message):
    """For which laptop, and whether in the place of another one."""

    def __init__(
        self,
        session: Session,
        device: Device,
        others: Sequence[Device],
        on_done: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            parent, _("Gói khởi đầu cho máy mới của {code}").format(code=device.code),
            _("Máy {mark} nhận mọi hồ sơ của địa bàn mà tỉnh đang có.").format(mark=device.fingerprint),
        )  # fmt: skip
        self._session = session
        self._device = device
        self._on_done = on_done
        self._is_done = False
        self.replaced = QComboBox()
        self.replaced.setAccessibleName(_("Thay cho máy"))
        self.replaced.addItem(_("Không thay máy nào: dùng song song"), "")
        for one in others:
            self.replaced.addItem(f"{one.fingerprint} · {one.code} · {standing_words(one.state)}", one.id)
        words = label(_("Thay cho máy"), "strong")
        words.setBuddy(self.replaced)
        self.body.addWidget(words)
        self.body.addWidget(self.replaced)
        self.body.addWidget(
            label(
                _("Máy bị thay: những gì nó đã gửi vẫn dùng; gói gửi sau này được giữ lại cho cán bộ xem."),
                "small", wrap=True,
            )
        )  # fmt: skip
        self.add_buttons(_("Chọn nơi ghi tệp…"), None, _("Thôi"))
        self.finished.connect(self.deleteLater)

    def accept(self) -> None:
        if self._is_done:
            super().accept()
        else:
            choose_folder(self, _("Ghi gói khởi đầu vào thư mục"), self.write)

    def write(self, folder: Path) -> None:
        """Make the bundle in this folder."""
        from kcdesk.work import starting

        to, replaces = self._device.id, str(self.replaced.currentData())
        self.setEnabled(False)
        self._session.jobs.long(
            _("Đang tạo gói khởi đầu"),
            lambda desk, progress, cancel: starting.start(
                desk, folder, to=to, replaces=replaces, progress=progress, cancel=cancel
            ),
            self._on_made,
            self._on_failed,
        )

    def _on_made(self, made: Started) -> None:
        self._is_done = True
        self._on_done()
        self.accept()
        tell(
            self.parentWidget(),
            _("Đã tạo gói khởi đầu, mã {code}").format(code=made.code),
            _("Tệp: {file}").format(file=made.paths[0]),
            _("Trên máy mới: Cài đặt, mục Bàn giao máy, chọn “Nhận bàn giao…”."),
        )

    def _on_failed(self, error: BaseException) -> None:
        self.setEnabled(True)
        show_error(self, error)
