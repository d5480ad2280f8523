"""Numbers read in Vietnamese words, as a sum of money is written out on a paper."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 1_000_000_000


def read_number(n: int, *, filler: str = "linh") -> str:
    """The whole number in words: 97 820 000 is "chín mươi bảy triệu tám trăm hai mươi nghìn".

    ``filler`` is the word for an empty ten ("linh" in the north, "lẻ" in the south). Groups of three
    digits that are nought are passed over; a smaller group after a larger one is read in full ("một
    nghìn không trăm linh năm"), so that the words tell the number without doubt.
    """
    if n < 0:
        return "âm " + read_number(-n, filler=filler)
    if n == 0:
        return _DIGITS[0]
    return " ".join(_read(n, filler, full=False))


def _read(n: int, filler: str, *, full: bool) -> list[str]:
    """The words of a number above nought; ``full`` where something larger was read before it."""
    billions, rest = divmod(n, _BILLION)
    spoken: list[str] = []
    if billions:
        spoken += [*_read(billions, filler, full=full), "tỷ"]
    for size, name in ((1_000_000, "triệu"), (1_000, "nghìn"), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            spoken += _read_group(group, filler, full=full or bool(spoken))
            spoken += [name] if name else []
    return spoken


def _read_group(group: int, filler: str, *, full: bool) -> list[str]:
    """The words of one group of up to three digits, not nought."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    spoken = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 1:
        spoken.append("mười")
    elif tens:
        spoken += [_DIGITS[tens], "mươi"]
    elif ones and spoken:
        spoken.append(filler)
    if ones:
        spoken.append(_read_ones(ones, tens))
    return spoken


def _read_ones(ones: int, tens: int) -> str:
    """The last digit as the ten before it makes it sound: hai mươi mốt, mười lăm."""
    if ones == 1 and tens >= 2:
        return "mốt"
    if ones == 5 and tens >= 1:
        return "lăm"
    return _DIGITS[ones]
