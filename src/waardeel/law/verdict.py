"""From a count to a verdict: adopted or not, and why, with every comparison as data.

All amounts are votes in exact fractions. A threshold is met or it is not; nothing is rounded before it is
compared.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, get_args

from waardeel.methods.errors import BadShape, InputError
from waardeel.methods.exact import fields, from_text, to_text
from waardeel.methods.voting.yes_no import Count

Base = Literal["cast", "present", "members"]
Reason = Literal["adopted", "no-quorum", "no-votes", "tie", "no-majority"]


class BadShare(InputError):
    """A share that no vote can meet, or that every vote meets."""

    text = '%(where)s is %(share)s. It must be more than 0 and at most 1, and with "more than" less than 1.'


class BadBase(InputError):
    """A base that this rule does not know."""

    text = "%(where)s counts over %(base)r. Choose one of: %(allowed)s."


class BadElectorate(InputError):
    """More people taking part than there are, or a number below zero."""

    text = "%(present)s of %(members)s members take part. Both must be 0 or more, and no more than all can."


class MoreVotesThanPresent(InputError):
    """The count holds more votes than those who take part have."""

    text = "The count holds %(counted)s votes, but only %(present)s take part. Check who counts as present."


@dataclass(frozen=True, slots=True)
class Quorum:
    """At least `share` of the electorate takes part, however they do. Raises BadBase, BadShare."""

    base: Literal["members"]
    share: Fraction

    def __post_init__(self) -> None:
        if self.base != "members":
            raise BadBase(where="quorum.base", base=self.base, allowed="members")
        _check_share(self.share, strict=False, where="quorum.share")

    def to_json(self) -> dict[str, Any]:
        return {"base": self.base, "share": to_text(self.share)}

    @classmethod
    def from_json(cls, data: object, *, where: str = "quorum") -> Quorum:
        """Read what `to_json` wrote. Raises BadShape, NotExact, BadBase, BadShare."""
        read = fields(data, "base", "share", where=where)
        base: Any = read["base"]  # checked by the class itself
        return cls(base=base, share=from_text(read["share"], where=f"{where}.share"))


@dataclass(frozen=True, slots=True)
class Majority:
    """How many votes for a proposal are enough. Raises BadBase, BadShare.

    base "cast": votes for and against; abstentions and blanks do not count (Dutch practice for "uitgebrachte
    stemmen", BW 2:43(1)). base "present": everyone who takes part, so that abstaining works as a vote
    against. base "members": the whole electorate. `strict`: more than the share ("more than half"); else at
    least the share ("at least 2/3").
    """

    base: Base
    share: Fraction
    strict: bool

    def __post_init__(self) -> None:
        if self.base not in get_args(Base):
            raise BadBase(where="majority.base", base=self.base, allowed=", ".join(get_args(Base)))
        if not isinstance(self.strict, bool):
            raise BadShape(where="majority.strict", value=self.strict, expected="true or false")
        _check_share(self.share, strict=self.strict, where="majority.share")

    def to_json(self) -> dict[str, Any]:
        return {"base": self.base, "share": to_text(self.share), "strict": self.strict}

    @classmethod
    def from_json(cls, data: object, *, where: str = "majority") -> Majority:
        """Read what `to_json` wrote. Raises BadShape, NotExact, BadBase, BadShare."""
        read = fields(data, "base", "share", "strict", where=where)
        base: Any = read["base"]
        strict: Any = read["strict"]
        return cls(base=base, share=from_text(read["share"], where=f"{where}.share"), strict=strict)


@dataclass(frozen=True, slots=True)
class DecisionRules:
    """When a decision is taken: a quorum, or none, and a majority."""

    quorum: Quorum | None
    majority: Majority

    def to_json(self) -> dict[str, Any]:
        return {
            "quorum": None if self.quorum is None else self.quorum.to_json(),
            "majority": self.majority.to_json(),
        }

    @classmethod
    def from_json(cls, data: object, *, where: str = "rules") -> DecisionRules:
        """Read what `to_json` wrote. Raises BadShape, NotExact, BadBase, BadShare."""
        read = fields(data, "quorum", "majority", where=where)
        quorum = read["quorum"]
        return cls(
            quorum=None if quorum is None else Quorum.from_json(quorum, where=f"{where}.quorum"),
            majority=Majority.from_json(read["majority"], where=f"{where}.majority"),
        )


@dataclass(frozen=True, slots=True)
class Electorate:
    """Votes that exist (`members`) and votes of those who take part (`present`), abstentions included.

    Raises BadElectorate.
    """

    members: Fraction
    present: Fraction

    def __post_init__(self) -> None:
        if not 0 <= self.present <= self.members:
            raise BadElectorate(present=self.present, members=self.members)
        object.__setattr__(self, "members", Fraction(self.members))
        object.__setattr__(self, "present", Fraction(self.present))

    def to_json(self) -> dict[str, str]:
        return {"members": to_text(self.members), "present": to_text(self.present)}

    @classmethod
    def from_json(cls, data: object) -> Electorate:
        """Read what `to_json` wrote. Raises BadShape, NotExact, BadElectorate."""
        read = fields(data, "members", "present", where="electorate")
        return cls(
            members=from_text(read["members"], where="members"),
            present=from_text(read["present"], where="present"),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison, ready to be said as a sentence in any language.

    "`left` `relation` `right`: `holds`". `right` is `share` of `total`, the votes of the base `of`; `whole`
    is the smallest whole number of votes on the left that makes it hold, all else equal. For `what`:
    "quorum": left = those who take part; "votes": left = votes for and against; "majority": left = votes for.
    """

    what: Literal["quorum", "votes", "majority"]
    left: Fraction
    relation: Literal[">", ">="]
    right: Fraction
    holds: bool
    share: Fraction
    of: Base
    total: Fraction
    whole: int

    def to_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "left": to_text(self.left),
            "relation": self.relation,
            "right": to_text(self.right),
            "holds": self.holds,
            "share": to_text(self.share),
            "of": self.of,
            "total": to_text(self.total),
            "whole": self.whole,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the count means under the rules, with the steps that led there, in order, up to the one that
    failed.
    """

    adopted: bool
    reason: Reason
    steps: tuple[Step, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "adopted": self.adopted,
            "reason": self.reason,
            "steps": [step.to_json() for step in self.steps],
        }


def verdict(count: Count, electorate: Electorate, rules: DecisionRules) -> Verdict:
    """Whether a proposal is adopted.

    First the quorum, if there is one; then there must be a vote for or against at all; then the majority.
    "tie" is said where the rule asks for more than half of the votes cast and exactly half are for. Raises
    MoreVotesThanPresent.

    Sources: BW 2:43(1) (at least two thirds of the votes cast); the three bases are those met in statutes.
    """
    if count.all > electorate.present:
        raise MoreVotesThanPresent(counted=count.all, present=electorate.present)
    steps: list[Step] = []
    if rules.quorum is not None:
        turnout = _compare("quorum", electorate.present, rules.quorum.share, "members", electorate.members)
        steps.append(turnout)
        if not turnout.holds:
            return Verdict(False, "no-quorum", tuple(steps))
    voted = _compare("votes", count.cast, Fraction(0), "cast", count.cast, strict=True)
    steps.append(voted)
    if not voted.holds:
        return Verdict(False, "no-votes", tuple(steps))
    majority = rules.majority
    totals = {"cast": count.cast, "present": electorate.present, "members": electorate.members}
    enough = _compare(
        "majority", count.yes, majority.share, majority.base, totals[majority.base], strict=majority.strict
    )
    steps.append(enough)
    if enough.holds:
        return Verdict(True, "adopted", tuple(steps))
    more_for_than_against = majority.base == "cast" and majority.share == Fraction(1, 2)
    tie = more_for_than_against and count.yes == count.no
    return Verdict(False, "tie" if tie else "no-majority", tuple(steps))


def _compare(
    what: Literal["quorum", "votes", "majority"],
    left: Fraction,
    share: Fraction,
    of: Base,
    total: Fraction,
    *,
    strict: bool = False,
) -> Step:
    right = share * total
    return Step(
        what=what,
        left=left,
        relation=">" if strict else ">=",
        right=right,
        holds=left > right if strict else left >= right,
        share=share,
        of=of,
        total=total,
        whole=math.floor(right) + 1 if strict else math.ceil(right),
    )


def _check_share(share: Fraction, *, strict: bool, where: str) -> None:
    if not isinstance(share, Fraction) or not 0 < share <= 1 or (strict and share == 1):
        raise BadShare(where=where, share=share)
