"""What the pages of an open workspace are made of, imported before anybody asks for them.

It is done on the worker's thread while a person types the password: a page that is opened for the first time would
otherwise stand still for as long as its modules take, some of them a tenth of a second. What a module imports late
(decoders, spreadsheets, letters) stays out.
"""

from __future__ import annotations

import importlib
import linecache
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kcdesk.ui.jobs import Jobs

OPENING = (
    "kcdesk.work.bootstrap",
    "kcdesk.work.records",
    "kcdesk.store.workspace",
    "kcdesk.ui.workspace",
    "kcdesk.ui.overview.page",
)
LISTS_AND_FORMS = ("kcdesk.ui.lists.page", "kcdesk.ui.forms.page", "kcdesk.ui.forms.history", "kcdesk.store.ids")
OTHER_PAGES = (
    "kcdesk.ui.receive.page",
    "kcdesk.ui.receive.questions",
    "kcdesk.ui.inbox.inbox_view",
    "kcdesk.ui.inbox.asked_view",
    "kcdesk.ui.inbox.people_view",
    "kcdesk.ui.settle.conflicts",
    "kcdesk.ui.settle.duplicates",
    "kcdesk.ui.settings.page",
    "kcdesk.ui.shelf.page",
    "kcdesk.ui.sheets.page",
)
LATER = (
    "kcdesk.reference.commune_search",
    "kcdesk.ui.attachments.dealing_out",
    "kcdesk.ui.attachments.outside",
    "kcdesk.ui.dialogs.files",
    "kcdesk.ui.dialogs.message",
    "kcdesk.ui.forms.second_keying",
    "kcdesk.ui.forms.succession",
    "kcdesk.ui.handover.devices",
    "kcdesk.ui.handover.give",
    "kcdesk.ui.help.window",
    "kcdesk.ui.inbox.ask",
    "kcdesk.ui.inbox.decide",
    "kcdesk.ui.lists.bulk",
    "kcdesk.ui.proposals.bundle_dialog",
    "kcdesk.ui.settings.keys",
    "kcdesk.ui.settings.password",
    "kcdesk.ui.sheets.export_dialog",
    "kcdesk.ui.widgets.toast",
)
PIECES = (OPENING, LISTS_AND_FORMS, OTHER_PAGES, LATER)


def warm_up(jobs: Jobs, pieces: Sequence[Sequence[str]] = PIECES) -> None:
    """Import piece by piece, so that whoever has typed the password waits for one of them at most."""
    if pieces:
        first, *others = pieces
        jobs.bare(partial(import_these, first), lambda _done: warm_up(jobs, others))
    else:
        linecache.clearcache()  # PySide looks through the source of whatever imports it, and all of that stays


def import_these(names: Sequence[str]) -> None:
    """Import the modules of one piece."""
    for name in names:
        importlib.import_module(name)
