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
    from kcdesk.store.core import Core
    from kcdesk.store.layout import Layout
    from kcdesk.store.projection import Row
    from kcdesk.store.refresh import Touched

_BATCH = 2_000


_LISTED = "IN (SELECT value FROM json_each(?1))"


def _words(layout: Layout, alias: str) -> str:
    """SQL for the searchable values of a row as one text; folding parts it into words."""
    return " || ' ' || ".join(f"coalesce({alias}.\"{name}\", '')" for name in layout.search_fields) or "''"


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
        sql = self._core.layouts.sql("own words", layout.name, lambda: _own_sql(layout))
        found = self._core.rows(sql, (in_list(ids),))
        parts = self._words_of_children(layout, ids)
        titles = self._titles(layout, found)
        differing: list[tuple[int, str, str]] = []
        for number, row, before, own, *targets in found:
            words = fold(" ".join((own, *parts.get(row, ()), *(titles.get(one, "") for one in targets))))
            if words != before:
                differing.append((number, row, words))
        return differing

    def _words_of_children(self, layout: Layout, ids: Sequence[str]) -> dict[str, list[str]]:
        sql = self._core.layouts.sql("words of children", layout.name, lambda: self._children_sql(layout))
        found: dict[str, list[str]] = {}
        if sql:
            for _, _, parent, words in self._core.connection.execute(sql, (in_list(ids),)):
                found.setdefault(parent, []).append(words)
        return found

    def _children_sql(self, layout: Layout) -> str:
        selects = [
            f'SELECT {number}, c.id, c."{child.entity.parent_field}", {_words(child, "c")} FROM {child.table} c'
            f' WHERE c."{child.entity.parent_field}" {_LISTED} AND c.deleted = 0'
            for number, child in enumerate(self._core.layouts.children[layout.name])
            if child.search_fields
        ]
        return " UNION ALL ".join(selects) + " ORDER BY 1, 2" if selects else ""

    def _titles(self, layout: Layout, rows: Sequence[Sequence[object]]) -> Mapping[object, str]:
        """The titles of the rows pointed to, by their ids."""
        found: dict[object, str] = {}
        for place, (_, parent) in enumerate(layout.references, start=_OWN):
            other = self._core.layouts.by_name.get(parent)
            ids = sorted({str(row[place]) for row in rows if row[place] is not None})
            if other is None or not other.entity.title_field or not ids:
                continue
            title = f"coalesce(\"{other.entity.title_field}\", '')"
            found.update(self._core.rows(f"SELECT id, {title} FROM {other.table} WHERE id {_LISTED}", (in_list(ids),)))
        return {row: str(title) for row, title in found.items()}

    def _pointing(self, rows: Iterable[Row]) -> set[Row]:
        """Rows whose text holds the titles of these."""
        by_entity: dict[str, list[str]] = {}
        for entity, row in rows:
            by_entity.setdefault(entity, []).append(row)
        found: set[Row] = set()
        for entity, ids in by_entity.items():
            sql = self._core.layouts.sql("pointing", entity, lambda entity=entity: self._pointing_sql(entity))  # type: ignore[misc]
            if sql:
                found |= {(name, row) for name, row in self._core.connection.execute(sql, (in_list(ids),))}
        return found

    def _pointing_sql(self, entity: str) -> str:
        return " UNION ALL ".join(
            f"SELECT '{other.name}', id FROM {other.table} WHERE \"{field}\" {_LISTED}"
            for other, field in self._core.layouts.pointing[entity]
        )


_OWN = 4
"""So many columns come before those that point to other rows, in ``_own_sql``."""


def _own_sql(layout: Layout) -> str:
    targets = "".join(f', t."{field}"' for field, _ in layout.references)
    return (
        f"SELECT t._n, t.id, s.text, {_words(layout, 't')}{targets} FROM {layout.table} t"
        f" LEFT JOIN {layout.search_table} s ON s.n = t._n WHERE t.id {_LISTED}"
    )
