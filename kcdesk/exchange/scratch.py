"""A scratch file whose plain content never touches the disk.

Small content stays in memory. Larger content goes to an unnamed temporary file in blocks, each
encrypted (XChaCha20-Poly1305) with a key that exists only in memory: when the program ends, whether
in order or not, nobody can read what is left. A nonce is never used twice: it is the block's number
and how often that block was written.
"""

from __future__ import annotations

import io
import os
import tempfile
from typing import TYPE_CHECKING

from nacl import bindings
from nacl.exceptions import CryptoError

from kcdesk.exchange.limits import MIB
from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, UserError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

BLOCK = 64 * 1024
IN_MEMORY = 16 * MIB
_SEALED = BLOCK + bindings.crypto_aead_xchacha20poly1305_ietf_ABYTES


class Scratch(io.RawIOBase):
    """Bytes that are written and read at any place, up to ``limit``; gone when it is closed.

    Writing beyond ``limit`` raises UserError (code ``too_large``) and sets ``overflowed``.
    """

    def __init__(self, limit: int, *, in_memory: int = IN_MEMORY, folder: str | None = None) -> None:
        super().__init__()
        self.overflowed = False
        self._limit = limit
        self._in_memory = in_memory
        self._folder = folder
        self._size = 0
        self._at = 0
        self._memory: bytearray | None = bytearray()
        self._blocks: _Blocks | None = None

    @property
    def size(self) -> int:
        """How many bytes are here."""
        return self._size

    @property
    def on_disk(self) -> bool:
        """True where the content is in an encrypted file."""
        return self._blocks is not None

    def spill(self) -> None:
        """Move what is in memory to the encrypted file."""
        if self._memory is None:
            return
        blocks = _Blocks(self._folder)
        try:
            blocks.write(0, memoryview(self._memory))
        except BaseException:
            blocks.close()
            raise
        self._memory, self._blocks = None, blocks

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the start")
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        data = self.pread(self._at, self._size if size is None or size < 0 else size)
        self._at += len(data)
        return data

    def readall(self) -> bytes:
        return self.read(-1)

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def pread(self, at: int, size: int) -> bytes:
        """Up to ``size`` bytes from a place, without moving."""
        self._checkClosed()
        size = max(0, min(size, self._size - at))
        if self._memory is not None:
            return bytes(memoryview(self._memory)[at : at + size])
        assert self._blocks is not None
        return self._blocks.read(at, size)

    def write(self, data: ReadableBuffer) -> int:
        self._checkClosed()
        view = memoryview(data).cast("B")
        end = self._at + len(view)
        if end > self._limit:
            self.overflowed = True
            raise UserError(_("Nội dung lớn quá mức cho phép của một gói."), code="too_large")
        if self._at > self._size:
            raise ValueError("a hole is not written")
        if self._memory is not None and end > self._in_memory:
            self.spill()
        if self._memory is not None:
            self._memory[self._at : end] = view
        else:
            assert self._blocks is not None
            self._blocks.write(self._at, view)
        self._at = end
        self._size = max(self._size, end)
        return len(view)

    def truncate(self, size: int | None = None) -> int:
        """Only to the present size, which changes nothing: what is written stays."""
        if (self._at if size is None else size) != self._size:
            raise io.UnsupportedOperation("truncate")
        return self._size

    def close(self) -> None:
        """Forget everything."""
        self._memory = None if self._memory is None else bytearray()
        if self._blocks is not None:
            self._blocks.close()
        super().close()

    def _checkClosed(self) -> None:
        if self.closed:
            raise ValueError("scratch is closed")


class _Blocks:
    """The encrypted file: fixed blocks, and one of them open in memory."""

    def __init__(self, folder: str | None) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, prefix="kcdesk-", buffering=0)  # noqa: SIM115 - closed by us
        self._key = os.urandom(bindings.crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
        self._written: list[int] = []
        self._number = 0
        self._block = bytearray(BLOCK)
        self._changed = False

    def read(self, at: int, size: int) -> bytes:
        pieces: list[bytes] = []
        while size > 0:
            number, start = divmod(at, BLOCK)
            self._open(number)
            piece = bytes(memoryview(self._block)[start : start + size])
            pieces.append(piece)
            at, size = at + len(piece), size - len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def write(self, at: int, data: memoryview) -> None:
        while data:
            number, start = divmod(at, BLOCK)
            self._open(number)
            length = min(len(data), BLOCK - start)
            self._block[start : start + length] = data[:length]
            self._changed = True
            data, at = data[length:], at + length

    def close(self) -> None:
        self._key = b""
        self._block = bytearray()
        self._file.close()

    def _open(self, number: int) -> None:
        """Have this block in memory; the one before goes to the file if it was changed."""
        if number == self._number:
            return
        if self._changed:
            self._seal()
        if number < len(self._written) and self._written[number]:
            self._block[:] = self._unseal(number)
        else:
            self._block[:] = bytes(BLOCK)
        self._number = number

    def _seal(self) -> None:
        number = self._number
        self._written.extend([0] * (number + 1 - len(self._written)))
        self._written[number] += 1
        sealed = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
            bytes(self._block), None, self._nonce(number), self._key
        )
        try:
            self._file.seek(number * _SEALED)
            self._file.write(sealed)
        except OSError as error:
            raise EnvironmentProblem(_("Không ghi được tệp tạm: ổ đĩa có thể đã đầy."), code="disk_full") from error
        self._changed = False

    def _unseal(self, number: int) -> bytes:
        try:
            self._file.seek(number * _SEALED)
            sealed = self._file.read(_SEALED)
            return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, None, self._nonce(number), self._key)
        except (OSError, CryptoError) as error:
            raise EnvironmentProblem(_("Không đọc lại được tệp tạm."), code="scratch_failed") from error

    def _nonce(self, number: int) -> bytes:
        return number.to_bytes(8, "big") + self._written[number].to_bytes(16, "big")
