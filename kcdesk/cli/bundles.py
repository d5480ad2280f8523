"""``bundle export|inspect|verify|unpack|import|held|admit``."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.cli import opening
from kcdesk.cli.out import Out
from kcdesk.i18n import _
from kcdesk.model.problems import UsageError, UserError

if TYPE_CHECKING:
    from kcdesk.work.bundles import Inspected, Made, Report

MIB = 1024 * 1024
_STRETCH = re.compile(r"(\d{1,18})-(\d{1,18})")


def export(options: Namespace, out: Out) -> int:
    """Write the next bundle, in as many parts as needed."""
    from kcdesk.work import bundles

    if not 0 < options.max_mb <= 900:
        raise UsageError(_("--max-mb phải từ trên 0 đến 900."), code="usage")
    wanted = bundles.Wanted(
        to=options.to, everything=options.all, full=options.full, again=_stretch(options.again),
        recipient=options.recipient, plain=options.plain, max_bytes=int(options.max_mb * MIB),
    )  # fmt: skip
    with opening.desk(options) as desk, opening.folder(Path(options.out)) as folder:
        made = bundles.export(desk, folder, wanted)
    _say_made(made, out, plain=options.plain)
    return 0


def again(options: Namespace, out: Out) -> int:
    """Make an earlier bundle again, by its number."""
    from kcdesk.work import bundles, making

    with opening.desk(options) as desk:
        stretch = making.stretch_of(desk, options.number, options.to)
        wanted = bundles.Wanted(to=options.to, again=stretch, max_bytes=int(options.max_mb * MIB))
        with opening.folder(Path(options.out)) as folder:
            made = bundles.export(desk, folder, wanted)
    _say_made(made, out)
    return 0


def _say_made(made: list[Made], out: Out, *, plain: bool = False) -> None:
    out.document({"bundles": [_shown(one) for one in made]}, "\n".join(str(one.path) for one in made))
    if not out.as_json:
        for one in made:
            out.say(_("Gói số {sequence}, mã {code}.").format(sequence=one.sequence, code=one.code))
    if plain:
        out.say(_("Chú ý: gói này không mã hóa, ai có tệp đều đọc được."))
    if made and made[0].withheld:
        words = _("{count} hồ sơ chưa có đồng ý của chủ cơ sở nên không gửi thông tin cá nhân.")
        out.say(words.format(count=made[0].withheld))


def _stretch(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    found = _STRETCH.fullmatch(text)
    if not found:
        raise UsageError(_("--again cần dạng TỪ-ĐẾN, ví dụ 120-180."), code="usage")
    return int(found[1]), int(found[2])


def _shown(one: Made) -> dict[str, Any]:
    return {
        "file": str(one.path), "id": one.id, "code": one.code, "sequence": one.sequence, "part": one.part,
        "of": one.of, "bytes": one.bytes, "sha256": one.sha256, "counts": dict(one.counts),
        "withheld": one.withheld, "encrypted": one.encrypted,
    }  # fmt: skip


def inspect(options: Namespace, out: Out) -> int:
    """Look into a bundle."""
    from kcdesk.work import bundles

    with opening.desk(options) as desk:
        found = bundles.inspect(desk, Path(options.file))
    out.document(_content(found), "\n".join(_words(found)))
    return 0


def verify(options: Namespace, out: Out) -> int:
    """Check a bundle; 3 where it is not sound."""
    from kcdesk.work import bundles

    with opening.desk(options) as desk:
        found = bundles.verify(desk, Path(options.file))
    out.document({"ok": True, **_content(found)}, _("Gói nguyên vẹn, mã {code}.").format(code=found.code))
    return 0


def _content(found: Inspected) -> dict[str, Any]:
    manifest = found.manifest
    return {
        "file": found.file, "id": manifest.id, "kind": manifest.kind.value, "sequence": manifest.sequence,
        "code": found.code, "sha256": found.sha256, "format": manifest.format, "created": manifest.created,
        "from": {"position": manifest.start.position, "chain": manifest.start.chain},
        "to": {"position": manifest.end.position, "chain": manifest.end.chain},
        "part": [manifest.part.number, manifest.part.of], "counts": dict(manifest.counts),
        "sender": {
            "device": manifest.sender.device, "fingerprint": found.sender.fingerprint,
            "code": manifest.sender.code, "unit": manifest.sender.unit, "state": found.sender.state.value,
        },
        "recipients": list(manifest.recipients), "app": manifest.app,
    }  # fmt: skip


def _words(found: Inspected) -> list[str]:
    manifest = found.manifest
    lines = [
        manifest.title,
        _("Người gửi: {code} {unit}").format(code=manifest.sender.code, unit=manifest.sender.unit),
        _("Dấu khóa người gửi: {fingerprint}").format(fingerprint=found.sender.fingerprint),
        _("Gói số {sequence}, mã {code}.").format(sequence=manifest.sequence, code=found.code),
    ]
    return lines + [f"{name}: {count}" for name, count in manifest.counts.items()]


def unpack(options: Namespace, out: Out) -> int:
    """Write what is in a bundle into a folder."""
    from kcdesk.work import bundles

    with opening.desk(options) as desk:
        files = bundles.unpack(desk, Path(options.file), Path(options.out))
    out.document({"files": [str(file) for file in files]}, "\n".join(str(file) for file in files))
    return 0


def take(options: Namespace, out: Out) -> int:
    """Take bundles in, one after the other; 3 or 4 where one was refused, whatever became of the others."""
    from kcdesk.work import bundles

    reports: list[Report] = []
    refused: list[tuple[str, UserError]] = []
    with opening.desk(options) as desk:
        for name in options.files:
            run = bundles.plan_import if options.plan else bundles.apply_import
            try:
                reports.append(run(desk, Path(name)))
            except UserError as error:
                refused.append((name, error))
    out.document(_summary(reports, refused), "\n".join(report_words(one, planned=options.plan) for one in reports))
    for _name, reason in refused:
        out.error(reason)
    return max((reason.status for _name, reason in refused), default=0)


def _summary(reports: list[Report], refused: list[tuple[str, UserError]]) -> dict[str, Any]:
    sums = {
        name: sum(getattr(one, name) for one in reports) for name in ("new", "known", "waiting", "conflicts", "held")
    }
    return {
        **sums,
        "refused": [{"file": name, "reason": error.message} for name, error in refused],
        "missing": _still_missing(reports),
        "files_missing": reports[-1].files_missing if reports else 0,
        "code": " ".join(one.code for one in reports),
        "bundles": [one.as_json() for one in reports],
    }


def report_words(report: Report, *, planned: bool = False) -> str:
    """What became of one bundle, in a sentence or two."""
    if report.state == "held":
        return _held_words(report)
    if report.state == "known":
        return _("{file}: gói này đã nhận trước đó, không có gì thay đổi (mã {code}).").format(
            file=report.file, code=report.code
        )
    opening_words = _("{file} (xem trước)") if planned else _("{file} (đã nhận)")
    words = _("{start}: mã {code}; {new} mới, {known} đã có, {waiting} chờ, {conflicts} khác nhau, {held} giữ lại.")
    told = words.format(
        start=opening_words.format(file=report.file), code=report.code, new=report.new, known=report.known,
        waiting=report.waiting, conflicts=report.conflicts, held=report.held,
    )  # fmt: skip
    return f"{told}\n{report.notice}" if report.notice else told


def _held_words(report: Report) -> str:
    """Why a bundle waits, and what to do about it."""
    from kcdesk.work.authority import reason_words

    if report.reason == "unknown_sender":
        words = _(
            "{file}: người gửi chưa được xác nhận nên gói được giữ lại. Hãy gọi điện đối chiếu dấu khóa {fingerprint}"
            " (tự ghi mã {code}), rồi xác nhận."
        )
    else:
        words = _("{file}: gói được giữ lại vì {reason}; dấu khóa {fingerprint}, tự ghi mã {code}.")
    return words.format(
        file=report.file, fingerprint=report.sender.fingerprint, code=report.sender.code or "?",
        reason=reason_words(report.reason),
    )  # fmt: skip


def held(options: Namespace, out: Out) -> int:
    """What waits for an officer."""
    from kcdesk.work import bundles
    from kcdesk.work.authority import reason_words

    with opening.desk(options) as desk:
        waiting = bundles.held(desk)
    shown = [
        {name: item.get(name) for name in ("id", "kind", "bundle", "file", "device", "reason", "at", "code", "claimed",
                                           "sequence", "counts", "entity", "row")}
        for item in waiting
    ]  # fmt: skip
    words = [f"{item['at']}\t{item.get('file') or item.get('row')}\t{reason_words(item['reason'])}" for item in waiting]
    out.document(shown, "\n".join(words))
    return 0


def admit(options: Namespace, out: Out) -> int:
    """Let a held bundle in."""
    from kcdesk.work import bundles

    with opening.desk(options) as desk:
        report = bundles.admit(desk, Path(options.file), only=options.only)
    out.document(report.as_json(), report_words(report))
    return 0


def refuse(options: Namespace, out: Out) -> int:
    """Turn down what waits of a bundle, whole or what is about one record."""
    from kcdesk.work import holding

    with opening.desk(options) as desk:
        count = holding.refuse(desk, options.bundle, options.only)
    out.document({"bundle": options.bundle, "refused": count}, _("Đã từ chối {count} mục.").format(count=count))
    return 0


def listing(options: Namespace, out: Out) -> int:
    """The bundles made and taken in, and how far each has come."""
    from kcdesk.work import lacking, shelf

    with opening.desk(options) as desk:
        lines, lacks = shelf.lines(desk), lacking.lacking(desk)
    for line in lines:
        shown = {
            "id": line.id, "direction": "made" if line.is_made else "received", "kind": line.kind, "who": line.who,
            "sequence": line.sequence, "part": [line.part, line.of], "at": line.at, "code": line.code,
            "file": line.file, "counts": dict(line.counts), "state": line.standing.value,
        }  # fmt: skip
        out.line(shown, f"{line.at}\t{line.sequence}\t{line.code}\t{line.standing.value}\t{line.file}")
    if not out.as_json:
        for lack in lacks:
            out.say(lack.sentence)
    return 0


def noted(options: Namespace, out: Out) -> int:
    """Note that the province said it has a bundle, where no receipt can come."""
    from kcdesk.work import hearsay

    with opening.desk(options) as desk:
        note = hearsay.note(desk, options.bundle, options.channel, options.on or desk.today().isoformat())
    content = {"bundle": options.bundle, "channel": note.channel, "on": note.on}
    out.document(content, _("Đã ghi: tỉnh báo đã nhận gói này. Chưa có gì được xóa khi chưa có gói trả lời."))
    return 0


def letter(options: Namespace, out: Out) -> int:
    """Write the letter that goes with some bundles."""
    from kcdesk.work import cover_letter

    with opening.desk(options) as desk:
        path = cover_letter.write(desk, options.bundles, Path(options.out))
    out.document({"file": str(path)}, str(path))
    return 0


def _still_missing(reports: list[Report]) -> list[int]:
    """The numbers missing after the last bundle of each sender: what came later in the same call has come."""
    last = {one.sender.id: one.missing for one in reports}
    return sorted({number for missing in last.values() for number in missing})
