"""What the province decides in its settings, laid out to be changed: people with their communes, periods, norms.

The window changes a draft; signing it makes the next settings file, and only then anything is in force.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kcdesk.i18n import N_, _
from kcdesk.model.fields import Choice, Field, Required, Value
from kcdesk.model.kinds import CHOICE, CODE, DATE, INTEGER, MONEY, PERCENT, TEXT
from kcdesk.model.norms import LOCAL_FUND, NATIONAL_FUND
from kcdesk.text.fold import fold
from kcdesk.work import settings, trust
from kcdesk.work.profile import CODE as CODE_FORM

if TYPE_CHECKING:
    from pathlib import Path

    from kcdesk.reference.communes import Communes
    from kcdesk.reference.tables import Reference
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.settings import Issued

NORMS = "norms"
FUNDS = (Choice(LOCAL_FUND, N_("Khuyến công địa phương")), Choice(NATIONAL_FUND, N_("Khuyến công quốc gia")))
_MILLIONS = N_("triệu đồng")
_ALWAYS = Required.TO_SAVE

PERIOD_FIELDS = (
    Field(name="name", kind=TEXT, label=N_("Tên kỳ"), help=N_("Ví dụ: Quý I năm 2027."), max_length=100,
          required=_ALWAYS),
    Field(name="start", kind=DATE, label=N_("Từ ngày"), required=_ALWAYS),
    Field(name="end", kind=DATE, label=N_("Đến ngày"), required=_ALWAYS),
    Field(name="due", kind=DATE, label=N_("Hạn gửi"), help=N_("Để trống: hạn là ngày cuối kỳ."), ahead=True),
)  # fmt: skip
"""A report period; what is typed becomes ISO dates in the settings."""

NORM_FIELDS = (
    Field(name="activity", kind=CODE, label=N_("Nội dung hỗ trợ"), code_table="activities", required=_ALWAYS),
    Field(name="item", kind=CODE, label=N_("Nội dung chi tiết"), code_table="activity_items",
          help=N_("Để trống: cho mọi nội dung chi tiết.")),
    Field(name="fund", kind=CHOICE, label=N_("Nguồn"), choices=FUNDS, required=_ALWAYS),
    Field(name="max_share_percent", kind=PERCENT, label=N_("Hỗ trợ tối đa"), unit="%", minimum=0, maximum=100),
    Field(name="cap_vnd", kind=MONEY, label=N_("Mức trần"), unit=_MILLIONS, minimum=0),
    Field(name="per", kind=TEXT, label=N_("Tính cho mỗi"), help=N_("Ví dụ: cơ sở, mô hình, lần."), max_length=100),
    Field(name="valid_from", kind=DATE, label=N_("Áp dụng từ"), required=_ALWAYS),
    Field(name="valid_to", kind=DATE, label=N_("Đến hết ngày"), ahead=True),
    Field(name="legal_basis", kind=TEXT, label=N_("Căn cứ"), max_length=500, required=_ALWAYS,
          help=N_("Nghị quyết, quyết định của tỉnh; số và ngày.")),
    Field(name="clause", kind=TEXT, label=N_("Điều, khoản"), max_length=200),
)  # fmt: skip
"""A support norm of the province (domain.md §2: a province may set its own by a resolution)."""

DATA_FIELDS = (
    Field(name="retention_months", kind=INTEGER, label=N_("Nhắc xóa dữ liệu cá nhân sau"), unit=N_("tháng"),
          help=N_("Để trống: không nhắc."), minimum=0, maximum=600),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """A collaborator's code and the communes in charge."""

    code: str
    communes: tuple[str, ...] = ()


@dataclass(slots=True)
class UnitDraft:
    """The province's own words in its settings. Norms are rows of the code table, texts by column."""

    people: list[Person] = field(default_factory=list)
    periods: list[dict[str, str]] = field(default_factory=list)
    norms: list[dict[str, str]] = field(default_factory=list)
    legal_basis: str = settings.LEGAL_BASES[0]
    retention_months: int = 0


def begin(desk: Desk) -> UnitDraft:
    """The settings in force; a confirmed laptop's code that no settings list yet stands there without communes."""
    content = desk.settings
    people = [Person(str(one["code"]), tuple(one["communes"])) for one in content.get("collaborators", ())]
    listed = {one.code for one in people}
    known = {
        one.code for one in trust.devices(desk)
        if one.code and not one.province and one.state is trust.Standing.TRUSTED
    }  # fmt: skip
    people += [Person(code) for code in sorted(known - listed)]
    return UnitDraft(
        people, [dict(one) for one in content.get("periods", ())],
        [dict(one) for one in content.get("tables", {}).get(NORMS, ())],
        str(content.get("legal_basis") or settings.LEGAL_BASES[0]), int(content.get("retention_months") or 0),
    )  # fmt: skip


def issue(desk: Desk, draft: UnitDraft, path: Path) -> Issued:
    """Sign the draft as the next settings file, and put it into force here. Raises UserError, then nothing changed."""
    return settings.settings_export(
        desk, path, collaborators=[{"code": one.code, "communes": list(one.communes)} for one in draft.people],
        legal_basis=draft.legal_basis, periods=draft.periods, tables={NORMS: draft.norms},
        retention_months=draft.retention_months,
    )  # fmt: skip


def trouble_of_code(code: str, others: Sequence[Person]) -> str:
    """Why a collaborator's code cannot stand so, in one sentence; "" where it can."""
    if not CODE_FORM.fullmatch(code):
        return _("Mã gồm 2 đến 12 chữ in hoa không dấu hoặc chữ số, ví dụ CTV07.")
    if any(one.code == code for one in others):
        return _("Mã {code} đã có trong danh sách.").format(code=code)
    return ""


def people_of_text(text: str, reference: Reference, province: str) -> tuple[list[Person], list[str]]:
    """Collaborators from rows as they are copied from a sheet: the code, then communes by name or code.

    Communes stand in one cell with commas or semicolons between them, or in a cell each. Lines of one code
    belong together. Second comes what could not be read, line by line.
    """
    names = _communes_by_name(reference.communes, province)
    found: dict[str, dict[str, None]] = {}
    left: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        cells = [cell.strip() for cell in re.split(r"[\t;,|]", line) if cell.strip()]
        at = next((at for at, cell in enumerate(cells) if CODE_FORM.fullmatch(cell.upper()) and not cell.isdigit()), -1)
        if at < 0:
            left.append(line.strip())
            continue
        communes = found.setdefault(cells[at].upper(), {})
        for cell in cells[at + 1 :]:
            code = cell if reference.has("communes", cell) else names.get(fold(cell), "")
            if code:
                communes[code] = None
            else:
                left.append(f"{cells[at]}: {cell}")
    return [Person(code, tuple(communes)) for code, communes in found.items()], left


def _communes_by_name(communes: Communes, province: str) -> dict[str, str]:
    """Codes by folded name, with and without "xã"; a name that two of them have is none of either."""
    codes: dict[str, set[str]] = {}
    for one in communes.of_province(province):
        for name in {one.name, one.full_name}:
            codes.setdefault(fold(name), set()).add(one.code)
    return {name: found.pop() for name, found in codes.items() if len(found) == 1}


def quarters(year: int) -> list[dict[str, str]]:
    """The four quarters of a year as periods, due on their last day."""
    words = ("I", "II", "III", "IV")
    return [
        _of_months(
            f"{year}-Q{at + 1}", _("Quý {number} năm {year}").format(number=words[at], year=year), year, 3 * at, 3
        )
        for at in range(4)
    ]


def months(year: int) -> list[dict[str, str]]:
    """The twelve months of a year as periods, due on their last day."""
    return [
        _of_months(f"{year}-T{at + 1:02}", _("Tháng {number} năm {year}").format(number=at + 1, year=year), year, at, 1)
        for at in range(12)
    ]


def _of_months(key: str, name: str, year: int, first: int, count: int) -> dict[str, str]:
    last = first + count
    end = date(year, last, monthrange(year, last)[1]).isoformat()
    return {"id": key, "name": name, "start": date(year, first + 1, 1).isoformat(), "end": end, "due": end}


def period_of(
    values: Mapping[str, Value], before: Mapping[str, str], others: Sequence[Mapping[str, str]]
) -> dict[str, str]:
    """A period as the settings keep it, from what was typed. One that is new gets an id of its year and a number."""
    texts = {name: str(values.get(name) or "") for name in ("name", "start", "end", "due")}
    texts["due"] = texts["due"] or texts["end"]
    key = before.get("id", "")
    taken = {one.get("id") for one in others}
    number = 1
    while not key or key in taken:
        key, number = f"{texts['start'][:4]}-{number:02}", number + 1
    return {"id": key, **texts}


def norm_of(values: Mapping[str, Value], before: Mapping[str, str], province: str) -> dict[str, str]:
    """A row of the norms from what was typed; columns that the window does not show stay as they were.

    A norm of the local fund is one of the province, one of the national fund is of nobody's (model.norms).
    """
    typed = {one.name: _plain(values.get(one.name)) for one in NORM_FIELDS}
    return {**before, **typed, "province": province if typed["fund"] == LOCAL_FUND else ""}


def _plain(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def values_of(fields: Sequence[Field], row: Mapping[str, str]) -> dict[str, Value]:
    """The values of a row of texts, for the fields of a form; what cannot be read is left out."""
    values: dict[str, Value] = {}
    for one in fields:
        text = row.get(one.name, "")
        if text:
            values[one.name] = _value(one, text)
    return values


def _value(one: Field, text: str) -> Value:
    if one.kind.sql_type == "INTEGER":
        return int(text) if text.isdigit() else None
    if one.kind.sql_type == "REAL":
        return float(text) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text) else None
    return text


def problem_of_period(values: Mapping[str, Value]) -> str:
    """Why a period cannot stand so, in one sentence; "" where it can."""
    start, end, due = (str(values.get(name) or "") for name in ("start", "end", "due"))
    if start and end and end < start:
        return _("Ngày cuối kỳ không được trước ngày đầu kỳ.")
    if start and due and due < start:
        return _("Hạn gửi không được trước ngày đầu kỳ.")
    return lacking(PERIOD_FIELDS, values)


def problem_of_norm(values: Mapping[str, Value]) -> str:
    """Why a norm cannot stand so, in one sentence; "" where it can."""
    first, last = str(values.get("valid_from") or ""), str(values.get("valid_to") or "")
    if first and last and last < first:
        return _("Ngày hết hiệu lực không được trước ngày áp dụng.")
    if values.get("max_share_percent") is None and values.get("cap_vnd") is None:
        return lacking(NORM_FIELDS, values) or _("Hãy ghi tỷ lệ tối đa hoặc mức trần.")
    return lacking(NORM_FIELDS, values)


def lacking(fields: Sequence[Field], values: Mapping[str, Value]) -> str:
    """Which required field is empty, in one sentence; "" where none is."""
    empty = next((one for one in fields if one.required is _ALWAYS and values.get(one.name) in (None, "")), None)
    return _("Chưa ghi “{field}”.").format(field=_(empty.label)) if empty else ""
