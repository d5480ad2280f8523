"""The province's settings, written in the window: collaborators, report periods, norms, personal data; then signed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from kcdesk.i18n import N_, _
from kcdesk.ui.dialogs.files import choose_new_file
from kcdesk.ui.dialogs.message import ask
from kcdesk.ui.forms.mini import MiniForm
from kcdesk.ui.receive.tabs import Tabs
from kcdesk.ui.settings.segments import Segments
from kcdesk.ui.settings.unit_people import PeopleTab
from kcdesk.ui.settings.unit_rows import Kind, RowsTab, Values
from kcdesk.ui.widgets.buttons import primary, secondary
from kcdesk.ui.widgets.card import Card, label, row
from kcdesk.ui.widgets.growing import EDGE
from kcdesk.ui.widgets.halves import scrolled
from kcdesk.ui.widgets.rows import Column
from kcdesk.work import unit_draft

if TYPE_CHECKING:
    from kcdesk.model.fields import Value
    from kcdesk.ui.session import Session
    from kcdesk.work.bootstrap import Desk
    from kcdesk.work.settings import Issued
    from kcdesk.work.unit_draft import UnitDraft

PEOPLE, PERIODS, NORMS, DATA = "people", "periods", "norms", "data"
WIDTH, HEIGHT = 1040, 640
KINDS = "(*.kcs)"
BASES = {
    "dong_y": N_("Chủ cơ sở đồng ý"),
    "quan_ly_nha_nuoc": N_("Quản lý nhà nước"),
}


class UnitDialog(QDialog):
    """``issued`` is called with what was signed. Until then nothing is in force, and closing asks first."""

    def __init__(self, session: Session, draft: UnitDraft, issued: Callable[[Issued], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._begun = draft
        self._issued = issued
        self.setWindowTitle(_("Cấu hình của tỉnh"))
        self.setModal(True)
        words = [
            (PEOPLE, _("Cộng tác viên")), (PERIODS, _("Kỳ báo cáo")), (NORMS, _("Định mức")),
            (DATA, _("Dữ liệu cá nhân")),
        ]  # fmt: skip
        self.tabs = Tabs(words, session.theme)
        self.people = PeopleTab(session, draft.people)
        year = session.today().year
        ways = [
            (_("Các quý năm {year}").format(year=at), lambda at=at: unit_draft.quarters(at)) for at in (year, year + 1)
        ] + [(_("Các tháng năm {year}").format(year=year + 1), lambda: unit_draft.months(year + 1))]
        self.periods = RowsTab(session, _period_kind(), draft.periods, self, ways)
        self.norms = RowsTab(session, _norm_kind(session), draft.norms, self)
        self._basis = draft.legal_basis
        self.data_form = MiniForm(session, "establishment", (), {}, over=self)
        self.data_form.add_field("retention_months", unit_draft.DATA_FIELDS[0])
        self.data_form.put("retention_months", draft.retention_months or None)
        self._stack = QStackedWidget()
        self._parts = {PEOPLE: self.people, PERIODS: self.periods, NORMS: self.norms, DATA: self._data_card()}
        for part in self._parts.values():
            self._stack.addWidget(part)
        self._trouble = label("", "problem", wrap=True)
        self._trouble.hide()
        self.sign = primary(_("Ký và ghi tệp cấu hình…"), self._on_sign)
        self._build()
        self.tabs.chosen.connect(lambda name: self._stack.setCurrentWidget(self._parts[name]))
        self.tabs.setFocus()

    def draft(self) -> UnitDraft:
        """What stands in the window now."""
        periods: list[dict[str, str]] = []
        for entry in self.periods.entries:
            periods.append(unit_draft.period_of(entry.values, entry.before, periods))
        province = self._session.profile.province
        norms = [unit_draft.norm_of(one.values, one.before, province) for one in self.norms.entries]
        months = self.data_form.typed().get("retention_months")
        people = [one for one in self.people.people if one.code or one.communes]
        return unit_draft.UnitDraft(people, periods, norms, self._basis, months if isinstance(months, int) else 0)

    def reject(self) -> None:
        """Esc or the cross: what was changed and not signed is asked about."""
        if not self._is_changed():
            super().reject()
            return
        ask(
            self, _("Bỏ những gì vừa sửa?"), _("Cấu hình chưa ký thì chưa có hiệu lực và không được giữ lại."),
            yes=_("Bỏ"), no=_("Sửa tiếp"), on_yes=super().reject,
        )  # fmt: skip

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def show_first(self) -> None:
        """Open it, as large as the screen allows."""
        theme, room = self._session.theme, self.screen().availableGeometry()
        self.resize(min(theme.px(WIDTH), room.width() - EDGE), min(theme.px(HEIGHT), room.height() - EDGE))
        self.open()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 18, 24, 18)
        outer.setSpacing(12)
        outer.addWidget(label(_("Cấu hình của tỉnh"), "name"))
        hint = _("Ký xong mới có hiệu lực; gửi tệp cho mọi cộng tác viên. Những gì thay đổi lấy lại được.")
        outer.addWidget(label(hint, "small", wrap=True))
        outer.addWidget(self.tabs)
        outer.addWidget(scrolled(self._stack), 1)
        outer.addWidget(self._trouble)
        outer.addLayout(row(None, secondary(_("Thôi"), self.reject), self.sign))

    def _data_card(self) -> QWidget:
        card = Card()
        card.body.addWidget(label(_("Căn cứ xử lý dữ liệu cá nhân"), "strong"))
        options = [(code, _(words)) for code, words in BASES.items()]
        card.body.addLayout(
            row(Segments(_("Căn cứ xử lý dữ liệu cá nhân"), options, self._basis, self._on_basis), None)
        )
        text = _(
            "“Chủ cơ sở đồng ý”: dữ liệu cá nhân chỉ gửi đi khi chủ cơ sở đã đồng ý. “Quản lý nhà nước”: gửi cả khi"
            " chưa hỏi, trừ người đã từ chối hoặc rút; chỉ chọn khi đơn vị có căn cứ pháp luật."
        )
        card.body.addWidget(label(text, "small", wrap=True))
        card.body.addSpacing(8)
        card.body.addWidget(self.data_form)
        note = _("Quá thời hạn kể từ lần ghi cuối, máy cộng tác viên nhắc xóa dữ liệu mà tỉnh đã ghép; không tự xóa.")
        card.body.addWidget(label(note, "small", wrap=True))
        card.body.addStretch(1)
        return card

    def _on_basis(self, code: str) -> None:
        self._basis = code

    def _is_changed(self) -> bool:
        return self.draft() != self._begun

    def _find_trouble(self) -> str:
        for name, part in ((PEOPLE, self.people), (PERIODS, self.periods), (NORMS, self.norms)):
            if sentence := part.trouble():
                self.tabs.mark(name)
                self._stack.setCurrentWidget(self._parts[name])
                return sentence
        return self.data_form.text_trouble()

    def _on_sign(self) -> None:
        sentence = self._find_trouble()
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
        if not sentence:
            name = f"cau-hinh-{self._session.profile.province}.kcs"
            kinds = _("Tệp cấu hình {kinds}").format(kinds=KINDS)
            choose_new_file(self, _("Ghi tệp cấu hình"), kinds, self._write, name)

    def _write(self, file: Path) -> None:
        draft = self.draft()

        def write(desk: Desk) -> Issued:
            from kcdesk.ui.desks import prepare

            issued = unit_draft.issue(desk, draft, file)
            prepare(desk)
            return issued

        self._session.jobs.run(write, self._on_written, self._on_refused)

    def _on_written(self, issued: Issued) -> None:
        self._begun = self.draft()
        self.accept()
        self._issued(issued)

    def _on_refused(self, error: BaseException) -> None:
        from kcdesk.model.problems import UserError

        if isinstance(error, UserError):
            self._trouble.setText(error.message)
            self._trouble.show()
        else:
            self._session.show_error(error)


def _day(value: Value) -> str:
    declared = unit_draft.PERIOD_FIELDS[1]
    return declared.kind.format(value, declared) if value else ""


def _period_kind() -> Kind:
    columns = (Column(_("Kỳ")), Column(_("Từ"), 100), Column(_("Đến"), 100), Column(_("Hạn gửi"), 100), Column("", 96))

    def cells(values: Values) -> tuple[str, ...]:
        due = values.get("due") or values.get("end")
        days = (values.get("start"), values.get("end"), due)
        return (str(values.get("name") or "…"), *map(_day, days))

    hint = _("Không có kỳ nào thì tính theo 6 tháng đầu năm và cả năm.")
    return Kind(_("Kỳ báo cáo"), hint, columns, unit_draft.PERIOD_FIELDS, cells, unit_draft.problem_of_period)


def _norm_kind(session: Session) -> Kind:
    columns = (
        Column(_("Nội dung")),
        Column(_("Nguồn"), 76),
        Column(_("Mức"), 124),
        Column(_("Từ"), 100),
        Column("", 96),
    )
    reference = session.reference
    names = {one.code: f"{one.code} · {one.short_name}" for one in reference.activities}
    funds = {"KCDP": _("tỉnh"), "KCQG": _("quốc gia")}

    def cells(values: Values) -> tuple[str, ...]:
        share, cap = values.get("max_share_percent"), values.get("cap_vnd")
        level = []
        if isinstance(share, int | float):
            level.append(f"{share:g} %".replace(".", ","))
        if isinstance(cap, int):
            level.append(_("{sum} triệu").format(sum=f"{cap / 1_000_000:g}".replace(".", ",")))
        activity = str(values.get("activity") or "")
        return (
            names.get(activity, activity or "…"), funds.get(str(values.get("fund") or ""), ""), ", ".join(level),
            _day(values.get("valid_from")),
        )  # fmt: skip

    hint = _("Định mức của tỉnh theo nghị quyết; nội dung không ghi ở đây theo định mức quốc gia có sẵn.")
    return Kind(_("Định mức"), hint, columns, unit_draft.NORM_FIELDS, cells, unit_draft.problem_of_norm)
