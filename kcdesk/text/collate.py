"""Sorting as Vietnamese sort: a key of bytes whose plain order is ICU's order for ``vi``.

The order is the one of the Unicode CLDR: letters first (a ă â b c d đ e ê … o ô ơ … u ư …), then the
tones of the whole text (ngang, huyền, hỏi, ngã, sắc, nặng), then small before capital. Nothing is
ignored: spaces stand before punctuation, punctuation before symbols, symbols before digits, digits
before letters, and digits are compared one by one ("10" before "9"). So the list in the database, the
list in the window and the one in another program that uses ICU are in one order on every system.

A key has three levels parted by a byte of its own. Runs of the commonest weight are shortened so that
a longer run still sorts before a shorter one. Characters outside the table (other scripts) come last, by
code point. A letter with both a horn and a hat (ơ̂), which no language writes, is where its NFD is in ICU;
ICU itself puts its NFC elsewhere.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final, NamedTuple

from kcdesk.text import collation_table

_LEVEL_END: Final = "\x01"
_RUNS: Final = ((16, "\x02"), (8, "\x03"), (4, "\x04"), (2, "\x05"))
_COMMON: Final = "\x06"
"""The commonest weight of the second and third level; the runs of it sort before it."""

_FIRST_LEAD: Final = 2
_LAST_LEAD: Final = 0xFD
_UNKNOWN: Final = "\xfe"
_SINGLES: Final = frozenset("ăâđêôơư" + "".join(map(chr, range(0x20, 0x7F))))
"""Characters frequent enough for a primary weight of one byte."""

_HAT, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_JOINING: Final = {_HAT: "aeoAEO", _BREVE: "aA", _HORN: "ouOU"}
"""The marks that make a letter of its own (ê, ă, ơ), and of which letters."""


class _Weights(NamedTuple):
    """What a character adds to each level of the key."""

    primary: str
    secondary: str
    tertiary: str


class _Level(dict[int, str]):
    """One level of the table, as ``str.translate`` uses it; unlisted characters are worked out once."""

    def __init__(self, tables: _Tables, number: int) -> None:
        super().__init__()
        self._tables = tables
        self._number = number

    def __missing__(self, code: int) -> str:
        for level, weights in zip(self._tables.levels, self._tables.weigh(chr(code)), strict=True):
            level[code] = weights
        return self[code]


class _Tables:
    """The three levels of the table, filled as characters are met."""

    def __init__(self) -> None:
        self._primary = _primary_weights()
        self._known = dict(self._listed())
        self.levels = tuple(_Level(self, number) for number in range(3))

    def weigh(self, character: str) -> _Weights:
        """The weights of one character, by itself or by what it decomposes into."""
        if character in self._known:
            return self._known[character]
        for form in ("NFD", "NFKD"):
            parts = unicodedata.normalize(form, character)
            if parts != character:
                found = [self.weigh(part) for part in _join_letters(parts)]
                return _Weights(*("".join(level) for level in zip(*found, strict=True)))
        if unicodedata.category(character) in ("Cc", "Cf"):
            return _Weights("", "", "")
        code = ord(character)
        primary = _UNKNOWN + "".join(chr(0x80 | code >> shift & 0x7F) for shift in (14, 7, 0))
        return _Weights(primary, _COMMON, _COMMON)

    def _listed(self) -> list[tuple[str, _Weights]]:
        listed = [(character, self._element(character, 0, 0)) for character in collation_table.PRIMARY]
        listed += [
            (character.upper(), self._element(character, 0, collation_table.CAPITAL))
            for character in collation_table.PRIMARY
            if character.upper() != character and character.upper().lower() == character
        ]
        for entry in collation_table.OTHERS.split():
            code, _, elements = entry.partition("=")
            found = [self._read_element(element) for element in elements.split("+")]
            listed.append((chr(int(code, 16)), _Weights(*("".join(level) for level in zip(*found, strict=True)))))
        return listed

    def _read_element(self, element: str) -> _Weights:
        base, secondary, tertiary = element.split(":")
        return self._element(chr(int(base, 16)) if base else "", int(secondary, 16), int(tertiary, 16))

    def _element(self, base: str, secondary: int, tertiary: int) -> _Weights:
        primary = self._primary[base] if base else ""
        return _Weights(primary, chr(ord(_COMMON) + secondary), chr(ord(_COMMON) + tertiary))


def _primary_weights() -> dict[str, str]:
    """One byte for a frequent character, a shared lead byte and a second one for those between."""
    weights: dict[str, str] = {}
    lead, second = _FIRST_LEAD, 0
    for character in collation_table.PRIMARY:
        if character in _SINGLES:
            lead += 1 if second else 0
            weights[character] = chr(lead)
            lead, second = lead + 1, 0
            continue
        if second > 0xFD:
            lead, second = lead + 1, 0
        second += 2 if second == 0 else 1
        weights[character] = chr(lead) + chr(second)
    if lead > _LAST_LEAD:
        raise AssertionError("the collation table does not fit one byte of lead weights")
    return weights


@cache
def _tables() -> _Tables:
    return _Tables()


def _join_letters(decomposed: str) -> str:
    """The decomposed text with a + breve, e + circumflex, o + horn … joined again into letters.

    As in ICU, another mark may stand between (ậ is a, dot below, circumflex), but not one of the same
    class, which would hold the later mark off.
    """
    joined: list[str] = []
    base, blocking = -1, 0
    for character in decomposed:
        combining = unicodedata.combining(character)
        if not combining:
            base, blocking = len(joined), 0
        elif base >= 0 and combining > blocking and joined[base] in _JOINING.get(character, ""):
            joined[base] = unicodedata.normalize("NFC", joined[base] + character)
            continue
        blocking = combining
        joined.append(character)
    return "".join(joined)


def _shorten(level: str) -> str:
    """A level without the common weights at its end and with the runs of them shortened."""
    level = level.rstrip(_COMMON)
    if _COMMON * 2 in level:
        for length, sign in _RUNS:
            level = level.replace(_COMMON * length, sign)
    return level


def sort_key(text: str) -> bytes:
    """A key whose bytes, compared plainly (``memcmp``, SQLite's BLOB order), order texts as ICU does for ``vi``.

    Two texts have the same key only if ICU finds nothing between them (NFC and NFD of one text, or
    invisible characters).
    """
    first, second, third = _tables().levels
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if _HAT in text or _BREVE in text or _HORN in text:
            text = _join_letters(unicodedata.normalize("NFD", text))
        if "·" in text:
            text = text.replace("l·", "ŀ").replace("L·", "Ŀ")
    secondary, tertiary = _shorten(text.translate(second)), _shorten(text.translate(third))
    return (text.translate(first) + _LEVEL_END + secondary + _LEVEL_END + tertiary).encode("latin-1")
