"""The first run: four steps from nothing to an open workspace."""
