"""``keys`` and ``settings``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.cli import opening
from kcdesk.cli.out import Out
from kcdesk.i18n import _
from kcdesk.model.problems import UsageError, UserError

if TYPE_CHECKING:
    from kcdesk.work.trust import Device


def _shown(device: Device) -> dict[str, Any]:
    return {
        "device": device.id, "fingerprint": device.fingerprint, "code": device.code, "state": device.state.value,
        "unit": device.unit, "key": device.key, "recipient": device.recipient, "at": device.at,
    }  # fmt: skip


def _state(state: str) -> str:
    words = {
        "own": _("máy này"), "trusted": _("đã xác nhận"), "unknown": _("chưa xác nhận"), "revoked": _("đã thu hồi"),
        "replaced": _("đã bàn giao"),
    }  # fmt: skip
    return words[state]


def listing(options: Namespace, out: Out) -> int:
    """Own key and known senders."""
    from kcdesk.work import trust as known

    with opening.desk(options) as desk:
        devices = known.devices(desk)
        unit = desk.unit_fingerprint
    words = [f"{one.fingerprint}\t{one.code}\t{_state(one.state.value)}\t{one.unit}" for one in devices]
    if unit:
        words.append(_("Dấu khóa của đơn vị tỉnh: {fingerprint}").format(fingerprint=unit))
    out.document({"unit_fingerprint": unit, "devices": [_shown(one) for one in devices]}, "\n".join(words))
    return 0


def trust(options: Namespace, out: Out) -> int:
    """Trust a sender, and take in what was held for him."""
    from kcdesk.cli.bundles import report_words
    from kcdesk.work import bundles
    from kcdesk.work import trust as known

    with opening.desk(options) as desk:
        device = known.trust(desk, " ".join(options.fingerprint), options.code)
        reports = bundles.admit_from(desk, device.id)
    words = [_("Đã xác nhận {fingerprint} là của {code}.").format(fingerprint=device.fingerprint, code=device.code)]
    words += [report_words(report) for report in reports]
    content = {**_shown(device), "imported": [report.as_json() for report in reports]}
    out.document(content, "\n".join(words))
    return 0


def revoke(options: Namespace, out: Out) -> int:
    """Stop trusting a sender."""
    from kcdesk.work import trust as known

    with opening.desk(options) as desk:
        device = known.revoke(desk, " ".join(options.fingerprint))
    out.document(_shown(device), _("Đã thu hồi {fingerprint}.").format(fingerprint=device.fingerprint))
    return 0


def export(options: Namespace, out: Out) -> int:
    """Write one's own keys for public tools."""
    from kcdesk.work import trust as known

    with opening.desk(options) as desk:
        files = known.export_keys(desk, Path(options.out), private=options.private)
    out.document({"files": [str(file) for file in files]}, "\n".join(str(file) for file in files))
    if options.private:
        out.say(_("Ai có tệp identity.txt đều mở được các gói gửi cho máy này: hãy cất kín."))
    return 0


def unit_export(options: Namespace, out: Out) -> int:
    """Write the unit key to a file."""
    from kcdesk.work import trust as known

    with opening.desk(options) as desk:
        file = known.export_unit_key(desk, Path(options.out))
        fingerprint = desk.unit_fingerprint
    out.document({"file": str(file), "fingerprint": fingerprint}, str(file))
    out.say(_("Ai có tệp này đều ký được thay đơn vị: hãy chép ra USB, in ra giấy và cất kín."))
    return 0


def settings_export(options: Namespace, out: Out) -> int:
    """At the province: write the settings file."""
    from kcdesk.work import settings

    with opening.desk(options) as desk:
        collaborators = _collaborators(Path(options.collaborators)) if options.collaborators else None
        tables = dict(_table(one) for one in options.table)
        if options.norms:
            tables["norms"] = _rows(Path(options.norms))
        issued = settings.settings_export(
            desk, Path(options.out), collaborators=collaborators, legal_basis=options.legal_basis,
            periods=_rows(Path(options.periods)) if options.periods else None, tables=tables or None,
            templates={Path(one).name: opening.read_bytes(Path(one)) for one in options.template} or None,
            retention_months=options.retention_months,
        )  # fmt: skip
    content = {"file": str(issued.path), "serial": issued.serial, "fingerprint": issued.fingerprint}
    words = _("Đã tạo tệp thiết lập số {serial}: {file}\nDấu khóa của đơn vị, để đọc qua điện thoại: {fingerprint}")
    out.document(content, words.format(serial=issued.serial, file=issued.path, fingerprint=issued.fingerprint))
    return 0


def _collaborators(path: Path) -> list[dict[str, Any]]:
    """Codes with their communes from a CSV file: ``code,communes`` with communes apart by spaces or ``;``."""
    import csv
    import io
    import re

    text = opening.read_bytes(path).decode("utf-8-sig", errors="replace")
    rows = csv.DictReader(io.StringIO(text))
    return [
        {"code": (row.get("code") or "").strip(), "communes": re.findall(r"\d{5}", row.get("communes") or "")}
        for row in rows
    ]


def _table(given: str) -> tuple[str, list[dict[str, str]]]:
    name, sign, file = given.partition("=")
    if not sign:
        raise UsageError(_("--table cần dạng TÊN=TỆP.csv."), code="usage")
    return name, _rows(Path(file))


def _rows(path: Path) -> list[dict[str, str]]:
    from kcdesk.work.settings_parts import read_csv

    try:
        return read_csv(opening.read_bytes(path))
    except ValueError as error:
        raise UserError(_("Tệp “{file}” không phải là bảng CSV UTF-8.").format(file=path), code="bad_table") from error


def settings_show(options: Namespace, out: Out) -> int:
    """The settings in force."""
    with opening.desk(options) as desk:
        content = dict(desk.settings)
    words = _("Đang dùng thiết lập số {serial} của {unit}.") if content else _("Chưa có thiết lập của tỉnh.")
    out.document(content, words.format(serial=content.get("serial", ""), unit=content.get("unit", "")))
    return 0


def settings_undo(options: Namespace, out: Out) -> int:
    """Put the settings into force again that were replaced last."""
    from kcdesk.work import settings

    with opening.desk(options) as desk:
        if desk.profile.is_province and not options.out:
            raise UsageError(_("Thiếu tham số: {names}.").format(names="--out"), code="usage")
        serial = settings.take_back(desk, Path(options.out) if options.out else None)
    words = _("Đang dùng lại nội dung của thiết lập trước đó (số {serial}).")
    out.document({"serial": serial, "file": options.out}, words.format(serial=serial))
    return 0


def settings_import(options: Namespace, out: Out) -> int:
    """Take in the province's settings."""
    from kcdesk.work import settings

    with opening.desk(options) as desk:
        applied = settings.settings_import(desk, Path(options.file), fingerprint=options.fingerprint)
    content = {
        "serial": applied.serial, "unit": applied.unit, "fingerprint": applied.fingerprint,
        "confirmed": applied.confirmed, "changed": applied.changed, "recipients": list(applied.recipients),
    }  # fmt: skip
    words = [_("Đã nhận thiết lập số {serial} của {unit}.").format(serial=applied.serial, unit=applied.unit)]
    if not applied.changed:
        words = [_("Thiết lập số {serial} đã có ở đây, không có gì thay đổi.").format(serial=applied.serial)]
    if not applied.confirmed:
        words.append(
            _("Hãy gọi điện cho tỉnh để đối chiếu dấu khóa của đơn vị: {fingerprint}").format(
                fingerprint=applied.fingerprint
            )
        )
    out.document(content, "\n".join(words))
    return 0
