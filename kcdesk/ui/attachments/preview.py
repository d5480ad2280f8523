"""A photo seen large: fitted, at 100 %, nearer with the wheel; arrows go to the next. Papers open outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QKeySequence, QPainter, QPixmap, QResizeEvent, QShortcut, QWheelEvent
from PySide6.QtWidgets import QDialog, QFrame, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView, QVBoxLayout, QWidget

from kcdesk.i18n import _
from kcdesk.ui.attachments.outside import file_stem, save_copy, viewed
from kcdesk.ui.attachments.thumbnails import image_of
from kcdesk.ui.dialogs.files import choose_new_file
from kcdesk.ui.widgets.buttons import link, primary, secondary
from kcdesk.ui.widgets.card import label, row
from kcdesk.work import attachments, papers

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.attachments import Paper
    from kcdesk.work.bootstrap import Desk

LONGEST = 4000
"""Pixels of the longer side that are shown at most."""
STEP, NEAREST, FARTHEST = 1.25, 8.0, 0.05


class PhotoView(QGraphicsView):
    """One photo; ``fitted`` while it fills the window."""

    def __init__(self, ground: QColor, parent: QWidget) -> None:
        super().__init__(parent)
        self.setScene(QGraphicsScene(self))
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.scene().addItem(self._item)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundBrush(ground)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Ảnh"))
        self.fitted = True

    def show_image(self, image: QImage) -> None:
        """Another photo, fitted; null for none."""
        self._item.setPixmap(QPixmap.fromImage(image) if not image.isNull() else QPixmap())
        self.scene().setSceneRect(QRectF(self._item.boundingRect()))
        self.fit()

    @property
    def scale_now(self) -> float:
        """1.0 is pixel for pixel."""
        return self.transform().m11()

    def fit(self) -> None:
        """All of it, but not larger than it is."""
        self.fitted = True
        self.resetTransform()
        rect = self._item.boundingRect()
        if rect.isEmpty():
            return
        room = self.viewport().size()
        self._scale_to(min(1.0, room.width() / rect.width(), room.height() / rect.height()))

    def zoom(self, factor: float) -> None:
        """Nearer or farther."""
        self.fitted = False
        self._scale_to(max(FARTHEST, min(NEAREST, self.scale_now * factor)))

    def actual(self) -> None:
        """Pixel for pixel."""
        self.fitted = False
        self._scale_to(1.0)

    def _scale_to(self, scale: float) -> None:
        factor = scale / self.scale_now
        self.scale(factor, factor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fitted:
            self.fit()


class Preview(QDialog):
    """The photos and papers of a record, one at a time."""

    def __init__(self, session: Session, shown: Sequence[Paper], at: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._papers = list(shown)
        self.at = at
        self.setModal(True)
        self.setWindowTitle(_("Xem ảnh, giấy tờ"))
        self._heading = label("", "heading")
        self._where = label("", "small")
        self._note = label("", wrap=True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view = PhotoView(session.theme.color("quiet_soft"), self)
        self._fit = secondary(_("Vừa khung"), self.view.fit, "0")
        self._actual = secondary("100 %", self.view.actual, "1")
        self._nearer = secondary(_("Phóng to"), partial(self.view.zoom, STEP), "+")
        self._farther = secondary(_("Thu nhỏ"), partial(self.view.zoom, 1 / STEP), "−")
        self._before = secondary(_("Trước"), partial(self.step, -1), "←")
        self._after = secondary(_("Sau"), partial(self.step, 1), "→")
        self.open_button = secondary(_("Mở bằng chương trình của máy"), self.open_outside, "Ctrl+O")
        self.copy_button = link(_("Lưu bản sao ra ngoài…"), self.save_copy)
        closing = primary(_("Đóng"), self.accept, "Esc")
        self._lay_out(closing)
        self._add_keys()
        window = parent.window()
        self.resize(max(640, round(window.width() * 0.86)), max(420, round(window.height() * 0.88)))
        self._show()
        closing.setFocus()

    @property
    def paper(self) -> Paper:
        """The one that is shown."""
        return self._papers[self.at]

    def step(self, by: int) -> None:
        """The next one, or the one before; stops at the ends."""
        at = max(0, min(len(self._papers) - 1, self.at + by))
        if at != self.at:
            self.at = at
            self._show()

    def open_outside(self) -> None:
        """Let the system's viewer show it, from a passing copy."""
        name, extension = self.paper.sha256, self.paper.extension
        self._session.jobs.read(
            lambda desk: (attachments.content(desk, name), extension), self._on_content, self._session.show_error
        )

    def save_copy(self) -> None:
        """Write it where the person says."""
        paper = self.paper
        name = f"{file_stem(paper.name or papers.label(paper.kind))}.{paper.extension}"
        choose_new_file(
            self, _("Lưu bản sao"), f"{paper.extension.upper()} (*.{paper.extension})",
            partial(self._save_to, paper.sha256, paper.extension), name,
        )  # fmt: skip

    def _save_to(self, sha256: str, extension: str, path: Path) -> None:
        self._session.jobs.read(
            lambda desk: save_copy(attachments.content(desk, sha256), path, extension),
            lambda _done: self._session.toast(_("Đã lưu “{file}”").format(file=path.name)),
            self._session.show_error,
        )

    def _on_content(self, content: tuple[bytes, str]) -> None:
        try:
            viewed(self._session).show(*content)
        except Exception as error:  # noqa: BLE001 - the boundary of a slot: told over the window
            self._session.show_error(error)

    def _lay_out(self, closing: QWidget) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(16, 12, 16, 12)
        body.setSpacing(8)
        body.addLayout(row(self._heading, None, self._where))
        body.addWidget(self.view, 1)
        body.addWidget(self._note, 1)
        tools = row(self._before, self._after, 12, self._fit, self._actual, self._farther, self._nearer, None)
        body.addLayout(tools)
        body.addLayout(row(self.open_button, self.copy_button, None, closing))

    def _show(self) -> None:
        paper = self.paper
        words = [papers.label(paper.kind), paper.title, paper.name]
        self._heading.setText(" · ".join(one for one in words if one))
        self._where.setText(_("{n} trong {total}").format(n=self.at + 1, total=len(self._papers)))
        self._before.setEnabled(self.at > 0)
        self._after.setEnabled(self.at < len(self._papers) - 1)
        for button in (self.open_button, self.copy_button):
            button.setEnabled(paper.here)
        self._show_note("" if paper.is_picture and paper.here else self._words())
        self.view.show_image(QImage())
        if paper.is_picture and paper.here:
            name, extension = paper.sha256, paper.extension
            make = partial(_read, name, extension)
            self._session.jobs.read(make, self._on_image, self._session.show_error, key="preview")

    def _words(self) -> str:
        if self.paper.withheld:
            return _("Tệp này có dữ liệu cá nhân và không được gửi vì chủ cơ sở chưa đồng ý.")
        if not self.paper.here:
            return _("Tệp này chưa về; nó sẽ đến trong một gói sau.")
        return _("Tệp {kind} được mở bằng chương trình của máy (Ctrl+O).").format(kind=self.paper.extension.upper())

    def _show_note(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))
        self.view.setVisible(not words)
        for button in (self._fit, self._actual, self._nearer, self._farther):
            button.setEnabled(not words)

    def _on_image(self, found: tuple[str, QImage]) -> None:
        sha256, image = found
        if sha256 != self.paper.sha256:
            return
        if image.isNull():
            self._show_note(_("Ảnh này bị hỏng nên không mở được."))
        else:
            self.view.show_image(image)

    def _add_keys(self) -> None:
        """Keys of the whole window, whichever button has the focus (buttons would take arrows for themselves)."""
        keys: dict[str, Callable[[], object]] = {
            "Left": partial(self.step, -1),
            "Right": partial(self.step, 1),
            "PgUp": partial(self.step, -1),
            "PgDown": partial(self.step, 1),
            "0": self.view.fit,
            "1": self.view.actual,
            "+": partial(self.view.zoom, STEP),
            "=": partial(self.view.zoom, STEP),
            "-": partial(self.view.zoom, 1 / STEP),
            "Ctrl+O": self.open_outside,
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)


def _read(sha256: str, extension: str, desk: Desk) -> tuple[str, QImage]:
    return sha256, image_of(attachments.picture(desk, sha256, extension, LONGEST))
