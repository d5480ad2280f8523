"""The support norms: read from the table and from a province's settings. Only norms that were found in the
text of the law or in a page that quotes the article stand in the table; a check against one only warns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kcdesk.reference.csv_tables import Overrides, read_dicts

if TYPE_CHECKING:
    from kcdesk.model.norms import Norm

FOUND = "found"

_KEY = ("activity", "item", "fund", "province", "valid_from")


def read_norms(overrides: Overrides) -> tuple[Norm, ...]:
    """The norms in the order of the table; rows of a province's settings are taken as they are.

    A row whose column ``verified`` says anything but ``found`` is left out.
    """
    rows = read_dicts("norms.csv", _KEY, overrides.get("norms", ()))
    return tuple(_norm(row) for row in rows if row["verified"] in (FOUND, ""))


def _norm(row: Mapping[str, str]) -> Norm:
    from kcdesk.model.norms import Norm  # the model is loaded with the first norm, not with the tables

    share, cap = row["max_share_percent"], row["cap_vnd"]
    return Norm(
        activity=row["activity"],
        item=row["item"],
        fund=row["fund"],
        province=row["province"],
        max_share_percent=float(share) if share else None,
        cap=int(cap) if cap else None,
        line_factor=float(row["line_factor"] or 1),
        per=row["per"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        legal_basis=row["legal_basis"],
        clause=row["clause"],
        source=row["source"],
        note=row["note"],
    )
