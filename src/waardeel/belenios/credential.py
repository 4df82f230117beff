"""Credentials: the code on a voter's letter, and the public side of it that stands on the list.

The code is made by the credential authority and given to the voter; the server sees the public side alone. Codes with
and without dashes make different keys in the reference program, so a code has one writing here: with dashes.

Source: Belenios specification, "Credentials"; RFC 8018 (PBKDF2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from waardeel.belenios import wire
from waardeel.belenios.errors import BadCredential, BadRecord
from waardeel.belenios.group import Group
from waardeel.belenios.numbers import Number

#: Digits in base 58: no 0, I, O or l, which are taken for others.
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PLACE = {letter: at for at, letter in enumerate(ALPHABET)}
_RANDOM, _CHECK = 14, 53
_ITERATIONS = 1000
#: Gives a random whole number from 0 and below its argument.
Below = Callable[[int], int]


def make(below: Below) -> str:
    """A new code: 14 random characters and one that shows typing errors, in groups of three."""
    letters = "".join(ALPHABET[below(58)] for _ in range(_RANDOM))
    return _grouped(letters + ALPHABET[_check(letters)])


def normal(code: str) -> str:
    """The code in its one writing, whatever dashes and spaces were typed. Raises BadCredential."""
    letters = "".join(code.split()).replace("-", "")
    if len(letters) != _RANDOM + 1:
        raise BadCredential(what=f"it has {len(letters)} characters and should have {_RANDOM + 1}")
    for letter in letters:
        if letter not in _PLACE:
            raise BadCredential(what=f"{letter!r} stands on no letter")
    if _check(letters[:_RANDOM]) != _PLACE[letters[_RANDOM]]:
        raise BadCredential(what="there is a typing error in it")
    return _grouped(letters)


def secret(code: str, uuid: str, group: Group) -> int:
    """The secret exponent of a code for one election. Raises BadCredential."""
    derived = hashlib.pbkdf2_hmac("sha256", normal(code).encode(), uuid.encode(), _ITERATIONS, 32)
    return int.from_bytes(derived, "big") % int(group.q)


def _check(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 58 + _PLACE[letter]
    return _CHECK - value % _CHECK


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + 3] for at in range(0, len(letters), 3))


@dataclass(frozen=True)
class Roll:
    """The public credentials of an election, with how many votes each has: who may vote, without a name."""

    weights: dict[str, int]

    @classmethod
    def read(cls, data: bytes, group: Group, *, known: bool = False) -> Roll:
        """The list of public credentials. Raises BadRecord for what is no element, stands twice or has no weight.

        `known`: these very bytes were read before, so that every number surely is an element.
        """
        weights: dict[str, int] = {}
        for at, line in enumerate(wire.texts(data, where="the public credentials"), start=1):
            place = f"public credential {at}"
            public, comma, said = line.partition(",")
            element = wire.big(public, place)
            if public in weights:
                raise BadRecord(what="A credential that stands twice", where=place)
            if not known and (element == 1 or not group.contains(element)):
                raise BadRecord(what="A number that is no element of the group", where=place)
            weight = int(wire.big(said, place)) if comma else 1
            if weight < 1:
                raise BadRecord(what="A weight of 0", where=place)
            weights[public] = weight
        return cls(weights)

    @staticmethod
    def written(publics: Iterable[tuple[Number, int]]) -> bytes:
        """The list of these public credentials and weights, sorted so that its order tells nothing."""
        lines = sorted((str(public), weight) for public, weight in publics)
        return wire.written([public if weight == 1 else f"{public},{weight}" for public, weight in lines])

    @property
    def total(self) -> int:
        """All votes that can be cast."""
        return sum(self.weights.values())
