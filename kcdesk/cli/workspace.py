"""``init``, ``schema`` and ``demo``."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kcdesk.cli import opening
from kcdesk.cli.out import Out
from kcdesk.i18n import _
from kcdesk.model.problems import UsageError


def init(options: Namespace, out: Out) -> int:
    """Make a workspace with its keys."""
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.profile import Profile, Role

    role = Role(options.role)
    if role is Role.COLLABORATOR and not options.code:
        raise UsageError(_("Thiếu tham số: --code (mã cộng tác viên do tỉnh cấp)."), code="usage")
    unit_key = opening.read_bytes(Path(options.unit_key)) if options.unit_key else b""
    profile = Profile(
        role=role,
        code=options.code or f"TINH{options.province}",
        name=options.name,
        unit=options.unit,
        province=options.province,
        communes=tuple(code.strip() for code in options.communes.split(",") if code.strip()),
        phone=options.phone,
    )
    with Desk.create(opening.home(options), opening.password(options), profile, unit_key=unit_key) as desk:
        made = {
            "home": str(desk.home),
            "role": desk.role,
            "code": desk.profile.code,
            "name": desk.profile.name,
            "province": desk.profile.province,
            "communes": list(desk.profile.communes),
            "device": desk.device_id,
            "fingerprint": desk.fingerprint,
            "recipient": desk.recipient,
            "unit_fingerprint": desk.unit_fingerprint,
        }
    words = [
        _("Đã tạo dữ liệu trong “{home}”.").format(home=made["home"]),
        _("Dấu khóa của máy này: {fingerprint}").format(fingerprint=made["fingerprint"]),
    ]
    if made["unit_fingerprint"]:
        words.append(_("Dấu khóa của đơn vị: {fingerprint}").format(fingerprint=made["unit_fingerprint"]))
    out.document(made, "\n".join(words))
    return 0


def schema(options: Namespace, out: Out) -> int:
    """Print the declared entities and fields. JSON with or without ``--json``."""
    from kcdesk.model.schema import describe

    del options
    Out(as_json=True).document(describe(), "")
    del out
    return 0


def demo(options: Namespace, out: Out) -> int:
    """Fill a workspace with plausible records."""
    from kcdesk.work import demo as sample

    if options.establishments < 1:
        raise UsageError(_("Số cơ sở phải từ 1 trở lên."), code="usage")
    with opening.desk(options) as desk:
        counts = sample.fill(desk, options.establishments, options.seed)
    words = _("Đã điền dữ liệu mẫu: {establishments} cơ sở, {requests} đề nghị, {visits} lượt khảo sát.")
    out.document(
        counts,
        words.format(
            establishments=counts["establishment"], requests=counts["support_request"], visits=counts["visit"]
        ),
    )
    return 0
