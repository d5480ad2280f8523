"""What every kind of value can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from kcdesk.model.fields import Field, Value
from kcdesk.model.problems import Problem

if TYPE_CHECKING:
    from kcdesk.model.validate import Context


class ValueProblem(ValueError):
    """A text or a plain value that the kind cannot take; the message is one sentence to show."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was understood from typed text: the value, and a question where it looks wrong.

    ``doubt`` is a sentence such as "Có phải 97,82 triệu?", "" where there is none; ``instead`` is the
    value that the question offers.
    """

    value: Value
    doubt: str = ""
    instead: Value = None


class Kind:
    """A kind of value. Subclasses have no state; one instance serves many fields.

    ``sql_type`` is the column's type, ``schema_type`` the Table Schema type in the bundle.
    """

    name: ClassVar[str]
    sql_type: ClassVar[Literal["TEXT", "INTEGER", "REAL"]] = "TEXT"
    schema_type: ClassVar[str] = "string"

    def parse(self, text: str, field: Field) -> Spoken:
        """Understand what a person typed. Empty text is None. Raises ValueProblem."""
        raise NotImplementedError

    def normalise(self, value: object, field: Field) -> Value:
        """The kept form of a plain value (from a file, a bundle, a program). Raises ValueProblem."""
        raise NotImplementedError

    def format(self, value: Value, field: Field) -> str:
        """The value as an office writes it, without the unit; "" for None. ``parse`` reads it back."""
        raise NotImplementedError

    def check(self, value: Value, field: Field, context: Context) -> Sequence[Problem]:
        """What is doubtful about a kept value by itself (check digits, unknown codes): usually warnings."""
        del value, field, context
        return ()
