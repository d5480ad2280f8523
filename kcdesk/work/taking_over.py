"""Taking over: a handover bundle of an old laptop, or the province's start bundle, into an empty workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.work import (
    bequest,
    codes,
    cursors,
    grants,
    handover,
    identity,
    making,
    opened,
    settings,
    taking,
    trust,
)
from kcdesk.work.bequest import no_handover
from kcdesk.work.jobs import Progress, quiet
from kcdesk.work.trust import Standing

if TYPE_CHECKING:
    from kcdesk.exchange.grants import Grant
    from kcdesk.work.bequest import Bequest
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.opened import Opened
    from kcdesk.work.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a handover bundle holds, before anything is taken over.

    ``fingerprint`` is that of the old laptop (or of the province's), to be compared where ``compare``:
    nothing but the reader's own key was needed to open the bundle, so anybody could have written it.
    """

    profile: Profile | None
    fingerprint: str
    code: str
    unit: str
    at: str
    counts: Mapping[str, int]
    compare: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """What was taken over, and from which device."""

    code: str
    fingerprint: str
    old: str
    records: Mapping[str, int]
    changes: int


def peek(path: Path, passphrase: str) -> Offer:
    """What a handover bundle under a passphrase holds, where there is no workspace yet. Raises UserError."""
    from kcdesk.exchange.keys import fingerprint
    from kcdesk.exchange.reader import open_bundle

    with open_bundle(path, identities=(), passphrase=handover.normal(passphrase)) as bundle:
        manifest = bundle.manifest
        if manifest.kind.value != "handover":
            raise no_handover()
        return Offer(
            profile=bequest.read(manifest.grants).profile, fingerprint=fingerprint(manifest.sender.device),
            code=manifest.sender.code, unit=manifest.sender.unit, at=manifest.created,
            counts=dict(manifest.counts), compare=False,
        )  # fmt: skip


def look(desk: Desk, path: Path, *, passphrase: str = "") -> Offer:
    """What a handover or start bundle would bring into this empty workspace; changes nothing. Raises UserError."""
    with opened.opened(desk, path, for_import=True, passphrase=handover.normal(passphrase)) as found:
        manifest = found.manifest
        _check_kind(found)
        left = bequest.read(manifest.grants) if manifest.kind.value == "handover" else None
        return Offer(
            profile=left.profile if left else None, fingerprint=found.sender.fingerprint,
            code=found.sender.code, unit=found.sender.unit, at=manifest.created, counts=dict(manifest.counts),
            compare=_to_compare(found),
        )  # fmt: skip


def create(
    home: Path,
    password: str,
    path: Path,
    *,
    passphrase: str,
    name: str = "",
    progress: Progress = quiet,
    **making: Any,
) -> tuple[Desk, TakenOver]:
    """Make a workspace out of a handover bundle under a passphrase: the same collaborator on a new laptop.

    ``name`` replaces the name of the person, ``making`` goes to ``Desk.create``. What was made is removed
    again where taking over fails.
    """
    import shutil

    from kcdesk.work.bootstrap import Desk

    profile = peek(path, passphrase).profile
    if profile is None:
        raise no_handover()
    was_here = home.exists()
    person = replace(profile, name=name or profile.name)
    desk = Desk.create(home, password, person, **making)
    try:
        return desk, take(desk, path, passphrase=passphrase, progress=progress)
    except BaseException:
        desk.close()
        if not was_here:
            shutil.rmtree(home, ignore_errors=True)
        else:
            for left in (*home.glob("workspace.*"), *home.glob("files.*")):
                left.unlink(missing_ok=True)
        raise


def take(
    desk: Desk, path: Path, *, passphrase: str = "", fingerprint: str = "", progress: Progress = quiet
) -> TakenOver:
    """Take over into this empty workspace; all or nothing.

    ``fingerprint`` is the old laptop's, read over the telephone, where the bundle was encrypted to the key
    of this one. Raises UserError where the workspace is not empty, the bundle is for another laptop, or
    its sender was not confirmed.
    """
    with opened.opened(desk, path, for_import=True, passphrase=handover.normal(passphrase)) as found:
        _check_kind(found)
        _check_sender(found, fingerprint)
        if desk.store.meta.get(opened.TAKING_OVER, []):
            return _take_further(desk, found, progress)
        if found.manifest.kind.value == "handover":
            return _take_handover(desk, found, progress)
        return _take_start(desk, found, progress)


def _check_kind(found: Opened) -> None:
    if found.manifest.kind.value not in ("handover", "full"):
        raise no_handover()


def _to_compare(found: Opened) -> bool:
    from kcdesk.exchange.trust import Sealed

    known = found.sender.state in (Standing.TRUSTED, Standing.OWN)
    return not known and found.bundle.origin.sealed is not Sealed.PASSPHRASE


def _check_sender(found: Opened, typed: str) -> None:
    """Raises UserError where the fingerprint of the sender has to be compared and was not, or differs."""
    if typed and trust.read(typed) != found.sender.id:
        raise UserError(
            _("Dấu khóa đọc qua điện thoại không khớp với gói: không nhận bàn giao này."), code="wrong_fingerprint"
        )
    if not typed and _to_compare(found):
        raise UserError(
            _("Hãy đối chiếu qua điện thoại dấu khóa {fingerprint} của máy giao rồi nhập dấu khóa đó.").format(
                fingerprint=found.sender.fingerprint
            ),
            code="confirm_sender",
        )


def _take_handover(desk: Desk, found: Opened, progress: Progress) -> TakenOver:
    left = bequest.read(found.manifest.grants)
    _check_place(desk, left.profile)
    chain = _own_chain(desk, found, left)
    try:
        with taking.keeping_files(desk, found) as files, desk.store.transaction():
            changes = _merge(desk, found, progress)
            _settle(desk, left, chain, found.manifest.start.position)
            _note(desk, found, files)
    finally:
        desk.refresh()
    return _taken(desk, found, changes)


def _settle(desk: Desk, left: Bequest, chain: list[Grant], start: int) -> None:
    """This device is the one that continues: grants, codes, keys, what the province has, settings.

    Where the part that came first does not begin at the beginning (``start``), all files are sent once more:
    which of the first changes here the province has cannot be told.
    """
    meta = desk.store.meta
    meta.set(grants.OWN, [one.as_item() for one in chain])
    meta.set(codes.META, left.counters)
    if left.mark and left.profile.code == desk.profile.code:
        meta.set(codes.MARK, left.mark)
    meta.set(identity.META, replace(desk.identity, former=left.ages).as_meta())
    cursors.keep_files_upto(desk, cursors.PROVINCE, 0 if start else min(left.confirmed, desk.store.head()[0]))
    desk.store.adopt(sorted(grants.own_devices(desk)))
    _adopt_settings(desk, left.settings)


def _adopt_settings(desk: Desk, content: dict[str, Any]) -> None:
    """The province's settings that were in force on the old laptop, where there are none here. Raises UserError."""
    if content and not desk.settings:
        settings.adopt(desk, content)


def _own_chain(desk: Desk, found: Opened, left: Bequest) -> list[Grant]:
    """The grants by which this device continues the old one. Raises UserError."""
    from kcdesk.exchange.grants import bad_grant, read

    sender = found.manifest.sender
    carried = [read(item) for item in found.manifest.grants if grants.PRIVATE not in item]
    last = next((one for one in carried if one.old == sender.device and one.old_key == sender.key and one.ends), None)
    if last is None:
        raise bad_grant()
    if last.new == desk.device_id:
        _check_code(desk, last.code)
        return carried
    key = left.key
    if key is None or key.device_id != last.new:
        raise UserError(_("Gói bàn giao này dành cho một máy khác."), code="other_successor")
    own = desk.identity.device_key()
    passed_on = handover.grant_from(
        key, own.device_id, new_key=own.public_text, code=desk.profile.code, position=last.position,
        chain=last.chain, at=desk.now(),
    )  # fmt: skip
    return [*carried, passed_on]


def _check_code(desk: Desk, code: str) -> None:
    """Raises UserError where the old laptop named another code for its successor."""
    if code != desk.profile.code:
        raise UserError(
            _("Gói bàn giao ghi người nhận mang mã {code}, còn máy này mang mã {own}.").format(
                code=code, own=desk.profile.code
            ),
            code="other_code",
        )


def _check_place(desk: Desk, old: Profile) -> None:
    """Raises UserError where the workspace is of another kind or province than the old one."""
    if desk.profile.is_province or (old.province and old.province != desk.profile.province):
        raise UserError(
            _("Gói bàn giao là của một cộng tác viên thuộc tỉnh khác hoặc không dành cho máy của tỉnh."),
            code="other_place",
        )


def _merge(desk: Desk, found: Opened, progress: Progress) -> int:
    total = int(found.manifest.counts.get("changes", 0))
    done = 0

    def counted() -> Any:
        nonlocal done
        for change in found.bundle.changes():
            done += 1
            if done % 500 == 0:
                progress(done, total)
            yield change

    return desk.store.merge(counted(), found.sender.id).new


def _note(desk: Desk, found: Opened, pieces: list[str]) -> None:
    manifest = found.manifest
    desk.store.bundles.put(
        {
            "id": manifest.id, "direction": "received", "kind": manifest.kind.value, "sequence": manifest.sequence,
            "device": manifest.sender.device, "log": manifest.log, "position_from": manifest.start.position,
            "position_to": manifest.end.position, "chain": manifest.end.chain, "sha256": found.bundle.sha256,
            "code": found.bundle.code, "state": taking.MERGED, "at": desk.now(), "file": found.file, "kept": pieces,
            "counts": dict(manifest.counts), "sender": found.sender.code, "by": manifest.sender.code,
        }
    )  # fmt: skip
    desk.store.meta.set(making.BACKUP_DUE, True)
    kept = desk.store.meta.get(opened.TAKING_OVER, [])
    numbers = set(kept[1] if kept else range(1, manifest.part.of + 1)) - {manifest.part.number}
    desk.store.meta.set(opened.TAKING_OVER, [manifest.log, sorted(numbers)] if numbers else [])


def _take_further(desk: Desk, found: Opened, progress: Progress) -> TakenOver:
    """A further part of what is being taken over. Raises UserError where it belongs to something else."""
    log, _numbers = desk.store.meta.get(opened.TAKING_OVER)
    if found.manifest.log != log:
        raise UserError(_("Tệp này không cùng bộ với gói bàn giao đang nhận."), code="other_handover")
    with taking.keeping_files(desk, found) as files, desk.store.transaction():
        changes = _merge(desk, found, progress)
        if found.manifest.kind.value == "full":
            taking.note_stretch(desk, found)
        desk.store.adopt(sorted(grants.own_devices(desk)))
        _note(desk, found, files)
    return _taken(desk, found, changes)


def _take_start(desk: Desk, found: Opened, progress: Progress) -> TakenOver:
    """The province's start bundle: what it has of the area. The codes given here carry a mark of their own."""
    with taking.keeping_files(desk, found) as files, desk.store.transaction():
        changes = _merge(desk, found, progress)
        settle_start(desk, found)
        trust.learn(desk, replace(found.sender, state=Standing.TRUSTED, province=True, at=desk.now()))
        _note(desk, found, files)
    desk.refresh()
    return _taken(desk, found, changes)


def settle_start(desk: Desk, found: Opened) -> None:
    """After a start bundle: up to where the province's log is here, whom this device continues, its mark."""
    from kcdesk.exchange.grants import read

    manifest = found.manifest
    carried = [read(item) for item in manifest.grants if grants.PRIVATE not in item]
    mine = [one for one in carried if one.new == desk.device_id]
    if mine:
        desk.store.meta.set(grants.OWN, [one.as_item() for one in mine])
    desk.store.meta.set(codes.MARK, desk.device_id[: codes.MARK_LETTERS])
    taking.note_stretch(desk, found)


def _taken(desk: Desk, found: Opened, changes: int) -> TakenOver:
    from kcdesk.model import catalogue

    roots = [kind.name for kind in catalogue.ENTITIES if not kind.parent_field]
    counted = {name: desk.store.count(name) for name in roots}
    return TakenOver(
        code=desk.profile.code, fingerprint=desk.fingerprint, old=found.sender.fingerprint,
        records={name: number for name, number in counted.items() if number}, changes=changes,
    )  # fmt: skip
