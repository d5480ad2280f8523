"""How far every receiver has confirmed this log, and how far the logs of others are here.

A cursor is moved by a receipt alone, and only where log, position and chain are one's own. What came
in is kept by sender as stretches of its log; a receipt names the highest position without a hole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

CONFIRMED, INCOMING = "confirmed", "incoming"
PROVINCE = "province"
"""The one receiver of a collaborator's bundles."""

SUCCESSOR = "successor"
"""In the place of a receiver: who takes this laptop over."""

MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a log: position and chain (hex), when it was confirmed, and the device that said so."""

    position: int = 0
    chain: str = ""
    at: str = ""
    giver: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Positions of somebody's log: above ``after``, up to and with ``upto``, with the chain there (hex).

    ``sequence`` is the number of the bundle that carried them, ``start`` the chain at ``after``, "" where
    it is not known.
    """

    after: int
    upto: int
    chain: str
    sequence: int
    start: str = ""


@dataclass(slots=True)
class Incoming:
    """What is here of one log: everything up to ``position``, stretches above a hole, sequence numbers.

    ``points`` are the places, with their chains, up to which everything is here. A log forks where a
    workspace was copied and both copies went on: then a stretch of one copy does not follow on what
    came from the other one, though the numbers fit.
    """

    position: int = 0
    chain: str = ""
    above: list[Stretch] = field(default_factory=list)
    sequences: list[int] = field(default_factory=list)
    points: set[tuple[int, str]] = field(default_factory=set)

    def add(self, stretch: Stretch) -> None:
        """Take note of a stretch that came."""
        if stretch.sequence not in self.sequences:
            self.sequences.append(stretch.sequence)
            self.sequences.sort()
        if stretch not in self.above:
            self.above.append(stretch)
        self._close_up()

    def _close_up(self) -> None:
        """Move up to the end of what is here without a hole."""
        moved = True
        while moved:
            moved = False
            for stretch in sorted(self.above, key=lambda one: one.upto, reverse=True):
                if self._follows(stretch):
                    self.above.remove(stretch)
                    self.points.add((stretch.upto, stretch.chain))
                    if stretch.upto > self.position:
                        self.position, self.chain = stretch.upto, stretch.chain
                    moved = True
        self.above = [stretch for stretch in self.above if stretch.upto > self.position]

    def _follows(self, stretch: Stretch) -> bool:
        """True where everything before this stretch is here, of the same log and not of a fork."""
        if stretch.after == 0 or (stretch.after, stretch.start) in self.points:
            return True
        return not stretch.start and stretch.after <= self.position

    def missing(self) -> list[tuple[int, int]]:
        """The holes below what is here: pairs of the last position before and the last one in the hole."""
        holes, here = [], self.position
        for stretch in sorted(self.above, key=lambda one: one.after):
            if stretch.after > here:
                holes.append((here, stretch.after))
            here = max(here, stretch.upto)
        return holes

    def missing_numbers(self) -> list[int]:
        """Sequence numbers that never came, while positions are missing; without a hole nothing is.

        At most a hundred, the lowest ones: nobody reads more, and whoever signs may write any number on a bundle.
        """
        if not self.above:
            return []
        known = set(self.sequences)
        missing = (number for number in range(1, max(known, default=0)) if number not in known)
        return list(islice(missing, MOST_NAMED))

    def ends(self) -> list[tuple[int, str]]:
        """Where the stretches that came ended, holes or not, in order."""
        return sorted(self.points | {(stretch.upto, stretch.chain) for stretch in self.above})

    def as_meta(self) -> dict[str, Any]:
        """The form in which it is kept."""
        return {
            "position": self.position,
            "chain": self.chain,
            "above": [asdict(stretch) for stretch in self.above],
            "sequences": self.sequences,
            "points": sorted(self.points),
        }

    @classmethod
    def from_meta(cls, kept: Mapping[str, Any]) -> Incoming:
        """Read what ``as_meta`` gave."""
        above = [Stretch(**one) for one in kept.get("above", ())]
        position, chain = int(kept.get("position", 0)), str(kept.get("chain", ""))
        points = {(int(at), str(there)) for at, there in kept.get("points", ())}
        return cls(position, chain, above, list(kept.get("sequences", ())), points)


def confirmed(desk: Desk, receiver: str = PROVINCE) -> Cursor:
    """How far a receiver has confirmed this log; position 0 before the first receipt."""
    kept = desk.store.meta.get(CONFIRMED, {}).get(f"{receiver}/{desk.device_id}")
    return Cursor(**kept) if kept else Cursor()


def confirm(desk: Desk, receiver: str, log: str, position: int, chain: str, giver: str = "") -> bool:
    """Move the cursor of a receiver by its receipt; True where it moved.

    Ignored where the receipt speaks of another log, or the chain is not one's own at that position (at 0,
    where nothing came without a hole, there is none to compare). It goes
    back only where another workspace than before gives the receipts: one that took the place of the former
    one and may have less.
    """
    before = confirmed(desk, receiver)
    replaced = bool(giver and before.giver and giver != before.giver)
    if log != desk.device_id or not (position > before.position or replaced):
        return False
    own = desk.store.chain_at(position)
    if own is None or (position and own.hex() != chain):
        return False
    kept = dict(desk.store.meta.get(CONFIRMED, {}))
    kept[f"{receiver}/{desk.device_id}"] = asdict(Cursor(position, chain, desk.now(), giver))
    desk.store.meta.set(CONFIRMED, kept)
    return True


def made_upto(desk: Desk, receiver: str = PROVINCE) -> int:
    """The highest position that any bundle for this receiver has carried."""
    made = desk.store.bundles.list(direction="made", log=desk.device_id)
    mine = [int(item["position_to"] or 0) for item in made if item.get("receiver", PROVINCE) == receiver]
    return max([*mine, confirmed(desk, receiver).position], default=0)


def incoming(desk: Desk, log: str) -> Incoming:
    """What is here of somebody's log."""
    return Incoming.from_meta(desk.store.meta.get(_incoming_key(log), {}))


def all_incoming(desk: Desk) -> dict[str, Incoming]:
    """What is here of every log that anything came from."""
    return {log: Incoming.from_meta(kept) for log, kept in desk.store.meta.under(_incoming_key("")).items()}


def keep_incoming(desk: Desk, log: str, state: Incoming) -> None:
    """Write what is here of somebody's log; inside the transaction of the import."""
    desk.store.meta.set(_incoming_key(log), state.as_meta())


def forget_incoming(desk: Desk) -> None:
    """Nothing that came counts as being here any more: it is asked for again."""
    for log in all_incoming(desk):
        desk.store.meta.drop(_incoming_key(log))


def _incoming_key(log: str) -> str:
    return f"{INCOMING}/{log}"


def sent_positions(desk: Desk, receiver: str = PROVINCE) -> tuple[int, int]:
    """The highest position that went into a bundle for a receiver, and the highest that it confirmed."""
    return made_upto(desk, receiver), confirmed(desk, receiver).position


def keep_files_upto(desk: Desk, receiver: str, position: int) -> None:
    """Files named by changes up to this position of the log are with the receiver, whatever the cursor says."""
    desk.store.meta.set(_files_key(receiver), max(position, files_upto(desk, receiver)))


def keep_files_of(desk: Desk, log: str) -> None:
    """What receivers confirmed of one's former log they have: their files need not travel again unasked."""
    for name, cursor in desk.store.meta.get(CONFIRMED, {}).items():
        receiver, _slash, own = name.rpartition("/")
        if own == log:
            keep_files_upto(desk, receiver, int(cursor["position"]))


def files_upto(desk: Desk, receiver: str) -> int:
    """The position up to which files go only where the receiver asks for them; 0 where all of them go."""
    return int(desk.store.meta.get(_files_key(receiver), 0))


def _files_key(receiver: str) -> str:
    return f"files_upto/{receiver}"


def keep_awaited(desk: Desk, receiver: str, files: Iterable[str]) -> None:
    """A receipt came: the files that a receiver knows of and has not. They are awaited until another one comes."""
    desk.store.meta.set(f"awaited/{receiver}", sorted(files))


def awaited(desk: Desk, receiver: str = PROVINCE) -> frozenset[str]:
    """The files that had not come to a receiver when its last receipt was made."""
    return frozenset(desk.store.meta.get(f"awaited/{receiver}", ()))


def keep_arrived(desk: Desk, receiver: str, numbers: Iterable[int]) -> None:
    """A receipt came: the numbers of the bundles that a receiver has above what it confirmed."""
    desk.store.meta.set(f"arrived/{receiver}", {"numbers": list(numbers), "at": desk.now()})


def arrived(desk: Desk, receiver: str = PROVINCE) -> frozenset[int]:
    """The numbers of the bundles that came to a receiver while something before them is missing there."""
    return frozenset(int(number) for number in desk.store.meta.get(f"arrived/{receiver}", {}).get("numbers", ()))


def heard_at(desk: Desk, receiver: str = PROVINCE) -> str:
    """When the last receipt of a receiver came, ISO UTC; "" for none."""
    return str(desk.store.meta.get(f"arrived/{receiver}", {}).get("at", ""))


def confirmed_of(desk: Desk, receiver: str, log: str) -> int:
    """How far a receiver has confirmed a log of this workspace, be it one under an earlier key."""
    kept = desk.store.meta.get(CONFIRMED, {}).get(f"{receiver}/{log}")
    return int(kept["position"]) if kept else 0
