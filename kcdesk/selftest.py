"""``kcdesk selftest``: does this very program work on this very machine? In the frozen program too.

Every line tells one check. A windowed program has no stdout: then the same text goes into a log file
in the folder for temporary files.
"""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from kcdesk import __version__, paths
from kcdesk.i18n import _

LOG_FILE = "kcdesk-selftest.txt"
PROVINCES, COMMUNES = 34, 3321
_SAMPLE = "Đặng Văn Ước – cơ sở bánh tráng Thuận Hưng, ấp Vĩnh Thuận, quẹo phải 3 km"
_PASSWORD = "mat-khau-tu-kiem"


class Printer(Protocol):
    """What prints the lines; the command line's ``Out``."""

    as_json: bool

    def document(self, content: dict[str, object], words: str) -> None:
        """The one result."""


def run(options: Namespace, out: Printer) -> int:
    """Make all checks; 0 where every one went well, else 1."""
    del options
    results = [_result(words(), check) for words, check in _CHECKS]
    lines = [f"kcdesk {__version__} – Python {sys.version.split()[0]} – {sys.platform}"]
    lines += [
        f"{'OK  ' if not trouble else 'HỎNG'} {name}{': ' + trouble if trouble else ''}" for name, trouble in results
    ]
    good = all(not trouble for _name, trouble in results)
    lines.append(_("Mọi thứ đều chạy tốt.") if good else _("Có phần không chạy được trên máy này."))
    checks = [{"name": name, "ok": not trouble, "trouble": trouble} for name, trouble in results]
    if sys.stdout is None:
        Path(tempfile.gettempdir(), LOG_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        out.document({"ok": good, "version": __version__, "checks": checks}, "\n".join(lines))
    return 0 if good else 1


def _result(name: str, check: Callable[[], None]) -> tuple[str, str]:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - the boundary: a failed check is a result
        return name, f"{type(error).__name__}: {error}"
    return name, ""


def _demand(condition: object, trouble: str) -> None:
    if not condition:
        raise RuntimeError(trouble)


def check_resources() -> None:
    """Every folder of resources is there and can be read."""
    for name in ("tables", "icons", "fonts", "demo", "theme"):
        files = [path for path in paths.resource(name).rglob("*") if path.is_file()]
        _demand(files, f"resources/{name}")
        files[0].read_bytes()


def check_tables() -> None:
    """The code tables are whole."""
    from kcdesk.reference.tables import Reference

    reference = Reference.load()
    provinces = reference.communes.provinces()
    count = sum(len(reference.communes.of_province(province.code)) for province in provinces)
    _demand(len(provinces) == PROVINCES, f"provinces {len(provinces)}")
    _demand(count == COMMUNES, f"communes {count}")
    _demand(reference.norms(), "norms")
    _demand(reference.vsic.find("bánh tráng"), "vsic")


def check_vietnamese() -> None:
    """Folding, sorting and translation work."""
    from kcdesk.i18n import language, set_language
    from kcdesk.text.collate import sort_key
    from kcdesk.text.fold import fold

    _demand(fold("Đường Hòa Bình") == fold("duong hoà binh"), "fold")
    _demand(sort_key("Đức") > sort_key("Dũng"), "collation")
    before = language()
    try:
        set_language("en")
        english = _("Mọi thứ đều chạy tốt.")
    finally:
        set_language(before)
    _demand(english, "translation")


def check_fonts() -> None:
    """The bundled font is found by Qt and has the letters of Vietnamese."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from kcdesk.ui.fonts import missing_letters

    _demand(not missing_letters(_SAMPLE), "letters")


def check_libraries() -> None:
    """The compiled libraries are in the program and can be loaded."""
    import nacl.bindings
    import pi_heif
    import PIL.features
    import PIL.Image
    import pyrage
    import rapidfuzz.fuzz

    _demand(nacl.bindings.crypto_sign_SEEDBYTES, "sodium")
    _demand(PIL.Image.new("L", (2, 2)) and pyrage.x25519.Identity.generate(), "pictures and keys")
    _demand(rapidfuzz.fuzz.ratio("a", "a"), "similarity")
    kinds = ("jpg", "zlib", "webp", "littlecms2")
    _demand(pi_heif.libheif_version() and all(PIL.features.check(kind) for kind in kinds), "photos")


def check_round_trip() -> None:
    """A collaborator's record goes to a province and is there again."""
    with tempfile.TemporaryDirectory(prefix="kcdesk-selftest-", ignore_cleanup_errors=True) as folder:
        _round_trip(Path(folder))


class _Fixed:
    """A clock that stands still, so that the check does not depend on the machine's date."""

    def now(self) -> datetime:
        """Noon of a working day."""
        return datetime(2026, 11, 23, 5, 0, tzinfo=UTC)

    def today(self) -> date:
        """That day."""
        return date(2026, 11, 23)


def _round_trip(folder: Path) -> None:
    from kcdesk.work import bundles, records, settings, trust
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.demo import fill
    from kcdesk.work.profile import Profile, Role

    office = Profile(role=Role.PROVINCE, code="TINH92", name="Phòng Kỹ thuật", unit="Trung tâm", province="92")
    person = Profile(role=Role.COLLABORATOR, code="CTV07", name="Cộng tác viên", communes=("31441",))
    with Desk.create(folder / "tinh", _PASSWORD, office, clock=_Fixed()) as province:
        issued = settings.settings_export(province, folder / "tinh.kcs")
        with Desk.create(folder / "ctv", _PASSWORD, person, clock=_Fixed()) as field:
            settings.settings_import(field, issued.path, fingerprint=issued.fingerprint)
            fill(field, 3, 1)
            sent = {str(one["id"]): one for one in records.list_page(field, "establishment").rows}
            made = bundles.export(field, folder)
            fingerprint = field.fingerprint
        held = bundles.apply_import(province, made[0].path)
        _demand(held.state == "held", "held")
        device = trust.trust(province, fingerprint, "CTV07")
        bundles.admit_from(province, device.id)
        got = {str(one["id"]): one for one in records.list_page(province, "establishment").rows}
        _demand(got.keys() == sent.keys() and len(got) == 3, "records")
        _demand(all(got[row]["name"] == sent[row]["name"] for row in sent), "values")
    with Desk.open(folder / "tinh", _PASSWORD, clock=_Fixed()) as again:
        _demand(not again.store.doctor(), "doctor")


_CHECKS: tuple[tuple[Callable[[], str], Callable[[], None]], ...] = (
    (lambda: _("Tệp đi kèm chương trình"), check_resources),
    (lambda: _("Danh mục tỉnh, xã, ngành nghề, định mức"), check_tables),
    (lambda: _("Tiếng Việt: bỏ dấu, sắp xếp, bản dịch"), check_vietnamese),
    (lambda: _("Phông chữ"), check_fonts),
    (lambda: _("Thư viện đi kèm"), check_libraries),
    (lambda: _("Dữ liệu mã hóa và gói gửi từ cộng tác viên đến tỉnh"), check_round_trip),
)
