"""Tiếp nhận, only in a province: the inbox of bundles, who has sent, questions and answers."""
