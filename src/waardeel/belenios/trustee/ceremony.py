"""How trustees come to share a key: three rounds, each a call to every trustee's device, with the server between them.

    certify(seed, …)                              round 1: a certificate
    deal(seed, certificates, …)                   round 2: a polynomial, hidden, and a point of it for each trustee
    hand_round(deals)                             the server sorts the points: what each trustee gets
    take(seed, certificates, handed, …)           round 3: check all, add up the points; the trustee's key
    publish(certificates, deals, takings)         the record that everyone can check

A trustee keeps one secret, the seed, a code of 22 characters. All that lies at the server between the rounds is
public, or encrypted for a trustee. Every round checks what the others did in the rounds before; whoever deals falsely
is found out by name, and then the ceremony begins anew without them.

Source: Belenios specification, "Setup of an election with threshold decryption"; the signatures over all certificates
as in version 2.5 and later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from waardeel.belenios import wire
from waardeel.belenios.credential import ALPHABET, Below
from waardeel.belenios.errors import BadCredential, BadProof, BadRecord
from waardeel.belenios.group import Group
from waardeel.belenios.numbers import Number, number
from waardeel.belenios.proofs import read_proof
from waardeel.belenios.trustee.channel import receive, send
from waardeel.belenios.trustee.key import TrusteeKey
from waardeel.belenios.trustee.signed import Signed, sign
from waardeel.belenios.trustee.threshold import (
    Certificate,
    Shared,
    agreed,
    check_agreed,
    context,
    read_certificates,
    read_coefficients,
    verification_keys,
)

_SEED = 22


def make_seed(below: Below) -> str:
    """The one secret of a trustee."""
    return "".join(ALPHABET[below(58)] for _ in range(_SEED))


@dataclass(frozen=True)
class Place:
    """Where a trustee stands: `index` (from 1) of `size` trustees, of whom `threshold` are needed."""

    group: Group
    size: int
    threshold: int
    index: int


class _Secrets:
    def __init__(self, seed: str, group: Group) -> None:
        if len(seed) != _SEED or not set(ALPHABET).issuperset(seed):
            raise BadCredential(what=f"the code of a trustee has {_SEED} letters and digits")
        self.signing, self.decryption = (
            number(int.from_bytes(hashlib.sha256(f"{use}|{seed}".encode()).digest(), "big")) % group.q
            for use in ("sk", "dk")
        )
        self.verification, self.encryption = group.of_g.power(self.signing), group.of_g.power(self.decryption)


def certify(seed: str, place: Place, below: Below) -> dict[str, Any]:
    """Round 1: the certificate of this trustee."""
    secrets = _Secrets(seed, place.group)
    said = {
        "context": context(place.group, place.size, place.threshold, place.index),
        "verification": str(secrets.verification),
        "encryption": str(secrets.encryption),
    }
    return Signed.make(wire.written(said).decode(), secrets.signing, place.group, below).written()


def deal(seed: str, place: Place, certificates: Sequence[Any], below: Below) -> dict[str, Any]:
    """Round 2: the polynomial and its points. Raises BadRecord, BadProof where a certificate is not right."""
    group, secrets = place.group, _Secrets(seed, place.group)
    all_ = _certificates(secrets, place, certificates)
    polynomial = [number(below(int(group.q))) for _ in range(place.threshold)]
    coefficients = [group.of_g.power(each) for each in polynomial]

    def sent(message: dict[str, Any], to: Certificate) -> str:
        return send(wire.written(message).decode(), secrets.signing, to.encryption, group, below)

    return {
        "polynomial": sent({"polynomial": [str(each) for each in polynomial]}, all_[place.index - 1]),
        "secrets": [sent({"secret": str(_at(polynomial, at, group))}, to) for at, to in enumerate(all_, start=1)],
        "coefexps": Signed.make(
            wire.written({"coefexps": [str(each) for each in coefficients]}).decode(), secrets.signing, group, below
        ).written(),
        "signature": sign(agreed(all_, coefficients), secrets.signing, group, below).written(),
    }


def _at(polynomial: Sequence[Number], x: int, group: Group) -> Number:
    value = number(0)
    for coefficient in reversed(polynomial):
        value = (value * x + coefficient) % group.q
    return value


def hand_round(deals: Sequence[Any]) -> list[dict[str, Any]]:
    """What each trustee gets from all others; the server can read none of it. Raises BadRecord."""
    read = [_Deal.read(each, len(deals), at) for at, each in enumerate(deals, start=1)]
    return [
        {
            "polynomial": read[at].polynomial,
            "secrets": [each.secrets[at] for each in read],
            "coefexps": [each.coefficients for each in read],
            "signatures": [each.signature for each in read],
        }
        for at in range(len(read))
    ]


@dataclass(frozen=True)
class _Deal:
    polynomial: str
    secrets: list[str]
    coefficients: Any
    signature: Any

    @classmethod
    def read(cls, value: Any, size: int, at: int) -> _Deal:
        where = f"the polynomial of trustee {at}"
        fields = wire.Fields(value, where, required=("polynomial", "secrets", "coefexps", "signature"))
        secrets = fields.many("secrets", size)
        if not all(isinstance(each, str) for each in secrets):
            fields.refuse("A point that is no text")
        return cls(fields.text("polynomial"), secrets, fields.get("coefexps"), fields.get("signature"))


def check_certificate(place: Place, value: Any) -> None:
    """What the server checks of a certificate before it keeps it. Raises BadRecord, BadProof."""
    where = f"certificate {place.index}"
    signed = Signed.read(value, place.group, where)
    read = Certificate.read(signed, place.group, place.size, place.threshold, place.index)
    if not read.has_context:
        raise BadRecord(what="No place for which it was made", where=where)


def check_deal(place: Place, certificates: Sequence[Any], value: Any) -> None:
    """What the server can check of a deal before the others see it. Raises BadRecord, BadProof."""
    dealt = _Deal.read(value, place.size, place.index)
    group = place.group
    own = read_certificates(certificates, group, place.threshold)
    (row,) = read_coefficients([dealt.coefficients], [own[place.index - 1]], group, place.threshold)
    signature = read_proof(dealt.signature, group, "the signature over the certificates")
    Signed(agreed(own, row), signature).check(
        own[place.index - 1].verification, group, f"what trustee {place.index} says of the certificates"
    )


def take(seed: str, place: Place, certificates: Sequence[Any], handed: Any, below: Below) -> dict[str, Any]:
    """Round 3: the trustee's key, after all that the others gave was checked. Raises BadRecord, BadProof."""
    group, secrets = place.group, _Secrets(seed, place.group)
    all_ = _certificates(secrets, place, certificates)
    where = "what the other trustees gave"
    fields = wire.Fields(handed, where, required=("polynomial", "secrets", "coefexps", "signatures"))
    size = place.size
    coefficients = read_coefficients(fields.many("coefexps", size), all_, group, place.threshold)
    signatures = [read_proof(each, group, where) for each in fields.many("signatures", size)]
    check_agreed(signatures, all_, coefficients, group)
    _check_own(secrets, place, fields.text("polynomial"), coefficients[place.index - 1])
    total = number(0)
    for at, (text, sender, row) in enumerate(zip(fields.many("secrets", size), all_, coefficients, strict=True), 1):
        whose = f"the point that trustee {at} gave"
        if not isinstance(text, str):
            raise BadRecord(what="Something that is no text", where=whose)
        said = receive(text, secrets.decryption, sender.verification, group, whose)
        point = wire.Fields(wire.read(said.encode(), where=whose), whose, required=("secret",)).big("secret")
        if not (point < group.q and group.of_g.power(point) == _power_at(row, place.index, group)):
            raise BadProof(what="That it lies on the polynomial", where=whose)
        total = (total + point) % group.q
    made = TrusteeKey.make(total, group, below)
    signature = sign(str(made.public), secrets.signing, group, below)
    private = wire.written({"decryption_key": str(total)}).decode()
    return {
        "private_key": send(private, secrets.signing, secrets.encryption, group, below),
        "public_key": TrusteeKey(made.public, made.proof, signature).written(),
    }


def _check_own(secrets: _Secrets, place: Place, text: str, coefficients: Sequence[Number]) -> None:
    """That the trustee's own coefficients are still those that they chose."""
    where, group = "your own polynomial", place.group
    said = receive(text, secrets.decryption, secrets.verification, group, where)
    fields = wire.Fields(wire.read(said.encode(), where=where), where, required=("polynomial",))
    own = [wire.big(each, where) for each in fields.many("polynomial", place.threshold)]
    if [group.of_g.power(each % group.q) for each in own] != list(coefficients):
        fields.refuse("Other coefficients than those that were published")


def _power_at(coefficients: Sequence[Number], x: int, group: Group) -> Number:
    value = number(1)
    for coefficient in reversed(coefficients):
        value = group.power(value, number(x)) * coefficient % group.p
    return value


def publish(
    group: Group, threshold: int, certificates: Sequence[Any], deals: Sequence[Any], takings: Sequence[Any]
) -> Shared:
    """The record of trustees who share a key, checked whole. Raises BadRecord, BadProof."""
    handed = hand_round(deals)[0]
    return Shared.read(
        {
            "threshold": threshold,
            "certs": list(certificates),
            "coefexps": handed["coefexps"],
            "signatures": handed["signatures"],
            "verification_keys": [read_taking(each, at)[1] for at, each in enumerate(takings, start=1)],
        },
        group,
    )


def read_taking(value: Any, at: int) -> tuple[str, Any]:
    """Of what round 3 gave: the encrypted key, for the trustee alone, and the public one. Raises BadRecord."""
    fields = wire.Fields(value, f"the key of trustee {at}", required=("private_key", "public_key"))
    return fields.text("private_key"), fields.get("public_key")


def check_taking(place: Place, certificates: Sequence[Any], deals: Sequence[Any], value: Any) -> None:
    """What the server checks of a key before it takes it. Raises BadRecord, BadProof."""
    where, group = f"the key of trustee {place.index}", place.group
    own = read_certificates(certificates, group, place.threshold)
    coefficients = read_coefficients(hand_round(deals)[0]["coefexps"], own, group, place.threshold)
    key = TrusteeKey.read(read_taking(value, place.index)[1], group, where)
    if key.public != verification_keys(coefficients, group)[place.index - 1]:
        raise BadRecord(what="A key that does not follow from the coefficients", where=where)
    if key.signature is None:
        raise BadRecord(what="No signature", where=where)
    Signed(str(key.public), key.signature).check(own[place.index - 1].verification, group, where)


def private_key(seed: str, text: str, group: Group) -> Number:
    """With what the trustee decrypts, from the seed and the encrypted key that round 3 gave. Raises BadRecord."""
    secrets, where = _Secrets(seed, group), "the encrypted key of the trustee"
    said = receive(text, secrets.decryption, secrets.verification, group, where)
    fields = wire.Fields(wire.read(said.encode(), where=where), where, required=("decryption_key",))
    return fields.big("decryption_key") % group.q


def _certificates(secrets: _Secrets, place: Place, values: Sequence[Any]) -> tuple[Certificate, ...]:
    if len(values) != place.size:
        raise BadRecord(what=f"{len(values)} instead of {place.size}", where="the certificates")
    found = read_certificates(values, place.group, place.threshold)
    own = found[place.index - 1]
    if not own.has_context or (own.verification, own.encryption) != (secrets.verification, secrets.encryption):
        raise BadRecord(what="Another certificate than yours in your place", where="the certificates")
    return found
