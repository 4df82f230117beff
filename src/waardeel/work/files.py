"""Files from outside, made harmless before they are kept.

A photo is decoded and written anew from its pixels alone, so that nothing else in the file survives: no place
where it was taken (EXIF GPS), no camera, no thumbnail, no comment, and nothing that hides behind the picture.
A PDF is kept as it is, looked at from the outside only, and served so that no browser runs it.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from waardeel.work.errors import FileTooLarge, ImageDamaged, ImageTooLarge, NotAnImage, NotAPdf, PdfDamaged

#: Longest side of a kept photo, in pixels.
MAX_SIDE = 1600
#: More pixels than this are not decoded; telephones of 2026 make 12 to 50 million as a rule.
MAX_PIXELS = 60_000_000
#: The only decoders that are let near a file from outside.
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
MILLION = 1_000_000


@dataclass(frozen=True)
class CleanFile:
    """A file that may be kept: its bytes and its kind, ``jpg`` or ``pdf``.

    Only `clean_photo` and `clean_document` make one.
    """

    data: bytes
    suffix: str

    @property
    def hash(self) -> str:
        """SHA-256, as hex."""
        return sha256(self.data).hexdigest()


def read_upload(upload: IO[bytes]) -> bytes:
    """The bytes of a file from outside. Raises FileTooLarge without reading further than the limit."""
    limit: int = settings.WAARDEEL_MAX_UPLOAD
    upload.seek(0, io.SEEK_END)
    size = upload.tell()
    if size > limit:
        raise FileTooLarge(size=-(-size // MILLION), limit=limit // MILLION)
    upload.seek(0)
    return upload.read()


def clean_photo(upload: IO[bytes]) -> CleanFile:
    """A photo as JPEG of at most 1600 pixels a side, upright, without anything but its pixels.

    Raises FileTooLarge, NotAnImage, ImageTooLarge, ImageDamaged.
    """
    return _photo(read_upload(upload))


def clean_document(upload: IO[bytes]) -> CleanFile:
    """A PDF as it is, or a photo made clean. What it is, its content says, not its name.

    Raises FileTooLarge, NotAPdf, PdfDamaged, and for photos what `clean_photo` raises.
    """
    data = read_upload(upload)
    if data.startswith(b"%PDF-"):
        # What follows the last %%EOF is no part of a PDF: a second file that hides behind it begins there.
        _before, mark, after = data.rpartition(b"%%EOF")
        if not mark or after.strip():
            raise PdfDamaged
        return CleanFile(data=data, suffix="pdf")
    try:
        return _photo(data)
    except NotAnImage:
        raise NotAPdf from None


def _photo(data: bytes) -> CleanFile:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise ImageTooLarge(
            pixels=f"> {2 * (Image.MAX_IMAGE_PIXELS or 0) // MILLION}", limit=MAX_PIXELS // MILLION
        ) from None
    except UnidentifiedImageError:
        raise NotAnImage from None
    except Exception as error:  # decoders fail in many ways on hostile bytes; all of them mean the same here
        raise ImageDamaged from error
    with image:
        pixels = image.width * image.height
        if pixels > MAX_PIXELS:
            raise ImageTooLarge(pixels=-(-pixels // MILLION), limit=MAX_PIXELS // MILLION)
        try:
            # A JPEG can be decoded at half or a quarter of its size, which is all that is needed.
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            image.load()
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((MAX_SIDE, MAX_SIDE))
            pixels_only = Image.new("RGB", upright.size, "white")
            if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
                upright = upright.convert("RGBA")
                pixels_only.paste(upright, mask=upright.getchannel("A"))
            else:
                pixels_only.paste(upright.convert("RGB"))
        except Exception as error:  # as above
            raise ImageDamaged from error
    result = io.BytesIO()
    pixels_only.save(result, "JPEG", quality=QUALITY, optimize=True)
    return CleanFile(data=result.getvalue(), suffix="jpg")


@contextmanager
def kept(file: CleanFile | None, folder: str) -> Iterator[str]:
    """Keep a file under a random name while something is written about it; drop it again when that fails.

    Yields its name in the storage, or an empty text when there is no file.
    """
    if file is None:
        yield ""
        return
    name = secrets.token_hex(16)
    stored = default_storage.save(f"work/{folder}/{name[:2]}/{name}.{file.suffix}", ContentFile(file.data))
    try:
        yield stored
    except BaseException:
        default_storage.delete(stored)
        raise
