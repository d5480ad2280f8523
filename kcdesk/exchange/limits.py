"""The bounds of an exchange file (bundle-format.md, "Hostile input"). The writer keeps half of each."""

from __future__ import annotations

MIB = 1024 * 1024

FORMAT = 1
"""The newest format that this program writes and reads."""

FILE = 2048 * MIB
"""Bytes of a bundle as it lies on the stick."""
UNPACKED = 2048 * MIB
"""Bytes of all entries together."""
ENTRY = 64 * MIB
"""Bytes of one entry, unpacked."""
ENTRIES = 10_000
DIRECTORY = 8 * MIB
"""Bytes of an archive's directory; ten thousand entries of the format take two."""
LINE = 1 * MIB
"""Bytes of one line of changes."""
RATIO = 200
RATIO_FROM = 16 * MIB
"""An entry above this size may not be more than ``RATIO`` times its packed size."""

POSITION = 2**53
"""Positions of a log, and bytes: what any reader of JSON counts exactly."""
NUMBER = 1_000_000
"""Numbers of bundles, of settings and of versions: no office gets that far, and whoever lists them stays quick."""

MANIFEST = 8 * MIB
MANIFEST_DEPTH = 32

AGE_HEADER = 16 * 1024
AGE_STANZAS = 20
WORK_FACTOR = 18

PART_ENTRY = 32 * MIB
"""A part is closed before any entry would pass this."""
