"""What people write in a cell, read as the value of a field: its kind, and the habits of spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds import ValueProblem
from kcdesk.model.kinds.contact import plain_phone
from kcdesk.model.kinds.identity import check_digit_fits
from kcdesk.model.kinds.money import read_money
from kcdesk.model.kinds.numbers import limits, read_number
from kcdesk.sheets.grid import ERRORS, Raw, as_line, plain_number
from kcdesk.text.fold import fold

_NOTHING = frozenset((
    "", "khong co", "k co", "ko co", "khong", "chua co", "chua", "n a", "na", "none", "null", "khong ro", "chua ro",
    "khong biet", "trong", "de trong", "kxd", "chua xac dinh",
))  # fmt: skip
_DITTO = frozenset(("nt", "nhu tren", "n t", "ditto", "nhu tren nt"))
_DITTO_MARKS = frozenset(('"', "''", "”", "“", "〃", "``", "´´"))
_LONGEST_WORDS = 40
"""No word for nothing or for the same is longer, with the blanks and dashes around it."""

_YES = frozenset(("x", "v", "dat", "roi", "da", "da co", "ok", "dong y", "co x"))
_NO = frozenset(("0", "k", "ko", "chua", "chua co", "khong co", "khong dat", "chua dat"))
_UNITS_AFTER = re.compile(
    r"^([0-9][0-9., ]*)\s*(?:người|nguoi|ng|lđ|ld|lao động|lao dong|kwh|m2|m²|m3|m³"
    r"|cái|chiếc|máy|bộ|sao|năm|học viên|hv|hộ|thành viên)\.?$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[a-zđ₫]", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PHONE = re.compile(r"(?:\+?84|0)?[0-9](?:[\s.\-]?[0-9]){7,10}")
_BETWEEN_PHONES = re.compile(r"\s*(?:[/,;\n|]|\s-\s|\bhoặc\b|\bvà\b)\s*")
_SLASHED = re.compile(r"^\s*([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})\s*[/.\-]\s*([0-9]{2,4})\s*$")
_RANGE = re.compile(
    r"^\s*([0-9]{1,6})(?:\s*(-|–|đến)\s*[0-9]{1,6})?\s*(?:người|lđ|lao động|cái|máy)?\s*$", re.IGNORECASE
)
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?:,|\s*$))")
_EITHER_THOUSANDS = re.compile(r"^\s*[1-9][0-9]{0,2},[0-9]{3}\s*$")
_TELLING = 5
"""Letters of the shortest word that tells a choice from within other words."""

_FIRST_SERIAL, _LAST_SERIAL = 7_000, 73_050
"""Days of 1919 and 2100: a number between them in a column of dates is a day."""

_EPOCH_1904 = 1462


@dataclass(frozen=True, slots=True)
class Habits:
    """How a column is written: đồng that a number of it means, month before day, from when its days count."""

    factor: int = 1_000_000
    month_first: bool = False
    epoch_1904: bool = False


_ABOUT = re.compile(
    r"\s*(?:khoảng|gần|trên|hơn|dưới|tầm|cỡ|ước|~|≈|>|<|khoang|gan|tren|hon|duoi|tam|uoc)\s*(?=[0-9])(.+)$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says. ``doubt`` asks a person, who may take ``instead``; ``refused`` says why there is no value.

    ``more`` is what else stood in the cell and belongs into the notes.
    """

    value: Value = None
    doubt: str = ""
    instead: Value = None
    refused: str = ""
    more: str = ""


def is_ditto(raw: Raw) -> bool:
    """True for "nt" and the marks that repeat what stands above."""
    if not isinstance(raw, str) or len(raw) > _LONGEST_WORDS:
        return False
    return raw.strip() in _DITTO_MARKS or fold(raw) in _DITTO


def is_nothing(raw: Raw) -> bool:
    """True for an empty cell and for the words and dashes that people write for nothing."""
    if not isinstance(raw, str) or len(raw) > _LONGEST_WORDS:
        return False
    return raw.strip() in ERRORS or fold(raw) in _NOTHING


def read_cell(field: Field, raw: Raw, habits: Habits = Habits()) -> Reading:
    """The value that a cell gives a field."""
    if isinstance(raw, str) and field.kind.name == "yes_no":
        return _yes_no(field, raw)
    if is_nothing(raw):
        return Reading()
    reader = _READERS.get(field.kind.name, _text)
    try:
        return reader(field, raw, habits)
    except ValueProblem as problem:
        return Reading(refused=problem.message)


def _text(field: Field, raw: Raw, _habits: Habits) -> Reading:
    text = raw.strip() if isinstance(raw, str) else as_line(raw)
    spoken = field.kind.parse(text, field)
    return Reading(spoken.value, spoken.doubt, spoken.instead)


def _number_of(raw: Raw) -> Decimal:
    """A number from a cell, with the words of its unit after it or not. Raises ValueProblem."""
    if isinstance(raw, (bool, date, time, timedelta)):
        raise ValueProblem("not_a_number", _("“{text}” không phải là số.").format(text=as_line(raw)))
    if isinstance(raw, (int, float)):
        return Decimal(plain_number(raw) if isinstance(raw, float) else raw)
    found = _UNITS_AFTER.match(raw.strip())
    return read_number(found[1] if found else raw)


def _integer(field: Field, raw: Raw, _habits: Habits) -> Reading:
    if isinstance(raw, str) and (about := _roughly(raw)):
        words = _("“{text}” là số ước chừng; có lấy {number} không?")
        return Reading(doubt=words.format(text=as_line(raw), number=about), instead=field.kind.normalise(about, field))
    number = _number_of(_THOUSANDS.sub("", raw) if isinstance(raw, str) else raw)
    if number != number.to_integral_value():
        raise ValueProblem("not_whole", _("“{text}” không phải số nguyên.").format(text=as_line(raw)))
    return Reading(field.kind.normalise(int(number), field))


def _roughly(text: str) -> int:
    """The number meant by "khoảng 10", and the lower one of "10-15"; 0 for any other text."""
    found = _RANGE.match(text) or (_RANGE.match(about[1]) if (about := _ABOUT.match(text)) else None)
    return int(found[1]) if found and (found[2] or _ABOUT.match(text)) else 0


def _decimal(field: Field, raw: Raw, _habits: Habits) -> Reading:
    if isinstance(raw, str):
        found = _UNITS_AFTER.match(raw.strip())
        return _text(field, found[1] if found else raw, _habits)
    number = _number_of(raw)
    return Reading(field.kind.normalise(float(round(number, 6) if abs(number) < 10**15 else number), field))


def _money(field: Field, raw: Raw, habits: Habits) -> Reading:
    if isinstance(raw, str) and _EITHER_THOUSANDS.match(raw):
        return _thousands_or_not(field, raw, habits)
    about = _ABOUT.match(raw) if isinstance(raw, str) else None
    if about:
        return _about(field, as_line(raw), about[1], habits)
    if isinstance(raw, str) and _LETTERS.search(raw):
        amount = Decimal(read_money(raw))
    else:
        amount = _number_of(raw) * habits.factor
    whole = amount.to_integral_value()
    if abs(whole - amount) > Decimal("0.01"):
        raise ValueProblem("below_one_dong", _("Số tiền “{text}” lẻ hơn một đồng.").format(text=as_line(raw)))
    limits(whole, field)
    return Reading(field.kind.normalise(int(whole), field))


def _thousands_or_not(field: Field, raw: str, habits: Habits) -> Reading:
    """ "1,200" is 1.2 here, and 1,200 where the list was saved by an English program: offered, never taken."""
    plain = raw.strip()
    meant = _money(field, plain.replace(",", ""), habits)
    words = _("“{text}” là {many} hay {few}?")
    asked = words.format(text=plain, many=plain.replace(",", "."), few=plain.rstrip("0"))
    return Reading(doubt=asked, instead=meant.value)


def _about(field: Field, text: str, rest: str, habits: Habits) -> Reading:
    """A sum that is not said exactly: what it is about is offered."""
    meant = _money(field, rest, habits)
    words = _("“{text}” là số ước chừng; có lấy {amount} đồng không?")
    return Reading(doubt=words.format(text=text, amount=f"{meant.value:,}".replace(",", ".")), instead=meant.value)


def _year(field: Field, raw: Raw, _habits: Habits) -> Reading:
    if isinstance(raw, (date, datetime)):
        return Reading(field.kind.normalise(raw.year, field))
    years = _YEAR.findall(as_line(raw))
    if len(set(years)) == 1:
        return Reading(field.kind.normalise(int(years[0]), field))
    return _text(field, as_line(raw), _habits)


def _date(field: Field, raw: Raw, habits: Habits) -> Reading:
    if isinstance(raw, (date, datetime)):
        return _iso(field, f"{raw:%Y-%m-%d}")
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        number = float(raw)
        if field.kind.name == "partial_date" and 1900 <= number <= 2100 and number == int(number):
            return Reading(field.kind.normalise(str(int(number)), field))
        if _FIRST_SERIAL <= number + (_EPOCH_1904 if habits.epoch_1904 else 0) <= _LAST_SERIAL:
            days = int(number) + (_EPOCH_1904 if habits.epoch_1904 else 0)
            return _iso(field, (date(1899, 12, 30) + timedelta(days=days)).isoformat())
        return _text(field, plain_number(number), habits)
    text = as_line(raw)
    found = _SLASHED.match(text)
    if found and habits.month_first:
        text = f"{found[2]}/{found[1]}/{found[3]}"
    return _text(field, text.removesuffix(" 00:00"), habits)


def _iso(field: Field, day: str) -> Reading:
    return Reading(field.kind.normalise(day[:7] if field.kind.name == "month" else day, field))


def _phone(field: Field, raw: Raw, _habits: Habits) -> Reading:
    text = as_line(raw) if not isinstance(raw, str) else raw.strip()
    numbers = [part for part in _BETWEEN_PHONES.split(text) if part]
    good = [number for part in numbers if (number := plain_phone(part))]
    if not good:
        good = [number for part in _PHONE.findall(text) if (number := plain_phone(part))]
    if good:
        more = ", ".join(good[1:])
        return Reading(good[0], more=_("Điện thoại khác: {numbers}").format(numbers=more) if more else "")
    value = field.kind.normalise(text, field)
    return Reading(value, _("Số điện thoại “{text}” không đúng dạng.").format(text=text) if value else "")


def _tax_code(field: Field, raw: Raw, _habits: Habits) -> Reading:
    text = as_line(raw).lstrip("'’`")
    digits = re.sub(r"\D", "", text)
    meant = _with_zero(digits)
    if len(digits) in (8, 9, 11) and digits == re.sub(r"[\s.\-]", "", text):
        padded = f"{digits:0>10}" if len(digits) < 10 else f"0{digits}"
        offer = meant or padded
        return Reading(doubt=_("Mã số thuế “{text}” mất số 0 ở đầu; có phải {code}?").format(text=text, code=offer),
                       instead=offer)  # fmt: skip
    spoken = field.kind.parse(text, field)
    return Reading(spoken.value, spoken.doubt, spoken.instead)


def _with_zero(digits: str) -> str:
    code = digits.zfill(10)
    return code if len(digits) in (8, 9) and check_digit_fits(code) else ""


def _personal_number(field: Field, raw: Raw, _habits: Habits) -> Reading:
    text = as_line(raw).lstrip("'’`")
    if text.isdecimal() and len(text) in (10, 11):
        offer = text.zfill(12)
        words = _("Số định danh “{text}” mất số 0 ở đầu; có phải {code}?").format(text=text, code=offer)
        return Reading(doubt=words, instead=offer)
    return _text(field, text, _habits)


def _yes_no(field: Field, raw: str) -> Reading:
    asked = fold(raw)
    if not asked:
        return Reading(True if raw.strip() in ("✓", "✔", "√", "+") else None)
    if asked in _YES:
        return Reading(True)
    if asked in _NO:
        return Reading(False)
    try:
        return Reading(field.kind.parse(raw, field).value)
    except ValueProblem as problem:
        return Reading(refused=problem.message)


def _choice(field: Field, raw: Raw, _habits: Habits) -> Reading:
    text = as_line(raw)
    if field.name == "legal_form" and (form := legal_form_of(text)):
        return Reading(form)
    words = _CHOICE_WORDS.get(field.name, {})
    special = words.get(fold(text))
    if special:
        return Reading(special)
    try:
        return _text(field, text, _habits)
    except ValueProblem:
        told = _told_within(fold(text), words)
        if not told:
            raise
        return Reading(told)


def _told_within(text: str, words: Mapping[str, str]) -> str:
    """The choice that words within others tell: the longest, where no other stands beside it; "" for none."""
    within = [said for said in words if len(said) >= _TELLING and f" {said} " in f" {text} "]
    longest = max(within, key=len, default="")
    beside = text.replace(longest, "|") if longest else text
    others = {words[said] for said in within if f" {said} " in f" {beside} "}
    return words[longest] if longest and others <= {words[longest]} else ""


def _code(field: Field, raw: Raw, _habits: Habits) -> Reading:
    """A code, alone or with its name after a dash as our own workbooks have it."""
    text = as_line(raw)
    found = re.match(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s+[–—-]\s+\S", text)
    return _text(field, found[1] if found else text, _habits)


_CHOICE_WORDS: dict[str, dict[str, str]] = {
    "status": {
        "dang hoat dong": "dang_hd", "hoat dong": "dang_hd", "binh thuong": "dang_hd", "dang sx": "dang_hd",
        "tot": "dang_hd", "on dinh": "dang_hd", "tam ngung": "tam_ngung", "tam nghi": "tam_ngung", "ngung": "ngung",
        "nghi": "ngung", "giai the": "ngung", "ngung hoat dong": "ngung",
        "tam ngung hoat dong": "tam_ngung", "tam nghi kinh doanh": "tam_ngung", "dang kinh doanh": "dang_hd",
        "con hoat dong": "dang_hd", "dang san xuat": "dang_hd", "ngung san xuat": "ngung", "da giai the": "ngung",
        "da nghi": "ngung", "moi": "moi", "moi thanh lap": "moi",
    },
    "fund_source": {
        "kcdp": "KCDP", "kc dia phuong": "KCDP", "dia phuong": "KCDP", "kcqg": "KCQG", "kc quoc gia": "KCQG",
        "quoc gia": "KCQG", "trung uong": "KCQG", "tinh": "KCDP",
    },
    "gender": {"ong": "nam", "ba": "nu", "f": "nu", "m": "nam"},
}  # fmt: skip

_FORMS: tuple[tuple[str, str], ...] = (
    (r"\b(?:c(?:ong )?ty|cty|ct)? ?(?:tnhh|trach nhiem huu han)", "TNHH"),
    (r"\b(?:ctcp|(?:cong ty|cty|ct) ?(?:cp|co phan))\b", "CTCP"),
    (r"\b(?:dntn|doanh nghiep tu nhan|dn tu nhan|dn tn)\b", "DNTN"),
    (r"\b(?:to hop tac|tht)\b", "THT"),
    (r"\b(?:hop tac xa|htx)\b", "HTX"),
    (r"\b(?:ho kinh doanh|hkd|ho ca the|ho kd|ho gia dinh|ho san xuat|ho sx|hkdct|ca the)\b", "HKD"),
)
_FORM_PATTERNS = tuple((re.compile(pattern), form) for pattern, form in _FORMS)


def legal_form_of(name: str) -> str:
    """The legal form that a name or a word says; "" where it says none."""
    folded = fold(name)
    return next((form for pattern, form in _FORM_PATTERNS if pattern.search(folded)), "")


def money_factor(words: str) -> int:
    """Đồng that a number means under a header or title with these folded words; 0 where they do not say."""
    for pattern, factor in (
        (r"\b(?:trieu|tr)d?\b", 1_000_000), (r"\btyd?\b", 1_000_000_000),
        (r"\b(?:nghin|ngan|ng|1000|1 000)d?\b", 1000),
        (r"\b(?:dong|vnd|d)\b", 1),
    ):  # fmt: skip
        if re.search(pattern, words):
            return factor
    return 0


def day_and_month(texts: list[str]) -> tuple[bool, bool]:
    """Whether days of a column can only be month before day, and whether a person has to say which it is.

    A day above 12 settles a column; where there is none, or days that contradict each other, nobody can know.
    """
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := _SLASHED.match(text))]
    month_first = any(second > 12 >= first for first, second in pairs)
    day_first = any(first > 12 >= second for first, second in pairs)
    either = any(first <= 12 and second <= 12 and first != second for first, second in pairs)
    return month_first and not day_first, either and (month_first or not day_first)


_READERS: dict[str, Callable[[Field, Raw, Habits], Reading]] = {
    "integer": _integer, "decimal": _decimal, "percent": _decimal, "money": _money, "year": _year, "date": _date,
    "partial_date": _date, "month": _date, "phone": _phone, "tax_code": _tax_code, "personal_number": _personal_number,
    "choice": _choice, "code": _code,
}  # fmt: skip
