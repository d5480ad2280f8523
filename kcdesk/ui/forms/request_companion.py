"""What the form of a request for support knows: the sum of its items, the share asked, the norm that applies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kcdesk.i18n import _
from kcdesk.model.derived import items_total, norm_for
from kcdesk.model.fields import Record, Value
from kcdesk.model.norms import NormChoice
from kcdesk.ui.forms.norm_panel import NormWords
from kcdesk.ui.forms.sources import tell_name
from kcdesk.work import attachments, papers

if TYPE_CHECKING:
    from kcdesk.ui.attachments.part import PapersPart
    from kcdesk.ui.forms.page import RecordPage
    from kcdesk.work.attachments import Paper
    from kcdesk.work.records import Loaded

MILLION = 1_000_000


class RequestCompanion(QObject):
    """Works beside the page of a support request."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page
        self._establishment: Record = {}
        self._products: list[tuple[str, str]] = []
        self._asked_for = ""
        self._sum: int | None = None
        self._lent: list[Paper] = []
        page.state.rows_changed.connect(self._on_rows_changed)
        page.session.changed.connect(self._on_changed_elsewhere)

    def defaults(self) -> dict[str, Value]:
        """Next year's plan."""
        return {"plan_year": self._page.session.today().year + 1}

    def bind_papers(self, part: PapersPart) -> None:
        """What the request has counts, and what is missing is added in its card."""
        part.counted.connect(self._show_papers)
        if self._page.side is not None:
            self._page.side.papers.wanted.connect(part.choose)

    def crumbs(self) -> list[str]:
        """The establishment that asks."""
        name = self._establishment.get("name")
        return [str(name)] if name else []

    def siblings(self, entity: str) -> list[tuple[str, str]]:
        """The products of the establishment, for a request that is about one of them."""
        return self._products if entity == "product" else []

    def on_built(self) -> None:
        """The share stands inside the field of the amount, the name in that of the establishment."""
        row = self._page.body.rows.get("establishment_id")
        if row is not None and self._establishment:
            tell_name(row.editor, self._asked_for, str(self._establishment.get("name") or ""))
        self.show_derived(self._page.checker.derived)
        self._show_source()

    def on_changed(self, name: str) -> None:
        """Another establishment, another amount."""
        if name == "establishment_id":
            self._fetch_establishment()
        if name == "total_cost":
            self._show_source()

    def show_derived(self, derived: Mapping[str, Value]) -> None:
        """Share, norm and papers."""
        self._fetch_establishment()
        self._sum = self._total_of_items()
        share = derived.get("share_asked")
        row = self._page.body.rows.get("requested_amount")
        if row is not None:
            unit = _(row.field.unit)
            row.editor.set_unit(f"{unit} · {_percent(share)} %" if isinstance(share, int | float) else unit)
        side = self._page.side
        if side is not None:
            side.norm.show_words(self._words(derived))
            self._show_papers()

    def written(self, name: str, value: Value) -> str:
        """A worked-out amount, in triệu đồng."""
        del name
        return self._money(value)

    def _on_rows_changed(self, plural: str) -> None:
        if plural != "cost_items":
            return
        before, self._sum = self._sum, self._total_of_items()
        typed = self._page.state.values.get("total_cost")
        if self._sum is not None and (typed is None or typed == before):
            self._page.put("total_cost", self._sum)
        self._show_source()

    def _total_of_items(self) -> int | None:
        return items_total([row.values for row in self._page.state.rows.get("cost_items", ())])

    def _show_source(self) -> None:
        self._show_why()
        row = self._page.body.rows.get("total_cost")
        if row is None:
            return
        total = self._page.state.values.get("total_cost")
        if self._sum is None:
            row.extra = ""
        elif total == self._sum:
            row.extra = _("bằng tổng hạng mục")
        else:
            row.extra = _("tổng hạng mục là {amount}").format(amount=self._money(self._sum))
        row.say()

    def _show_why(self) -> None:
        """Why the total is not the sum of the items is only asked where it is not."""
        row = self._page.body.rows.get("total_cost_note")
        if row is not None and not row.has_focus():
            row.is_idle = self._sum is None or self._page.state.values.get("total_cost") == self._sum
            row.adapt(self._page.state.values)

    def _fetch_establishment(self) -> None:
        wanted = self._page.state.values.get("establishment_id")
        if not isinstance(wanted, str) or not wanted:
            self._establishment, self._asked_for = {}, ""
        elif wanted != self._asked_for:
            self._asked_for = wanted
            self._page.gateway.load_other("establishment", wanted, self._on_establishment)

    def _on_establishment(self, loaded: Loaded) -> None:
        self._establishment = loaded.record
        self._products = [(str(one["id"]), str(one.get("name") or "")) for one in loaded.children.get("products", ())]
        self._page.checker.parent_record = loaded.record
        self._page.checker.soon()
        self._fetch_papers()
        self._page.presenter.show_title()
        row = self._page.body.rows.get("establishment_id")
        if row is not None:
            tell_name(row.editor, self._asked_for, str(loaded.record.get("name") or ""))

    def _words(self, derived: Mapping[str, Value]) -> NormWords:
        values = self._page.state.record()
        activity = values.get("activity")
        if not activity:
            return NormWords(missing=_("Chọn nội dung hỗ trợ để thấy định mức."))
        tables = self._page.gateway.context().tables
        content = tables.label("activity_items", str(values.get("activity_item") or "")) or tables.label(
            "activities", str(activity)
        )
        fund = self._choice_label("fund_source")
        found = norm_for(values, self._page.gateway.context())
        if found is None:
            missing = _("Chưa có định mức nào trong danh mục cho nội dung này; tỉnh sẽ quyết định.")
            return NormWords(content=content, fund=fund, basis=missing)
        asked, ceiling = values.get("requested_amount"), derived.get("ceiling")
        has_both = isinstance(asked, int) and isinstance(ceiling, int) and ceiling > 0
        return NormWords(
            content=content,
            fund=fund,
            asked=self._money(asked),
            ceiling=self._money(ceiling),
            share=asked / ceiling if has_both else 0.0,  # type: ignore[operator]
            basis=self._basis(found, derived),
            warning=_("Đề nghị cao hơn mức trần; vẫn lưu được, tỉnh sẽ xem xét.")
            if has_both and asked > ceiling  # type: ignore[operator]
            else "",
        )

    def _basis(self, found: NormChoice, derived: Mapping[str, Value]) -> str:
        norm, parts = found.norm, []
        eligible = derived.get("eligible_cost")
        if norm.max_share_percent is not None:
            percent = _percent(norm.max_share_percent).removesuffix(",0")
            of = _("{percent} % của {amount}") if isinstance(eligible, int) else _("tối đa {percent} %")
            parts.append(of.format(percent=percent, amount=self._money(eligible)))
        if norm.cap is not None:
            cap = self._money(norm.cap)
            parts.append(_("không quá {cap} triệu đồng mỗi {per}").format(cap=cap, per=norm.per or _("cơ sở")))
        rule = ", ".join(parts)
        clause = f", {norm.clause}" if norm.clause else ""
        source = _("Căn cứ {basis}{clause}; tỉnh có thể quy định khác.").format(basis=norm.legal_basis, clause=clause)
        borrowed = _("Tạm dùng định mức quốc gia vì chưa có định mức của tỉnh.") if found.stands_in else ""
        old = "" if found.in_force else _("Định mức này có thể đã hết hiệu lực vào năm kế hoạch.")
        rule = f"{rule[0].upper()}{rule[1:]}." if rule else ""
        return " ".join(one for one in (rule, source, borrowed, old) if one)

    def _fetch_papers(self) -> None:
        """The papers of the establishment, which serve the request too."""
        row = self._asked_for
        if row:
            self._page.session.jobs.read(
                lambda desk: attachments.of_record(desk, "establishment", row), self._on_papers, key=f"papers of {row}"
            )
        else:
            self._on_papers([])

    def _on_papers(self, found: Sequence[Paper]) -> None:
        self._lent = list(found)
        self._show_papers()

    def _on_changed_elsewhere(self, rows: set[tuple[str, str]]) -> None:
        if not rows or ("establishment", self._asked_for) in rows:
            self._fetch_papers()

    def _show_papers(self) -> None:
        page = self._page
        if page.side is None:
            return
        items = [row.values for row in page.state.rows.get("cost_items", ()) if not row.empty]
        own = page.papers.papers if page.papers is not None else []
        page.side.papers.show_papers(
            papers.of_request(page.state.record(), items, self._establishment, [*own, *self._lent])
        )

    def _choice_label(self, name: str) -> str:
        declared, value = self._page.entity[name], self._page.state.values.get(name)
        return next((_(one.label) for one in declared.choices if one.code == value), "")

    def _money(self, value: Value) -> str:
        declared = self._page.entity["total_cost"]
        return declared.kind.format(value, declared) if isinstance(value, int) else ""


def _percent(value: float | int) -> str:
    return f"{value:,.1f}".translate(str.maketrans(",.", ".,"))
