"""Opening a bundle: container, signature and content checked from end to end, and who sent it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.work import grants, trust
from kcdesk.work.trust import Device, Standing

if TYPE_CHECKING:
    from kcdesk.exchange.bundle import Bundle
    from kcdesk.exchange.manifest import Manifest
    from kcdesk.exchange.trust import Known, Place
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.grants import Judged

TAKING_OVER = "taking_over"
"""The log whose further parts are still to come, and their numbers, while a handover is being taken over."""


@dataclass(slots=True)
class Opened:
    """A bundle whose container, signature and content were checked, and who sent it."""

    bundle: Bundle
    sender: Device
    file: str
    path: Path
    judged: Judged

    @property
    def manifest(self) -> Manifest:
        """What the bundle says about itself."""
        return self.bundle.manifest


@contextmanager
def opened(desk: Desk, path: Path, *, for_import: bool = False, passphrase: str = "") -> Iterator[Opened]:
    """Open and check a bundle from end to end; nothing of it is used before everything was found sound.

    ``for_import`` also asks whether it may come in here, ``passphrase`` opens a handover. Raises UserError
    with one sentence where anything is wrong with it, EnvironmentProblem where the file cannot be read.
    """
    from kcdesk.exchange.reader import open_bundle

    place = _place(desk, for_import=for_import)
    with open_bundle(
        path, identities=desk.identity.age_identities(), trust=lambda *named: _known(desk, *named), place=place,
        passphrase=passphrase or None,
    ) as bundle:  # fmt: skip
        judged = grants.judge(desk, bundle.manifest)
        yield Opened(bundle, _sender(desk, bundle.manifest, judged), path.name, path, judged)


def _place(desk: Desk, *, for_import: bool) -> Place:
    """What the reader has to know about this workspace. A collaborator with the province's key gets no plain bundle."""
    from kcdesk.exchange.trust import Place

    plain = desk.profile.is_province or not desk.settings.get("recipients")
    empty = desk.store.head()[0] == 0 or bool(desk.store.meta.get(TAKING_OVER, []))
    return Place(empty=empty, plain_allowed=plain) if for_import else Place()


def _known(desk: Desk, device: str, public: bytes) -> Known | None:
    """The entry of the trust list for the device that a bundle names."""
    from kcdesk.exchange.keys import read_public
    from kcdesk.exchange.trust import Known, SenderState

    found = trust.own(desk) if device == desk.device_id else trust.find(desk, device)
    if found is None or found.state is Standing.UNKNOWN:
        return None
    states = {Standing.REVOKED: SenderState.REVOKED, Standing.REPLACED: SenderState.REPLACED}
    state = states.get(found.state, SenderState.KNOWN)
    return Known(public=read_public(found.key) if found.key else public, code=found.code, state=state)


def _sender(desk: Desk, manifest: Manifest, judged: Judged) -> Device:
    """What is known of the device that signed, with what the bundle adds to it.

    Raises UserError where a device seen before, though not trusted, comes with another key.
    """
    told = manifest.sender
    if told.device in grants.own_devices(desk):
        return replace(trust.own(desk), id=told.device, key=told.key)
    known = trust.find(desk, told.device) or Device(id=told.device)
    if known.key and known.key != told.key:
        raise UserError(_("Gói ký bằng một khóa khác với khóa đã biết của máy gửi."), code="other_key")
    if known.state is Standing.UNKNOWN and judged.device is not None:
        known = judged.device
    if known.state is Standing.UNKNOWN:
        known = replace(known, code=told.code)
    return replace(
        known, key=told.key, unit=known.unit or told.unit, recipient=told.recipient or known.recipient
    )  # fmt: skip
