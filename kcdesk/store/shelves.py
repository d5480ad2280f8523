"""The other tables of a workspace: settings, drafts, bundles, known devices, what is held back.

None of it is in the log, and none of it travels by itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kcdesk.store.core import Core


def dump(value: object) -> str:
    """A value as it is kept: JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Meta:
    """Settings by key, each any JSON value."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def get(self, key: str, default: Any = None) -> Any:
        """The value under a key, else the default."""
        found = self._core.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return json.loads(found[0]) if found else default

    def under(self, prefix: str) -> dict[str, Any]:
        """The values of all keys that begin so, by the rest of their keys."""
        sql = "SELECT substr(key, ?), value FROM meta WHERE substr(key, 1, ?) = ?"
        found = self._core.rows(sql, (len(prefix) + 1, len(prefix), prefix))
        return {rest: json.loads(value) for rest, value in found}

    def set(self, key: str, value: Any) -> None:
        """Put a value under a key."""
        with self._core.transaction():
            self._core.connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, dump(value)))

    def drop(self, key: str) -> None:
        """Forget a key."""
        with self._core.transaction():
            self._core.connection.execute("DELETE FROM meta WHERE key = ?", (key,))


class Drafts:
    """What was typed and not saved, by entity and key."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def put(self, entity: str, key: str, at: str, body: Mapping[str, Any]) -> None:
        """Keep a draft in the place of what was kept before."""
        with self._core.transaction():
            sql = "INSERT OR REPLACE INTO drafts (entity, row, at, body) VALUES (?, ?, ?, ?)"
            self._core.connection.execute(sql, (entity, key, at, dump(body)))

    def get(self, entity: str, key: str) -> tuple[str, dict[str, Any]] | None:
        """Moment and content of one draft; None where there is none."""
        sql = "SELECT at, body FROM drafts WHERE entity = ? AND row = ?"
        found = self._core.connection.execute(sql, (entity, key)).fetchone()
        return (found[0], json.loads(found[1])) if found else None

    def all(self, entity: str) -> list[tuple[str, str, dict[str, Any]]]:
        """Key, moment and content of all drafts of an entity."""
        found = self._core.rows("SELECT row, at, body FROM drafts WHERE entity = ? ORDER BY at", (entity,))
        return [(key, at, json.loads(body)) for key, at, body in found]

    def drop(self, entity: str, key: str) -> None:
        """Forget a draft."""
        with self._core.transaction():
            self._core.connection.execute("DELETE FROM drafts WHERE entity = ? AND row = ?", (entity, key))


class Shelf:
    """A table with one JSON object a row under an ``id``: some of its names are columns, the rest is in ``body``.

    ``bundles``: id, direction ("made", "received"), kind, sequence, device, log, position_from,
    position_to, chain, sha256, code, state, at, manifest. ``devices``: id, key, code, state, at.
    ``held``: id, kind ("bundle", "change"), bundle, device, reason, state, at, sha256.
    """

    def __init__(self, core: Core, table: str, columns: tuple[str, ...]) -> None:
        self._core = core
        self._table = table
        self._columns = columns

    def put(self, item: Mapping[str, Any]) -> None:
        """Write an object, in the place of what stood under its id."""
        rest = {name: value for name, value in item.items() if name not in self._columns}
        row = {name: self._plain(name, item.get(name)) for name in self._columns}
        with self._core.transaction():
            self._core.database.table(self._table).upsert({**row, "body": dump(rest)}, pk="id")

    @staticmethod
    def _plain(name: str, value: Any) -> Any:
        return dump(value) if name == "manifest" and value is not None else value

    def get(self, id_: str) -> dict[str, Any] | None:
        """The object under an id; None where there is none."""
        return next(iter(self.list(id=id_)), None)

    def list(self, **where: Any) -> list[dict[str, Any]]:
        """The objects whose columns have these values, in the order in which they were first written.

        Raises KeyError for what is no column.
        """
        for name in where:
            if name not in self._columns:
                raise KeyError(name)
        condition = " AND ".join(f"{name} IS ?" for name in where) or "1"
        names = ", ".join((*self._columns, "body"))
        sql = f"SELECT {names} FROM {self._table} WHERE {condition} ORDER BY rowid"
        return [self._load(row) for row in self._core.rows(sql, tuple(where.values()))]

    def _load(self, row: Any) -> dict[str, Any]:
        item = dict(zip(self._columns, row, strict=False))
        if item.get("manifest") is not None:
            item["manifest"] = json.loads(item["manifest"])
        return {**item, **json.loads(row[-1])}

    def update(self, id_: str, **values: Any) -> None:
        """Change some names of an object. Raises KeyError where there is none."""
        found = self.get(id_)
        if found is None:
            raise KeyError(id_)
        self.put({**found, **values})

    def drop(self, id_: str) -> None:
        """Take an object away."""
        with self._core.transaction():
            self._core.connection.execute(f"DELETE FROM {self._table} WHERE id = ?", (id_,))


def bundles(core: Core) -> Shelf:
    """Bundles made and received."""
    names = ("id", "direction", "kind", "sequence", "device", "log", "position_from", "position_to")
    return Shelf(core, "bundles", (*names, "chain", "sha256", "code", "state", "at", "manifest"))


def devices(core: Core) -> Shelf:
    """Devices that are known, and how far they are trusted."""
    return Shelf(core, "devices", ("id", "key", "code", "state", "at"))


def held(core: Core) -> Shelf:
    """Bundles and changes that wait for somebody to admit them."""
    return Shelf(core, "held", ("id", "kind", "bundle", "device", "reason", "state", "at", "sha256"))
