"""Desks for the tests of the use cases."""

from __future__ import annotations

import pytest

from kcdesk.exchange import age
from tests.work import desks


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch):
    """A passphrase of a handover costs a second each time; one end-to-end test pays it."""
    monkeypatch.setattr(age, "WORK_FACTOR", 8)


@pytest.fixture
def field(tmp_path):
    """A collaborator's desk."""
    with desks.collaborator(tmp_path / "ctv") as desk:
        yield desk


@pytest.fixture
def office(tmp_path):
    """A province's desk."""
    with desks.province(tmp_path / "tinh") as desk:
        yield desk
