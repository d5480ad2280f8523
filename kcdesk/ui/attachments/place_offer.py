"""Where a photo was taken, offered as the point of the establishment. Nothing is written unasked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Value
from kcdesk.model.kinds.base import ValueProblem
from kcdesk.work import dealing, records, undoing
from kcdesk.work.camera import Place

if TYPE_CHECKING:
    from kcdesk.ui.attachments.card import PapersCard
    from kcdesk.ui.forms.page import RecordPage

NAMES = ("latitude", "longitude")
ESTABLISHMENT = "establishment"


class PlaceOffer(QObject):
    """Asks once a photo told where it was taken, where the establishment has no point yet."""

    def __init__(self, page: RecordPage, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._card: PapersCard | None = None
        self._place: Place | None = None
        self._owner = ""

    def bind(self, card: PapersCard) -> None:
        """The card in which to ask."""
        self._card = card
        card.offer_taken.connect(self._on_taken)
        card.offer_declined.connect(lambda: card.ask(""))

    def consider(self, name: str, place: Place) -> None:
        """A photo was taken there: offer it, or say that it is far from where the establishment is."""
        if any(value is None for value in point_values(place).values()):
            return
        self._place = place
        page = self._page
        if page.entity.name == ESTABLISHMENT:
            self._owner = ""
            self._ask(name, _typed_place(page.state.values))
            return
        owner = page.state.values.get("establishment_id")
        if isinstance(owner, str) and owner:
            self._owner = owner
            page.session.jobs.read(lambda desk: dealing.known_place(desk, owner), lambda found: self._ask(name, found))

    def _ask(self, name: str, known: Place | None) -> None:
        place = self._place
        if place is None or self._card is None:
            return
        if known is None:
            words = _("Ảnh “{file}” chụp tại {point}.").format(file=name, point=_written(place))
            self._card.ask(words, _("Ghi làm tọa độ của cơ sở"), _("Bỏ qua"))
            return
        away = dealing.metres(place, known)
        if away > dealing.NEAR:
            far = f"{away / 1000:.1f}".replace(".", ",")
            words = _("Ảnh “{file}” chụp cách tọa độ của cơ sở {km} km.").format(file=name, km=far)
            self._card.ask(words, "", _("Đã biết"))

    def _on_taken(self) -> None:
        place, page = self._place, self._page
        if place is None or self._card is None:
            return
        self._card.ask("")
        values = point_values(place)
        if not self._owner:
            for name, value in values.items():
                page.put(name, value)
            page.session.toast(_("Đã ghi tọa độ vào phiếu"))
            return
        owner = self._owner
        page.session.jobs.run(
            lambda desk: records.save_record(desk, ESTABLISHMENT, owner, values).save, self._on_written
        )

    def _on_written(self, save: str) -> None:
        session, owner = self._page.session, self._owner
        session.rows_changed({(ESTABLISHMENT, owner)})

        def back() -> None:
            session.jobs.run(
                lambda desk: undoing.undo(desk, save), lambda _done: session.rows_changed({(ESTABLISHMENT, owner)})
            )

        session.toast(_("Đã ghi tọa độ của cơ sở"), _("Hoàn tác"), back)


def point_values(place: Place) -> dict[str, Value]:
    """A place as the fields of an establishment keep it; None for what they would not take (outside the country)."""
    kind = catalogue.entity(ESTABLISHMENT)
    found: dict[str, Value] = {}
    for name, degrees in zip(NAMES, (place.latitude, place.longitude), strict=True):
        try:
            found[name] = kind[name].kind.parse(f"{degrees:.6f}", kind[name]).value
        except ValueProblem:
            found[name] = None
    return found


def _typed_place(values: Mapping[str, Value]) -> Place | None:
    latitude, longitude = (values.get(one) for one in NAMES)
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return Place(float(latitude), float(longitude))


def _written(place: Place) -> str:
    return f"{place.latitude:.6f}; {place.longitude:.6f}".replace(".", ",")
