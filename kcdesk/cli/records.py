"""``add set list show history check attach conflicts``."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kcdesk.cli import opening
from kcdesk.cli.out import Out
from kcdesk.i18n import _, ngettext
from kcdesk.model.problems import Level, Problem, UsageError, UserError

if TYPE_CHECKING:
    from kcdesk.model.fields import Entity, Record, Value
    from kcdesk.work.bootstrap import Desk

MAX_LINE = 4 * 1024 * 1024
_SHOWN_ONLY = ("entity", "deleted", "derived", "problems")
"""What ``show`` adds to a record: left out again when the same text is given back."""


def add(options: Namespace, out: Out) -> int:
    """Add every record of a file, or none."""
    from kcdesk.work import records

    records.declared(options.entity)
    with opening.desk(options) as desk:
        added = records.add_many(desk, options.entity, read_lines(Path(options.file)))
    for one in added:
        content = {"line": one.line, "id": one.id, "entity": one.entity, "problems": _problems(one.problems)}
        out.line(content, f"{one.line}\t{one.id}")
        if not out.as_json:
            for problem in one.problems:
                out.say(f"  {_level(problem.level)}: {problem.message}")
    if not out.as_json:
        words = ngettext("Đã thêm {count} hồ sơ.", "Đã thêm {count} hồ sơ.", len(added))
        out.say(words.format(count=len(added)))
    return 0


def change(options: Namespace, out: Out) -> int:
    """Change one record."""
    from kcdesk.work import records

    kind = records.declared(options.entity)
    content = _object(opening.read_bytes(Path(options.file)), Path(options.file).name)
    values, children, row = records.split(kind, _given(content))
    with opening.desk(options) as desk:
        if row and row != options.id:
            raise UserError(_("Mã trong tệp không phải mã của hồ sơ cần sửa."), code="other_id")
        if content.get("deleted") is True:
            return _delete(desk, kind.name, options.id, out)
        saved = records.save_record(desk, kind.name, options.id, values, children)
    words = _("Đã lưu.") if saved.changed else _("Không có gì khác so với trước.")
    content = {"id": saved.id, "entity": kind.name, "changed": saved.changed, "save": saved.save}
    out.document({**content, "problems": _problems(saved.problems)}, "")
    if not out.as_json:
        out.say(words)
    return 0


def _delete(desk: Desk, entity: str, row: str, out: Out) -> int:
    """Delete one record, as its file said ``"deleted": true``; it stays in the history."""
    from kcdesk.work import records

    save = records.delete_record(desk, entity, row)
    out.document({"id": row, "entity": entity, "changed": True, "save": save, "problems": []}, "")
    if not out.as_json:
        out.say(_("Đã xóa."))
    return 0


def listing(options: Namespace, out: Out) -> int:
    """List records."""
    from kcdesk.work import records

    kind = records.declared(options.entity)
    if options.limit is not None and options.limit < 0:
        raise UsageError(_("--limit phải từ 0 trở lên."), code="usage")
    where = _where(kind, options.where)
    sort, descending = options.sort.lstrip("-"), options.sort.startswith("-")
    if sort and sort not in kind and sort != "id":
        raise _no_field(kind, sort)
    with opening.desk(options) as desk:
        page = records.list_page(
            desk, kind.name, search=options.search, where=where, sort=sort, descending=descending, limit=options.limit
        )
        for record in page.rows:
            out.line(record, "\t".join((str(record["id"]), records.title(kind, record), records.detail(desk, record))))
    return 0


def show(options: Namespace, out: Out) -> int:
    """Show one record with its children, what follows from it and what is wrong with it."""
    from kcdesk.work import records

    with opening.desk(options) as desk:
        loaded = records.load(desk, records.locate(desk, options.id), options.id)
        content: dict[str, Any] = {"id": loaded.record["id"], "entity": loaded.entity.name, **loaded.record}
        for plural, rows in loaded.children.items():
            content[plural] = [dict(row) for row in rows]
        content["derived"] = dict(loaded.derived)
        content["problems"] = _problems(loaded.problems)
        out.document(content, "" if out.as_json else "\n".join(_page(desk, loaded.entity, loaded)))
    return 0


def _page(desk: Desk, kind: Entity, loaded: Any) -> Iterator[str]:
    """A record as lines of words."""
    from kcdesk.model import catalogue

    yield from _values(desk, kind, loaded.record, "")
    for plural, rows in loaded.children.items():
        child = catalogue.by_plural(plural)
        for number, row in enumerate(rows, 1):
            yield f"{_(child.label)} {number}"
            yield from _values(desk, child, row, "  ")
    for problem in loaded.problems:
        yield f"{_level(problem.level)}: {problem.message}"


def _values(desk: Desk, kind: Entity, record: Record, indent: str) -> Iterator[str]:
    for field in kind.fields:
        value = record.get(field.name)
        if value is None or (field.parent and field.name == kind.parent_field):
            continue
        text = field.kind.format(value, field)
        if field.code_table:
            text = desk.reference.label(field.code_table, str(value)) or text
        unit = f" {_(field.unit)}" if field.unit else ""
        yield f"{indent}{_(field.label)}: {text}{unit}"


def history(options: Namespace, out: Out) -> int:
    """Who changed what, and when."""
    from kcdesk.work import records

    with opening.desk(options) as desk:
        for entry in records.history(desk, options.id):
            one = entry.change
            if one is None:
                continue
            content = {
                "change": one.id, "save": one.save, "at": one.at, "by": one.by, "device": one.device,
                "entity": one.entity, "id": one.row, "set": dict(one.set),
            }  # fmt: skip
            if one.withheld:
                content["withheld"] = list(one.withheld)
            out.line(content, f"{one.at}\t{one.by}\t{', '.join(one.touched())}")
    return 0


def check(options: Namespace, out: Out) -> int:
    """Errors, warnings and gaps; 1 where there are errors or gaps."""
    from kcdesk.work import records

    wanting = False
    with opening.desk(options) as desk:
        for one in records.check(desk, options.entity):
            problem = one.problem
            wanting = wanting or problem.level in (Level.ERROR, Level.GAP)
            content = {
                "id": one.id, "entity": one.entity, "field": problem.field, "level": problem.level.value,
                "code": problem.code, "message": problem.message,
            }  # fmt: skip
            out.line(content, f"{one.id}\t{_level(problem.level)}\t{problem.field}\t{problem.message}")
    return 1 if wanting else 0


def attach(options: Namespace, out: Out) -> int:
    """Add a photo or paper to a record; where and when the photo was taken, as far as the camera told."""
    from kcdesk.work import attachments

    with opening.desk(options) as desk:
        done = attachments.attach(
            desk, options.id, Path(options.file), options.kind, title=options.title, keep_place=options.keep_place
        )
    content: dict[str, object] = {"id": done.id, "entity": "attachment", "problems": _problems(done.problems)}
    words = [_("Đã đính kèm.")]
    if done.place:
        content |= {"latitude": done.place.latitude, "longitude": done.place.longitude}
        where = _("Nơi chụp: {latitude}, {longitude}.")
        words.append(where.format(latitude=done.place.latitude, longitude=done.place.longitude))
    if done.taken_on:
        content["taken_on"] = done.taken_on
    out.document(content, " ".join(words))
    return 0


def conflicts(options: Namespace, out: Out) -> int:
    """Fields which two people changed without seeing each other; 1 where there are any."""
    from kcdesk.work import conflicts as open_conflicts

    found = False
    with opening.desk(options) as desk:
        for one in open_conflicts.all_open(desk):
            found = True
            content = {
                "id": one.id, "entity": one.entity, "field": one.field, "shown": one.shown,
                "heads": [{"change": h.change, "value": h.value, "by": h.by, "at": h.at} for h in one.heads],
            }  # fmt: skip
            out.line(content, f"{one.id}\t{one.field}\t" + " | ".join(f"{h.by}: {h.value}" for h in one.heads))
    return 1 if found else 0


def read_lines(path: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The records of a JSON lines file with their line numbers; empty lines are passed over.

    Raises EnvironmentProblem where the file cannot be read, UserError where a line is not an object.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(MAX_LINE + 1), b""), 1):
                if len(line) > MAX_LINE:
                    raise UserError(_("Dòng {line} quá dài.").format(line=number), code="too_long")
                text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
                if text:
                    yield number, _given(_object(text, _("dòng {line}").format(line=number)))
    except OSError as error:
        raise opening.unreadable(path) from error


def _object(text: bytes, place: str) -> dict[str, Any]:
    try:
        content = json.loads(text.decode("utf-8-sig"), parse_constant=_not_a_number)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UserError(_("Không đọc được JSON ở {place}.").format(place=place), code="bad_json") from error
    if not isinstance(content, dict):
        raise UserError(_("Nội dung ở {place} không phải một hồ sơ.").format(place=place), code="bad_json")
    return content


def _not_a_number(word: str) -> None:
    raise ValueError(word)


def _given(content: dict[str, Any]) -> dict[str, Any]:
    """What is to be written: without what ``show`` adds, in the children too."""
    return {name: _child_given(value) for name, value in content.items() if name not in _SHOWN_ONLY}


def _child_given(value: object) -> object:
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        return [_given(one) for one in value if not one.get("deleted")]
    return value


def _where(kind: Entity, conditions: list[str]) -> dict[str, Value]:
    from kcdesk.model.kinds.base import ValueProblem

    where: dict[str, Value] = {}
    for condition in conditions:
        name, equals, text = condition.partition("=")
        if not equals:
            raise UsageError(_("Điều kiện “{text}” phải có dạng MỤC=GIÁ_TRỊ.").format(text=condition), code="usage")
        if name == "id":
            where[name] = text
            continue
        if name not in kind:
            raise _no_field(kind, name)
        try:
            where[name] = (
                kind[name].kind.normalise(_literal(text, kind[name].kind.sql_type), kind[name]) if text else None
            )
        except ValueProblem as problem:
            raise UsageError(problem.message, code="usage") from problem
    return where


def _literal(text: str, sql_type: str) -> object:
    """What was typed, as the plain value that such a field takes."""
    if text in ("true", "false"):
        return text == "true"
    try:
        return {"INTEGER": int, "REAL": float}.get(sql_type, str)(text)
    except ValueError:
        return text


def _no_field(kind: Entity, name: str) -> UsageError:
    return UsageError(
        _("Loại hồ sơ “{entity}” không có mục “{name}”.").format(entity=kind.name, name=name), code="unknown_field"
    )


def _problems(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    return [
        {"field": one.field, "level": one.level.value, "code": one.code, "message": one.message} for one in problems
    ]


def _level(level: Level) -> str:
    return {Level.ERROR: _("Lỗi"), Level.WARNING: _("Cảnh báo"), Level.GAP: _("Còn thiếu")}[level]
