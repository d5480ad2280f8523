"""The grammar of the command line. argparse, with every word in Vietnamese and lazy commands."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from kcdesk import __version__
from kcdesk.i18n import _
from kcdesk.model.problems import UsageError

_SENTENCES: tuple[tuple[str, Callable[[], str]], ...] = (
    (r"the following arguments are required: (?P<names>.*)", lambda: _("Thiếu tham số: {names}.")),
    (r"unrecognized arguments: (?P<names>.*)", lambda: _("Không hiểu tham số: {names}.")),
    (r"argument (?P<names>.*?): expected .*", lambda: _("Tham số {names} cần có giá trị đi kèm.")),
    (
        r"argument (?P<names>.*?): invalid choice: (?P<value>.*?) \(choose from (?P<choices>.*)\)",
        lambda: _("Tham số {names} không nhận giá trị {value}; chỉ nhận một trong: {choices}."),
    ),
    (
        r"argument (?P<names>.*?): invalid .* value: (?P<value>.*)",
        lambda: _("Giá trị {value} của tham số {names} không đúng: cần một con số."),
    ),
    (r"argument (?P<names>.*?): not allowed with .*", lambda: _("Tham số {names} không dùng chung được như vậy.")),
)


class _Words(argparse.HelpFormatter):
    """Help with a Vietnamese heading."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """The line that shows how to call, headed in Vietnamese."""
        super().add_usage(usage, actions, groups, _("Cách dùng: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that answers a wrong call with UsageError and one Vietnamese sentence."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Words)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self.inputs = self.add_argument_group(_("tham số"))
        self.choices_group = self.add_argument_group(_("tùy chọn"))
        self.choices_group.add_argument("-h", "--help", action="help", help=_("xem hướng dẫn này rồi thoát"))

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with the sentence for argparse's English message."""
        raise UsageError(_sentence(message), code="usage", action=_("Xem: {command} --help").format(command=self.prog))

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does; ``--sort -name`` is understood too, though the value looks like an option."""
        return super().parse_args(_joined(list(args or ())), namespace)

    def take(self, *names: str, **options: Any) -> None:
        """Declare a positional argument."""
        self.inputs.add_argument(*names, **options)

    def option(self, *names: str, **options: Any) -> None:
        """Declare an option."""
        self.choices_group.add_argument(*names, **options)


def _joined(arguments: list[str]) -> list[str]:
    """With ``--sort -name`` written as one word."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--sort" and argument.startswith("-") and not argument.startswith("--"):
            joined[-1] = f"--sort={argument}"
        else:
            joined.append(argument)
    return joined


def _sentence(message: str) -> str:
    for pattern, words in _SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return words().format(**found.groupdict())
    return _("Câu lệnh chưa đúng: {message}.").format(message=message)


def common(parser: Parser) -> None:
    """The options that every command understands, before or after its name."""
    keep = argparse.SUPPRESS
    parser.option("--home", metavar="THƯ_MỤC", default=keep, help=_("thư mục dữ liệu (hoặc biến KCDESK_HOME)"))
    parser.option(
        "--password-file", metavar="TỆP", default=keep, help=_("tệp chứa mật khẩu (hoặc biến KCDESK_PASSWORD)")
    )
    parser.option("--json", action="store_true", default=keep, help=_("in kết quả dạng JSON"))
    parser.option("--lang", choices=("vi", "en"), default=keep, help=_("ngôn ngữ của thông báo"))


class Commands:
    """A level of commands under a parser; ``add`` names the function by module and name, imported when called."""

    def __init__(self, parser: Parser, prefix: str = "") -> None:
        self._prefix = prefix
        self._level: Any = parser.add_subparsers(
            title=_("lệnh"), metavar=_("LỆNH"), dest=f"command{prefix.count(' ')}", required=True, parser_class=Parser
        )

    def add(self, name: str, target: str, words: str) -> Parser:
        """Declare a command; its function stands at ``module:function`` under kcdesk.cli."""
        parser: Parser = self._level.add_parser(name, help=words, description=words)
        common(parser)
        parser.set_defaults(target=target)
        return parser

    def level(self, name: str, words: str, *, target: str = "") -> tuple[Parser, Commands]:
        """Declare a command with commands of its own."""
        parser: Parser = self._level.add_parser(name, help=words, description=words)
        common(parser)
        commands = Commands(parser, f"{self._prefix} {name}")
        if target:
            parser.set_defaults(target=target)
            commands.optional()
        return parser, commands

    def optional(self) -> None:
        """Let this level be called without one of its commands."""
        self._level.required = False


def build() -> Parser:
    """The whole grammar."""
    parser = Parser(prog="kcdesk", description=_("kcdesk: hồ sơ cơ sở công nghiệp nông thôn và đề nghị khuyến công."))
    common(parser)
    parser.option("--version", action="version", version=f"kcdesk {__version__}", help=_("in phiên bản rồi thoát"))
    commands = Commands(parser)
    _workspace(commands)
    _records(commands)
    _bundles(commands)
    _sheets(commands)
    _office(commands)
    _trust(commands)
    _handover(commands)
    _care(commands)
    return parser


def _workspace(commands: Commands) -> None:
    init = commands.add("init", "workspace:init", _("tạo dữ liệu mới và khóa của máy này"))
    init.option("--role", choices=("collaborator", "province"), required=True, help=_("cộng tác viên hay tỉnh"))
    init.option("--code", default="", help=_("mã cộng tác viên do tỉnh cấp, ví dụ CTV07"))
    init.option("--name", required=True, help=_("họ tên người dùng"))
    init.option("--unit", default="", help=_("đơn vị công tác"))
    init.option("--phone", default="", help=_("số điện thoại"))
    init.option("--province", default="", help=_("mã tỉnh, thành phố, ví dụ 92"))
    init.option("--communes", default="", help=_("mã các xã phụ trách, cách nhau bằng dấu phẩy"))
    init.option("--unit-key", metavar="TỆP", default="", help=_("tệp khóa của đơn vị tỉnh; không có thì tạo khóa mới"))
    commands.add("schema", "workspace:schema", _("in các loại hồ sơ và mục đã khai báo, dạng JSON"))
    demo = commands.add("demo", "workspace:demo", _("điền dữ liệu mẫu"))
    demo.option("--establishments", type=int, default=50, help=_("số cơ sở"))
    demo.option("--seed", type=int, default=1, help=_("số bắt đầu: cùng số thì cùng dữ liệu"))


def _records(commands: Commands) -> None:
    add = commands.add("add", "records:add", _("thêm hồ sơ từ tệp, mỗi dòng một hồ sơ JSON"))
    add.take("entity", metavar="LOẠI")
    add.take("file", metavar="TỆP.jsonl")
    change = commands.add("set", "records:change", _("sửa một hồ sơ theo tệp JSON"))
    change.take("entity", metavar="LOẠI")
    change.take("id", metavar="MÃ")
    change.take("file", metavar="TỆP.json")
    listing = commands.add("list", "records:listing", _("liệt kê hồ sơ"))
    listing.take("entity", metavar="LOẠI")
    listing.option("--search", default="", help=_("tìm theo các từ, có dấu hay không"))
    listing.option("--where", action="append", default=[], metavar="MỤC=GIÁ_TRỊ", help=_("lọc; lặp lại được"))
    listing.option("--sort", default="", metavar="MỤC", help=_("sắp theo mục; đặt dấu - phía trước để ngược lại"))
    listing.option("--limit", type=int, default=None, help=_("nhiều nhất bao nhiêu hồ sơ"))
    for name, target, words in (
        ("show", "records:show", _("xem một hồ sơ")),
        ("history", "records:history", _("xem lịch sử một hồ sơ")),
    ):
        commands.add(name, target, words).take("id", metavar="MÃ")
    check = commands.add("check", "records:check", _("xem lỗi, cảnh báo và mục còn thiếu của từng hồ sơ"))
    check.take("entity", metavar="LOẠI", nargs="?", default="")
    attach = commands.add("attach", "records:attach", _("đính kèm ảnh hoặc giấy tờ vào hồ sơ"))
    attach.take("id", metavar="MÃ")
    attach.take("file", metavar="TỆP")
    attach.option("--kind", required=True, metavar="LOẠI", help=_("loại giấy tờ"))
    attach.option("--title", default="", metavar="NỘI-DUNG", help=_("nội dung của tệp, vài chữ"))
    attach.option("--keep-place", action="store_true", help=_("giữ nơi chụp trong ảnh"))
    commands.add("conflicts", "records:conflicts", _("liệt kê mục mà hai người sửa khác nhau"))
    resolve = commands.add("resolve", "settling:resolve", _("chọn giá trị cho mục mà hai người sửa khác nhau"))
    resolve.take("id", metavar="MÃ")
    resolve.take("field", metavar="MỤC")
    resolve.option("--value", required=True, metavar="GIÁ_TRỊ", help=_("giá trị được chọn"))
    commands.add("duplicates", "duplicates:duplicates", _("liệt kê các cặp cơ sở nghi trùng"))
    join = commands.add("join", "duplicates:join", _("gộp hai cơ sở là một"))
    join.take("keep", metavar="MÃ_GIỮ")
    join.take("other", metavar="MÃ_KIA")
    join.option("--reason", default="", metavar="LÝ_DO", help=_("vì sao là một"))
    commands.add("separate", "duplicates:separate", _("tách một cơ sở đã gộp")).take("id", metavar="MÃ")
    distinct = commands.add("distinct", "duplicates:distinct", _("ghi rằng hai cơ sở không phải là một"))
    distinct.take("one", metavar="MÃ")
    distinct.take("two", metavar="MÃ")
    distinct.option("--reason", default="", metavar="LÝ_DO", help=_("vì sao không phải là một"))


def _bundles(commands: Commands) -> None:
    _parser, bundle = commands.level("bundle", _("gói gửi và nhận"))
    export = bundle.add("export", "bundles:export", _("tạo gói gửi"))
    export.option("--out", required=True, metavar="THƯ_MỤC", help=_("nơi ghi gói"))
    export.option("--to", default="", metavar="MÃ", help=_("ở tỉnh: gửi cộng tác viên nào"))
    export.option("--all", action="store_true", help=_("gửi lại tất cả"))
    export.option("--full", action="store_true", help=_("gói toàn bộ, để bắt đầu trên máy mới"))
    export.option("--recipient", default="", metavar="age1…", help=_("thêm một khóa nhận, cùng với --full"))
    export.option("--again", default="", metavar="TỪ-ĐẾN", help=_("gửi lại một đoạn"))
    export.option("--max-mb", type=float, default=18.0, help=_("mỗi gói nhiều nhất bao nhiêu MB"))
    export.option("--plain", action="store_true", help=_("không mã hóa (chỉ khi tỉnh chưa có khóa)"))
    for name, words in (("inspect", _("xem trong gói có gì")), ("verify", _("kiểm tra gói còn nguyên vẹn"))):
        bundle.add(name, f"bundles:{name}", words).take("file", metavar="TỆP")
    unpack = bundle.add("unpack", "bundles:unpack", _("mở gói ra thư mục"))
    unpack.take("file", metavar="TỆP")
    unpack.option("--out", required=True, metavar="THƯ_MỤC", help=_("thư mục để ghi"))
    taking = bundle.add("import", "bundles:take", _("nhận gói"))
    taking.take("files", metavar="TỆP", nargs="+")
    taking.option("--plan", action="store_true", help=_("chỉ xem trước, không nhận"))
    bundle.add("held", "bundles:held", _("liệt kê gói và nội dung đang chờ xác nhận"))
    admit = bundle.add("admit", "bundles:admit", _("cho nhận gói đang chờ"))
    admit.take("file", metavar="TỆP")
    admit.option("--only", default="", metavar="MÃ", help=_("chỉ hồ sơ này"))
    _more_bundles(bundle)


def _more_bundles(bundle: Commands) -> None:
    refuse = bundle.add("refuse", "bundles:refuse", _("không nhận nội dung đang chờ; người gửi sẽ được báo"))
    refuse.take("bundle", metavar="MÃ_GÓI")
    refuse.option("--only", default="", metavar="MÃ", help=_("chỉ hồ sơ này"))
    again = bundle.add("again", "bundles:again", _("tạo lại một gói đã gửi, theo số của gói"))
    again.take("number", metavar="SỐ", type=int)
    again.option("--out", required=True, metavar="THƯ_MỤC", help=_("nơi ghi gói"))
    again.option("--to", default="", metavar="MÃ", help=_("ở tỉnh: gửi cộng tác viên nào"))
    again.option("--max-mb", type=float, default=18.0, help=_("mỗi gói nhiều nhất bao nhiêu MB"))
    bundle.add("list", "bundles:listing", _("liệt kê gói đã tạo, đã nhận và đã đi đến đâu"))
    noted = bundle.add("noted", "bundles:noted", _("ghi lại việc tỉnh báo đã nhận một gói"))
    noted.take("bundle", metavar="MÃ_GÓI")
    noted.option("--channel", required=True, choices=("dien_thoai", "zalo", "thu", "van_ban", "gap"),
                 help=_("tỉnh báo bằng cách nào"))  # fmt: skip
    noted.option("--on", default="", metavar="NGÀY", help=_("ngày tỉnh báo, dạng 2026-11-23"))
    letter = bundle.add("letter", "bundles:letter", _("ghi công văn gửi kèm gói ra tệp Word"))
    letter.take("bundles", metavar="MÃ_GÓI", nargs="+")
    letter.option("--out", required=True, metavar="TỆP.docx", help=_("tệp để ghi"))


def _office(commands: Commands) -> None:
    senders = commands.add("senders", "office:senders", _("ở tỉnh: ai đã gửi trong kỳ báo cáo, ai còn thiếu"))
    senders.option("--period", default="", metavar="KỲ", help=_("mã kỳ báo cáo; để trống là kỳ hiện tại"))
    feedback = commands.add(
        "feedback", "office:feedback", _("ở tỉnh: tạo gói trả lời mọi người; ở xã: xem tỉnh báo gì")
    )
    feedback.option("--out", default="", metavar="THƯ_MỤC", help=_("nơi ghi, mỗi người một thư mục con"))
    feedback.option("--to", action="append", default=[], metavar="MÃ", help=_("chỉ người này (dùng được nhiều lần)"))
    purge = commands.add("purge", "office:purge", _("xóa hẳn dữ liệu cá nhân của cơ sở; không có MÃ thì liệt kê"))
    purge.take("ids", metavar="MÃ", nargs="*")


def _sheets(commands: Commands) -> None:
    _parser, sheet = commands.level("sheet", _("tệp Excel và CSV"))
    take = sheet.add("import", "sheets:take", _("nhận danh sách hoặc tệp Excel"))
    take.take("file", metavar="TỆP")
    take.option("--sheet", default="", metavar="TRANG", help=_("tên trang"))
    take.option("--map", default="", metavar="TỆP.json", help=_("cách ghép cột và các lựa chọn"))
    take.option("--remembered", action="store_true", help=_("dùng cách ghép cột đã nhớ của danh sách cùng tiêu đề"))
    take.option("--plan", action="store_true", help=_("chỉ xem trước, không ghi"))
    take.option("--report", default="", metavar="TỆP.xlsx", help=_("ghi các dòng chưa nhận ra tệp"))
    export = sheet.add("export", "sheets:export", _("ghi hồ sơ ra tệp Excel"))
    export.option("--out", required=True, metavar="TỆP.xlsx", help=_("tệp để ghi"))
    export.option("--template", action="store_true", help=_("chỉ ghi mẫu trống để điền"))
    export.option("--personal", action="store_true", help=_("ghi cả dữ liệu cá nhân của người chưa đồng ý"))


def _trust(commands: Commands) -> None:
    _parser, keys = commands.level("keys", _("khóa của máy này và người gửi đã biết"), target="trust:listing")
    keys.add("list", "trust:listing", _("liệt kê"))
    trust = keys.add("trust", "trust:trust", _("xác nhận người gửi theo dấu khóa đọc qua điện thoại"))
    trust.take("fingerprint", metavar="DẤU_KHÓA", nargs="+")
    trust.option("--code", required=True, help=_("mã cộng tác viên"))
    revoke = keys.add("revoke", "trust:revoke", _("thôi tin một khóa"))
    revoke.take("fingerprint", metavar="DẤU_KHÓA", nargs="+")
    export = keys.add("export", "trust:export", _("ghi khóa của máy này ra tệp cho công cụ khác"))
    export.option("--out", required=True, metavar="THƯ_MỤC", help=_("thư mục để ghi"))
    export.option("--private", action="store_true", help=_("ghi cả khóa mở gói (giữ kín)"))
    _parser, unit = keys.level("unit", _("khóa của đơn vị tỉnh"))
    unit.add("export", "trust:unit_export", _("ghi khóa của đơn vị ra tệp để cất giữ")).option(
        "--out", required=True, metavar="TỆP", help=_("tệp để ghi")
    )
    _parser, settings = commands.level("settings", _("thiết lập do tỉnh phát"))
    issue = settings.add("export", "trust:settings_export", _("ở tỉnh: tạo tệp thiết lập"))
    issue.option("--out", required=True, metavar="TỆP", help=_("tệp để ghi"))
    issue.option("--collaborators", default="", metavar="TỆP.csv", help=_("danh sách mã cộng tác viên và xã phụ trách"))
    issue.option("--legal-basis", choices=("dong_y", "quan_ly_nha_nuoc"), default=None, help=_("căn cứ xử lý dữ liệu"))
    _settings_parts(settings, issue)
    take = settings.add("import", "trust:settings_import", _("nhận tệp thiết lập của tỉnh"))
    take.take("file", metavar="TỆP")
    take.option("--fingerprint", default="", metavar="DẤU_KHÓA", help=_("dấu khóa của tỉnh, đọc qua điện thoại"))


def _settings_parts(settings: Commands, issue: Parser) -> None:
    issue.option("--periods", default="", metavar="TỆP.csv", help=_("kỳ báo cáo: id, name, start, end, due"))
    issue.option("--norms", default="", metavar="TỆP.csv", help=_("định mức hỗ trợ, có ngày và căn cứ"))
    issue.option("--table", action="append", default=[], metavar="TÊN=TỆP.csv", help=_("bảng mã thay đổi"))
    issue.option("--template", action="append", default=[], metavar="TỆP.docx", help=_("mẫu văn bản"))
    issue.option(
        "--retention-months", type=int, default=None, metavar="N", help=_("nhắc xóa dữ liệu cá nhân sau N tháng")
    )
    settings.add("show", "trust:settings_show", _("thiết lập đang dùng"))
    undo = settings.add("undo", "trust:settings_undo", _("quay lại thiết lập trước đó"))
    undo.option("--out", default="", metavar="TỆP", help=_("ở tỉnh: tệp thiết lập mới để phát lại"))


def _handover(commands: Commands) -> None:
    _parser, handover = commands.level("handover", _("bàn giao máy"))
    give = handover.add("export", "handover:export", _("bàn giao máy này; ở tỉnh: tạo gói khởi đầu cho máy mới"))
    give.option("--out", required=True, metavar="THƯ_MỤC", help=_("nơi ghi gói"))
    give.option("--to", default="", metavar="DẤU_KHÓA", help=_("dấu khóa của máy mới"))
    give.option("--recipient", default="", metavar="age1…", help=_("khóa nhận của máy mới, thay cho mật khẩu gói"))
    give.option("--code", default="", metavar="MÃ", help=_("mã của người kế nhiệm, nếu khác"))
    give.option("--replaces", default="", metavar="DẤU_KHÓA", help=_("ở tỉnh: máy đã hỏng hoặc mất"))
    take = handover.add("import", "handover:take", _("nhận bàn giao vào máy chưa có dữ liệu"))
    take.take("files", metavar="TỆP", nargs="+")
    take.option("--fingerprint", default="", metavar="DẤU_KHÓA", help=_("dấu khóa của máy giao, đọc qua điện thoại"))
    take.option("--name", default="", help=_("họ tên người nhận, nếu là người khác"))
    for parser in (give, take):
        parser.option(
            "--passphrase-file", metavar="TỆP", default="",
            help=_("tệp chứa mật khẩu của gói (hoặc biến KCDESK_PASSPHRASE)"),
        )  # fmt: skip
    handover.add("status", "handover:status", _("máy này đã bàn giao chưa, còn gì chưa được xác nhận"))


def _care(commands: Commands) -> None:
    commands.add("doctor", "care:doctor", _("kiểm tra dữ liệu"))
    commands.add("selftest", "selftest", _("kiểm tra chương trình"))
