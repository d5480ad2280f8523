"""Making a bundle of a whole workspace and opening it, beside the bare libraries doing the same work.

The floor reads the same rows with the bare driver and makes JSON lines, CSV tables, a deflated archive,
hashes, an age file, a sync, and reads all of it back: no bounds, no checks, no parts, everything in memory.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, median, milliseconds
from tests.bench.workspaces import PASSWORD, copied, workspace

RATIO = 2.0
_LOG = "SELECT id, device, at, by, save, entity, row, body FROM log WHERE kind = 0 ORDER BY position"
_KEYS = ("id", "device", "at", "by", "save", "entity", "row")


def measure(sizes: list[int]) -> Iterator[Figure]:
    """For each size: an export of everything, and opening what it made."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            yield from _measured(size, copied(workspace(size), Path(folder) / "home"), Path(folder))


def run(sizes: list[int]) -> list[dict[str, Any]]:
    """The figures as plain values."""
    names = ("name", "size", "value", "unit", "floor", "ratio")
    return [{name: getattr(one, name) for name in names} for one in measure(sizes)]


def _measured(size: int, home: Path, folder: Path) -> Iterator[Figure]:
    from kcdesk.exchange import reader
    from kcdesk.exchange.keys import AgeIdentity
    from kcdesk.model import catalogue
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.making import Wanted, export

    receiver = AgeIdentity.generate()
    runs = 3 if size <= 10_000 else 1
    with Desk.open(home, PASSWORD) as desk:
        wanted = Wanted(everything=True, recipient=receiver.recipient, max_bytes=0)
        made = []

        def whole() -> float:
            target = Path(tempfile.mkdtemp(dir=folder))
            return milliseconds(lambda: made.append(export(desk, target, wanted)))

        value = median(whole, runs)
        connection = desk.workspace.store.core.connection
        names = [entity.name for entity in catalogue.ENTITIES]
        bare_file = folder / "bare.age"
        floor = median(lambda: milliseconds(lambda: _bare(connection, names, receiver, bare_file)), runs)
        taken = median(lambda: milliseconds(lambda: _opened(reader, made[-1], receiver)), runs)
        bare = median(lambda: milliseconds(lambda: _bare_read(bare_file, receiver)), runs)
        yield Figure("export: whole workspace", size, value, floor=floor, ratio_bound=RATIO)
        yield Figure("export: opening it with every check", size, taken, floor=bare)
        yield Figure("export: bundle", size, sum(one.bytes for one in made[-1]) / 2**20, unit="MB")


def _opened(reader: Any, made: Any, receiver: Any) -> None:
    for one in made:
        with reader.open_bundle(one.path, identities=[receiver]):
            pass


def _bare(connection: Any, names: list[str], receiver: Any, path: Path) -> None:
    """Write an archive of the same content, and read it back."""
    import pyrage

    target = io.BytesIO()
    hashes = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _bare_entries(connection, names):
            hashes[name] = sha256(data).hexdigest()
            archive.writestr(name, data)
        archive.writestr("datapackage.json", json.dumps(hashes))
    sealed = pyrage.encrypt(target.getvalue(), [pyrage.x25519.Recipient.from_str(receiver.recipient)])
    with path.open("wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    _bare_read(path, receiver)


def _bare_entries(connection: Any, names: list[str]) -> Iterator[tuple[str, bytes]]:
    lines = []
    for row in connection.execute(_LOG):
        change = {**dict(zip(_KEYS, row, strict=False)), **json.loads(row[7])}
        lines.append(json.dumps(change, ensure_ascii=False, separators=(",", ":")))
    yield "changes.jsonl", ("\n".join(lines) + "\n").encode()
    for name in names:
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows(connection.execute(f"SELECT * FROM {name}"))
        yield f"{name}.csv", stream.getvalue().encode("utf-8-sig")


def _bare_read(path: Path, receiver: Any) -> None:
    import pyrage

    data = path.read_bytes()
    sha256(data).hexdigest()
    plain = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(receiver.text)])
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            sha256(content).hexdigest()
            if name.endswith(".jsonl"):
                for line in content.splitlines():
                    json.loads(line)
