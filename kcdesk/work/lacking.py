"""Photos and papers that records name and that have not come: how many, and in which part they travel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _, ngettext
from kcdesk.work import making

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class Lack:
    """Files that have not come and travel together: in ``part`` of ``of`` of what ``sender`` (a code) sent,
    which is his bundle number ``sequence``. 0 where no bundle that is here says where they are."""

    files: tuple[str, ...]
    sender: str = ""
    part: int = 0
    of: int = 0
    sequence: int = 0

    @property
    def sentence(self) -> str:
        """What to say about it."""
        count = len(self.files)
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
    missing = making.missing_files(desk) if files is None else desk.store.files.missing(files)
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
    return [Lack(tuple(names), *place) for place, names in sorted(grouped.items())]
