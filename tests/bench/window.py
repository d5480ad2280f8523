"""The real window over many records: unlocking, each letter in the search box, memory. One process a size."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.figures import Figure, milliseconds, percentile
from tests.bench.workspaces import PASSWORD, ROOT, environment, workspace

KEY_BOUND = 16.0
HITS_BOUND = 100.0
SMALL = 5_000
OVERVIEW_OVER_KEY = 700.0
MEMORY_BOUND = 200.0
HEARTBEAT_MS = 2
QUERIES = ("b", "co so", "banh trang", "nguyen van", "thuan hung", "zzz")


def measure(sizes: list[int]) -> Iterator[Figure]:
    """All figures of the open window, for each size."""
    for size in sizes:
        home = workspace(size)
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.window", str(home)],
            env=environment(home),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        found = json.loads(done.stdout)
        within = found["key"] + OVERVIEW_OVER_KEY if size <= 10_000 else None
        yield Figure("password to overview", size, found["overview"], floor=found["key"], bound=within)
        yield Figure("password to the overview's figures", size, found["filled"], floor=found["key"], bound=within)
        yield Figure("list of establishments, first page", size, found["list"])
        yield Figure("a letter in the search box (95 %)", size, found["letter"], bound=KEY_BOUND)
        bound = KEY_BOUND if size <= SMALL else HITS_BOUND
        yield Figure("first page of hits, slowest query", size, found["hits"], bound=bound)
        yield Figure("longest pause of the window meanwhile", size, found["pause"])
        yield Figure("first letter after opening, to hits", size, found["first"])
        yield Figure("memory, list and search open", size, found["memory"], unit="MB", bound=MEMORY_BOUND)


class Probe:
    """Drives the program as a person would and takes the time."""

    def __init__(self, home: Path) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from kcdesk.ui.app import Program

        self.app = QApplication(["kcdesk"])
        self.program = Program(self.app, home)
        self.home = home
        self.pauses: list[float] = []
        self.heart = QTimer()  # so that a wait always ends
        self.last_beat = time.perf_counter()
        self.heart.timeout.connect(self.beat)
        self.heart.start(HEARTBEAT_MS)

    def until(self, is_so: Callable[[], bool], seconds: float = 60.0) -> float:
        """Let events be handled until something is so; the milliseconds that took."""
        start = time.perf_counter()
        while not is_so():
            self.step()
            if time.perf_counter() - start > seconds:
                raise TimeoutError("nothing came")
        return (time.perf_counter() - start) * 1000

    def step(self) -> None:
        """Wait for the next event as the real event loop does: a loop that spins takes the interpreter's lock
        from the threads that work, and every row they read then costs milliseconds.
        """
        from PySide6.QtCore import QEvent, QEventLoop

        self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # which the real loop does by itself

    def run(self) -> dict[str, float]:
        """All figures of one size."""
        from kcdesk.store import vault

        self.program.start()
        self.until_quiet()
        found = {"key": min(milliseconds(lambda: vault.open(self.home, PASSWORD)) for _run in range(3))}
        found["overview"], found["filled"] = self.unlock()
        page = self.program.page
        seen: list[int] = []
        start = time.perf_counter()
        page.pages.go("establishment")
        listing = page.pages.list_of("establishment")
        listing.model.found.connect(lambda count, _all: seen.append(count))
        self.until(lambda: bool(seen) or listing.model.rowCount() > 0)
        found["list"] = (time.perf_counter() - start) * 1000
        self.until_quiet()
        letters, hits = [], []
        found["first"] = self.type_query(listing, seen, "t", letters)
        letters.clear()
        self.pauses.clear()
        for query in QUERIES:
            hits += self.type_letters(listing, seen, query, letters)
        found["letter"], found["hits"], found["pause"] = percentile(letters, 0.95), max(hits), max(self.pauses)
        found["memory"] = memory()
        self.program.finish()
        return found

    def unlock(self) -> tuple[float, float]:
        """Enter on the password, until the overview is there to be used, and until its figures stand in it."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        from kcdesk.ui.workspace import WorkspacePage

        field = self.program.page.password.field
        field.setText(PASSWORD)
        QTest.keyClick(field, Qt.Key.Key_Return)
        took = self.until(lambda: isinstance(self.program.page, WorkspacePage))
        page = self.program.page
        return took, took + self.until(lambda: page.pages.overview.is_filled)

    def until_quiet(self) -> None:
        """Let everything that was started come to its end."""
        end = time.perf_counter() + 0.6
        while time.perf_counter() < end:
            self.step()

    def type_query(self, listing: object, seen: list[int], query: str, letters: list[float]) -> float:
        """One letter or word at once; the milliseconds until its hits are on screen."""
        from PySide6.QtTest import QTest

        seen.clear()
        painted = self.watch(listing.search)  # type: ignore[attr-defined]
        start = time.perf_counter()
        QTest.keyClicks(listing.search, query)  # type: ignore[attr-defined]
        self.until(lambda: bool(painted))
        letters.append((painted[0] - start) * 1000)
        self.until(lambda: bool(seen))
        took = (time.perf_counter() - start) * 1000
        self.rest()
        return took

    def watch(self, field: object) -> list[float]:
        """The moments at which a field is painted from now on."""
        from PySide6.QtCore import QEvent, QObject

        moments: list[float] = []

        class Watch(QObject):
            def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    moments.append(time.perf_counter())
                return False

        self.watcher = Watch()
        field.installEventFilter(self.watcher)  # type: ignore[attr-defined]
        return moments

    def rest(self, seconds: float = 0.08) -> None:
        """The time until a quick typist's next letter."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.step()

    def beat(self) -> None:
        """Note by how much the window's thread is late."""
        now = time.perf_counter()
        self.pauses.append((now - self.last_beat) * 1000 - HEARTBEAT_MS)
        self.last_beat = now

    def type_letters(self, listing: object, seen: list[int], query: str, letters: list[float]) -> list[float]:
        """A query letter by letter, each waited for; how long the hits of each took."""
        took = [self.type_query(listing, seen, letter, letters) for letter in query]
        seen.clear()
        listing.search.clear()  # type: ignore[attr-defined]
        self.until(lambda: bool(seen))
        return took


def memory() -> float:
    """What this process holds in memory now, in MB."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6


if __name__ == "__main__":
    print(json.dumps(Probe(Path(sys.argv[1])).run()))
