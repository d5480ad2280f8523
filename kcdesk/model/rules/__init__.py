"""Rules across the fields of a record, by entity.

Each looks at a record, its children and the context, and tells what is wrong with a stable code and
one sentence. What depends on today only warns, so that no old record becomes unsaveable.
"""

from kcdesk.model.rules.establishment import (
    CERTIFICATE,
    EARLIER_SUPPORT,
    EQUIPMENT,
    ESTABLISHMENT,
    PRODUCT,
    YEARLY_FIGURE,
)
from kcdesk.model.rules.others import ATTACHMENT, PROPOSAL, REVIEW, SAME_AS, TARGET, VISIT
from kcdesk.model.rules.support_request import COST_ITEM, SUPPORT_REQUEST

__all__ = [
    "ATTACHMENT", "CERTIFICATE", "COST_ITEM", "EARLIER_SUPPORT", "EQUIPMENT", "ESTABLISHMENT", "PRODUCT", "PROPOSAL",
    "REVIEW", "SAME_AS", "SUPPORT_REQUEST", "TARGET", "VISIT", "YEARLY_FIGURE",
]  # fmt: skip
