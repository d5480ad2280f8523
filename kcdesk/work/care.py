"""Looking after a workspace: is everything whole?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.work.jobs import Progress, quiet

if TYPE_CHECKING:
    from kcdesk.store.types import Finding
    from kcdesk.work.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class Examined:
    """What the check looked at and found wrong; the position tells whether the log moved since."""

    findings: tuple[Finding, ...]
    position: int
    chain: str
    rows: dict[str, int]


def doctor(desk: Desk, progress: Progress = quiet) -> Examined:
    """Replay the log and compare it with the tables, check the file itself and the files that records name."""
    from kcdesk.model import catalogue

    findings = desk.store.doctor(progress)
    position, chain = desk.store.head()
    rows = {kind.name: desk.store.count(kind.name) for kind in catalogue.ENTITIES}
    return Examined(tuple(findings), position, chain.hex(), rows)


def assess_some(desk: Desk, limit: int = 60) -> int:
    """Look at records that came in by the hundreds and were not assessed yet; how many were, 0 at the end."""
    return desk.store.assess_some(limit)
