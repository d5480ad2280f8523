"""Opens a bundle, in the order of bundle-format.md "Hostile input", stopping at the first thing that is wrong.

1. size and age header, 2. decryption into an encrypted scratch file, 3. the archive's directory,
4. manifest, signature, format, 5. whether it is for here, 6. every hash, 7. the form of every change.
Whatever is refused is refused with one sentence, and nothing was changed: opening writes nowhere but to
the scratch file, which is the only thing read afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from kcdesk.exchange import age, changes_json, container, lines, minisign
from kcdesk.exchange import manifest as manifests
from kcdesk.exchange.bundle import Bundle, Origin
from kcdesk.exchange.container import ZipIn
from kcdesk.exchange.keys import AgeIdentity
from kcdesk.exchange.limits import FILE, MANIFEST, MIB
from kcdesk.exchange.manifest import BundleKind, Manifest, Resource
from kcdesk.exchange.scratch import Scratch
from kcdesk.exchange.trust import Known, Place, Sealed, SenderState, Trust, trust_nobody
from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.text.visible import one_line

_ZIP_START = b"PK\x03\x04"
LOOKING = Place()


def open_bundle(
    path: Path,
    *,
    identities: Sequence[AgeIdentity],
    trust: Trust = trust_nobody,
    passphrase: str | None = None,
    place: Place = LOOKING,
    scratch_folder: str | None = None,
) -> Bundle:
    """The bundle in a file, checked through and through; to be closed.

    Raises UserError where it is refused (``code`` names the reason), EnvironmentProblem where the file
    cannot be read.
    """
    with ExitStack() as stack:
        scratch = stack.enter_context(Scratch(FILE, folder=scratch_folder))
        copied = _copy(path, scratch, identities, passphrase)
        archive = ZipIn(scratch)
        manifest, known = _signed_manifest(archive, trust)
        _check_for_here(manifest, copied.sealed, identities, place)
        _check_entries(archive, manifest)
        _check_changes(archive, manifest)
        stack.pop_all()
        state, code = (known.state, known.code) if known else (SenderState.UNKNOWN, "")
        origin = Origin(
            path=path,
            sha256=copied.sha256,
            bytes=copied.bytes,
            sealed=copied.sealed,
            sender_state=state,
            sender_code=code,
        )
        return Bundle(manifest, archive, scratch, origin)


@dataclass(frozen=True, slots=True)
class _Copied:
    """What was learnt while the file was read, once."""

    sealed: Sealed
    sha256: str
    bytes: int


def _copy(path: Path, scratch: Scratch, identities: Sequence[AgeIdentity], passphrase: str | None) -> _Copied:
    """Steps 1 and 2: the archive, decrypted, in the scratch file."""
    source = _Source(_open(path))
    with source.raw:
        try:
            return _unseal(source, scratch, identities, passphrase)
        except OSError as error:
            raise _cannot_read(path) from error


def _open(path: Path) -> IO[bytes]:
    if isinstance(path, Path) and path.exists() and not path.is_file():
        raise _cannot_read(path)  # a folder, or a pipe that nobody writes into
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise _cannot_read(path) from error


def _cannot_read(path: Path) -> EnvironmentProblem:
    return EnvironmentProblem(_("Không đọc được tệp “{name}”.").format(name=one_line(path.name)), code="cannot_read")


def _unseal(source: _Source, scratch: Scratch, identities: Sequence[AgeIdentity], passphrase: str | None) -> _Copied:
    size = source.size()
    if size > FILE:
        raise UserError(_("Tệp gói lớn quá mức cho phép."), code="too_large")
    start = source.raw.read(len(age.VERSION_LINE) + 1)
    source.raw.seek(0)
    if age.is_age(start):
        by_passphrase = age.decrypt_stream(source, scratch, identities, passphrase)
        sealed = Sealed.PASSPHRASE if by_passphrase else Sealed.KEYS
    elif start.startswith(_ZIP_START):
        while chunk := source.read(MIB):
            scratch.write(chunk)
        sealed = Sealed.PLAIN
    else:
        raise UserError(_("Tệp này không phải là gói kcdesk."), code="not_a_bundle")
    while source.read(MIB):
        pass  # the hash is of the whole file, whatever was needed of it
    return _Copied(sealed, source.hash.hexdigest(), source.seen)


class _Source:
    """Reads a file, hashing every byte once, when it is first read."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw = raw
        self.hash = sha256()
        self.seen = 0

    def size(self) -> int:
        end = self.raw.seek(0, 2)
        self.raw.seek(0)
        return end

    def read(self, size: int = -1) -> bytes:
        at = self.raw.tell()
        data = self.raw.read(size)
        end = at + len(data)
        if end > self.seen:
            self.hash.update(data[self.seen - at :] if self.seen > at else data)
            self.seen = end
        return data

    def seek(self, at: int) -> int:
        if at > self.seen:
            raise ValueError("nothing is passed over")
        return self.raw.seek(at)


def _signed_manifest(archive: ZipIn, trust: Trust) -> tuple[Manifest, Known | None]:
    """Step 4: the manifest, its signature by the right key, its format."""
    for name in (container.MANIFEST, container.SIGNATURE):
        if name not in archive:
            raise UserError(_("Trong tệp không có bảng kê hoặc chữ ký của gói kcdesk."), code="not_a_bundle")
    sizes = archive.entries[container.MANIFEST].size, archive.entries[container.SIGNATURE].size
    if sizes[0] > MANIFEST or sizes[1] > minisign.MAX_TEXT:
        raise manifests.bad_manifest()
    raw = archive.read(container.MANIFEST)
    document = manifests.load(raw)
    device, public = manifests.sender_of(document)
    known = trust(device, public)
    if known is not None and known.public != public:
        raise UserError(_("Gói ký bằng một khóa khác với khóa đã biết của máy gửi."), code="other_key")
    comment = minisign.verify(raw, archive.read(container.SIGNATURE), public)
    manifest = manifests.read(document)
    if comment != manifest.trusted_comment():
        raise UserError(_("Chữ ký không ghi đúng mã gói và nơi nhận."), code="bad_signature")
    return manifest, known


def _check_for_here(manifest: Manifest, sealed: Sealed, identities: Sequence[AgeIdentity], place: Place) -> None:
    """Step 5: the bundle was made for this workspace, and fits it."""
    own = {one.recipient for one in identities}
    listed = bool(own.intersection(manifest.recipients))
    if (sealed is Sealed.KEYS and not listed) or (manifest.recipients and not listed):
        raise UserError(_("Gói này gửi cho nơi khác và được chuyển tiếp đến đây."), code="not_for_me")
    if sealed is Sealed.PASSPHRASE and manifest.kind is not BundleKind.HANDOVER:
        raise UserError(_("Chỉ gói bàn giao mới được khóa bằng mật khẩu."), code="wrong_kind")
    if sealed is Sealed.PLAIN and manifest.kind is not BundleKind.SETTINGS and not place.plain_allowed:
        raise UserError(_("Gói không được mã hóa; nơi nhận đã có khóa nên gói phải được mã hóa."), code="plain")
    if manifest.kind in (BundleKind.FULL, BundleKind.HANDOVER) and place.empty is False:
        raise UserError(_("Gói toàn bộ hoặc gói bàn giao chỉ nhận được vào nơi chưa có dữ liệu."), code="not_empty")


def _check_entries(archive: ZipIn, manifest: Manifest) -> None:
    """Step 6: resources and entries are the same set, and every hash is right."""
    listed = {one.path: one for one in manifest.resources}
    inside = archive.entries.keys() - {container.MANIFEST, container.SIGNATURE}
    if len(listed) != len(manifest.resources) or listed.keys() != inside:
        raise UserError(_("Bảng kê và nội dung gói không khớp: thiếu hoặc thừa tệp."), code="bad_resources")
    settings = any(container.SETTING.fullmatch(name) for name in inside)
    if settings and manifest.kind is not BundleKind.SETTINGS:
        raise UserError(_("Gói có phần thiết lập mà không phải là gói thiết lập."), code="wrong_kind")
    for name in archive.entries:
        if name in listed:
            _check_hash(archive, listed[name])


def _check_hash(archive: ZipIn, resource: Resource) -> None:
    digest = sha256()
    for chunk in archive.chunks(resource.path):
        digest.update(chunk)
    file = container.FILE.fullmatch(resource.path)
    named = file[1] if file else resource.sha256
    if not digest.hexdigest() == resource.sha256 == named or archive.entries[resource.path].size != resource.bytes:
        raise UserError(_("Mục “{name}” trong gói không khớp bảng kê.").format(name=resource.path), code="bad_hash")


def _check_changes(archive: ZipIn, manifest: Manifest) -> None:
    """Step 7: every line is a change as a sound program writes it, and there are as many as announced."""
    declared = changes_json.declarations()
    count = 0
    try:
        for line in _change_lines(archive):
            changes_json.check(line, declared)
            count += 1
    except ValueError as error:
        raise changes_json.bad_change() from error
    if count != manifest.counts.get("changes", 0):
        raise UserError(_("Số lần sửa trong gói không đúng như bảng kê."), code="bad_counts")


def _change_lines(archive: ZipIn) -> Iterator[bytes]:
    for name in archive.entries:
        if container.CHANGES.fullmatch(name):
            yield from lines.split(archive.chunks(name))
