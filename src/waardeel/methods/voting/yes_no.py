"""Yes, no or abstain, with weights: the oldest question that an assembly answers.

Source: the vote by show of hands or ballot of any association; the count itself says nothing about quorum or
majority, which are the law's and the charter's (`waardeel.law.verdict`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from waardeel.methods.errors import InputError
from waardeel.methods.exact import fields, from_text, to_text

NAME = "yes-no"
CHOICES = ("yes", "no", "abstain")


class UnknownChoice(InputError):
    """A ballot says something else than yes, no or abstain."""

    text = '%(choice)r is not a choice. Use "yes", "no" or "abstain".'


class BadWeight(InputError):
    """A ballot weighs nothing, less than nothing, or an inexact amount."""

    text = "The weight of a ballot is %(weight)r. It must be a whole number or fraction above 0."


class BadCount(InputError):
    """A count below zero or one that is not an exact number."""

    text = "The number of votes for %(choice)r is %(value)r. It must be a whole number or fraction of 0 or more."


@dataclass(frozen=True, slots=True)
class Ballot:
    """One voter's answer. `weight` is the number of votes it carries: 1, or more with proxies or shares.

    Raises UnknownChoice, BadWeight.
    """

    choice: str
    weight: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.choice not in CHOICES:
            raise UnknownChoice(choice=self.choice)
        if not _exact(self.weight) or self.weight <= 0:
            raise BadWeight(weight=self.weight)
        object.__setattr__(self, "weight", Fraction(self.weight))

    def to_json(self) -> dict[str, str]:
        """`{"choice": "yes", "weight": "1"}`."""
        return {"choice": self.choice, "weight": to_text(self.weight)}


@dataclass(frozen=True, slots=True)
class Count:
    """Votes for, against and abstaining, in weight. Raises BadCount."""

    yes: Fraction
    no: Fraction
    abstain: Fraction

    def __post_init__(self) -> None:
        for choice in CHOICES:
            value = getattr(self, choice)
            if not _exact(value) or value < 0:
                raise BadCount(choice=choice, value=value)
            object.__setattr__(self, choice, Fraction(value))

    @property
    def cast(self) -> Fraction:
        """Votes for and against; who abstains casts none."""
        return self.yes + self.no

    @property
    def all(self) -> Fraction:
        """Everyone who handed in a ballot, abstentions included."""
        return self.yes + self.no + self.abstain

    def to_json(self) -> dict[str, str]:
        """`{"yes": "12", "no": "2/3", "abstain": "0"}`: exact, without floats."""
        return {choice: to_text(getattr(self, choice)) for choice in CHOICES}

    @classmethod
    def from_json(cls, data: object) -> Count:
        """Read what `to_json` wrote. Raises BadShape, NotExact, BadCount."""
        read = fields(data, *CHOICES, where="count")
        return cls(**{choice: from_text(read[choice], where=choice) for choice in CHOICES})


def count(ballots: Iterable[Ballot]) -> Count:
    """Add up the weights per choice, exactly. No ballots give a count of zeros."""
    sums = dict.fromkeys(CHOICES, Fraction(0))
    for ballot in ballots:
        sums[ballot.choice] += ballot.weight
    return Count(**sums)


def ballot_from_json(data: object) -> Ballot:
    """Read what `Ballot.to_json` wrote. Raises BadShape, NotExact, UnknownChoice, BadWeight."""
    read = fields(data, "choice", "weight", where="ballot")
    choice = read["choice"]
    if not isinstance(choice, str):
        raise UnknownChoice(choice=choice)
    return Ballot(choice, from_text(read["weight"], where="weight"))


count_from_json = Count.from_json


def _exact(number: object) -> bool:
    return isinstance(number, int | Fraction) and not isinstance(number, bool)
