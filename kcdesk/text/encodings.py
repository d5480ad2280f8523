"""Vietnamese before Unicode: TCVN3 (ABC, fonts named .Vn…) and VNI-Windows (fonts named VNI-…).

Old workbooks hold such text as Latin letters with odd marks ("Ho¸ chÊt", "Hoùa chaát"); the font drew the
Vietnamese letters. The tables were compared with at least three independent ones.

Traps: ``ư`` in TCVN3 is the soft hyphen (U+00AD), so text must not be cleaned of invisible characters
before it is decoded. Fonts whose name ends in H (.VnTimeH) draw small letters as capitals, so only the
font tells capitals; see ``capitals``. A capital with a tone is the plain capital and the small marked
letter in TCVN3.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache
from typing import Final


class LegacyEncoding(StrEnum):
    """An encoding of before Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"


_LETTERS: Final = "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"

_TCVN3: Final = (
    "\u00b5\u00b8\u00a9\u00b7\u00cc\u00d0\u00aa\u00d7\u00dd\u00df\u00e3\u00ab\u00e2\u00ef\u00f3\u00fd\u00a8\u00ae"
    "\u00dc\u00f2\u00ac\u00ad\u00b9\u00b6\u00ca\u00c7\u00c8\u00c9\u00cb\u00be\u00bb\u00bc\u00bd\u00c6\u00d1\u00ce"
    "\u00cf\u00d5\u00d2\u00d3\u00d4\u00d6\u00d8\u00de\u00e4\u00e1\u00e8\u00e5\u00e6\u00e7\u00e9\u00ed\u00ea\u00eb"
    "\u00ec\u00ee\u00f4\u00f1\u00f8\u00f5\u00f6\u00f7\u00f9\u00fa\u00fe\u00fb\u00fc"
)
"""One character for each small letter."""

_TCVN3_CAPITALS: Final = dict(zip("ĂÂÊÔƠƯĐ", "\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7", strict=True))

_VNI: Final = (
    "aø aù aâ aõ eø eù eâ ì í oø où oâ oõ uø uù yù aê ñ ó uõ ô ö aï aû aá aà aå aã aä aé aè aú aü aë eï eû eõ eá eà "
    "eå eã eä æ ò oï oû oá oà oå oã oä ôù ôø ôû ôõ ôï uï uû öù öø öû öõ öï yø î yû yõ"
)
"""One or two characters for each small letter; capitals lie 32 below, both characters of them."""

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")


def decode(text: str, encoding: LegacyEncoding, *, capitals: bool = False) -> str:
    """The text in Unicode (NFC). ``capitals`` says that the font draws small letters as capitals.

    What the encoding does not use stays as it is.
    """
    pattern, letters = _decoder(encoding)
    decoded = pattern.sub(lambda found: letters[found.group()], text)
    return decoded.upper() if capitals else decoded


def encode(text: str, encoding: LegacyEncoding) -> str:
    """The Unicode text as the encoding writes it; ``decode`` gives it back."""
    codes = _encoder(encoding)
    return "".join(codes.get(character, character) for character in unicodedata.normalize("NFC", text))


@cache
def _encoder(encoding: LegacyEncoding) -> dict[str, str]:
    if encoding is LegacyEncoding.VNI:
        small = dict(zip(_LETTERS, _VNI.split(), strict=True))
        return small | {letter.upper(): code.upper() for letter, code in small.items()}
    small = dict(zip(_LETTERS, _TCVN3, strict=True))
    capitals = {letter.upper(): _tcvn3_capital(letter.upper(), code) for letter, code in small.items()}
    return small | capitals


def _tcvn3_capital(letter: str, small_code: str) -> str:
    """The code of a capital: its own without a tone, else that of the plain capital and of the small letter."""
    plain = _without_tone(letter)
    own = _TCVN3_CAPITALS.get(plain, plain)
    return own if plain == letter else own + small_code


def _without_tone(letter: str) -> str:
    kept = "".join(mark for mark in unicodedata.normalize("NFD", letter) if mark not in _TONES)
    return unicodedata.normalize("NFC", kept)


@cache
def _decoder(encoding: LegacyEncoding) -> tuple[re.Pattern[str], dict[str, str]]:
    letters = {code: letter for letter, code in _encoder(encoding).items()}
    if encoding is LegacyEncoding.VNI:
        mixed = {code[0] + code[1:].lower(): letter for code, letter in letters.items() if len(code) > 1}
        letters = mixed | letters
    longest_first = sorted(letters, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), letters
