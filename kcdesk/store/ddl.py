"""The tables of a workspace as the declarations of today would have them.

New files are not made from this but by the migrations, which are frozen history; a test compares the
two, so that no field is declared without a migration. But for the primary keys there is no NOT NULL,
UNIQUE or FOREIGN KEY: a value that does not fit must never block a merge.
"""

from __future__ import annotations

from collections.abc import Iterator

from kcdesk.store.layout import INCOMPLETE, Layout, Layouts

BOOKS = (
    """CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT
) WITHOUT ROWID""",
    """CREATE TABLE log (
  position INTEGER PRIMARY KEY,
  id TEXT,
  kind INTEGER,
  entity TEXT,
  row TEXT,
  save TEXT,
  device TEXT,
  at TEXT,
  by TEXT,
  origin TEXT,
  chain BLOB,
  body TEXT
)""",
    "CREATE UNIQUE INDEX log_id ON log (id)",
    "CREATE INDEX log_row ON log (row)",
    "CREATE INDEX log_save ON log (save)",
    """CREATE TABLE unsettled (
  entity TEXT,
  row TEXT,
  conflicts TEXT,
  waiting TEXT,
  PRIMARY KEY (entity, row)
) WITHOUT ROWID""",
    """CREATE TABLE bundles (
  id TEXT PRIMARY KEY,
  direction TEXT,
  kind TEXT,
  sequence INTEGER,
  device TEXT,
  log TEXT,
  position_from INTEGER,
  position_to INTEGER,
  chain TEXT,
  sha256 TEXT,
  code TEXT,
  state TEXT,
  at TEXT,
  manifest TEXT,
  body TEXT
)""",
    "CREATE INDEX bundles_at ON bundles (direction, at)",
    """CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  key TEXT,
  code TEXT,
  state TEXT,
  at TEXT,
  body TEXT
)""",
    """CREATE TABLE held (
  id TEXT PRIMARY KEY,
  kind TEXT,
  bundle TEXT,
  device TEXT,
  reason TEXT,
  state TEXT,
  at TEXT,
  sha256 TEXT,
  body TEXT
)""",
    """CREATE TABLE drafts (
  entity TEXT,
  row TEXT,
  at TEXT,
  body TEXT,
  PRIMARY KEY (entity, row)
) WITHOUT ROWID""",
)


_WIDTH = 100


def table(layout: Layout) -> str:
    """The CREATE TABLE of one entity."""
    parts = ["_n INTEGER PRIMARY KEY", "id TEXT", "deleted INTEGER", "_errors INTEGER", "_gaps INTEGER"]
    parts.append("_position INTEGER")
    parts += [f'"{column.name}" {column.sql_type}' for column in layout.columns.values()]
    parts.append("_extra TEXT")
    parts += [f"_sort_{name} BLOB" for name in layout.sort_fields]
    return f"CREATE TABLE {layout.table} (\n" + _wrapped(parts) + "\n)"


def _wrapped(parts: list[str]) -> str:
    """Columns one after another, in lines that can be read."""
    lines = [""]
    for number, part in enumerate(parts, start=1):
        word = part if number == len(parts) else part + ","
        if lines[-1] and len(lines[-1]) + len(word) >= _WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else f"  {word}"
    return "\n".join(lines)


def indexes(layout: Layout) -> Iterator[str]:
    """The indexes of one entity: its id, its parents, what is looked up, what lists are sorted by; of records
    that stand for themselves also what the first screen counts, incomplete and not yet sent ones."""
    yield f"CREATE UNIQUE INDEX {layout.table}_id ON {layout.table} (id)"
    for name in layout.indexed:
        yield f'CREATE INDEX {layout.table}_{name} ON {layout.table} ("{name}")'
    for name in layout.sort_fields:
        yield f"CREATE INDEX {layout.table}_sort_{name} ON {layout.table} (_sort_{name}) WHERE deleted = 0"
    if not layout.entity.parent_field:
        yield f"CREATE INDEX {layout.table}_open ON {layout.table} (deleted, _gaps, _errors)\n  WHERE {INCOMPLETE}"
        yield f"CREATE INDEX {layout.table}_position ON {layout.table} (_position)"


def statements(layouts: Layouts) -> list[str]:
    """Everything that makes an empty workspace, in order."""
    made = list(BOOKS)
    for layout in layouts.by_name.values():
        made.append(table(layout))
        made.extend(indexes(layout))
        made.append(f"CREATE TABLE {layout.search_table} (\n  n INTEGER PRIMARY KEY,\n  text TEXT\n)")
    return made
