"""Dates: a day, or only a month or a year where the field allows it. ISO inside, dd/MM/yyyy outside."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import ClassVar, NamedTuple

from kcdesk.i18n import _
from kcdesk.model.fields import Field, Value
from kcdesk.model.kinds.base import Kind, Spoken, ValueProblem
from kcdesk.model.kinds.numbers import check_year, read_year
from kcdesk.model.kinds.text import as_text, clean
from kcdesk.text.fold import fold

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_WORDS = re.compile(r"\b(?:ngay|thang|nam)\b")
_NUMBERS = re.compile(r"[0-9]+(?:\s*[/.\- ]\s*[0-9]+)*")
_DIGITS = re.compile(r"[0-9]+")
_MONTHS = 12

_NEAR = (
    (("hom nay", "nay", "bua nay"), 0),
    (("hom qua", "qua", "bua qua"), -1),
    (("hom kia", "kia"), -2),
    (("ngay mai", "mai"), 1),
)
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})")
_WITHOUT_YEAR = re.compile(r"(?:ngay )?([0-9]{1,2}) thang ([0-9]{1,2})")
_HOUR = re.compile(r"([0-9/.\-]{6,10})[ T,]+[0-9]{1,2}(?::[0-9]{2}){1,2}(?:\.[0-9]+)?")


class Moment(NamedTuple):
    """A date of which the day, or day and month, may be unknown (0)."""

    year: int
    month: int = 0
    day: int = 0

    def iso(self) -> str:
        """2026, 2026-10 or 2026-10-05."""
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 3 if self.day else 2 if self.month else 1])

    def shown(self) -> str:
        """2026, 10/2026 or 05/10/2026."""
        parts = [f"{self.day:02}", f"{self.month:02}", f"{self.year:04}"]
        return "/".join(parts[0 if self.day else 1 if self.month else 2 :])


def real(moment: Moment) -> Moment:
    """The moment if the calendar has it. Raises ValueProblem with a sentence that says why it has not."""
    check_year(moment.year)
    if moment.month > _MONTHS:
        raise ValueProblem("bad_date", _("Không có tháng {month}.").format(month=moment.month))
    if moment.day:
        last = monthrange(moment.year, moment.month)[1]
        if moment.day > last:
            raise ValueProblem(
                "bad_date",
                _("Không có ngày {day}: tháng {month} năm {year} chỉ có {last} ngày.").format(
                    day=moment.shown(), month=moment.month, year=moment.year, last=last
                ),
            )
    return moment


def read_iso(text: str) -> Moment:
    """A moment from its ISO form. Raises ValueProblem."""
    found = _ISO.fullmatch(text)
    if found is None or "00" in found.groups()[1:]:
        raise ValueProblem(
            "bad_date", _("“{text}” không phải là ngày dạng năm-tháng-ngày.").format(text=clean(text)[:40])
        )
    return real(Moment(*(int(part or 0) for part in found.groups())))


def read_date(text: str) -> Moment:
    """The moment that a person means: 5/10/26 · 05-10-2026 · 051026 · 2026-10-05 · tháng 10 năm 2026 · 2026.

    Raises ValueProblem.
    """
    typed = clean(text)
    if _ISO.fullmatch(typed) and len(typed) > 4:
        return read_iso(typed)
    words = typed if _NUMBERS.fullmatch(typed) else _WORDS.sub(" ", fold(typed)).strip()
    if not _NUMBERS.fullmatch(words):
        raise _not_a_date(typed)
    parts = _DIGITS.findall(words)
    if len(parts) == 1:
        parts = _run_together(parts[0], typed)
    if len(parts) > 3 or max(map(len, parts)) > 4:
        raise _not_a_date(typed)
    if len(parts) == 3 and len(parts[0]) == 4:
        parts.reverse()
    *smaller, year = parts
    if len(year) not in (2, 4) or any(len(part) > 2 for part in smaller):
        raise _not_a_date(typed)
    if any(not int(part) for part in smaller):
        raise ValueProblem("bad_date", _("Ngày và tháng không thể là 0."))
    return real(Moment(read_year(year), *(int(part) for part in reversed(smaller))))


def near(text: str, today: date, *, ahead: bool = False) -> Moment | None:
    """The day that someone means who writes no year: 3/4 · ngày 3 tháng 4 · hôm qua; None where it is no such text.

    Without a year it is the last such day up to ``today``, or the next one where days lie ``ahead``. What stands
    behind a whole date as an hour (03/04/2025 08:30, as a camera writes it) is left out.
    """
    typed = clean(text)
    words = fold(typed)
    for names, days in _NEAR:
        if words in names:
            return _moment(today + timedelta(days=days))
    dated = _HOUR.fullmatch(typed)
    if dated:
        return read_date(dated[1])
    shared = _WITHOUT_YEAR.fullmatch(words) if not _NUMBERS.fullmatch(typed) else _DAY_AND_MONTH.fullmatch(typed)
    return _nearest(int(shared[1]), int(shared[2]), today, ahead=ahead) if shared else None


def _nearest(day: int, month: int, today: date, *, ahead: bool) -> Moment | None:
    years = range(today.year, today.year + 9) if ahead else range(today.year, today.year - 9, -1)
    for year in years:  # a leap day comes back after four or eight years
        if not 1 <= month <= _MONTHS or not 1 <= day <= monthrange(year, month)[1]:
            continue
        if (date(year, month, day) >= today) if ahead else (date(year, month, day) <= today):
            return Moment(year, month, day)
    return None


def _moment(day: date) -> Moment:
    return Moment(day.year, day.month, day.day)


def _run_together(digits: str, typed: str) -> list[str]:
    """051026, 05102026 and 20261005 taken apart."""
    if len(digits) == 8 and digits[:2] in ("19", "20") and int(digits[4:]) <= 1231:
        return [digits[6:], digits[4:6], digits[:4]]
    if len(digits) in (6, 8):
        return [digits[:2], digits[2:4], digits[4:]]
    if len(digits) == 4:
        return [digits]
    raise _not_a_date(typed)


def _not_a_date(typed: str) -> ValueProblem:
    return ValueProblem("bad_date", _("Không hiểu ngày “{text}”; ví dụ: 05/10/2026.").format(text=typed[:40]))


class PartialDate(Kind):
    """A day, a month or a year, as exact as it is known; kept as 2026, 2026-10 or 2026-10-05."""

    name: ClassVar[str] = "partial_date"

    def parse(self, text: str, field: Field) -> Spoken:
        del field
        typed = clean(text)
        return Spoken(self._allowed(read_date(typed)).iso() if typed else None)

    def normalise(self, value: object, field: Field) -> Value:
        del field
        if value is None or value == "":
            return None
        return self._allowed(read_iso(as_text(value))).iso()

    def format(self, value: Value, field: Field) -> str:
        del field
        if not isinstance(value, str):
            return "" if value is None else str(value)
        return Moment(*map(int, value.split("-"))).shown() if _ISO.fullmatch(value) else value

    def _allowed(self, moment: Moment) -> Moment:
        """The moment if it is as exact as this kind asks for. Raises ValueProblem."""
        return moment


class Day(PartialDate):
    """A day."""

    name: ClassVar[str] = "date"
    schema_type: ClassVar[str] = "date"

    def _allowed(self, moment: Moment) -> Moment:
        if not moment.day:
            raise ValueProblem("bad_date", _("Chưa đủ: cần cả ngày, tháng và năm."))
        return moment


class Month(PartialDate):
    """A month; of a day that was typed the month is kept."""

    name: ClassVar[str] = "month"

    def parse(self, text: str, field: Field) -> Spoken:
        del field
        typed = clean(text)
        return Spoken(self._allowed(read_date(typed)._replace(day=0)).iso() if typed else None)

    def _allowed(self, moment: Moment) -> Moment:
        if not moment.month or moment.day:
            raise ValueProblem("bad_date", _("Ghi tháng và năm, ví dụ 10/2026."))
        return moment
