"""What a use case says about the bundle that it wants written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from kcdesk.exchange.keys import AgeIdentity, DeviceKey
from kcdesk.exchange.limits import MIB
from kcdesk.exchange.manifest import Again, BundleKind, Point, Receipt
from kcdesk.model.changes import Change
from kcdesk.model.fields import Record

MAIL = 18 * MIB
"""The largest part unless set otherwise: mail adds a third."""

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how much of how much is done; may raise to stop."""


@dataclass(frozen=True, slots=True)
class Step:
    """One position of the log: its chain in hexadecimal, and what is sent for it.

    Most positions carry their one change. One that is not for this receiver carries none, and a marker
    carries the whole history of the records that come into the receiver's area.
    """

    position: int
    chain: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file to be sent: SHA-256 in hexadecimal, extension without dot, bytes."""

    sha256: str
    extension: str
    size: int


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a file is named after; letters and digits only count. ``day`` is ``yyyymmdd``."""

    province: str
    commune: str
    collaborator: str
    day: str


def no_steps(after: int) -> Iterator[Step]:
    """A bundle without changes."""
    del after
    return iter(())


def no_rows(entity: str, ids: Collection[str]) -> Iterable[Record]:
    """A bundle without tables."""
    del entity, ids
    return ()


def no_file(sha256: str) -> bytes:
    """A bundle without files."""
    raise KeyError(sha256)


def no_progress(done: int, total: int) -> None:
    """Progress that nobody looks at."""
    del done, total


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleSpec:
    """Everything that a bundle is made of.

    ``steps(after)`` reads the log anew from above a position, for a part may have to be begun again.
    ``start`` is the place from which the bundle speaks, ``end`` the place it reaches. ``rows(entity,
    ids)`` gives the records of these rows as they stand, deleted ones too, with ``id`` and ``deleted``.
    ``files`` is looked at after all steps, ``read_file`` gives the bytes of one. ``recipients`` are the
    receiver's age recipients; the sender's own is added. With ``passphrase`` or ``plain`` there are none.
    ``max_bytes`` bounds one part (0: only the format's bounds do). ``sequence`` is the number of the
    first part, the following ones count on.
    """

    kind: BundleKind
    new_id: Callable[[], str]
    created: str
    key: DeviceKey
    identity: AgeIdentity | None = None
    code: str = ""
    unit: str = ""
    name: NameParts
    sequence: int = 0
    log: str = ""
    start: Point
    end: Point
    steps: Callable[[int], Iterator[Step]] = no_steps
    rows: Callable[[str, Collection[str]], Iterable[Record]] = no_rows
    files: Iterable[FileRef] = ()
    read_file: Callable[[str], bytes] = no_file
    settings_files: Mapping[str, bytes] = field(default_factory=dict)
    recipients: tuple[str, ...] = ()
    passphrase: str = field(default="", repr=False)
    plain: bool = False
    max_bytes: int = MAIL
    receipt: Receipt | None = None
    grants: tuple[Mapping[str, Any], ...] = ()
    escrow: Mapping[str, Any] | None = None
    told: tuple[Mapping[str, Any], ...] = ()
    settings: int = 0
    catalogue: int = 1
    reference: Mapping[str, str] = field(default_factory=dict)
    again: Again | None = None
    app: str = ""
    scratch_folder: str | None = None
    progress: Progress = no_progress

    @property
    def sealed(self) -> bool:
        """True where the bundle is encrypted."""
        return not (self.plain or self.kind is BundleKind.SETTINGS)

    def all_recipients(self) -> tuple[str, ...]:
        """Every age recipient of the bundle, the sender's own last; none where keys do not open it."""
        if not self.sealed or self.passphrase:
            return ()
        own = (self.identity.recipient,) if self.identity else ()
        return tuple(dict.fromkeys((*self.recipients, *own)))
