"""Every word has its English one; nothing is left over, fuzzy, or short of a placeholder."""

from __future__ import annotations

import gettext
import io
import re
import string

import catalogue

from tests.architecture.catalogues import ENGLISH, english, from_sources, is_translated


def placeholders(words: str) -> set[str]:
    """The names in braces of a message."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(words) if name is not None}


def forms(words: str | tuple[str, ...] | list[str]) -> list[str]:
    """All plural forms of a message, or the one it has."""
    return [words] if isinstance(words, str) else list(words)


def test_every_word_of_the_sources_is_in_the_catalogue() -> None:
    kept = english()
    missing = [message.id for message in from_sources() if message.id and message.id not in kept]
    assert not missing, f"{len(missing)} words are not in the catalogue; run: python3 dev.py messages"


def test_nothing_is_untranslated_or_fuzzy() -> None:
    messages = [message for message in english() if message.id]
    waiting = [message.id for message in messages if message.fuzzy or not is_translated(message.string)]
    assert not waiting, f"{len(waiting)} to translate in {ENGLISH.name}"


def test_nothing_is_left_over() -> None:
    template = from_sources()
    assert [message.id for message in english() if message.id and message.id not in template] == []


def test_placeholders_are_the_same() -> None:
    wrong = []
    for message in english():
        if not message.id or not is_translated(message.string):
            continue
        wanted = set().union(*(placeholders(text) for text in forms(message.id)))
        wrong += [text for text in forms(message.string) if placeholders(text) - wanted]
        if isinstance(message.id, str) and placeholders(str(message.string)) != wanted:
            wrong.append(message.id)
    assert wrong == []


def test_access_keys_and_line_ends_are_kept() -> None:
    """An ``&`` for the keyboard and a blank at an end belong to the sentence."""
    pairs = [(message.id, message.string) for message in english() if message.id and isinstance(message.id, str)]
    wrong = [
        vi
        for vi, en in pairs
        if en
        and (
            (re.search(r"&\w", vi) is None) != (re.search(r"&\w", en) is None)
            or vi.startswith(" ") != en.startswith(" ")
            or vi.endswith((" ", "\n")) != en.endswith((" ", "\n"))
        )
    ]
    assert wrong == []


def test_our_compiler_says_the_same_as_gettext() -> None:
    messages = catalogue.read(ENGLISH)
    compiled = gettext.GNUTranslations(io.BytesIO(catalogue.compiled(messages)))
    for message in messages[1:]:
        if message.plural:
            assert compiled.ngettext(message.id, message.plural, 1) == message.translations[0]
            assert compiled.ngettext(message.id, message.plural, 5) == message.translations[1]
        else:
            assert compiled.gettext(message.id) == message.translations[0]
    assert len(messages) == len(list(english()))
