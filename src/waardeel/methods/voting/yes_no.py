"""Yes, no or abstain, with weights: the oldest question that an assembly answers.

Source: the vote by show of hands or ballot of any association; the count itself says nothing about quorum or
majority, which are the law's and the charter's (`waardeel.law.verdict`). `RULE` compares a count with one majority, for
who has no law to apply.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from waardeel.methods.errors import InputError
from waardeel.methods.exact import fields, from_text, to_text
from waardeel.methods.result import Result, hash_of, sentence
from waardeel.methods.rule import Option, Rule
from waardeel.methods.words import Text

NAME, VERSION = "yes-no", "1"
CHOICES = ("yes", "no", "abstain")

ANSWERS = sentence(
    "yes-no.answers",
    nl="Voor: {yes}. Tegen: {no}. Onthouding: {abstain}.",
    fr="Pour : {yes}. Contre : {no}. Abstention : {abstain}.",
    en="For: {yes}. Against: {no}. Abstaining: {abstain}.",
)
ADOPTED = sentence(
    "yes-no.adopted",
    nl="Nodig is {needed} van {total}, en {yes} is genoeg. Het voorstel is aangenomen.",
    fr="Il faut {needed} sur {total}, et {yes} suffit. La proposition est adoptée.",
    en="Needed are {needed} of {total}, and {yes} is enough. The proposal is adopted.",
)
NEED_MORE = sentence(
    "yes-no.more-than",
    nl="Nodig is meer dan {needed} van {total}, en {yes} is genoeg. Het voorstel is aangenomen.",
    fr="Il faut plus de {needed} sur {total}, et {yes} suffit. La proposition est adoptée.",
    en="Needed are more than {needed} of {total}, and {yes} is enough. The proposal is adopted.",
)
REJECTED = sentence(
    "yes-no.rejected",
    nl="Nodig is {needed} van {total}, en {yes} is te weinig. Het voorstel is verworpen.",
    fr="Il faut {needed} sur {total}, et {yes} ne suffit pas. La proposition est rejetée.",
    en="Needed are {needed} of {total}, and {yes} is too few. The proposal is rejected.",
)
NOT_MORE = sentence(
    "yes-no.not-more-than",
    nl="Nodig is meer dan {needed} van {total}, en {yes} is te weinig. Het voorstel is verworpen.",
    fr="Il faut plus de {needed} sur {total}, et {yes} ne suffit pas. La proposition est rejetée.",
    en="Needed are more than {needed} of {total}, and {yes} is too few. The proposal is rejected.",
)


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


def yes_no(counted: Count, *, majority: Fraction, strict: bool, base: str) -> Result:
    """Compare a count with a majority. Winners: "yes" or "no"; equal votes are no majority.

    Facts: `count`, `needed` (the votes for that are compared with; with `strict` one must have more) and `of` (the
    votes that they are a part of). Nobody voting adopts nothing. The input hash is over the sums, as splitting or
    merging ballots changes nothing.
    """
    total = counted.all if base == "all" else counted.cast
    needed = majority * total
    adopted = total > 0 and (counted.yes > needed if strict else counted.yes >= needed)
    said = (NEED_MORE if strict else ADOPTED) if adopted else (NOT_MORE if strict else REJECTED)
    return Result(
        family="voting",
        rule=NAME,
        version=VERSION,
        winners=("yes" if adopted else "no",),
        input_hash=hash_of("waardeel yes-no 1", counted.to_json(), ()),
        steps=(
            ANSWERS(yes=counted.yes, no=counted.no, abstain=counted.abstain),
            said(needed=needed, total=total, yes=counted.yes),
        ),
        options={"majority": majority, "strict": strict, "base": base},
        facts={"count": counted.to_json(), "needed": needed, "of": total},
    )


RULE = Rule(
    NAME,
    VERSION,
    Text(nl="Voor of tegen", fr="Pour ou contre", en="Yes or no"),
    Text(
        nl="Iedereen zegt voor, tegen of onthouding. Genoeg stemmen voor, en het voorstel is aangenomen.",
        fr="Chacun dit pour, contre ou abstention. Assez de voix pour, et la proposition est adoptée.",
        en="Everybody says yes, no or abstains. Enough votes for, and the proposal is adopted.",
    ),
    ("The majority of votes cast of any association; H. M. Robert, Rules of Order (12th ed. 2020), 44",),
    Count,
    yes_no,
    (
        Option(
            "majority",
            Fraction,
            Fraction(1, 2),
            Text(nl="welk deel nodig is", fr="quelle part il faut", en="what share is needed"),
            least=0,
        ),
        Option(
            "strict",
            bool,
            True,
            Text(
                nl="meer dan dat deel, of ook precies dat deel",
                fr="plus que cette part, ou cette part exactement suffit",
                en="more than that share, or exactly that share will do",
            ),
        ),
        Option(
            "base",
            str,
            "cast",
            Text(
                nl="deel waarvan: de stemmen voor en tegen, of ook de onthoudingen",
                fr="part de quoi : les voix pour et contre, ou aussi les abstentions",
                en="share of what: the votes for and against, or the abstentions as well",
            ),
            choices=("cast", "all"),
        ),
    ),
)


def _exact(number: object) -> bool:
    return isinstance(number, int | Fraction) and not isinstance(number, bool)
