"""What people do in the assembly: the only writer of this room."""

from __future__ import annotations

from waardeel.assembly.domain.charter import adopt_charter
from waardeel.assembly.domain.decisions import ProposalPolls, review_decision
from waardeel.assembly.domain.proposals import (
    PURPOSE,
    change_proposal,
    comment,
    make_proposal,
    put_question,
    put_to_vote,
    withdraw_comment,
    withdraw_proposal,
)
from waardeel.assembly.domain.texts import text_hash

__all__ = [
    "PURPOSE",
    "ProposalPolls",
    "adopt_charter",
    "change_proposal",
    "comment",
    "make_proposal",
    "put_question",
    "put_to_vote",
    "review_decision",
    "text_hash",
    "withdraw_comment",
    "withdraw_proposal",
]
