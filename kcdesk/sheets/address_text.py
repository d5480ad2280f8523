"""The text of an address: cleaned of what is no place, and cut into the parts that may name one."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from kcdesk.text.fold import fold

COMMUNE, DISTRICT, PROVINCE = "commune", "district", "province"
TYPES: dict[str, tuple[str, ...]] = {
    "xa": (COMMUNE,), "phuong": (COMMUNE,), "thi tran": (COMMUNE,), "dac khu": (COMMUNE,),
    "huyen": (DISTRICT,), "quan": (DISTRICT,), "thi xa": (DISTRICT,), "thanh pho": (DISTRICT, PROVINCE),
    "tinh": (PROVINCE,),
}  # fmt: skip
"""The levels of which the words before a name speak, folded."""

_SHORT = {
    "x": "xa", "p": "phuong", "tt": "thi tran", "h": "huyen", "q": "quan", "tx": "thi xa", "tp": "thanh pho",
    "t": "tinh", "f": "phuong", "dk": "dac khu",
}  # fmt: skip
_PLACES = {
    "hcm": "ho chi minh", "tphcm": "thanh pho ho chi minh", "sai gon": "ho chi minh", "sg": "ho chi minh",
    "brvt": "ba ria vung tau", "br vt": "ba ria vung tau", "tth": "thua thien hue", "tt hue": "thua thien hue",
}  # fmt: skip
_TYPE_WORD = (
    r"(?:x[ãa]|phư[ờo]ng|phuong|thị\s*trấn|thi\s*tran|đặc\s*khu|huy[ệê]n|huyen|quận|quan|thị\s*xã|thi\s*xa"
    r"|thành\s*phố|thanh\s*pho|tỉnh|tinh)"
)
_ABBREVIATED = r"(?:tx|tp|tt|[xphqtf])(?:\.\s*|\s+(?=[A-ZĐÀ-Ỹ0-9]))|(?:[pq])(?=[0-9]{1,2}\b)|tp(?=[A-ZĐ])"
_BEGINS = re.compile(rf"(?<![\w.])(?:{_TYPE_WORD}\.?\s+(?=\S)|{_ABBREVIATED})", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*(?:[,;|\n]|\s/\s|\s[-–—]+\s|(?<=\w)[-–—]\s|(?<=[a-zà-ỹ0-9])\s[-–—](?=\w)"
    r"|(?<=[^\W_]{2})[-–—](?=[^\W\d_]{2})|(?<=\s[0-9])[-–—](?=[^\W\d_]{2})|(?<=[^\W\d_]{3})\.(?:\s+|(?=[A-ZĐ]))|(?<=[0-9])\.\s+(?=[A-ZĐ]))\s*"
)
_ROMANS = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
    "xi": "11", "xii": "12",
}  # fmt: skip
_LETTER_NUMBER = re.compile(r"^(p|q|f|h|x)\s*\.?\s*([0-9]{1,2})$")
_NUMBERED = re.compile(r"(?<!\w)((?:[PQF]\.?|phường|quận|phuong|quan)\s*[0-9]{1,2})\s+(?=[^\W\d])", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]{0,200})\)?")
_NOW = re.compile(r"^\s*(?:nay|hiện nay|bây giờ|mới|sau sáp nhập)(?:\s+(?:là|thuộc))?\s*:?\s+", re.IGNORECASE)
_FORMERLY = re.compile(r"\bcũ\b|\btrước (?:đây|là)\b|^\s*(?:cu|truoc la|truoc day)\b|\bcu\s*$", re.IGNORECASE)
_DOUBLE_NAMES = re.compile(r"(bà rịa|ba ria|phan rang|thừa thiên|thua thien)\s*[-–—]\s*", re.IGNORECASE)
_DOTTED = re.compile(r"(?<!\w)(t)\.\s?([txp])(?!\w)\.?\s*", re.IGNORECASE)
_BEFORE_POINT = re.compile(r"\s+([.,;])")
_COUNTRY = re.compile(r"[\s,.\-–;]*(?<!\w)(?:việt\s*nam|viet\s*nam|vn)\s*\.?\s*$", re.IGNORECASE)
_CALL = re.compile(
    r"[\s,.;\-–(]*(?:(?:số\s*)?(?:đtdđ|dtdd|đt|sđt|dt|sdt|đthoại|điện thoại|dien thoai|tel|phone|di động|dđ|mobile"
    r"|zalo|hotline|fax)"
    r"\s*[:.]?\s*\+?[0-9][0-9 .\-]{7,15}[0-9]|(?<![\w/])\+?(?:84|0)[0-9](?:[ .\-]?[0-9]){7,9}(?![\w/]))\)?",
    re.IGNORECASE,
)  # fmt: skip


_CALLED_OLD = re.compile(r"\s+\(?cũ\)?\s*$|\s+\(cu\)\s*$", re.IGNORECASE)


def is_called_old(text: str) -> bool:
    """True for "Vị Trung cũ": the name of a unit of before."""
    return bool(_CALLED_OLD.search(text))


class Named(NamedTuple):
    """A part of an address: its folded type ("" where none is written) and name, and the words as written."""

    type: str
    name: str
    text: str


class Cleaned(NamedTuple):
    """An address without what is no place. ``now`` is what a bracket says of today; ``aside`` other words of use.

    ``is_new`` is True where a bracket tells the former name, so that the rest is that of today.
    """

    text: str
    now: str
    aside: str
    is_new: bool


def clean(written: str) -> Cleaned:
    """Take away telephones, the country, and what stands in brackets."""
    now, aside, is_new = "", [], False
    for found in _BRACKETS.finditer(written):
        inside = found[1].strip()
        if fold(inside) == "cu":
            continue
        if _NOW.match(inside):
            now = _NOW.sub("", inside)
        elif inside:
            is_new = is_new or bool(_FORMERLY.search(inside))
            aside.append(f"({inside})")
    text = _BRACKETS.sub(lambda found: " cũ " if fold(found[1]) == "cu" else " ", written)
    aside += [found[0].strip(" ,.;-–") for found in _CALL.finditer(text)]
    text = _DOUBLE_NAMES.sub(r"\1 ", _CALL.sub(" ", text))
    text = _BEFORE_POINT.sub(r"\1", _DOTTED.sub(r"\1\2 ", text))
    return Cleaned(_COUNTRY.sub("", text.strip(" .,;-–")), now, " ".join(aside), is_new)


def parts_of(text: str) -> list[Named]:
    """The parts of an address in their order, parted by commas and before the words of types."""
    pieces: list[str] = []
    for chunk in _BETWEEN.split(_NUMBERED.sub(r"\1, ", text)):
        begins = [*_BEGINS.finditer(chunk)]
        ends = {found.end() for found in begins}  # "xa Phuong Nghi": a type behind a type is a name
        edges = [0, *(found.start() for found in begins if found.start() and found.start() not in ends), len(chunk)]
        pieces += [chunk[first:last] for first, last in pairwise(edges)]
    return [named(piece) for one in pieces if (piece := one.strip(" .,-–;:"))]


def named(text: str) -> Named:
    """What one part says; "cũ" behind a name is no part of it."""
    folded = fold(_CALLED_OLD.sub("", text))
    folded = _PLACES.get(folded, folded)
    numbered = _LETTER_NUMBER.match(folded)
    if numbered:
        return Named(_SHORT[numbered[1]], numbered[2].lstrip("0"), text)
    kind, name = split_type(folded)
    if kind == "xa" and text.lower().startswith("xà"):  # the commune Xà Phiên
        return Named("", folded, text)
    return Named(kind, number(_PLACES.get(name, name), kind), text)


def split_type(folded: str) -> tuple[str, str]:
    """("thi tran", "nang mau") for "thi tran nang mau"; the type "" where none stands before the name."""
    words = folded.split(" ")
    for length in (2, 1):
        kind = " ".join(words[:length])
        if kind in TYPES and len(words) > length:
            return kind, " ".join(words[length:])
    kind = _SHORT.get(words[0], "")
    return (kind, " ".join(words[1:])) if kind and len(words) > 1 else ("", folded)


def number(name: str, kind: str = "phuong") -> str:
    """Wards with a number: 05 is 5, and so is V."""
    if kind == "phuong" and name in _ROMANS:
        return _ROMANS[name]
    return name.lstrip("0") or name if name.isdecimal() else name


def fits(kind: str, written: str) -> bool:
    """True where a unit of one type may be meant by the type that is written, if any is."""
    return not written or kind == written


def typed(name: str, kind: str) -> str:
    """A name from a column of its own, with its type where none is written."""
    text = " ".join(name.split())
    if not text:
        return ""
    written, _bare = split_type(fold(text))
    return text if written or "," in text else f"{kind} {text}" if kind != "xã" else text


def joined(parts: list[Named]) -> str:
    """Parts as one line."""
    return ", ".join(part.text for part in parts)
