"""Sessions over real workspaces for the settings pages."""

from __future__ import annotations

from tests.gui.exchange.conftest import office

__all__ = ["office"]
