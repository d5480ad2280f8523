"""Help for the place one is in: pages with pictures, offline."""
