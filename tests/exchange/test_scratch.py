"""The encrypted scratch file: as a file in memory, and nothing of it on disk."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcdesk.exchange.scratch import BLOCK, Scratch
from kcdesk.model.problems import EnvironmentProblem, UserError

PLACES = st.integers(0, 5 * BLOCK)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), PLACES, st.integers(0, 2 * BLOCK), st.integers(0, 255)),
        st.tuples(st.just("read"), PLACES, st.integers(0, 3 * BLOCK), st.just(0)),
        st.tuples(st.just("spill"), st.just(0), st.just(0), st.just(0)),
    ),
    max_size=20,
)


@given(STEPS, st.sampled_from([0, 1000, BLOCK, 4 * BLOCK, 1 << 24]))
def test_behaves_as_a_file(steps: list[tuple[str, int, int, int]], in_memory: int) -> None:
    plain = io.BytesIO()
    with Scratch(1 << 24, in_memory=in_memory) as scratch:
        for what, place, size, fill in steps:
            at = min(place, len(plain.getvalue()))
            plain.seek(at)
            scratch.seek(at)
            if what == "write":
                assert scratch.write(bytes([fill]) * size) == plain.write(bytes([fill]) * size)
            elif what == "read":
                assert scratch.read(size) == plain.read(size)
            else:
                scratch.spill()
            assert scratch.tell() == (plain.tell() if what != "spill" else at)
        assert scratch.size == len(plain.getvalue())
        scratch.seek(0)
        assert scratch.read() == plain.getvalue()
        assert scratch.seek(-1, io.SEEK_END) == scratch.size - 1 if scratch.size else True


def test_nothing_of_it_is_on_disk_in_clear(tmp_path: Path) -> None:
    secret = b"Nguyen Van A, 079123456789. " * 3000
    with Scratch(1 << 24, in_memory=0, folder=str(tmp_path)) as scratch:
        scratch.write(secret)
        scratch.spill()
        scratch.read()
        assert scratch.on_disk
        handle = scratch._blocks._file.fileno()  # type: ignore[union-attr]
        seen = os.pread(handle, 1 << 24, 0)
    assert len(seen) > BLOCK
    assert b"Nguyen" not in seen
    assert b"079123" not in seen
    assert list(tmp_path.iterdir()) == []


def test_limit_holds_in_memory_and_on_disk() -> None:
    for in_memory in (0, 1 << 20):
        with Scratch(100_000, in_memory=in_memory) as scratch:
            scratch.write(bytes(100_000))
            with pytest.raises(UserError) as refused:
                scratch.write(b"x")
            assert refused.value.code == "too_large"
            assert scratch.overflowed


def test_zipfile_works_on_it() -> None:
    with Scratch(1 << 24, in_memory=1000) as scratch:
        with zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(20):
                archive.writestr(f"{number}.txt", os.urandom(20_000))
        with zipfile.ZipFile(scratch) as archive:
            assert archive.testzip() is None
            assert len(archive.namelist()) == 20


def test_block_changed_on_disk_is_noticed() -> None:
    with Scratch(1 << 24, in_memory=0) as scratch:
        scratch.write(bytes(4 * BLOCK))
        handle = scratch._blocks._file.fileno()  # type: ignore[union-attr]
        os.pwrite(handle, b"x", 100)
        with pytest.raises(EnvironmentProblem):
            scratch.pread(0, 10)


def test_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with Scratch(1 << 24, in_memory=0) as scratch:
        scratch.write(b"x")

        class Broken:
            def seek(self, at: int) -> int:
                return at

            def write(self, _data: bytes) -> int:
                raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(scratch._blocks, "_file", Broken())
            with pytest.raises(EnvironmentProblem) as refused:
                scratch.write(bytes(3 * BLOCK))
        assert refused.value.code == "disk_full"


def test_closed_is_closed() -> None:
    scratch = Scratch(10)
    scratch.close()
    with pytest.raises(ValueError, match="closed"):
        scratch.write(b"x")
    with pytest.raises(ValueError, match="closed"):
        scratch.read(1)
