"""The key of the workspace: random, and wrapped by the person's password.

``workspace.key`` is JSON: the parameters of Argon2id, the salt, and the key in a secret box
(XSalsa20-Poly1305). It tells nothing about anybody. A new password wraps the same key anew, in one
step: the old file stands until the new one is on the disk.
"""

from __future__ import annotations

import json
import os
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.store import errors

KEY_FILE = "workspace.key"
FORMAT = 1
MIN_PASSWORD = 8
_MAX_FILE = 64 * 1024
_MAX_OPS = 16
_MAX_MEMORY = 1024 * 1024 * 1024
_MIB = 1024 * 1024
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Cost:
    """How dear a guess at the password is: passes, and memory in bytes (Argon2id)."""

    passes: int = 3
    memory: int = 128 * _MIB


def check_password(password: str) -> None:
    """Raises UserError ``weak_password`` where it is too short or one character over and over."""
    plain = _normal(password).strip()
    if len(plain) < MIN_PASSWORD:
        raise UserError(
            _("Mật khẩu cần ít nhất {count} ký tự.").format(count=MIN_PASSWORD),
            code="weak_password",
            action=_("Có thể dùng vài từ liền nhau cho dễ nhớ."),
        )
    if len(set(plain)) < 3:
        raise UserError(
            _("Mật khẩu này quá dễ đoán."),
            code="weak_password",
            action=_("Có thể dùng vài từ liền nhau cho dễ nhớ."),
        )


def create(home: Path, password: str, cost: Cost | None = None) -> bytes:
    """Make a new random key, write it wrapped to ``workspace.key`` and return it.

    Raises UserError ``weak_password``; and ``exists`` where the folder has a key already.
    """
    check_password(password)
    if (home / KEY_FILE).exists():
        raise UserError(
            _("Thư mục này đã có dữ liệu của chương trình."),
            code="exists",
            action=_("Mở dữ liệu đó hoặc chọn thư mục khác."),
        )
    key = os.urandom(32)
    _write(home, _wrap(key, password, cost or Cost()))
    return key


def open(home: Path, password: str) -> bytes:
    """The key. Raises UserError ``wrong_password``, ``no_key`` or ``damaged_file``, or ``newer_file``."""
    wrapped = _read(home)
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    try:
        key = SecretBox(_derive(password, wrapped)).decrypt(b64decode(str(wrapped["box"])))
    except CryptoError as error:
        raise UserError(
            _("Mật khẩu chưa đúng."), code="wrong_password", action=_("Kiểm tra phím Caps Lock và bộ gõ rồi nhập lại.")
        ) from error
    except (ValueError, TypeError) as error:
        raise _damaged() from error
    if len(key) != 32:
        raise _damaged()
    return key


def change_password(home: Path, old: str, new: str, cost: Cost | None = None) -> None:
    """Wrap the same key by a new password, all or nothing. Raises as ``open`` and ``check_password``."""
    key = open(home, old)
    set_password(home, key, new, cost)


def set_password(home: Path, key: bytes, new: str, cost: Cost | None = None) -> None:
    """Wrap a known key by a new password, all or nothing (after the province's help, or a restore)."""
    check_password(new)
    _write(home, _wrap(key, new, cost or Cost()))


def _normal(password: str) -> str:
    """The same keys typed give the same bytes, whatever the input method composes."""
    return unicodedata.normalize("NFC", password)


def _wrap(key: bytes, password: str, cost: Cost) -> dict[str, object]:
    from nacl.secret import SecretBox

    wrapped: dict[str, object] = {
        "format": FORMAT,
        "kdf": "argon2id",
        "passes": cost.passes,
        "memory": cost.memory,
        "salt": b64encode(os.urandom(16)).decode("ascii"),
    }
    box = SecretBox(_derive(password, wrapped)).encrypt(key)
    wrapped["box"] = b64encode(bytes(box)).decode("ascii")
    return wrapped


def _derive(password: str, wrapped: dict[str, object]) -> bytes:
    from nacl.pwhash import argon2id

    passes, memory, salt = wrapped["passes"], wrapped["memory"], b64decode(str(wrapped["salt"]))
    if not isinstance(passes, int) or not isinstance(memory, int) or not (passes <= _MAX_OPS and memory <= _MAX_MEMORY):
        raise _damaged()
    secret = _normal(password).encode("utf-8")
    return bytes(argon2id.kdf(32, secret, salt, opslimit=passes, memlimit=memory))


def _read(home: Path) -> dict[str, object]:
    path = home / KEY_FILE
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_FILE + 1)
    except FileNotFoundError as error:
        raise UserError(
            _("Không thấy tệp khóa «{file}» trong thư mục dữ liệu nên không mở được.").format(file=KEY_FILE),
            code="no_key",
            action=_("Chép lại tệp này từ bản sao lưu vào thư mục dữ liệu."),
        ) from error
    except OSError as error:
        raise errors.translate(error) or errors.unreadable() from error
    try:
        wrapped = json.loads(text)
        format_ = wrapped["format"]
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged() from error
    if not isinstance(format_, int) or format_ > FORMAT:
        raise errors.newer()
    if not {"passes", "memory", "salt", "box"} <= wrapped.keys():
        raise _damaged()
    return dict(wrapped)


def _damaged() -> UserError:
    return UserError(
        _("Tệp khóa của dữ liệu bị hỏng nên không mở được."),
        code="damaged_file",
        action=_("Chép lại tệp «{file}» từ bản sao lưu vào thư mục dữ liệu.").format(file=KEY_FILE),
    )


def _write(home: Path, wrapped: dict[str, object]) -> None:
    with errors.guarded():
        write_whole(home / KEY_FILE, json.dumps(wrapped, indent=1).encode("ascii"))


def write_whole(path: Path, content: bytes) -> None:
    """Write a small file, for its owner only, so that after a power cut either the old or the new one stands."""
    scratch = path.with_name(path.name + ".new")
    try:
        with os.fdopen(os.open(scratch, _NEW, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder last, where the system knows such a thing."""
    flags = getattr(os, "O_DIRECTORY", None)
    if flags is None:
        return
    handle = os.open(folder, os.O_RDONLY | flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
