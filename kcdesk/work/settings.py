"""The province's settings: keys, devices, collaborators with their communes, legal basis, code tables.

A settings file is signed by the unit key and not encrypted; it holds no personal data. Its serial only
goes up. The first one is confirmed by reading the unit's fingerprint over the telephone.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk import __version__
from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.work import settings_parts, trust
from kcdesk.work.profile import CODE
from kcdesk.work.trust import Device, Standing

if TYPE_CHECKING:
    from kcdesk.exchange.bundle import Bundle
    from kcdesk.exchange.keys import UnitKey
    from kcdesk.work.bootstrap import Desk

META = "settings"
BEFORE = "settings_before"
"""The settings that were replaced, the latest last."""
HIGHEST = "settings_highest"
_KEPT = 3
CONTENT = "settings.json"
_OWN_WORDS = ("collaborators", "legal_basis", "tables", "periods", "templates", "retention_months")
"""What the province decides in settings; the rest follows from its keys and devices."""
LEGAL_BASES = ("dong_y", "quan_ly_nha_nuoc")
_MOST_COLLABORATORS = 5_000
_MOST_RECIPIENTS = 8


@dataclass(frozen=True, slots=True)
class Issued:
    """A settings file that was made."""

    path: Path
    serial: int
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a settings file brings, before anything is changed.

    ``known`` says that its unit is the one confirmed here, ``newer`` that its serial is above the one
    in force.
    """

    serial: int
    unit: str
    province: str
    fingerprint: str
    known: bool
    newer: bool
    recipients: tuple[str, ...]
    collaborators: int
    communes: tuple[str, ...]
    legal_basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What came into force. ``confirmed`` says that somebody compared the unit's fingerprint."""

    serial: int
    unit: str
    fingerprint: str
    confirmed: bool
    changed: bool
    recipients: tuple[str, ...]


def settings_export(
    desk: Desk,
    path: Path,
    *,
    collaborators: Sequence[Mapping[str, Any]] | None = None,
    legal_basis: str | None = None,
    periods: Sequence[Mapping[str, Any]] | None = None,
    tables: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    templates: Mapping[str, bytes] | None = None,
    retention_months: int | None = None,
) -> Issued:
    """At the province: write the settings under the next serial, and put them into force here.

    ``collaborators`` are objects with ``code`` and ``communes``, ``periods`` as ``settings_parts`` has them,
    ``tables`` rows of code tables and norms by table (a table named with no rows is taken out again),
    ``templates`` the bytes of docx files by name. What is not given stays as it was.
    Raises UserError where the unit key is not here or a code is wrong.
    """
    key = desk.unit_key
    if key is None:
        raise UserError(_("Máy này không giữ khóa của đơn vị nên không ký được thiết lập."), code="no_unit_key")
    content = _content(desk, key)
    if collaborators is not None:
        content["collaborators"] = _collaborators(desk, collaborators)
    if legal_basis is not None:
        content["legal_basis"] = _basis(legal_basis)
    if periods is not None:
        content["periods"] = settings_parts.checked_periods(periods)
    if tables is not None:
        kept = {name: rows for name, rows in content["tables"].items() if name not in tables}
        content["tables"] = kept | settings_parts.checked_tables(tables)
    if templates is not None:
        content["templates"] = settings_parts.kept_templates(desk, templates)
    if retention_months is not None:
        content["retention_months"] = settings_parts.checked_months(retention_months)
    written = _write(desk, key, content, path)
    _keep(desk, content, confirmed=True)
    desk.refresh()
    return Issued(written, content["serial"], key.signing.fingerprint)


def _content(desk: Desk, key: UnitKey) -> dict[str, Any]:
    before = desk.settings
    mates = [one for one in trust.devices(desk) if one.province and one.state in (Standing.OWN, Standing.TRUSTED)]
    return {
        "serial": int(before.get("serial", 0)) + 1,
        "province": desk.profile.province,
        "unit": desk.profile.unit or desk.profile.name,
        "key": key.signing.public_text,
        "fingerprint": key.signing.fingerprint,
        "recovery": key.recovery.recipient,
        "recipients": [one.recipient for one in mates if one.recipient][:_MOST_RECIPIENTS],
        "devices": [
            {"id": one.id, "key": one.key, "code": one.code, "recipient": one.recipient} for one in mates
        ],
        "receipts": before.get("receipts") or desk.device_id,
        "collaborators": before.get("collaborators", []),
        "legal_basis": before.get("legal_basis", LEGAL_BASES[0]),
        "issued": desk.now(),
        "tables": before.get("tables", {}), "periods": before.get("periods", []),
        "templates": before.get("templates", {}), "retention_months": before.get("retention_months", 0),
    }  # fmt: skip


def _keep(desk: Desk, content: Mapping[str, Any], *, confirmed: bool) -> None:
    """Put settings into force here and keep those that they replace."""
    before = desk.settings
    with desk.store.transaction():
        if before and before.get("serial") != content["serial"]:
            desk.store.meta.set(BEFORE, [*desk.store.meta.get(BEFORE, []), before][-_KEPT:])
        desk.store.meta.set(META, {**content, "confirmed": confirmed})
        desk.store.meta.set(HIGHEST, max(content["serial"], highest(desk)))


def highest(desk: Desk) -> int:
    """The highest serial that was ever in force here: nothing below it is taken in."""
    return max(int(desk.store.meta.get(HIGHEST, 0)), int(desk.settings.get("serial", 0)))


def can_take_back(desk: Desk) -> int:
    """The serial of the settings that those in force replaced; 0 where there are none."""
    kept = desk.store.meta.get(BEFORE, [])
    return int(kept[-1]["serial"]) if kept else 0


def take_back(desk: Desk, path: Path | None = None) -> int:
    """Put the settings into force again that those in force replaced; their serial.

    At the province they are issued anew in a file at ``path``, under the next serial, with today's devices.
    Records keep the lists that they were coded with, here and there. Raises UserError where there are none.
    """
    kept = desk.store.meta.get(BEFORE, [])
    if not kept:
        raise UserError(_("Không có thiết lập trước đó để quay lại."), code="nothing_to_undo")
    former = kept[-1]
    if desk.unit_key is not None and path is not None:
        content = _content(desk, desk.unit_key) | {name: former[name] for name in _OWN_WORDS if name in former}
        _write(desk, desk.unit_key, content, path)
        _keep(desk, content, confirmed=True)
    else:
        content = {name: value for name, value in former.items() if name != "confirmed"}
        _put_into_force(desk, content, bool(former.get("confirmed")))
        desk.store.meta.set(BEFORE, kept[:-1])
    desk.refresh()
    return int(content["serial"])


def _basis(given: str) -> str:
    if given not in LEGAL_BASES:
        raise UserError(_("Căn cứ xử lý dữ liệu “{given}” không có.").format(given=given), code="bad_legal_basis")
    return given


def _collaborators(desk: Desk, given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    made = []
    for one in given:
        code, communes = str(one.get("code", "")).strip().upper(), [str(each) for each in one.get("communes", ())]
        if not CODE.fullmatch(code):
            raise UserError(_("Mã “{code}” không đúng dạng mã cộng tác viên.").format(code=code), code="bad_code")
        for commune in communes:
            if not desk.reference.has("communes", commune):
                raise UserError(
                    _("Mã xã “{code}” không có trong danh mục xã, phường, đặc khu.").format(code=commune),
                    code="unknown_commune",
                )
        made.append({"code": code, "communes": communes})
    return made


def _write(desk: Desk, key: UnitKey, content: dict[str, Any], path: Path) -> Path:
    """The signed file, whole or not at all, in the place of an older one."""
    from kcdesk.exchange.manifest import BundleKind, Point
    from kcdesk.exchange.spec import BundleSpec
    from kcdesk.exchange.writer import write_bundle
    from kcdesk.work.making import name_parts

    nowhere = Point(0, "0" * 64)
    plain = {name: value for name, value in content.items() if name != "tables"}
    files = {CONTENT: json.dumps(plain, ensure_ascii=False, indent=1).encode("utf-8")}
    files.update({f"{name}.csv": settings_parts.write_csv(rows) for name, rows in content["tables"].items()})
    files.update({name: desk.store.files.get(one) or b"" for name, one in content["templates"].items()})
    spec = BundleSpec(
        kind=BundleKind.SETTINGS, new_id=desk.new_id, created=desk.now(), key=key.signing, code=desk.profile.code,
        unit=content["unit"], name=name_parts(desk), sequence=content["serial"], start=nowhere, end=nowhere,
        settings_files=files, settings=content["serial"], app=f"kcdesk {__version__}",
    )  # fmt: skip
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".kcdesk-") as folder:
            return write_bundle(spec, Path(folder))[0].path.replace(path)
    except OSError as error:
        raise EnvironmentProblem(_("Không ghi được tệp “{file}”.").format(file=path), code="not_written") from error


def look(desk: Desk, path: Path) -> Look:
    """What a settings file would bring; changes nothing. Raises UserError where it is not sound."""
    content, _templates = _read(path)
    in_force = desk.settings
    mine = next((one for one in content["collaborators"] if one["code"] == desk.profile.code), None)
    return Look(
        serial=content["serial"],
        unit=content["unit"],
        province=content["province"],
        fingerprint=content["fingerprint"],
        known=bool(in_force.get("confirmed")) and in_force.get("key") == content["key"],
        newer=content["serial"] > highest(desk),
        recipients=tuple(content["recipients"]),
        collaborators=len(content["collaborators"]),
        communes=tuple(mine["communes"]) if mine else (),
        legal_basis=content["legal_basis"],
    )


def settings_import(desk: Desk, path: Path, *, fingerprint: str = "") -> Applied:
    """Put the settings of a file into force.

    ``fingerprint`` is what was read over the telephone: compared and, where right, remembered. Raises
    UserError where the file is not sound, is of another province or unit, or older than what is in force.
    """
    content, templates = _read(path)
    confirmed = _check(desk, content, fingerprint)
    in_force = desk.settings
    same = {**in_force, "confirmed": None} == {**content, "confirmed": None}
    if not same or confirmed != bool(in_force.get("confirmed")):
        settings_parts.kept_templates(desk, templates)
        _put_into_force(desk, content, confirmed)
    return Applied(
        serial=content["serial"], unit=content["unit"], fingerprint=content["fingerprint"], confirmed=confirmed,
        changed=not same, recipients=tuple(content["recipients"]),
    )  # fmt: skip


def _check(desk: Desk, content: Mapping[str, Any], typed: str) -> bool:
    """True where the unit's key was compared, now or before. Raises UserError where the file does not fit."""
    in_force = desk.settings
    if content["province"] != desk.profile.province:
        raise UserError(
            _("Thiết lập này của tỉnh có mã {code}, không phải tỉnh của dữ liệu ở đây.").format(
                code=content["province"]
            ),
            code="other_province",
        )
    own = desk.unit_key
    known = own.signing.public_text if own else str(in_force.get("key", ""))
    right = bool(typed) and trust.read(typed) == content["fingerprint"].replace(" ", "")
    if typed and not right:
        raise UserError(
            _("Dấu khóa đọc qua điện thoại không khớp với tệp: không nhận thiết lập này."), code="wrong_fingerprint"
        )
    if known and known != content["key"] and not right:
        raise UserError(
            _("Thiết lập này ký bằng khóa khác với khóa của đơn vị đã biết; hãy đối chiếu dấu khóa với tỉnh."),
            code="other_unit",
        )
    same_unit = known == content["key"]
    if same_unit and content["serial"] < highest(desk):
        raise UserError(
            _("Thiết lập số {serial} cũ hơn thiết lập đang dùng nên không nhận.").format(serial=content["serial"]),
            code="older_settings",
        )
    return right or own is not None or (same_unit and bool(in_force.get("confirmed")))


def adopt(desk: Desk, content: Mapping[str, Any]) -> None:
    """Put settings into force that another workspace had in force, with what was compared there.

    Raises UserError ``bad_settings`` where they are not in the form in which they are kept.
    """
    from kcdesk.exchange.limits import NUMBER

    try:
        tables, templates = settings_parts.kept_in_form(content.get("tables", {}), content.get("templates", {}))
        checked = _in_form(content, tables, templates)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _bad_settings() from error
    if not 0 < checked["serial"] <= NUMBER:
        raise _bad_settings()
    _put_into_force(desk, checked, content.get("confirmed") is True)


def _put_into_force(desk: Desk, content: dict[str, Any], confirmed: bool) -> None:
    mine = next((one for one in content["collaborators"] if one["code"] == desk.profile.code), None)
    with desk.store.transaction():
        _keep(desk, content, confirmed=confirmed)
        for one in content["devices"]:
            if one["id"] != desk.device_id:
                trust.learn(
                    desk,
                    Device(
                        id=one["id"], key=one["key"], code=one["code"], state=Standing.TRUSTED, at=desk.now(),
                        unit=content["unit"], recipient=one["recipient"], province=True,
                    ),
                )  # fmt: skip
        if mine and mine["communes"] and not desk.profile.is_province:
            profile = replace(desk.profile, communes=tuple(mine["communes"]))
            desk.store.meta.set("profile", profile.as_meta())
    desk.refresh()


def _read(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The content of a settings file whose signature is that of the unit it names, and its templates.

    Raises UserError.
    """
    from kcdesk.exchange.reader import open_bundle

    with open_bundle(path, identities=()) as bundle:
        if bundle.manifest.kind.value != "settings":
            raise UserError(_("Tệp này không phải là thiết lập của tỉnh."), code="wrong_kind")
        try:
            files = {name: bundle.setting(name) for name in bundle.settings()}
            return _checked(bundle, files), {name: data for name, data in files.items() if name.endswith(".docx")}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _bad_settings() from error


def _checked(bundle: Bundle, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The content in its one form. Raises KeyError, TypeError or ValueError where it is another."""
    given = json.loads(files[CONTENT])
    if given["key"] != bundle.manifest.sender.key or given["serial"] != bundle.manifest.settings:
        raise ValueError("not what was signed")
    tables = {name[:-4]: settings_parts.read_csv(data) for name, data in files.items() if name.endswith(".csv")}
    templates = {name: data for name, data in files.items() if name.endswith(".docx")}
    return _in_form(given, tables, settings_parts.named_templates(templates))


def _in_form(given: Mapping[str, Any], tables: Any, templates: dict[str, str]) -> dict[str, Any]:
    """As ``_checked``, wherever the content comes from."""
    from kcdesk.exchange.keys import checked_recipient, device_id, read_public

    devices = [{name: str(one[name]) for name in ("id", "key", "code", "recipient")} for one in given["devices"]]
    for one in devices:
        if device_id(read_public(one["key"])) != one["id"]:
            raise ValueError(one["id"])
    collaborators = [
        {"code": str(one["code"]), "communes": [str(each) for each in one["communes"]]}
        for one in given["collaborators"][:_MOST_COLLABORATORS]
    ]
    return {
        "serial": int(given["serial"]),
        "province": str(given["province"]),
        "unit": str(given["unit"]),
        "key": str(given["key"]),
        "fingerprint": _fingerprint(str(given["key"])),
        "recovery": checked_recipient(str(given["recovery"])),
        "recipients": [checked_recipient(str(one)) for one in given["recipients"][:_MOST_RECIPIENTS]],
        "devices": devices,
        "receipts": str(given["receipts"]),
        "collaborators": collaborators,
        "legal_basis": _basis(str(given["legal_basis"])),
        "issued": str(given["issued"]),
        "tables": settings_parts.checked_tables(tables),
        "periods": settings_parts.checked_periods(given.get("periods", [])),
        "templates": templates,
        "retention_months": settings_parts.checked_months(given.get("retention_months", 0)),
    }


def _bad_settings() -> UserError:
    return UserError(_("Nội dung của tệp thiết lập không đúng mẫu."), code="bad_settings")


def _fingerprint(key: str) -> str:
    from kcdesk.exchange.keys import device_id, fingerprint, read_public

    return fingerprint(device_id(read_public(key)))
