"""After a bundle was made: the code to read over the telephone, the files, the letter, and whether a stick may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.ui.formats import grouped, size
from kcdesk.ui.receive import words
from kcdesk.ui.receive.reveal import reveal
from kcdesk.ui.session import Session
from kcdesk.ui.theme import mark
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, empty, label
from kcdesk.ui.widgets.flow import FlowLayout
from kcdesk.work import travel
from kcdesk.work.travel import Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kcdesk.work.making import Made
    from kcdesk.work.shelf import Next


class MadePanel(Card):
    """After: the code in two groups to read over the telephone, the files, the letter.

    Signal: ``letter_asked(bundles)``.
    """

    letter_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session = session
        self._made: Sequence[Made] = ()
        self._next: Next | None = None
        self._way = Way.EMAIL
        self._title = label(_("Đã tạo gói gửi tỉnh"), "name")
        self._stick = label("", "strong", wrap=True)
        self._codes = QVBoxLayout()
        self._note = label("", "second", wrap=True)
        self.folder = primary(_("Mở thư mục"), self._on_reveal)
        self._copy = secondary(_("Chép nội dung thư"), self._on_copy)
        self.body.addWidget(self._title)
        self.body.addWidget(label(_("Đọc mã này qua điện thoại để tỉnh đối chiếu khi nhận:"), "second", wrap=True))
        self.body.addLayout(self._codes)
        self.body.addWidget(self._note)
        self.body.addWidget(self._stick)
        self.body.addSpacing(4)
        self.letter = secondary(_("Thư gửi kèm (Word)"), lambda: self.letter_asked.emit(self._made))
        deeds = FlowLayout()
        for part in (self.folder, self._copy, self.letter):
            deeds.addWidget(part)
        self.body.addLayout(deeds)
        self.body.addStretch(1)

    def show_made(self, bundles: Sequence[Made], found: Next, way: Way = Way.EMAIL) -> None:
        """Show what was made; what lies on a stick is read again first."""
        self._made, self._next, self._way = bundles, found, way
        self._stick.hide()
        if way is Way.STICK:
            self._read_back()
        empty(self._codes)
        for one in bundles:
            code = label(one.code, "big-code")
            code.setAccessibleName(_("Mã gói {code}").format(code=one.code))
            code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._codes.addWidget(code)
            self._codes.addWidget(label(f"{one.path.name} · {size(one.bytes)}", "small", wrap=True))
        withheld = bundles[0].withheld if bundles else 0
        lines = [words.contents(found.records)]
        if withheld:
            lines.append(
                ngettext(
                    "{n} hồ sơ được gửi không kèm thông tin cá nhân, vì chưa ghi nhận đồng ý.",
                    "{n} hồ sơ được gửi không kèm thông tin cá nhân, vì chưa ghi nhận đồng ý.",
                    withheld,
                ).format(n=grouped(withheld))
            )
        if bundles and not bundles[0].encrypted:
            lines.append(_("Gói này không khóa: chỉ gửi qua đường tin cậy."))
        self._note.setText("\n".join(filter(None, lines)))
        self.folder.setFocus()

    def _read_back(self) -> None:
        """Only what was read from the stick itself may be called safe."""
        made = list(self._made)
        self._tell_stick("warning", _("Đang đọc lại từ USB, đừng rút…"))
        self._session.jobs.long(
            _("Đang đọc lại từ USB"),
            lambda _desk, progress, cancel: travel.read_back(made, progress=progress, cancel=cancel),
            lambda _copied: self._tell_stick("good", _("✓ Đã đọc lại đúng. Rút USB được rồi.")),
            self._on_bad_stick,
        )

    def _on_bad_stick(self, error: BaseException) -> None:
        if isinstance(error, UserError | EnvironmentProblem):
            self._tell_stick("error", f"✕ {error.message}")
        else:
            self._tell_stick("warning", _("Chưa đọc lại xong: đừng tin là USB đã có đủ."))

    def _tell_stick(self, level: str, text: str) -> None:
        self._stick.setText(text)
        mark(self._stick, level=level)
        self._stick.show()

    def _on_reveal(self) -> None:
        if self._made and not reveal(self._made[0].path):
            self._session.toast(_("Gói nằm trong thư mục {folder}").format(folder=self._made[0].path.parent))

    def _on_copy(self) -> None:
        if self._next is None:
            return
        today = f"{self._session.today():%d/%m/%Y}"
        text = words.letter(self._session.profile, self._made, self._next.records, today)
        QGuiApplication.clipboard().setText(text)
        self._session.toast(_("Đã chép. Dán vào thư rồi đính kèm tệp."))
