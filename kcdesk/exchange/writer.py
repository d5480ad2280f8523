"""Writes bundles so that "đã tạo" is true: temporary name, sync, rename, read back, the reader's whole check.

Whatever goes wrong, nothing is left behind: neither a temporary file nor a part of a set.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import IO

from kcdesk.exchange import age, container, minisign, naming
from kcdesk.exchange.draft import Draft
from kcdesk.exchange.limits import AGE_STANZAS, MANIFEST, MIB
from kcdesk.exchange.manifest import SHORT, BundleKind, Manifest, Part, Sender, descriptor
from kcdesk.exchange.parts import Filler
from kcdesk.exchange.reader import open_bundle
from kcdesk.exchange.spec import BundleSpec
from kcdesk.exchange.trust import Known
from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.text.visible import one_line

MOST_RECIPIENTS = AGE_STANZAS // 2 - 1
"""Half the bound; age itself adds a stanza that means nothing."""
_SPARE = 2 * MIB


_MOST_NAMED = 10_000
"""So many files of other parts are named in a manifest."""


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle that was made: its file, SHA-256, the code to read over the telephone, what is in it."""

    path: Path
    sha256: str
    code: str
    counts: dict[str, int]
    bytes: int
    manifest: Manifest
    skipped_files: tuple[str, ...] = ()


def write_bundle(spec: BundleSpec, out_dir: Path, *, name: str = "") -> tuple[Written, ...]:
    """Write a bundle, in as many parts as it needs, into a folder; with ``name`` under exactly that name.

    Raises UserError where something does not go into a bundle, EnvironmentProblem where the folder
    cannot be written (``disk_full``, ``not_allowed``) or what was read back is not what was written
    (``read_back``).
    """
    _check_recipients(spec)
    filler = Filler(spec)
    try:
        with ExitStack() as stack:
            drafts = _gather(stack, filler.drafts())
            manifests = _manifests(spec, drafts)
            _check_space(out_dir, drafts)
            made = _Made(out_dir)
            stack.callback(made.undo)
            for draft, manifest in zip(drafts, manifests, strict=True):
                made.add(_finish(spec, draft, manifest), spec, manifest, name)
            made.rename()
            written = [_read_back(spec, path, digest) for path, digest in made.files]
            made.keep()
    except OSError as error:
        raise _cannot_write(error, out_dir) from error
    skipped = tuple(filler.skipped)
    return tuple(replace(one, skipped_files=skipped) for one in written)


def _check_recipients(spec: BundleSpec) -> None:
    if spec.passphrase and spec.kind is not BundleKind.HANDOVER:
        raise ValueError("only a handover goes by passphrase")
    if not spec.sealed or spec.passphrase:
        return
    if not spec.recipients:
        raise UserError(_("Chưa có khóa của nơi nhận nên không mã hóa được gói."), code="no_recipient")
    if len(spec.all_recipients()) > MOST_RECIPIENTS:
        raise UserError(_("Gói chỉ gửi được cho tối đa {count} khóa.").format(count=MOST_RECIPIENTS), code="too_many")


def _gather(stack: ExitStack, drafts: Iterator[Draft]) -> list[Draft]:
    """All parts; where there are several, none of them stays in memory."""
    gathered: list[Draft] = []
    for draft in drafts:
        stack.callback(draft.close)
        gathered.append(draft)
        if len(gathered) > 1:
            gathered[-2].scratch.spill()
    return gathered


def _manifests(spec: BundleSpec, drafts: list[Draft]) -> list[Manifest]:
    """What the parts say about themselves, the resources still missing."""
    identity = spec.identity
    sender = Sender(
        device=spec.key.device_id,
        key=spec.key.public_text,
        recipient=identity.recipient if identity else "",
        code=spec.code,
        unit=one_line(spec.unit, SHORT),
    )
    return [
        Manifest(
            id=spec.new_id(),
            kind=spec.kind,
            sequence=spec.sequence + number,
            log=spec.log or spec.key.device_id,
            start=draft.start,
            end=draft.end,
            sender=sender,
            recipients=spec.all_recipients(),
            created=spec.created,
            receipt=spec.receipt,
            grants=spec.grants,
            told=spec.told,
            elsewhere=_elsewhere(drafts, number),
            escrow=spec.escrow,
            counts=draft.counts,
            part=Part(number + 1, len(drafts)),
            settings=spec.settings,
            catalogue=spec.catalogue,
            reference=spec.reference,
            again=spec.again,
            app=spec.app,
            title=naming.title(spec.kind),
        )
        for number, draft in enumerate(drafts)
    ]


def _elsewhere(drafts: list[Draft], here: int) -> dict[str, tuple[str, ...]]:
    """By part the files that travel in the other parts: so the receiver can say where a missing photo is."""
    found: dict[str, tuple[str, ...]] = {}
    room = _MOST_NAMED
    for number, draft in enumerate(drafts):
        names = tuple(one.sha256 for one in draft.resources if one.path.startswith("files/"))[:room]
        if number != here and names:
            found[str(number + 1)] = names
            room -= len(names)
    return found


def _finish(spec: BundleSpec, draft: Draft, manifest: Manifest) -> Draft:
    """Add what depends on the whole: settings, DOC-TOI.txt, manifest, signature, directory."""
    for file_name, data in spec.settings_files.items() if manifest.part.number == 1 else ():
        stem = file_name.rpartition(".")[0]
        draft.add(f"settings/{file_name}", data, packed=True, name=f"settings-{stem}", type="file")
    draft.add(
        container.README, naming.readme(manifest), packed=True, name="doc-toi", type="file", mediatype="text/plain"
    )
    text = descriptor(replace(manifest, resources=tuple(draft.resources)))
    if len(text) > MANIFEST // 2:
        raise UserError(_("Bảng kê của gói quá lớn; hãy giảm dung lượng tối đa của gói."), code="manifest_too_large")
    signature = minisign.sign(text, spec.key, manifest.trusted_comment())
    draft.add_unlisted(container.MANIFEST, text)
    draft.add_unlisted(container.SIGNATURE, signature.encode("ascii"))
    draft.finish()
    return draft


class _Made:
    """The files of a set on their way: under temporary names, then renamed, removed unless kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._temporary: list[Path] = []
        self._finals: list[Path] = []
        self._digests: list[str] = []
        self.files: list[tuple[Path, str]] = []

    def add(self, draft: Draft, spec: BundleSpec, manifest: Manifest, name: str) -> None:
        """Encrypt a finished part into a temporary file and sync it."""
        path = self._folder / f".kcdesk-{os.urandom(8).hex()}.tmp"
        self._temporary.append(path)
        with path.open("xb") as raw:
            target = _Hashing(raw)
            _seal(spec, draft, target)
            raw.flush()
            os.fsync(raw.fileno())
        draft.close()
        self._digests.append(target.hash.hexdigest())
        part = manifest.part
        made = naming.file_name(spec.name, manifest.sequence, part.number, part.of, naming.suffix(spec))
        self._finals.append(self._folder / name if name else _free_name(self._folder, made))

    def rename(self) -> None:
        """Give the files their names."""
        for path, final, digest in zip(list(self._temporary), self._finals, self._digests, strict=True):
            path.replace(final)
            self._temporary.remove(path)
            self.files.append((final, digest))
        _sync_folder(self._folder)

    def keep(self) -> None:
        """What was made stays."""
        self.files = []

    def undo(self) -> None:
        """Remove everything that is not to be kept."""
        for path in [*self._temporary, *(path for path, _digest in self.files)]:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _free_name(folder: Path, name: str) -> Path:
    """The path of this name, or with a number where that is taken: a bundle never replaces another."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return path


class _Hashing:
    """Hashes what is written."""

    def __init__(self, target: IO[bytes]) -> None:
        self.hash = sha256()
        self._target = target

    def write(self, data: bytes) -> int:
        """Write and hash."""
        self.hash.update(data)
        return self._target.write(data)


def _seal(spec: BundleSpec, draft: Draft, target: _Hashing) -> None:
    """The archive, encrypted as the bundle wants it."""
    if not spec.sealed:
        while chunk := draft.scratch.read(MIB):
            target.write(chunk)
    elif spec.passphrase:
        age.encrypt_passphrase(draft.scratch, target, spec.passphrase)
    else:
        age.encrypt_stream(draft.scratch, target, spec.all_recipients())


def _read_back(spec: BundleSpec, path: Path, digest: str) -> Written:
    """Open what was written as its reader would, and compare."""
    try:
        with open_bundle(
            path,
            identities=(spec.identity,) if spec.identity else (),
            passphrase=spec.passphrase or None,
            trust=lambda _device, _public: Known(public=spec.key.public),
            scratch_folder=spec.scratch_folder,
        ) as bundle:
            made = Written(path, bundle.sha256, bundle.code, dict(bundle.manifest.counts), bundle.size, bundle.manifest)
    except EnvironmentProblem:
        raise
    except UserError as error:
        if error.code == "bad_change":
            raise  # not the stick's fault: a value was written here that no sound program writes
        raise _differs() from error
    if made.sha256 != digest:
        raise _differs()
    return made


def _differs() -> EnvironmentProblem:
    return EnvironmentProblem(_("Gói đọc lại không giống gói đã ghi; ổ đĩa hoặc USB có thể bị lỗi."), code="read_back")


def _check_space(folder: Path, drafts: list[Draft]) -> None:
    """Room for all parts, and a little more."""
    needed = sum(draft.scratch.size for draft in drafts) * 101 // 100 + _SPARE
    if shutil.disk_usage(folder).free < needed:
        raise EnvironmentProblem(
            _("Ổ đĩa không còn đủ chỗ: cần khoảng {size} MB.").format(size=needed // MIB + 1), code="disk_full"
        )


def _cannot_write(error: OSError, folder: Path) -> EnvironmentProblem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return EnvironmentProblem(_("Ổ đĩa đã đầy, chưa tạo được gói."), code="disk_full")
    return EnvironmentProblem(_("Không ghi được vào thư mục “{folder}”.").format(folder=folder), code="not_allowed")


def _sync_folder(folder: Path) -> None:
    """Make the new names last; where a folder cannot be synced (Windows), there is nothing to do."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
