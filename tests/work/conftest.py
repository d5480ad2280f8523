"""Desks for the tests of the use cases."""

from __future__ import annotations

import pytest

from tests.work import desks


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
