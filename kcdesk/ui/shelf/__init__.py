"""Kho lưu: what was given up, deleted or lost a choice, to be found and taken back."""
