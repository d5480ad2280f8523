"""Giving a laptop on, taking one over, the devices that are known, and what has to be said about this one."""
