"""Who works in a workspace: role, code, name, unit, province and the communes in charge.

The profile is kept in the workspace's settings, not in its log: it says who writes, it is not written about.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from kcdesk.i18n import _
from kcdesk.model.ports import CodeTables
from kcdesk.model.problems import UserError

CODE = re.compile(r"[A-Z0-9]{2,12}")
"""The form of a collaborator's code, as the province issues it (domain.md §11.5)."""


class Role(StrEnum):
    """Which of the two kinds of workspace it is."""

    COLLABORATOR = "collaborator"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The person and the area of one workspace; communes are five-digit codes, empty for a whole province."""

    role: Role
    code: str
    name: str
    unit: str = ""
    province: str = ""
    communes: tuple[str, ...] = ()
    phone: str = ""

    def as_meta(self) -> dict[str, Any]:
        """The form in which it is kept."""
        return {**asdict(self), "role": self.role.value, "communes": list(self.communes)}

    @classmethod
    def from_meta(cls, kept: dict[str, Any]) -> Profile:
        """Read what ``as_meta`` gave; keys of a later version are left alone."""
        known = {name: kept[name] for name in cls.__dataclass_fields__ if name in kept}
        return cls(**{**known, "role": Role(known["role"]), "communes": tuple(known.get("communes", ()))})

    @property
    def is_province(self) -> bool:
        """True in the workspace of a province."""
        return self.role is Role.PROVINCE


def checked(profile: Profile, tables: CodeTables) -> Profile:
    """The profile with its texts tidied and its province found from the communes where it was not given.

    Raises UserError where a code has the wrong form or is not in the list of units.
    """
    code = profile.code.strip().upper()
    if not CODE.fullmatch(code):
        raise UserError(
            _("Mã “{code}” không đúng: mã gồm 2 đến 12 chữ in hoa không dấu hoặc chữ số, ví dụ CTV07.").format(
                code=profile.code
            ),
            code="bad_code",
        )
    if not profile.name.strip():
        raise UserError(_("Chưa có họ tên người dùng."), code="no_name")
    communes = tuple(dict.fromkeys(one.strip() for one in profile.communes if one.strip()))
    for commune in communes:
        if not tables.has("communes", commune):
            raise UserError(
                _("Mã xã “{code}” không có trong danh mục xã, phường, đặc khu.").format(code=commune),
                code="unknown_commune",
            )
    return replace(
        profile, code=code, name=profile.name.strip(), unit=profile.unit.strip(), communes=communes,
        province=profile.province.strip(),
    )  # fmt: skip
