"""The glossary ties every name to its term."""

from __future__ import annotations

from kcdesk.model.glossary import terms


def test_every_name_has_one_term() -> None:
    found = dict(terms())
    assert len(found) == len(list(terms()))
    assert found["establishment.tax_code"] == "Mã số thuế"
    assert found["establishment.legal_form=HTX"] == "Hợp tác xã"
    assert found["support_request.requested_amount"] == "Đề nghị hỗ trợ"
    assert all(found.values())
