"""Bundles made and received: making one, taking one in, who is known."""
