"""What a person was told, where no receipt can come: "tỉnh báo đã nhận", by telephone, Zalo or letter.

It is shown as such, and the next bundle leaves out what it covers. Nothing is purged on it, and the first real
receipt that comes afterwards replaces it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import N_, _
from kcdesk.model.problems import UserError
from kcdesk.work import cursors

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

META = "hearsay"
CHANNELS = {
    "dien_thoai": N_("điện thoại"),
    "zalo": "Zalo",
    "thu": N_("thư điện tử"),
    "van_ban": N_("văn bản"),
    "gap": N_("gặp trực tiếp"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """How it was told (one of ``CHANNELS``), on which day, and when that was written down (ISO UTC)."""

    channel: str
    on: str
    at: str


def notes(desk: Desk) -> dict[str, Note]:
    """The notes that hold, by bundle: those after which no real receipt came."""
    receipt = max(cursors.confirmed(desk).at, cursors.heard_at(desk))
    kept: Mapping[str, Mapping[str, str]] = desk.store.meta.get(META, {})
    return {bundle: Note(**one) for bundle, one in kept.items() if one["at"] > receipt}


def note(desk: Desk, bundle: str, channel: str, on: str) -> Note:
    """Note that the province said it has a bundle. Raises UserError for a wrong channel, day or bundle."""
    made = desk.store.bundles.get(bundle)
    if made is None or made.get("direction") != "made" or desk.profile.is_province:
        raise UserError(_("Không tìm thấy gói đã gửi này."), code="not_found")
    if channel not in CHANNELS:
        raise UserError(_("Hãy chọn tỉnh báo bằng cách nào."), code="invalid")
    if not on or on > desk.today().isoformat():
        raise UserError(_("Ngày tỉnh báo không thể ở sau hôm nay."), code="invalid")
    written = Note(channel, on, desk.now())
    desk.store.meta.set(META, {**desk.store.meta.get(META, {}), bundle: asdict(written)})
    return written


def take_back(desk: Desk, bundle: str) -> None:
    """The note was a mistake."""
    kept = dict(desk.store.meta.get(META, {}))
    if kept.pop(bundle, None) is not None:
        desk.store.meta.set(META, kept)


def sent_from(desk: Desk) -> int:
    """The position above which the next bundle for the province begins: confirmed, or told without a hole."""
    base = cursors.confirmed(desk).position
    held = notes(desk)
    if not held:
        return base
    made = [desk.store.bundles.get(bundle) for bundle in held]
    stretches = sorted(
        (int(item["position_from"]), int(item["position_to"]))
        for item in made
        if item and item.get("log") == desk.device_id
    )
    for after, upto in stretches:
        if after <= base:
            base = max(base, upto)
    return base
