"""Which papers belong to a request, and which of them are still missing.

What is asked for follows from the kind of request and its content (domain.md §11.2, §11.4). It is a help for
the person who collects, never a condition: there is no procedure of the commune's that would demand papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kcdesk.i18n import _
from kcdesk.model.entities.attachment import ATTACHMENT_KINDS
from kcdesk.model.fields import Record, Value
from kcdesk.text.fold import fold
from kcdesk.work import attachments
from kcdesk.work.attachments import Paper

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

APPLICATION, REGISTRATION, QUOTE = "don_de_nghi", "gcn_dang_ky", "bao_gia"
WORKSHOP, MACHINE, PRODUCT = "anh_xuong", "anh_may", "anh_san_pham"
SURVEY, MINUTES, OTHER = "phieu_khao_sat_ky", "bien_ban", "khac"
_MACHINES, _PRODUCTS = "ND03", "ND04"
_AFTER_WORK = ("nghiem_thu", "thanh_ly_quyet_toan")
_NO_CERTIFICATE = ("THT", "KHAC")
"""A group of people who work together has no certificate of registration."""

_WORDS = (
    (QUOTE, ("bao gia", "baogia", "chao gia")),
    (REGISTRATION, ("dkkd", "gcn", "giay chung nhan", "giay phep", "dang ky")),
    (SURVEY, ("khao sat", "phieu")),
    (MINUTES, ("bien ban", "nghiem thu")),
    (APPLICATION, ("don ", "de nghi", "dondenghi")),
    (PRODUCT, ("san pham",)),
    (MACHINE, ("may ", "thiet bi", "day chuyen")),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of paper of a request: how many are there, whether the request should not go without it, and
    ``noted``: number or day stand in the form, only the copy is missing."""

    kind: str
    count: int = 0
    needed: bool = True
    noted: bool = False

    @property
    def missing(self) -> bool:
        """Nothing of this kind is there yet."""
        return self.count == 0


def label(kind: str) -> str:
    """A kind of paper in words."""
    return next((_(one.label) for one in ATTACHMENT_KINDS if one.code == kind), kind)


def of_request(request: Record, items: Sequence[Record], establishment: Record, there: Iterable[Paper]) -> list[Wanted]:
    """The papers of a request as it stands in the form, those that it should not go without first.

    ``there`` are the papers of the request and of its establishment.
    """
    counted: dict[str, int] = {}
    for one in there:
        counted[one.kind] = counted.get(one.kind, 0) + 1
    noted = _noted(request, items, establishment)
    wanted = _wanted(request, items, establishment)
    found = [Wanted(kind, counted.get(kind, 0), needed, kind in noted) for kind, needed in wanted.items()]
    return sorted(found, key=lambda one: not one.needed)


def _wanted(request: Record, items: Sequence[Record], establishment: Record) -> dict[str, bool]:
    """Kinds of paper in the order of the paper form, and whether a request should not go without them."""
    is_asked, activity = request.get("kind") == "de_nghi", request.get("activity")
    wanted: dict[str, bool] = {}
    if is_asked:
        wanted[APPLICATION] = True
    if establishment and establishment.get("legal_form") not in _NO_CERTIFICATE:
        wanted[REGISTRATION] = is_asked
    if activity == _MACHINES or items:
        wanted[QUOTE] = is_asked
    if establishment:
        wanted[WORKSHOP] = is_asked and activity == _MACHINES
    if activity == _MACHINES:
        wanted[MACHINE] = False
    if activity == _PRODUCTS:
        wanted[PRODUCT] = is_asked
    wanted[SURVEY] = False
    if request.get("status") in _AFTER_WORK:
        wanted[MINUTES] = True
    return wanted


def _noted(request: Record, items: Sequence[Record], establishment: Record) -> set[str]:
    noted = set()
    if request.get("application_number") or request.get("application_on"):
        noted.add(APPLICATION)
    if establishment.get("registration_number"):
        noted.add(REGISTRATION)
    if any(one.get("quote_number") for one in items):
        noted.add(QUOTE)
    return noted


def around_request(desk: Desk, request: str, establishment: str) -> list[Paper]:
    """The papers of a request and of its establishment ("" where there is none)."""
    found: list[Paper] = []
    for entity, row in (("support_request", request), ("establishment", establishment)):
        if row:
            found += attachments.of_record(desk, entity, row)
    return found


def guess_kind(name: str, owner: Mapping[str, Value] | None = None, *, is_photo: bool = True) -> str:
    """What a file probably is, by its name; a photo without a telling name is of the workshop.

    ``owner`` are the values of the record that it goes to: a request for machines gets photos of machines.
    """
    words = fold(name.rpartition(".")[0]).replace("_", " ") + " "
    for kind, marks in _WORDS:
        if any(mark in words for mark in marks):
            return kind
    if not is_photo:
        return OTHER
    return MACHINE if (owner or {}).get("activity") == _MACHINES else WORKSHOP
