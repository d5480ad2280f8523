"""The lines of a file of changes, one at a time, whatever the size of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kcdesk.exchange.limits import LINE


def split(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines without their line breaks. Raises ValueError for a line too long or without its break."""
    rest = b""
    for chunk in chunks:
        pieces = (rest + chunk).split(b"\n") if rest else chunk.split(b"\n")
        rest = pieces.pop()
        if len(rest) > LINE:
            raise ValueError("line too long")
        yield from pieces
    if rest:
        raise ValueError("last line without its break")
