"""Proofs that give nothing away: that one knows an exponent, or that a ciphertext holds one of a few numbers.

A proof is a challenge and a response; the commitment is worked out anew, A = g^response base^challenge, and the
challenge must be the hash of it. In a proof of "one of these" all but the true case are made up; only the sum of their
challenges is fixed by the hash, so nobody can tell which was true.

Source: Belenios specification, "Proofs"; C. P. Schnorr, "Efficient signature generation by smart cards", Journal of
Cryptology 4 (1991); R. Cramer, I. Damgård, B. Schoenmakers, "Proofs of partial knowledge", CRYPTO 1994.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from waardeel.belenios import wire
from waardeel.belenios.credential import Below
from waardeel.belenios.errors import BadRecord
from waardeel.belenios.group import Group, Table
from waardeel.belenios.numbers import Number


class Proof(NamedTuple):
    """One proof; both numbers are from 0 and below q."""

    challenge: Number
    response: Number

    def written(self) -> dict[str, str]:
        return {"challenge": str(self.challenge), "response": str(self.response)}


class Ciphertext(NamedTuple):
    """ElGamal: (g^r, y^r times what is hidden)."""

    alpha: Number
    beta: Number

    def written(self) -> dict[str, str]:
        return {"alpha": str(self.alpha), "beta": str(self.beta)}


def read_proof(value: Any, group: Group, where: str) -> Proof:
    """A proof with numbers below q. Raises BadRecord."""
    fields = wire.Fields(value, where, required=("challenge", "response"), ordered=True)
    proof = Proof(fields.big("challenge"), fields.big("response"))
    if not (proof.challenge < group.q and proof.response < group.q):
        raise BadRecord(what="A number that is too large", where=where)
    return proof


def read_ciphertext(value: Any, where: str) -> Ciphertext:
    """A ciphertext whose membership of the group is still to be checked. Raises BadRecord."""
    fields = wire.Fields(value, where, required=("alpha", "beta"), ordered=True)
    return Ciphertext(fields.big("alpha"), fields.big("beta"))


def challenge(group: Group, prefix: str, *numbers: Number) -> Number:
    """The hash of `prefix` and these numbers with commas between, modulo q."""
    return wire.sha256_number(prefix + ",".join(map(str, numbers))) % group.q


def known(group: Group, secret: Number, prefix: str, below: Below) -> Proof:
    """A proof that one knows `secret`, the exponent of g^secret, bound to `prefix`."""
    w = below(int(group.q))
    hashed = challenge(group, prefix, group.of_g.power(w))
    return Proof(hashed, (w - secret * hashed) % group.q)


def knows(group: Group, public: Number, proof: Proof, prefix: str) -> bool:
    """Whether such a proof holds for `public`, which is an element of the group."""
    commitment = group.of_g.power(proof.response) * group.power(public, proof.challenge) % group.p
    return challenge(group, prefix, commitment) == proof.challenge


class Case(NamedTuple):
    """One case of a proof of "one of these": that the ciphertext made with `randomness` holds `claimed`, while in
    truth it holds `held`.
    """

    randomness: Number
    held: int
    claimed: int


def one_of(group: Group, key: Table, cases: Sequence[Case], prefix: str, below: Below) -> list[Proof]:
    """Proofs that one of these cases is true; the first that is true is proved and the others are made up.

    The maker knows the randomness, so only powers of g and of the key are needed: for a made-up case
    B = key^(response + r challenge) g^((held - claimed) challenge).
    """
    q, p, g = group.q, group.p, group.of_g
    true = next(at for at, case in enumerate(cases) if case.held == case.claimed)
    made: list[Proof | None] = []
    commitments: list[Number] = []
    w = below(int(q))
    for at, case in enumerate(cases):
        if at == true:
            made.append(None)
            commitments += [g.power(w), key.power(w)]
            continue
        proof = Proof(below(int(q)), below(int(q)))
        exponent = (proof.response + case.randomness * proof.challenge) % q
        shift = g.power((case.held - case.claimed) * proof.challenge % q)
        made.append(proof)
        commitments += [g.power(exponent), key.power(exponent) * shift % p]
    hashed = (challenge(group, prefix, *commitments) - sum(proof.challenge for proof in made if proof)) % q
    honest = Proof(hashed, (w - cases[true].randomness * hashed) % q)
    return [honest if proof is None else proof for proof in made]


def holds(group: Group, key: Table, cases: Sequence[tuple[Number, Number, int, Proof]], prefix: str) -> bool:
    """Whether such proofs hold. Each case has alpha^challenge, beta^challenge, what is claimed, and the proof."""
    q, p, g = group.q, group.p, group.of_g
    commitments: list[Number] = []
    total: Number = 0
    for alpha, beta, claimed, proof in cases:
        commitments.append(g.power(proof.response) * alpha % p)
        second = key.power(proof.response) * beta % p
        if claimed:
            second = second * g.power(-claimed * proof.challenge % q) % p
        commitments.append(second)
        total += proof.challenge
    return challenge(group, prefix, *commitments) == total % q
