"""In which order things may happen in an election, as data.

Each event says what it speaks of: the data records that must stand between the event before it and itself, the last of
them being its payload. Nothing else may stand there.
"""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """After which events this one may come, and how many data records go before it."""

    after: frozenset[str]
    data: int


def _rule(*after: str, data: int) -> Rule:
    return Rule(frozenset(after), data)


#: The first event comes after "".
EVENTS = {
    "Setup": _rule("", data=4),
    "Ballot": _rule("Setup", "Ballot", data=1),
    "EndBallots": _rule("Setup", "Ballot", data=0),
    "EncryptedTally": _rule("EndBallots", data=2),
    "PartialDecryption": _rule("EncryptedTally", "PartialDecryption", data=2),
    "Result": _rule("PartialDecryption", data=1),
}
#: The same where answers are ranked: at least one shuffle goes before the decryption.
RANKED = {
    **EVENTS,
    "Shuffle": _rule("EncryptedTally", "Shuffle", data=2),
    "EndShuffles": _rule("Shuffle", data=0),
    "PartialDecryption": _rule("EndShuffles", "PartialDecryption", data=2),
}
#: How far an election is, by its last event.
STAGES = {
    "": "empty",
    "Setup": "open",
    "Ballot": "open",
    "EndBallots": "closed",
    "EncryptedTally": "tallied",
    "Shuffle": "being shuffled",
    "EndShuffles": "shuffled",
    "PartialDecryption": "being decrypted",
    "Result": "decided",
}
