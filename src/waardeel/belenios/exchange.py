"""A code is exchanged: for a spare one when the letter was lost, or for a ballot on paper when it is handed in.

The protocol fixes the list of codes at the opening and knows no revoking. So the list holds some spare codes, which
cast nothing until an exchange names one of them, and codes that stand on ballots of paper, of which as many are taken
as letters were handed in. Who asks for an exchange proves that they hold the code that is given up; the proof is
published, so that whoever runs the server cannot give up the code of another. A code with a ballot on record cannot be
exchanged: that ballot counts, and is replaced by voting again.

This is ours and no part of the Belenios specification: to its programs a spare code is a code like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waardeel.belenios import credential, wire
from waardeel.belenios.credential import Below, Roll, secret
from waardeel.belenios.errors import BadProof, BadRecord
from waardeel.belenios.group import Group
from waardeel.belenios.numbers import Number
from waardeel.belenios.proofs import Proof, known, knows, read_proof

#: What a letter is handed in for, in the place of a spare code.
PAPER = "paper"


@dataclass(frozen=True)
class Exchange:
    """The public credential that is given up, what for (a spare public credential, or PAPER), and the proof."""

    credential: str
    into: str
    proof: Proof

    @classmethod
    def make(cls, code: str, uuid: str, into: str, group: Group, below: Below) -> Exchange:
        """What the holder of a code makes to give it up in one election. Raises BadCredential."""
        exponent: Number = secret(code, uuid, group)
        public = str(group.of_g.power(exponent))
        return cls(public, into, known(group, exponent, _prefix(uuid, public, into), below))

    @classmethod
    def read(cls, data: bytes, uuid: str, group: Group) -> Exchange:
        """An exchange whose proof holds for that election. Raises BadRecord, BadProof."""
        return cls.of(wire.read(data, where="the exchange"), uuid, group)

    @classmethod
    def of(cls, value: object, uuid: str, group: Group) -> Exchange:
        """The same from what a record holds."""
        fields = wire.Fields(value, "the exchange", required=("credential", "into", "proof"))
        element, into = fields.big("credential"), fields.text("into")
        made = cls(str(element), into, read_proof(fields.get("proof"), group, "the exchange"))
        if element == 1 or not group.contains(element):
            raise BadRecord(what="A number that is no element of the group", where="the exchange")
        if not knows(group, element, made.proof, _prefix(uuid, made.credential, into)):
            raise BadProof(what="The proof that the code is held", where="the exchange")
        return made

    def record(self) -> dict[str, object]:
        """It as a record."""
        return {"credential": self.credential, "into": self.into, "proof": self.proof.written()}

    def written(self) -> bytes:
        """It as bytes."""
        return wire.written(self.record())


@dataclass(frozen=True)
class Made:
    """A code as its maker keeps it, with its public half in the first election; for a "voter", "spare", or "paper"."""

    code: str
    public: str
    use: str


def make_codes(
    uuids: Sequence[str], votes: Sequence[int], spares: int, papers: int, group: Group, below: Below
) -> tuple[list[Made], bytes]:
    """What the credential authority does: a code for each voter with so many votes, then so many spare ones, then so
    many for ballots of paper. One code serves all the elections of a meeting, in each with another public half, so that
    nobody can tell which ballots of two of them came by one code.

    Returns the codes, and the answer with the public halves per election, in an order that tells nothing.
    """
    uses = ["voter"] * len(votes) + ["spare"] * spares + [PAPER] * papers
    weights = [*votes, *[1] * (spares + papers)]
    codes = [credential.make(below) for _ in uses]
    answer, first = {}, list[str]()
    for uuid in uuids:
        publics = [str(group.of_g.power(secret(code, uuid, group))) for code in codes]
        roll = Roll.written((int(public), weight) for public, weight in zip(publics, weights, strict=True))
        of = {
            use: sorted(one for one, its in zip(publics, uses, strict=True) if its == use) for use in ("spare", PAPER)
        }
        answer[uuid] = {"credentials": list(wire.texts(roll, where="the public credentials")), **of}
        first = first or publics
    return [Made(*each) for each in zip(codes, first, uses, strict=True)], wire.written(answer)


def _prefix(uuid: str, public: str, into: str) -> str:
    return f"exchange|{uuid}|{public}|{into}|"
