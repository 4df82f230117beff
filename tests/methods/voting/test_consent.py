"""Consent is a procedure and not a count: one open objection blocks, however many consent."""

from __future__ import annotations

import pytest

from waardeel.methods.voting import VOTING
from waardeel.methods.voting.consent import BadObjection, BadRound, ConsentRound, Objection

CONSENT = VOTING["consent"]
OPEN = Objection("O1", "The roof will leak.")
RESOLVED = Objection("O2", "Too dear.", "resolved", "We look again in March.")
WITHDRAWN = Objection("O3", "Too late.", "withdrawn")


def test_a_proposal_stands_when_nobody_has_an_objection_left():
    result = CONSENT(ConsentRound("New roof", 7, 5, (RESOLVED, WITHDRAWN)))
    assert result.winners == ("New roof",)
    assert (result.facts["outcome"], result.facts["blocking"]) == ("consent", ())
    assert "Objection O2 is resolved: Too dear. Answer: We look again in March." in result.sentences("en")


def test_trap_11_one_open_objection_blocks_however_many_are_there():
    result = CONSENT(ConsentRound("New roof", 700, 5, (OPEN, RESOLVED)))
    assert result.winners == ()
    assert (result.facts["outcome"], result.facts["blocking"]) == ("objections", ("O1",))
    assert "New roof is niet besloten. Eerst moet een oplossing komen voor: O1." in result.sentences("nl")


@pytest.mark.parametrize(("present", "quorum"), [(4, 5), (0, 0)])
def test_without_a_quorum_nothing_is_decided(present, quorum):
    result = CONSENT(ConsentRound("New roof", present, quorum))
    assert (result.winners, result.facts["outcome"]) == ((), "no-quorum")


def test_the_order_of_objections_changes_no_byte():
    first = CONSENT(ConsentRound("Roof", 5, 5, (OPEN, RESOLVED, WITHDRAWN)))
    assert CONSENT(ConsentRound("Roof", 5, 5, (WITHDRAWN, OPEN, RESOLVED))).to_bytes() == first.to_bytes()


@pytest.mark.parametrize(
    "objection",
    [("", "why"), ("O1", " "), ("O1", "why", "gone"), ("O1", "why", "resolved"), ("O1", "why", "resolved", " ")],
)
def test_an_objection_needs_a_reason_and_a_resolved_one_an_answer(objection):
    with pytest.raises(BadObjection):
        Objection(*objection)


def test_two_objections_of_one_name_are_refused():
    with pytest.raises(BadObjection, match="O1"):
        ConsentRound("Roof", 5, 5, (OPEN, Objection("O1", "Another one.")))


@pytest.mark.parametrize(("proposal", "present", "quorum"), [("", 5, 5), ("Roof", -1, 5), ("Roof", 5, True)])
def test_a_round_that_cannot_be_is_refused(proposal, present, quorum):
    with pytest.raises(BadRound):
        ConsentRound(proposal, present, quorum)
