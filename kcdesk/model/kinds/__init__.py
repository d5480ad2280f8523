"""Kinds of value: how each is read from what people type, kept, checked and shown."""

from kcdesk.model.kinds.base import Kind, Spoken, ValueProblem

__all__ = ["Kind", "Spoken", "ValueProblem"]
