"""Powers in the two groups, in the fast way and in the plain way."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waardeel.belenios.group import BELENIOS_2048, GROUPS, RFC_3526_2048, Group, Table
from waardeel.belenios.numbers import _jacobi

groups = pytest.mark.parametrize("group", GROUPS.values(), ids=list(GROUPS))


def elements(group: Group, seed: int = 1):
    return [pow(int(group.g), random.Random(seed + at).randrange(1, int(group.q)), int(group.p)) for at in range(3)]


@groups
def test_the_parameters_are_those_of_a_group_of_prime_order(group):
    p, q, g = int(group.p), int(group.q), int(group.g)
    assert (p - 1) % q == 0
    assert pow(g, q, p) == 1
    assert g != 1
    for base in (2, 3, 5, 7, 11, 13):  # Fermat and Miller-Rabin
        assert pow(base, p - 1, p) == 1
        assert pow(base, q - 1, q) == 1
    assert p % 8 == 7
    assert p.bit_length() == 2048


def test_the_prime_of_rfc_3526_is_the_published_one():
    digits = f"{int(RFC_3526_2048.p):X}"
    assert digits.startswith("FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74")
    assert digits.endswith("15728E5A8AACAA68FFFFFFFFFFFFFFFF")


def test_a_public_credential_is_the_one_that_the_reference_program_derives():
    s = 33112789824890401651400870618575440134197665596479768066391168461562198770700
    text = str(BELENIOS_2048.of_g.power(s))
    assert hashlib.sha256(text.encode()).hexdigest() == (
        "50b215c7bacf4a2682ee76626291689e37766b9d7f26faed2883ae5ef07ef33c"
    )


@groups
def test_a_table_gives_what_plain_powers_give_also_at_the_edges(group):
    base = elements(group)[0]
    table = Table(group, base)
    for exponent in (0, 1, 2, 255, 256, int(group.q) - 1, random.Random(2).randrange(int(group.q))):
        assert table.power(exponent) == pow(base, exponent, int(group.p))


@groups
def test_powers_that_share_squarings_are_plain_powers(group):
    chance = random.Random(3)
    exponents = [0, 1, 2, 3, 15, 16, 17, int(group.q) - 1, *(chance.randrange(int(group.q)) for _ in range(3))]
    for base in elements(group):
        assert group.powers(base, exponents) == [pow(base, exponent, int(group.p)) for exponent in exponents]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 2**256), min_size=1, max_size=4), st.integers(1, 2**64))
def test_any_exponents_share_squarings(exponents, of):
    group = BELENIOS_2048
    base = pow(int(group.g), of, int(group.p))
    assert group.powers(base, exponents) == [pow(base, exponent, int(group.p)) for exponent in exponents]


@groups
def test_what_is_no_element_is_told_from_what_is(group):
    p = int(group.p)
    element = elements(group)[0]
    assert group.contains(element)
    assert group.contains(1)
    assert group.powers(element, [5]) is not None
    for other in (0, p, p + element, -element, p - element):  # -1 is no square, as p is 3 modulo 4
        assert not group.contains(other)
        assert group.powers(other, [5]) is None


def test_an_element_of_small_order_is_none_of_the_group():
    group = BELENIOS_2048
    p, q = int(group.p), int(group.q)
    third = next(x for x in (pow(base, (p - 1) // 3, p) for base in range(2, 50)) if x != 1)
    assert pow(third, 3, p) == 1
    for other in (third, third * elements(group)[0] % p):
        assert pow(other, q, p) != 1
        assert not group.contains(other)
        assert group.powers(other, [5]) is None


@settings(deadline=None, max_examples=200)
@given(st.integers(-50, 10**30), st.sampled_from([3, 5, 7, 11, 13, 15, 21, 10**9 + 7, (10**9 + 7) * 13]))
def test_the_jacobi_symbol_of_plain_numbers(a, n):
    if n in (3, 5, 7, 11, 13, 10**9 + 7):
        expected = {0: 0, 1: 1}.get(pow(a, (n - 1) // 2, n), -1)
        assert _jacobi(a, n) == expected
    else:
        parts = [factor for factor in (3, 5, 7, 13, 10**9 + 7) if n % factor == 0]
        product = 1
        for part in parts:
            product *= _jacobi(a, part)
        assert _jacobi(a, n) == product
