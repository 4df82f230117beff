"""Consent: a proposal stands when nobody in the circle has a reasoned objection left. A procedure, not a count.

Objections are not votes and are not weighed. Each is open until it is resolved (the proposal was changed, or a term to
look again was agreed) or withdrawn by who made it; one that is open blocks. A quorum says how many must be there.

Sources: G. Endenburg, Sociocratie (1981); Sociocracy 3.0, "Consent decision making" (2023); in law the consent clause
in the statutes of Dutch sociocratic foundations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from waardeel import canonical_json
from waardeel.methods.errors import InputError
from waardeel.methods.result import Result, Sentence, hash_of, sentence
from waardeel.methods.rule import Rule
from waardeel.methods.words import Text

NAME, VERSION = "consent", "1"
STATUSES = ("open", "resolved", "withdrawn")

PRESENT = sentence(
    "consent.present",
    nl="Er {present:|is|zijn} {present} {present:|lid|leden}; nodig voor een besluit: {quorum}.",
    fr="{present} {present:|membre est là|membres sont là} ; il en faut {quorum} pour décider.",
    en="There {present:|is|are} {present} {present:|member|members}; needed for a decision: {quorum}.",
)
OPEN = sentence(
    "consent.open",
    nl="Bezwaar {id} staat nog open: {reason}",
    fr="L'objection {id} reste ouverte : {reason}",
    en="Objection {id} is still open: {reason}",
)
RESOLVED = sentence(
    "consent.resolved",
    nl="Bezwaar {id} is opgelost: {reason} Antwoord: {answer}",
    fr="L'objection {id} est levée : {reason} Réponse : {answer}",
    en="Objection {id} is resolved: {reason} Answer: {answer}",
)
WITHDRAWN = sentence(
    "consent.withdrawn",
    nl="Bezwaar {id} is ingetrokken: {reason}",
    fr="L'objection {id} est retirée : {reason}",
    en="Objection {id} is withdrawn: {reason}",
)
CONSENT = sentence(
    "consent.given",
    nl="Niemand heeft nog bezwaar. {proposal} is besloten.",
    fr="Plus personne n'a d'objection. {proposal} est décidé.",
    en="Nobody has an objection left. {proposal} is decided.",
)
BLOCKED = sentence(
    "consent.blocked",
    nl="{proposal} is niet besloten. Eerst moet een oplossing komen voor: {blocking}.",
    fr="{proposal} n'est pas décidé. Il faut d'abord répondre à : {blocking}.",
    en="{proposal} is not decided. First these need an answer: {blocking}.",
)
NO_QUORUM = sentence(
    "consent.no-quorum",
    nl="{proposal} is niet besloten: er zijn te weinig leden.",
    fr="{proposal} n'est pas décidé : il y a trop peu de membres.",
    en="{proposal} is not decided: too few members are there.",
)
_BY_STATUS: dict[str, Sentence] = {"open": OPEN, "resolved": RESOLVED, "withdrawn": WITHDRAWN}


class BadObjection(InputError):
    """An objection that says nothing, or has no known status."""

    text = (
        "Objection %(id)r is not complete. It needs an id of its own, a reason, and a status: open, resolved or "
        "withdrawn; a resolved one also says what answered it."
    )


class BadRound(InputError):
    """A round without a proposal, or with numbers that cannot be."""

    text = "The round says: proposal %(proposal)r, present %(present)r, quorum %(quorum)r. It needs a name and numbers."


@dataclass(frozen=True, slots=True)
class Objection:
    """A reasoned objection. `id` names it in the minutes; leave out who made it where that is not public.

    Raises BadObjection.
    """

    id: str
    reason: str
    status: str = "open"
    answer: str = ""

    def __post_init__(self) -> None:
        complete = self.id.strip() and self.reason.strip() and (self.status != "resolved" or self.answer.strip())
        if not complete or self.status not in STATUSES:
            raise BadObjection(id=self.id)

    def to_json(self) -> dict[str, str]:
        return {"id": self.id, "reason": self.reason, "status": self.status, "answer": self.answer}


@dataclass(frozen=True)
class ConsentRound:
    """One proposal in one circle: how many members are there, how many must be, and the objections that were made.

    Raises BadRound, BadObjection.
    """

    proposal: str
    present: int
    quorum: int
    objections: tuple[Objection, ...] = ()

    def __post_init__(self) -> None:
        numbers = all(type(number) is int and number >= 0 for number in (self.present, self.quorum))
        if not self.proposal.strip() or not numbers:
            raise BadRound(proposal=self.proposal, present=self.present, quorum=self.quorum)
        ordered = tuple(sorted(self.objections, key=lambda objection: objection.id))
        for one, next_one in pairwise(ordered):
            if one.id == next_one.id:
                raise BadObjection(id=one.id)
        object.__setattr__(self, "objections", ordered)

    @cached_property
    def input_hash(self) -> str:
        """The hash of this round, whatever order the objections came in."""
        header = {"proposal": self.proposal, "present": self.present, "quorum": self.quorum}
        return hash_of("waardeel consent 1", header, _lines(self.objections))


def consent(round_: ConsentRound) -> Result:
    """See what stands in the way. Winners: the proposal when there is consent, else nobody.

    Facts: `outcome` ("consent", "objections" or "no-quorum") and `blocking`, the ids of the open objections.
    """
    blocking = tuple(objection.id for objection in round_.objections if objection.status == "open")
    steps = [PRESENT(present=round_.present, quorum=round_.quorum)]
    steps += [_BY_STATUS[objection.status](**objection.to_json()) for objection in round_.objections]
    if round_.present < max(round_.quorum, 1):
        outcome = "no-quorum"
        steps.append(NO_QUORUM(proposal=round_.proposal))
    elif blocking:
        outcome = "objections"
        steps.append(BLOCKED(proposal=round_.proposal, blocking=blocking))
    else:
        outcome = "consent"
        steps.append(CONSENT(proposal=round_.proposal))
    return Result(
        family="voting",
        rule=NAME,
        version=VERSION,
        winners=(round_.proposal,) if outcome == "consent" else (),
        input_hash=round_.input_hash,
        steps=tuple(steps),
        facts={"outcome": outcome, "blocking": blocking},
    )


def _lines(objections: Sequence[Objection]) -> list[bytes]:
    return [canonical_json.dumps(objection.to_json()) for objection in objections]


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Consent", fr="Consentement", en="Consent"),
    Text(
        nl="Een voorstel is besloten als niemand nog een beargumenteerd bezwaar heeft.",
        fr="Une proposition est décidée quand plus personne n'a d'objection argumentée.",
        en="A proposal is decided when nobody has a reasoned objection left.",
    ),
    ("G. Endenburg, Sociocratie (1981)", 'Sociocracy 3.0, "Consent decision making" (2023)'),
    ConsentRound,
    consent,
)
