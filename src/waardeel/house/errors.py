"""Errors carry their facts; the screen that shows them says them in the reader's language, with the way out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class HouseError(Exception):
    """Something that a person asked for cannot be done, and this says why and how to mend it.

    ``text`` is a translatable sentence with the facts as named placeholders; ``field`` names the form
    field it belongs to, or is None when it is about the whole.
    """

    text: str | Promise = ""
    field: str | None = None

    def __init__(self, **facts: Any) -> None:
        self.facts: Mapping[str, Any] = facts
        super().__init__()

    def __str__(self) -> str:
        return str(self.text) % self.facts if self.facts else str(self.text)


class NotAllowed(HouseError):
    """The person is known and may see the thing, but this act is somebody else's."""

    text = _("You may not do this. Ask the secretary of the organisation who can.")


class AlreadyDone(HouseError):
    """The same act was sent twice; ``existing`` is what the first one made. Not a failure for the sender."""

    text = _("This was already done.")

    def __init__(self, existing: Any) -> None:
        self.existing = existing
        super().__init__()


class NotRecorded(AssertionError):
    """A domain function changed the world and wrote nothing in the register: a fault of ours, not of the user."""
