"""What a photo or paper is, told from its content, and a photo made fit to be kept.

Pictures are always written anew: upright, not longer than needed, and with nothing in them of what the camera or
a program wrote beside the picture (place, device, comments, previews). Nothing here touches a workspace.
"""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from kcdesk.i18n import _
from kcdesk.model.problems import UserError
from kcdesk.work import camera
from kcdesk.work.camera import Place

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MIB = 1024 * 1024
MOST_READ = 64 * MIB
"""Bytes of a file that is looked at: pictures become much smaller."""
MOST_KEPT = 32 * MIB
"""Bytes of a file that is kept: no more fits into a bundle (bundle-format.md, "Parts")."""
LONGEST = 1600
"""Pixels of the longer side of a photo."""
LONGEST_DRAWING = 2400
"""Pixels of the longer side of a screenshot or drawing, whose letters would blur."""
AIM = 300 * 1024
"""Bytes that a photo should not exceed by much."""
MOST_PIXELS = 60_000_000
MOST_PIXELS_JPEG = 120_000_000
"""JPEG is read at a fraction of its size, so that the 108 megapixels of a telephone fit into little memory."""

_QUALITIES = (86, 80, 74, 68, 62)
_SMALLER = 0.85
_SHORTEST_LONG_SIDE = 1200
_MOST_DRAWING = 2 * MIB
_SAMPLE = 256
_MOST_COLOURS = 4096
_FLAT = 0.5
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
)
_OFFICE = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"))
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_FORMATS = {"jpg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",), "heic": ("HEIF",)}
_PDF_WITHIN = 1024
"""A PDF may have up to this many bytes before its head (as all viewers take it)."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A file as it is kept: its bytes, ``pdf``, ``jpg``, ``png``, ``docx`` or ``xlsx``, and what the camera knew.

    ``place`` and ``taken_on`` (ISO day) were read from the photo before it was written anew.
    """

    data: bytes
    extension: str
    name: str
    place: Place | None = None
    taken_on: str = ""

    @property
    def sha256(self) -> str:
        """The name of the bytes."""
        return sha256(self.data).hexdigest()

    @property
    def is_picture(self) -> bool:
        """True for a photo or drawing."""
        return self.extension in ("jpg", "png")


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture to be painted: width, height and its rows of red, green, blue."""

    width: int
    height: int
    pixels: bytes


def fit(data: bytes, name: str, *, keep_place: bool = False) -> Fit:
    """A file made fit to be kept. ``keep_place`` leaves the position (and nothing else) in a photo.

    Raises UserError with one sentence that names the file where it is of no kind that is taken, broken,
    or too large.
    """
    extension = file_type(data, name)
    made = Fit(data, extension, name)
    if extension in _FORMATS:
        made = _fit_picture(data, extension, name, keep_place=keep_place)
    if len(made.data) > MOST_KEPT:
        raise too_large(name)
    return made


def too_large(name: str) -> UserError:
    """What is said of a file that is larger than what can be sent."""
    return UserError(
        _("Tệp “{file}” lớn hơn {size} MB nên không gửi đi được.").format(file=name, size=MOST_KEPT // MIB),
        code="file_too_large",
    )


def file_type(data: bytes, name: str = "") -> str:
    """``pdf``, ``jpg``, ``png``, ``webp``, ``heic``, ``docx`` or ``xlsx``, by content, else UserError."""
    for magic, extension in _MAGIC:
        if data.startswith(magic):
            return extension
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "heic"
    if b"%PDF-" in data[:_PDF_WITHIN] and data[:2] not in (b"MZ", b"PK"):
        return "pdf"
    office = _office_type(data)
    if office:
        return office
    raise _not_taken(data, name)


def _office_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        return ""
    if any("vbaproject" in one.lower() for one in names):
        return ""
    return next((extension for name, extension in _OFFICE if name in names), "")


def _not_taken(data: bytes, name: str) -> UserError:
    if not data:
        return UserError(_("Tệp “{file}” không có gì bên trong.").format(file=name), code="bad_file_type")
    sentence = _("Tệp “{file}” không phải là ảnh (JPG, PNG, WebP, HEIC), PDF, Word (docx) hay Excel (xlsx).")
    return UserError(sentence.format(file=name), code="bad_file_type")


def _fit_picture(data: bytes, extension: str, name: str, *, keep_place: bool) -> Fit:
    place, taken_on = camera_words(data, extension)
    picture = _opened(data, extension, name, LONGEST if extension == "jpg" else LONGEST_DRAWING)
    if extension == "png" and _is_drawing(picture):
        written = _written(_sized(picture, LONGEST_DRAWING), "PNG", optimize=True)
        if len(written) <= _MOST_DRAWING:
            return Fit(written, "png", name, place, taken_on)
    return Fit(_as_jpeg(picture, place if keep_place else None), "jpg", name, place, taken_on)


def _opened(data: bytes, extension: str, name: str, longest: int) -> Picture:
    """A picture upright, in plain red, green and blue, without anything beside it.

    JPEG is read at the fraction of its size that still has ``longest`` pixels.
    """
    from PIL import Image

    _know_heic(extension, name)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS[extension]) as picture:
            most = MOST_PIXELS_JPEG if extension == "jpg" else MOST_PIXELS
            if picture.width * picture.height > most:
                raise _too_many_pixels(name)
            if extension == "jpg":
                picture.draft("RGB", _size_within(picture.size, longest))
            return _plain(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(name) from error
    except UserError:
        raise
    except _BROKEN as error:
        raise UserError(_("Ảnh “{file}” bị hỏng nên không mở được.").format(file=name), code="bad_picture") from error


_BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError, RuntimeError,
           MemoryError, struct.error)  # fmt: skip
"""What the decoders of pictures raise for bytes that are wrong, as far as is known."""


def _too_many_pixels(name: str) -> UserError:
    return UserError(
        _("Ảnh “{file}” có quá nhiều điểm ảnh; hãy chụp hoặc lưu lại nhỏ hơn.").format(file=name), code="file_too_large"
    )


def _know_heic(extension: str, name: str) -> None:
    """Load the reader of HEIC where it is needed; one honest sentence where this build has none."""
    if extension != "heic":
        return
    try:
        import pi_heif
    except ImportError as error:
        sentence = _("Máy này chưa đọc được ảnh HEIC “{file}”; hãy đổi sang JPG rồi thêm lại.").format(file=name)
        raise UserError(sentence, code="no_heic") from error
    pi_heif.register_heif_opener(thumbnails=False)


def _plain(picture: Picture) -> Picture:
    """Upright, on white, in the colours of a screen; a new picture, so that nothing else comes along."""
    from PIL import Image, ImageOps

    upright = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    if upright.mode.startswith(("I", "F")):
        upright = upright.point(lambda value: value / 256).convert("L")
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        ground = Image.new("RGB", upright.size, "white")
        ground.paste(upright, mask=upright.getchannel("A"))
        return ground
    upright = _in_screen_colours(upright, profile)
    made = Image.new("RGB", upright.size)
    made.paste(upright)
    return made


def _in_screen_colours(picture: Picture, profile: Any) -> Picture:
    """The colours of a telephone or scanner as a screen shows them; as they are where the profile is no good."""
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture.convert("RGB")
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture.convert("RGB")
    return converted if converted is not None else picture.convert("RGB")


def _size_within(size: tuple[int, int], longest: int) -> tuple[int, int]:
    share = min(1.0, longest / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _sized(picture: Picture, longest: int) -> Picture:
    from PIL import Image

    size = _size_within(picture.size, longest)
    return picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _is_drawing(picture: Picture) -> bool:
    """A screenshot, a scan in black and white, a drawing: few colours, and neighbours that are alike."""
    from PIL import Image, ImageChops

    size = (min(_SAMPLE, picture.width), min(_SAMPLE, picture.height))
    if picture.resize(size, Image.Resampling.NEAREST).getcolors(_MOST_COLOURS) is None:
        return False
    grey = picture.convert("L")
    if grey.width == 1:
        return True
    left = grey.crop((0, 0, grey.width - 1, grey.height))
    right = grey.crop((1, 0, grey.width, grey.height))
    alike = ImageChops.difference(left, right).histogram()[0]
    return alike >= _FLAT * left.width * left.height


def _as_jpeg(picture: Picture, place: Place | None) -> bytes:
    """As good as fits into about 300 KB: first less quality, then a little smaller."""
    sized = _sized(picture, LONGEST)
    exif = camera.exif_of_place(place)
    while True:
        written = b""
        for quality in _QUALITIES:
            written = _written(sized, "JPEG", quality=quality, optimize=True, exif=exif)
            if len(written) <= AIM:
                return written
        longer = round(max(sized.size) * _SMALLER)
        if longer < _SHORTEST_LONG_SIDE:
            return written
        sized = _sized(sized, longer)


def _written(picture: Picture, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def camera_words(data: bytes, extension: str) -> tuple[Place | None, str]:
    """Where and on which day (ISO) a photo was taken, as far as the camera wrote it down; never raises."""
    from PIL import Image

    try:
        _know_heic(extension, "")
        with Image.open(io.BytesIO(data), formats=_FORMATS[extension]) as picture:
            return camera.words(picture.getexif())
    except (*_BROKEN, UserError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None, ""


@dataclass(frozen=True, slots=True)
class Look:
    """A first look at a file: what it would be kept as, where and when taken, how it looks (None: no picture)."""

    extension: str
    place: Place | None
    taken_on: str
    shown: Shown | None


def look(data: bytes, name: str, longest: int) -> Look:
    """What ``fit`` would take, without writing the picture. Raises UserError as ``fit`` does, as far as is seen."""
    extension = file_type(data, name)
    if extension not in _FORMATS:
        if len(data) > MOST_KEPT:
            raise too_large(name)
        return Look(extension, None, "", None)
    place, taken_on = camera_words(data, extension)
    picture = _opened(data, extension, name, longest)
    kept_as = "png" if extension == "png" and _is_drawing(picture) else "jpg"
    small = _sized(picture, longest)
    return Look(kept_as, place, taken_on, Shown(small.width, small.height, small.tobytes()))


def shown(data: bytes, extension: str, longest: int) -> Shown | None:
    """A picture small enough to be painted, upright; None where it cannot be read (or is none)."""
    if extension not in _FORMATS:
        return None
    try:
        picture = _sized(_opened(data, extension, "", longest), longest)
    except UserError:
        return None
    return Shown(picture.width, picture.height, picture.tobytes())
