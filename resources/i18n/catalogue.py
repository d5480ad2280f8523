"""Read the .po files and compile them, with the standard library alone.

``dev.py`` and ``build.spec`` compile before the program is run or packed, so no compiled catalogue is
ever committed. The tests use the reader to look for missing words.
"""

from __future__ import annotations

import ast
import struct
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
MAGIC = 0x950412DE


@dataclass(slots=True)
class Message:
    """One entry: the Vietnamese words of the source and their translation, one a plural form."""

    id: str = ""
    plural: str = ""
    translations: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False


def read(path: Path) -> list[Message]:
    """The entries of a .po file, the header (empty id) first; obsolete ones (``#~``) are left out.

    Raises ValueError with the line's number where a line is not understood.
    """
    messages: list[Message] = []
    message = Message()
    place: tuple[str, int] = ("", 0)

    def close() -> None:
        nonlocal message
        if message.id or message.translations:
            messages.append(message)
        message = Message()

    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if line.startswith("#"):
            if place[0] == "msgstr":
                close()
                place = ("", 0)
            message.fuzzy = message.fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        if not line:
            continue
        if line.startswith('"'):
            _add(message, place, ast.literal_eval(line))
            continue
        word, _, text = line.partition(" ")
        if word == "msgid" and place[0] == "msgstr":
            close()
        place = _place(word, path, number)
        _add(message, place, ast.literal_eval(text))
    close()
    return messages


def _place(word: str, path: Path, number: int) -> tuple[str, int]:
    """Which part of an entry a keyword opens."""
    if word in {"msgid", "msgid_plural", "msgstr"}:
        return word, 0
    if word.startswith("msgstr[") and word.endswith("]"):
        return "msgstr", int(word[7:-1])
    raise ValueError(f"{path}:{number}: {word}")


def _add(message: Message, place: tuple[str, int], text: str) -> None:
    """Put text behind what that part of the entry holds already."""
    name, form = place
    if name == "msgid":
        message.id += text
    elif name == "msgid_plural":
        message.plural += text
    else:
        message.translations[form] = message.translations.get(form, "") + text


def compiled(messages: list[Message]) -> bytes:
    """The bytes of a .mo file with everything that is translated and not fuzzy."""
    pairs: dict[bytes, bytes] = {}
    for message in messages:
        forms = [message.translations[form] for form in sorted(message.translations)]
        if message.id and (message.fuzzy or not all(forms)):
            continue  # the header, without an id, names the encoding and always goes along
        key = f"{message.id}\0{message.plural}" if message.plural else message.id
        pairs[key.encode()] = "\0".join(forms).encode()
    keys = sorted(pairs)
    start = 7 * 4 + 16 * len(keys)
    key_rows: list[tuple[int, int]] = []
    value_rows: list[tuple[int, int]] = []
    blob = b""
    for rows, texts in ((key_rows, keys), (value_rows, [pairs[key] for key in keys])):
        for text in texts:
            rows.append((len(text), start + len(blob)))
            blob += text + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + b"".join(struct.pack("<2I", *row) for row in [*key_rows, *value_rows]) + blob


def compile_all(folder: Path = FOLDER) -> list[Path]:
    """Compile every catalogue whose .mo is missing or other than its .po says; the files written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        data = compiled(read(source))
        if not target.is_file() or target.read_bytes() != data:
            target.write_bytes(data)
            written.append(target)
    return written
