"""Searchable text: own words of a record, those of its children, the title of what it points to.

So an establishment is found by the names of its products, and a request by that of its establishment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kcdesk.model.changes import DELETED
from kcdesk.store.core import in_list
from kcdesk.text.fold import fold

if TYPE_CHECKING:
    from kcdesk.model.fields import Value
    from kcdesk.store.core import Core
    from kcdesk.store.layout import Layout
    from kcdesk.store.projection import Row
    from kcdesk.store.refresh import Touched

_BATCH = 2_000


def words_of(values: Iterable[Value]) -> str:
    """The folded text of some values."""
    parts = []
    for value in values:
        if value is not None and not isinstance(value, bool):
            parts.append(fold(" ".join(value) if isinstance(value, tuple) else str(value)))
    return " ".join(filter(None, parts))


class SearchTexts:
    """Keeps the tables ``<entity>_search`` of one store."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def refresh(self, written: Iterable[Touched], parents: Iterable[Row]) -> set[Row]:
        """Bring up to date the texts of rows that were written, and of those that hold their words."""
        stale: set[Row] = set()
        titled: set[Row] = set()
        if any(self._matters(one) for one in written):
            stale |= set(parents)
        for one in written:
            layout = self._core.layouts.by_name.get(one.row[0])
            if layout is None:
                continue
            if self._matters(one):
                stale.add(one.row)
            if layout.entity.title_field in one.fields:
                titled.add(one.row)
        return self.rebuild(stale | self._pointing(titled))

    def _matters(self, one: Touched) -> bool:
        layout = self._core.layouts.by_name.get(one.row[0])
        if layout is None:
            return False
        fields = one.fields
        return DELETED in fields or any(name in fields for name in layout.worded)

    def rebuild(self, rows: Iterable[Row]) -> set[Row]:
        """Write the texts of these rows anew; those where it is another one now."""
        by_entity: dict[str, list[str]] = {}
        for entity, row in rows:
            by_entity.setdefault(entity, []).append(row)
        changed: set[Row] = set()
        for entity, ids in by_entity.items():
            layout = self._core.layouts[entity]
            for start in range(0, len(ids), _BATCH):
                changed |= self._rebuild(layout, ids[start : start + _BATCH])
        return changed

    def _rebuild(self, layout: Layout, ids: Sequence[str]) -> set[Row]:
        fresh = self.stale(layout, ids)
        sql = f"INSERT OR REPLACE INTO {layout.search_table} (n, text) VALUES (?, ?)"
        self._core.connection.executemany(sql, [(number, text) for number, _, text in fresh])
        return {(layout.name, row) for _, row, _ in fresh}

    def stale(self, layout: Layout, ids: Sequence[str]) -> list[tuple[int, str, str]]:
        """Number, id and right text of those of the rows whose text in the table is another."""
        names = (*layout.search_fields, *(field for field, _ in layout.references))
        columns = "".join(f', t."{name}"' for name in names)
        sql = (
            f"SELECT t._n, t.id, s.text{columns} FROM {layout.table} t LEFT JOIN {layout.search_table} s ON s.n = t._n"
            " WHERE t.id IN (SELECT value FROM json_each(?))"
        )
        found = self._core.rows(sql, (in_list(ids),))
        parts = self._words_of_children(layout, ids)
        own = len(layout.search_fields)
        titles = self._titles(layout, [row[3 + own :] for row in found])
        differing: list[tuple[int, str, str]] = []
        for row in found:
            values = [layout.columns[name].load(one) for name, one in zip(layout.search_fields, row[3:], strict=False)]
            words = [words_of(values), *parts.get(row[1], ()), *(titles.get(one, "") for one in row[3 + own :])]
            text = " ".join(filter(None, words))
            if text != row[2]:
                differing.append((row[0], row[1], text))
        return differing

    def _words_of_children(self, layout: Layout, ids: Sequence[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for child in self._core.layouts.children[layout.name]:
            if not child.search_fields:
                continue
            columns = ", ".join(f'"{name}"' for name in child.search_fields)
            parent = child.entity.parent_field
            sql = (
                f'SELECT "{parent}", {columns} FROM {child.table}'
                f' WHERE "{parent}" IN (SELECT value FROM json_each(?)) AND deleted = 0 ORDER BY id'
            )
            for row in self._core.connection.execute(sql, (in_list(ids),)):
                values = [child.columns[name].load(one) for name, one in zip(child.search_fields, row[1:], strict=True)]
                found.setdefault(row[0], []).append(words_of(values))
        return found

    def _titles(self, layout: Layout, targets: Sequence[Sequence[object]]) -> Mapping[object, str]:
        """The folded titles of the rows pointed to, by their ids."""
        found: dict[object, str] = {}
        for index, (_, parent) in enumerate(layout.references):
            other = self._core.layouts.by_name.get(parent)
            if other is None or not other.entity.title_field:
                continue
            ids = sorted({str(row[index]) for row in targets if row[index] is not None})
            if not ids:
                continue
            title = f'"{other.entity.title_field}"'
            sql = f"SELECT id, {title} FROM {other.table} WHERE id IN (SELECT value FROM json_each(?))"
            for id_, words in self._core.connection.execute(sql, (in_list(ids),)):
                found[id_] = words_of([words])
        return found

    def _pointing(self, rows: Iterable[Row]) -> set[Row]:
        """Rows whose text holds the titles of these."""
        by_entity: dict[str, list[str]] = {}
        for entity, row in rows:
            by_entity.setdefault(entity, []).append(row)
        found: set[Row] = set()
        for entity, ids in by_entity.items():
            for other, field in self._core.layouts.pointing[entity]:
                sql = f'SELECT id FROM {other.table} WHERE "{field}" IN (SELECT value FROM json_each(?))'
                found |= {(other.name, one[0]) for one in self._core.connection.execute(sql, (in_list(ids),))}
        return found
