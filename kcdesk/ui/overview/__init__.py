"""The first page: what waits, what is not sent, pictures that lead to their lists."""
