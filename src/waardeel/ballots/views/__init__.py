"""Pages of a poll: vote, see the result, close it, see who may vote; and those of verifiable secret polls."""

from waardeel.ballots.views.polls import close, keys_again, poll, voters
from waardeel.ballots.views.sealed import archive, board, booth, cast, role

__all__ = ["archive", "board", "booth", "cast", "close", "keys_again", "poll", "role", "voters"]
