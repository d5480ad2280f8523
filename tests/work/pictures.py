"""Pictures made up for tests: a photo with what a camera writes into it, a screenshot, files that lie."""

from __future__ import annotations

import io
import random
import zipfile

from PIL import Image, ImageDraw, PngImagePlugin

SECRET = b"Nguyen Thi Vi Du 0900000001"


def photo(width: int = 2400, height: int = 1800, seed: int = 1) -> Image.Image:
    """Something with as many colours and as much noise as a photo has."""
    dice = random.Random(seed)
    noise = Image.frombytes("RGB", (width // 4, height // 4), dice.randbytes(width // 4 * (height // 4) * 3))
    base = Image.new("RGB", (width, height), (dice.randrange(90, 200), dice.randrange(90, 200), 120))
    drawing = ImageDraw.Draw(base)
    for _ in range(60):
        x, y = dice.randrange(width), dice.randrange(height)
        colour = tuple(dice.randrange(256) for _ in range(3))
        drawing.ellipse(
            (x, y, x + dice.randrange(10, 20 + width // 3), y + dice.randrange(10, 20 + height // 3)), fill=colour
        )
    return Image.blend(base, noise.resize((width, height), Image.Resampling.BICUBIC), 0.12)


def exif(
    *, place: bool = True, orientation: int = 1, taken: str = "2026:10:05 08:30:00", minutes: float = 46.0
) -> Image.Exif:
    """What a telephone writes: the device, the day, the place (9.7812 N, 105.4712 E unless
    other ``minutes`` are given), how it was held."""
    made = Image.Exif()
    made[0x010F] = "Telephone " + SECRET.decode()
    made[0x0112] = orientation
    made.get_ifd(0x8769)[0x9003] = taken
    made.get_ifd(0x8769)[0x927C] = b"maker " + SECRET
    if place:
        gps = made.get_ifd(0x8825)
        gps[1], gps[2] = "N", (9.0, minutes, 52.32)
        gps[3], gps[4] = "E", (105.0, 28.0, 16.32)
    return made


def jpeg(picture: Image.Image | None = None, **options: object) -> bytes:
    """A JPEG with a comment, XMP and all that EXIF holds."""
    out = io.BytesIO()
    made = picture or photo()
    exif_bytes = options.pop("exif", exif()).tobytes()  # type: ignore[union-attr]
    xmp = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    made.save(out, "JPEG", quality=95, comment=SECRET, xmp=xmp, exif=exif_bytes, **options)
    return out.getvalue()


def screenshot(width: int = 1366, height: int = 768) -> bytes:
    """A PNG with flat colours, lines and words, and a comment in it."""
    picture = Image.new("RGB", (width, height), "white")
    drawing = ImageDraw.Draw(picture)
    for at in range(0, height, 24):
        drawing.line((0, at, width, at), fill=(200, 200, 210))
        drawing.text((20, at + 4), f"Hang {at}: may say 97,82 trieu dong", fill=(20, 30, 40))
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET.decode())
    return saved(picture, "PNG", pnginfo=words)


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    """The bytes of a picture."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def office(name: str, *, macros: bool = False) -> bytes:
    """The smallest file that counts as Word (``word/document.xml``) or Excel (``xl/workbook.xml``)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "<x/>")
        if macros:
            archive.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n%%EOF\n"
