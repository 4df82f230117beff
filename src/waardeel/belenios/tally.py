"""The tally: the ballots that count, multiplied into one ciphertext for each answer, and what the trustees make of it.

Multiplying ciphertexts adds what is in them, so nobody ever opens a ballot. The sums are small, and are found by trying
in steps (baby steps, giant steps).

Source: Belenios specification, "Tally", "Partial decryptions", "Election result"; D. Shanks, "Class number, a theory
of factorization, and genera", Proceedings of Symposia in Pure Mathematics 20 (1971).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isqrt
from typing import Any

from waardeel.belenios import wire
from waardeel.belenios.ballot import Answer, Ballot
from waardeel.belenios.credential import Below
from waardeel.belenios.election import Election
from waardeel.belenios.errors import BadElection, BadProof, BadRecord
from waardeel.belenios.group import Group
from waardeel.belenios.numbers import Number, number
from waardeel.belenios.proofs import Ciphertext, Proof, challenge, read_ciphertext, read_proof
from waardeel.belenios.ranked import RankedAnswer, decode
from waardeel.belenios.trustee import Trustees

#: More votes than this cannot be read out: the search takes as many steps as the root of it.
MOST_VOTES = 10**12
Ciphertexts = tuple[tuple[Ciphertext, ...], ...]
#: Of each question the sums, or where it is ranked the numbers of every ballot.
Result = list[list[int]] | list[list[list[int]]]


class Tally:
    """The product of ballots, kept while they come in; a ballot that was replaced can be taken out again.

    Where answers are ranked there is none: the product of nothing.
    """

    def __init__(self, election: Election, products: Ciphertexts | None = None) -> None:
        self.election = election
        one = Ciphertext(number(1), number(1))
        self.products = products or tuple((one,) * width for width in election.widths(0))

    def add(self, ballot: Ballot, weight: int) -> None:
        """Count a ballot that was checked."""
        self.times(_choices(ballot), weight)

    def take_out(self, ballot: Ballot, weight: int) -> None:
        """Count a ballot no longer."""
        inverse = self.election.group.inverse
        self.times(
            tuple(tuple(Ciphertext(inverse(a), inverse(b)) for a, b in choices) for choices in _choices(ballot)),
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
        return written_tally(self.products)


def _choices(ballot: Ballot) -> Ciphertexts:
    return tuple(answer.choices if isinstance(answer, Answer) else () for answer in ballot.answers)


def gathered(election: Election, ballots: Iterable[Ballot]) -> Ciphertexts:
    """The answers of these ballots to ranked questions, sorted so that their order tells nothing."""
    rows: list[list[Ciphertext]] = [[] for _ in election.questions]
    for ballot in ballots:
        for row, answer in zip(rows, ballot.answers, strict=True):
            if isinstance(answer, RankedAnswer):
                row.append(answer.choice)
    return tuple(tuple(sorted(row)) for row in rows)


def written_tally(ciphertexts: Ciphertexts) -> bytes:
    """The record of an encrypted tally."""
    return wire.written([[each.written() for each in row] for row in ciphertexts])


def read_tally(data: bytes, election: Election, ballots: int = 0) -> Ciphertexts:
    """An encrypted tally of the shape that the questions ask, with this many ballots. Raises BadRecord."""
    where = "the encrypted tally"
    rows = wire.listed(wire.read(data, where=where), where, len(election.questions))
    return tuple(
        tuple(read_ciphertext(each, where) for each in wire.listed(row, where, width))
        for row, width in zip(rows, election.widths(ballots), strict=True)
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
    def read(cls, data: bytes, election: Election, where: str, ballots: int = 0) -> Decryption:
        """A decryption of a tally of this many ballots, its proofs still to be checked. Raises BadRecord."""
        fields = wire.Fields(wire.read(data, where=where), where, required=("decryption_factors", "decryption_proofs"))
        widths = election.widths(ballots)

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
) -> Result:
    """What was voted, from the checked decryptions, by the number of the trustee from 1.

    Of questions with choices the `sums`; of ranked ones the numbers of every ballot, in the order of the last shuffle.
    Raises BadElection where a trustee is lacking or there are too many votes, BadProof where nothing fits.
    """
    if not election.ranked:
        return sums(election, tally, trustees, decryptions, votes)
    return [
        [decode(each, len(question.answers)) for each in row]
        for row, question in zip(_opened(election, tally, trustees, decryptions), election.questions, strict=True)
    ]


def sums(
    election: Election, tally: Ciphertexts, trustees: Trustees, decryptions: dict[int, Decryption], votes: int
) -> list[list[int]]:
    """The sum of each answer, at most `votes`. Raises as `result` does."""
    if votes > MOST_VOTES:
        raise BadElection(what=f"it has {votes} votes", mend=f"At most {MOST_VOTES} can be read out.")
    opened = _opened(election, tally, trustees, decryptions)
    find = Logarithm(election.group, votes)
    return [[find(each) for each in row] for row in opened]


def _opened(
    election: Election, tally: Ciphertexts, trustees: Trustees, decryptions: dict[int, Decryption]
) -> list[list[Number]]:
    lacking, group = trustees.lacking(list(decryptions)), election.group
    if lacking:
        raise BadElection(
            what=f"{len(decryptions)} trustees decrypted, and {lacking} more must", mend="Wait for the others."
        )

    def opened(at: int, column: int, each: Ciphertext) -> Number:
        factors = {owner: decryption.factors[at][column] for owner, decryption in decryptions.items()}
        return each.beta * group.inverse(trustees.together(factors, group)) % group.p

    return [[opened(at, column, each) for column, each in enumerate(row)] for at, row in enumerate(tally)]


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


def written_result(result: Result) -> bytes:
    """The record of a result."""
    return wire.written(
        {"result": [[each if isinstance(each, list) else wire.amount(each) for each in row] for row in result]}
    )


def read_result(data: bytes, election: Election, ballots: int = 0) -> Result:
    """The result that a record tells, of this many ballots. Raises BadRecord."""
    where = "the result"
    fields = wire.Fields(wire.read(data, where=where), where, required=("result",))
    rows = fields.many("result", len(election.questions))
    listed = [wire.listed(row, where, width) for row, width in zip(rows, election.widths(ballots), strict=True)]
    if not election.ranked:
        return [[wire.amount_read(each, where) for each in row] for row in listed]
    return [
        [[wire.amount_read(one, where) for one in wire.listed(each, where, len(question.answers))] for each in row]
        for row, question in zip(listed, election.questions, strict=True)
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
