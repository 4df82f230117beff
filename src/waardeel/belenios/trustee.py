"""Trustees: they make the key of an election together, and only together can they read its result.

Each single trustee has a key of their own with a proof that they know its secret half; the key of the election is the
product, so the result needs every one of them.

Source: Belenios specification, "Trustee keys", "Trustees".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from waardeel.belenios import wire
from waardeel.belenios.credential import Below
from waardeel.belenios.errors import BadElection, BadProof, BadRecord
from waardeel.belenios.group import Group
from waardeel.belenios.numbers import Number, number
from waardeel.belenios.proofs import Proof, known, knows, read_proof


@dataclass(frozen=True, slots=True)
class TrusteeKey:
    """The public key of one trustee, with the proof that its secret half is known."""

    public: Number
    proof: Proof

    @classmethod
    def make(cls, secret: Number, group: Group, below: Below) -> TrusteeKey:
        """The public half of a secret key."""
        public = group.of_g.power(secret)
        return cls(public, known(group, secret, _prefix(group, public), below))

    @classmethod
    def read(cls, value: Any, group: Group, where: str) -> TrusteeKey:
        """A key that is proven. Raises BadRecord, BadProof."""
        fields = wire.Fields(value, where, required=("pok", "public_key"), optional=("name", "signature"))
        key = cls(fields.big("public_key"), read_proof(fields.get("pok"), group, where))
        if key.public == 1 or not group.contains(key.public):
            raise BadRecord(what="A number that is no element of the group", where=where)
        if not knows(group, key.public, key.proof, _prefix(group, key.public)):
            raise BadProof(what="The proof that the secret key is known", where=where)
        return key

    def written(self) -> dict[str, Any]:
        return {"pok": self.proof.written(), "public_key": str(self.public)}


def _prefix(group: Group, public: Number) -> str:
    return f"pok|{group.name}|{public}|"


@dataclass(frozen=True)
class Trustees:
    """All trustees of an election, numbered from 1 as their decryptions are."""

    keys: tuple[TrusteeKey, ...]

    @classmethod
    def read(cls, data: bytes, group: Group) -> Trustees:
        """The record of the trustees. Raises BadRecord, BadProof, BadElection."""
        where = "the trustees"
        keys = []
        for at, entry in enumerate(wire.listed(wire.read(data, where=where), where), start=1):
            kind, value = wire.listed(entry, f"trustee {at}", 2)
            if kind == "Pedersen":
                raise BadElection(what="its trustees share their keys", mend="This version knows single keys only.")
            if kind != "Single":
                raise BadRecord(what=f"An unknown kind of trustee {str(kind)[:40]!r}", where=where)
            keys.append(TrusteeKey.read(value, group, f"trustee {at}"))
        if not keys:
            raise BadRecord(what="No trustee", where=where)
        return cls(tuple(keys))

    @staticmethod
    def written(keys: Sequence[TrusteeKey]) -> bytes:
        """The record of these trustees."""
        return wire.written([["Single", key.written()] for key in keys])

    def key(self, group: Group) -> Number:
        """The key of the election: the product of all keys."""
        product = number(1)
        for key in self.keys:
            product = product * key.public % group.p
        return product
