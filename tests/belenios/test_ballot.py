"""Ballots hold what the voter chose, and nothing else passes."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.belenios.elections import ONE_OF_THREE, TWO, rehearsal
from waardeel.belenios import ballot as ballots
from waardeel.belenios import wire
from waardeel.belenios.ballot import Ballot
from waardeel.belenios.election import Question
from waardeel.belenios.errors import BadChoice, BadProof, BadRecord, BeleniosError
from waardeel.belenios.tally import Logarithm

ONE, BOTH = rehearsal(ONE_OF_THREE), rehearsal(TWO)
CHOICES = {"one": (ONE, [[0, 1, 0]]), "both": (BOTH, [[0, 1, 0, 1], [0, 1]]), "blank": (BOTH, [[1, 0, 0, 0], [0, 0]])}


def opened(of, read: Ballot) -> list[list[int]]:
    """What is in a ballot, read with the key of the only trustee."""
    group, (secret,) = of.election.group, of.trustee_secrets
    find = Logarithm(group, 2)
    return [
        [find(beta * group.inverse(group.power(alpha, secret)) % group.p) for alpha, beta in answer.choices]
        for answer in read.answers
    ]


@pytest.mark.parametrize("name", CHOICES)
def test_a_ballot_passes_and_holds_what_was_chosen(name):
    of, choices = CHOICES[name]
    read = Ballot.read(of.vote(1, choices), of.election)
    ballots.check(read, of.election)
    assert opened(of, read) == choices
    assert read.credential == str(of.election.group.of_g.power(of.secret(1)))
    assert len(read.tracker) == 43


def test_two_ballots_with_one_choice_have_nothing_in_common():
    one, other = (json.loads(ONE.vote(1, [[0, 1, 0]]))["answers"][0]["choices"] for _ in range(2))
    numbers = [{part for choice in each for part in choice.values()} for each in (one, other)]
    assert not numbers[0] & numbers[1]


@pytest.mark.parametrize(
    ("question", "chosen", "why"),
    [
        (ONE_OF_THREE[0], [1, 1, 0], "0 to 1 answers"),
        (ONE_OF_THREE[0], [2, 0, 0], "0 or 1"),
        (ONE_OF_THREE[0], [-1, 1, 0], "0 or 1"),
        (ONE_OF_THREE[0], [1, 0], "takes 3 numbers"),
        (TWO[0], [0, 0, 0, 0], "1 to 2 answers"),
        (TWO[0], [0, 1, 1, 1], "1 to 2 answers"),
        (TWO[0], [1, 1, 0, 0], "chooses nothing else"),
        (Question("?", ("a", "b"), 2, 2), [1, 0], "2 to 2 answers"),
    ],
)
def test_a_choice_that_is_not_allowed_makes_no_ballot(question, chosen, why):
    of = rehearsal((question,))
    with pytest.raises(BadChoice, match=why):
        of.vote(0, [chosen])


def everywhere(value, path=()):
    """The paths to all texts in a value."""
    if isinstance(value, str):
        yield path
    else:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from everywhere(inner, (*path, key))


def changed(value, path, new):
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = new(inner[path[-1]])
    return value


ORIGINAL = {name: of.vote(1, choices) for name, (of, choices) in CHOICES.items()}
PATHS = {name: list(everywhere(json.loads(raw))) for name, raw in ORIGINAL.items()}


def refused(of, raw: bytes) -> None:
    with pytest.raises(BeleniosError):
        ballots.check(Ballot.read(raw, of.election), of.election)


@pytest.mark.parametrize("name", CHOICES)
def test_whichever_number_is_changed_the_ballot_is_refused(name):
    of, _ = CHOICES[name]
    q, chance = int(of.election.group.q), random.Random(1)
    for path in chance.sample(PATHS[name], 14) + [p for p in PATHS[name] if len(p) < 3]:
        raw = json.loads(ORIGINAL[name])
        new = (
            (lambda text: str((int(text) + 1) % q))
            if path[-1] in ("challenge", "response")
            else (lambda text: text[:-1] + ("1" if text[-1] != "1" else "2"))
        )
        refused(of, wire.written(changed(raw, path, new)))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, len(ORIGINAL["one"]) * 8 - 1))
def test_whichever_bit_is_flipped_the_ballot_is_refused(bit):
    data = bytearray(ORIGINAL["one"])
    data[bit // 8] ^= 1 << bit % 8
    refused(ONE, bytes(data))


def test_answers_cannot_be_put_in_another_order_or_taken_from_another_ballot():
    other = json.loads(ONE.vote(2, [[1, 0, 0]]))
    for change in (
        lambda ballot: ballot["answers"][0]["choices"].reverse(),
        lambda ballot: ballot["answers"][0]["individual_proofs"].reverse(),
        lambda ballot: ballot.update(answers=other["answers"]),
        lambda ballot: ballot.update(signature=other["signature"]),
        lambda ballot: ballot.update(credential=other["credential"]),
    ):
        raw = json.loads(ORIGINAL["one"])
        change(raw)
        refused(ONE, wire.written(raw))


def resigned(of, voter: int, raw: dict) -> bytes:
    """A ballot changed by the voter's own program, which signs it anew."""
    unsigned = {key: raw[key] for key in ("election_uuid", "election_hash", "credential", "answers")}
    signed = wire.fingerprint(wire.written(unsigned))
    proof = ballots.known(of.election.group, of.secret(voter), f"sig|{signed}|", of.below)
    return wire.written({**unsigned, "signature": {"hash": signed, "proof": proof.written()}})


def test_a_dishonest_program_cannot_vote_twice_for_one_answer():
    raw = json.loads(ORIGINAL["one"])
    p, g = int(ONE.election.group.p), int(ONE.election.group.g)
    choice = raw["answers"][0]["choices"][1]
    choice["beta"] = str(int(choice["beta"]) * g % p)
    data = resigned(ONE, 1, raw)
    assert opened(ONE, Ballot.read(data, ONE.election)) == [[0, 2, 0]]
    with pytest.raises(BadProof, match="choice 2 is 0 or 1"):
        ballots.check(Ballot.read(data, ONE.election), ONE.election)


def test_a_dishonest_program_cannot_hide_a_choice_in_a_number_outside_the_group():
    raw = json.loads(ORIGINAL["one"])
    p = int(ONE.election.group.p)
    choice = raw["answers"][0]["choices"][0]
    choice["alpha"] = str(p - int(choice["alpha"]))
    with pytest.raises(BadRecord, match="no element of the group"):
        ballots.check(Ballot.read(resigned(ONE, 1, raw), ONE.election), ONE.election)


def test_a_blank_vote_that_chooses_something_is_refused_by_its_own_proof():
    """Swap a blank proof for one of another ballot that is not blank: the sum of challenges no longer fits."""
    blank, full = (json.loads(ORIGINAL[name]) for name in ("blank", "both"))
    blank["answers"][0]["blank_proof"] = full["answers"][0]["blank_proof"]
    with pytest.raises(BadProof, match="blank vote chooses nothing"):
        ballots.check(Ballot.read(resigned(BOTH, 1, blank), BOTH.election), BOTH.election)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text.replace(b'"answers":', b'"answers": '), "Another writing"),
        (lambda text: text.replace(b'{"election_uuid"', b'{"more":1,"election_uuid"'), "unknown field"),
        (lambda text: text.replace(b'"election_uuid"', b'"election_uuid":"x","election_uuid"'), "stands twice"),
        (lambda text: text.replace(b'"choices":[', b'"choices":[{},'), "."),
        (lambda text: text[:-1], "no JSON"),
        (lambda text: b"\xff" + text, "no text"),
        (lambda text: text.replace(b'"response":"', b'"response":"0'), "zero in front"),
        (lambda text: b"[" * 100_000, "levels|JSON"),
        (lambda text: b"1" * 100_000, "too long|writing|fields"),
        (lambda text: b'{"election_uuid":1.5}', "broken number"),
        (lambda text: b'{"election_uuid":NaN}', "no JSON"),
    ],
)
def test_text_of_another_form_is_refused_with_the_reason(change, why):
    with pytest.raises(BadRecord, match=why):
        Ballot.read(change(ORIGINAL["one"]), ONE.election)


def test_a_ballot_of_another_election_is_refused():
    with pytest.raises(BadRecord, match="Another election"):
        Ballot.read(ORIGINAL["both"], ONE.election)
