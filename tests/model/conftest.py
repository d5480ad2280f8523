"""The code tables as shipped, and a context on a fixed day."""

from __future__ import annotations

from datetime import date

import pytest

from kcdesk.model.validate import Context
from kcdesk.reference.tables import Reference


@pytest.fixture(scope="session")
def tables() -> Reference:
    """The tables in ``resources``."""
    return Reference.load()


@pytest.fixture
def context(tables: Reference) -> Context:
    """A collaborator in Cần Thơ on 23 November 2026."""
    return Context(tables=tables, today=date(2026, 11, 23), province="92")
