"""The key of one trustee, with the proof that its secret half is known.

Source: Belenios specification, "Trustee keys".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from waardeel.belenios import wire
from waardeel.belenios.credential import Below
from waardeel.belenios.errors import BadProof, BadRecord
from waardeel.belenios.group import Group
from waardeel.belenios.numbers import Number
from waardeel.belenios.proofs import Proof, known, knows, read_proof


@dataclass(frozen=True, slots=True)
class TrusteeKey:
    """The public key of one trustee. Where trustees share a key, `signature` is that of their certificate."""

    public: Number
    proof: Proof
    signature: Proof | None = None

    @classmethod
    def make(cls, secret: Number, group: Group, below: Below) -> TrusteeKey:
        """The public half of a secret key."""
        public = group.of_g.power(secret)
        return cls(public, known(group, secret, _prefix(group, public), below))

    @classmethod
    def read(cls, value: Any, group: Group, where: str) -> TrusteeKey:
        """A key that is proven. Raises BadRecord, BadProof."""
        fields = wire.Fields(value, where, required=("pok", "public_key"), optional=("name", "signature"))
        signed = fields.get("signature")
        signature = None if signed is None else read_proof(signed, group, f"the signature in {where}")
        key = cls(fields.big("public_key"), read_proof(fields.get("pok"), group, where), signature)
        if key.public == 1 or not group.contains(key.public):
            raise BadRecord(what="A number that is no element of the group", where=where)
        if not knows(group, key.public, key.proof, _prefix(group, key.public)):
            raise BadProof(what="The proof that the secret key is known", where=where)
        return key

    def written(self) -> dict[str, Any]:
        signed = {} if self.signature is None else {"signature": self.signature.written()}
        return {"pok": self.proof.written(), "public_key": str(self.public), **signed}


def _prefix(group: Group, public: Number) -> str:
    return f"pok|{group.name}|{public}|"
