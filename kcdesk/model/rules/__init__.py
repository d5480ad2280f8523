"""Rules across the fields of a record, by entity. Each tells what is wrong with a stable code and one sentence."""

from __future__ import annotations

from kcdesk.model.fields import Rule

ESTABLISHMENT: tuple[Rule, ...] = ()
CERTIFICATE: tuple[Rule, ...] = ()
YEARLY_FIGURE: tuple[Rule, ...] = ()
EQUIPMENT: tuple[Rule, ...] = ()
EARLIER_SUPPORT: tuple[Rule, ...] = ()
SUPPORT_REQUEST: tuple[Rule, ...] = ()
COST_ITEM: tuple[Rule, ...] = ()
VISIT: tuple[Rule, ...] = ()
ATTACHMENT: tuple[Rule, ...] = ()
PROPOSAL: tuple[Rule, ...] = ()
SAME_AS: tuple[Rule, ...] = ()
