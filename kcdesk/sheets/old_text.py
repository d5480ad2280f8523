"""Text of before Unicode, and text that was decoded wrongly, found by what stands in a column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from kcdesk.sheets.fonts import TCVN3_CAPITALS, VNI
from kcdesk.text.encodings import LegacyEncoding, decode
from kcdesk.text.fold import fold

_MOST_LOOKED_AT = 400
_TCVN3 = re.compile(
    "[\u00b5\u00b8\u00b6\u00b7\u00b9\u00a8\u00bb\u00be\u00bc\u00bd\u00a9\u00ae\u00aa\u00ab\u00ac\u00ad]|[A-Za-z][\u00c0-\u00fe]"
)
_VNI = re.compile(
    "[aeouyAEOUY][\u00f8\u00f9\u00fb\u00f5\u00ef\u00e2\u00e4\u00e0\u00e1\u00e5\u00e3\u00e9\u00e8\u00fa\u00fc\u00eb\u00ea\u00d8\u00d9\u00db\u00d5\u00cf\u00c2]"
    "|[\u00f1\u00f6\u00f4][\u00f8\u00f9\u00fb\u00f5\u00efaeiou]"
)
_MOJIBAKE = re.compile(
    "\u00c3[\u0080-\u00bf\u2018-\u201d\u0152-\u017e]|\u00e1[\u00ba\u00bb]|\u00c6[\u00b0\u00a1]|\u00c4[\u2018\u0192\u0090\u0091]"
)
_MODERN = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
"""Letters that no encoding of before Unicode gives."""

_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)
_SURE, _LEAST = 0.8, 2


class Wrong(StrEnum):
    """How the text of a column has to be read anew."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    MOJIBAKE = "utf8"


def how_wrong(texts: Iterable[str]) -> Wrong | None:
    """How the texts of a column were written, None where they are as they should be."""
    looked_at = [text for text in texts if not text.isascii()][:_MOST_LOOKED_AT]
    if not looked_at:
        return None
    best, most = None, 0.0
    for wrong, pattern in ((Wrong.MOJIBAKE, _MOJIBAKE), (Wrong.TCVN3, _TCVN3), (Wrong.VNI, _VNI)):
        showing = [text for text in looked_at if pattern.search(text)]
        if len(showing) < 0.5 * len(looked_at):
            continue
        score = _share_of_syllables(mend(text, wrong) for text in showing)
        if score > most + 0.02:
            best, most = wrong, score
    before = _share_of_syllables(looked_at)
    return best if most >= _SURE and most > before + 0.15 else None


def by_font(cells: Iterable[tuple[str, int]]) -> Wrong | None:
    """How the texts of a column were written by the fonts in which they are drawn.

    A font alone is no proof: many a list was turned to Unicode and kept its font. So most texts must be in such a
    font, and none of these may have a letter that only Unicode has.
    """
    looked_at = [one for one, _number in zip(cells, range(_MOST_LOOKED_AT), strict=False)]
    drawn = [(text, font) for text, font in looked_at if font]
    if not drawn or 2 * len(drawn) < len(looked_at) or any(_MODERN.search(text) for text, _font in drawn):
        return None
    wrong = Wrong.VNI if 2 * sum(font == VNI for _text, font in drawn) > len(drawn) else Wrong.TCVN3
    capitals = any(font == TCVN3_CAPITALS and text != text.upper() for text, font in drawn)
    return wrong if capitals or any(mend(text, wrong) != text for text, _font in drawn) else None


def mend(text: str, wrong: Wrong, *, capitals: bool = False) -> str:
    """The text as it was meant. Who went on with such a list in Unicode left cells that are right already."""
    if wrong is Wrong.MOJIBAKE:
        return _undone(text)
    if _MODERN.search(text):
        return text
    return decode(text, LegacyEncoding(wrong.value), capitals=capitals)


def _undone(text: str) -> str:
    """UTF-8 that was taken for Windows' Latin page, taken back; the text itself where that is not so."""
    data = bytearray()
    for letter in text:
        try:
            data += letter.encode("cp1252")
        except UnicodeEncodeError:
            if ord(letter) > 255:
                return text
            data.append(ord(letter))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return text


def _share_of_syllables(texts: Iterable[str]) -> float:
    """How many of the words with marks could be Vietnamese; punctuation inside a word says that it is not."""
    good = total = 0
    for text in texts:
        for word in re.split(r"[\s,;:./()\-–\"'0-9]+", text):
            if not word or word.isascii():
                continue
            total += 1
            good += word.isalpha() and _is_vietnamese(word) and bool(_SYLLABLE.fullmatch(fold(word)))
    return good / total if total >= _LEAST or good else 0.0


_LETTERS = frozenset("aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz")


def _is_vietnamese(word: str) -> bool:
    """Every letter is one of the Vietnamese alphabet, and small and capital letters stand where they may."""
    if not all(letter in _LETTERS for letter in word.lower()):
        return False
    return word.islower() or word.isupper() or word[1:].islower()
