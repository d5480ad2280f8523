"""What is dropped, pasted or chosen: files by their paths, or a picture from the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from kcdesk.i18n import _
from kcdesk.work import attachments, photos
from kcdesk.work.photos import Fit, Look
from kcdesk.work.suffixes import PICTURES


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing to be added: a file by its path, or a picture that was copied."""

    name: str
    path: Path | None = None
    image: QImage | None = None

    @property
    def is_picture(self) -> bool:
        """True where it looks like a photo; what it is will be told from its content."""
        return self.image is not None or self.name.lower().endswith(PICTURES)

    def fit(self, *, keep_place: bool = False) -> Fit:
        """The thing made fit to be kept; may run on any thread. Raises UserError with one sentence."""
        if self.path is not None:
            return attachments.read(self.path, keep_place=keep_place)
        return photos.fit(_png(self.image or QImage()), self.name)

    def look(self, longest: int) -> Look:
        """A first look at the thing; may run on any thread. Raises UserError with one sentence."""
        if self.path is not None:
            return attachments.look(self.path, longest)
        return photos.look(_png(self.image or QImage()), self.name, longest)


def of_files(paths: Sequence[str | Path]) -> list[Incoming]:
    """Files as they are chosen or dropped."""
    return [Incoming(Path(one).name, Path(one)) for one in paths]


def of_mime(data: QMimeData) -> list[Incoming]:
    """What is on the clipboard or is dragged: files first, else a picture; nothing where it is only words."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    found = of_files([one for one in files if one.is_file()])
    if found or not data.hasImage():
        return found
    image = QImage(data.imageData())
    if image.isNull():
        return []
    name = _("Ảnh dán {time}.png").format(time=f"{datetime.now().astimezone():%d-%m-%Y %H-%M-%S}")
    return [Incoming(name, image=image)]


def has_files(data: QMimeData) -> bool:
    """True for a drag that brings files or a picture; looks at no disk."""
    return any(url.isLocalFile() for url in data.urls()) or data.hasImage()


def _png(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())
