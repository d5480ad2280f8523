"""Photos made fit: what is in them, how large, which way up, and what is no photo at all."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from kcdesk.model.problems import UserError
from kcdesk.work import photos
from kcdesk.work.camera import Place
from tests.work import pictures

PLACE = Place(9.7812, 105.4712)


def opened(fit):
    return Image.open(io.BytesIO(fit.data))


def test_a_photo_becomes_small_and_loses_all_that_the_camera_wrote():
    made = photos.fit(pictures.jpeg(), "IMG_1.JPG")
    assert made.extension == "jpg"
    assert max(opened(made).size) <= photos.LONGEST
    assert len(made.data) <= photos.AIM * 1.1
    assert pictures.SECRET not in made.data
    assert b"Exif" not in made.data and b"xmpmeta" not in made.data and b"8BIM" not in made.data
    assert (made.place, made.taken_on) == (PLACE, "2026-10-05")


def test_place_stays_alone_in_the_photo_when_wanted():
    made = photos.fit(pictures.jpeg(), "a.jpg", keep_place=True)
    assert pictures.SECRET not in made.data
    place, taken_on = photos.camera_words(made.data, "jpg")
    assert place is not None
    assert (place.latitude, place.longitude) == pytest.approx((PLACE.latitude, PLACE.longitude), abs=2e-6)
    assert taken_on == ""


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_photo_is_turned_upright(orientation):
    standing = Image.new("RGB", (400, 600), "white")
    standing.paste((200, 20, 20), (0, 0, 400, 150))  # red above
    turn = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    data = pictures.jpeg(standing.transpose(turn[orientation]), exif=pictures.exif(orientation=orientation))
    picture = opened(photos.fit(data, "a.jpg"))
    assert picture.size == (400, 600)
    red, green, _blue = picture.getpixel((200, 40))
    assert red > 150 > green
    assert picture.getexif().get(0x0112) is None


def test_a_small_photo_is_not_blown_up():
    assert opened(photos.fit(pictures.jpeg(pictures.photo(640, 480)), "a.jpg")).size == (640, 480)


def test_noise_gets_smaller_in_steps_but_stays_readable():
    import random

    noise = Image.frombytes("RGB", (2000, 1500), random.Random(3).randbytes(2000 * 1500 * 3))
    made = photos.fit(pictures.jpeg(noise), "a.jpg")
    assert max(opened(made).size) >= 1200


def test_png_photo_becomes_jpeg_and_a_screenshot_stays():
    photo = photos.fit(pictures.saved(pictures.photo(1200, 900), "PNG"), "a.png")
    shot = photos.fit(pictures.screenshot(), "b.png")
    assert (photo.extension, shot.extension) == ("jpg", "png")
    assert opened(shot).size == (1366, 768)
    assert pictures.SECRET not in shot.data


def test_transparent_pictures_come_on_white():
    clear = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    assert opened(photos.fit(pictures.saved(clear, "PNG"), "a.png")).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "LA", "CMYK"])
def test_every_way_to_keep_colours_is_read(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new(mode, (80, 60)) if mode == "I;16" else pictures.photo(80, 60).convert(mode)
    assert opened(photos.fit(pictures.saved(picture, form), "a")).size == (80, 60)


def test_webp_heic_and_jfif_become_jpeg():
    picture = pictures.photo(800, 600)
    webp = photos.fit(pictures.saved(picture, "WEBP"), "a.webp")
    jfif = photos.fit(pictures.saved(picture, "JPEG"), "a.jfif")
    assert (webp.extension, jfif.extension) == ("jpg", "jpg")


def test_heic_becomes_jpeg():
    pytest.importorskip("pi_heif")
    made = photos.fit(HEIC, "IMG_0001.HEIC")
    assert made.extension == "jpg"
    assert opened(made).size == (64, 64)


def test_a_build_without_the_reader_of_heic_says_so(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(UserError) as caught:
        photos.fit(b"\0\0\0\x18ftypheic" + bytes(20), "a.heic")
    assert caught.value.code == "no_heic"


def test_papers_are_kept_as_they_are():
    for data, extension in (
        (pictures.PDF, "pdf"),
        (b"\n\n" + pictures.PDF, "pdf"),
        (pictures.office("word/document.xml"), "docx"),
        (pictures.office("xl/workbook.xml"), "xlsx"),
    ):
        made = photos.fit(data, "giay.x")
        assert (made.data, made.extension) == (data, extension)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\0" + bytes(500),
        b"MZ\x90\0" + pictures.PDF,
        b"GIF89a" + bytes(50),
        b"<html><img></html>",
        pictures.office("evil.exe"),
        pictures.office("word/document.xml", macros=True),
        b"PK\x03\x04" + bytes(100),
        b"RIFF\0\0\0\0WAVE",
    ],
)
def test_what_is_something_else_is_named_in_one_sentence(data):
    with pytest.raises(UserError) as caught:
        photos.fit(data, "xuong.jpg")
    assert caught.value.code == "bad_file_type"
    assert "xuong.jpg" in caught.value.message
    assert caught.value.message.rstrip(".").count(". ") == 0


@pytest.mark.parametrize("cut", [4, 40, 3000, 20000])
def test_a_broken_photo_is_called_broken(cut):
    data = pictures.jpeg(pictures.photo(800, 600))
    with pytest.raises(UserError) as caught:
        photos.fit(data[:cut], "a.jpg")
    assert caught.value.code == "bad_picture"


@pytest.mark.filterwarnings("ignore")  # the decoder's own words about what it found
def test_flipped_bytes_never_end_in_anything_but_a_sentence():
    import random

    dice = random.Random(7)
    whole = {"jpg": pictures.jpeg(pictures.photo(200, 150)), "png": pictures.screenshot(200, 150),
             "webp": pictures.saved(pictures.photo(200, 150), "WEBP")}  # fmt: skip
    for data in whole.values():
        for _ in range(60):
            broken = bytearray(data)
            for _flip in range(dice.randrange(1, 12)):
                broken[dice.randrange(12, len(broken))] = dice.randrange(256)
            try:
                photos.fit(bytes(broken), "a")
            except UserError as error:
                assert error.code in ("bad_picture", "bad_file_type", "file_too_large")


def test_a_bomb_is_called_too_large():
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    for side in (9_000, 30_000):
        head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100)))
        with pytest.raises(UserError) as caught:
            photos.fit(bomb + chunk(b"IEND", b""), "a.png")
        assert caught.value.code == "file_too_large"
        assert "điểm ảnh" in caught.value.message


def test_what_cannot_be_sent_is_not_kept():
    with pytest.raises(UserError) as caught:
        photos.fit(pictures.PDF + bytes(photos.MOST_KEPT), "a.pdf")
    assert caught.value.code == "file_too_large"
    assert "32 MB" in caught.value.message


@pytest.mark.parametrize("parts", [((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)), ((95.0, 0.0, 0.0), (105.0, 0.0, 0.0))])
def test_a_place_that_cannot_be_is_none(parts):
    exif = pictures.exif(place=False)
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", parts[0], "E", parts[1]
    assert photos.fit(pictures.jpeg(pictures.photo(100, 80), exif=exif), "a.jpg").place is None


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "1999:12:31 10:00:00", "hom qua", ""])
def test_a_day_that_cannot_be_is_none(taken):
    data = pictures.jpeg(pictures.photo(100, 80), exif=pictures.exif(taken=taken))
    assert photos.fit(data, "a.jpg").taken_on == ""


def test_a_picture_to_be_painted():
    made = photos.shown(pictures.jpeg(), "jpg", 200)
    assert made is not None
    assert (made.width, made.height, len(made.pixels)) == (200, 150, 200 * 150 * 3)
    assert photos.shown(b"x", "jpg", 200) is None
    assert photos.shown(pictures.PDF, "pdf", 200) is None


@pytest.mark.parametrize(
    ("data", "kept_as"),
    [(pictures.jpeg(), "jpg"), (pictures.screenshot(), "png"), (pictures.PDF, "pdf"),
     (pictures.saved(pictures.photo(300, 200), "PNG"), "jpg")],
)  # fmt: skip
def test_a_first_look_tells_what_fitting_will_give(data, kept_as):
    seen, made = photos.look(data, "a", 200), photos.fit(data, "a")
    assert seen.extension == made.extension == kept_as
    assert (seen.place, seen.taken_on) == (made.place, made.taken_on)
    assert (seen.shown is None) == (kept_as == "pdf")


def test_a_first_look_refuses_what_fitting_refuses():
    for data in (pictures.jpeg()[:5000], b"MZ" + bytes(50), pictures.PDF + bytes(photos.MOST_KEPT)):
        with pytest.raises(UserError):
            photos.look(data, "a.jpg", 200)


HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ACJpbG9jAAAAAERAAAEAAQAAAAABegABAAAAAAAAABkAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRt"
    "AAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA"
    "AAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xy"
    "bmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAACFt"
    "ZGF0AAAAFSgBrwtg+sbB1//04O/eoQcrk7TtwA=="
)
"""A red square of 64 × 64 pixels."""
