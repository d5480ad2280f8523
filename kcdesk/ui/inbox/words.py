"""What files and held bundles are called in the inbox, and how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kcdesk.i18n import _, ngettext
from kcdesk.ui.formats import grouped
from kcdesk.ui.receive.words import contents
from kcdesk.work.inbox import HeldItem, Item
from kcdesk.work.taking import HELD, KNOWN

if TYPE_CHECKING:
    from kcdesk.work.taking import Report

_Line = tuple[tuple[str, ...], tuple[str, ...], str]


def line(shown: Item | HeldItem) -> _Line:
    """The cells of a row, their levels, and what its hint says."""
    return _held_line(shown) if isinstance(shown, HeldItem) else _item_line(shown)


def _item_line(item: Item) -> _Line:
    report = item.report
    level, state = standing(item)
    if report is None:
        return (item.path.name, "", "", state), ("", "", "", level), f"{item.trouble} {item.advice}".strip()
    said = contents(report.counts) if report.state != KNOWN else ""
    name = _("Gói {n}").format(n=report.sequence)
    return (name, report.sender.code, said, state), ("", "", "", level), item.path.name


def _held_line(held: HeldItem) -> _Line:
    number = _("Gói {n}").format(n=held.sequence) if held.sequence else held.file or held.code
    hint = "\n".join(filter(None, (held.reason, held.file)))
    return (held.title or number, held.who, contents(held.counts), _("Đang giữ")), ("", "", "", "error"), hint


def standing(item: Item) -> tuple[str, str]:
    """Level and word for a file: what would happen, or what did."""
    report = item.report
    if report is None:
        return "error", _("Không nhận được")
    if report.state == KNOWN:
        return "quiet", _("Đã có")
    if report.state == HELD:
        return "error", _("Đang giữ") if item.is_done else _("Chờ xác nhận")
    if item.is_done:
        return "good", _("Đã ghép")
    return ("warning", _("Có mâu thuẫn")) if report.conflicts else ("note", _("Gói mới"))


def summary(items: Sequence[Item]) -> str:
    """How many files of each sort."""
    told = {
        _("{n} gói mới"): sum(1 for one in items if _state(one) == "new"),
        _("{n} gói đã ghép"): sum(1 for one in items if _state(one) == "done"),
        _("{n} gói chờ xác nhận người gửi"): sum(1 for one in items if _state(one) == HELD),
        _("{n} gói đã có từ trước"): sum(1 for one in items if _state(one) == KNOWN),
        _("{n} tệp không nhận được"): sum(1 for one in items if _state(one) == "bad"),
    }
    files = ngettext("{n} tệp", "{n} tệp", len(items)).format(n=grouped(len(items)))
    said = ", ".join(text.format(n=grouped(number)) for text, number in told.items() if number)
    return f"{files}: {said}"


def take_words(items: Sequence[Item]) -> str:
    """What the main button says."""
    coming = sum(1 for one in items if _state(one) == "new")
    if not coming:
        return _("Giữ lại chờ xác nhận")
    return ngettext("Ghép {n} gói", "Ghép {n} gói", coming).format(n=grouped(coming))


def _state(item: Item) -> str:
    report: Report | None = item.report
    if report is None:
        return "bad"
    if report.state in (KNOWN, HELD):
        return report.state
    return "done" if item.is_done else "new"
