"""Several requests in one proposal: making one of what is marked, and what its form asks for."""
