"""The log: every change that is here, numbered and chained, and the markers between them.

``chain[n] = SHA-256(chain[n-1] ‖ id[n])`` with the id as ASCII text, from the SHA-256 of the device's
public signing key. Whoever knows position and chain knows that the log up to there is the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kcdesk.model.changes import Change
from kcdesk.store.types import LogEntry, Marker

if TYPE_CHECKING:
    from kcdesk.store.driver import Connection

CHANGE, MARKER = 0, 1

_COLUMNS = "position, chain, origin, kind, id, entity, row, save, device, at, by, body"
_CHANGE_COLUMNS = "id, entity, row, save, device, at, by, body"
_INSERT = (
    "INSERT INTO log (position, id, kind, entity, row, save, device, at, by, origin, chain, body)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False).encode

_read_one = json.JSONDecoder().raw_decode


def _decode(text: str) -> Any:
    """The value of a JSON text that ``_encode`` made: no space around it. Raises ValueError."""
    value, end = _read_one(text)
    if end != len(text):
        raise ValueError("more behind it")
    return value


def chain_start(signing_key: bytes) -> bytes:
    """The chain at position 0 of a log whose device has this public signing key."""
    return sha256(signing_key).digest()


def body(change: Change) -> str:
    """The variable part of a change as JSON, the same text for the same content."""
    content: dict[str, object] = {}
    if change.set:
        content["set"] = {name: change.set[name] for name in sorted(change.set)}
    after = {name: sorted(ids) for name, ids in sorted(change.after.items()) if ids}
    if after:
        content["after"] = after
    for name, names in (("withheld", change.withheld), ("purged", change.purged), ("seen", change.seen)):
        if names:
            content[name] = sorted(names)
    return _encode(content)


def parse(row: Sequence[Any]) -> Change:
    """The change of one row of ``_CHANGE_COLUMNS``."""
    id_, entity, row_id, save, device, at, by, text = row
    content = _decode(text)
    values: dict[str, Any] = content.get("set") or {}
    for name, value in values.items():
        if type(value) is list:
            values[name] = tuple(value)
    after = content.get("after")
    return Change(
        id=id_,
        device=device,
        at=at,
        by=by,
        save=save,
        entity=entity,
        row=row_id,
        set=values,
        after={name: tuple(ids) for name, ids in after.items()} if after else {},
        withheld=tuple(content.get("withheld", ())),
        purged=tuple(content.get("purged", ())),
        seen=tuple(content.get("seen", ())),
    )


class ChangeLog:
    """The table ``log`` of one connection. Writing is for the one write path only."""

    def __init__(self, connection: Connection, start: bytes) -> None:
        self._connection = connection
        self.start = start
        self._head: tuple[int, bytes] | None = None

    def forget(self) -> None:
        """Read the head anew: something was rolled back, or another connection wrote."""
        self._head = None

    def restart(self, start: bytes) -> None:
        """Begin a new log under another signing key: positions stay, every chain value is new."""
        self.start = start
        chain = start
        fresh: list[tuple[bytes, int]] = []
        for position, id_ in self._connection.execute("SELECT position, id FROM log ORDER BY position"):
            chain = sha256(chain + id_.encode("ascii")).digest()
            fresh.append((chain, position))
        self._connection.executemany("UPDATE log SET chain = ? WHERE position = ?", fresh)
        self._head = None

    def head(self) -> tuple[int, bytes]:
        """The last position and its chain; (0, start) of an empty log."""
        if self._head is None:
            row = self._connection.execute("SELECT position, chain FROM log ORDER BY position DESC LIMIT 1").fetchone()
            self._head = (row[0], row[1]) if row else (0, self.start)
        return self._head

    def chain_at(self, position: int) -> bytes | None:
        """The chain at a position; None where the log does not reach that far."""
        if position == 0:
            return self.start
        row = self._connection.execute("SELECT chain FROM log WHERE position = ?", (position,)).fetchone()
        return row[0] if row else None

    def append(self, changes: Iterable[Change], origin: str = "") -> None:
        """Number, chain and write changes, in the order given."""
        self._write(
            (one.id, CHANGE, one.entity, one.row, one.save, one.device, one.at, one.by, origin, body(one))
            for one in changes
        )

    def mark(self, marker: Marker, at: str) -> int:
        """Write a marker; its position."""
        text = _encode({"receiver": marker.receiver, "reason": marker.reason})
        self._write([(marker.id, MARKER, marker.entity, marker.row, "", "", at, "", "", text)])
        return self.head()[0]

    def _write(self, rows: Iterable[tuple[Any, ...]]) -> None:
        position, chain = self.head()
        self._head = None  # until all of it is written
        numbered: list[tuple[Any, ...]] = []
        for id_, kind, entity, row, save, device, at, by, origin, text in rows:
            position += 1
            chain = sha256(chain + id_.encode("ascii")).digest()
            numbered.append((position, id_, kind, entity, row, save, device, at, by, origin, chain, text))
        if len(numbered) == 1:
            self._connection.execute(_INSERT, numbered[0])
        else:
            self._connection.executemany(_INSERT, numbered)
        self._head = (position, chain)

    def rewrite(self, change: Change) -> None:
        """Put a fuller content under a known id: a value that was withheld, or a purge. Position and chain stay."""
        self._connection.execute("UPDATE log SET body = ? WHERE id = ?", (body(change), change.id))

    def find(self, ids: Sequence[str]) -> dict[str, Change]:
        """Those of the ids that are here, with their changes; a marker under such an id counts too."""
        sql = f"SELECT {_CHANGE_COLUMNS} FROM log WHERE id IN (SELECT value FROM json_each(?))"
        return {row[0]: parse(row) for row in self._connection.execute(sql, (_encode(list(ids)),))}

    def known(self, ids: Iterable[str]) -> set[str]:
        """Those of the ids that are in the log."""
        sql = "SELECT id FROM log WHERE id IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._connection.execute(sql, (_encode(list(ids)),))}

    def of_row(self, entity: str, row: str) -> list[Change]:
        """All changes of one row, in the order in which they came."""
        sql = f"SELECT {_CHANGE_COLUMNS} FROM log WHERE row = ? AND entity = ? AND kind = 0 ORDER BY position"
        return [parse(found) for found in self._connection.execute(sql, (row, entity))]

    def of_rows(self, rows: Sequence[str]) -> dict[tuple[str, str], list[Change]]:
        """All changes of several rows, by entity and row."""
        sql = (
            f"SELECT {_CHANGE_COLUMNS} FROM log WHERE row IN (SELECT value FROM json_each(?)) AND kind = 0"
            " ORDER BY position"
        )
        found: dict[tuple[str, str], list[Change]] = {}
        for row in self._connection.execute(sql, (_encode(list(rows)),)):
            found.setdefault((row[1], row[2]), []).append(parse(row))
        return found

    def of_save(self, save: str) -> list[Change]:
        """All changes of one save, in order."""
        sql = f"SELECT {_CHANGE_COLUMNS} FROM log WHERE save = ? AND kind = 0 ORDER BY position"
        return [parse(row) for row in self._connection.execute(sql, (save,))]

    def entries(self, where: str = "", values: Sequence[Any] = ()) -> Iterator[LogEntry]:
        """Entries in order of position, narrowed by SQL on the columns of the log."""
        sql = f"SELECT {_COLUMNS} FROM log {'WHERE ' + where if where else ''} ORDER BY position"
        for position, chain, origin, kind, *rest in self._connection.execute(sql, values):
            if kind == MARKER:
                content: Mapping[str, str] = json.loads(rest[7])
                marker = Marker(rest[0], rest[1], rest[2], content["receiver"], content["reason"])
                yield LogEntry(position, chain, origin, None, marker)
            else:
                yield LogEntry(position, chain, origin, parse(rest))
