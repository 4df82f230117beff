"""Pages of a poll: vote, see the result, close it, see who may vote; and those of verifiable secret polls."""

from waardeel.ballots.views.polls import close, keys_again, poll, proxies, voters, withdraw
from waardeel.ballots.views.roles import audit, role
from waardeel.ballots.views.room import room, room_cast, room_paper
from waardeel.ballots.views.sealed import archive, board, booth, cast, picture

__all__ = [
    "archive",
    "audit",
    "board",
    "booth",
    "cast",
    "close",
    "keys_again",
    "picture",
    "poll",
    "proxies",
    "role",
    "room",
    "room_cast",
    "room_paper",
    "voters",
    "withdraw",
]
