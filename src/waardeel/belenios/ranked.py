"""Ranked and graded questions: a number for each answer, hidden as a whole, and read one by one after shuffling.

A ranking cannot be added up under encryption, so every answer is decrypted alone; that nobody can tell whose it was is
the work of the shuffles between (see `shuffle`). The numbers are packed into one element of the group, which must be
RFC-3526-2048, the only one in which numbers can be written so.

Source: Belenios specification, "Non-homomorphic questions", "Group parameters" (of ints, to ints).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from waardeel.belenios import wire
from waardeel.belenios.credential import Below
from waardeel.belenios.errors import BadChoice, BadProof, BadRecord
from waardeel.belenios.group import Group, Table
from waardeel.belenios.numbers import Number, number
from waardeel.belenios.proofs import Ciphertext, Proof, challenge, known, read_ciphertext, read_proof

KIND = "NonHomomorphic"
#: Bits of one number, and bits that are tried at the end until the whole is an element of the group.
_BITS, _PADDING = 8, 8
#: So many answers fit into an element with room to spare.
MOST_ANSWERS = 100
#: The largest number for an answer.
LARGEST = (1 << _BITS) - 1


@dataclass(frozen=True)
class Ranking:
    """One question to whose answers each voter gives a number: a rank from 1, or a grade. 0 is none.

    `extra` says how it is counted, as the maker of the election wrote it.
    """

    text: str
    answers: tuple[str, ...]
    extra: Any = field(default=None, hash=False)

    @classmethod
    def read(cls, value: Any, where: str) -> Ranking:
        """A question of the record. Raises BadRecord."""
        fields = wire.Fields(value, where, required=("type", "value"), optional=("extra",))
        if fields.get("type") != KIND:
            fields.refuse(f"An unknown kind of question {str(fields.get('type'))[:40]!r}")
        inner = wire.Fields(fields.get("value"), where, required=("answers", "question"))
        answers = inner.many("answers")
        if not all(isinstance(answer, str) for answer in answers):
            inner.refuse("An answer that is no text")
        if not 1 <= len(answers) <= MOST_ANSWERS:
            inner.refuse(f"{len(answers)} answers")
        return cls(inner.text("question"), tuple(answers), fields.get("extra"))

    def written(self) -> dict[str, Any]:
        extra = {} if self.extra is None else {"extra": self.extra}
        return {"type": KIND, "value": {"answers": list(self.answers), "question": self.text}, **extra}


def encode(numbers: Sequence[int], group: Group) -> Number:
    """The element of the group that stands for these numbers."""
    packed = 0
    for each in numbers:
        packed = packed << _BITS | each
    element = number(packed << _PADDING)
    while not group.contains(element):
        element = element + 1
    return element


def decode(element: Number, length: int) -> list[int]:
    """The numbers for which an element stands. Whoever made it may have hidden anything; then these are arbitrary."""
    packed = int(element) >> _PADDING
    return [packed >> _BITS * at & LARGEST for at in reversed(range(length))]


@dataclass(frozen=True, slots=True)
class RankedAnswer:
    """One such question answered: the numbers, hidden, and the proof that the voter knows what hides them."""

    choice: Ciphertext
    proof: Proof

    @classmethod
    def make(
        cls, question: Ranking, chosen: Sequence[int], group: Group, key: Table, bound: str, below: Below
    ) -> RankedAnswer:
        """The answer of a voter. Raises BadChoice."""
        if len(chosen) != len(question.answers) or not all(0 <= each <= LARGEST for each in chosen):
            raise BadChoice(
                question=question.text, what=f"it takes {len(question.answers)} numbers, each from 0 to {LARGEST}"
            )
        r = number(below(int(group.q)))
        choice = Ciphertext(group.of_g.power(r), key.power(r) * encode(chosen, group) % group.p)
        return cls(choice, known(group, r, _prefix(bound, key.base, choice), below))

    @classmethod
    def read(cls, value: Any, group: Group, where: str) -> RankedAnswer:
        """An answer of the right shape. Raises BadRecord."""
        fields = wire.Fields(value, where, required=("choices", "proof"), ordered=True)
        return cls(
            read_ciphertext(fields.get("choices"), where), read_proof(fields.get("proof"), group, f"proof of {where}")
        )

    def written(self) -> dict[str, Any]:
        return {"choices": self.choice.written(), "proof": self.proof.written()}

    def check(self, group: Group, key: Number, bound: str, where: str) -> None:
        """Check that both numbers are elements, and the proof. Raises BadRecord, BadProof."""
        if not (group.contains(self.choice.alpha) and group.contains(self.choice.beta)):
            raise BadRecord(what="A number that is no element of the group", where=where)
        commitment = group.of_g.power(self.proof.response) * group.power(self.choice.alpha, self.proof.challenge)
        if challenge(group, _prefix(bound, key, self.choice), commitment % group.p) != self.proof.challenge:
            raise BadProof(what="The proof that the voter knows what hides the answer", where=where)


def _prefix(bound: str, key: Number, choice: Ciphertext) -> str:
    return f"raweg|{bound}|{key},{choice.alpha},{choice.beta}|"
