"""Every entity that is kept in the log, in the order in which parents come before their children."""

from __future__ import annotations

from kcdesk.model.entities.attachment import ATTACHMENT
from kcdesk.model.entities.beneficiary import BENEFICIARY
from kcdesk.model.entities.certificate import CERTIFICATE
from kcdesk.model.entities.cost_item import COST_ITEM
from kcdesk.model.entities.earlier_support import EARLIER_SUPPORT
from kcdesk.model.entities.equipment import EQUIPMENT
from kcdesk.model.entities.establishment import ESTABLISHMENT
from kcdesk.model.entities.product import PRODUCT
from kcdesk.model.entities.proposal import PROPOSAL
from kcdesk.model.entities.review import REVIEW
from kcdesk.model.entities.same_as import SAME_AS
from kcdesk.model.entities.site import SITE
from kcdesk.model.entities.support_request import SUPPORT_REQUEST
from kcdesk.model.entities.target import TARGET
from kcdesk.model.entities.visit import VISIT
from kcdesk.model.entities.yearly_figure import YEARLY_FIGURE
from kcdesk.model.fields import Entity

SCHEMA_VERSION = 1
"""Raised by one with every field that is added; ``Field.since`` names it."""

ENTITIES: tuple[Entity, ...] = (
    ESTABLISHMENT,
    SITE,
    PRODUCT,
    CERTIFICATE,
    YEARLY_FIGURE,
    EQUIPMENT,
    EARLIER_SUPPORT,
    PROPOSAL,
    SUPPORT_REQUEST,
    COST_ITEM,
    VISIT,
    BENEFICIARY,
    ATTACHMENT,
    REVIEW,
    TARGET,
    SAME_AS,
)

_BY_NAME = {one.name: one for one in ENTITIES}
_BY_PLURAL = {one.plural: one for one in ENTITIES}
_CHILDREN = {one.name: tuple(child for child in ENTITIES if child.parent == one.name) for one in ENTITIES}


def entity(name: str) -> Entity:
    """The entity of that name; KeyError where there is none."""
    return _BY_NAME[name]


def by_plural(name: str) -> Entity:
    """The entity of that plural name; KeyError where there is none."""
    return _BY_PLURAL[name]


def children_of(name: str) -> tuple[Entity, ...]:
    """The entities whose rows are saved, shown and deleted with a row of this one; often none."""
    return _CHILDREN.get(name, ())
