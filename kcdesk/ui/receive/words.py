"""What bundles are called on screen and in the letter that goes with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kcdesk.i18n import _, ngettext
from kcdesk.ui.formats import grouped
from kcdesk.work.profile import Profile
from kcdesk.work.shelf import BundleLine, BundleStanding

SOON = 3
"""Days before a last day from which on it is urgent."""


class MadeBundle(Protocol):
    """What is known of a bundle that was just made."""

    @property
    def path(self) -> Path: ...

    @property
    def code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A bundle of the history, for the letter."""

    path: Path
    code: str


def contents(counts: Mapping[str, int]) -> str:
    """Records by entity in words: "11 cơ sở, 9 đề nghị, 14 ảnh, giấy tờ"; "" for nothing."""
    words = {
        "establishment": _("{n} cơ sở"),
        "support_request": _("{n} đề nghị"),
        "visit": _("{n} lượt khảo sát"),
        "attachment": _("{n} ảnh, giấy tờ"),
        "review": _("{n} câu hỏi"),
        "files": _("{n} tệp"),
    }
    said = [text.format(n=grouped(counts[name])) for name, text in words.items() if counts.get(name)]
    if not said and counts.get("changes"):
        return ngettext("{n} thay đổi", "{n} thay đổi", counts["changes"]).format(n=grouped(counts["changes"]))
    return ", ".join(said)


def title(line: BundleLine, *, is_province: bool) -> str:
    """What a bundle is called in the list: "Gói 5", "Tỉnh trả lời"; the arrow beside it says which way it went."""
    if line.kind == "settings":
        return _("Cấu hình tỉnh")
    if line.is_made:
        number = _("Gói {n}").format(n=line.sequence)
        name = _("{who} gói {n}").format(who=line.who, n=line.sequence) if line.who else number
    elif is_province:
        name = _("{who} gói {n}").format(who=line.who or _("Chưa rõ ai"), n=line.sequence)
    else:
        name = _("Tỉnh trả lời")
    if line.of > 1:
        name += _(" (phần {part}/{of})").format(part=line.part, of=line.of)
    return name


def standing(line: BundleLine) -> tuple[str, str]:
    """Level and word for how far a bundle has come."""
    return {
        BundleStanding.MADE: ("note", _("Đã tạo")),
        BundleStanding.NOTED: ("quiet", _("Tỉnh báo nhận")),
        BundleStanding.LACKING: ("warning", _("Tỉnh còn thiếu")),
        BundleStanding.ARRIVED: ("note", _("Đã nhận")),
        BundleStanding.CONFIRMED: ("good", _("Đã ghép")),
        BundleStanding.TAKEN_IN: ("good", _("Đã ghép")),
        BundleStanding.HELD: ("error", _("Đang giữ")),
    }[line.standing]


def letter(profile: Profile, made: Sequence[MadeBundle], counts: Mapping[str, int], today: str) -> str:
    """The text for the e-mail or Zalo message that carries the files."""
    names = "\n".join(f"- {one.path.name} ({_('mã')} {one.code})" for one in made)
    return _(
        "Kính gửi Trung tâm Khuyến công,\n\n"
        "Tôi là {name}, mã {code}{unit}. Tôi gửi kèm gói số liệu lập ngày {today}, gồm {contents}:\n{files}\n\n"
        "Khi nhận xong, xin Trung tâm báo lại mã trên màn hình để đối chiếu.\n\nTrân trọng.\n{name}{phone}"
    ).format(
        name=profile.name,
        code=profile.code,
        unit=f", {profile.unit}" if profile.unit else "",
        today=today,
        contents=contents(counts) or _("các thay đổi mới"),
        files=names,
        phone=f" – {profile.phone}" if profile.phone else "",
    )


def due(days: int | None) -> tuple[str, str]:
    """Level and words for a last day: so many days left, today, or past."""
    if days is None:
        return "", ""
    if days < 0:
        return "error", ngettext("Quá {n} ngày", "Quá {n} ngày", -days).format(n=grouped(-days))
    if days == 0:
        return "error", _("Hôm nay")
    return "warning" if days <= SOON else "quiet", ngettext("Còn {n} ngày", "Còn {n} ngày", days).format(
        n=grouped(days)
    )
