"""How the names of files end that the program takes. Imports nothing: the window asks with every drag."""

from __future__ import annotations

LISTS = frozenset((".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".tsv"))
"""What is taken for a list when it is dropped on the window."""
PAPERS = (".jpg", ".jpeg", ".jfif", ".jpe", ".png", ".webp", ".heic", ".heif", ".pdf", ".docx", ".xlsx")
"""What is taken for photos and papers of records, the pictures first."""
PICTURES = PAPERS[:8]
