"""What a receipt tells: how far the log of the receiver has come, and which files have not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kcdesk.work import cursors, outgoing

if TYPE_CHECKING:
    from kcdesk.exchange.manifest import Receipt
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.receivers import Receiver


def receipt(desk: Desk, receiver: Receiver) -> Receipt | None:
    """What is here of the receiver's log; None where nothing ever came."""
    from kcdesk.exchange.manifest import POINTS, Point, Receipt

    here = cursors.incoming(desk, receiver.log) if receiver.log else cursors.Incoming()
    if not here.sequences:
        return None
    return Receipt(
        log=receiver.log,
        upto=Point(here.position, here.chain or "0" * 64),
        sequences=tuple(sorted({one.sequence for one in here.above})),
        missing_files=tuple(missing_files(desk)[:10_000]),
        points=tuple(Point(at, chain) for at, chain in here.ends()[-POINTS:]),
    )


def missing_files(desk: Desk) -> list[str]:
    """SHA-256 of the attachments that records name and that have not come.

    What somebody wrote there that is none is a wrong value, not a file that anybody could send.
    """
    sql = (
        f"SELECT sha256 FROM {outgoing.ATTACHMENT}"
        " WHERE deleted = 0 AND length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'"
    )
    return desk.store.files.missing([str(row[0]) for row in desk.store.select(sql)])


def state(desk: Desk, receiver: Receiver) -> list[Any]:
    """What a receipt would tell, to see whether it was told already."""
    here = cursors.incoming(desk, receiver.log) if receiver.log else cursors.Incoming()
    if not here.sequences:
        return []
    lacks = _missing_of(desk, receiver)
    ends = [receiver.log, here.position, here.chain, [one.sequence for one in here.above]]
    return [*ends, {"missing": lacks}] if lacks else ends


def _missing_of(desk: Desk, receiver: Receiver) -> list[str]:
    """The files that have not come, of the records that came from the receiver: those it can tell one about."""
    missing = missing_files(desk)
    sql = (
        f"SELECT DISTINCT a.sha256 FROM {outgoing.ATTACHMENT} AS a JOIN log AS l ON l.row = a.id"
        " WHERE a.sha256 IN (SELECT value FROM json_each(?)) AND ? IN (l.device, l.origin)"
    )
    return sorted(str(row[0]) for row in desk.store.select(sql, (json.dumps(missing), receiver.log))) if missing else []


def missing_key(receiver: str) -> str:
    """Where the files stand that a receiver said are missing there."""
    return f"missing/{receiver}"
