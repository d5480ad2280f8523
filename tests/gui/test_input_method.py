"""Vietnamese typed letter by letter through a real input method (UniKey under IBus) into the real window."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kcdesk.store.vault import Cost
from kcdesk.work import records
from kcdesk.work.bootstrap import Desk
from kcdesk.work.profile import Profile, Role

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "mat khau go thu"
PROFILE = Profile(role=Role.COLLABORATOR, code="CTV07", name="Người Ví Dụ", province="92", communes=("31441", "31459"))
LONGEST = 30.0
DELAY_MS = "30"
FOLLOWING = 0.5


class Screen:
    """The program on a screen of its own; keys go to whatever has the focus there."""

    def __init__(self, process: subprocess.Popen[str], display: str) -> None:
        self._process = process
        self._display = display
        self._lines: queue.Queue[str] = queue.Queue()
        self.seen: dict[str, Any] = {}
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def close(self) -> None:
        """Nothing more is read; where somebody still holds the other end, the pipe is left to them."""
        self._reader.join(5)
        if self._process.stdout is not None and not self._reader.is_alive():
            self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)

    def comes(self, is_so: Callable[[dict[str, Any]], bool], seconds: float = 10.0) -> bool:
        """Whether what is seen is so within some seconds."""
        end = time.monotonic() + seconds
        while not (self.seen and is_so(self.seen)) and time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                self.seen = json.loads(self._lines.get(timeout=0.2))
        return bool(self.seen and is_so(self.seen))

    def until(self, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until what is seen is so."""
        end = time.monotonic() + LONGEST
        while not (self.seen and is_so(self.seen)):
            if time.monotonic() > end:
                pytest.fail(f"seen at last: {self.seen}")
            try:
                self.seen = json.loads(self._lines.get(timeout=0.2))
            except queue.Empty:
                assert self._process.poll() is None, "the program ended"
        return self.seen

    def _xdotool(self, *command: str) -> None:
        subprocess.run(["xdotool", *command], env={**os.environ, "DISPLAY": self._display}, check=True, timeout=30)

    def type(self, keys: str) -> None:
        """Keys as they are pressed for Telex, once the input method has followed to the field."""
        time.sleep(FOLLOWING)
        self._xdotool("type", "--delay", DELAY_MS, keys)

    def press(self, *chords: str) -> None:
        """Keys by name."""
        self._xdotool("key", "--delay", DELAY_MS, *chords)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace of a collaborator."""
    made = tmp_path / "home"
    Desk.create(made, PASSWORD, PROFILE, cost=Cost(1, 8 * 1024 * 1024)).close()
    return made


@pytest.fixture
def screen(home: Path) -> Iterator[Screen]:
    """The program in a session with UniKey."""
    display = f":{200 + os.getpid() % 400}"
    own = Path(tempfile.mkdtemp(prefix="kc-"))  # the path of a socket in it may have 107 letters
    environment = {
        **os.environ,
        "DISPLAY": display, "HOME": str(own), "XDG_RUNTIME_DIR": str(own), "QT_QPA_PLATFORM": "xcb",
        "QT_IM_MODULE": "ibus", "XMODIFIERS": "@im=ibus", "LANG": "C.UTF-8",
    }  # fmt: skip
    server = subprocess.Popen(["Xvfb", display, "-screen", "0", "1366x768x24"], stderr=subprocess.DEVNULL)
    time.sleep(1)
    process = subprocess.Popen(
        ["dbus-run-session", "--", "sh", str(Path(__file__).with_name("ime_session.sh")),
         sys.executable, "-m", "tests.gui.ime_program", str(home), PASSWORD],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        stdin=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    seen = Screen(process, display)
    try:
        yield seen
    finally:
        with contextlib.suppress(ProcessLookupError):  # the bus, the input method and the program with it
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        server.terminate()
        server.wait(10)
        seen.close()
        shutil.rmtree(own, ignore_errors=True)


@pytest.mark.tool("Xvfb", "xdotool", "openbox", "dbus-run-session", "ibus-daemon", "/usr/libexec/ibus-engine-unikey")
def test_an_establishment_is_typed_with_unikey(screen: Screen, home: Path) -> None:
    """Names keep their marks, the commune is found while it is composed, the search does not disturb the typing."""
    screen.until(lambda seen: seen["place"] == "name")
    screen.type("Lof banhs trangs Uts Muwowif")
    screen.press("ctrl+Return")
    screen.until(lambda seen: seen["place"] == "legal_form")
    screen.type("h")
    screen.press("ctrl+Return", "ctrl+Return")
    screen.until(lambda seen: seen["place"] == "commune_code")
    screen.type("vij thuyr")
    time.sleep(1.5)  # until the hits are there, also on a machine that does other things
    screen.press("Return")
    if not screen.comes(lambda seen: seen["place"] == "address"):
        screen.press("Return")  # the first one ended the composition
    screen.until(lambda seen: seen["place"] == "address")
    screen.type("AAps 3, dduwowngf Nguyeenx Traix")
    screen.press("ctrl+Return")
    screen.until(lambda seen: seen["place"] == "representative")
    screen.type("Nguyeenx Thij Bary")
    screen.press("ctrl+Return", "ctrl+Return")
    screen.until(lambda seen: seen["place"] == "trade_group")
    screen.type("1")
    screen.press("ctrl+Return")
    screen.until(lambda seen: seen["place"] == "main_trade")
    screen.type("trangs banhs")
    screen.press("ctrl+s")
    row = screen.until(lambda seen: bool(seen["saved"]))["saved"]
    screen.press("ctrl+2")
    screen.until(lambda seen: seen["place"] == "list" and seen["rows"] == 1)
    screen.press("ctrl+f")
    screen.type("muwowif banhs ")
    screen.until(lambda seen: seen["text"] == "mười bánh " and seen["rows"] == 1)
    screen.type("khoong ")
    screen.until(lambda seen: seen["text"] == "mười bánh không " and seen["rows"] == 0)
    screen.press("alt+F4")
    time.sleep(1)
    with Desk.open(home, PASSWORD) as desk:
        kept = records.load(desk, "establishment", row).record
    wanted = {
        "name": "Lò bánh tráng Út Mười", "legal_form": "HKD", "commune_code": "31441",
        "address": "Ấp 3, đường Nguyễn Trãi", "representative": "Nguyễn Thị Bảy",
        "trade_group": "1", "main_trade": "tráng bánh",
    }  # fmt: skip
    assert {name: kept[name] for name in wanted} == wanted
