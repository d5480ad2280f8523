"""kcdesk: the offline field-data program of the khuyến công network.

The version is kept here and nowhere else; pyproject and the build read it.
"""

__version__ = "0.1.0"

__released__ = "2026-11-23"
"""The day of this version: no clock that shows an earlier one is right."""
