"""The words of the sources beside the catalogues: looked at by the tests, brought in line by ``dev.py messages``."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "resources" / "i18n" / "en" / "LC_MESSAGES" / "kcdesk.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
HEADER = """# English words of kcdesk. The sources are Vietnamese; `python3 dev.py messages` brings this file in line.
# Copyright (C) kcdesk contributors
# This file is distributed under the MIT license, as kcdesk is."""

HEADINGS = ("Project-Id", "Report-Msgid", "POT-", "PO-Rev", "Last-", "Language-T", "Generated")
UNWANTED = tuple(f'"{name}' for name in HEADINGS)
"""Lines of a header that say nothing, or something else with every run."""


def from_sources() -> Catalog:
    """Every word that the sources mark for translation."""
    template = Catalog(project="kcdesk", charset="utf-8", header_comment=HEADER)
    found = extract_from_dir(ROOT / "kcdesk", method_map=[("**.py", "python")], keywords=KEYWORDS)
    for name, line, words, _comments, context in sorted(found, key=lambda entry: (entry[0], entry[1])):
        template.add(words, locations=[(f"kcdesk/{Path(name).as_posix()}", line)], context=context)
    return template


def english() -> Catalog:
    """The English catalogue as it stands; an empty one where there is none yet."""
    if not ENGLISH.is_file():
        return Catalog(locale="en", project="kcdesk", header_comment=HEADER)
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def update() -> int:
    """Put new words into the English catalogue, take gone ones out; how many wait for a translation."""
    catalogue = english()
    catalogue.update(from_sources(), no_fuzzy_matching=True)
    save(catalogue)
    return sum(1 for message in catalogue if message.id and not is_translated(message.string))


def save(catalogue: Catalog) -> None:
    """Write the English catalogue, the same from the same words: no dates, no line numbers."""
    catalogue.obsolete.clear()
    catalogue.header_comment = HEADER
    catalogue.fuzzy = False
    text = io.BytesIO()
    write_po(text, catalogue, width=118, ignore_obsolete=True, include_lineno=False)
    lines = [line for line in text.getvalue().decode().splitlines() if not line.startswith(UNWANTED)]
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def is_translated(words: str | tuple[str, ...] | list[str]) -> bool:
    """Whether no form of a translation is empty."""
    return bool(words) if isinstance(words, str) else bool(words) and all(words)


if __name__ == "__main__":
    print(f"{update()} to translate in {ENGLISH.relative_to(ROOT).as_posix()}")  # noqa: T201
