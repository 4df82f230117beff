"""What people do with polls: the only writer of this room."""

from __future__ import annotations

from waardeel.ballots.domain.audits import give_finding
from waardeel.ballots.domain.codes import give_roll, hand_in_code, replace_code
from waardeel.ballots.domain.keys import give_key, give_round, restart_keys
from waardeel.ballots.domain.polls import cast_ballot, close_poll, new_code, open_poll
from waardeel.ballots.domain.preparing import open_question, open_sealed_poll, prepare_poll, withdraw_poll
from waardeel.ballots.domain.proxies import drop_proxy, note_proxy
from waardeel.ballots.domain.sealed import cast_sealed_ballot, end_sealed_poll, give_decryption, note_head

__all__ = [
    "cast_ballot",
    "cast_sealed_ballot",
    "close_poll",
    "drop_proxy",
    "end_sealed_poll",
    "give_decryption",
    "give_finding",
    "give_key",
    "give_roll",
    "give_round",
    "hand_in_code",
    "new_code",
    "note_head",
    "note_proxy",
    "open_poll",
    "open_question",
    "open_sealed_poll",
    "prepare_poll",
    "replace_code",
    "restart_keys",
    "withdraw_poll",
]
