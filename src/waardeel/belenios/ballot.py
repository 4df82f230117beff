"""Ballots: choices that nobody can read, with proofs that they are choices that the question allows.

Each answer is a 0 or a 1 under the key of the election. Proofs say so of each, and that the sum is allowed; where blank
votes are, a 0 or 1 in front says whether the vote is blank, and then nothing else may be chosen. The signature
binds it all to one credential.

Source: Belenios specification, "Encrypted answers", "Proofs of interval membership", "Proofs of possibly-blank votes",
"Signatures", "Ballots".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from waardeel.belenios import wire
from waardeel.belenios.credential import Below
from waardeel.belenios.election import Election, Question
from waardeel.belenios.errors import BadChoice, BadProof, BadRecord
from waardeel.belenios.numbers import Number, number
from waardeel.belenios.proofs import (
    Case,
    Ciphertext,
    Proof,
    challenge,
    holds,
    known,
    one_of,
    read_ciphertext,
    read_proof,
)
from waardeel.belenios.ranked import RankedAnswer, Ranking


@dataclass(frozen=True, slots=True)
class Answer:
    """One question answered. `choices` has the number of blank votes in front where the question allows them."""

    choices: tuple[Ciphertext, ...]
    individual: tuple[tuple[Proof, ...], ...]
    overall: tuple[Proof, ...]
    blank: tuple[Proof, ...] | None

    @classmethod
    def read(cls, value: Any, question: Question, election: Election, where: str) -> Answer:
        """An answer of the right shape. Raises BadRecord."""
        names = ("choices", "individual_proofs", "overall_proof", *(("blank_proof",) if question.blank else ()))
        fields, group = wire.Fields(value, where, required=names, ordered=True), election.group

        def proofs(value: Any, name: str, length: int) -> tuple[Proof, ...]:
            return tuple(
                read_proof(each, group, f"{name} of {where}")
                for each in wire.listed(value, f"{name} of {where}", length)
            )

        values = question.most - question.least + 1
        return cls(
            tuple(
                read_ciphertext(each, f"choice {at} of {where}")
                for at, each in enumerate(fields.many("choices", question.width), start=1)
            ),
            tuple(
                proofs(each, f"proof of choice {at}", 2)
                for at, each in enumerate(fields.many("individual_proofs", question.width), start=1)
            ),
            proofs(fields.get("overall_proof"), "overall proof", values + question.blank),
            proofs(fields.get("blank_proof"), "blank proof", 2) if question.blank else None,
        )

    def written(self) -> dict[str, Any]:
        blank = {} if self.blank is None else {"blank_proof": [proof.written() for proof in self.blank]}
        return {
            "choices": [choice.written() for choice in self.choices],
            "individual_proofs": [[proof.written() for proof in proofs] for proofs in self.individual],
            "overall_proof": [proof.written() for proof in self.overall],
            **blank,
        }


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot. `raw` is its one writing; the tracking number is the hash of it."""

    raw: bytes
    credential: str
    answers: tuple[Answer | RankedAnswer, ...]
    signed: str
    signature: Proof

    @classmethod
    def read(cls, raw: bytes, election: Election) -> Ballot:
        """A ballot of the right shape for this election; its proofs are still to be checked. Raises BadRecord."""
        where = "the ballot"
        fields = wire.Fields(
            wire.read(raw, where=where, canonical=True),
            where,
            required=("election_uuid", "election_hash", "credential", "answers", "signature"),
            ordered=True,
        )
        if fields.text("election_uuid") != election.uuid or fields.text("election_hash") != election.fingerprint:
            fields.refuse("Another election than this one")
        signature = wire.Fields(fields.get("signature"), "the signature", required=("hash", "proof"), ordered=True)
        fields.big("credential")
        return cls(
            raw,
            fields.text("credential"),
            tuple(
                _read_answer(value, question, election, f"the answer to question {at}")
                for at, (value, question) in enumerate(
                    zip(fields.many("answers", len(election.questions)), election.questions, strict=True), start=1
                )
            ),
            signature.text("hash"),
            read_proof(signature.get("proof"), election.group, "the signature"),
        )

    @property
    def unsigned(self) -> bytes:
        """What the signature is about: the ballot without it."""
        return self.raw.rpartition(b',"signature":')[0] + b"}"

    @property
    def tracker(self) -> str:
        """The tracking number, with which the voter finds the ballot."""
        return wire.fingerprint(self.raw)


def _read_answer(value: Any, question: Question | Ranking, election: Election, where: str) -> Answer | RankedAnswer:
    if isinstance(question, Ranking):
        return RankedAnswer.read(value, election.group, where)
    return Answer.read(value, question, election, where)


def make(election: Election, secret: Number, choices: Sequence[Sequence[int]], below: Below) -> Ballot:
    """A ballot of who holds `secret`, with a 0 or 1 for each answer (blank first where it is allowed), or a
    number for each where they are ranked.

    Raises BadChoice.
    """
    group, credential = election.group, str(election.group.of_g.power(secret))
    if len(choices) != len(election.questions):
        raise BadChoice(
            question=election.name, what=f"there are {len(choices)} answers to {len(election.questions)} questions"
        )
    answers = tuple(
        _answered(election, question, credential, chosen, below)
        for question, chosen in zip(election.questions, choices, strict=True)
    )
    unsigned = {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": credential,
        "answers": [answer.written() for answer in answers],
    }
    signed = wire.fingerprint(wire.written(unsigned))
    signature = known(group, secret, f"sig|{signed}|", below)
    raw = wire.written({**unsigned, "signature": {"hash": signed, "proof": signature.written()}})
    return Ballot(raw, credential, answers, signed, signature)


def _answered(
    election: Election, question: Question | Ranking, credential: str, chosen: Sequence[int], below: Below
) -> Answer | RankedAnswer:
    if isinstance(question, Ranking):
        bound = election.bound(credential)
        return RankedAnswer.make(question, chosen, election.group, election.of_key, bound, below)
    _allow(question, chosen)
    group, key, q = election.group, election.of_key, election.group.q
    randomness = [below(int(q)) for _ in chosen]
    choices = tuple(
        Ciphertext(group.of_g.power(r), key.power(r) * group.of_g.power(m) % group.p)
        for r, m in zip(randomness, chosen, strict=True)
    )
    bound, blank = election.bound(credential), int(question.blank)
    individual = tuple(
        tuple(one_of(group, key, [Case(r, m, 0), Case(r, m, 1)], f"prove|{bound}|{choice.alpha},{choice.beta}|", below))
        for r, m, choice in zip(randomness, chosen, choices, strict=True)
    )
    whole = f"{bound}|{_listed(choices)}"
    total = sum(randomness[blank:]) % q
    sum_, values = sum(chosen[blank:]), range(question.least, question.most + 1)
    overall = [Case(total, sum_, value) for value in values]
    if not question.blank:
        product = _product(election, choices)
        prefix = f"prove|{whole}|{product.alpha},{product.beta}|"
        return Answer(choices, individual, tuple(one_of(group, key, overall, prefix, below)), None)
    first = Case(randomness[0], chosen[0], 0), Case(total, sum_, 0)
    second = Case(randomness[0], chosen[0], 1), *overall
    return Answer(
        choices,
        individual,
        tuple(one_of(group, key, second, f"bproof1|{whole}|", below)),
        tuple(one_of(group, key, first, f"bproof0|{whole}|", below)),
    )


def _allow(question: Question, chosen: Sequence[int]) -> None:
    def refuse(what: str) -> NoReturn:
        raise BadChoice(question=question.text, what=what)

    if len(chosen) != question.width or any(one not in (0, 1) for one in chosen):
        refuse(f"it takes {question.width} numbers, each 0 or 1")
    chosen_answers = sum(chosen[int(question.blank) :])
    if question.blank and chosen[0]:
        if chosen_answers:
            refuse("a blank vote chooses nothing else")
    elif not question.least <= chosen_answers <= question.most:
        refuse(f"{question.least} to {question.most} answers may be chosen, and {chosen_answers} were")


def check(ballot: Ballot, election: Election) -> None:
    """Check all proofs and the signature of a ballot whose credential is on the roll. Raises BadProof, BadRecord."""
    where = f"ballot {ballot.tracker}"
    if wire.fingerprint(ballot.unsigned) != ballot.signed:
        raise BadProof(what="The hash under the signature", where=where)
    group, public = election.group, number(int(ballot.credential))
    commitment = group.of_g.power(ballot.signature.response) * group.power(public, ballot.signature.challenge) % group.p
    if challenge(group, f"sig|{ballot.signed}|", commitment) != ballot.signature.challenge:
        raise BadProof(what="The signature", where=where)
    for at, (answer, question) in enumerate(zip(ballot.answers, election.questions, strict=True), start=1):
        whose = f"question {at} of {where}"
        if isinstance(answer, RankedAnswer):
            answer.check(election.group, election.key, election.bound(ballot.credential), whose)
        elif isinstance(question, Question):
            _check_answer(answer, question, election, ballot.credential, whose)


def _check_answer(answer: Answer, question: Question, election: Election, credential: str, where: str) -> None:
    group, key, blank = election.group, election.of_key, int(question.blank)
    bound = election.bound(credential)
    for at, (choice, proofs) in enumerate(zip(answer.choices, answer.individual, strict=True)):
        asked = [proof.challenge for proof in proofs]
        if blank and not at and answer.blank is not None:  # the sign of a blank vote stands in two proofs more
            asked += [answer.blank[0].challenge, answer.overall[0].challenge]
        alphas, betas = group.powers(choice.alpha, asked), group.powers(choice.beta, asked)
        if alphas is None or betas is None:
            raise BadRecord(what="A number that is no element of the group", where=f"choice {at + 1} of {where}")
        cases = [(alphas[d], betas[d], d, proofs[d]) for d in range(2)]
        if not holds(group, key, cases, f"prove|{bound}|{choice.alpha},{choice.beta}|"):
            raise BadProof(what=f"The proof that choice {at + 1} is 0 or 1", where=where)
        if blank and not at:
            sign = alphas[2:], betas[2:]
    product = _product(election, answer.choices[blank:])
    overall, values = answer.overall[blank:], range(question.least, question.most + 1)
    asked = [proof.challenge for proof in overall]
    if answer.blank is not None:
        asked.append(answer.blank[1].challenge)
    alphas = group.powers(product.alpha, asked, known=True) or []
    betas = group.powers(product.beta, asked, known=True) or []
    cases = [(alphas[k], betas[k], value, overall[k]) for k, value in enumerate(values)]
    whole = f"{bound}|{_listed(answer.choices)}"
    if answer.blank is None:
        if not holds(group, key, cases, f"prove|{whole}|{product.alpha},{product.beta}|"):
            raise BadProof(what="The proof that the right number of answers was chosen", where=where)
        return
    first = [(sign[0][0], sign[1][0], 0, answer.blank[0]), (alphas[-1], betas[-1], 0, answer.blank[1])]
    if not holds(group, key, first, f"bproof0|{whole}|"):
        raise BadProof(what="The proof that a blank vote chooses nothing", where=where)
    if not holds(group, key, [(sign[0][1], sign[1][1], 1, answer.overall[0]), *cases], f"bproof1|{whole}|"):
        raise BadProof(what="The proof that the right number of answers was chosen", where=where)


def _product(election: Election, choices: Sequence[Ciphertext]) -> Ciphertext:
    alpha = beta = number(1)
    for choice in choices:
        alpha, beta = alpha * choice.alpha % election.group.p, beta * choice.beta % election.group.p
    return Ciphertext(alpha, beta)


def _listed(choices: Sequence[Ciphertext]) -> str:
    return ",".join(f"{choice.alpha},{choice.beta}" for choice in choices)
