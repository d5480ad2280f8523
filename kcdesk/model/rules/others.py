"""Rules of visits, attachments, proposals, targets and joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kcdesk.i18n import N_, _
from kcdesk.model.fields import Record, Rule
from kcdesk.model.rules.base import Children, Found, error, gap, in_order, is_after, not_in_future, warning

if TYPE_CHECKING:
    from kcdesk.model.validate import Context

_FIGURES = ("revenue", "workers_total", "average_income")
_FLAGSHIP = "diem"
_FLAGSHIP_ACTIVITIES = 2


def _visit(record: Record, children: Children, context: Context) -> Found:
    """Figures name their year; a next step lies after the visit."""
    del children, context
    found = []
    if any(record.get(name) is not None for name in _FIGURES) and record.get("figures_year") is None:
        found.append(gap("figures_year", "missing", _("Có số liệu thì phải ghi năm số liệu.")))
    if is_after(record.get("visited_on"), record.get("next_due_on")):
        found.append(warning("next_due_on", "due_before_visit", _("Hạn này trước ngày khảo sát.")))
    return found


def _attachment(record: Record, children: Children, context: Context) -> Found:
    """A photo is a picture; the record that a file belongs to is here."""
    del children
    found = []
    if str(record.get("kind") or "").startswith("anh_") and record.get("file_type") not in (None, "jpg", "png"):
        found.append(warning("file_type", "not_a_picture", _("Tệp này không phải là ảnh.")))
    return [*found, *_pointed(record, "owner_type", "owner_id", context)]


def _pointed(record: Record, type_field: str, row_field: str, context: Context) -> Found:
    """The record that is pointed to by type and id is here."""
    kind, row = record.get(type_field), record.get(row_field)
    if not kind or not row or context.has_row(str(kind), str(row)):
        return []
    return [error(row_field, "missing_row", _("Hồ sơ mà mục này chỉ tới chưa có ở đây."))]


def _review(record: Record, children: Children, context: Context) -> Found:
    del children
    return _pointed(record, "row_type", "row_id", context)


def _proposal(record: Record, children: Children, context: Context) -> Found:
    """A flagship proposal has two activities at least (Circular 36/2013/TT-BCT as amended in 2018)."""
    del children, context
    activities = record.get("activities")
    if record.get("form") != _FLAGSHIP or not isinstance(activities, tuple) or len(activities) >= _FLAGSHIP_ACTIVITIES:
        return []
    return [warning("activities", "few_activities", _("Đề án điểm phải có từ 2 nội dung khuyến công trở lên."))]


def _target(record: Record, children: Children, context: Context) -> Found:
    del children, context
    if record.get("indicator") != "khac" or record.get("indicator_note"):
        return []
    return [gap("indicator_note", "missing", _("Hãy ghi rõ chỉ tiêu."))]


def _same_as(record: Record, children: Children, context: Context) -> Found:
    """Two different rows, one of which is kept."""
    del children
    row_a, row_b, keep = record.get("row_a"), record.get("row_b"), record.get("keep")
    if row_a and row_a == row_b:
        return [error("row_b", "same_row", _("Hai hồ sơ phải khác nhau."))]
    if keep and keep not in (row_a, row_b):
        return [error("keep", "keeps_other", _("Hồ sơ giữ lại phải là một trong hai hồ sơ."))]
    if record.get("joined") and not keep:
        return [error("keep", "keeps_none", _("Hãy chọn hồ sơ giữ lại."))]
    return [*_pointed(record, "row_type", "row_a", context), *_pointed(record, "row_type", "row_b", context)]


VISIT: tuple[Rule, ...] = (_visit, not_in_future("visited_on", "figures_year"))
ATTACHMENT: tuple[Rule, ...] = (_attachment, not_in_future("taken_on"))
PROPOSAL: tuple[Rule, ...] = (
    _proposal,
    in_order("starts_on", "ends_on", "ends_before_start", N_("Tháng kết thúc trước tháng bắt đầu.")),
    not_in_future("status_on"),
)
REVIEW: tuple[Rule, ...] = (_review,)
TARGET: tuple[Rule, ...] = (_target,)
SAME_AS: tuple[Rule, ...] = (_same_as,)
