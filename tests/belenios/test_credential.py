"""Codes on letters, and the list of their public sides."""

from __future__ import annotations

import hashlib
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waardeel.belenios import credential
from waardeel.belenios.credential import ALPHABET, Roll
from waardeel.belenios.errors import BadCredential, BadRecord
from waardeel.belenios.group import BELENIOS_2048

G = BELENIOS_2048
UUID, CODE = "1ic5kzhkscWcLF", "zW2-F3b-2gT-fir-wWM"


def test_the_secret_of_a_code_is_that_of_the_reference_program():
    secret = credential.secret(CODE, UUID, G)
    assert secret == 33112789824890401651400870618575440134197665596479768066391168461562198770700
    public = str(G.of_g.power(secret))
    assert hashlib.sha256(public.encode()).hexdigest().startswith("50b215c7bacf4a2682ee76626291689e")


@pytest.mark.parametrize(
    "typed", ["zW2F3b2gTfirwWM", " zW2-F3b-2gT-fir-wWM\n", "zW2 F3b 2gT fir wWM", "z-W2F3b2gTfirwWM"]
)
def test_a_code_has_one_writing_however_it_is_typed(typed):
    assert credential.normal(typed) == CODE
    assert credential.secret(typed, UUID, G) == credential.secret(CODE, UUID, G)


@given(st.integers())
def test_every_code_that_is_made_is_right_and_any_single_typing_error_is_seen(seed):
    chance = random.Random(seed)
    code = credential.make(chance.randrange)
    assert credential.normal(code) == code
    letters = list(code)
    at = chance.choice([place for place, letter in enumerate(letters) if letter != "-"])
    letters[at] = chance.choice([letter for letter in ALPHABET if letter != letters[at]])
    wrong = "".join(letters)
    if (ALPHABET.index(letters[at]) - ALPHABET.index(code[at])) % 53:  # 58 characters, 53 checks: some slip through
        with pytest.raises(BadCredential, match="typing error"):
            credential.normal(wrong)


@pytest.mark.parametrize(("typed", "why"), [("", "0 characters"), (CODE + "x", "16 characters"), ("0" * 15, "'0'")])
def test_what_is_no_code_is_refused_with_the_reason(typed, why):
    with pytest.raises(BadCredential, match=why):
        credential.normal(typed)


def publics(many: int) -> list[str]:
    return [str(G.of_g.power(at + 2)) for at in range(many)]


def test_the_list_tells_nothing_by_its_order_and_comes_back_as_it_was():
    given_ = [(int(public), weight) for public, weight in zip(publics(4), (1, 2, 1, 5_000_000_000), strict=True)]
    data = Roll.written(given_)
    assert data == Roll.written(given_[::-1])
    roll = Roll.read(data, G)
    assert {int(public): weight for public, weight in roll.weights.items()} == dict(given_)
    assert roll.total == 5_000_000_004


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (lambda one, two: [one, one], "twice"),
        (lambda one, two: [one, f"{one},2"], "twice"),
        (lambda one, two: [one, str(int(G.p) - int(two))], "no element"),
        (lambda one, two: ["1"], "no element"),
        (lambda one, two: ["0"], "no element"),
        (lambda one, two: [f"{one},0"], "weight of 0"),
        (lambda one, two: [f"{one},"], "whole number"),
        (lambda one, two: [f"{one},-1"], "whole number"),
        (lambda one, two: [f"0{one}"], "zero in front"),
        (lambda one, two: [int(one)], "."),
    ],
)
def test_a_list_that_would_let_somebody_vote_twice_or_break_the_count_is_refused(lines, why):
    with pytest.raises(BadRecord, match=why):
        Roll.read(json.dumps(lines(*publics(2))).encode(), G)
