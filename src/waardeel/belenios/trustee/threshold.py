"""Trustees who share a key: `threshold` of them can read the result, and fewer learn nothing.

Each trustee hides a number in a polynomial of their own and gives every other one a point of it; the key of the
election belongs to the sum of the hidden numbers, and what a trustee decrypts with is the sum of the points they were
given. What is published are the certificates (the keys that protect those points on their way), the powers of g to the
coefficients, and the public half of each trustee's sum: from the second anyone works out the third.

The record that is made here has what versions 2.0 to 3.x of the reference program each ask for: the certificates say
for which place among how many they were made, each trustee signs all certificates with their own coefficients, and
signs the key they end with. A record of version 2.0 without these is read as well.

Source: Belenios specification, "Trustees with threshold decryption"; T. P. Pedersen, "A threshold cryptosystem without
a trusted party", EUROCRYPT 1991; A. Shamir, "How to share a secret", Communications of the ACM 22 (1979).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from waardeel.belenios import wire
from waardeel.belenios.errors import BadRecord
from waardeel.belenios.group import Group
from waardeel.belenios.numbers import Number, invert, number
from waardeel.belenios.proofs import Proof, read_proof
from waardeel.belenios.trustee.key import TrusteeKey
from waardeel.belenios.trustee.signed import Signed, check_signature

#: More trustees than this make the record long and the ceremony endless.
MOST_TRUSTEES = 100


class Certificate(NamedTuple):
    """The two public keys that a trustee uses while the key is shared: to sign, and to be written to in secret."""

    verification: Number
    encryption: Number
    signed: Signed

    @classmethod
    def read(cls, signed: Signed, group: Group, size: int, threshold: int, index: int) -> Certificate:
        """A certificate that is signed with its own key and made for this place. Raises BadRecord, BadProof."""
        where = f"certificate {index}"
        fields = wire.Fields(
            wire.read(signed.message.encode(), where=where),
            where,
            required=("verification", "encryption"),
            optional=("context",),
        )
        verification, encryption = fields.big("verification"), fields.big("encryption")
        if 1 in (verification, encryption) or not (group.contains(verification) and group.contains(encryption)):
            fields.refuse("A number that is no element of the group")
        said = fields.get("context")
        if said is not None and said != context(group, size, threshold, index):
            fields.refuse("Another group, number of trustees, threshold or place than that of this election")
        signed.check(verification, group, where)
        return cls(verification, encryption, signed)

    @property
    def has_context(self) -> bool:
        return "context" in wire.read(self.signed.message.encode(), where="the certificate")


def context(group: Group, size: int, threshold: int, index: int) -> dict[str, Any]:
    """For what a certificate was made: the place counts from 1."""
    return {"group": group.name, "size": size, "threshold": threshold, "index": index}


def read_certificates(values: Sequence[Any], group: Group, threshold: int) -> tuple[Certificate, ...]:
    """All certificates, of which no two may be of one trustee. Raises BadRecord, BadProof."""
    found = tuple(
        Certificate.read(Signed.read(value, group, f"certificate {at}"), group, len(values), threshold, at)
        for at, value in enumerate(values, start=1)
    )
    if len({each.verification for each in found}) != len(found):
        raise BadRecord(what="The same trustee twice", where="the certificates")
    if len({each.has_context for each in found}) != 1:
        raise BadRecord(what="Certificates of two kinds", where="the certificates")
    return found


def read_coefficients(
    values: Sequence[Any], certificates: Sequence[Certificate], group: Group, threshold: int
) -> tuple[tuple[Number, ...], ...]:
    """Of each trustee g to the power of each coefficient, signed by them. Raises BadRecord, BadProof."""
    found = []
    for at, (value, certificate) in enumerate(zip(values, certificates, strict=True), start=1):
        where = f"the coefficients of trustee {at}"
        signed = Signed.read(value, group, where)
        signed.check(certificate.verification, group, where)
        fields = wire.Fields(wire.read(signed.message.encode(), where=where), where, required=("coefexps",))
        row = tuple(wire.big(each, where) for each in fields.many("coefexps", threshold))
        if not all(group.contains(each) for each in row):
            fields.refuse("A number that is no element of the group")
        found.append(row)
    return tuple(found)


def agreed(certificates: Sequence[Certificate], coefficients: Sequence[Number]) -> str:
    """What a trustee signs so that all surely used the same certificates: these, and their own coefficients."""
    said = {"certs": [each.signed.written() for each in certificates], "coefexps": [str(each) for each in coefficients]}
    return "certs_sig|" + wire.written(said).decode()


def check_agreed(
    signatures: Sequence[Proof],
    certificates: Sequence[Certificate],
    coefficients: Sequence[Sequence[Number]],
    group: Group,
) -> None:
    """Check what each signed of that. Raises BadProof."""
    for at, (signature, certificate, row) in enumerate(
        zip(signatures, certificates, coefficients, strict=True), start=1
    ):
        said = agreed(certificates, row)
        check_signature(said, signature, certificate.verification, group, f"trustee {at}: the certificates they used")


def verification_keys(coefficients: Sequence[Sequence[Number]], group: Group) -> list[Number]:
    """The public half of what each trustee decrypts with: the polynomials multiplied, at 1, 2, 3 …"""
    together = [number(1)] * len(coefficients[0])
    for row in coefficients:
        together = [one * other % group.p for one, other in zip(together, row, strict=True)]
    found = []
    for index in range(1, len(coefficients) + 1):
        value = number(1)
        for coefficient in reversed(together):
            value = group.power(value, number(index)) * coefficient % group.p
        found.append(value)
    return found


@dataclass(frozen=True)
class Shared:
    """What is published about trustees who share a key. `certificates`, `coefficients` and `keys` go by trustee."""

    threshold: int
    certificates: tuple[Certificate, ...]
    coefficients: tuple[tuple[Number, ...], ...]
    keys: tuple[TrusteeKey, ...]
    record: dict[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, value: Any, group: Group) -> Shared:
        """The record of these trustees. Raises BadRecord, BadProof."""
        where = "the trustees who share a key"
        fields = wire.Fields(
            value, where, required=("threshold", "certs", "coefexps", "verification_keys"), optional=("signatures",)
        )
        threshold, certs = fields.small("threshold"), fields.many("certs")
        size = len(certs)
        if not 1 <= threshold <= size <= MOST_TRUSTEES:
            fields.refuse(f"A threshold of {threshold} with {size} trustees")
        certificates = read_certificates(certs, group, threshold)
        coefficients = read_coefficients(fields.many("coefexps", size), certificates, group, threshold)
        made = fields.many("verification_keys", size)
        keys = tuple(TrusteeKey.read(each, group, f"the key of trustee {at}") for at, each in enumerate(made, start=1))
        computed = verification_keys(coefficients, group)
        if [key.public for key in keys] != computed:
            fields.refuse("A key that does not follow from the coefficients")
        shared = cls(threshold, certificates, coefficients, keys, value)
        signatures = fields.many("signatures", size) if fields.get("signatures") is not None else None
        shared._check_newer(signatures, group, fields.refuse)
        return shared

    def _check_newer(self, signatures: list[Any] | None, group: Group, refuse: Any) -> None:
        """What later versions sign as well: all of it is there, or none of it."""
        signed = [key.signature for key in self.keys]
        there = {self.certificates[0].has_context, signatures is not None, *(each is not None for each in signed)}
        if len(there) != 1:
            refuse("Some of the signatures of a newer version, and not all of them,")
        if signatures is None:
            return
        where = "the signatures over the certificates"
        check_agreed(
            [read_proof(each, group, where) for each in signatures], self.certificates, self.coefficients, group
        )
        for at, (key, certificate) in enumerate(zip(self.keys, self.certificates, strict=True), start=1):
            if key.signature is not None:
                whose = f"the key of trustee {at}"
                check_signature(str(key.public), key.signature, certificate.verification, group, whose)

    def written(self) -> dict[str, Any]:
        """The record from which it was read."""
        return self.record

    def key(self, group: Group) -> Number:
        """Their part of the key of the election."""
        product = number(1)
        for row in self.coefficients:
            product = product * row[0] % group.p
        return product

    def together(self, factors: dict[int, Number], group: Group) -> Number:
        """The factor that a single trustee with the whole key would give, from those of `threshold` trustees.

        `factors` go by the place of the trustee, from 1; of more than needed the first are taken.
        """
        places = sorted(factors)[: self.threshold]
        product = number(1)
        for place, weight in zip(places, lagrange(places, group.q), strict=True):
            product = product * group.power(factors[place], weight) % group.p
        return product


def lagrange(places: Sequence[int], q: Number) -> list[Number]:
    """By how much the value of a polynomial at each of these places counts in its value at 0, modulo q."""
    found = []
    for place in places:
        above, below = number(1), number(1)
        for other in places:
            if other != place:
                above = above * other % q
                below = below * (other - place) % q
        found.append(above * invert(below, q) % q)
    return found
