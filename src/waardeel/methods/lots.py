"""Lots that anyone can draw again: from a published seed, with SHA-256 and nothing else.

The seed is a text that nobody could choose or know when the list was closed (numbers of a public lottery,
a later checkpoint of the register), or one whose `commitment` was published before. Who wants to check an
order needs only `printf '%s' 'SEED:NAME' | sha256sum` for each name, sorted.

Source: ballot orders and audits by hashed seed, R. L. Rivest, "Reference implementation of sampler" (2011),
as in risk-limiting audits; rejection sampling against the modulo bias.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from waardeel.methods.errors import InputError, NoAnswer

_T = TypeVar("_T")
_SPAN = 1 << 256


class NoLot(NoAnswer):
    """A tie that only a lot can break, and no lots were drawn for it."""

    text = (
        "%(among)s stand equal and only a lot can decide. Draw lots: give a seed that was published beforehand, "
        "or the order that was drawn."
    )


class LotMissing(InputError):
    """An order of lots that leaves somebody out, or holds somebody twice."""

    text = "The order of lots must hold every name exactly once; this is wrong: %(names)s."


@dataclass(frozen=True, slots=True)
class Lots:
    """An order in which ties are broken: who comes first is favoured.

    "Favoured" always means: elected before, excluded after. `seed` is None for an order drawn by hand.
    """

    order: tuple[str, ...]
    seed: str | None = None

    @classmethod
    def drawn(cls, seed: str, names: Iterable[str]) -> Lots:
        """The order that the seed gives: by SHA-256 of "seed:name", smallest first."""
        names = tuple(names)
        _once(names, names)
        return cls(tuple(sorted(names, key=lambda name: (_digest(f"{seed}:{name}"), name))), seed)

    @classmethod
    def given(cls, order: Sequence[str], names: Iterable[str]) -> Lots:
        """An order that was drawn by hand. Raises LotMissing when it is not an order of exactly these names."""
        _once(order, tuple(names))
        return cls(tuple(order))

    def sorted(self, names: Iterable[str]) -> tuple[str, ...]:
        """These names, the favoured first."""
        place = {name: at for at, name in enumerate(self.order)}
        return tuple(sorted(names, key=place.__getitem__))


class Draw:
    """A stream of fair numbers from a seed: SHA-256 of "seed:1", "seed:2" … as 256-bit numbers.

    A number at or above the largest multiple of `n` is thrown away, so that all are equally likely.
    """

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self._used = 0

    def below(self, n: int) -> int:
        """A whole number from 0 up to and not including `n`. Raises ValueError for n below 1."""
        if n < 1:
            raise ValueError(f"there is no number from 0 to below {n}")
        while True:
            self._used += 1
            value = int.from_bytes(_digest(f"{self.seed}:{self._used}"))
            if value < _SPAN - _SPAN % n:
                return value % n

    def shuffled(self, items: Iterable[_T]) -> list[_T]:
        """All orders are equally likely (Fisher and Yates, from the end)."""
        found = list(items)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found


def commitment(seed: str) -> str:
    """What is published before the draw, when the seed is kept secret until then: its SHA-256 in hex."""
    return _digest(seed).hex()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _once(order: Sequence[str], names: Sequence[str]) -> None:
    seen: set[str] = set()
    twice = [name for name in order if name in seen or seen.add(name)]  # type: ignore[func-returns-value]
    wrong = {*twice, *(set(order) ^ set(names))}
    if wrong:
        raise LotMissing(names=", ".join(sorted(wrong)))
