"""What the province asks about a field of a record, and the answer."""

from __future__ import annotations

from kcdesk.i18n import N_
from kcdesk.model import rules
from kcdesk.model.entities.choices import RECORD_TYPES
from kcdesk.model.fields import Choice, Entity, Field, Required, When, Writer
from kcdesk.model.kinds import CHOICE, DATE, LONG_TEXT, REFERENCE, TEXT

# fmt: off
REVIEW_STATES = (
    Choice("mo", N_("Chờ trả lời")),
    Choice("da_tra_loi", N_("Đã trả lời")),
    Choice("dong", N_("Đã xong")),
)

REVIEW = Entity(
    name="review",
    plural="reviews",
    label=N_("Yêu cầu bổ sung"),
    label_plural=N_("Yêu cầu bổ sung"),
    title_field="words",
    writer=Writer.BOTH,
    rules=rules.REVIEW,
    fields=(
        Field(
            name="row_type", kind=CHOICE, label=N_("Loại hồ sơ"), required=Required.TO_SAVE, choices=RECORD_TYPES,
            writer=Writer.BOTH, help=N_("Loại của hồ sơ được hỏi."),
        ),
        Field(
            name="row_id", kind=REFERENCE, label=N_("Hồ sơ"), required=Required.TO_SAVE, writer=Writer.BOTH,
            help=N_("Hồ sơ được hỏi."),
        ),
        Field(
            name="field", kind=TEXT, label=N_("Mục"), max_length=120, writer=Writer.BOTH,
            help=N_("Tên mục cần bổ sung; để trống nếu hỏi chung."),
        ),
        Field(
            name="words", kind=LONG_TEXT, label=N_("Nội dung yêu cầu"), required=Required.TO_SAVE, writer=Writer.BOTH,
            search=True, help=N_("Cần bổ sung hoặc sửa điều gì."),
        ),
        Field(
            name="suggested_value", kind=TEXT, label=N_("Giá trị đề xuất"), max_length=500, personal=True,
            writer=Writer.BOTH, help=N_("Nếu tỉnh đã biết giá trị đúng."),
        ),
        Field(
            name="asked_on", kind=DATE, label=N_("Ngày yêu cầu"), writer=Writer.BOTH, help=N_("Ngày tỉnh yêu cầu."),
        ),
        Field(
            name="due_on", kind=DATE, ahead=True, label=N_("Hạn trả lời"), writer=Writer.BOTH,
            help=N_("Cần trả lời trước ngày này."),
        ),
        Field(
            name="answer", kind=LONG_TEXT, label=N_("Trả lời"), max_length=2000, writer=Writer.BOTH,
            required=Required.TO_COMPLETE, required_when=(When("state", ("da_tra_loi",)),),
            help=N_("Đã bổ sung thế nào."),
        ),
        Field(name="answered_on", kind=DATE, label=N_("Ngày trả lời"), writer=Writer.BOTH, help=N_("Ngày trả lời.")),
        Field(
            name="state", kind=CHOICE, label=N_("Tình trạng"), required=Required.TO_SAVE, choices=REVIEW_STATES,
            default="mo", writer=Writer.BOTH, help=N_("Chờ trả lời, đã trả lời hoặc đã xong."),
        ),
    ),
)
