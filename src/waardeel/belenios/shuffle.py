"""Shuffles: a trustee hides the ciphertexts anew and puts them in a secret order, and proves that none was exchanged.

The proof is checked as one equation: what the single equations say is raised to random powers and multiplied, so that
a false one goes through with a chance of 2^-128. That is allowed because all commitments are published, and every
number is first seen to be an element of the group, whose order is prime.

Source: R. Haenni, R. E. Koenig, P. Locher, E. Dubuis, "CHVote Protocol Specification", version 1.3.2 (2017),
algorithms 7.42 to 7.48, in the form of the Belenios specification, "Shuffles"; B. Terelius, D. Wikström, "Proofs of
restricted shuffles", AFRICACRYPT 2010; M. Bellare, J. A. Garay, T. Rabin, "Fast batch verification for modular
exponentiation and digital signatures", EUROCRYPT 1998 (the single equation).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from waardeel.belenios import wire
from waardeel.belenios.credential import Below
from waardeel.belenios.election import Election
from waardeel.belenios.errors import BadProof, BadRecord
from waardeel.belenios.group import Group, Table
from waardeel.belenios.numbers import Number, number
from waardeel.belenios.proofs import Ciphertext, read_ciphertext

Ciphertexts = tuple[tuple[Ciphertext, ...], ...]
#: Bits of the random powers of the one equation.
_BITS = 128


@dataclass(frozen=True)
class Proof:
    """That one list of ciphertexts is a shuffle of another. The names are those of the source.

    `t` are the commitments (t1, t2, t3, t41, t42), `t_chain` one more for each ciphertext; `s` the answers to the
    challenge (s1 to s4), `s_chain` and `s_permuted` one for each; `c` commits to the order and `chain` to the powers.
    """

    t: tuple[Number, ...]
    t_chain: tuple[Number, ...]
    s: tuple[Number, ...]
    s_chain: tuple[Number, ...]
    s_permuted: tuple[Number, ...]
    c: tuple[Number, ...]
    chain: tuple[Number, ...]

    @classmethod
    def read(cls, value: Any, group: Group, size: int, where: str) -> Proof:
        """A proof about so many ciphertexts: elements of the group and numbers below q. Raises BadRecord."""
        commitments, answers, c, chain = wire.listed(value, where, 4)
        t1, t2, t3, t4, t_chain = wire.listed(commitments, where, 5)
        s1, s2, s3, s4, s_chain, s_permuted = wire.listed(answers, where, 6)

        def elements(values: Any, length: int) -> tuple[Number, ...]:
            found = tuple(wire.big(each, where) for each in wire.listed(values, where, length))
            if not all(group.contains(each) for each in found):
                raise BadRecord(what="A number that is no element of the group", where=where)
            return found

        def below_q(values: Any, length: int) -> tuple[Number, ...]:
            found = tuple(wire.big(each, where) for each in wire.listed(values, where, length))
            if not all(each < group.q for each in found):
                raise BadRecord(what="A number that is too large", where=where)
            return found

        return cls(
            (*elements([t1, t2, t3], 3), *elements(t4, 2)),
            elements(t_chain, size),
            below_q([s1, s2, s3, s4], 4),
            below_q(s_chain, size),
            below_q(s_permuted, size),
            elements(c, size),
            elements(chain, size),
        )

    def written(self) -> list[Any]:
        t1, t2, t3, t41, t42 = map(str, self.t)
        return [
            [t1, t2, t3, [t41, t42], _texts(self.t_chain)],
            [*_texts(self.s), _texts(self.s_chain), _texts(self.s_permuted)],
            _texts(self.c),
            _texts(self.chain),
        ]


@dataclass(frozen=True)
class Shuffle:
    """What one trustee publishes: for each question the ciphertexts anew, and the proof."""

    ciphertexts: Ciphertexts
    proofs: tuple[Proof, ...]

    @classmethod
    def make(cls, election: Election, before: Ciphertexts, below: Below) -> Shuffle:
        """Hide these anew, in a random order."""
        made = [_shuffled(election, row, below) for row in before]
        return cls(tuple(row for row, _ in made), tuple(proof for _, proof in made))

    @classmethod
    def read(cls, data: bytes, election: Election, size: int, where: str) -> Shuffle:
        """A shuffle of so many ballots, its proofs still to be checked. Raises BadRecord."""
        fields = wire.Fields(wire.read(data, where=where), where, required=("ciphertexts", "proofs"))
        asked = len(election.questions)
        return cls(
            tuple(
                tuple(read_ciphertext(each, where) for each in wire.listed(row, where, size))
                for row in fields.many("ciphertexts", asked)
            ),
            tuple(Proof.read(each, election.group, size, where) for each in fields.many("proofs", asked)),
        )

    def written(self) -> bytes:
        return wire.written(
            {
                "ciphertexts": [[each.written() for each in row] for row in self.ciphertexts],
                "proofs": [proof.written() for proof in self.proofs],
            }
        )

    def check(self, election: Election, before: Ciphertexts, where: str) -> None:
        """Check that this is a shuffle of what was before, whose numbers are elements. Raises BadRecord, BadProof."""
        for row, own, proof in zip(before, self.ciphertexts, self.proofs, strict=True):
            if not all(election.group.contains(each) for pair in own for each in pair):
                raise BadRecord(what="A number that is no element of the group", where=where)
            if row and not _holds(election, row, own, proof):
                raise BadProof(what="The proof that no answer was exchanged", where=where)


# ---- what both sides work out


@lru_cache(maxsize=4)
def generators(group: Group, size: int) -> tuple[Number, ...]:
    """h and h_0 to h_(size - 1): elements of which nobody knows the logarithms."""

    def made(at: int) -> Number:
        return group.power(number(wire.sha256_number(f"ggen|{at}")), group.cofactor)

    return tuple(made(at) for at in range(-1, size))


def _weights(election: Election, about: str, size: int) -> list[Number]:
    """The u_i of the source: to which power each ciphertext is raised."""
    group = election.group
    first = hashlib.sha256(f"shuffle-challenges|{election.fingerprint}|{about}".encode()).hexdigest()
    return [
        number(wire.sha256_number(first + hashlib.sha256(str(at).encode()).hexdigest())) % group.q for at in range(size)
    ]


def _challenge(election: Election, commitments: Iterable[Number], about: str, chain: Iterable[Number]) -> Number:
    said = f"{_each(commitments)}{about}{_each(chain)}{election.key}"
    return wire.sha256_number(f"shuffle-challenge|{election.fingerprint}|{said}") % election.group.q


def _about(before: Sequence[Ciphertext], after: Sequence[Ciphertext], c: Iterable[Number]) -> str:
    return _each(part for pair in (*before, *after) for part in pair) + _each(c)


def _each(numbers: Iterable[Number]) -> str:
    return "".join(f"{each}," for each in numbers)


def _texts(numbers: Iterable[Number]) -> list[str]:
    return [str(each) for each in numbers]


# ---- making


def _shuffled(election: Election, before: Sequence[Ciphertext], below: Below) -> tuple[tuple[Ciphertext, ...], Proof]:
    group, key, size = election.group, election.of_key, len(before)
    p, q, g = group.p, group.q, group.of_g
    hs = generators(group, size)[1:]

    def some(count: int) -> list[Number]:
        return [number(below(int(q))) for _ in range(count)]

    order = random_order(size, below)
    hiding, commiting, chaining = some(size), some(size), some(size)
    after = tuple(
        Ciphertext(before[at].alpha * g.power(r) % p, before[at].beta * key.power(r) % p)
        for at, r in zip(order, hiding, strict=True)
    )
    c: list[Number] = [number(1)] * size
    for place, at in enumerate(order):
        c[at] = g.power(commiting[at]) * hs[place] % p
    about = _about(before, after, c)
    u = _weights(election, about, size)
    permuted = [u[at] for at in order]
    # ĉ_i = g^(r̂_i) ĉ_(i-1)^(u'_i) = g^R h^U, of which the maker knows R and U: no power of a new base is needed.
    of_h = _table(group)
    chain, exponents, r_sum, u_product = [], [(number(0), number(1))], number(0), number(1)
    for r, weight in zip(chaining, permuted, strict=True):
        r_sum, u_product = (r + r_sum * weight) % q, u_product * weight % q
        exponents.append((r_sum, u_product))
        chain.append(g.power(r_sum) * of_h.power(u_product) % p)
    w, w_chain, w_permuted = some(4), some(size), some(size)
    t = (
        g.power(w[0]),
        g.power(w[1]),
        g.power(w[2]) * group.product(zip(hs, w_permuted, strict=True)) % p,
        key.power(-w[3] % q) * group.product(zip((each.beta for each in after), w_permuted, strict=True)) % p,
        g.power(-w[3] % q) * group.product(zip((each.alpha for each in after), w_permuted, strict=True)) % p,
    )
    t_chain = [
        g.power((own + r_before * other) % q) * of_h.power(u_before * other % q) % p
        for own, other, (r_before, u_before) in zip(w_chain, w_permuted, exponents[:-1], strict=True)
    ]
    asked = _challenge(election, (*t, *t_chain), about, chain)
    s = (
        (w[0] + asked * sum(commiting)) % q,
        (w[1] + asked * r_sum) % q,
        (w[2] + asked * sum(r * weight for r, weight in zip(commiting, u, strict=True))) % q,
        (w[3] + asked * sum(r * weight for r, weight in zip(hiding, permuted, strict=True))) % q,
    )
    return after, Proof(
        t,
        tuple(t_chain),
        s,
        tuple((own + asked * r) % q for own, r in zip(w_chain, chaining, strict=True)),
        tuple((own + asked * weight) % q for own, weight in zip(w_permuted, permuted, strict=True)),
        tuple(c),
        tuple(chain),
    )


def random_order(size: int, below: Below) -> list[int]:
    """A random order (Fisher and Yates)."""
    order = list(range(size))
    for at in range(size - 1, 0, -1):
        other = below(at + 1)
        order[at], order[other] = order[other], order[at]
    return order


@lru_cache(maxsize=1)
def _table(group: Group) -> Table:
    return Table(group, generators(group, 0)[0])


# ---- checking


def _holds(election: Election, before: Sequence[Ciphertext], after: Sequence[Ciphertext], proof: Proof) -> bool:
    group, size = election.group, len(before)
    p, q = group.p, group.q
    h, *hs = generators(group, size)
    about = _about(before, after, proof.c)
    u = _weights(election, about, size)
    asked = _challenge(election, (*proof.t, *proof.t_chain), about, proof.chain)
    z1, z2, z3, z4, z5 = (number(secrets.randbits(_BITS)) for _ in range(5))
    z = [number(secrets.randbits(_BITS)) for _ in range(size)]
    u_product = number(1)
    for each in u:
        u_product = u_product * each % q
    s1, s2, s3, s4 = proof.s
    # Left what is raised to short powers: the commitments, and what the challenge is about.
    left = [*zip(proof.t, (z1, z2, z3, z4, z5), strict=True), *zip(proof.t_chain, z, strict=True)]
    for at, weight in enumerate(u):
        left.append((proof.c[at], asked * (z1 + z3 * weight)))
        left.append((before[at].beta, asked * weight * z4))
        left.append((before[at].alpha, asked * weight * z5))
        left.append((proof.chain[at], asked * z[at]))
    left.append((proof.chain[-1], asked * z2))
    # Right the answers to the challenge; what is divided by on the left stands here as well.
    right = []
    for at, answer in enumerate(proof.s_permuted):
        right.append((hs[at], (z3 * answer + asked * z1) % q))
        right.append((after[at].beta, z4 * answer % q))
        right.append((after[at].alpha, z5 * answer % q))
        if at:
            right.append((proof.chain[at - 1], z[at] * answer % q))
    right.append((h, (z[0] * proof.s_permuted[0] + asked * z2 * u_product) % q))
    of_g = z1 * s1 + z2 * s2 + z3 * s3 - z5 * s4 + sum(one * s for one, s in zip(z, proof.s_chain, strict=True))
    known = group.of_g.power(of_g % q) * election.of_key.power(-z4 * s4 % q) % p
    return group.product(left) == group.product(right) * known % p
