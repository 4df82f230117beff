"""What `waardeel trustee` and `waardeel credentials` share: the question of a page, and files that are kept secret."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, ClassVar

from waardeel.methods.errors import InputError


class NotAnswered(InputError):
    """A question that cannot be answered so."""

    text: ClassVar[str] = "%(what)s"


def read_question(path: Path) -> dict[str, Any]:
    """What a page asks. Raises NotAnswered, OSError."""
    try:
        asked = json.loads(path.read_bytes())
    except ValueError as fault:
        raise NotAnswered(what=f"{path} holds no question. Save it from your page again.") from fault
    if not isinstance(asked, dict) or not isinstance(asked.get("uuid"), str):
        raise NotAnswered(what=f"{path} holds another thing than a question. Save it from your page again.")
    return asked


def keep(path: Path, content: str | bytes) -> None:
    """Write a new file that nobody else may read. Raises NotAnswered when it is there, OSError."""
    data = content.encode() if isinstance(content, str) else content
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    except FileExistsError:
        raise NotAnswered(what=f"{path} is there already, and is not overwritten. Name another file.") from None
