"""Rules of the support request and its cost items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kcdesk.i18n import N_, _
from kcdesk.model import derived
from kcdesk.model.entities.choices import APPROVED
from kcdesk.model.fields import Record, Rule
from kcdesk.model.kinds.money import write_money
from kcdesk.model.kinds.numbers import write_number
from kcdesk.model.norms import NormChoice
from kcdesk.model.problems import Problem
from kcdesk.model.rules.base import (
    Children,
    Found,
    at_most,
    error,
    gap,
    in_order,
    is_after,
    not_in_future,
    text,
    warning,
    whole,
)
from kcdesk.model.size import LARGE

if TYPE_CHECKING:
    from kcdesk.model.validate import Context

_APPLICATION = "don_de_nghi"
_MACHINES = "ND03"
_YEARS_AHEAD = 5
_LONGEST_MONTHS = 36
_ROUNDING = 1
"""Đồng by which an amount may differ from quantity times price."""


def _plan_year(record: Record, children: Children, context: Context) -> Found:
    """The plan year lies from last year to five years ahead (a warning: it depends on today)."""
    del children
    year, now = whole(record, "plan_year"), context.today.year
    if year is None or now - 1 <= year <= now + _YEARS_AHEAD:
        return []
    words = _("Năm kế hoạch thường từ {first} đến {last}.").format(first=now - 1, last=now + _YEARS_AHEAD)
    return [warning("plan_year", "odd_plan_year", words)]


def _item_of_activity(record: Record, children: Children, context: Context) -> Found:
    """The sub-item belongs to the activity."""
    del children
    item, activity = text(record, "activity_item"), text(record, "activity")
    above = context.tables.parent("activity_items", item) if item and activity else ""
    if not above or above == activity:
        return []
    words = _("Nội dung chi tiết này thuộc {activity}, không thuộc nội dung đã chọn.").format(activity=above)
    return [error("activity_item", "item_of_other_activity", words)]


def _application(record: Record, children: Children, context: Context) -> Found:
    """A request (not a mere need) has an application: number and day, or the paper itself."""
    if record.get("kind") != "de_nghi" or (record.get("application_number") or record.get("application_on")):
        return []
    if any(paper.get("kind") == _APPLICATION for paper in children.get("attachments", ())):
        return []
    if context.has_paper(record, _APPLICATION):
        return []
    return [gap("application_number", "no_application", _("Chưa có đơn: ghi số, ngày đơn hoặc đính kèm đơn."))]


def _commitments(record: Record, children: Children, context: Context) -> Found:
    """Both commitments are given (domain.md §2.6)."""
    del children, context
    if record.get("kind") != "de_nghi":
        return []
    words = _("Cơ sở chưa cam kết điều này nên đề nghị chưa đủ.")
    names = ("own_capital_committed", "no_other_support_committed")
    return [gap(name, "not_committed", words) for name in names if record.get(name) is False]


def _capital(record: Record, children: Children, context: Context) -> Found:
    """What is left for the establishment to pay is not below zero."""
    del children, context
    own, requested, total = derived.own_capital(record), whole(record, "requested_amount"), whole(record, "total_cost")
    if own is None or own >= 0 or (requested or 0) > (total or 0):
        return []
    words = _("Đề nghị hỗ trợ cộng vốn khác lớn hơn tổng kinh phí {amount} triệu đồng.")
    return [error("other_capital", "own_capital_negative", words.format(amount=write_money(-own)))]


def _total(record: Record, children: Children, context: Context) -> Found:
    """The total is the sum of the items, or says why it is not."""
    del context
    total, items = whole(record, "total_cost"), derived.items_total(children.get("cost_items", ()))
    if total is None or items is None or total == items or record.get("total_cost_note"):
        return []
    words = _("Tổng các hạng mục là {amount} triệu đồng; sửa lại hoặc ghi lý do khác nhau.")
    return [warning("total_cost", "total_differs", words.format(amount=write_money(items)))]


def _items(record: Record, children: Children, context: Context) -> Found:
    """A request for machines names at least one."""
    del context
    if record.get("activity") != _MACHINES or children.get("cost_items"):
        return []
    return [gap("cost_items", "missing", _("Chưa có hạng mục nào; ghi ít nhất một máy."))]


def _ceiling(record: Record, children: Children, context: Context) -> Found:
    """The sum asked for is within the norm that applies."""
    requested, choice = whole(record, "requested_amount"), derived.norm_for(record, context)
    top = derived.ceiling_for(record, children.get("cost_items", ()), choice)
    if choice is None or top is None or requested is None or requested <= top:
        return []
    words = _("Vượt mức trần {amount} triệu đồng theo {norm}.").format(amount=write_money(top), norm=norm_words(choice))
    return [warning("requested_amount", "above_ceiling", words)]


def norm_words(choice: NormChoice) -> str:
    """A norm in words: "TT 28/2018/TT-BTC, Điều 8 khoản 4 (50 %, không quá 300 triệu đồng/cơ sở)"."""
    norm = choice.norm
    bounds = []
    if norm.max_share_percent is not None:
        bounds.append(f"{write_number(derived.exact(norm.max_share_percent))} %")
    if norm.cap is not None:
        bounds.append(_("không quá {amount} triệu đồng").format(amount=write_money(norm.cap)))
    if bounds and norm.per:
        bounds[-1] += f"/{norm.per}"
    name = ", ".join(part for part in (norm.legal_basis, norm.clause) if part)
    words = f"{name} ({', '.join(bounds)})" if bounds else name
    return f"{words}, {_('mức của trung ương')}" if choice.stands_in else words


def _months(record: Record, children: Children, context: Context) -> Found:
    """Not longer than three years."""
    del children, context
    first, last = text(record, "starts_on"), text(record, "ends_on")
    if not first or not last or _month_number(last) - _month_number(first) < _LONGEST_MONTHS:
        return []
    return [warning("ends_on", "too_long", _("Thời gian thực hiện dài quá 36 tháng."))]


def _month_number(month: str) -> int:
    year, _dash, rest = month.partition("-")
    return int(year) * 12 + int(rest[:2] or 1) if year.isdecimal() and rest[:2].isdecimal() else 0


def _machines(record: Record, children: Children, context: Context) -> Found:
    """Used machines, and machines bought before the support was approved, are seldom supported."""
    del context
    found = []
    for place, item in enumerate(children.get("cost_items", ())):
        if item.get("is_new") is False:
            words = _("Máy đã qua sử dụng thường không được hỗ trợ.")
            found.append(warning(f"cost_items[{place}].is_new", "used_machine", words))
        if _bought_early(item, record):
            words = _("Mua trước khi đề nghị được phê duyệt thường không được hỗ trợ.")
            found.append(warning(f"cost_items[{place}].purchased_on", "bought_before_approval", words))
    return found


def _bought_early(item: Record, request: Record) -> bool:
    bought, approved = item.get("purchased_on"), request.get("approved_on")
    if not bought:
        return False
    if approved:
        return is_after(approved, bought)
    return request.get("status") not in APPROVED and request.get("reported_status") not in APPROVED


def _of_establishment(record: Record, children: Children, context: Context) -> Found:
    """The establishment works, and is not large."""
    del children
    owner = context.parent
    if owner is None or not record.get("establishment_id"):
        return []
    if owner.get("status") == "ngung":
        return [warning("establishment_id", "ceased", _("Cơ sở này đã ghi là ngừng hoạt động."))]
    if derived.of_establishment(owner, {}, context)["size_class"] == LARGE:
        return [warning("establishment_id", "too_large", _("Cơ sở này vượt quy mô doanh nghiệp nhỏ và vừa."))]
    return []


def _loan(record: Record, children: Children, context: Context) -> Found:
    """Circular 28/2018/TT-BTC, article 8 clause 14: medium or long term, not overdue."""
    del children, context
    return [*_of_loan(record)] if record.get("activity") == "ND07" else []


def _of_loan(record: Record) -> Iterator[Problem]:
    if record.get("loan_term") == "ngan":
        yield warning("loan_term", "short_loan", _("Chỉ khoản vay trung hạn, dài hạn được hỗ trợ lãi suất."))
    if record.get("loan_overdue") is True:
        yield warning("loan_overdue", "overdue_loan", _("Khoản vay quá hạn không được hỗ trợ lãi suất."))


def _amount(record: Record, children: Children, context: Context) -> Found:
    """The amount is quantity times price, give or take a đồng; without either it is missing."""
    del children, context
    written, computed = whole(record, "amount"), derived.computed_amount(record)
    if written is None and computed is None:
        return [gap("amount", "missing", _("Chưa có thành tiền; ghi số lượng và đơn giá."))]
    if written is None or computed is None or abs(written - computed) <= _ROUNDING:
        return []
    words = _("Số lượng nhân đơn giá là {amount} triệu đồng.").format(amount=write_money(computed))
    return [warning("amount", "amount_differs", words)]


_MORE = N_("Không thể lớn hơn tổng kinh phí.")

SUPPORT_REQUEST: tuple[Rule, ...] = (
    at_most("requested_amount", "total_cost", "requested_above_total", _MORE),
    in_order("starts_on", "ends_on", "ends_before_start", N_("Tháng kết thúc trước tháng bắt đầu.")),
    not_in_future(
        "application_on", "commune_opinion_on", "reported_on", "withdrawn_on", "status_on", "approved_on"
    ),
    _plan_year, _item_of_activity, _application, _commitments, _capital, _total, _items, _ceiling, _months,
    _machines, _of_establishment, _loan,
)  # fmt: skip
COST_ITEM: tuple[Rule, ...] = (_amount, not_in_future("quote_on", "purchased_on", "made_year"))
