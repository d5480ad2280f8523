"""The parts of an address as its writer meant them: run together, out of order, shortened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kcdesk.sheets.address_text import COMMUNE, DISTRICT, PROVINCE, TYPES, Named, fits, named, number, parts_of
from kcdesk.text.fold import fold

if TYPE_CHECKING:
    from kcdesk.sheets.address_units import Units

_LONGEST_NAME = 6
"""Words in the longest name of a unit."""

_HAMLET = re.compile(
    r"^(?:(?:ap|khom|thon|to|kp|kv|khu|khu pho|khu vuc|ban|buon|so|duong|xom|doi|lo|hem|ngo|quoc lo|ql|tl|dt) |[0-9])"
)
"""How what is smaller than a commune begins."""

_HAMLET_BEHIND = re.compile(
    r"(?<=\w)[\s,.]+(?=(?:ấp|ap|khóm|khom|thôn|kp|kv|khu phố|khu vực|khu pho|khu vuc|tổ|số nhà|lô)\s*\w)", re.IGNORECASE
)
_INITIALS = re.compile(r"^(?:(?:TP|T)\.?\s*)?([A-ZĐ]{2,4})\.?$")
_DISTRICTS = ("huyen", "quan", "thi xa", "tinh")
_WORDS = re.compile(r"[^\s,]+")


class Parts:
    """Finds the parts of addresses for somebody in one province."""

    def __init__(self, units: Units, home: str) -> None:
        self._units = units
        self._home = home

    def of(self, text: str) -> tuple[list[Named], list[Named]]:
        """The parts from the smallest to the largest unit, and those after them that name no place."""
        parts = [self._spelt_out(part) for part in parts_of(text)]
        if len(parts) > 1 and self._is_province(parts[0]) and not self._is_province(parts[-1]):
            parts = [*reversed(parts)]
        named_last = bool(parts) and self._is_province(parts[-1])
        provinces = self._units.provinces[parts[-1].name] if named_last else frozenset((self._home,))
        last = len(parts) - 1
        parts = [one for at, part in enumerate(parts) for one in self._apart(part, provinces, is_last=at == last)]
        parts = _in_order(parts)
        last = next((at for at in range(len(parts) - 1, -1, -1) if self._is_place(parts[at])), len(parts) - 1)
        return parts[: last + 1], parts[last + 1 :]

    def _spelt_out(self, part: Named) -> Named:
        """HG for Hậu Giang."""
        found = _INITIALS.match(part.text)
        if not found or part.name in self._units.provinces:
            return part
        name = self._units.spelt_out(fold(found[1]), self._home)
        return Named(part.type if PROVINCE in TYPES.get(part.type, ()) else "", name, part.text) if name else part

    def _is_province(self, part: Named) -> bool:
        """True for a part that can only be a province."""
        if part.name not in self._units.provinces or part.type not in ("", "tinh", "thanh pho"):
            return False
        return part.type == "tinh" or part.name not in self._units.districts

    def _is_place(self, part: Named) -> bool:
        if part.type:
            return True
        units = self._units
        names: tuple[dict[str, object], ...] = (units.current, units.former, units.districts, units.provinces)  # type: ignore[assignment]
        return not _HAMLET.match(f"{part.name} ") and any(part.name in one for one in names)

    def _apart(self, part: Named, provinces: frozenset[str], *, is_last: bool) -> list[Named]:
        """A part that says more than one thing as the several that it says."""
        if self._is_known(part):
            return [part]
        words = [(found[0], fold(found[0])) for found in _WORDS.finditer(part.text)]
        if not all(folded for _text, folded in words) or len(words) < 2:
            return [part]
        if part.type and (behind := self._behind(part, words, provinces)):
            return behind
        hamlet = _HAMLET_BEHIND.search(part.text)
        if hamlet:
            first = self._apart(named(part.text[: hamlet.start()].rstrip(" ,.-")), provinces, is_last=is_last)
            return [*first, named(part.text[hamlet.start() :].strip())]
        return (self._peeled(words, provinces, is_last=is_last) if not part.type else []) or [part]

    def _is_known(self, part: Named) -> bool:
        """True where the whole part is the name of a unit of its type."""
        units = self._units
        if part.type in ("", "thanh pho", "tinh") and part.name in units.provinces:
            return True
        if not part.type:
            return any(part.name in names for names in (units.current, units.former, units.districts))
        if COMMUNE in TYPES[part.type]:
            return part.name in units.former or part.name in units.current
        return part.name in units.districts

    def _behind(self, part: Named, words: list[tuple[str, str]], provinces: frozenset[str]) -> list[Named]:
        """A unit with its type and, behind its name, the next ones or a hamlet."""
        begins = len(fold(" ".join(text for text, _folded in words)).split(" ")) - len(part.name.split(" "))
        for end in range(min(len(words) - 1, begins + _LONGEST_NAME), begins, -1):
            first = named(" ".join(text for text, _folded in words[:end]))
            if first.type != part.type or not self._is_known(first):
                continue
            rest = " ".join(text for text, _folded in words[end:])
            after = self._spelt_out(named(rest))
            if _HAMLET.match(f"{fold(rest)} ") or self._is_known(after):
                return [first, after]
            peeled = self._peeled(words[end:], provinces, is_last=True)
            if peeled and all(self._is_known(one) for one in peeled):
                return [first, *peeled]
        return []

    def _peeled(self, words: list[tuple[str, str]], provinces: frozenset[str], *, is_last: bool) -> list[Named]:
        """Names without types run together: province, district and commune taken from the end, where they agree."""
        left, made = len(words), list[Named]()
        while is_last and (length := self._ends_with(words[:left], PROVINCE, frozenset())) and length < left:
            part = _part(words[left - length : left])
            if made and (part.name != made[0].name or not self._ends_with(words[: left - length], DISTRICT, provinces)):
                break
            made, provinces = [part], self._units.provinces[part.name]
            left -= length
        for length in range(min(left - 1, _LONGEST_NAME), 0, -1):
            district = _part(words[left - length : left])
            codes = self._districts(district, provinces)
            inner = self._ends_with(words[: left - length], COMMUNE, codes) if codes else 0
            if inner:
                commune = _part(words[left - length - inner : left - length])
                begin = words[: left - length - inner]
                return [*([_part(begin)] if begin else []), commune, district, *made]
        inner = self._ends_with(words[:left], DISTRICT, provinces) if made else 0
        if not made or (not inner and _HAMLET.match(f"{words[0][1]} ")):
            return []
        if inner:
            made = [_part(words[left - inner : left]), *made]
            left -= inner
        return [*([_part(words[:left])] if left else []), *made]

    def _districts(self, part: Named, provinces: frozenset[str]) -> frozenset[str]:
        """The codes of the districts of this name in these provinces."""
        return frozenset(
            unit.code for unit in self._units.districts.get(part.name, ())
            if fits(unit.type, part.type) and self._units.new_provinces(unit.above) & provinces
        )  # fmt: skip

    def _ends_with(self, words: list[tuple[str, str]], level: str, above: frozenset[str]) -> int:
        """How many of the last words are the name of a unit of this level within what lies above it; 0 for none."""
        for length in range(min(len(words), _LONGEST_NAME), 0, -1):
            part = _part(words[-length:])
            if level == PROVINCE and part.name in self._units.provinces:
                return length
            if level == DISTRICT and self._districts(part, above):
                return length
            if level == COMMUNE and any(unit.above in above for unit in self._units.former.get(part.name, ())):
                return length
        return 0


def _part(words: list[tuple[str, str]]) -> Named:
    text = " ".join(text for text, _folded in words)
    made = named(text)
    return made if made.type else Named("", number(fold(text)), text)


def _in_order(parts: list[Named]) -> list[Named]:
    """The parts with a district behind its commune, and a province behind both, where they stand before them."""
    communes = [at for at, part in enumerate(parts) if part.type and COMMUNE in TYPES[part.type]]
    early = [part for part in parts[: communes[-1]] if part.type in _DISTRICTS] if communes else []
    if not early:
        return parts
    last = parts[communes[-1]]
    others = [part for part in parts if part not in early]
    at = others.index(last) + 1
    return [*others[:at], *sorted(early, key=lambda part: part.type == "tinh"), *others[at:]]
