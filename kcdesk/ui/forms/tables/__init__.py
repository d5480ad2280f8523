"""Sub-tables, edited in place like a spreadsheet."""
