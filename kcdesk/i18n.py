"""Translation by gettext. Vietnamese is the language of the sources, English a catalogue.

The people who use kcdesk read Vietnamese, so the words on screen stand in the code as they are shown:
no catalogue has to be loaded at start, and no word can be missing in the language that matters.
"""

from __future__ import annotations

import gettext as _gettext
import io
from collections.abc import Callable

from kcdesk import paths

LANGUAGES = ("vi", "en")


class _Catalogue:
    """The catalogue in force; one a process, since a process speaks to one person."""

    def __init__(self) -> None:
        self.language = "vi"
        self.translations: _gettext.NullTranslations = _gettext.NullTranslations()


_catalogue = _Catalogue()


def set_language(language: str) -> None:
    """Choose ``vi`` or ``en`` for every word translated from now on.

    Raises ValueError for another language.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    _catalogue.language = language
    _catalogue.translations = _gettext.NullTranslations()
    compiled = paths.resource("i18n", language, "LC_MESSAGES", "kcdesk.mo")
    if language != "vi" and compiled.is_file():
        _catalogue.translations = _gettext.GNUTranslations(io.BytesIO(compiled.read_bytes()))


def language() -> str:
    """The language in force: ``vi`` or ``en``."""
    return _catalogue.language


def _(message: str) -> str:
    """The message in the language in force."""
    return _catalogue.translations.gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The message for a count, in the language in force."""
    return _catalogue.translations.ngettext(one, many, count)


def N_(message: str) -> str:
    """Mark a message that is translated later, when it is shown."""
    return message


Translate = Callable[[str], str]
