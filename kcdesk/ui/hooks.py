"""The last net: what nobody caught is shown once, in one sentence, with details that name nobody."""

from __future__ import annotations

import re
import sys
import threading
from collections import deque
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

import kcdesk

_SPOKEN = re.compile(r"([‘“\"'«‹])(?:(?!\1).){1,400}?([’”\"'»›])", re.DOTALL)
_NUMBER = re.compile(r"\d[\d .,/-]{4,}\d")
_HARMLESS = ("propagateSizeHints", "QFontDatabase", "qt.qpa.", "OpenType support missing")


class Hooks(QObject):
    """Catches what is thrown past everybody, on any thread, and Qt's own complaints.

    Signal: ``caught(exception)``, on the window's thread.
    """

    caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recent: deque[str] = deque(maxlen=20)

    def install(self) -> None:
        """Take the places of the interpreter's and Qt's handlers."""
        sys.excepthook = self._on_exception
        threading.excepthook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        sys.unraisablehook = lambda args: self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)
        qInstallMessageHandler(self._on_qt_message)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        self.caught.emit(error or kind())

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        del context
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or any(word in text for word in _HARMLESS):
            return
        self.recent.append(without_people(text))
        if sys.stderr is not None and kind is not QtMsgType.QtWarningMsg:
            sys.stderr.write(f"Qt: {text}\n")


def without_people(text: str) -> str:
    """The text without what may be about somebody: quoted words, long numbers, the person's folders."""
    text = text.replace(str(Path.home()), "~")
    return _NUMBER.sub("…", _SPOKEN.sub(r"\1…\2", text))


def report(error: BaseException, recent: tuple[str, ...] = ()) -> str:
    """What a person can send to whoever mends the program: versions and the place, no data."""
    import platform
    import traceback

    places = traceback.extract_tb(error.__traceback__)
    lines = [
        f"kcdesk {kcdesk.__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        f"{type(error).__name__}: {without_people(str(error))}",
        *(f"  {Path(place.filename).name}:{place.lineno} {place.name}" for place in places),
    ]
    cause = error.__cause__ or error.__context__
    if cause is not None and not error.__suppress_context__:
        lines.append(f"<- {type(cause).__name__}: {without_people(str(cause))}")
        lines += [
            f"  {Path(place.filename).name}:{place.lineno} {place.name}"
            for place in traceback.extract_tb(cause.__traceback__)
        ]
    return "\n".join([*lines, *recent])
