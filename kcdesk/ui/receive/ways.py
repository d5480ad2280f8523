"""Which way the file goes: e-mail, Zalo or a stick; it sets how large a part may be and where the file is put."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QStorageInfo, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.widgets.card import label, row
from kcdesk.work.travel import MIB, MOST, Way

_MOUNTS = ("/media", "/run/media", "/mnt", "/Volumes")
_REMOVABLE = 2
"""What Windows calls a drive that can be taken out."""


class WayPicker(QWidget):
    """Three words side by side; arrow keys move. Signal: ``chosen(way)``."""

    chosen = Signal(object)

    def __init__(self, way: Way = Way.EMAIL, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[Way, QPushButton] = {}
        words = {Way.EMAIL: _("Thư điện tử"), Way.ZALO: "Zalo", Way.STICK: "USB"}
        for at, (one, text) in enumerate(words.items()):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.setProperty("place", ("first", "", "last")[at])
            button.setAccessibleName(_("Gửi bằng {way}").format(way=text))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, one=one: self.choose(one))
            self._group.addButton(button)
            self._buttons[one] = button
        self._note = label("", "small", wrap=True)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(4)
        body.addLayout(row(*self._buttons.values(), None, spacing=0))
        body.addWidget(self._note)
        self.way = way
        self.choose(way)

    def choose(self, way: Way) -> None:
        """Take a way."""
        self.way = way
        self._buttons[way].setChecked(True)
        self._note.setText(_note(way))
        self.chosen.emit(way)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        ways = list(self._buttons)
        self.choose(ways[(ways.index(self.way) + step) % len(ways)])
        self._buttons[self.way].setFocus()


def sticks() -> list[Path]:
    """The roots of the sticks that are plugged in and can be written."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        root = Path(volume.rootPath())
        if volume.isReady() and volume.isValid() and not volume.isReadOnly() and _can_be_taken_out(root):
            found.append(root)
    return found


def _can_be_taken_out(root: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(str(root))) == _REMOVABLE
    return any(str(root).startswith(f"{mount}/") for mount in _MOUNTS)


def _note(way: Way) -> str:
    most = MOST[way] // MIB
    if way is Way.EMAIL:
        return _("Mỗi phần tối đa {n} MB để hộp thư nhận được; lớn hơn thì chia thành nhiều phần.").format(n=most)
    if way is Way.ZALO:
        return _("Gửi nguyên tệp, không gửi từng ảnh: Zalo làm giảm chất lượng ảnh. Mỗi phần tối đa {n} MB.").format(
            n=most
        )
    return _("Ghi thẳng vào USB rồi đọc lại; chỉ rút USB khi chương trình báo được rút.")
