"""Photos and papers that records name and that are not here: in which part they travel, or that nobody may send them.

A paper with personal data of somebody who has not agreed stays where it was noted. Its record says by the consent of
its establishment that it is so; it is no file that somebody forgot.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _, ngettext
from kcdesk.work import receipts
from kcdesk.work.consent import Consent

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class Lack:
    """Files that have not come and travel together: in ``part`` of ``of`` of what ``sender`` (a code) sent,
    which is his bundle number ``sequence``. 0 where no bundle that is here says where they are.

    ``withheld`` files do not come before the owner of the establishment agrees."""

    files: tuple[str, ...]
    sender: str = ""
    part: int = 0
    of: int = 0
    sequence: int = 0
    withheld: bool = False

    @property
    def sentence(self) -> str:
        """What to say about it."""
        count = len(self.files)
        if self.withheld:
            words = ngettext(
                "{n} ảnh, giấy tờ không gửi vì chủ cơ sở chưa đồng ý.",
                "{n} ảnh, giấy tờ không gửi vì chủ cơ sở chưa đồng ý.",
                count,
            )
            return words.format(n=count)
        if not self.part:
            words = ngettext("Còn thiếu {n} ảnh, giấy tờ chưa tới.", "Còn thiếu {n} ảnh, giấy tờ chưa tới.", count)
            return words.format(n=count)
        words = _("Còn thiếu {n} ảnh, giấy tờ, nằm ở phần {part}/{of} (gói số {sequence} của {sender}).")
        return words.format(
            n=count, part=self.part, of=self.of, sequence=self.sequence, sender=self.sender or _("tỉnh")
        )


def lacking(desk: Desk, files: Iterable[str] | None = None) -> list[Lack]:
    """The files that have not come (of those given, or of all that records name), by the part that has them.

    Follows from what the parts that are here say about the others.
    """
    missing = receipts.missing_files(desk) if files is None else desk.store.files.missing(files)
    kept = withheld(desk, missing)
    missing = [name for name in missing if name not in kept]
    wanted, places = set(missing), {}
    for item in desk.store.bundles.list(direction="received") if wanted else ():
        number, of = item.get("part") or [1, 1]
        for part, names in (item.get("elsewhere") or {}).items():
            sequence = int(item.get("sequence") or 0) - int(number) + int(part)
            for name in wanted.intersection(names):
                places[name] = (str(item.get("sender") or ""), int(part), int(of), sequence)
    grouped: dict[tuple[str, int, int, int], list[str]] = {}
    for name in missing:
        grouped.setdefault(places.get(name, ("", 0, 0, 0)), []).append(name)
    found = [Lack(tuple(names), *place) for place, names in sorted(grouped.items())]
    return [*found, Lack(tuple(sorted(kept)), withheld=True)] if kept else found


def to_come(desk: Desk) -> list[str]:
    """The files that records name, that are not here, and that somebody may send."""
    missing = receipts.missing_files(desk)
    kept = withheld(desk, missing)
    return [name for name in missing if name not in kept]


def withheld(desk: Desk, missing: Collection[str]) -> frozenset[str]:
    """Those of the files that are not here which nobody may send: papers of people who have not agreed."""
    if not missing:
        return frozenset()
    sql = (
        "SELECT id, sha256, has_personal_data FROM attachment"
        " WHERE deleted = 0 AND sha256 IN (SELECT value FROM json_each(?))"
    )
    consent = Consent(desk)
    may_come: set[str] = set()
    stays: set[str] = set()
    for row, name, is_personal in desk.store.select(sql, (json.dumps(list(missing)),)):
        is_free = is_personal == 0 or consent.allows("attachment", str(row)) or _is_own(desk, str(row))
        (may_come if is_free else stays).add(str(name))
    return frozenset(stays - may_come)


def _is_own(desk: Desk, row: str) -> bool:
    """True where this device noted the paper: nobody else could have withheld it."""
    first = desk.store.select("SELECT device FROM log WHERE row = ? ORDER BY position LIMIT 1", (row,))
    return bool(first) and first[0][0] == desk.device_id


def waiting(desk: Desk, entity: str, rows: Sequence[str] | None = None) -> frozenset[str]:
    """Those of the records (of all, with None) that have a photo or paper which is still to come."""
    among = "" if rows is None else " AND owner_id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT owner_id, sha256 FROM attachment WHERE deleted = 0 AND sha256 IS NOT NULL{among} AND owner_type = ?"
    found = desk.store.select(sql, (*([] if rows is None else [json.dumps(list(rows))]), entity))
    if not found:
        return frozenset()
    missing = set(desk.store.files.missing(str(name) for _owner, name in found))
    missing -= withheld(desk, missing)
    return frozenset(str(owner) for owner, name in found if name in missing)
