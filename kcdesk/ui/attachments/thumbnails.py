"""Small pictures, made on a reader thread when they are first looked at, kept as long as there is room."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from kcdesk.work import attachments

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.photos import Shown

ROOM = 24 * 1024 * 1024
"""Bytes of small pictures that are held at most."""
AT_ONCE = 4
_NAME = "thumbnails"


def image_of(shown: Shown | None) -> QImage:
    """A picture of the use cases as Qt paints it; null where there is none."""
    if shown is None:
        return QImage()
    line = 3 * shown.width
    return QImage(shown.pixels, shown.width, shown.height, line, QImage.Format.Format_RGB888).copy()


class Thumbnails(QObject):
    """Signal ``came(sha256)``: a small picture is there now, or it is known that there is none."""

    came = Signal(str)

    def __init__(self, session: Session, longest: int) -> None:
        super().__init__(session)
        self.setObjectName(_NAME)
        self._session = session
        self._longest = longest
        self._held: OrderedDict[str, QPixmap] = OrderedDict()
        self._bytes = 0
        self._wanted: list[tuple[str, str]] = []
        self._running: set[str] = set()

    def get(self, sha256: str, extension: str) -> QPixmap | None:
        """The small picture; None while it is being made, null where the file is no picture or broken."""
        found = self._held.get(sha256)
        if found is not None:
            self._held.move_to_end(sha256)
            return found
        if sha256 not in self._running and (sha256, extension) not in self._wanted:
            self._wanted.append((sha256, extension))
            self._start()
        return None

    def forget(self, sha256: str) -> None:
        """Look again: the file has come."""
        found = self._held.pop(sha256, None)
        if found is not None:
            self._bytes -= _size(found)

    def _start(self) -> None:
        """The newest first: that is where the person looks."""
        while self._wanted and len(self._running) < AT_ONCE:
            sha256, extension = self._wanted.pop()
            self._running.add(sha256)
            make = partial(_made, sha256, extension, self._longest)
            self._session.jobs.read(make, self._on_made, partial(self._on_broken, sha256))

    def _on_broken(self, sha256: str, _error: BaseException) -> None:
        self._on_made((sha256, QImage()))

    def _on_made(self, made: tuple[str, QImage]) -> None:
        sha256, image = made
        self._running.discard(sha256)
        pixmap = QPixmap.fromImage(image) if not image.isNull() else QPixmap()
        self._held[sha256] = pixmap
        self._bytes += _size(pixmap)
        while self._bytes > ROOM and len(self._held) > 1:
            _name, oldest = self._held.popitem(last=False)
            self._bytes -= _size(oldest)
        self._start()
        self.came.emit(sha256)


def _made(sha256: str, extension: str, longest: int, desk: Desk) -> tuple[str, QImage]:
    return sha256, image_of(attachments.picture(desk, sha256, extension, longest))


def shared(session: Session) -> Thumbnails:
    """The small pictures of a session, the same for every card."""
    found = session.findChild(Thumbnails, _NAME)
    return found if isinstance(found, Thumbnails) else Thumbnails(session, 320)


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
