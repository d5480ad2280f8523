"""Shows one page: its words in the letters of the window, its pictures as wide as there is room."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)  # fmt: skip
from PySide6.QtWidgets import QTextBrowser

from kcdesk import i18n, paths
from kcdesk.i18n import _
from kcdesk.ui.help import pages
from kcdesk.ui.help.keys import table
from kcdesk.ui.theme import Theme

_MARGIN = 26
_HEADING = 22
_LINE = 135
"""The height of a line in per cent of its letters."""
_PLAIN_LINE = 100
_OBJECT = "\ufffc"
"""What stands for a picture in the text: a line that holds one needs no room for letters."""
_PICTURE = re.compile(r"[a-z0-9_\-]+\.png")


class Reader(QTextBrowser):
    """Signals: ``page_asked(name)`` and ``place_asked(name)`` for the links in a page."""

    page_asked = Signal(str)
    place_asked = Signal(str)

    def __init__(self, theme: Theme, *, is_province: bool) -> None:
        super().__init__()
        self._theme = theme
        self._is_province = is_province
        self._name = ""
        self.setAccessibleName(_("Trang trợ giúp"))
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # pictures are as wide as the rest
        self.anchorClicked.connect(self._on_link)
        theme.changed.connect(self._draw)

    def show_page(self, name: str) -> None:
        """Another page, from its beginning."""
        self._name = name
        self._draw()
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Only our own pictures, never anything from elsewhere."""
        file = name.toString() if isinstance(name, QUrl) else name
        if kind != int(QTextDocument.ResourceType.ImageResource.value) or not _PICTURE.fullmatch(file):
            return None
        image = QImage(str(paths.resource(*pages.PICTURES, file)))
        room = max(200, self.viewport().width() - 2 * self._theme.px(_MARGIN)) * self.devicePixelRatio()
        if image.width() > room:
            image = image.scaledToWidth(round(room), Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(self.devicePixelRatio())
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self._name:
            at = self.verticalScrollBar().value()
            self._draw()
            self.verticalScrollBar().setValue(at)

    def _draw(self) -> None:
        if not self._name:
            return
        written = pages.text(self._name, i18n.language())
        if "{keys}" in written:
            written = written.replace("{keys}", table(is_province=self._is_province))
        document = self.document()
        document.setDefaultFont(self._theme.font())
        document.setDocumentMargin(self._theme.px(_MARGIN))
        document.setMarkdown(written)
        self._breathe(document)
        self.moveCursor(QTextCursor.MoveOperation.Start)  # Qt leaves it at the end, and scrolls there when it is shown

    def _breathe(self, document: QTextDocument) -> None:
        """Lines with room between them, also under the paragraphs."""
        cursor = QTextCursor(document)
        block = document.begin()
        while block.isValid():
            form = block.blockFormat()
            lines = _LINE if _OBJECT not in block.text() else _PLAIN_LINE
            form.setLineHeight(lines, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            form.setBottomMargin(self._theme.px(4 if block.textList() else 8))
            cursor.setPosition(block.position())
            if form.headingLevel():
                form.setTopMargin(0)
                form.setBottomMargin(self._theme.px(10))
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                letters = QTextCharFormat()
                letters.setFont(self._theme.font(_HEADING, QFont.Weight.Bold))
                cursor.mergeCharFormat(letters)
            cursor.setBlockFormat(form)
            block = block.next()

    def _on_link(self, url: QUrl) -> None:
        kind, _colon, name = url.toString().partition(":")
        if kind == "page":
            self.page_asked.emit(name)
        elif kind == "place":
            self.place_asked.emit(name)
