"""The tiles of photos and papers: their model, how they are painted, and the view with its keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kcdesk.ui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
TileRole = Qt.ItemDataRole.UserRole + 1
GAP = 10
MOST_SCALED = 60
"""Pictures in the size in which they are painted that are held: some more than are seen at once."""


@dataclass(frozen=True, slots=True)
class Tile:
    """What a tile shows: a key, the small picture (None: being made, null: none), words below it.

    ``mark`` stands in the place of a picture (PDF, "Ảnh chưa về"); ``warns`` paints it as something to see to.
    """

    key: str
    strong: str
    small: str = ""
    mark: str = ""
    warns: bool = False
    done: bool = False
    picture: QPixmap | None = None

    @property
    def spoken(self) -> str:
        """The tile in words."""
        return ", ".join(one for one in (self.strong, self.small, self.mark) if one)


class TileModel(QAbstractListModel):
    """The tiles in order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tiles: list[Tile] = []

    def show(self, tiles: Sequence[Tile]) -> None:
        """Other tiles; where only their words or pictures differ, the selection stays."""
        same = [one.key for one in tiles] == [one.key for one in self.tiles]
        if not same:
            self.beginResetModel()
        self.tiles = list(tiles)
        if not same:
            self.endResetModel()
        elif tiles:
            self.dataChanged.emit(self.index(0), self.index(len(tiles) - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.tiles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.tiles):
            return None
        tile = self.tiles[index.row()]
        if role == TileRole:
            return tile
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return tile.spoken
        return None


class TilePainter(QStyledItemDelegate):
    """Paints a tile; ``width`` and ``height`` of its picture at 100 %."""

    def __init__(self, theme: Theme, parent: QObject, width: int, height: int) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = (width, height)
        self._scaled: dict[tuple[int, int, int, float], QPixmap] = {}

    def tile_size(self) -> QSize:
        """The size of a tile with the gap around it."""
        width, height = (self._theme.px(one) for one in self._picture)
        return QSize(width + 2 * GAP, height + 2 * self._line() + self._theme.px(22))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return self.tile_size()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        tile: Tile | None = index.data(TileRole)
        if tile is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRect(option.rect).adjusted(3, 3, -3, -3)
        self._paint_ground(painter, box, QStyle.StateFlag(option.state))
        inner = box.adjusted(6, 6, -6, -6)
        above = QRect(inner.x(), inner.y(), inner.width(), self._theme.px(self._picture[1]))
        self._paint_picture(painter, above, tile)
        self._paint_words(painter, QRect(inner.x(), above.bottom() + 4, inner.width(), 2 * self._line()), tile)
        painter.restore()

    def _line(self) -> int:
        return self._theme.px(18)

    def _paint_ground(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        focused = chosen and bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setBrush(self._theme.color("accent_soft" if chosen else "surface"))
        painter.setPen(QPen(self._theme.color("accent" if chosen else "line"), 2 if focused or chosen else 1))
        painter.drawRoundedRect(box, 8, 8)

    def _paint_picture(self, painter: QPainter, area: QRect, tile: Tile) -> None:
        picture = tile.picture
        if picture is not None and not picture.isNull():
            fitted = self._fitted(picture, area.size(), painter.device().devicePixelRatioF())
            size = (fitted.size() / fitted.devicePixelRatio()).boundedTo(area.size())
            painter.drawPixmap(QRect(area.center() - QRect(0, 0, size.width(), size.height()).center(), size), fitted)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("warning_soft" if tile.warns else "quiet_soft"))
        painter.drawRoundedRect(area, 6, 6)
        painter.setPen(self._theme.color("warning" if tile.warns else "text2"))
        painter.setFont(self._theme.font(14 if tile.warns else 18, QFont.Weight.DemiBold))
        words = tile.mark or ("…" if picture is None else "?")
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    def _fitted(self, picture: QPixmap, room: QSize, ratio: float) -> QPixmap:
        """The picture as large as it is painted: scaling it anew with every paint would be slow."""
        key = (picture.cacheKey(), room.width(), room.height(), ratio)
        found = self._scaled.pop(key, None)
        if found is None:
            mode = Qt.TransformationMode.SmoothTransformation
            found = picture.scaled(room * ratio, Qt.AspectRatioMode.KeepAspectRatio, mode)
            found.setDevicePixelRatio(ratio)
        self._scaled[key] = found
        while len(self._scaled) > MOST_SCALED:
            self._scaled.pop(next(iter(self._scaled)))
        return found

    def _paint_words(self, painter: QPainter, area: QRect, tile: Tile) -> None:
        for at, (words, role, weight, size) in enumerate(
            ((tile.strong, "text", QFont.Weight.DemiBold, 13), (tile.small, "text2", QFont.Weight.Normal, 12))
        ):
            font = self._theme.font(size, weight)
            painter.setFont(font)
            painter.setPen(self._theme.color("good" if tile.done and at == 0 else role))
            line = QRect(area.x(), area.y() + at * self._line(), area.width(), self._line())
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
