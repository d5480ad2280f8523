"""How the names of files end that the program takes. Imports nothing: the window asks with every drag."""

from __future__ import annotations

LISTS = frozenset((".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".tsv"))
"""What is taken for a list when it is dropped on the window."""
