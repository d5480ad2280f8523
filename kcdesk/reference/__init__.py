"""The code tables: units now and before 2025-07-01, industry codes, activities, trades, support norms."""
