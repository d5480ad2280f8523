"""The check of a workspace: the files page by page, the chain, and the log replayed against the tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.store import driver, errors, projection, states
from kcdesk.store.core import in_list
from kcdesk.store.refresh import by_entity
from kcdesk.store.texts import SearchTexts
from kcdesk.store.types import Finding, Progress, no_progress

if TYPE_CHECKING:
    from kcdesk.store.core import Core
    from kcdesk.store.driver import Connection
    from kcdesk.store.layout import Layout
    from kcdesk.store.records import Store

_BATCH = 1_000
_COUNTED = 500
_SKIPPED = ("_errors", "_gaps", "_position")
_MISSING_FIELD = "sha256"


def examine(store: Store, progress: Progress = no_progress) -> list[Finding]:
    """Check everything; what is wrong, worst first. Reads only, and memory stays bounded."""
    steps: Sequence[Callable[[Store], Iterator[Finding]]] = (
        _check_pages,
        _check_chain,
        _check_tables,
        _check_unsettled,
        _check_texts,
        _check_counts,
        _check_attachments,
        _check_missing,
    )
    found: list[Finding] = []
    for number, step in enumerate(steps):
        progress(number, len(steps))
        try:
            with errors.guarded():
                found += step(store)
        except UserError as error:
            found.append(Finding(error.code, error.message))
        if found and number == 0:
            break  # what cannot be read cannot be compared
    progress(len(steps), len(steps))
    return found


def rebuild(store: Store) -> None:
    """Make the tables anew from the log, in one transaction. The log itself is not touched."""
    from kcdesk.store import merging

    core = store.core
    with core.transaction():
        for layout in core.layouts.by_name.values():
            core.connection.execute(f"DELETE FROM {layout.table}")
            core.connection.execute(f"DELETE FROM {layout.search_table}")
        core.connection.execute("DELETE FROM unsettled")
        merging.project_rows(core, _logged(core))


def catch_up(store: Store) -> None:
    """After new fields or entities were declared: take them from the log and from what stood aside."""
    from kcdesk.store import merging

    core = store.core
    with core.transaction():
        rows = {row for row in _logged(core) if core.record(core.layouts[row[0]], row[1]) is None}
        for layout in core.layouts.by_name.values():
            found = core.rows(f"SELECT id FROM {layout.table} WHERE _extra IS NOT NULL")
            rows |= {(layout.name, row) for (row,) in found}
            core.connection.execute(f"UPDATE {layout.table} SET _errors = NULL, _gaps = NULL")
        merging.project_rows(core, rows)


def _logged(core: Core) -> set[projection.Row]:
    """Every row of a declared entity that has a log."""
    names = in_list(list(core.layouts.by_name))
    sql = "SELECT DISTINCT entity, row FROM log WHERE kind = 0 AND entity IN (SELECT value FROM json_each(?))"
    return {(entity, row) for entity, row in core.rows(sql, (names,))}


def _check_pages(store: Store) -> Iterator[Finding]:
    yield from _check_file(store.core.connection, "damaged_file")


def _check_file(connection: Connection, code: str) -> Iterator[Finding]:
    try:
        wrong = len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
        if not wrong and connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            wrong = 1
    except driver.driver().DatabaseError:
        wrong = 1
    if wrong:
        yield Finding(code, errors.damaged().message)


def _check_chain(store: Store) -> Iterator[Finding]:
    chain = store.core.log.chain_at(0) or b""
    expected = 1
    for position, id_, stored in store.core.connection.execute("SELECT position, id, chain FROM log ORDER BY position"):
        chain = sha256(chain + id_.encode("utf-8", "surrogatepass")).digest()
        if position != expected or chain != stored:
            message = _("Sổ ghi thay đổi bị đứt ở số {position}: có nội dung bị mất hoặc bị sửa từ bên ngoài.")
            yield Finding("broken_chain", message.format(position=expected))
            return
        expected += 1


def _check_tables(store: Store) -> Iterator[Finding]:
    core = store.core
    for layout in core.layouts.by_name.values():
        wrong = extra = 0
        for ids in _batches(core, f"SELECT id FROM {layout.table} ORDER BY _n"):
            differing, unknown = _compare(core, layout, ids)
            wrong += differing
            extra += unknown
        missing = sum(1 for row in _logged_rows(core, layout) if core.record(layout, row) is None)
        for count, code in ((wrong, "differs_from_log"), (extra, "not_in_log"), (missing, "not_in_table")):
            if count:
                message = _("{count} mục «{kind}» không khớp với sổ ghi thay đổi.")
                yield Finding(code, message.format(count=count, kind=_(layout.entity.label)))


def _batches(core: Core, sql: str) -> Iterator[list[str]]:
    ids = [row[0] for row in core.rows(sql)]
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def _logged_rows(core: Core, layout: Layout) -> list[str]:
    sql = (
        "SELECT DISTINCT row FROM log WHERE kind = 0 AND entity = ?"
        f" AND NOT EXISTS (SELECT 1 FROM {layout.table} t WHERE t.id = log.row)"
    )
    return [row for (row,) in core.rows(sql, (layout.name,))]


def _compare(core: Core, layout: Layout, ids: Sequence[str]) -> tuple[int, int]:
    """How many rows differ from what their log gives, and how many have none."""
    columns = [name for name in layout.stored_columns if name not in _SKIPPED]
    histories = core.log.of_rows(ids)
    names = ", ".join(f'"{name}"' for name in columns)
    sql = f"SELECT {names} FROM {layout.table} WHERE id IN (SELECT value FROM json_each(?))"
    differing = unknown = 0
    for row in core.connection.execute(sql, (in_list(list(ids)),)).fetchall():
        key = (layout.name, str(row[0]))
        changes = histories.get(key)
        if not changes:
            unknown += 1
        else:
            found = states.outcome(core, key, changes)
            expected = projection.stored(layout, columns, key[1], found)
            differing += not _alike(expected, row, columns)
    return differing, unknown


def _alike(expected: Sequence[Any], row: Sequence[Any], columns: Sequence[str]) -> bool:
    for name, one, other in zip(columns, expected, row, strict=True):
        if one == other:
            continue
        if name != "_extra" or not (one and other) or json.loads(one) != json.loads(other):
            return False
    return True


def _check_unsettled(store: Store) -> Iterator[Finding]:
    """Rows listed as in conflict or waiting are so, and no row with several heads is left out."""
    core = store.core
    listed = {(one.entity, one.row): (one.conflicts, one.waiting) for one in states.unsettled(core)}
    wrong = 0
    for entity, ids in by_entity(_perhaps_unsettled(core) | listed.keys()).items():
        if entity not in core.layouts:
            continue
        for (_entity, row), changes in core.log.of_rows(ids).items():
            if _entity == entity:
                found = states.outcome(core, (entity, row), changes)
                wrong += listed.get((entity, row), ((), ())) != (found.conflicts, found.waiting)
    if wrong:
        message = _("Danh sách chỗ cần chọn lại bị sai ở {count} mục.")
        yield Finding("unsettled_differs", message.format(count=wrong))


def _perhaps_unsettled(core: Core) -> set[projection.Row]:
    """Rows that were written by more than one device."""
    sql = "SELECT entity, row FROM log WHERE kind = 0 GROUP BY row, entity HAVING count(DISTINCT device) > 1"
    return {(entity, row) for entity, row in core.rows(sql)}


def _check_texts(store: Store) -> Iterator[Finding]:
    core = store.core
    texts = SearchTexts(core)
    wrong = 0
    for layout in core.layouts.by_name.values():
        for ids in _batches(core, f"SELECT id FROM {layout.table} ORDER BY _n"):
            wrong += len(texts.stale(layout, ids))
    if wrong:
        yield Finding("search_differs", _("Dữ liệu tìm kiếm bị sai ở {count} mục.").format(count=wrong))


def _check_counts(store: Store) -> Iterator[Finding]:
    """The counts of gaps and errors, on a sample spread over each list."""
    core = store.core
    if core.assess is None:
        return
    wrong = 0
    for layout in core.layouts.by_name.values():
        if layout.entity.parent_field:
            continue
        step = max(1, store.count(layout.name) // _COUNTED)
        sql = f"SELECT id, _errors, _gaps FROM {layout.table} WHERE deleted = 0 AND _gaps IS NOT NULL AND _n % ? = 0"
        for row, known_errors, known_gaps in core.rows(sql, (step,)):
            record = core.record(layout, row)
            if record is not None:
                counted = core.assess(layout.name, record, core.children(layout, row))
                wrong += counted != (known_errors, known_gaps)
    if wrong:
        message = _("Số mục còn thiếu được đếm sai ở {count} hồ sơ.")
        yield Finding("counts_differ", message.format(count=wrong))


def _check_attachments(store: Store) -> Iterator[Finding]:
    connection = store.files.connection()
    if connection is None:
        return
    yield from _check_file(connection, "damaged_files")
    wrong = 0
    for info in store.files.all():
        data = store.files.get(info.sha256)
        wrong += data is None or len(data) != info.bytes or sha256(data).hexdigest() != info.sha256
    if wrong:
        yield Finding("file_differs", _("{count} ảnh, giấy tờ đính kèm bị hỏng.").format(count=wrong))


def _check_missing(store: Store) -> Iterator[Finding]:
    core = store.core
    for layout in core.layouts.by_name.values():
        if _MISSING_FIELD not in layout.columns:
            continue
        sql = f"SELECT DISTINCT {_MISSING_FIELD} FROM {layout.table} WHERE deleted = 0 AND {_MISSING_FIELD} IS NOT NULL"
        missing = store.files.missing(str(name) for (name,) in core.rows(sql))
        if missing:
            message = _("{count} ảnh, giấy tờ đính kèm chưa có trong máy này.")
            yield Finding("file_missing", message.format(count=len(missing)))
