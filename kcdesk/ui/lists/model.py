"""The rows of a list for a table view: numbers of all of them, content of the stretches that were looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from kcdesk.model.catalogue import entity as declared
from kcdesk.ui.jobs import FIGURES
from kcdesk.ui.lanes import Job
from kcdesk.ui.lists.columns import STATE, Column, column
from kcdesk.ui.lists.marks import Marks
from kcdesk.ui.session import RowId, Session
from kcdesk.work.jobs import Cancel
from kcdesk.work.listing import Found, Listings, ListQuery, ListRow
from kcdesk.work.ordering import Keys, read_keys
from kcdesk.work.standing import sign_of, standing_words

MANY = 5_000
"""Longer lists have the orders of their columns read beforehand."""
WARM_DELAY = 600
"""Milliseconds without another list before this one is made ready for searching."""
PAGE = 100
KEPT_PAGES = 40
MOST_ASKED = 6
"""Of stretches that are asked for while somebody scrolls through, only the latest are read."""
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
LEVEL_ROLE = int(Qt.ItemDataRole.UserRole) + 2
MARK_ROLE = int(Qt.ItemDataRole.UserRole) + 3
SIGN_ROLE = int(Qt.ItemDataRole.UserRole) + 4
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, ROW_ROLE, LEVEL_ROLE, SIGN_ROLE)
Index = QModelIndex | QPersistentModelIndex


class ListModel(QAbstractTableModel):
    """A list that is asked for by ``show`` and comes from the reader thread, its first rows before the rest.

    Signals: ``found(count, of_all)`` – a list is here; ``extended`` – the rest of it; ``failed(exception)``.
    """

    found = Signal(int, int)
    extended = Signal(int, int)
    failed = Signal(object)

    def __init__(self, session: Session, entity: str) -> None:
        super().__init__(session)
        self._session = session
        self.entity = declared(entity)
        self._query = ListQuery(entity, ())
        self._numbers: array[int] = array("q")
        self._pages: OrderedDict[int, tuple[ListRow, ...]] = OrderedDict()
        self._asked: dict[int, Job] = {}
        self._columns: tuple[Column, ...] = ()
        self._turn = 0
        self._early: tuple[ListRow, ...] = ()
        self._kept = -1
        self._shown: frozenset[int] | None = None
        self._prepared: tuple[str, ...] = ()
        self.marks = Marks(self)
        self._warm = QTimer(self)
        self._warm.setSingleShot(True)
        self._warm.setInterval(WARM_DELAY)
        self._warm.timeout.connect(self._on_warm)
        self.marks.changed.connect(self._on_marks_changed)
        session.changed.connect(self._on_rows_changed)

    @property
    def columns(self) -> tuple[Column, ...]:
        """What stands in the columns, the state last."""
        return self._columns

    @property
    def numbers(self) -> Sequence[int]:
        """The row numbers of the list, in order."""
        return self._numbers

    @property
    def shown(self) -> frozenset[int]:
        """The row numbers of the list, to look one up."""
        if self._shown is None:
            self._shown = frozenset(self._numbers)
        return self._shown

    def number_at(self, at: int) -> int:
        """The row number at a place of the list."""
        return self._numbers[at]

    def show(self, query: ListQuery) -> None:
        """Ask for another list; the one before stays on screen until it is here."""
        self._warm.stop()

        def look(desk: Any, cancel: Cancel) -> Found:
            return listings(desk).find_first(query, cancel)

        self._read(look, lambda found: self._take(query, found))

    def _read(self, look: Callable[[Any, Cancel], Found], take: Callable[[Found], None]) -> None:
        key = f"list:{self.entity.name}"
        self._session.jobs.read(look, take, self.failed.emit, key=key, cancellable=True)

    def _ask_for_rest(self, query: ListQuery) -> None:
        def look(desk: Any, cancel: Cancel) -> Found:
            return listings(desk).find(query, cancel)

        def take(found: Found) -> None:
            here = len(self._numbers)
            if found.numbers[:here] != self._numbers:
                self._take(query, found)
                return
            self._forget_pages()
            if len(found.numbers) > here:
                self.beginInsertRows(QModelIndex(), here, len(found.numbers) - 1)
                self._numbers = found.numbers
                self.endInsertRows()
            self.extended.emit(len(found.numbers), found.of_all)

        self._read(look, take)

    def row_of(self, index: Index) -> ListRow | None:
        """What stands in a row; None while it is still on its way."""
        return self._row(index.row()) if index.isValid() else None

    @property
    def kept(self) -> int:
        """Where the record that was to be kept stands; -1 where it is not in the list."""
        return self._kept

    def _take(self, query: ListQuery, found: Found) -> None:
        self.beginResetModel()
        self._query = query
        self._numbers = found.numbers
        self._forget_pages()
        if len(found.first) == len(found.numbers) and found.is_whole:
            self._pages[0] = found.first
        self._early = found.first
        self._kept = found.kept
        self._columns = tuple(column(self.entity, name) for name in (*query.columns, STATE))
        self.endResetModel()
        self.found.emit(len(found.numbers), found.of_all)
        if not found.is_whole:
            self._ask_for_rest(query)
        elif not query.search:
            self._warm.start()
            if found.of_all > MANY and self._prepared != query.columns:
                self._prepare_orders(query.columns)

    def _on_warm(self) -> None:
        """Nobody has asked for another list for a moment: fold the texts of this one for searching."""
        query = self._query
        self._session.jobs.read(lambda desk: listings(desk).warm(query), key=f"warm:{self.entity.name}")

    def _prepare_orders(self, columns: tuple[str, ...]) -> None:
        """Read what the columns are sorted by, beside the lists, so that no click on a heading has to wait."""
        self._prepared = columns
        entity, jobs = self.entity.name, self._session.jobs

        def read(desk: Any, cancel: Cancel) -> Keys:
            keys = read_keys(desk, entity, columns, cancel)
            keys.prepare()
            return keys

        def hand_over(keys: Keys) -> None:
            jobs.read(lambda desk: listings(desk).take_keys(keys))

        jobs.read(read, hand_over, key=f"orders:{entity}", cancellable=True, lane=FIGURES)

    def _on_rows_changed(self, rows: set[RowId]) -> None:
        if not rows:
            self._prepared = ()

    def _forget_pages(self) -> None:
        self._shown = None
        self._turn += 1
        self._pages.clear()
        for job in self._asked.values():
            job.cancel()
        self._asked.clear()

    def _row(self, at: int) -> ListRow | None:
        page = at // PAGE
        rows = self._pages.get(page)
        if rows is not None:
            self._pages.move_to_end(page)
            return rows[at % PAGE] if at % PAGE < len(rows) else None
        self._fetch(page)
        return self._early[at] if at < len(self._early) else None

    def _fetch(self, page: int) -> None:
        if page in self._asked:
            return
        while len(self._asked) >= MOST_ASKED:
            self._asked.pop(next(iter(self._asked))).cancel()
        query, turn = self._query, self._turn
        numbers = self._numbers[page * PAGE : (page + 1) * PAGE]

        def arrived(rows: list[ListRow]) -> None:
            if turn == self._turn:
                self._store_page(page, tuple(rows))

        self._asked[page] = self._session.jobs.read(
            lambda desk: listings(desk).rows(query, numbers), arrived, self.failed.emit
        )

    def _store_page(self, page: int, rows: tuple[ListRow, ...]) -> None:
        self._asked.pop(page, None)
        self._pages[page] = rows
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first = page * PAGE
        last = min(first + PAGE, len(self._numbers)) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def _on_marks_changed(self) -> None:
        if self._numbers:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._numbers) - 1, len(self._columns) - 1), [MARK_ROLE]
            )

    def _look(self, row: ListRow, index: Index, role: int) -> str:
        """The level or the sign of the badge; "" in other columns."""
        if self._columns[index.column()].name != STATE:
            return ""
        return sign_of(row.standing) if role == SIGN_ROLE else self._standing_words(row)[0]

    def _standing_words(self, row: ListRow) -> tuple[str, str]:
        """Level and word of where a record stands."""
        return standing_words(row.standing, row.missing, is_province=self._session.role == "province")

    def _display(self, row: ListRow, at: int) -> str:
        if self._columns[at].name == STATE:
            return self._standing_words(row)[1]
        return row.cells[at] if at < len(row.cells) else ""

    def _mark(self, index: Index, role: int) -> Any:
        """Whether a row is marked: for the painter by the first column, for a screen reader as its check state."""
        if index.column():
            return None
        is_marked = self._numbers[index.row()] in self.marks
        if role == MARK_ROLE:
            return is_marked
        return Qt.CheckState.Checked if is_marked else Qt.CheckState.Unchecked

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if self._columns[index.column()].is_number else Qt.AlignmentFlag.AlignLeft
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role in (MARK_ROLE, Qt.ItemDataRole.CheckStateRole):
            return self._mark(index, role)
        if role not in _ROLES:
            return None
        row = self._row(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role in (LEVEL_ROLE, SIGN_ROLE):
            return self._look(row, index, role)
        return self._display(row, index.column())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._columns[section].is_number else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


def listings(desk: Any) -> Listings:
    """The lists of a reading desk: made once, they keep what was folded for searching."""
    kept: Listings | None = getattr(desk, "listings", None)
    if kept is None:
        kept = Listings(desk)
        desk.listings = kept
    return kept
