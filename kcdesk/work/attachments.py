"""Photos and papers of records: adding, telling what is there, changing, taking away.

The files themselves lie encrypted in the workspace. A photo is made fit first (``photos.fit``, which needs
no workspace and may run anywhere); adding it is then quick. What is added to a record that was never
saved is kept with its draft and becomes an attachment in the save that makes the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model import catalogue
from kcdesk.model.fields import Record, Value
from kcdesk.model.problems import EnvironmentProblem, Problem, UserError
from kcdesk.work import drafts, lacking, photos, records
from kcdesk.work.camera import Place
from kcdesk.work.photos import Fit

if TYPE_CHECKING:
    from kcdesk.work.bootstrap import Desk

ATTACHMENT, PLURAL = "attachment", "attachments"
_LOOSE = "loose_files"
"""Where the workspace remembers files that were kept for drafts only."""
_GIVEN_UP = "discarded:"
"""Stands before the entity of a draft that was given up and may come back."""
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Attached:
    """What adding a file did. ``save`` names it for taking it back; ``place`` is where the photo was taken."""

    id: str
    save: str
    problems: tuple[Problem, ...] = ()
    place: Place | None = None
    taken_on: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A photo or paper as it is shown. ``id`` is "" while it belongs to a draft; ``here`` is False where the
    file itself has not come yet, ``withheld`` True where it will not come before somebody agrees."""

    sha256: str
    kind: str
    extension: str
    name: str = ""
    title: str = ""
    id: str = ""
    size: int = 0
    taken_on: str = ""
    personal: bool = True
    here: bool = True
    withheld: bool = False

    @property
    def is_picture(self) -> bool:
        """True for a photo or drawing."""
        return self.extension in ("jpg", "png")

    def plain(self) -> dict[str, Value]:
        """The values of the attachment, its owner apart; also what a draft keeps."""
        return {
            "sha256": self.sha256, "kind": self.kind, "file_type": self.extension, "file_name": self.name or None,
            "title": self.title or None, "size": self.size or None, "taken_on": self.taken_on or None,
            "has_personal_data": self.personal,
        }  # fmt: skip


def paper(record: Mapping[str, Any], *, here: bool = True, withheld: bool = False) -> Paper:
    """An attachment, or what a draft keeps of one."""
    return Paper(
        sha256=str(record.get("sha256") or ""),
        kind=str(record.get("kind") or ""),
        extension=str(record.get("file_type") or ""),
        name=str(record.get("file_name") or ""),
        title=str(record.get("title") or ""),
        id=str(record.get("id") or ""),
        size=int(record.get("size") or 0),
        taken_on=str(record.get("taken_on") or ""),
        personal=record.get("has_personal_data") is not False,
        here=here,
        withheld=withheld,
    )


def attach(desk: Desk, owner: str, path: Path, kind: str, *, title: str = "", keep_place: bool = False) -> Attached:
    """Read a file, make it fit and add it to a record, all or nothing.

    Raises UserError where the record is not here, has this file already, or the file cannot be taken.
    """
    entity = records.locate(desk, owner)
    return add(desk, entity, owner, read(path, keep_place=keep_place), kind, title=title)


def read(path: Path, *, keep_place: bool = False) -> Fit:
    """A file from outside, made fit. Needs no workspace. Raises UserError with one sentence naming the file."""
    name, data = _bytes_of(path)
    return photos.fit(data, name, keep_place=keep_place)


def look(path: Path, longest: int) -> photos.Look:
    """A first look at a file from outside. Raises UserError with one sentence naming the file."""
    name, data = _bytes_of(path)
    return photos.look(data, name, longest)


def _bytes_of(path: Path) -> tuple[str, bytes]:
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    try:
        with path.open("rb") as file:
            data = file.read(photos.MOST_READ + 1)
    except OSError as error:
        raise EnvironmentProblem(_("Không đọc được tệp “{file}”.").format(file=name), code="unreadable") from error
    if len(data) > photos.MOST_READ:
        raise photos.too_large(name)
    return name, data


def add(desk: Desk, entity: str, owner: str, made: Fit, kind: str, *, title: str = "", save: str = "") -> Attached:
    """Add a file that was made fit. ``save`` names the save to which it belongs (several files, one undo).

    Raises UserError ``already_attached`` where the record has this very file.
    """
    refuse_twice(of_record(desk, entity, owner), made)
    wanted = _paper_of(made, kind, title)
    with desk.store.transaction():
        saved = _note(desk, entity, owner, wanted, save)
        desk.store.files.add(made.data, made.extension)  # last: a note that is refused leaves no bytes behind
    return Attached(saved.id, saved.save, saved.problems, made.place, made.taken_on)


def refuse_twice(there: Iterable[Paper], made: Fit) -> None:
    """Raises UserError ``already_attached`` where the file is among those."""
    if any(one.sha256 == made.sha256 for one in there):
        sentence = _("Tệp “{file}” đã có ở hồ sơ này rồi nên không thêm lần nữa.")
        raise UserError(sentence.format(file=made.name), code="already_attached")


def _paper_of(made: Fit, kind: str, title: str) -> Paper:
    return Paper(
        made.sha256, kind, made.extension, made.name[-_LONGEST_NAME:], title, size=len(made.data),
        taken_on=made.taken_on,
    )  # fmt: skip


def _note(desk: Desk, entity: str, owner: str, wanted: Paper, save: str) -> records.SavedRecord:
    values = {"owner_type": entity, "owner_id": owner, **wanted.plain()}
    if wanted.taken_on > desk.today().isoformat():
        values["taken_on"] = None  # the camera's clock is wrong
    return records.save_record(desk, ATTACHMENT, None, values, save=save)


def of_record(desk: Desk, entity: str, owner: str) -> list[Paper]:
    """The photos and papers of a record, in the order in which they were added."""
    found = list(desk.store.rows(ATTACHMENT, {"owner_id": owner, "owner_type": entity}, sort="_n"))
    gone = desk.store.files.missing(str(one["sha256"]) for one in found)
    kept = lacking.withheld(desk, gone) if gone else frozenset()
    return [paper(one, here=one["sha256"] not in gone, withheld=one["sha256"] in kept) for one in found]


def change(desk: Desk, row: str, values: Mapping[str, Value]) -> str:
    """Another kind, caption or mark; the id of the save, "" where nothing is different."""
    return records.save_record(desk, ATTACHMENT, row, values).save


def remove(desk: Desk, rows: Sequence[str]) -> str:
    """Take photos and papers away from their record; the id of the save, by which they come back."""
    from kcdesk.store.types import Edit

    return desk.store.save([Edit(ATTACHMENT, row, delete=True) for row in rows], desk.stamp()).save


def content(desk: Desk, sha256: str) -> bytes:
    """The bytes of a file. Raises UserError ``not_come`` where it has not come yet."""
    data = desk.store.files.get(sha256)
    if data is None:
        raise UserError(_("Tệp này chưa về; nó sẽ đến trong một gói sau."), code="not_come")
    return data


def picture(desk: Desk, sha256: str, extension: str, longest: int) -> photos.Shown | None:
    """A picture small enough to be painted; None where it is none, broken, or not here."""
    data = desk.store.files.get(sha256)
    return photos.shown(data, extension, longest) if data is not None else None


def keep_loose(desk: Desk, made: Fit, kind: str, there: Iterable[Paper] = (), title: str = "") -> Paper:
    """Keep a file for a draft. The draft has to name it (``Paper.plain``); ``there`` is what it names already."""
    refuse_twice(there, made)
    loose = list(desk.store.meta.get(_LOOSE, []))
    if made.sha256 not in loose:
        desk.store.meta.set(_LOOSE, [*loose, made.sha256])
    desk.store.files.add(made.data, made.extension)
    return _paper_of(made, kind, title)


def adopt(desk: Desk, entity: str, owner: str, kept: Sequence[Mapping[str, Any]], save: str) -> None:
    """Turn what a draft kept into attachments of the record that was just saved, as part of that save."""
    there = {one.sha256 for one in of_record(desk, entity, owner)} if kept else set()
    for one in kept:
        wanted = replace(paper(one), id="")
        if wanted.sha256 not in there:
            _note(desk, entity, owner, wanted, save)


def save_with_draft(
    desk: Desk,
    entity: str,
    row: str | None,
    values: Mapping[str, Any],
    children: Mapping[str, Sequence[Mapping[str, Any]]],
    key: str,
) -> records.SavedRecord:
    """Save a record, give it the photos and papers that its draft kept, and forget the draft: all or nothing.

    Raises UserError as ``records.save_record`` does.
    """
    draft = drafts.find(desk, entity, key) if row is None else None
    with desk.store.transaction():
        saved = records.save_record(desk, entity, row, values, children)
        adopt(desk, entity, saved.id, draft.children.get(PLURAL, ()) if draft else (), saved.save)
        drafts.drop(desk, entity, key)
    return saved


def tidy(desk: Desk) -> int:
    """Forget the files of drafts that are gone; how many were forgotten.

    A file goes only when it was kept for a draft and neither a draft nor any record, deleted ones too, names it.
    """
    loose: list[str] = list(desk.store.meta.get(_LOOSE, []))
    if not loose:
        return 0
    drafted = _in_drafts(desk)
    rows = desk.store.rows(ATTACHMENT, {"sha256": loose, "deleted": None}, sort="_n")
    noted = {str(one["sha256"]) for one in rows}
    gone = [one for one in loose if one not in drafted and one not in noted]
    desk.store.files.drop(gone)
    desk.store.meta.set(_LOOSE, [one for one in loose if one in drafted])
    return len(gone)


def _in_drafts(desk: Desk) -> set[str]:
    found: set[str] = set()
    for kind in catalogue.ENTITIES:
        for shelf in (kind.name, _GIVEN_UP + kind.name):
            for _key, _at, body in desk.store.drafts.all(shelf):
                found |= {str(one.get("sha256")) for one in body.get("children", {}).get(PLURAL, ())}
    return found


def owner_title(desk: Desk, entity: str, owner: str) -> str:
    """What the record of an attachment is called; "" where it is not here."""
    found: Record | None = desk.store.get(entity, owner)
    return records.title(catalogue.entity(entity), found) if found else ""
