"""Codes that people can type: twelve signs without look-alikes, 60 random bits."""

from __future__ import annotations

import hashlib
import re
import secrets

#: Crockford's base 32: no I, L, O or U, which are read as 1, 1, 0 and V
#: (https://www.crockford.com/base32.html).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_LOOK_ALIKES = str.maketrans("OIL", "011")


def _code(number: int) -> str:
    signs = "".join(ALPHABET[number >> 5 * i & 31] for i in range(LENGTH))
    return "-".join(signs[i : i + 4] for i in range(0, LENGTH, 4))


def new_code() -> str:
    """A fresh code, such as K7QM-2XHP-9RTV."""
    return _code(secrets.randbits(5 * LENGTH))


def derived_codes(secret: str, number: int) -> list[str]:
    """As many codes as asked for, always the same for the same secret.

    So a page that is sent twice prints the same slips.
    """
    digests = (hashlib.sha256(f"{secret}/{i}".encode()).digest() for i in range(number))
    return [_code(int.from_bytes(digest[:8], "big") >> 4) for digest in digests]


def tidy(text: str) -> str:
    """What somebody typed, as a code is written: capitals, look-alikes mended, grouped by four.

    "" when it cannot be one.
    """
    signs = re.sub(r"[\s\-–]", "", text).upper().translate(_LOOK_ALIKES)
    if len(signs) != LENGTH or any(sign not in ALPHABET for sign in signs):
        return ""
    return "-".join(signs[i : i + 4] for i in range(0, LENGTH, 4))


def hash_of(code: str) -> str:
    """What is kept of a code. 60 random bits need no salt."""
    return hashlib.sha256(code.encode()).hexdigest()
