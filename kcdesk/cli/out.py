"""What goes out: data to stdout, messages to stderr, both in UTF-8 whatever the code page."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from typing import Any, TextIO

from kcdesk.model.problems import UserError
from kcdesk.text import visible


def prepare_streams() -> None:
    """Make stdout and stderr speak UTF-8; what cannot be shown is escaped, never refused."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def plain(value: Any) -> Any:
    """The value as JSON knows it: a tuple becomes an array."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, (list, tuple, set, frozenset)) else value


def _json(content: Mapping[str, Any] | list[Any], indent: int | None = None) -> str:
    """JSON in letters that can be seen: what steers a terminal is escaped."""
    return visible.escaped(json.dumps(plain(content), ensure_ascii=False, indent=indent))


class Out:
    """Prints for one command: JSON where it was asked for, else words."""

    def __init__(self, *, as_json: bool, data: TextIO | None = None, messages: TextIO | None = None) -> None:
        self.as_json = as_json
        self._data = data or sys.stdout
        self._messages = messages or sys.stderr

    def line(self, content: Mapping[str, Any], words: str) -> None:
        """One of many results: a JSON object, or a line of words."""
        self._print(self._data, _json(content) if self.as_json else visible.lines(words))

    def document(self, content: Mapping[str, Any] | list[Any], words: str) -> None:
        """The one result of a command."""
        text = _json(content, indent=1) if self.as_json else visible.lines(words)
        if text:
            self._print(self._data, text)

    def say(self, words: str) -> None:
        """A message for the person."""
        self._print(self._messages, visible.lines(words))

    def error(self, error: UserError) -> None:
        """What went wrong: one sentence, then what to do and the other problems; with JSON {error, message}."""
        if self.as_json:
            self.say(_json({"error": error.code, "message": error.message}))
            return
        self.say(visible.one_line(error.message))
        if error.action:
            self.say(error.action)
        for problem in error.problems[1:]:
            self.say(f"  - {problem.field}: {problem.message}")

    @staticmethod
    def _print(stream: TextIO | None, text: str) -> None:
        if stream is None:  # a windowed program has no streams
            return
        stream.write(text + "\n")
        stream.flush()
