"""Lists of records: search, filters, columns, and the row that explains itself."""
