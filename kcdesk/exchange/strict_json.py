"""JSON as only a sound program writes it: UTF-8, no doubled keys, no NaN, no lone surrogates, bounded.

What is refused here raises ValueError; the callers say in a sentence what it was that could not be read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from json.scanner import make_scanner
from typing import Any

_INT = 2**63
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False).encode
_encode_readable = json.JSONEncoder(ensure_ascii=False, indent=1, allow_nan=False).encode


def expect(right: bool, what: str) -> None:
    """Raise ValueError where something is not as it must be; ``what`` is for whoever looks for the cause."""
    if not right:
        raise ValueError(what)


def dumps(value: object) -> str:
    """One line of JSON. Raises ValueError for NaN and infinity."""
    return _encode(value)


def dumps_readable(value: object) -> str:
    """JSON for people to look at, ending in a line break."""
    return _encode_readable(value) + "\n"


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _constant(name: str) -> Any:
    raise ValueError(name)


_scan: Callable[[str, int], tuple[Any, int]] = make_scanner(
    json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)  # type: ignore[arg-type]
)


def loads(data: bytes) -> Any:
    """The value of one JSON text, without a look at depth or numbers. Raises ValueError."""
    text = data.decode("utf-8").strip(" \t\r\n")
    try:
        value, end = _scan(text, 0)
    except StopIteration as error:
        raise ValueError("no JSON") from error
    except RecursionError as error:
        raise ValueError("too deep") from error
    expect(end == len(text), "more behind it")
    return value


def loads_checked(data: bytes, depth: int) -> Any:
    """The value of one JSON text nested at most ``depth`` deep, every text and number in it sound."""
    value = loads(data)
    check(value, depth)
    return value


def check(value: Any, depth: int) -> None:
    """Look at everything in a value that ``loads`` gave. Raises ValueError."""
    waiting: list[tuple[Any, int]] = [(value, depth)]
    while waiting:
        one, left = waiting.pop()
        if left < 0:
            raise ValueError("too deep")
        if isinstance(one, dict):
            for key in one:
                check_text(key)
            waiting.extend((inner, left - 1) for inner in one.values())
        elif isinstance(one, list):
            waiting.extend((inner, left - 1) for inner in one)
        else:
            check_scalar(one)


def check_scalar(value: Any) -> None:
    """A text without NUL and lone surrogates, a number that a database can keep. Raises ValueError."""
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("infinite")
    elif isinstance(value, int) and not -_INT <= value < _INT:
        raise ValueError("number too large")


def check_text(text: str) -> None:
    """No NUL, no lone surrogate. Raises ValueError (UnicodeEncodeError is one)."""
    if not text.isascii():
        text.encode("utf-8")
    if "\0" in text:
        raise ValueError("NUL")
