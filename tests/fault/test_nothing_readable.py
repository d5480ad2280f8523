"""Whatever the commands write beside the document that was asked for: nothing of a record can be read there.

Every command runs in a process of its own whose temporary folder, home and current folder are empty ones. A hook of
Python sees each file that is opened for writing, and reads it just before it is taken away again; in the end all
folders are looked through. What SQLite writes by itself lies in the workspace, which is looked through, too.
"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kcdesk.work import trust
from tests.e2e.program import PASSWORD, ROOT, write_lines
from tests.work import pictures
from tests.work.desks import ESTABLISHMENT

NAMES = ("Cơ sở Kín Đáo Tuyệt Đối", "Nguyễn Thị Không Ai Thấy", "0987612345")
WATCHED = """
import os, sys
log, kept = open(sys.argv[1], "a", encoding="utf-8"), []
def look(event, given):
    if event == "open" and isinstance(given[0], (str, bytes, os.PathLike)):
        mode, flags = given[1], given[2]
        if (mode and set(mode) & set("wxa+")) or (flags and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            log.write("open " + os.path.abspath(os.fsdecode(given[0])) + "\\n")
    elif event in ("os.remove", "os.rename", "os.truncate") and os.path.isfile(given[0]):
        kept.append(os.fsdecode(given[0]))
        handle = os.open(given[0], os.O_RDONLY)
        data = os.read(handle, 1 << 26)
        os.close(handle)
        log.write("gone " + os.path.abspath(kept[-1]) + " " + data.hex() + "\\n")
sys.addaudithook(look)
from kcdesk.cli import main
status = main.main(sys.argv[2:])
log.flush()
sys.exit(status)
"""


def readable(data: bytes) -> list[str]:
    """Which of the names stand in these bytes, in any way in which a program may have written them."""
    found = []
    for name in NAMES:
        for form in ("NFC", "NFD"):
            text = unicodedata.normalize(form, name)
            ways = [text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
            if any(way in data for way in (*ways, json.dumps(text)[1:-1].encode("ascii"))):
                found.append(name)
    return found


@dataclass(frozen=True)
class Place:
    """The folders of one computer."""

    root: Path

    def folder(self, name: str) -> Path:
        """One of them."""
        made = self.root / name
        made.mkdir(exist_ok=True)
        return made

    def run(self, home: str, *arguments: object, out: Path | None = None) -> str:
        """Call a command; what it wrote anywhere but in ``out`` cannot be read. Its output."""
        log = self.root / "log"
        log.unlink(missing_ok=True)
        environment = {
            **os.environ, "TMPDIR": str(self.folder("tmp")), "HOME": str(self.folder("user")), "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": str(self.folder("user")), "KCDESK_PASSWORD": PASSWORD, "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        home_folder = self.root / home
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, str(log), "--home", str(home_folder), *(str(one) for one in arguments)],
            env=environment, cwd=self.folder("here"), capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        allowed = [home_folder, self.root / "tmp", *([out] if out else []), Path("/dev"), Path("/proc")]
        for line in log.read_text(encoding="utf-8").splitlines():
            what, path, *content = line.split(" ")
            is_document = out is not None and Path(path).is_relative_to(out)
            assert any(Path(path).is_relative_to(one) for one in allowed), line[:200]
            if what == "gone" and not is_document:
                assert readable(bytes.fromhex(content[0])) == [], path
        self.check()
        return done.stdout

    def check(self) -> None:
        """Nothing readable lies in any folder but those of documents; nothing at all in the temporary one."""
        assert list(self.folder("tmp").rglob("*")) == []
        for folder in ("user", "here", "ctv", "tinh"):
            for path in self.folder(folder).rglob("*"):
                if path.is_file():
                    assert readable(path.read_bytes()) == [], path

    def owner_only(self, home: str) -> Iterator[str]:
        """Files and folders of a workspace that others may read."""
        for path in (self.root / home, *(self.root / home).rglob("*")):
            if stat.S_IMODE(path.stat().st_mode) & 0o077 and not path.is_dir():
                yield path.name
        if stat.S_IMODE((self.root / home).stat().st_mode) != 0o700:
            yield home


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A computer on which nothing lies yet."""
    return Place(tmp_path)


def test_no_command_leaves_anything_readable_behind(place: Place) -> None:
    documents = place.folder("documents")
    record = {**ESTABLISHMENT, "name": NAMES[0], "representative": NAMES[1], "phone": NAMES[2]}
    lines = write_lines(documents / "a.jsonl", [record])
    photo = documents / "anh.jpg"
    photo.write_bytes(pictures.jpeg())
    place.run("tinh", "init", "--role", "province", "--province", "92", "--name", "Phòng")
    place.run("ctv", "init", "--role", "collaborator", "--code", "CTV07", "--name", "Người Ghi", "--communes", "31441")
    place.run("tinh", "settings", "export", "--out", documents / "tinh.kcs", out=documents)
    place.run("ctv", "settings", "import", documents / "tinh.kcs")
    row = json.loads(place.run("ctv", "--json", "add", "establishment", lines).splitlines()[0])["id"]
    place.run("ctv", "attach", row, photo, "--kind", "anh_xuong")
    place.run("ctv", "list", "establishment", "--search", "kin dao")
    place.run("ctv", "sheet", "export", "--personal", "--out", documents / "a.xlsx", out=documents)
    place.run("ctv", "sheet", "import", documents / "a.xlsx", "--report", documents / "b.xlsx", out=documents)
    place.run("ctv", "bundle", "export", "--out", documents, out=documents)
    (bundle,) = documents.glob("KC_*.kcb")
    assert readable(bundle.read_bytes()) == []
    place.run("tinh", "bundle", "inspect", bundle)
    place.run("tinh", "bundle", "import", bundle)
    place.run("tinh", "bundle", "admit", bundle)
    assert NAMES[0] in place.run("tinh", "list", "establishment")
    place.run("tinh", "sheet", "export", "--out", documents / "c.xlsx", out=documents)
    place.run("ctv", "doctor")
    for home in ("ctv", "tinh"):
        assert list(place.owner_only(home)) == []


def test_secret_file_that_was_open_to_all_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "identity.txt"
    path.write_text("x", encoding="ascii")
    path.chmod(0o644)
    trust.write_text(path, "AGE-SECRET-KEY", secret=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
