"""Sending and receiving: a province's year, a laptop's month, a bundle of half a gigabyte.

The floor of the year decrypts the same bundles, hashes all that is in them and inserts the same rows into empty
tables of the same shape with the same indices, one transaction and one commit a bundle: no checks of forms or
signatures, no heads, no search, no derived values, no receipts.
"""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.bench.figures import Figure, milliseconds
from tests.bench.workspaces import KEPT, copied, workspace

PEOPLE, MONTHS, CHANGES, PHOTOS = 120, 12, 40, 2000
FEW = 12
"""So many people where not everything is asked for; per bundle the work is the same."""

YEAR_RATIO, MONTH_BOUND, MEMORY_BOUND = 3.0, 1000, 300
_COMMUNES = ("31441", "31459", "31465")
_LOG = (
    "INSERT INTO log (id, kind, entity, row, save, device, at, by, origin, chain, body)"
    " VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_HALF = 500 << 20
_WORDS = "An Bình Chí Dũng Giang Hà Khang Lan Minh".split()


def measure(sizes: list[int]) -> Iterator[Figure]:
    """The year of a few people, or at 100,000 of all of them; the month at 10,000; the large bundle."""
    yield from _year(PEOPLE if max(sizes) >= 100_000 else FEW)
    yield from _month(min(10_000, max(sizes)))
    if max(sizes) >= 10_000:
        yield from _large()


def _year(people: int) -> Iterator[Figure]:
    from kcdesk.work import inbox
    from kcdesk.work.bootstrap import Desk
    from tests.work import desks

    kept = _made(people)
    files = sorted((kept / "bundles").glob("*.kcb"))
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        home = copied(kept / "office", Path(folder) / "office")
        with Desk.open(home, desks.PASSWORD, clock=desks.Ticking(), machine=desks.machine) as office:
            shape = _shape(office)
            identity = office.identity.age_identity()
            items: list[inbox.Item] = []
            planned = milliseconds(lambda: items.extend(inbox.plan(office, files)))
            done: list[inbox.Taken] = []
            took = milliseconds(lambda: done.append(inbox.take(office, items)))
            assert all(one.is_done for one in done[0].items), [one.trouble for one in done[0].items if not one.is_done]
        floor = milliseconds(lambda: _bare(files, identity, shape, Path(folder)))
    count = len(files)
    yield Figure("a year comes in", count, took, floor=floor, ratio_bound=YEAR_RATIO)
    yield Figure("looking at it before", count, planned, floor=floor)
    yield Figure("a bundle of it", 1, took / count, floor=floor / count)


def _made(people: int) -> Path:
    """A province and the bundles that so many people send it in a year; made once and kept."""
    kept = KEPT / f"year-{people}"
    if (kept / "ready").is_file():
        return kept
    shutil.rmtree(kept, ignore_errors=True)
    (kept / "bundles").mkdir(parents=True)
    print(f"making the year of {people} people …", file=sys.stderr, flush=True)
    from kcdesk.work import settings, trust
    from tests.work import desks

    chance = random.Random(5)
    codes = [f"CTV{number:03}" for number in range(1, people + 1)]
    with desks.province(kept / "office") as office:
        areas = [{"code": code, "communes": list(_COMMUNES)} for code in codes]
        issued = settings.settings_export(office, kept / "tinh.kcs", collaborators=areas)
        photos = PHOTOS * people // PEOPLE
        for number, code in enumerate(codes):
            own = photos * (number + 1) // people - photos * number // people
            with desks.collaborator(kept / "one", code, _COMMUNES) as person:
                settings.settings_import(person, issued.path, fingerprint=issued.fingerprint)
                trust.trust(office, person.fingerprint, code)
                _work_a_year(person, kept / "bundles", own, chance)
            shutil.rmtree(kept / "one")
    (kept / "ready").touch()
    return kept


def _work_a_year(person: Any, out: Path, photos: int, chance: random.Random) -> None:
    """Record, change, photograph and send, month by month; forty changes in every bundle."""
    from kcdesk.work import attachments, bundles, hearsay, records
    from kcdesk.work import photos as pictures
    from tests.work import desks

    rows: list[str] = []
    for month in range(MONTHS):
        before = person.store.head()[0]
        for _photo in range(photos * (month + 1) // MONTHS - photos * month // MONTHS):
            if rows:
                made = pictures.fit(_photo_bytes(chance), "anh.jpg")
                attachments.add(person, "establishment", chance.choice(rows), made, "anh_xuong")
        while person.store.head()[0] < before + CHANGES:
            name = f"Cơ sở {chance.choice(_WORDS)} {chance.randrange(10**6)}"
            if len(rows) < 40 and chance.random() < 0.4:
                values = {**desks.ESTABLISHMENT, "name": name, "phone": f"09{chance.randrange(10**8):08}"}
                products = {"products": [{"name": "Bánh tráng"}]}
                rows.append(records.save_record(person, "establishment", None, values, products).id)
            elif rows:
                values = {"main_trade": name, "workers_total": chance.randint(1, 90)}
                records.save_record(person, "establishment", chance.choice(rows), values)
        folder = out / f"{month:02}"
        folder.mkdir(exist_ok=True)
        made = bundles.export(person, folder)
        hearsay.note(person, made[-1].id, "zalo", person.today().isoformat())  # else all would be sent again
        for one in made:
            one.path.rename(out / f"{month:02}-{one.path.name}")


def _photo_bytes(chance: random.Random) -> bytes:
    """A picture that no other is like, about as large as the program keeps them."""
    from PIL import Image

    noise = Image.frombytes("L", (160, 120), chance.randbytes(160 * 120)).resize((1280, 960))
    target = io.BytesIO()
    noise.convert("RGB").save(target, "JPEG", quality=80)
    return target.getvalue()


def _shape(desk: Any) -> list[str]:
    """The statements that make the tables of a workspace and their indices."""
    sql = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC"
    return [str(row[0]) for row in desk.store.core.connection.execute(sql)]


def _bare(files: list[Path], identity: Any, shape: list[str], folder: Path) -> None:
    from kcdesk.store import driver

    connection, blobs = (driver.connect(folder / name, bytes(32)) for name in ("bare.db", "bare-files.db"))
    for statement in shape:
        connection.execute(statement)
    blobs.execute("CREATE TABLE files (n INTEGER PRIMARY KEY, sha256 TEXT UNIQUE, ext TEXT, bytes INTEGER, data BLOB)")
    key = _identity(identity)
    for file in files:
        _bare_bundle(connection, blobs, file, key)
    connection.close()
    blobs.close()


def _identity(identity: Any) -> Any:
    import pyrage

    return pyrage.x25519.Identity.from_str(identity.text)


def _bare_bundle(connection: Any, blobs: Any, file: Path, identity: Any) -> None:
    import pyrage

    plain = pyrage.decrypt(file.read_bytes(), [identity])
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    hashes = {name: sha256(data).hexdigest() for name, data in contents.items()}
    connection.execute("BEGIN IMMEDIATE")
    for line in contents["data/changes-001.jsonl"].decode().splitlines():
        one = json.loads(line)
        head = (one["id"], one["entity"], one["row"], one["save"], one["device"], one["at"], one["by"], one["device"])
        connection.execute(_LOG, (*head, bytes(32), line))
        _bare_row(connection, one)
    connection.execute("COMMIT")
    for name, data in contents.items():
        if name.startswith("files/"):
            kept = (hashes[name], name.rpartition(".")[2], len(data), data)
            blobs.execute("INSERT OR IGNORE INTO files (sha256, ext, bytes, data) VALUES (?, ?, ?, ?)", kept)


def _bare_row(connection: Any, one: dict[str, Any]) -> None:
    values = {name: json.dumps(value) if isinstance(value, list) else value for name, value in one["set"].items()}
    found = connection.execute(f"SELECT _n FROM {one['entity']} WHERE id = ?", (one["row"],)).fetchone()
    if found is None:
        names = "".join(f', "{name}"' for name in values)
        sql = f"INSERT INTO {one['entity']} (id, deleted{names}) VALUES (?, 0{', ?' * len(values)})"
        connection.execute(sql, (one["row"], *values.values()))
    elif values:
        sets = ", ".join(f'"{name}" = ?' for name in values)
        connection.execute(f"UPDATE {one['entity']} SET {sets} WHERE _n = ?", (*values.values(), found[0]))


def _month(size: int) -> Iterator[Figure]:
    """A laptop with many records, all confirmed but forty changes, makes its bundle."""
    from kcdesk.exchange.keys import AgeIdentity
    from kcdesk.work import making, records
    from kcdesk.work.bootstrap import Desk
    from tests.bench.workspaces import PASSWORD

    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        home = copied(workspace(size), Path(folder) / "home")
        with Desk.open(home, PASSWORD) as desk:
            wanted = making.Wanted(recipient=AgeIdentity.generate().recipient)
            first = making.export(desk, Path(folder), wanted)
            _confirm(desk, first)
            for number, one in enumerate(desk.store.rows("establishment", limit=CHANGES)):
                records.save_record(desk, "establishment", str(one["id"]), {"phone": f"0912{number:06}"})
            out = Path(folder) / "out"
            out.mkdir()
            made: list[Any] = []
            took = milliseconds(lambda: made.extend(making.export(desk, out, wanted)))
            count = sum(one.counts.get("changes", 0) for one in made)
            assert CHANGES <= count < 4 * CHANGES, count
    yield Figure("a month goes out", size, took, bound=MONTH_BOUND)


def _confirm(desk: Any, made: list[Any]) -> None:
    """What a receipt of the province would say: all of these arrived and were merged."""
    from kcdesk.work import hearsay

    hearsay.note(desk, made[-1].id, "zalo", desk.today().isoformat())


def _large() -> Iterator[Figure]:
    """Memory of a province that takes in a bundle of half a gigabyte, in a process of its own."""
    kept = KEPT / "large"
    if not (kept / "ready").is_file():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        print("making a bundle of half a gigabyte …", file=sys.stderr, flush=True)
        _make_large(kept)
        (kept / "ready").touch()
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        home = copied(kept / "office", Path(folder) / "office")
        file = next(kept.glob("*.kcb"))
        command = [sys.executable, "-c", _TAKE, str(home), str(file)]
        seconds, peak = map(float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    megabytes = file.stat().st_size / 2**20
    yield Figure(f"memory of taking in {megabytes:.0f} MB", 1, peak, "MB", bound=MEMORY_BOUND)
    yield Figure("taking it in", 1, seconds * 1000)


_TAKE = """
import sys, time
from pathlib import Path
from kcdesk.work import bundles
from kcdesk.work.bootstrap import Desk
from tests.work import desks
with Desk.open(Path(sys.argv[1]), desks.PASSWORD, clock=desks.Ticking(), machine=desks.machine) as office:
    start = time.perf_counter()
    done = bundles.apply_import(office, Path(sys.argv[2]))
    assert done.state == "merged" and done.new, done.state
    took = time.perf_counter() - start
import psutil
info = psutil.Process().memory_info()
peak = getattr(info, "peak_wset", 0)
if not peak:
    peak = next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(took, peak / 2**20)
"""


def _make_large(kept: Path) -> None:
    from kcdesk.work import attachments, bundles, records, settings, trust
    from kcdesk.work import photos as pictures
    from kcdesk.work.making import Wanted
    from tests.work import desks

    chance = random.Random(9)
    with desks.province(kept / "office") as office, desks.collaborator(kept / "one", "CTV001", _COMMUNES) as person:
        areas = [{"code": "CTV001", "communes": list(_COMMUNES)}]
        issued = settings.settings_export(office, kept / "tinh.kcs", collaborators=areas)
        settings.settings_import(person, issued.path, fingerprint=issued.fingerprint)
        trust.trust(office, person.fingerprint, "CTV001")
        rows = [
            records.save_record(person, "establishment", None, {**desks.ESTABLISHMENT, "name": f"Cơ sở {number}"}).id
            for number in range(200)
        ]
        total = 0
        while total < _HALF:
            made = pictures.fit(_photo_bytes(chance), "anh.jpg")
            total += len(made.data)
            attachments.add(person, "establishment", chance.choice(rows), made, "anh_xuong")
        bundles.export(person, kept, Wanted(max_bytes=0))
    shutil.rmtree(kept / "one")
