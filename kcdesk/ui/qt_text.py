"""Vietnamese for Qt's own words: buttons of dialogs, menus of fields, the file chooser."""

from __future__ import annotations

import json

from PySide6.QtCore import QObject, QTranslator

from kcdesk import i18n, paths


class QtWords(QTranslator):
    """Answers in Vietnamese where Qt ships none; knows nothing while the program speaks English."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: dict[str, str] = json.loads(paths.resource("i18n", "qt_vi", "words.json").read_text("utf-8"))

    def isEmpty(self) -> bool:
        return False

    def translate(  # None means "not known"; "" would blank the button
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        del context, disambiguation, n
        return self._words.get(source) if i18n.language() == "vi" else None
