"""The glossary that ties the English names in code and files to the Vietnamese terms on paper.

It is read off the declarations, so it cannot go stale; ``kcdesk schema`` prints the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kcdesk.model import catalogue
from kcdesk.model.entities.collaborator import COLLABORATOR


class Term(NamedTuple):
    """One name: ``establishment.tax_code`` is "Mã số thuế"; a choice ``establishment.legal_form=HTX``."""

    name: str
    term: str


def terms() -> Iterator[Term]:
    """Every entity, field and choice in declared order."""
    for entity in (*catalogue.ENTITIES, COLLABORATOR):
        yield Term(entity.name, entity.label)
        for field in entity.fields:
            yield Term(f"{entity.name}.{field.name}", field.label)
            for choice in field.choices:
                yield Term(f"{entity.name}.{field.name}={choice.code}", choice.label)
