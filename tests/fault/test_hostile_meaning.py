"""Bundles of sound form from a sender who is let in: every screen and every output goes on working."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path

import pytest

from kcdesk.cli import main
from kcdesk.model import catalogue
from kcdesk.store.saving import MOST_HEADS
from kcdesk.text import visible
from kcdesk.work import (
    archive,
    disputes,
    inbox,
    overview,
    past,
    pictures,
    records,
    reviews,
    shelf,
    summary,
    taking,
    trust,
    twins,
    waits,
)
from kcdesk.work.bootstrap import Desk
from kcdesk.work.listing import Listings, ListQuery
from kcdesk.work.showing import Shower
from tests.fault import nasty
from tests.fault.nasty import Attacker
from tests.fault.snapshot import real_province
from tests.work import desks

LOOKS = (
    ("list", "establishment"), ("list", "support_request"), ("check",), ("conflicts",), ("duplicates",), ("senders",),
    ("purge",), ("bundle", "list"), ("bundle", "held"), ("keys", "list"), ("doctor",), ("settings", "show"),
)  # fmt: skip


@pytest.fixture
def harmed(tmp_path: Path) -> Callable[[Callable[[Attacker], None]], Path]:
    """The home of a province into which everything came that an attacker wrote, let in by an officer."""

    def make(write: Callable[[Attacker], None]) -> Path:
        office, attacker = real_province(tmp_path / "tinh"), Attacker()
        write(attacker)
        trust.trust(office, attacker.key.fingerprint, "CTV07")
        path = attacker.bundle(tmp_path, office.recipient)
        taking.apply_import(office, path)
        report = taking.apply_import(office, path, admitted=True)
        assert report.state == "merged"
        assert {one.code for one in office.store.doctor()} <= {"file_missing"}
        office.close()
        return office.home

    return make


def said(home: Path, *command: object, monkeypatch: pytest.MonkeyPatch, well: tuple[int, ...] = (0, 1)) -> str:
    """What a command prints; one that fails, fails the test (1 says that records have errors)."""
    monkeypatch.setenv("KCDESK_DEBUG", "1")
    monkeypatch.setenv("KCDESK_PASSWORD", desks.PASSWORD)
    out, messages = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(messages):
        status = main.main(["--home", str(home), *(str(one) for one in command)])
    assert status in well, messages.getvalue()
    return out.getvalue() + messages.getvalue()


def looked_at(desk: Desk) -> None:
    """Everything that the window asks for."""
    records_of: dict[str, list[str]] = {}
    for kind in catalogue.ENTITIES:
        columns = tuple(field.name for field in kind.fields)
        records_of[kind.name] = [str(one["id"]) for one in desk.store.rows(kind.name)]
        for order in ("", *columns[:3]):
            Listings(desk).find(ListQuery(kind.name, columns, search="co so" if order else "", sort=order))
    for kind_name, rows in records_of.items():
        for row in rows:
            loaded = records.load(desk, kind_name, row)
            shower = Shower(desk)
            for field in catalogue.entity(kind_name).fields:
                shower.cell(catalogue.entity(kind_name), field.name, loaded.record)
            past.of_record(desk, row)
            waits.of_record(desk, kind_name, row)
    for look in (overview.counts, overview.due_visits, pictures.totals, pictures.draw, waits.count, disputes.told):
        look(desk)
    for look in (twins.pairs, reviews.questions, archive.find, inbox.waiting, shelf.lines, shelf.whats_next):
        look(desk)
    for subject in summary.Subject:
        summary.lines(desk, subject, date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize("write", [nasty.everywhere, nasty.crooked, nasty.endless])
def test_everything_can_still_be_looked_at(
    harmed: Callable[[Callable[[Attacker], None]], Path],
    write: Callable[[Attacker], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = harmed(write)
    started = time.process_time()
    with Desk.open(home, desks.PASSWORD) as desk:
        looked_at(desk)
        shops = [str(one["id"]) for one in desk.store.rows("establishment")]
    for command in (*LOOKS, *(("show", one) for one in shops[:6]), *(("history", one) for one in shops[:6])):
        words = said(home, *command, monkeypatch=monkeypatch)
        assert visible.lines(words) == words, command
    said(home, "sheet", "export", "--personal", "--out", tmp_path / "a.xlsx", monkeypatch=monkeypatch)
    said(home, "bundle", "export", "--to", "CTV07", "--out", tmp_path / "out", monkeypatch=monkeypatch)
    said(home, "feedback", "--out", tmp_path / "out", monkeypatch=monkeypatch)
    assert time.process_time() - started < 60


def test_thousands_of_heads_make_no_change_that_cannot_be_sent(tmp_path: Path) -> None:
    attacker = Attacker()
    row = attacker.write("establishment", **nasty.PLACES)
    nasty.crowd(attacker, row, MOST_HEADS + 50)
    with desks.province(tmp_path / "tinh") as desk:
        path = attacker.bundle(tmp_path, desk.recipient)
        taking.apply_import(desk, path)
        taking.apply_import(desk, path, admitted=True)
        records.save_record(desk, "establishment", row, {"name": "Tên đã dò"})
        last = desk.store.history(row)[-1].change
        assert len(last.after["name"]) == MOST_HEADS
        assert records.load(desk, "establishment", row).record["name"] == "Tên đã dò"
        assert desk.store.unsettled("establishment", row)[0].conflicts == ("name",)
        assert desk.store.doctor() == []
