"""Files from outside are made harmless, or refused with the reason."""

from __future__ import annotations

import io
import struct
import zlib
from hashlib import sha256

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from tests.work.pictures import picture
from waardeel.work.errors import FileTooLarge, ImageDamaged, ImageTooLarge, NotAnImage, NotAPdf, PdfDamaged
from waardeel.work.files import MAX_SIDE, clean_document, clean_photo, kept

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"


def clean(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(clean_photo(io.BytesIO(data)).data))


def photo_of_a_place() -> bytes:
    """A JPEG as a telephone makes it: with its place, its maker, a turned picture, a comment and XMP."""
    exif = Image.Exif()
    exif[0x010F] = "Secretphone"
    exif[0x0112] = 6  # to be turned a quarter to the right
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 12.5), 3: "E", 4: (4.0, 53.0, 42.0)})
    return picture(
        size=(60, 20),
        exif=exif,
        comment=b"taken at the secret address",
        xmp=b"<x:xmpmeta>secret place</x:xmpmeta>",
    )


def test_the_photo_of_a_telephone_does_carry_its_place():
    assert Image.open(io.BytesIO(photo_of_a_place())).getexif().get_ifd(0x8825)[2] == (52.0, 22.0, 12.5)


def test_nothing_but_pixels_is_kept_of_a_photo():
    data = clean_photo(io.BytesIO(photo_of_a_place())).data
    image = Image.open(io.BytesIO(data))
    assert dict(image.getexif()) == {}
    assert set(image.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for word in (b"Exif", b"Secretphone", b"secret", b"xmp"):
        assert word not in data


def test_the_photo_stands_upright_before_its_orientation_is_dropped():
    assert clean(photo_of_a_place()).size == (20, 60)


def test_a_large_photo_becomes_at_most_1600_pixels_wide():
    assert clean(picture(size=(4000, 3000))).size == (1600, 1200)
    assert MAX_SIDE == 1600


def test_a_small_photo_stays_as_large_as_it_is():
    assert clean(picture(size=(40, 30))).size == (40, 30)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_accepted_kind_becomes_jpeg(kind):
    assert clean(picture(kind)).format == "JPEG"


def test_what_is_see_through_becomes_white():
    file = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(file, "PNG")
    assert clean(file.getvalue()).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture("GIF"), picture("BMP"), PDF],
    ids=["empty", "text", "svg", "gif", "bmp", "pdf"],
)
def test_what_is_no_photo_is_refused(data):
    with pytest.raises(NotAnImage):
        clean_photo(io.BytesIO(data))


def test_a_truncated_photo_is_refused():
    data = picture(size=(400, 300))
    with pytest.raises(ImageDamaged):
        clean_photo(io.BytesIO(data[: len(data) // 2]))


def png_that_says(width: int, height: int) -> bytes:
    """A tiny PNG that says it is huge: its pixels are zeros, which compress to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [8_000, 40_000], ids=["above our limit", "above the decoder's limit"])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(side):
    with pytest.raises(ImageTooLarge):
        clean_photo(io.BytesIO(png_that_says(side, side)))


def test_a_png_whose_text_explodes_is_refused():
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    good = picture("PNG")
    bomb = chunk(b"zTXt", b"k\0\0" + zlib.compress(b"a" * 3_000_000))
    with pytest.raises(ImageDamaged):
        clean_photo(io.BytesIO(good[:33] + bomb + good[33:]))


def test_a_file_above_the_limit_is_refused(settings):
    settings.WAARDEEL_MAX_UPLOAD = 1_000
    with pytest.raises(FileTooLarge) as error:
        clean_photo(io.BytesIO(bytes(1_001)))
    assert error.value.facts == {"size": 1, "limit": 0}


def test_what_hides_behind_a_photo_is_gone():
    data = clean_photo(io.BytesIO(picture() + b"<script>alert(1)</script>PK\x03\x04")).data
    assert b"<script>" not in data
    assert b"PK\x03\x04" not in data
    assert data.endswith(b"\xff\xd9")


def test_a_pdf_is_kept_as_it_is():
    file = clean_document(io.BytesIO(PDF))
    assert (file.suffix, file.data, file.hash) == ("pdf", PDF, sha256(PDF).hexdigest())


def test_a_photo_as_document_is_made_clean_too():
    file = clean_document(io.BytesIO(photo_of_a_place()))
    assert file.suffix == "jpg"
    assert b"Exif" not in file.data


@pytest.mark.parametrize(
    "data",
    [PDF + b"PK\x03\x04hidden", PDF[:-10], b"%PDF-1.4"],
    ids=["with a zip behind it", "cut off", "head only"],
)
def test_a_pdf_with_something_behind_it_or_missing_is_refused(data):
    with pytest.raises(PdfDamaged):
        clean_document(io.BytesIO(data))


@pytest.mark.parametrize("data", [b"<html>%PDF-1.4 %%EOF", b"MZ", b"PK\x03\x04"], ids=["html", "program", "zip"])
def test_a_document_is_what_its_content_says(data):
    with pytest.raises(NotAPdf):
        clean_document(io.BytesIO(data))


def test_a_kept_file_has_a_random_name_and_goes_when_the_writing_fails():
    file = clean_photo(io.BytesIO(picture()))
    with kept(file, "photos") as first, kept(file, "photos") as second:
        assert first != second
    names = []

    def fail() -> None:
        with kept(file, "photos") as name:
            names.append(name)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [default_storage.exists(name) for name in (first, second, names[0])] == [True, True, False]
