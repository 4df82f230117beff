"""Secrets that a person holds in their hand: on a card, in a link."""

from __future__ import annotations

import hashlib
import secrets

#: No I, L, O, U, 0, 1: nothing that is read as something else, nothing that spells a word.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16


def new_secret() -> str:
    """A new secret of 16 signs (78 bits), in groups of four that can be typed from paper."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[at : at + 4] for at in range(0, LENGTH, 4))


def tidy(typed: str) -> str:
    """What somebody typed from paper, without the spaces, dashes and small letters of a human hand."""
    return "".join(sign for sign in typed.upper() if sign in ALPHABET)


def hash_of(secret: str) -> str:
    """What is kept of a secret. It has enough bits of its own that a plain hash cannot be searched."""
    return hashlib.sha256(b"waardeel card\n" + tidy(secret).encode()).hexdigest()
