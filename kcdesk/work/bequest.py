"""What a handover bundle carries besides records and grants, checked before any of it is used."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.work.grants import PRIVATE
from kcdesk.work.profile import Profile, Role

if TYPE_CHECKING:
    from kcdesk.exchange.keys import DeviceKey

_LONGEST, _MOST_AGES = 200, 64
_MARK = re.compile(r"[A-Z2-7]{0,8}")


def no_handover() -> UserError:
    """The error for what no sound program hands over."""
    return UserError(_("Tệp này không phải là gói bàn giao."), code="wrong_kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bequest:
    """``key`` is the one to which the grant goes, None where the successor was named; ``profile`` whose
    laptop it was. ``settings`` were in force there, ``counters`` and ``mark`` make codes, ``confirmed`` counts
    the changes that the province has; ``ages`` open what is still on its way to the old laptop."""

    key: DeviceKey | None
    profile: Profile
    settings: dict[str, Any]
    counters: dict[str, int]
    mark: str
    confirmed: int
    ages: tuple[str, ...]


def read(items: Iterable[Mapping[str, Any]]) -> Bequest:
    """The bequest among the grants of a manifest. Raises UserError ``wrong_kind`` where it has another form."""
    found = next((item[PRIVATE] for item in items if PRIVATE in item), None)
    if not isinstance(found, dict):
        raise no_handover()
    try:
        return _bequest(found)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise no_handover() from error


def _bequest(found: Mapping[str, Any]) -> Bequest:
    from kcdesk.exchange.keys import AgeIdentity, DeviceKey

    seed, mark = b64decode(str(found["seed"]), validate=True), str(found["mark"])
    ages = tuple(str(one) for one in found["ages"])[:_MOST_AGES]
    for one in ages:
        AgeIdentity.from_text(one)
    if not _MARK.fullmatch(mark):
        raise ValueError("mark")
    return Bequest(
        key=DeviceKey.from_seed(seed) if seed else None,
        profile=_profile(found["profile"]),
        settings=dict(found["settings"]),
        counters={str(stem)[:_LONGEST]: int(number) for stem, number in dict(found["counters"]).items()},
        mark=mark,
        confirmed=max(0, int(found["confirmed"])),
        ages=ages,
    )


def _profile(given: Mapping[str, Any]) -> Profile:
    """A collaborator's profile in its types. Raises KeyError, TypeError or ValueError."""
    communes = given["communes"]
    words = [given.get(name, "") for name in ("code", "name", "unit", "province", "phone")]
    if not isinstance(communes, list) or not all(_is_word(one) for one in (*words, *communes)):
        raise TypeError("profile")
    return Profile.from_meta({**given, "role": Role.COLLABORATOR.value})


def _is_word(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST
