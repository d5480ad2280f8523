"""Letters that nobody sees: control characters, marks that turn the line around, joiners of no width.

Text from elsewhere may hold them: to print another line than the one that is there, to steer a terminal, or to make
"exe.jpg" read as "gpj.exe". No word of Vietnamese needs one.
"""

from __future__ import annotations

import re

HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_KEPT = "\n\t"
INSTEAD = "\ufffd"


def is_one_line(text: str) -> bool:
    """True where a text is one line and everything in it can be seen."""
    return (text.isascii() and text.isprintable()) or HIDDEN.search(text) is None


def one_line(text: str, most: int = 0) -> str:
    """The text as one line in which everything can be seen; at most ``most`` letters, where that is given."""
    seen = text if is_one_line(text) else HIDDEN.sub(_for_line, text)
    return f"{seen[: most - 1]}…" if 0 < most < len(seen) else seen


def lines(text: str) -> str:
    """The text with its lines, and nothing else in it that cannot be seen."""
    return text if is_one_line(text) else HIDDEN.sub(_for_lines, text)


def escaped(json: str) -> str:
    """JSON that says the same in letters that can be seen."""
    return json if is_one_line(json) else HIDDEN.sub(_for_json, json)


def _for_line(found: re.Match[str]) -> str:
    return " " if found[0].isspace() else INSTEAD


def _for_lines(found: re.Match[str]) -> str:
    return found[0] if found[0] in _KEPT else INSTEAD


def _for_json(found: re.Match[str]) -> str:
    letter = found[0]
    if letter in _KEPT:
        return letter
    code = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{code[at : at + 4]}" for at in range(0, len(code), 4))
