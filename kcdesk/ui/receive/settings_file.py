"""Taking in the province's settings file: look, compare the fingerprint that is read over the telephone, use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.desks import prepare
from kcdesk.ui.dialogs.message import Message, show_error
from kcdesk.ui.jobs import Jobs
from kcdesk.ui.widgets.card import Card, label
from kcdesk.work import settings

if TYPE_CHECKING:
    from kcdesk.work.settings import Applied, Look

SUFFIX = ".kcs"


def take_settings(parent: QWidget, jobs: Jobs, file: Path, on_taken: Callable[[str], object]) -> None:
    """Look into the file, ask, and put it into force; ``on_taken`` gets a sentence that tells what holds now."""

    def looked(look: Look) -> None:
        SettingsDialog(parent, jobs, file, look, on_taken).open()

    def refused(error: BaseException) -> None:
        show_error(parent, error)

    jobs.run(lambda desk: settings.look(desk, file), looked, refused)


class SettingsDialog(Message):
    """What the file says, whose it is, and a field for the fingerprint where the unit is not known yet."""

    def __init__(self, parent: QWidget, jobs: Jobs, file: Path, look: Look, on_taken: Callable[[str], object]) -> None:
        super().__init__(parent, _("Tệp cấu hình của tỉnh"), *_told(look))
        self._jobs = jobs
        self._file = file
        self._on_taken = on_taken
        self._typed = QLineEdit()
        self._typed.setProperty("size", "code")
        self._typed.setAccessibleName(_("Dấu khóa đơn vị đọc qua điện thoại"))
        self._typed.setMaxLength(24)
        self._trouble = label("", "problem", wrap=True)
        self._trouble.hide()
        if not look.known:
            self._add_question(look)
        self.body.addWidget(self._trouble)
        self.add_buttons(_("Dùng cấu hình này"), None, _("Để sau"))
        self.finished.connect(self.deleteLater)

    def _add_question(self, look: Look) -> None:
        box = Card(look="quiet")
        box.body.addWidget(label(_("Dấu khóa ghi trong tệp:"), "small"))
        shown = label(look.fingerprint, "code")
        shown.setAccessibleName(_("Dấu khóa ghi trong tệp {mark}").format(mark=look.fingerprint))
        box.body.addWidget(shown)
        self.body.addWidget(box)
        words = label(_("Gọi số điện thoại quen của Trung tâm, nghe đọc dấu khóa và gõ lại vào đây:"), wrap=True)
        words.setBuddy(self._typed)
        self.body.addWidget(words)
        self.body.addWidget(self._typed)
        self.body.addWidget(
            label(
                _("Chưa gọi được thì để trống: vẫn dùng được, chương trình sẽ nhắc đối chiếu sau."), "small", wrap=True
            )
        )

    def accept(self) -> None:
        file, typed = self._file, self._typed.text().strip()

        def take(desk: object) -> Applied:
            applied = settings.settings_import(desk, file, fingerprint=typed)  # type: ignore[arg-type]
            prepare(desk)  # type: ignore[arg-type]
            return applied

        self._jobs.run(take, self._on_done, self._on_refused)

    def _on_done(self, applied: Applied) -> None:
        sentence = _("Đang dùng cấu hình số {serial} của {unit}.").format(serial=applied.serial, unit=applied.unit)
        if not applied.confirmed:
            sentence += " " + _("Chưa đối chiếu dấu khóa qua điện thoại.")
        self._on_taken(sentence)
        super().accept()

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._trouble.setText(error.message)
            self._trouble.show()
            self._typed.setFocus()
        else:
            show_error(self, error)


def _told(look: Look) -> tuple[str, ...]:
    lines = [_("Của {unit}, số {serial}.").format(unit=look.unit, serial=look.serial)]
    if not look.newer:
        lines.append(_("Tệp này không mới hơn cấu hình đang dùng."))
    if look.communes:
        lines.append(_("Giao cho anh, chị {n} xã, phường.").format(n=len(look.communes)))
    lines.append(_("Từ đó gói gửi tỉnh được khóa kín, chỉ máy của tỉnh mở được."))
    return tuple(lines)
