"""The signing key of this installation's register.

One Ed25519 key signs the heads of all logs here; each log has its own origin and key name, as the C2SP note
asks. The key is a file outside the database, so that a copy of the database cannot sign.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from waardeel.tlog.checkpoint import Signer


def origin_of(slug: str) -> str:
    """The name of a log in the world: this site and the organisation."""
    return f"{settings.SITE_ORIGIN}/o/{slug}"


def key_file() -> Path:
    return Path(settings.WAARDEEL_KEYS) / "register.key"


@lru_cache(maxsize=4)
def _secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = Signer.generate("waardeel").to_private_text()
        try:
            # Exclusive creation: of two processes that start at once only one makes the key.
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(text)
        except FileExistsError:
            pass
    return path.read_text()


def signer_for(slug: str) -> Signer:
    """The signer of one organisation's log."""
    return Signer.from_private_text(_secret(key_file())).named(origin_of(slug))
