"""The words in which an entity is declared: Field, Choice, Group, Condition, Entity.

A declaration is read by five things: the table (``store``), the form (``ui``), the validation
(``model.validate``), the Excel columns (``sheets``) and the schema in the bundle (``exchange``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from kcdesk.model.problems import Problem

if TYPE_CHECKING:
    from kcdesk.model.kinds import Kind
    from kcdesk.model.validate import Context

Scalar: TypeAlias = str | int | float | bool
Value: TypeAlias = Scalar | tuple[str, ...] | None
"""A plain value. Money is a whole number of đồng, dates are ISO text, codes are text, several
choices a tuple of codes in declared order. None and only None stands for "nothing there"."""

Record: TypeAlias = Mapping[str, Value]
"""The values of one row by field name, with ``id``; a field that is not there is None."""


class Required(StrEnum):
    """When a field must be filled in."""

    NO = "no"
    TO_COMPLETE = "to_complete"
    """An empty field is a gap."""
    TO_SAVE = "to_save"
    """An empty field is an error."""


class Writer(StrEnum):
    """Who may write a field (architecture.md, "Who may write what")."""

    FIELD = "field"
    PROVINCE = "province"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list: the code that is kept, the label that is shown."""

    code: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the form, in the order of the paper."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class When:
    """A condition on one field of the same record: its value is one of ``values``.

    Without ``values``, that it has a value at all. ``negate`` turns it round.
    """

    field: str
    values: tuple[Value, ...] = ()
    negate: bool = False

    def holds(self, record: Record) -> bool:
        """True where the record meets the condition."""
        value = record.get(self.field)
        met = value in self.values if self.values else value not in (None, "", ())
        return met is not self.negate


Condition: TypeAlias = tuple[When, ...]
"""All of them must hold; the empty condition always does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that is recorded, declared once.

    ``name`` is the exchange name: never changed and never used again. ``kind`` says how a value is
    read, kept and shown. ``label`` and ``help`` are Vietnamese, translated when shown. ``applies``
    says when the field makes sense at all (else it is out of sight and never missing), ``required``
    whether it must be filled in, and ``required_when`` narrows that. ``minimum`` and ``maximum``
    count in the kept unit (đồng, not triệu đồng); a value outside them is an error, one outside
    ``likely`` a warning. ``code_table`` names a table of ``reference``; ``version_field`` the
    field that tells which edition of it. ``parent`` names the entity that a reference points to.
    ``personal`` values are withheld without consent, ``masked`` ones are shown in part only.
    ``ahead`` is said of a day that lies to come rather than behind: 3/4 without a year is the next one.
    ``automatic`` values are made by the program. ``search`` puts the text into the search.
    """

    name: str
    kind: Kind
    label: str
    help: str = ""
    unit: str = ""
    group: str = ""
    required: Required = Required.NO
    required_when: Condition = ()
    applies: Condition = ()
    choices: tuple[Choice, ...] = ()
    code_table: str = ""
    version_field: str = ""
    parent: str = ""
    minimum: int | float | None = None
    maximum: int | float | None = None
    likely: tuple[int | float | None, int | float | None] = (None, None)
    max_length: int = 0
    default: Value = None
    ahead: bool = False
    personal: bool = False
    masked: bool = False
    automatic: bool = False
    search: bool = False
    writer: Writer = Writer.FIELD
    since: int = 1

    def applies_to(self, record: Record) -> bool:
        """True where the field makes sense for this record."""
        return all(condition.holds(record) for condition in self.applies)

    def required_for(self, record: Record) -> Required:
        """How much the field is required for this record."""
        if not self.applies_to(record) or not all(condition.holds(record) for condition in self.required_when):
            return Required.NO
        return self.required


Rule: TypeAlias = "Callable[[Record, Mapping[str, Sequence[Record]], Context], Sequence[Problem]]"
"""Looks at a record, its children by plural name and the context; tells what is wrong. Pure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A kind of record: its fields in the order of the paper form, its groups, its rules.

    ``parent_field`` names the field that ties a child to its parent (``establishment_id``); a child
    is saved, shown, sent and deleted with its parent. A visit or a request points to an
    establishment too, but is a record of its own: ``parent_field`` is then "".
    ``code_prefix`` ("CS", "DN") asks for a code given once at the first save.
    """

    name: str
    plural: str
    label: str
    label_plural: str
    fields: tuple[Field, ...]
    groups: tuple[Group, ...] = ()
    title_field: str = ""
    parent: str = ""
    parent_field: str = ""
    code_prefix: str = ""
    writer: Writer = Writer.FIELD
    rules: tuple[Rule, ...] = ()
    _by_name: dict[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({declared.name: declared for declared in self.fields})
        if len(self._by_name) != len(self.fields):
            raise ValueError(f"{self.name}: a field name stands twice")

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        return self._by_name[name]
