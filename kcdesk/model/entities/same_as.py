"""Two records that are one and the same: a record of its own, so that a join can be undone.

Its id is a UUIDv5 of the two sorted row ids, so that two people who join the same pair make one row.
"""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.entities.choices import RECORD_TYPES
from kcdesk.model.fields import Entity, Field, Required, Writer
from kcdesk.model.kinds import CHOICE, REFERENCE, TEXT, YES_NO

UNDISPUTED = frozenset({"keep", "reason"})
"""Two people who join the same pair agree, whichever they keep and why: the fixed rule chooses, and no one is asked."""

# fmt: off
SAME_AS = Entity(
    name="same_as",
    plural="same_as",
    label=N_("Gộp trùng"),
    label_plural=N_("Gộp trùng"),
    title_field="reason",
    writer=Writer.BOTH,
    rules=rules.SAME_AS,
    fields=(
        Field(
            name="row_type", kind=CHOICE, label=N_("Loại hồ sơ"), choices=RECORD_TYPES, default="establishment",
            writer=Writer.BOTH, help=N_("Loại của hai hồ sơ."),
        ),
        Field(
            name="row_a", kind=REFERENCE, label=N_("Hồ sơ thứ nhất"), required=Required.TO_SAVE, writer=Writer.BOTH,
            help=N_("Một trong hai hồ sơ trùng."),
        ),
        Field(
            name="row_b", kind=REFERENCE, label=N_("Hồ sơ thứ hai"), required=Required.TO_SAVE, writer=Writer.BOTH,
            help=N_("Hồ sơ trùng còn lại."),
        ),
        Field(
            name="joined", kind=YES_NO, label=N_("Là một"), required=Required.TO_SAVE, writer=Writer.BOTH,
            help=N_("Không: đã xem, là hai cơ sở khác nhau."),
        ),
        Field(
            name="keep", kind=REFERENCE, label=N_("Giữ hồ sơ"), writer=Writer.BOTH,
            help=N_("Hồ sơ được hiện; hồ sơ kia vẫn còn nguyên."),
        ),
        Field(
            name="reason", kind=TEXT, label=N_("Lý do"), max_length=250, writer=Writer.BOTH,
            help=N_("Vì sao cho là trùng, hay không trùng."),
        ),
    ),
)
