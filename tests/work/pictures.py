"""Pictures made for a test, and files that were served."""

from __future__ import annotations

import io

from django.http import FileResponse
from PIL import Image


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), colour: str = "red", **options) -> bytes:
    """A real picture, as bytes."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind, **options)
    return file.getvalue()


def served(response: FileResponse) -> bytes:
    """All of a file that was served; reading it to its end closes it."""
    return b"".join(response.streaming_content)
