"""Lists in and out: the import assistant and the export window."""
