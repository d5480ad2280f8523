"""Choosing from a short list by typing: first letters, with or without marks, the code, or initials."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from kcdesk.text.fold import fold

PAUSE = 1.2
"""Seconds after which a letter begins a new search."""


class LetterSearch:
    """Remembers what was typed a moment ago, and finds the entry that is meant."""

    def __init__(self, labels: Sequence[str], codes: Sequence[str]) -> None:
        self._keys = [_keys(label, code) for label, code in zip(labels, codes, strict=True)]
        self._typed = ""
        self._last = 0.0

    def find(self, letter: str, current: int) -> int:
        """The index meant by one more letter, or -1. The same letter again goes to the next that begins so; a
        letter that leads nowhere is passed over."""
        now = monotonic()
        if now - self._last > PAUSE:
            self._typed = ""
        self._last = now
        folded = fold(letter)
        if not folded:
            return -1
        again = folded == self._typed
        found = self._search(folded if again else self._typed + folded, current)
        if found >= 0 and not again:
            self._typed += folded
        return found

    def reset(self) -> None:
        """Begin anew: the focus came from elsewhere."""
        self._typed = ""

    def erase(self) -> None:
        """Forget the last letter: an input method takes it back to write another."""
        self._typed = self._typed[:-1]

    def _search(self, typed: str, current: int) -> int:
        count = len(self._keys)
        again = len(typed) == 1
        order = [(current + 1 + step) % count if again else step for step in range(count)] if count else []
        for rank in range(4):
            for index in order:
                if any(key.startswith(typed) for key in self._keys[index][rank]):
                    return index
        return -1


def _keys(label: str, code: str) -> tuple[tuple[str, ...], ...]:
    folded = fold(label)
    words = folded.split()
    return (folded,), (fold(code),), ("".join(word[0] for word in words),), tuple(words)
