"""Made-up records to try with and to measure with: plausible, and the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from kcdesk.model.fields import Value
from kcdesk.work import codes
from kcdesk.work.demo_words import Words, phone, tax_code
from kcdesk.work.jobs import Cancel, Progress, never, quiet, stop_if

if TYPE_CHECKING:
    from kcdesk.store.types import Edit
    from kcdesk.work.bootstrap import Desk

_BATCH = 500
"""So many establishments go into one transaction."""

_FIRST_MS = 1_767_000_000_000
"""Row ids of made-up records begin at the turn of 2025 to 2026, so that a seed gives the same ids anywhere."""

_MILLION = 1_000_000
_MACHINES = (
    "Máy sấy",
    "Máy đóng gói",
    "Máy nghiền",
    "Máy trộn",
    "Máy cắt CNC",
    "Lò hơi",
    "Máy ép",
    "Máy may công nghiệp",
)
_ACTIVITIES = (
    ("ND03", "Hỗ trợ ứng dụng {machine} trong sản xuất {product}", 70),
    ("ND01", "Đào tạo nghề sản xuất {product} cho lao động nông thôn", 8),
    ("ND04", "Tham gia bình chọn sản phẩm tiêu biểu: {product}", 9),
    ("ND05", "Tư vấn nhãn hiệu, bao bì cho {product}", 7),
    ("ND07", "Xử lý nước thải, khói bụi ở cơ sở sản xuất {product}", 6),
)
"""Contents with a title and their share of all made-up requests in percent."""
_ORIGINS = ("Việt Nam", "Trung Quốc", "Đài Loan", "Nhật Bản")
_UNITS = ("tấn", "kg", "cái", "hộp", "lít", "bộ")
_TALKS = (
    "Cơ sở muốn thay máy cũ, tìm hiểu mức hỗ trợ của khuyến công.",
    "Cập nhật số liệu, hướng dẫn chuẩn bị báo giá và đơn đề nghị.",
    "Sản xuất ổn định, đang thiếu lao động lành nghề vào mùa vụ.",
    "Muốn đăng ký sản phẩm công nghiệp nông thôn tiêu biểu.",
)


def fill(desk: Desk, count: int, seed: int, progress: Progress = quiet, cancel: Cancel = never) -> dict[str, Any]:
    """Add so many establishments with their children, requests and visits, as one save.

    Returns the numbers of rows by entity, and under ``save`` the id by which all of it can be taken
    back. Stopping keeps what was written so far.
    """
    stamp = desk.stamp()
    maker = _Maker(desk, seed)
    totals: dict[str, Any] = {"save": stamp.save, "establishment": 0, "support_request": 0, "visit": 0}
    for start in range(0, count, _BATCH):
        stop_if(cancel)
        number = min(_BATCH, count - start)
        edits = [edit for _one in range(number) for edit in maker.establishment()]
        with desk.store.transaction():
            desk.store.save(edits, stamp)
            maker.codes.keep()
        for edit in edits:
            totals[edit.entity] = totals.get(edit.entity, 0) + 1
        progress(start + number, count)
    return totals


class _Maker:
    """Makes one establishment after the other."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self._desk = desk
        self._chance = Random(seed)
        self._words = Words()
        self._today = desk.today()
        self._ms = _FIRST_MS + seed % 1000
        self.codes = codes.Codes(desk)
        tables = desk.reference.communes
        listed = desk.profile.communes or [one.code for one in tables.of_province(desk.profile.province)]
        self._communes = [commune for code in listed if (commune := tables.get(code)) is not None]
        self._list_date = desk.reference.list_date("communes")

    def establishment(self) -> Iterator[Edit]:
        """An establishment with everything that hangs on it."""
        chance = self._chance
        commune = chance.choice(self._communes)
        owner, product = self._words.person(chance), self._words.product(chance)
        name, form = self._words.workshop(chance, owner, product, commune.name)
        row, workers = self._id(), int(chance.lognormvariate(1.9, 0.7)) + 1
        yield self._edit("establishment", row, {
            "code": self.codes.give_stem("CS", commune.code),
            "name": name,
            "legal_form": form,
            "legal_form_note": "Làng nghề" if form == "KHAC" else None,
            "status": "dang_hd" if chance.random() < 0.93 else "tam_ngung",
            "commune_code": commune.code,
            "commune_list": self._list_date,
            "address": self._words.address(chance) if chance.random() < 0.95 else None,
            "representative": owner,
            "main_trade": f"Sản xuất {product.name.lower()}",
            "trade_group": product.trade_group,
            "vsic_code": product.vsic[:4],
            "vsic_version": "2025",
            "workers_total": workers,
            "figures_year": self._today.year - 1,
            "technology_level": chance.choice(("thu_cong", "ban_co_gioi", "co_gioi")),
            **self._contact(form),
            **self._consent(),
        })  # fmt: skip
        yield from self._children(row, product.name, workers)
        if chance.random() < 0.45:
            yield from self._request(row, commune.code, product.name)
        for _visit in range(chance.choice((0, 1, 1, 2))):
            yield self._visit(row, owner)

    def _contact(self, form: str) -> dict[str, Value]:
        chance = self._chance
        found: dict[str, Value] = {}
        if form == "HKD" and chance.random() < 0.35:
            found["tax_code_missing_reason"] = "chua_dang_ky"
        elif chance.random() < 0.9:
            found["tax_code"] = tax_code(chance)
        if chance.random() < 0.94:
            found["phone"] = phone(chance)
        return found

    def _consent(self) -> dict[str, Value]:
        chance = self._chance
        answer = chance.choices(("dong_y", "chua_hoi", "tu_choi"), (88, 9, 3))[0]
        if answer == "chua_hoi":
            return {"consent": answer}
        return {
            "consent": answer,
            "consent_on": self._day(300),
            "consent_method": chance.choice(("mieng", "ky")),
            "consent_notice": "TB-01",
            "consent_by": self._desk.profile.code,
        }

    def _children(self, row: str, product: str, workers: int) -> Iterator[Edit]:
        chance = self._chance
        revenue = workers * chance.randint(60, 240) * _MILLION
        yield self._edit("product", self._id(), {
            "establishment_id": row, "name": product, "is_main": True, "unit": chance.choice(_UNITS),
            "output": float(chance.randint(2, 400)), "revenue": revenue, "figures_year": self._today.year - 1,
            "markets": ("tinh",) if chance.random() < 0.6 else ("tinh", "ngoai_tinh"),
        })  # fmt: skip
        if chance.random() < 0.7:
            yield self._edit("yearly_figure", self._id(), {
                "establishment_id": row, "year": self._today.year - 1, "revenue": revenue,
                "profit": revenue * chance.randint(5, 20) // 100, "workers_total": workers,
                "workers_female": workers * chance.randint(20, 80) // 100,
                "average_income": chance.randint(50, 110) * 100_000,
            })  # fmt: skip
        if chance.random() < 0.5:
            yield self._edit("equipment", self._id(), {
                "establishment_id": row, "name": chance.choice(_MACHINES), "quantity": chance.randint(1, 4),
                "made_year": chance.randint(2008, self._today.year - 1), "origin": chance.choice(_ORIGINS),
                "condition": chance.choice(("tot", "trung_binh", "kem")),
            })  # fmt: skip

    def _request(self, row: str, commune: str, product: str) -> Iterator[Edit]:
        chance = self._chance
        machine, request = chance.choice(_MACHINES), self._id()
        cost = chance.randint(60, 900) * _MILLION
        asked = min(cost * chance.randint(25, 50) // 100, 300 * _MILLION) // 100_000 * 100_000
        year = self._today.year + (1 if chance.random() < 0.6 else 0)
        activity, title, _share = chance.choices(_ACTIVITIES, [share for *_rest, share in _ACTIVITIES])[0]
        application: dict[str, Value] = {
            "application_on": self._day(680), "own_capital_committed": True, "no_other_support_committed": True,
        }  # fmt: skip
        yield self._edit("support_request", request, {
            "code": self.codes.give_stem("DN", commune), "establishment_id": row, "kind": "de_nghi", "plan_year": year,
            "activity": activity, **application, "fund_source": "KCDP" if chance.random() < 0.85 else "KCQG",
            "title": title.format(machine=machine.lower(), product=product.lower())[:300],
            "objective": "Tăng sản lượng, giảm công lao động." if chance.random() < 0.8 else None,
            "necessity": "Máy đang dùng đã cũ, hao điện và hay hỏng." if chance.random() < 0.8 else None,
            "is_line": False, "total_cost": cost, "requested_amount": asked,
            "starts_on": f"{year}-03", "ends_on": f"{year}-10",
        })  # fmt: skip
        yield self._edit("cost_item", self._id(), {
            "support_request_id": request, "name": machine, "origin": chance.choice(_ORIGINS), "is_new": True,
            "unit": "cái", "quantity": 1.0, "unit_price": cost, "amount": cost, "eligible": True,
        })  # fmt: skip

    def _visit(self, row: str, owner: str) -> Edit:
        chance = self._chance
        return self._edit("visit", self._id(), {
            "establishment_id": row, "visited_on": self._day(500), "kind": chance.choice(("khao_sat_moi", "cap_nhat")),
            "met_with": owner, "content": chance.choice(_TALKS), "surveyor": self._desk.profile.code,
            "difficulties": ("von",) if chance.random() < 0.5 else ("thi_truong", "lao_dong"),
        })  # fmt: skip

    def _day(self, back: int) -> str:
        day: date = self._today - timedelta(days=self._chance.randint(0, back))
        return day.isoformat()

    def _id(self) -> str:
        from kcdesk.store.ids import uuid7

        self._ms += 1
        return uuid7(self._ms, self._chance.randbytes(10))

    def _edit(self, entity: str, row: str, values: dict[str, Value]) -> Edit:
        from kcdesk.store.types import Edit

        return Edit(entity, row, {name: value for name, value in values.items() if value is not None})
