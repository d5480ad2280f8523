"""Settling what waits for a person: conflicts side by side, duplicates."""
