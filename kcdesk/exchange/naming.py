"""What a bundle is called, what its DOC-TOI.txt says, and the code that is read over the telephone."""

from __future__ import annotations

import re
import unicodedata

from kcdesk.exchange.manifest import BundleKind, Manifest
from kcdesk.exchange.spec import BundleSpec, NameParts
from kcdesk.i18n import N_, _

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


def short_code(sha256: bytes) -> str:
    """Six letters of a bundle's hash in two groups, as in 7K3-91Q. A receipt, no proof of the sender."""
    number = int.from_bytes(sha256[:4], "big") >> 2
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(25, -1, -5))
    return f"{letters[:3]}-{letters[3:]}"


def file_name(parts: NameParts, sequence: int, number: int, of: int, suffix: str) -> str:
    """``KC_92_31441_CTV07_20261123_0003_p1of3.kcb``; ASCII only. Nothing is ever read from it."""
    words = [_plain(one) for one in (parts.province, parts.commune, parts.collaborator, parts.day)]
    part = f"_p{number}of{of}" if of > 1 else ""
    return f"KC_{'_'.join(words)}_{sequence:04d}{part}{suffix}"


def suffix(spec: BundleSpec) -> str:
    """The extension: ``.kcb`` encrypted, ``.kcs`` settings, ``.zip`` plain."""
    if spec.kind is BundleKind.SETTINGS:
        return ".kcs"
    return ".kcb" if spec.sealed else ".zip"


def _plain(text: str) -> str:
    """Letters and digits of ASCII only, at most twenty."""
    spelled = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return _UNSAFE.sub("", spelled.encode("ascii", "ignore").decode("ascii"))[:20] or "0"


_KINDS = {
    BundleKind.CHANGES: N_("Gói gửi tỉnh: hồ sơ mới và các lần sửa"),
    BundleKind.FULL: N_("Gói toàn bộ dữ liệu, dùng để bắt đầu trên máy mới"),
    BundleKind.FEEDBACK: N_("Gói phản hồi của tỉnh: giấy báo nhận, ý kiến và kết quả xử lý"),
    BundleKind.SETTINGS: N_("Gói thiết lập của tỉnh: khóa, danh mục, định mức, biểu mẫu"),
    BundleKind.HANDOVER: N_("Gói bàn giao địa bàn cho người kế nhiệm"),
}

_README = N_(
    "{title}\n"
    "{line}\n"
    "Người gửi: {code} {unit}\n"
    "Số thứ tự gói: {sequence}{part}\n"
    "Thời điểm tạo (giờ quốc tế): {created}\n"
    "\n"
    "CÁCH MỞ\n"
    "Mở kcdesk, chọn “Nhận gói” rồi chọn tệp này. kcdesk kiểm tra người gửi và sự nguyên vẹn trước khi ghép.\n"
    "\n"
    "KHÔNG CÓ KCDESK\n"
    "1. Giải mã:       age -d -i identity.txt goi.kcb > goi.zip\n"
    "2. Giải nén:      unzip goi.zip -d goi\n"
    "3. Kiểm chữ ký:   minisign -Vm goi/datapackage.json -p sender.pub\n"
    "4. Kiểm nội dung: frictionless validate goi/datapackage.json\n"
    "\n"
    "TRONG GÓI CÓ GÌ\n"
    "data/*.csv       bảng hồ sơ, mở được bằng Excel (để xem, không sửa)\n"
    "data/*.jsonl     từng lần sửa, kcdesk dùng phần này để ghép\n"
    "files/           ảnh và giấy tờ kèm theo\n"
    "settings/        thiết lập của tỉnh (nếu có)\n"
    "datapackage.json bảng kê, kèm chữ ký trong datapackage.json.minisig\n"
    "\n"
    "Gói có thể chứa thông tin cá nhân: chỉ chuyển cho đúng nơi nhận.\n"
)


def title(kind: BundleKind) -> str:
    """What a kind of bundle is called."""
    return _(_KINDS[kind])


def readme(manifest: Manifest) -> bytes:
    """``DOC-TOI.txt``: with BOM and line ends that Notepad of every Windows shows well."""
    part = manifest.part
    year, month, day = manifest.created[:10].split("-")
    text = _(_README).format(
        title=manifest.title,
        line="=" * len(manifest.title),
        code=manifest.sender.code,
        unit=manifest.sender.unit,
        sequence=manifest.sequence,
        part=_(" (phần {number} trên {of})").format(number=part.number, of=part.of) if part.of > 1 else "",
        created=f"{day}/{month}/{year} {manifest.created[11:16]}",
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")
