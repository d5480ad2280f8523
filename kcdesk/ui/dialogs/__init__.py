"""Windows that ask or tell one thing. They open without blocking; what follows is a callback."""
