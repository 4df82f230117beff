"""Messages that a trustee signs while a key is shared.

Source: Belenios specification, "Certificates": a message with a proof that the maker knows the exponent of the key.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from waardeel.belenios import wire
from waardeel.belenios.credential import Below
from waardeel.belenios.errors import BadProof
from waardeel.belenios.group import Group
from waardeel.belenios.numbers import Number
from waardeel.belenios.proofs import Proof, known, knows, read_proof


class Signed(NamedTuple):
    """A text and who vouches for it."""

    message: str
    signature: Proof

    @classmethod
    def make(cls, message: str, secret: Number, group: Group, below: Below) -> Signed:
        """The message, signed with this secret exponent."""
        return cls(message, sign(message, secret, group, below))

    @classmethod
    def read(cls, value: Any, group: Group, where: str) -> Signed:
        """A signed message, its signature still to be checked. Raises BadRecord."""
        fields = wire.Fields(value, where, required=("message", "signature"))
        return cls(fields.text("message"), read_proof(fields.get("signature"), group, f"the signature of {where}"))

    def written(self) -> dict[str, Any]:
        return {"message": self.message, "signature": self.signature.written()}

    def check(self, public: Number, group: Group, where: str) -> None:
        """Check that the holder of `public`, an element of the group, signed. Raises BadProof."""
        check_signature(self.message, self.signature, public, group, where)


def sign(message: str, secret: Number, group: Group, below: Below) -> Proof:
    """The signature alone."""
    return known(group, secret, _prefix(message), below)


def check_signature(message: str, signature: Proof, public: Number, group: Group, where: str) -> None:
    """Check a signature that stands apart from its message. Raises BadProof."""
    if not knows(group, public, signature, _prefix(message)):
        raise BadProof(what="The signature", where=where)


def _prefix(message: str) -> str:
    return f"sigmsg|{message}|"
