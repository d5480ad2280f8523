"""What the values of a column look like: they confirm what its header says, contradict it, or say what it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kcdesk.model.kinds.contact import plain_phone
from kcdesk.model.kinds.identity import check_digit_fits
from kcdesk.sheets.values import legal_form_of
from kcdesk.text.fold import fold

if TYPE_CHECKING:
    from kcdesk.model.fields import Field


def _words(text: str) -> list[str]:
    return text.split()


_FORMS = ("ho", "doanh nghiep", "dn", "cong ty", "cp")
_SURNAMES = frozenset(
    _words(
        "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly danh thach son kim chau truong "
        "dinh doan lam mai trinh dao cao to ha luong thai quach ta luu diep tang nghiem la khuu thi chung kien "
        "trieu mac tieu luc dam vuong tong phung khong kieu au on hua giang lieu nhan bach thieu quan ly tu vi "
        "nong hua be ma giap"
    )
)
_ESTABLISHMENTS = re.compile(
    r"(?:co so|cs|cssx|csxs|hkd|ho kinh doanh|ho|cong ty|cty|ct|ctcp|dntn|dn|doanh nghiep|htx|hop tac xa|tht|to hop"
    r"|xuong|lo|nha may|trai|xi nghiep|cua hang)\b"
)
_COMMUNES = re.compile(r"(?:xa|phuong|thi tran|tt|dac khu|p|x) \w")
_HAMLETS = re.compile(r"(?:ap|thon|khu vuc|kv|khom|khu pho|kp|to|ban|buon|xom|so|duong|hem|soc) \w")
_PLACES = re.compile(r"\b(?:ap|thon|khu vuc|kv|khom|xa|phuong|thi tran|huyen|quan|tinh|duong|tp|thanh pho|so [0-9])\b")
_STATUSES = re.compile(r"\b(?:hoat dong|ngung|tam|nghi|dang|giai the|moi|binh thuong|tot|on dinh|hd|con)\b")
_UNITS = frozenset(
    _words(
        "kg tan cai chiec bo san pham sp lit m2 m3 m tam goi hop chai cap doi con cay bao thung ta gam gram kwh "
        "gia vien to la binh tui lon can manh quyen bup chuc"
    )
)
_ANSWERS = frozenset(("x", "v", "co", "khong", "k", "ko", "chua", "roi", "dat", "khong dat", "yes", "no"))
_NUMBER = re.compile(r"-?[0-9][0-9.,\s]*")
_SUM_OF_MONEY = re.compile(r"[0-9][0-9 ]*(?:trieu|tr|ty|nghin|ngan|d|dong|vnd| )*")
_DAY = re.compile(r"[0-3]?[0-9][/.\-][0-1]?[0-9][/.\-](?:[0-9]{2}){1,2}|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}.*")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_LONGEST_YEAR = 25
_MONTH = re.compile(r"(?:thang |t)?[0-1]?[0-9][/.\-](?:19|20)?[0-9]{2}|quy .*|thang [0-9]+")
_FOREST = 7_000
"""Numbers from here on may be days, counted as a spreadsheet counts them (1919)."""


def _digits(text: str) -> str:
    return re.sub(r"[\s.\-]", "", text)


def is_person(text: str) -> bool:
    """True for a name of a person: a surname first, each word with a capital, no more than five."""
    words = re.sub(r"^(?:Ông|Bà|ông|bà|Anh|Chị)[\s/:.]+", "", text.strip()).split()
    return 2 <= len(words) <= 5 and fold(words[0]) in _SURNAMES and all(word[:1].isupper() for word in words)


def is_number(text: str) -> bool:
    """True for a number and nothing else."""
    return bool(_NUMBER.fullmatch(text))


def _within(text: str, low: float, high: float) -> bool:
    try:
        return low <= float(text.replace(",", ".")) <= high
    except ValueError:
        return False


def _is_tax_code(text: str) -> bool:
    digits = _digits(text)
    return len(digits) in (10, 13) and digits.isdecimal() and check_digit_fits(digits[:10])


def _is_day(text: str) -> bool:
    return bool(_DAY.fullmatch(text)) or (text.isdecimal() and _FOREST <= int(text) <= 60_000)


SHAPES: dict[str, Callable[[str], bool]] = {
    "phone": lambda text: bool(plain_phone(text) or re.search(r"[0-9](?:[\s.\-]?[0-9]){8,}", text)),
    "telephone": lambda text: bool(plain_phone(text)),
    "tax": _is_tax_code,
    "pid": lambda text: len(_digits(text)) in (9, 12) and _digits(text).isdecimal(),
    "email": lambda text: bool(re.fullmatch(r"\S+@\S+\.\S+", text)),
    "code": lambda text: bool(re.fullmatch(r"[0-9\s.\-]{8,18}", text)),
    "figures": lambda text: bool(re.search(r"[0-9]", text)),
    "year": lambda text: len(text) < _LONGEST_YEAR and bool(_YEAR.search(text)),
    "day": _is_day,
    "month": lambda text: bool(_MONTH.fullmatch(fold(text))),
    "number": is_number,
    "gender": lambda text: fold(text) in ("nam", "nu", "ong", "ba"),
    "form": lambda text: bool(legal_form_of(text)) or fold(text).startswith(_FORMS),
    "person": is_person,
    "est": lambda text: bool(_ESTABLISHMENTS.match(fold(text))),
    "commune": lambda text: bool(_COMMUNES.match(fold(text))) and "," not in text,
    "hamlet": lambda text: bool(_HAMLETS.match(fold(text))) and "," not in text,
    "address": lambda text: bool(_PLACES.search(fold(text))) and ("," in text or " - " in text or len(text) > 25),
    "unit": lambda text: fold(text).split(" ")[0] in _UNITS and not is_number(text),
    "status": lambda text: bool(_STATUSES.search(fold(text))),
    "lat": lambda text: _within(text, 8, 24) or "°" in text,
    "lon": lambda text: _within(text, 102, 110) or "°" in text,
    "stars": lambda text: bool(re.match(r"[1-5]\b", text)) and len(text) < 8,
    "yes": lambda text: fold(text) in _ANSWERS,
    "tick": lambda text: text.strip().lower() in ("x", "v", "✓", "✔", "√", "+"),
    "sum": lambda text: bool(_SUM_OF_MONEY.fullmatch(fold(text))),
    "vsic": lambda text: bool(re.match(r"[A-Ua-u]?[0-9]{2,5}\b", text)),
}  # fmt: skip
"""By name, how a single value of that sort reads."""


@dataclass(slots=True)
class Evidence:
    """The values of one column, asked for what they look like."""

    texts: Sequence[str]
    _shares: dict[str, float] = field(default_factory=dict)

    def share(self, shape: str) -> float:
        """How many of the values have a shape, from 0 to 1."""
        if shape not in self._shares:
            fits = SHAPES[shape]
            self._shares[shape] = sum(map(fits, self.texts)) / len(self.texts) if self.texts else 0.0
        return self._shares[shape]


_BY_KIND: dict[str, tuple[str, ...]] = {
    "phone": ("phone",), "email": ("email",), "date": ("day", "year"), "partial_date": ("day", "year", "month"),
    "month": ("day", "month", "year"), "year": ("year", "day", "month"), "latitude": ("lat",), "longitude": ("lon",),
    "tax_code": ("code",), "personal_number": ("code",), "money": ("figures",), "integer": ("figures",),
}  # fmt: skip
"""The shapes that values of a kind of field have, one of them."""

_BY_FIELD: dict[str, tuple[str, ...]] = {
    "establishment.gender": ("gender",), "establishment.legal_form": ("form",), "establishment.status": ("status",),
    "certificate.stars": ("stars",),
}  # fmt: skip

_NOT: dict[str, tuple[str, ...]] = {
    "establishment.name": ("yes", "number", "day", "commune", "unit", "phone"),
    "establishment.representative": ("yes", "number", "day", "commune", "est", "address", "phone"),
    "establishment.address": ("yes", "number", "day", "phone", "person"),
    "establishment.commune_code": ("yes", "person", "est", "day", "phone"),
    "establishment.former_district": ("person", "est", "day", "number"),
    "establishment.main_trade": ("yes", "number", "day", "person", "est", "phone"),
    "establishment.registration_number": ("yes", "day", "person", "address"),
    "establishment.registration_place": ("yes", "number", "day", "person"),
    "establishment.position": ("yes", "number", "person", "phone"),
    "establishment.ethnicity": ("yes", "number", "person", "phone"),
    "product.name": ("yes", "number", "day", "person", "phone"),
    "product.unit": ("yes", "number", "day", "person", "phone"),
    "equipment.name": ("yes", "number", "day", "person", "phone"),
    "support_request.title": ("yes", "number", "day", "person", "phone"),
    "support_request.fund_source": ("person", "phone", "number"),
}  # fmt: skip
"""What the values of a field never look like, mostly."""

_TELLING: tuple[tuple[str, str], ...] = (
    ("establishment.email", "email"), ("establishment.tax_code", "tax"), ("establishment.phone", "telephone"),
    ("establishment.name", "est"), ("establishment.commune_code", "commune"), ("establishment.gender", "gender"),
    ("establishment.representative", "person"), ("establishment.address", "address"),
)  # fmt: skip
"""Fields that values tell though no header does, the plainest first."""

_CONFIRMED: dict[str, str] = {
    "establishment.phone": "telephone", "establishment.email": "email", "establishment.gender": "gender",
    "establishment.tax_code": "tax", "establishment.latitude": "lat", "establishment.longitude": "lon",
    "establishment.representative": "person", "establishment.commune_code": "commune",
}  # fmt: skip
"""Fields that have values like no others: nearly all of that shape settle a doubt about the words."""

_VAGUE_NAMES: tuple[tuple[str, str], ...] = (
    ("unit", "product.unit"), ("commune", "establishment.commune_code"),
)  # fmt: skip
_CONTENT, _SUM = "support_request.title", "support_request.requested_amount"
_WORDS_INSTEAD = {_SUM: _CONTENT, "yearly_figure.water_m3": "equipment.origin"}
"""What a vague header means where its values are no figures: "Nước SX" is where a machine was made."""

_TELLING_SHARE = 0.8
ENOUGH = 3
_MOSTLY, _NEARLY_ALL, _HARDLY = 0.6, 0.9, 0.25
_MOST_PEOPLE = 5000
_LONG_AGO = 1900


def fits(target: str, declared: Field, seen: Evidence) -> float | None:
    """How many of the values may belong to a field; None where nothing is known of how they look."""
    shapes = _BY_FIELD.get(target) or _BY_KIND.get(declared.kind.name)
    return min(1.0, sum(seen.share(shape) for shape in shapes)) if shapes else None


def contradicts(target: str, seen: Evidence) -> bool:
    """True where most values look like something that a field never holds."""
    return any(seen.share(shape) >= _MOSTLY for shape in _NOT.get(target, ()))


def are_years(declared: Field, seen: Evidence) -> bool:
    """True where a count of people reads like years of birth, or is larger than any."""
    if declared.kind.name != "integer":
        return False
    numbers = sorted(float(text) for text in seen.texts if text.isdecimal())
    middle = numbers[len(numbers) // 2] if numbers else 0
    return bool(numbers) and ((middle > _MOST_PEOPLE and declared.unit == "người") or (
        seen.share("year") >= _NEARLY_ALL and middle > _LONG_AGO))  # fmt: skip


def confirms(target: str, seen: Evidence, header: str) -> bool:
    """True where nearly all values are of a shape that only this field has, or that only leaves it of two."""
    if target == _SUM and fold(header) == "de nghi ho tro":
        return seen.share("sum") >= _NEARLY_ALL
    shape = _CONFIRMED.get(target)
    return shape is not None and seen.share(shape) >= _NEARLY_ALL


def told_by(seen: Evidence) -> str:
    """The field that the values tell by themselves; "" for none."""
    return next((target for target, shape in _TELLING if seen.share(shape) >= 0.8), "")


def instead_of(target: str, seen: Evidence) -> str:
    """What a column is whose header may be two things, where the values tell which; "" for what it says.

    A column that is only called "Đơn vị" has units of goods or communes; "Đề nghị hỗ trợ" a content or a sum.
    """
    if target == "establishment.name":
        return next((other for shape, other in _VAGUE_NAMES if seen.share(shape) >= _TELLING_SHARE), "")
    if target in _WORDS_INSTEAD and seen.share("figures") < _HARDLY:
        return _WORDS_INSTEAD[target]
    return _SUM if target == _CONTENT and seen.share("number") >= _TELLING_SHARE else ""


def hardly(share: float | None) -> bool:
    """True where nearly no value fits."""
    return share is not None and share < _HARDLY
