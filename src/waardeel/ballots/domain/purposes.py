"""What a poll is for. The room above that opens polls says here what follows when one is closed.

So that closing a poll and drawing its consequences are one transaction, whoever closes it, while this room
knows nothing of proposals, elections or whatever else people vote about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from waardeel.ballots.models import Poll
from waardeel.people.models import Person
from waardeel.register.domain import Draft


class Purpose(Protocol):
    """What the room above does with its polls."""

    def settle(self, poll: Poll, by: Person | None, now: datetime) -> Sequence[Draft]:
        """Draw the consequences, once, and return the entries that follow the one of the closing.

        They are returned and not recorded, because the register's log is locked last of all.
        """

    def withdraw(self, poll: Poll) -> None:
        """The poll will not be held: what it is about can be put to the vote again."""

    def page(self, poll: Poll) -> str:
        """Address of the page that says what the poll is about, or, once settled, what came of it.

        Nobody asks that of a withdrawn poll.
        """


_purposes: dict[str, Purpose] = {}


def serve(name: str, purpose: Purpose) -> None:
    """Say what follows from polls of this purpose. Called once by a room when the house starts."""
    _purposes[name] = purpose


def purpose_of(poll: Poll) -> Purpose | None:
    """What the poll is for; None when it only asks. Raises KeyError for a purpose that no room serves."""
    return _purposes[poll.purpose] if poll.purpose else None
