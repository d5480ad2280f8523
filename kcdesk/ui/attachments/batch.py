"""Many photos that wait to be dealt out: what each shows, where it probably belongs, where it shall go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from kcdesk.model.problems import UserError
from kcdesk.ui.attachments.incoming import Incoming
from kcdesk.ui.attachments.thumbnails import image_of
from kcdesk.ui.jobs import FIGURES
from kcdesk.work import dealing, papers

if TYPE_CHECKING:
    from kcdesk.ui.session import Session
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.camera import Place
    from kcdesk.work.dealing import Proposal, Target

LONGEST = 360
"""Pixels of the longer side of a thumbnail: half a megabyte each at most."""
MOST = 200
"""Files that are dealt out at once, so that their thumbnails fit into a small memory."""


@dataclass(slots=True)
class Item:
    """One photo or paper of a batch. ``error`` is the sentence why it cannot be taken."""

    incoming: Incoming
    kind: str
    key: str
    read: bool = False
    error: str = ""
    place: Place | None = None
    day: str = ""
    extension: str = ""
    picture: QPixmap | None = None
    proposal: Proposal | None = None
    target: Target | None = None
    kind_chosen: bool = False

    @property
    def ready(self) -> bool:
        """It can be added."""
        return not self.error and self.target is not None

    @property
    def proposed(self) -> bool:
        """Where it goes was not chosen by the person yet."""
        return self.proposal is not None and self.target is self.proposal.target


@dataclass(frozen=True, slots=True)
class _Seen:
    extension: str
    place: Place | None
    day: str
    image: QImage


class Batch(QObject):
    """Looks at one file after the other, then proposes. Signals: ``changed``; ``proposed`` – all were looked at."""

    changed = Signal()
    proposed = Signal()

    def __init__(self, session: Session, brought: Sequence[Incoming], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.items = [
            Item(one, papers.guess_kind(one.name, is_photo=one.is_picture), f"{at}") for at, one in enumerate(brought)
        ]
        self._waiting = list(self.items)
        self._now: Item | None = None

    @property
    def unread(self) -> int:
        """How many are still to be looked at."""
        return sum(not one.read for one in self.items)

    def start(self) -> None:
        """Begin to look at them."""
        self._next()

    def remove(self, gone: Sequence[Item]) -> None:
        """Leave some out."""
        self.items = [one for one in self.items if one not in gone]
        self._waiting = [one for one in self._waiting if one not in gone]
        self.changed.emit()

    def assign(self, items: Sequence[Item], target: Target) -> None:
        """Say where some of them go."""
        for one in items:
            one.target = target
        self.changed.emit()

    def _next(self) -> None:
        self.changed.emit()
        if self._waiting:
            self._now = self._waiting.pop(0)
            look = partial(_look, self._now.incoming)
            self._session.jobs.read(look, self._on_seen, self._on_broken, lane=FIGURES)
            return
        shots = [(one.place, one.day) for one in self.items]
        keys = [one.key for one in self.items]
        self._session.jobs.read(
            lambda desk, cancel: (keys, dealing.propose(desk, shots, cancel=cancel)), self._on_proposed,
            lane=FIGURES, cancellable=True, key="dealing",
        )  # fmt: skip

    def _on_seen(self, seen: _Seen) -> None:
        one = self._now
        if one is not None:
            one.read, one.extension, one.place, one.day = True, seen.extension, seen.place, seen.day
            one.picture = QPixmap.fromImage(seen.image) if not seen.image.isNull() else QPixmap()
            if not one.kind_chosen:
                one.kind = papers.guess_kind(one.incoming.name, is_photo=seen.extension == "jpg")
        self._next()

    def _on_broken(self, error: BaseException) -> None:
        if self._now is not None:
            self._now.read = True
            self._now.picture = QPixmap()
            self._now.error = error.message if isinstance(error, UserError) else str(error)
        self._next()

    def _on_proposed(self, found: tuple[list[str], list[Proposal | None]]) -> None:
        by_key = dict(zip(*found, strict=True))
        for one in self.items:
            one.proposal = by_key.get(one.key)
            if one.target is None and one.proposal is not None:
                one.target = one.proposal.target
        self.changed.emit()
        self.proposed.emit()


def _look(incoming: Incoming, _desk: Desk) -> _Seen:
    """What a file is, where and when it was taken, and how it looks. Raises UserError as adding it would."""
    found = incoming.look(LONGEST)
    return _Seen(found.extension, found.place, found.taken_on, image_of(found.shown))
