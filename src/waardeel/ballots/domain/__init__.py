"""What people do with polls: the only writer of this room."""

from __future__ import annotations

from waardeel.ballots.domain.polls import cast_ballot, close_poll, new_code, open_poll

__all__ = ["cast_ballot", "close_poll", "new_code", "open_poll"]
