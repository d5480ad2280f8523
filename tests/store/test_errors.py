"""Known trouble becomes one sentence with what to do; a fault of ours stays what it is."""

from __future__ import annotations

import errno

import pytest

from kcdesk.model.problems import EnvironmentProblem, UserError
from kcdesk.store.driver import connect, driver
from kcdesk.store.errors import guarded, translate


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EACCES, "not_allowed"),
        (errno.EROFS, "not_allowed"),
        (errno.EIO, "disk_error"),
    ],
)
def test_trouble_of_the_system(number: int, code: str) -> None:
    with pytest.raises(EnvironmentProblem) as caught, guarded():
        raise OSError(number, "no")
    assert (caught.value.code, caught.value.status) == (code, 4)
    assert caught.value.message.endswith(".")
    assert caught.value.action.endswith(".")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (5, "busy"),
        (517, "busy"),
        (6, "busy"),
        (8, "not_allowed"),
        (10, "disk_error"),
        (778, "disk_error"),
        (13, "disk_full"),
        (14, "disk_error"),
        (11, "damaged_file"),
        (26, "damaged_file"),
    ],
)
def test_trouble_of_the_database(number: int, code: str) -> None:
    error = driver().OperationalError("no")
    error.sqlite_errorcode = number
    with pytest.raises(UserError) as caught, guarded():
        raise error
    assert caught.value.code == code


def test_a_fault_of_ours_is_not_dressed_up(tmp_path: object) -> None:
    connection = connect(tmp_path / "a.kcw", bytes(32))  # type: ignore[operator]
    with pytest.raises(driver().OperationalError, match="syntax"), guarded():
        connection.execute("SELEC 1")
    connection.close()
    assert translate(OSError(errno.ENOENT, "no")) is None
    assert translate(ValueError("no")) is None
    with pytest.raises(ValueError, match="32 bytes"):
        connect(tmp_path / "b.kcw", b"short")  # type: ignore[operator]


def test_the_driver_and_sqlite_utils_raise_the_same_exceptions(tmp_path: object) -> None:
    from kcdesk.store.driver import database

    wrapped = database(connect(tmp_path / "a.kcw", bytes(32)))  # type: ignore[operator]
    wrapped["t"].insert({"id": 1}, pk="id")
    with pytest.raises(driver().IntegrityError):
        wrapped["t"].insert({"id": 1})
    wrapped.close()
    from sqlite_utils.utils import sqlite3 as used

    assert used.IntegrityError is driver().IntegrityError
