"""How alike two names of establishments are: one paper says "Cty TNHH", the next writes it out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kcdesk.text.fold import fold, fold_all

_LEGAL_FORMS = (
    "cong ty trach nhiem huu han mot thanh vien",
    "cong ty trach nhiem huu han",
    "cong ty tnhh mot thanh vien",
    "cong ty tnhh mtv",
    "cong ty tnhh",
    "cty trach nhiem huu han",
    "cty tnhh mot thanh vien",
    "cty tnhh mtv",
    "cty tnhh",
    "ct tnhh mtv",
    "ct tnhh",
    "tnhh mot thanh vien",
    "tnhh mtv",
    "tnhh",
    "mtv",
    "cong ty co phan",
    "cong ty cp",
    "cty co phan",
    "cty cp",
    "ctcp",
    "ctycp",
    "cong ty hop danh",
    "cong ty",
    "cty",
    "doanh nghiep tu nhan",
    "dntn",
    "dn tu nhan",
    "doanh nghiep",
    "lien hiep hop tac xa",
    "hop tac xa",
    "htx",
    "to hop tac",
    "tht",
    "ho kinh doanh ca the",
    "ho kinh doanh",
    "hkd",
    "ho san xuat",
    "co so san xuat kinh doanh",
    "co so san xuat",
    "cssxkd",
    "cssx",
    "co so",
    "xi nghiep tu nhan",
    "xi nghiep",
)
"""Folded words for the kind of establishment; they say nothing about which one it is."""

_COMMON = {
    "san xuat": "sx",
    "thuong mai": "tm",
    "dich vu": "dv",
    "kinh doanh": "kd",
    "xay dung": "xd",
    "xuat nhap khau": "xnk",
    "che bien": "cb",
    "nong nghiep": "nn",
    "mot thanh vien": "mtv",
    "sxtm": "sx tm",
    "sxkd": "sx kd",
    "tmdv": "tm dv",
    "sxtmdv": "sx tm dv",
    "tmsx": "tm sx",
    "dvtm": "dv tm",
}
"""Words that many names share, brought to one form."""


def _alternatives(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(longest_first) + r")\b")


_LEGAL_PATTERN = _alternatives(_LEGAL_FORMS)
_COMMON_PATTERN = _alternatives(_COMMON)
_LONGEST = 300
"""Comparing takes the square of the length, and what comes from elsewhere may have a million letters."""
_SHARED_WORDS = frozenset(("sx", "tm", "dv", "kd", "xd", "xnk", "cb", "nn", "va"))


def core(name: str) -> str:
    """The folded name without its legal form and with common words shortened, for comparison.

    A name that is nothing but a legal form stays as it is. What stands behind the first 300 letters is no name.
    """
    return _core_of(fold(name[:_LONGEST]))


def cores(names: Iterable[str]) -> list[str]:
    """The cores of many names: the same as ``core`` on each, but faster for thousands."""
    return [_core_of(folded) for folded in fold_all(name[:_LONGEST] for name in names)]


def _core_of(folded: str) -> str:
    without = " ".join(_LEGAL_PATTERN.sub(" ", folded).split()) or folded
    return " ".join(_COMMON_PATTERN.sub(lambda found: _COMMON[found.group()], without).split())


def similarity(first: str, second: str) -> float:
    """How alike two names are, from 0 (nothing in common) to 1 (the same but for marks and legal form).

    The order of words counts little, the legal form and words such as "sản xuất" nothing or little.
    The measure is symmetric; above 0.85 it is worth a person's look.
    """
    one, two = core(first), core(second)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    whole = _ratio(one, two)
    own_one, own_two = _own_words(one), _own_words(two)
    if own_one and own_two:
        return min(0.99, 0.25 * whole + 0.75 * _ratio(own_one, own_two))
    return min(0.99, whole)


def _own_words(name: str) -> str:
    return " ".join(word for word in name.split() if word not in _SHARED_WORDS)


def _ratio(one: str, two: str) -> float:
    from rapidfuzz import fuzz  # loaded with the first comparison, not with the program

    in_order = fuzz.ratio(one, two)
    any_order = fuzz.token_sort_ratio(one, two)
    run_together = fuzz.ratio(one.replace(" ", ""), two.replace(" ", ""))
    return max(in_order, 0.98 * any_order, 0.98 * run_together) / 100
