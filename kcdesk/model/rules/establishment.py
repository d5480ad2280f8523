"""Rules of the establishment and of what belongs to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kcdesk.i18n import N_, _
from kcdesk.model import derived
from kcdesk.model.fields import Record, Rule
from kcdesk.model.kinds.identity import born_in, sex_of
from kcdesk.model.problems import Problem
from kcdesk.model.rules.base import (
    Children,
    Found,
    at_most,
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

_PERSONAL = ("representative", "phone", "zalo", "email", "personal_number", "gender", "ethnicity")
_YOUNGEST, _OLDEST = 15, 110
_PERSONAL_LENGTH = 12


def _words_of_names(record: Record, children: Children, context: Context) -> Found:
    """Names that are hardly names."""
    del children, context
    found = []
    if len(text(record, "name")) == 1:
        found.append(warning("name", "short_name", _("Tên cơ sở chỉ có một chữ cái; hãy ghi đầy đủ.")))
    representative = text(record, "representative")
    if representative and " " not in representative:
        found.append(warning("representative", "short_name", _("Họ tên chỉ có một từ; hãy ghi cả họ và tên.")))
    return found


def _place(record: Record, children: Children, context: Context) -> Found:
    """The commune lies in another province than the workspace; half a point."""
    del children
    found = []
    commune = text(record, "commune_code")
    province = context.tables.parent("communes", commune) if commune and context.province else ""
    if province and province != context.province:
        name = context.tables.label("provinces", province)
        words = _("Xã này thuộc {province}, ngoài tỉnh của bạn.").format(province=name)
        found.append(warning("commune_code", "other_province", words))
    for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if record.get(one) is None and record.get(other) is not None:
            found.append(warning(one, "half_point", _("Tọa độ cần cả vĩ độ và kinh độ.")))
    return found


def _personal_number(record: Record, children: Children, context: Context) -> Found:
    """What a personal number says about its owner must fit what is written."""
    del children
    number = text(record, "personal_number")
    if len(number) != _PERSONAL_LENGTH or not number.isdecimal():
        return []
    found = []
    if record.get("gender") not in (None, sex_of(number)):
        found.append(warning("gender", "sex_differs", _("Giới tính khác với số định danh cá nhân.")))
    if not _YOUNGEST <= context.today.year - born_in(number) <= _OLDEST:
        words = _("Theo số này thì người đó sinh năm {year}; hãy dò lại.").format(year=born_in(number))
        found.append(warning("personal_number", "odd_birth_year", words))
    tax_code = text(record, "tax_code")
    if len(tax_code) == _PERSONAL_LENGTH and tax_code != number:
        found.append(warning("tax_code", "other_person", _("Mã số thuế 12 số khác với số định danh cá nhân.")))
    return found


def _consent(record: Record, children: Children, context: Context) -> Found:
    """Personal data is here and nobody has asked, where the province keeps it on consent."""
    del children
    if context.legal_basis != "dong_y" or record.get("consent") not in (None, "chua_hoi"):
        return []
    if not any(record.get(name) for name in _PERSONAL):
        return []
    words = _("Chưa hỏi chủ cơ sở về dữ liệu cá nhân; chưa đồng ý thì không gửi họ tên, điện thoại.")
    return [gap("consent", "consent_not_asked", words)]


def _size(record: Record, children: Children, context: Context) -> Found:
    """Large enterprises are outside khuyến công."""
    if derived.of_establishment(record, children, context)["size_class"] != LARGE:
        return []
    words = _("Quy mô vượt mức doanh nghiệp nhỏ và vừa, có thể không thuộc đối tượng khuyến công.")
    return [warning("workers_total", "too_large", words)]


def _products(record: Record, children: Children, context: Context) -> Found:
    """At least one product."""
    del record, context
    if children.get("products"):
        return []
    return [gap("products", "missing", _("Chưa có sản phẩm nào; ghi ít nhất một sản phẩm chính."))]


def _figures(record: Record, children: Children, context: Context) -> Found:
    """One row a year, and the same number on the establishment and in the row of that year."""
    del context
    rows = children.get("yearly_figures", ())
    years = Counter(row.get("year") for row in rows)
    found = [
        warning(f"yearly_figures[{place}].year", "duplicate_year", _("Năm này đã có ở dòng khác."))
        for place, row in enumerate(rows)
        if row.get("year") is not None and years[row.get("year")] > 1
    ]
    for row in rows:
        if row.get("year") is None or row.get("year") != record.get("figures_year"):
            continue
        own, yearly = whole(record, "workers_total"), whole(row, "workers_total")
        if own is not None and yearly is not None and own != yearly:
            words = _("Bảng số liệu năm {year} ghi {count} người.").format(year=row.get("year"), count=yearly)
            found.append(warning("workers_total", "figures_differ", words))
    return found


def _main_ones(record: Record, children: Children, context: Context) -> Found:
    """Only one main workshop."""
    del record, context
    main = [place for place, row in enumerate(children.get("sites", ())) if row.get("is_main")]
    return [warning(f"sites[{place}].is_main", "two_main", _("Chỉ nên có một xưởng chính.")) for place in main[1:]]


def _certificate(record: Record, children: Children, context: Context) -> Found:
    """OCOP stars belong to a product and end; a certificate that has ended."""
    del children
    return [*_of_certificate(record, context)]


def _of_certificate(record: Record, context: Context) -> Iterator[Problem]:
    if record.get("kind") == "ocop" and not record.get("product_id"):
        yield gap("product_id", "missing", _("Sao OCOP là của một sản phẩm; hãy chọn sản phẩm."))
    if record.get("kind") == "ocop" and not record.get("expires_on"):
        yield gap("expires_on", "missing", _("Chứng nhận OCOP có thời hạn; hãy ghi ngày hết hạn."))
    if is_after(context.today.isoformat(), record.get("expires_on")):
        yield warning("expires_on", "expired", _("Chứng nhận này đã hết hạn."))


def _profit(record: Record, children: Children, context: Context) -> Found:
    del children, context
    revenue, profit = whole(record, "revenue"), whole(record, "profit")
    if revenue is None or profit is None or profit <= revenue:
        return []
    return [warning("profit", "profit_above_revenue", _("Lợi nhuận lớn hơn doanh thu; hãy dò lại."))]


_PART = N_("Không thể nhiều hơn tổng số lao động.")

ESTABLISHMENT: tuple[Rule, ...] = (
    _words_of_names, _place, _personal_number, _consent, _size, _products, _figures, _main_ones,
    not_in_future(
        "registration_date", "founded_year", "figures_year", "consent_on", "changed_on", "cleaner_production_year"
    ),
)  # fmt: skip
CERTIFICATE: tuple[Rule, ...] = (
    _certificate,
    in_order("issued_on", "expires_on", "ends_before_start", N_("Ngày hết hạn trước ngày cấp.")),
    not_in_future("issued_on"),
)
YEARLY_FIGURE: tuple[Rule, ...] = (
    *(
        at_most(part, "workers_total", "part_above_total", _PART)
        for part in ("workers_female", "workers_seasonal", "workers_trained", "workers_ethnic")
    ),
    _profit,
    not_in_future("year"),
)
EQUIPMENT: tuple[Rule, ...] = (not_in_future("made_year"),)
EARLIER_SUPPORT: tuple[Rule, ...] = (not_in_future("year"),)
PRODUCT: tuple[Rule, ...] = (not_in_future("figures_year"),)
