"""All trustees of an election: single ones, of whom each is needed, and groups who share a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from waardeel.belenios import wire
from waardeel.belenios.errors import BadRecord
from waardeel.belenios.group import Group
from waardeel.belenios.numbers import Number, number
from waardeel.belenios.trustee.key import TrusteeKey
from waardeel.belenios.trustee.threshold import Shared


@dataclass(frozen=True)
class Trustees:
    """All trustees, numbered from 1 through all `parts` as their decryptions are."""

    parts: tuple[TrusteeKey | Shared, ...]

    @classmethod
    def read(cls, data: bytes, group: Group) -> Trustees:
        """The record of the trustees. Raises BadRecord, BadProof."""
        where = "the trustees"
        parts: list[TrusteeKey | Shared] = []
        for at, entry in enumerate(wire.listed(wire.read(data, where=where), where), start=1):
            kind, value = wire.listed(entry, f"entry {at} of the trustees", 2)
            if kind == "Single":
                number_ = len(cls(tuple(parts)).keys) + 1
                parts.append(TrusteeKey.read(value, group, f"trustee {number_}"))
            elif kind == "Pedersen":
                parts.append(Shared.read(value, group))
            else:
                raise BadRecord(what=f"An unknown kind of trustee {str(kind)[:40]!r}", where=where)
        if not parts:
            raise BadRecord(what="No trustee", where=where)
        return cls(tuple(parts))

    @staticmethod
    def written(parts: Sequence[TrusteeKey | Shared]) -> bytes:
        """The record of these trustees."""
        kinds = {TrusteeKey: "Single", Shared: "Pedersen"}
        return wire.written([[kinds[type(part)], part.written()] for part in parts])

    @cached_property
    def keys(self) -> tuple[TrusteeKey, ...]:
        """The public halves of what the trustees decrypt with."""
        return tuple(key for _, keys in self._numbered() for key in keys.values())

    def key(self, group: Group) -> Number:
        """The key of the election: the product of all."""
        product = number(1)
        for part in self.parts:
            product = product * (part.key(group) if isinstance(part, Shared) else part.public) % group.p
        return product

    @property
    def needed(self) -> int:
        """With how many trustees the result can be read, at the least."""
        return sum(part.threshold if isinstance(part, Shared) else 1 for part in self.parts)

    def lacking(self, owners: Sequence[int]) -> int:
        """How many trustees must still decrypt when these have."""
        lacking = 0
        for part, keys in self._numbered():
            there = len(keys.keys() & set(owners))
            lacking += max(0, (part.threshold if isinstance(part, Shared) else 1) - there)
        return lacking

    def together(self, factors: dict[int, Number], group: Group) -> Number:
        """The factor that opens a ciphertext, from those of the trustees (by number), of whom none is lacking."""
        product = number(1)
        for part, keys in self._numbered():
            first = min(keys)
            if isinstance(part, Shared):
                own = {owner - first + 1: factors[owner] for owner in keys if owner in factors}
                product = product * part.together(own, group) % group.p
            else:
                product = product * factors[first] % group.p
        return product

    def _numbered(self) -> Iterator[tuple[TrusteeKey | Shared, dict[int, TrusteeKey]]]:
        owner = 1
        for part in self.parts:
            keys = part.keys if isinstance(part, Shared) else (part,)
            yield part, dict(enumerate(keys, start=owner))
            owner += len(keys)
