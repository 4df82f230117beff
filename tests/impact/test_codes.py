"""Codes can be typed by anyone and guessed by nobody."""

from __future__ import annotations

import pytest

from waardeel.impact import codes


def test_a_code_has_sixty_bits_and_no_look_alikes():
    assert len(codes.ALPHABET) ** codes.LENGTH == 2**60
    assert not set("ILOU") & set(codes.ALPHABET)
    assert len({codes.new_code() for _ in range(100)}) == 100


@pytest.mark.parametrize("typed", ["k7qm2xhp9rtv", " K7QM-2XHP 9RTV ", "K7QM–2XHP–9RTV"])
def test_however_it_is_typed_it_is_the_same_code(typed):
    assert codes.tidy(typed) == "K7QM-2XHP-9RTV"


def test_look_alikes_are_mended():
    assert codes.tidy("OIL0-0000-0000") == "0110-0000-0000"


@pytest.mark.parametrize("typed", ["", "K7QM", "K7QM-2XHP-9RTVX", "K7QM-2XHP-9RT!", "\x00" * 12, "U" * 12])
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.tidy(typed) == ""


def test_the_same_secret_makes_the_same_codes_and_another_makes_others():
    first = codes.derived_codes("a" * 32, 50)
    assert first == codes.derived_codes("a" * 32, 50)
    assert len(set(first)) == 50
    assert not set(first) & set(codes.derived_codes("b" * 32, 50))
    assert all(codes.tidy(code) == code for code in first)
