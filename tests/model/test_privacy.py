"""What is personal, and how masked values are shown."""

from __future__ import annotations

from kcdesk.model import catalogue
from kcdesk.model.privacy import is_masked, is_personal, masked

ESTABLISHMENT = catalogue.entity("establishment")


def test_a_tax_code_of_twelve_digits_is_a_person() -> None:
    field = ESTABLISHMENT["tax_code"]
    assert not is_personal(field, "0100109106")
    assert not is_personal(field, "0100109106-001")
    assert is_personal(field, "092085001234")
    assert masked(field, "0100109106") == "0100109106"
    assert masked(field, "092085001234") == "•••••••••234"


def test_personal_fields_are_masked_where_said() -> None:
    assert masked(ESTABLISHMENT["phone"], "0912345678") == "•••••••678"
    assert is_masked(ESTABLISHMENT["phone"], None)
    assert masked(ESTABLISHMENT["phone"], None) == ""
    assert is_personal(ESTABLISHMENT["representative"], "Người Ví Dụ")
    assert masked(ESTABLISHMENT["representative"], "Người Ví Dụ") == "Người Ví Dụ"
    assert not is_personal(ESTABLISHMENT["name"], "Cơ sở")
