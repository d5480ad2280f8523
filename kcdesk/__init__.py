"""kcdesk: the offline field-data program of the khuyến công network.

The version is kept here and nowhere else; pyproject and the build read it.
"""

__version__ = "0.1.0"
