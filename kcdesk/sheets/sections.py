"""Headings among the rows of a list: "I. Xã Vị Thủy", also with the sums of its rows, and the places they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kcdesk.sheets.evidence import SHAPES
from kcdesk.sheets.grid import Raw, as_line
from kcdesk.text.fold import fold

_ENTRY = re.compile(r"[0-9]+(?:[.,]0)?[.)]?")
_OUTLINE = re.compile(r"(?:[IVX]{1,6}|[A-H])(?:[.)]|\.[0-9]+)?|[IVX]{1,5}\.[0-9]{1,2}|[-*+•–]+")
"""Numbers of parts of a list: I, A, II.1."""

_SMALL_OUTLINE = re.compile(r"(?:[ivx]{1,5}|[a-h])[.)]?|[0-9]{1,2}\.[0-9]{1,2}[.)]?")
_NUMBER = re.compile(r"-?[0-9][0-9.,\s]*")
_BEFORE = re.compile(r"^\s*(?:(?:[IVXivx]{1,6}|[A-Ha-h]|[0-9]{1,2}(?:\.[0-9]{1,2})*)\s*[.):/\-–]\s*|[\-*+•–]+\s*)")
_BEFORE_TYPE = re.compile(
    r"^\s*(?:[IVX]{1,6}|[A-H]|[0-9]{1,2}(?:\.[0-9]{1,2})*)\s+(?=(?:xã|phường|thị|huyện|quận|thành|đặc|tp|tt|ấp|khu|kv)\b)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\s*(?:\([^()]*\)?|[:\-–]\s*(?:có\s+)?[0-9]+.*"
    r"|\s(?:có\s+)?[0-9]+\s+(?:cơ sở|hộ|doanh nghiệp|dn|htx|đơn vị).*)\s*$",
    re.IGNORECASE,
)
_MARKED = {
    "commune": re.compile(r"(?:(?:xã|phường|thị trấn|tt|đặc khu)\.? |[px]\. ?)\S+(?: \S+){0,3}", re.IGNORECASE),
    "district": re.compile(r"(?:(?:huyện|quận|thị xã|thành phố|tp|tx)\.? |[hq]\. ?)\S+(?: \S+){0,3}", re.IGNORECASE),
    "hamlet": re.compile(
        r"(?:ấp|khu vực|kv|khóm|thôn|tổ dân phố|tổ(?= [0-9])|khu phố|kp|bản|buôn|xóm|sóc) \S+(?: \S+){0,3}",
        re.IGNORECASE),
}  # fmt: skip
_PLAIN = {
    "commune": re.compile(r"(?:xa|phuong|thi tran|tt|dac khu) \w+(?: \w+){0,3}"),
    "district": re.compile(r"(?:huyen|quan|thi xa|thanh pho|tp|tx) \w+(?: \w+){0,3}"),
    "hamlet": re.compile(r"(?:ap|khu vuc|kv|khom|thon|to dan pho|khu pho|xom|soc) \w+(?: \w+){0,3}"),
}
"""Names of places with their types; the marks count where there are any: quán is no quận."""

_KINDS = (
    "ho kinh doanh nghiep tu nhan cong ty tnhh co phan cp hop tac xa to san xuat ca the nho le gia dinh cac nhom loai "
    "khac so cs va vua nganh nghe nong thon tieu thu hkd htx tht dn dntn moi thanh lap dang hoat dong ngung tam hinh "
    "che bien co khi dich vu thuong mai dv tm ttcn cn xuong lo trai"
)
_OF_KINDS = frozenset(_KINDS.split())
"""Words that name kinds of establishments and none of them."""

_FEWEST_COLUMNS = 4


class Places(NamedTuple):
    """What the headings above a row say of where it is, as written; "" for what they do not say."""

    district: str = ""
    commune: str = ""
    hamlet: str = ""


NOWHERE = Places()


class Shape(NamedTuple):
    """What a table looks like: how many columns, which counts its rows (-1 for none), which names them."""

    width: int
    counter: int
    name: int
    is_indexed: bool
    """True where most rows have a number of their own."""


def is_heading(cells: Sequence[tuple[int, Raw]], shape: Shape, joined: int) -> bool:
    """True for a row that only heads others; ``cells`` are the filled ones with their columns.

    ``joined`` is over how many columns its first cell reaches.
    """
    if shape.width < _FEWEST_COLUMNS or not cells:
        return False
    index = next((as_line(cell) for column, cell in cells if column == shape.counter), "")
    rest = [(column, as_line(cell)) for column, cell in cells if column != shape.counter]
    words = [(column, text) for column, text in rest if not _NUMBER.fullmatch(text)]
    if _ENTRY.fullmatch(index):
        return len(words) == 1 < len(rest) and _is_unit(words[0][1]) and words[0][0] <= shape.name
    if not words:
        return bool(index) and not rest and (shape.is_indexed or _is_place(index) or joined > shape.width // 2)
    if len(words) > 1 or words[0][0] > max(shape.name, shape.counter + 1):
        return False
    return _heads(index, words[0][1], rest, shape, joined)


def _heads(index: str, text: str, rest: Sequence[tuple[int, str]], shape: Shape, joined: int) -> bool:
    """True for one text beside a number of the outline, or alone where rows have numbers of their own."""
    if index:
        return bool(_OUTLINE.fullmatch(index)) or (len(rest) == 1 and bool(_SMALL_OUTLINE.fullmatch(index)))
    if _is_place(text) or (len(rest) == 1 and joined > shape.width // 2):
        return True
    first = text.split(" ", 1)[0].rstrip(".")
    if len(rest) > 1:
        return False
    return bool(_OUTLINE.fullmatch(first)) or (shape.is_indexed and not _may_be_a_name(text))


def heading_of(cells: Sequence[tuple[int, Raw]]) -> str:
    """The words of a heading, without its sums."""
    texts = [as_line(cell) for _column, cell in cells]
    return " ".join(text for text in texts if not _NUMBER.fullmatch(text))


def _may_be_a_name(text: str) -> bool:
    """True for a person, and for an establishment that is called something: its row must not vanish as a heading."""
    if SHAPES["person"](text):
        return True
    return SHAPES["est"](text) and any(word not in _OF_KINDS for word in fold(text).split(" "))


class Headings:
    """The headings above the row that is looked at, and the places that they name."""

    def __init__(self) -> None:
        self._places = NOWHERE
        self._outline = ""

    @property
    def places(self) -> Places:
        """What they say of where the next rows are."""
        return self._places

    def take(self, heading: str) -> None:
        """Go on under a further heading; another part of the outline on the level of a commune ends that commune."""
        name = place_name(heading)
        kind = place_type(name)
        if kind == "commune":
            self._places, self._outline = Places(self._places.district, name), _level(heading)
        elif kind == "district":
            self._places, self._outline = Places(name), _level(heading)
        elif kind == "hamlet":
            self._places = self._places._replace(hamlet=_capitalised(name))
        elif self._places != NOWHERE and _level(heading) == self._outline:
            self._places = NOWHERE
        else:
            self._places = self._places._replace(hamlet="")


def _capitalised(name: str) -> str:
    """A name all in capitals as it is written in an address."""
    return " ".join(map(str.capitalize, name.split())) if name.isupper() else name


def place_name(heading: str) -> str:
    """A heading without its number and without what it counts: "Xã Vị Thủy" of "II. Xã Vị Thủy (5 cơ sở)"."""
    text = _BEFORE_TYPE.sub("", _BEFORE.sub("", heading, count=1), count=1)
    return _COUNT.sub("", text).strip(" .:;,-–")


def place_type(name: str) -> str:
    """commune, district or hamlet for the name of a place with its type; "" for any other words."""
    text = fold(name) if name.isascii() else name
    shapes = _PLAIN if name.isascii() else _MARKED
    return next((kind for kind, shape in shapes.items() if shape.fullmatch(text)), "")


def _is_place(text: str) -> bool:
    return bool(place_type(place_name(text)))


def _is_unit(text: str) -> bool:
    """True for a commune or a district."""
    return place_type(place_name(text)) in ("commune", "district")


def _level(heading: str) -> str:
    """Of which sort the number of a heading is."""
    first = heading.split(" ", 1)[0].rstrip(".):-")
    for name, shape in (("roman", r"[IVX]+"), ("letter", r"[A-H]"), ("sub", r"[0-9]+\.[0-9]+"), ("number", r"[0-9]+")):
        if re.fullmatch(shape, first):
            return name
    return "bare"
