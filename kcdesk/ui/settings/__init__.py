"""Choices about this machine, this person, and the keys."""
