"""The composition root: a workspace, its code tables, its keys and its clock, put together once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kcdesk.i18n import _
from kcdesk.model.problems import EnvironmentProblem, Level, UserError
from kcdesk.work import identity
from kcdesk.work.clock import Clock, RandomBytes, SystemClock, milliseconds, moment, system_random
from kcdesk.work.machine import machine
from kcdesk.work.profile import Profile, checked

if TYPE_CHECKING:
    from types import TracebackType

    from kcdesk.exchange.keys import UnitKey
    from kcdesk.model.fields import Record
    from kcdesk.model.validate import Context
    from kcdesk.reference.tables import Reference
    from kcdesk.store.ids import IdSource
    from kcdesk.store.records import Store
    from kcdesk.store.types import Stamp
    from kcdesk.store.vault import Cost
    from kcdesk.store.workspace import Workspace

WORKSPACE_FILE = "workspace.kcw"


def exists(home: Path) -> bool:
    """True where the folder holds a workspace."""
    return (home / WORKSPACE_FILE).exists()


class Desk:
    """What every use case is given first: the open workspace and everything that belongs to it.

    A desk belongs to the thread that opened it. ``reader`` makes another one for one other thread,
    which can only read.
    """

    def __init__(self, workspace: Workspace, store: Store, *, clock: Clock, random: RandomBytes, owner: bool) -> None:
        self.workspace = workspace
        self.store = store
        self.clock = clock
        self.random = random
        self._owner = owner
        self._context: Context | None = None
        self.generation = 0
        self._followed: Desk | None = None
        self.settled: tuple[int, list[tuple[str, str, str]]] = (0, [])
        """For the archive: up to which position of the log it was looked for settled conflicts, and which there are."""

    @classmethod
    def create(
        cls,
        home: Path,
        password: str,
        profile: Profile,
        *,
        clock: Clock | None = None,
        random: RandomBytes = system_random,
        unit_key: bytes = b"",
        cost: Cost | None = None,
        machine: Callable[[], str] = machine,
    ) -> Desk:
        """Make a workspace with new keys for this person and open it.

        ``unit_key`` is the content of the unit's key file, for a further workspace of a province; the
        first one makes the unit key. ``cost`` makes a guess at the password cheaper, for tests; ``machine``
        names the computer.
        Raises UserError where the profile does not fit or a workspace is here already.
        """
        from kcdesk.reference.tables import Reference
        from kcdesk.store.workspace import Workspace

        if exists(home):
            raise UserError(
                _("Thư mục “{home}” đã có dữ liệu kcdesk; hãy chọn thư mục khác.").format(home=home), code="exists"
            )
        fitting = _with_province(checked(profile, Reference.load()), Reference.load())
        keys = identity.make(random)
        meta: dict[str, Any] = {"profile": fitting.as_meta(), identity.META: keys.as_meta()}
        if fitting.is_province:
            meta[identity.UNIT] = identity.unit_key(unit_key, fitting.province, random).to_text()
        was_there = home.exists()
        _make_folder(home)
        assess = _Assess()
        try:
            workspace = Workspace.create(
                home, password, meta=meta, signing_key=keys.device_key().public, assess=assess, cost=cost
            )
        except BaseException:
            if not was_there:
                with contextlib.suppress(OSError):
                    home.rmdir()
            raise
        assess.desk = cls(workspace, workspace.store, clock=clock or SystemClock(), random=random, owner=True)
        return _placed(assess.desk, machine)

    @classmethod
    def open(
        cls,
        home: Path,
        password: str,
        *,
        clock: Clock | None = None,
        random: RandomBytes = system_random,
        machine: Callable[[], str] = machine,
    ) -> Desk:
        """Open the workspace in a folder. Raises UserError where it is not there, or the password is wrong.

        Where ``machine`` says that this is another computer than before, the workspace takes a new key.
        """
        from kcdesk.store.workspace import Workspace

        if not exists(home):
            raise UserError(
                _("Chưa có dữ liệu kcdesk trong thư mục “{home}”; hãy tạo trước.").format(home=home),
                code="no_workspace",
            )
        assess = _Assess()
        workspace = Workspace.open(home, password, assess=assess)
        assess.desk = cls(workspace, workspace.store, clock=clock or SystemClock(), random=random, owner=True)
        return _placed(assess.desk, machine)

    def reader(self) -> Desk:
        """The same desk for one other thread, over a connection of its own that cannot write."""
        made = Desk(self.workspace, self.workspace.reader(), clock=self.clock, random=self.random, owner=False)
        made.follow(self)
        return made

    def follow(self, other: Desk | None = None) -> None:
        """For a reader: look whether the writing desk read profile, keys or settings anew, and do so too."""
        self._followed = other or self._followed
        if self._followed is not None and self.generation != self._followed.generation:
            self.generation = self._followed.generation
            self._read_anew()

    @property
    def home(self) -> Path:
        """The folder of the workspace."""
        return Path(self.workspace.home)

    @cached_property
    def profile(self) -> Profile:
        """Who works here."""
        return Profile.from_meta(self.store.meta.get("profile", {}))

    @property
    def role(self) -> str:
        """``collaborator`` or ``province``."""
        return self.profile.role.value

    @cached_property
    def identity(self) -> identity.Identity:
        """The keys of this workspace."""
        return identity.Identity.from_meta(self.store.meta.get(identity.META, {}))

    @property
    def device_id(self) -> str:
        """The id under which this workspace writes changes."""
        return self.identity.device_id

    @property
    def fingerprint(self) -> str:
        """The device id as it is read over the telephone."""
        return self.identity.device_key().fingerprint

    @property
    def recipient(self) -> str:
        """The public age key to which bundles for this workspace are encrypted."""
        return self.identity.age_identity().recipient

    @property
    def unit_key_text(self) -> str:
        """The province's unit key as its key file has it; "" in every other workspace."""
        return str(self.store.meta.get(identity.UNIT, ""))

    @property
    def unit_key(self) -> UnitKey | None:
        """The province's unit key, which signs settings."""
        from kcdesk.exchange.keys import UnitKey

        return UnitKey.from_text(self.unit_key_text) if self.unit_key_text else None

    @property
    def unit_fingerprint(self) -> str:
        """The fingerprint of the unit key: one's own, else that of the settings in force; "" before."""
        key = self.unit_key
        return key.signing.fingerprint if key else str(self.settings.get("fingerprint", ""))

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The province's settings in force, as imported or as exported last; empty before."""
        kept = self.store.meta.get("settings", {})
        return dict(kept)

    @cached_property
    def reference(self) -> Reference:
        """The code tables, with what the province's settings replace."""
        from kcdesk.reference.tables import Reference

        return Reference.load(self.settings.get("tables", {}))

    def today(self) -> date:
        """The date where the person sits."""
        return self.clock.today()

    def now(self) -> str:
        """The moment as it is kept: ISO, UTC, milliseconds."""
        return moment(self.clock)

    def context(self, today: date | None = None) -> Context:
        """What the rules need to know about the world."""
        from kcdesk.model.validate import CONSENT, Context

        day = today or self.today()
        if self._context is None or self._context.today != day:
            self._context = Context(
                tables=self.reference,
                today=day,
                province=self.profile.province,
                legal_basis=str(self.settings.get("legal_basis") or CONSENT),
                row_exists=lambda entity, row: self.store.get(entity, row) is not None,
                paper_exists=lambda row, kind: self.store.count("attachment", {"owner_id": row, "kind": kind}) > 0,
            )
        return self._context

    @cached_property
    def new_id(self) -> IdSource:
        """Makes ids of rows, saves and changes that only grow."""
        from kcdesk.store.ids import IdSource

        return IdSource(lambda: milliseconds(self.clock), self.random)

    def stamp(self, save: str = "") -> Stamp:
        """Who writes, when, on which device, in which save (a new one unless named).

        Raises UserError ``handed_over`` where this device was handed over and writes no more.
        """
        from kcdesk.store.types import Stamp
        from kcdesk.work.grants import refuse_writing

        refuse_writing(self)
        return Stamp(
            save=save or self.new_id(), at=self.now(), by=self.profile.code, device=self.device_id, new_id=self.new_id
        )

    def refresh(self) -> None:
        """Read profile, keys, settings and code tables anew: they were written.

        What was read before is there again at once: other threads look at it too, and none of them may
        ask this desk's store. Readers do the same before they are asked next.
        """
        self.generation += 1
        self._read_anew()

    def _read_anew(self) -> None:
        for name in ("profile", "identity", "settings", "reference"):
            if name in self.__dict__:
                self.__dict__[name] = getattr(type(self), name).func(self)
        self._context = None

    def close(self) -> None:
        """Close the connection of this desk; with the first one, the workspace."""
        if self._owner:
            self.workspace.close()
        else:
            self.store.close()

    def catch_up(self) -> None:
        """Take in the drafts that were laid aside while long work held the database."""
        if not self.workspace.aside.is_empty:
            from kcdesk.work import drafts

            drafts.bring_in(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _placed(desk: Desk, machine: Callable[[], str]) -> Desk:
    """The desk, after a look at the computer on which it stands."""
    from kcdesk.work.restoring import note_machine

    try:
        note_machine(desk, machine)
        desk.catch_up()  # the program may have ended while long work held the database
    except BaseException:
        desk.close()
        raise
    return desk


class _Assess:
    """Counts errors and gaps of a record for the store, which knows no rules."""

    desk: Desk

    def __call__(self, entity: str, record: Record, children: Mapping[str, Sequence[Record]]) -> tuple[int, int]:
        """The numbers of errors and of gaps."""
        from kcdesk.model import catalogue, validate

        problems = validate.check(catalogue.entity(entity), record, children, self.desk.context())
        levels = [problem.level for problem in problems]
        return levels.count(Level.ERROR), levels.count(Level.GAP)


def _with_province(profile: Profile, reference: Reference) -> Profile:
    """The profile with the province of its first commune, where none was given; both must agree."""
    provinces = {commune.province_code for code in profile.communes if (commune := reference.communes.get(code))}
    province = profile.province or next(iter(sorted(provinces)), "")
    if province and not reference.has("provinces", province):
        raise UserError(
            _("Mã tỉnh “{code}” không có trong danh mục tỉnh, thành phố.").format(code=province),
            code="unknown_province",
        )
    if not province:
        raise UserError(_("Chưa cho biết tỉnh, thành phố hoặc xã phụ trách."), code="no_province")
    if provinces - {province}:
        raise UserError(_("Các xã phụ trách không cùng thuộc một tỉnh, thành phố."), code="communes_of_other_province")
    return replace(profile, province=province)


def _make_folder(home: Path) -> None:
    """Make the folder of the workspace, for its owner only."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(NotImplementedError, PermissionError):
            home.chmod(0o700)
    except OSError as error:
        raise EnvironmentProblem(_("Không tạo được thư mục “{home}”.").format(home=home), code="not_allowed") from error
