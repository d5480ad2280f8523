"""What is wrong with a value or a record, and the errors that stop a use case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kcdesk.text.visible import one_line


class Level(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    """Cannot be saved by a person. (Merged all the same when it comes in a bundle, and marked.)"""
    WARNING = "warning"
    """Can be saved, and says so."""
    GAP = "gap"
    """Saved, but the record is not complete."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a record.

    ``field`` is "" for the record as a whole; for a child it is ``cost_items[2].unit_price``.
    ``code`` is a stable word for scripts; ``message`` one sentence in the language in force.
    """

    level: Level
    field: str
    code: str
    message: str


class UserError(Exception):
    """Something that a person can mend; the text is one sentence to show as it is.

    It may quote what came from elsewhere: letters that nobody sees are replaced, so that it reads as it is.

    ``kept`` says what was kept, ``action`` what to do next; both may be empty.
    """

    status = 3  # exit status of the command line: input refused, nothing was changed

    def __init__(
        self, message: str, *, code: str = "refused", action: str = "", problems: tuple[Problem, ...] = ()
    ) -> None:
        self.message = one_line(message)
        super().__init__(self.message)
        self.code = code
        self.action = action
        self.problems = problems


class UsageError(UserError):
    """The command was called in a wrong way."""

    status = 2


class EnvironmentProblem(UserError):
    """The machine's fault: disk full, no permission, file cannot be read."""

    status = 4
