"""Searching while somebody types: the index in memory beside FTS5 over the same folded text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, median, milliseconds
from tests.bench.workspaces import PASSWORD, copied, workspace

QUERIES = ("a", "n", "co so", "so co", "banh", "banh trang", "nguyen", "van tam", "0912", "09 3", "zzz", "khong co dau")
PAGE = 100
RUNS = 7
TYPICAL = "banh trang"


def measure(sizes: list[int]) -> Iterator[Figure]:
    """For each size: making the index, the first page and all hits of the slowest query, memory, and FTS5."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            yield from _measured(size, copied(workspace(size), Path(folder) / "search"))


def _measured(size: int, home: Path) -> Iterator[Figure]:
    from kcdesk.store.search import SearchIndex
    from kcdesk.store.workspace import Workspace

    with Workspace.open(home, PASSWORD) as opened:
        store, connection = opened.reader(), opened.store.core.connection
        made = milliseconds(lambda: SearchIndex.build(store, "establishment"))
        index = SearchIndex.build(store, "establishment")
        text = sum(len(one.text) for one in index._slices) / 2**20
        bare = milliseconds(lambda: connection.execute("SELECT n, text FROM establishment_search").fetchall())
        first = {query: median(lambda q=query: milliseconds(lambda: index.first(q, PAGE)), RUNS) for query in QUERIES}
        everything = {query: median(lambda q=query: milliseconds(lambda: index.all(q)), RUNS) for query in QUERIES}
        _make_fts(connection)
        fts = {query: median(lambda q=query: milliseconds(lambda: _fts(connection, q)), 3) for query in QUERIES}
    bound = 5 if size <= 5_000 else 100
    yield Figure("search: reading the texts", size, made, floor=bare)
    yield Figure("search: text in memory", size, text, unit="MB")
    yield Figure("search: first page, typical", size, first[TYPICAL], floor=fts[TYPICAL], bound=10)
    yield Figure("search: first page, slowest query", size, max(first.values()), floor=max(fts.values()), bound=bound)
    yield Figure("search: all hits, slowest query", size, max(everything.values()))


def _make_fts(connection: Any) -> None:
    """What is not in the program: the same texts under FTS5, with prefixes, in a table of this connection."""
    connection.execute("CREATE VIRTUAL TABLE temp.found USING fts5(text, content='', prefix='1 2 3')")
    connection.execute("INSERT INTO temp.found (rowid, text) SELECT n, text FROM establishment_search")


def _fts(connection: Any, query: str) -> list[Any]:
    """The first page by FTS5: words as prefixes (it finds no part inside a word), in the order of the list."""
    match = " ".join(f'"{word}"*' for word in query.split())
    sql = (
        "SELECT t._n FROM establishment t WHERE t._n IN (SELECT rowid FROM temp.found WHERE found MATCH ?)"
        " AND t.deleted = 0 ORDER BY t._sort_name, t._n LIMIT ?"
    )
    rows: list[Any] = connection.execute(sql, (match, PAGE)).fetchall()
    return rows
