"""The tally: the ballots that count, multiplied into one ciphertext for each answer, and what the trustees make of it.

Multiplying ciphertexts adds what is in them, so nobody ever opens a ballot. The sums are small, and are found by trying
in steps (baby steps, giant steps).

Source: Belenios specification, "Tally", "Partial decryptions", "Election result"; D. Shanks, "Class number, a theory
of factorization, and genera", Proceedings of Symposia in Pure Mathematics 20 (1971).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

from waardeel.belenios import wire
from waardeel.belenios.ballot import Ballot
from waardeel.belenios.credential import Below
from waardeel.belenios.election import Election
from waardeel.belenios.errors import BadElection, BadProof, BadRecord
from waardeel.belenios.group import Group
from waardeel.belenios.numbers import Number, number
from waardeel.belenios.proofs import Ciphertext, Proof, challenge, read_ciphertext, read_proof
from waardeel.belenios.trustee import Trustees

#: More votes than this cannot be read out: the search takes as many steps as the root of it.
MOST_VOTES = 10**12
Ciphertexts = tuple[tuple[Ciphertext, ...], ...]


class Tally:
    """The product of ballots, kept while they come in; a ballot that was replaced can be taken out again."""

    def __init__(self, election: Election, products: Ciphertexts | None = None) -> None:
        self.election = election
        one = Ciphertext(number(1), number(1))
        self.products = products or tuple((one,) * question.width for question in election.questions)

    def add(self, ballot: Ballot, weight: int) -> None:
        """Count a ballot that was checked."""
        self.times(tuple(answer.choices for answer in ballot.answers), weight)

    def take_out(self, ballot: Ballot, weight: int) -> None:
        """Count a ballot no longer."""
        inverse = self.election.group.inverse
        self.times(
            tuple(tuple(Ciphertext(inverse(a), inverse(b)) for a, b in answer.choices) for answer in ballot.answers),
            weight,
        )

    def times(self, ciphertexts: Ciphertexts, weight: int = 1) -> None:
        """Multiply by ciphertexts of the same shape, raised to a weight."""
        group = self.election.group

        def raised(value: Number) -> Number:
            return value if weight == 1 else group.power(value, number(weight))

        self.products = tuple(
            tuple(
                Ciphertext(own.alpha * raised(other.alpha) % group.p, own.beta * raised(other.beta) % group.p)
                for own, other in zip(row, others, strict=True)
            )
            for row, others in zip(self.products, ciphertexts, strict=True)
        )

    def written(self) -> bytes:
        return wire.written([[each.written() for each in row] for row in self.products])


def read_tally(data: bytes, election: Election) -> Ciphertexts:
    """An encrypted tally of the shape that the questions ask. Raises BadRecord."""
    where = "the encrypted tally"
    rows = wire.listed(wire.read(data, where=where), where, len(election.questions))
    return tuple(
        tuple(read_ciphertext(each, where) for each in wire.listed(row, where, question.width))
        for row, question in zip(rows, election.questions, strict=True)
    )


@dataclass(frozen=True)
class Decryption:
    """What one trustee makes of a tally: a factor for each ciphertext, with the proof that it is the right one."""

    factors: tuple[tuple[Number, ...], ...]
    proofs: tuple[tuple[Proof, ...], ...]

    @classmethod
    def make(cls, election: Election, tally: Ciphertexts, secret: Number, below: Below) -> Decryption:
        """The part of the trustee who holds `secret`."""
        group = election.group
        public = group.of_g.power(secret)
        factors, proofs = [], []
        for row in tally:
            factors.append(tuple(group.power(each.alpha, number(secret)) for each in row))
            made = []
            for each in row:
                w = number(below(int(group.q)))
                hashed = challenge(group, _prefix(election, public), group.of_g.power(w), group.power(each.alpha, w))
                made.append(Proof(hashed, (w - secret * hashed) % group.q))
            proofs.append(tuple(made))
        return cls(tuple(factors), tuple(proofs))

    @classmethod
    def read(cls, data: bytes, election: Election, where: str) -> Decryption:
        """A decryption of the right shape, its proofs still to be checked. Raises BadRecord."""
        fields = wire.Fields(wire.read(data, where=where), where, required=("decryption_factors", "decryption_proofs"))
        widths = [question.width for question in election.questions]

        def rows(name: str) -> Iterable[tuple[list[Any], int]]:
            return zip(fields.many(name, len(widths)), widths, strict=True)

        return cls(
            tuple(
                tuple(wire.big(each, where) for each in wire.listed(row, where, width))
                for row, width in rows("decryption_factors")
            ),
            tuple(
                tuple(read_proof(each, election.group, where) for each in wire.listed(row, where, width))
                for row, width in rows("decryption_proofs")
            ),
        )

    def written(self) -> bytes:
        return wire.written(
            {
                "decryption_factors": [[str(factor) for factor in row] for row in self.factors],
                "decryption_proofs": [[proof.written() for proof in row] for row in self.proofs],
            }
        )

    def check(self, election: Election, tally: Ciphertexts, public: Number, where: str) -> None:
        """Check all proofs against the public key of the trustee. Raises BadProof, BadRecord."""
        group, prefix = election.group, _prefix(election, public)
        for row, factors, proofs in zip(tally, self.factors, self.proofs, strict=True):
            for each, factor, proof in zip(row, factors, proofs, strict=True):
                if not group.contains(factor):
                    raise BadRecord(what="A number that is no element of the group", where=where)
                first = group.of_g.power(proof.response) * group.power(public, proof.challenge) % group.p
                second = group.power(each.alpha, proof.response) * group.power(factor, proof.challenge) % group.p
                if challenge(group, prefix, first, second) != proof.challenge:
                    raise BadProof(what="The proof of the decryption", where=where)


def _prefix(election: Election, public: Number) -> str:
    return f"decrypt|{election.fingerprint}|{public}|"


def result(
    election: Election, tally: Ciphertexts, trustees: Trustees, decryptions: dict[int, Decryption], votes: int
) -> list[list[int]]:
    """The sum of each answer, at most `votes`, from the checked decryptions, by the number of the trustee from 1.

    Raises BadElection where a trustee is lacking or there are too many votes, BadProof where nothing fits.
    """
    lacking = trustees.lacking(list(decryptions))
    if lacking:
        raise BadElection(
            what=f"{len(decryptions)} trustees decrypted, and {lacking} more must", mend="Wait for the others."
        )
    if votes > MOST_VOTES:
        raise BadElection(what=f"it has {votes} votes", mend=f"At most {MOST_VOTES} can be read out.")
    group = election.group
    find = Logarithm(group, votes)
    found = []
    for at, row in enumerate(tally):
        sums = []
        for column, each in enumerate(row):
            factors = {owner: decryption.factors[at][column] for owner, decryption in decryptions.items()}
            sums.append(find(each.beta * group.inverse(trustees.together(factors, group)) % group.p))
        found.append(sums)
    return found


class Logarithm:
    """Finds e from g^e, for e from 0 to `most`."""

    def __init__(self, group: Group, most: int) -> None:
        self._group, self._most = group, most
        self._stride = isqrt(most) + 1
        self._small: dict[Number, int] = {}
        power = number(1)
        for exponent in range(self._stride):
            self._small[power] = exponent
            power = power * group.g % group.p
        self._back = group.inverse(power)

    def __call__(self, element: Number) -> int:
        """The exponent. Raises BadProof when there is none so small."""
        for giant in range(self._stride + 1):
            if element in self._small:
                exponent = giant * self._stride + self._small[element]
                if exponent <= self._most:
                    return exponent
            element = element * self._back % self._group.p
        raise BadProof(what="The sum", where="the result: it is not a number of votes")


def written_result(sums: Sequence[Sequence[int]]) -> bytes:
    """The record of a result."""
    return wire.written({"result": [[wire.amount(each) for each in row] for row in sums]})


def read_result(data: bytes, election: Election) -> list[list[int]]:
    """The result that a record tells. Raises BadRecord."""
    where = "the result"
    fields = wire.Fields(wire.read(data, where=where), where, required=("result",))
    rows = fields.many("result", len(election.questions))
    return [
        [wire.amount_read(each, where) for each in wire.listed(row, where, question.width)]
        for row, question in zip(rows, election.questions, strict=True)
    ]


def read_sized(data: bytes, where: str = "the size of the tally") -> tuple[int, int, str]:
    """What the record of a tally says: ballots counted, their votes together, and the hash of the tally."""
    fields = wire.Fields(
        wire.read(data, where=where), where, required=("num_tallied", "total_weight", "encrypted_tally")
    )
    return fields.amount("num_tallied"), fields.amount("total_weight"), fields.text("encrypted_tally")


def written_sized(ballots: int, votes: int, tally: str) -> bytes:
    return wire.written({"num_tallied": ballots, "total_weight": wire.amount(votes), "encrypted_tally": tally})


def read_owned(data: bytes, where: str) -> tuple[int, str]:
    """Whose a decryption or a shuffle is, counted from 1, and its hash. Raises BadRecord."""
    fields = wire.Fields(wire.read(data, where=where), where, required=("owner", "payload"))
    return fields.small("owner"), fields.text("payload")


def written_owned(owner: int, payload: str) -> bytes:
    return wire.written({"owner": owner, "payload": payload})
