"""The papers that belong to a request: which are there, which are still missing, and a way to add them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from kcdesk.i18n import _, ngettext
from kcdesk.ui.forms.editors.base import restyle
from kcdesk.ui.widgets.buttons import Button, link
from kcdesk.ui.widgets.card import label, row
from kcdesk.work import papers

if TYPE_CHECKING:
    from kcdesk.work.papers import Wanted


class PaperLine(QWidget):
    """One kind of paper: a sign and a word, and where it is missing a button. Signal ``pressed(kind)``."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = ""
        self._words = label("", wrap=True)
        self.add_button: Button = link(_("Thêm"), lambda: self.pressed.emit(self.kind))
        line = row(self._words, self.add_button)
        line.setStretch(0, 1)
        self.setLayout(line)

    @property
    def words(self) -> str:
        """What the line says."""
        return self._words.text()

    def say(self, wanted: Wanted) -> None:
        """Say how it stands with a kind of paper."""
        self.kind = wanted.kind
        name = papers.label(wanted.kind)
        self._words.setText(_line(wanted, name))
        level = "reading" if not wanted.missing else "gap" if wanted.needed else "hint"
        restyle(self._words, "note", level)
        self.add_button.setAccessibleName(_("Thêm {paper}").format(paper=name))
        self.add_button.setVisible(wanted.missing)


class PapersPanel(QFrame):
    """A list of papers with a sign and a word for each. Signal ``wanted(kind)``: this one is to be added."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setObjectName("papers_panel")
        self.setAccessibleName(_("Giấy tờ"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(18, 14, 18, 16)
        self._layout.setSpacing(4)
        self._layout.addWidget(label(_("Giấy tờ"), "heading"))
        self._sum = QLabel(self)
        self._sum.setTextFormat(Qt.TextFormat.PlainText)
        self._sum.setProperty("role", "small")
        self._sum.setWordWrap(True)
        self._layout.addWidget(self._sum)
        self.lines: list[PaperLine] = []

    def show_papers(self, found: Sequence[Wanted]) -> None:
        """Say what is there and what is not."""
        while len(self.lines) < len(found):
            line = PaperLine(self)
            line.pressed.connect(self.wanted)
            self._layout.addWidget(line)
            self.lines.append(line)
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(found))
            if at < len(found):
                line.say(found[at])
        missing = sum(one.missing and one.needed for one in found)
        words = ngettext(
            "Còn thiếu {n} loại; vẫn lưu và gửi được.", "Còn thiếu {n} loại; vẫn lưu và gửi được.", missing
        )
        self._sum.setText(words.format(n=missing) if missing else _("Đủ các giấy tờ cần có."))


def _line(wanted: Wanted, name: str) -> str:
    if not wanted.missing:
        return f"✓ {name}" + (f" ({wanted.count})" if wanted.count > 1 else "")
    if wanted.noted:
        return _("○ {paper} – đã ghi số, chưa có bản chụp").format(paper=name)
    if wanted.needed:
        return _("○ {paper} – còn thiếu").format(paper=name)
    return _("○ {paper} – nên có").format(paper=name)
