"""One sentence and what to do about it: errors, questions, and the dialog for a mistake of the program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.ui.hooks import report
from kcdesk.ui.widgets.buttons import link, primary, secondary
from kcdesk.ui.widgets.card import label, row
from kcdesk.ui.widgets.growing import widest

WIDTH = 460
WIDTH_EMS = 40
"""At least so many letters M beside each other, so that larger text does not make the dialog higher than the screen."""


class Message(QDialog):
    """A heading, sentences, and buttons at the right; the last button is the main one."""

    def __init__(self, parent: QWidget | None, heading: str, *sentences: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setModal(True)
        self.setMinimumWidth(max(WIDTH, WIDTH_EMS * self.fontMetrics().horizontalAdvance("M")))
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(24, 20, 24, 20)
        self.body.setSpacing(10)
        self.body.addWidget(label(heading, "name", wrap=True))
        for sentence in filter(None, sentences):
            self.body.addWidget(label(sentence, wrap=True))
        self._main: QWidget | None = None

    def add_buttons(self, main: str, on_main: Callable[[], object] | None = None, other: str = "") -> None:
        """The main button (with what follows), and one that only closes."""
        done = primary(main, self.accept)
        done.setDefault(True)
        closing = secondary(other, self.reject) if other else None
        if on_main is not None:
            self.accepted.connect(on_main)
        self.body.addSpacing(6)
        self.body.addLayout(row(None, closing, done) if closing else row(None, done))
        self._main = done

    def open(self) -> None:
        """Show it over its window, no wider than the screen."""
        self.setMinimumWidth(min(self.minimumWidth(), widest(self)))
        super().open()
        if self._main is not None:
            self._main.setFocus()


def tell(parent: QWidget | None, heading: str, *sentences: str) -> Message:
    """Say something that has to be read."""
    box = Message(parent, heading, *sentences)
    box.add_buttons(_("Đã hiểu"))
    return _opened(box)


def ask(
    parent: QWidget | None, heading: str, sentence: str, *, yes: str, no: str, on_yes: Callable[[], object]
) -> Message:
    """Ask something; nothing happens on the other answer."""
    box = Message(parent, heading, sentence)
    box.add_buttons(yes, on_yes, no)
    return _opened(box)


def show_error(parent: QWidget | None, error: BaseException, recent: tuple[str, ...] = ()) -> Message:
    """A sentence for what a person can mend; for a mistake of the program a sentence and its details."""
    if isinstance(error, UserError):
        return tell(parent, error.message, error.action)
    box = Message(
        parent,
        _("Chương trình gặp lỗi ngoài dự kiến."),
        _("Những gì đã lưu vẫn còn nguyên. Hãy thử làm lại; nếu vẫn vậy, đóng và mở lại chương trình."),
    )
    details = QPlainTextEdit(report(error, recent))
    details.setReadOnly(True)
    details.setAccessibleName(_("Chi tiết của lỗi"))
    details.setMinimumHeight(180)
    details.hide()
    copy = link(_("Chép chi tiết"), lambda: QGuiApplication.clipboard().setText(details.toPlainText()))
    copy.hide()
    more = link(_("Xem chi tiết"))

    def on_more() -> None:
        details.setVisible(not details.isVisible())
        copy.setVisible(details.isVisible())
        box.adjustSize()

    more.clicked.connect(lambda _checked=False: on_more())
    box.body.addLayout(row(more, copy, None))
    box.body.addWidget(details)
    box.body.addWidget(label(_("Trong chi tiết không có thông tin cá nhân."), "small"))
    box.add_buttons(_("Đóng"))
    return _opened(box)


def _opened(box: Message) -> Message:
    box.finished.connect(box.deleteLater)
    box.open()
    return box
