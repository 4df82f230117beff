"""What each group thinks of each statement, what is typical of a group, and what everybody shares.

Counts and smoothed shares are exact. The tests have a square root in them and are floats; where one comes near the
line it is decided on exact squares.

Source: the Polis server's `math` (repness and stats), C. Small et al. (2021) in `components`. Smoothing differs on
purpose, as there: shares are (n + 1) / (votes + 2), tests count one more vote and one more success.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from waardeel.methods.opinion.conversation import AGREE, DISAGREE, Conversation

Floats: TypeAlias = "NDArray[np.float64]"
Whole: TypeAlias = "NDArray[np.int64]"
Side = Literal["agree", "disagree"]

#: A test beyond this is no accident, with 90 % certainty on one side; as the Polis server rounds it.
CRITICAL = Fraction("1.2816")
_NEAR = 1e-9
#: Orders of preference are compared on this many decimals, so that the last bit of a product decides nothing.
_PLACES = 9


@dataclass(frozen=True, eq=False)
class Counts:
    """Whole numbers of shape (groups, statements). `votes` holds passes too."""

    agrees: Whole
    disagrees: Whole
    votes: Whole

    def of(self, side: Side) -> Whole:
        return self.agrees if side == "agree" else self.disagrees

    def elsewhere(self) -> Counts:
        """For each group the votes in all other groups together."""
        return Counts(*(each.sum(axis=0) - each for each in (self.agrees, self.disagrees, self.votes)))

    def together(self) -> Counts:
        """All groups as one."""
        return Counts(*(each.sum(axis=0, keepdims=True) for each in (self.agrees, self.disagrees, self.votes)))


def counted(conversation: Conversation, group_of: Whole, groups: int) -> Counts:
    """The votes by group. `group_of` holds a place from 0 for each participant, or -1 for who is in no group."""
    m = len(conversation.statements)
    group = group_of[conversation.rows]
    # One cell for each group, statement and kind of vote: disagree, pass, agree.
    cell = (group * m + conversation.columns) * 3 + (conversation.values + 1)
    table = np.bincount(cell[group >= 0], minlength=groups * m * 3).astype(np.int64).reshape(groups, m, 3)
    return Counts(table[:, :, AGREE + 1], table[:, :, DISAGREE + 1], table.sum(axis=2))


def share(count: int, votes: int) -> Fraction:
    """The smoothed share: (count + 1) / (votes + 2)."""
    return Fraction(int(count) + 1, int(votes) + 2)


def consensus(counts: Counts, side: Side = "agree") -> list[Fraction]:
    """Group-aware consensus of each statement: the product over the groups of their smoothed shares.

    One group that does not agree makes it small, however small that group is.
    """
    above = (counts.of(side) + 1).T.tolist()
    below = (counts.votes + 2).T.tolist()
    return [Fraction(prod(tops), prod(bottoms)) for tops, bottoms in zip(above, below, strict=True)]


def proportion_test(successes: Whole, trials: Whole) -> Floats:
    """How far a share lies above one half, in standard errors: 2 sqrt(n + 1) ((s + 1) / (n + 1) - 1/2)."""
    root: Floats = np.sqrt(trials + 1.0)
    return (2 * successes + 1 - trials) / root


def majority_test(successes: Whole, trials: Whole) -> Floats:
    """How far a share lies above one half, in standard errors, with half a vote taken off (Yates 1934).

    Stricter than `proportion_test` where few voted: one vote of one is 1.41 there, and 0 here.
    """
    root: Floats = np.sqrt(np.maximum(trials, 1).astype(np.float64))
    return (2 * successes - trials - 1) / root


def difference_test(inside: Whole, outside: Whole, votes_inside: Whole, votes_outside: Whole) -> Floats:
    """How far a share inside lies above the share outside, in standard errors; each count raised by one."""
    s1, s2, n1, n2 = inside + 1.0, outside + 1.0, votes_inside + 1.0, votes_outside + 1.0
    pooled = (s1 + s2) / (n1 + n2)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    everybody = pooled == 1
    found: Floats = np.where(everybody, 0.0, (s1 / n1 - s2 / n2) / np.where(everybody, 1.0, error))
    return found


@dataclass(frozen=True, eq=False)
class Significance:
    """For one side, all of shape (groups, statements). Shares as floats; the significances are exact.

    `p` is the smoothed share, `r` how many times higher it is than elsewhere (representativeness); `p_test` and
    `r_test` are their tests, `p_sure` and `r_sure` say whether these lie beyond `CRITICAL`.
    """

    p: Floats
    p_test: Floats
    p_sure: NDArray[np.bool_]
    r: Floats
    r_test: Floats
    r_sure: NDArray[np.bool_]

    @property
    def weight(self) -> Floats:
        """What representative statements are ordered by."""
        found: Floats = np.round(self.r * self.r_test * self.p * self.p_test, _PLACES)
        return found

    @property
    def plain_weight(self) -> Floats:
        """The same without comparison to others."""
        found: Floats = np.round(self.p * self.p_test, _PLACES)
        return found


def significance(counts: Counts, side: Side) -> Significance:
    """All tests of one side."""
    others = counts.elsewhere()
    inside, outside = counts.of(side), others.of(side)
    p = (inside + 1) / (counts.votes + 2)
    p_test = proportion_test(inside, counts.votes)
    r_test = difference_test(inside, outside, counts.votes, others.votes)

    def exact_difference(at: tuple[int, ...]) -> Fraction:
        s1, s2 = int(inside[at]) + 1, int(outside[at]) + 1
        n1, n2 = int(counts.votes[at]) + 1, int(others.votes[at]) + 1
        pooled = Fraction(s1 + s2, n1 + n2)
        return (Fraction(s1, n1) - Fraction(s2, n2)) ** 2 / (
            pooled * (1 - pooled) * (Fraction(1, n1) + Fraction(1, n2))
        )

    def exact_proportion(at: tuple[int, ...]) -> Fraction:
        return Fraction((2 * int(inside[at]) + 1 - int(counts.votes[at])) ** 2, int(counts.votes[at]) + 1)

    return Significance(
        p,
        p_test,
        _beyond(p_test, exact_proportion),
        p / ((outside + 1) / (others.votes + 2)),
        r_test,
        _beyond(r_test, exact_difference),
    )


def _beyond(test: Floats, square: Callable[[tuple[int, ...]], Fraction]) -> NDArray[np.bool_]:
    """Where a test lies beyond CRITICAL; close to it, its exact square decides."""
    found: NDArray[np.bool_] = test > float(CRITICAL)
    for at in map(tuple, np.argwhere(np.abs(test - float(CRITICAL)) < _NEAR).tolist()):
        found[at] = square(at) > CRITICAL**2
    return found


@dataclass(frozen=True, slots=True)
class Typical:
    """A statement that stands for a group: `count` of the `votes` in the group are on this side.

    `statement` is its place. `best_agree` marks the one the group agrees with most, which is always shown.
    """

    statement: int
    side: Side
    count: int
    votes: int
    p_test: float
    r: float
    r_test: float
    best_agree: bool = False


def representative(counts: Counts, open_: Iterable[int], most: int = 5) -> list[list[Typical]]:
    """For each group the statements that set it apart, agreed ones first, at most `most`.

    `open_` are the places of statements that are not out, in order. A statement qualifies when its share and its
    difference to the others are both beyond chance, on the same side. The one most agreed with comes first even
    when it does not qualify; a group without any gets the one whose difference is largest.
    """
    places = list(open_)
    agree, disagree = significance(counts, "agree"), significance(counts, "disagree")
    others = counts.elsewhere()
    return [
        _of_group(_Group.of(group, counts, others, agree, disagree), places, most) for group in range(len(counts.votes))
    ]


@dataclass(frozen=True, eq=False)
class _Group:
    """One group among the tests of all, by statement."""

    at: int
    counts: Counts
    tests: dict[Side, Significance]
    sure: list[bool]
    #: Most agreed with: whether anybody took a side, a fair start, more agreed than elsewhere, and two weights.
    sided: list[bool]
    fair: list[bool]
    more: list[bool]
    weight: list[float]
    plain_weight: list[float]

    @classmethod
    def of(cls, at: int, counts: Counts, others: Counts, agree: Significance, disagree: Significance) -> _Group:
        agrees, votes = counts.agrees[at], counts.votes[at]
        # (agrees + 1) / (votes + 2) here against elsewhere, in whole numbers.
        more = (agrees + 1) * (others.votes[at] + 2) > (others.agrees[at] + 1) * (votes + 2)
        sure = (agree.p_sure[at] & agree.r_sure[at]) | (disagree.p_sure[at] & disagree.r_sure[at])
        return cls(
            at,
            counts,
            {"agree": agree, "disagree": disagree},
            sure.tolist(),
            (agrees + counts.disagrees[at] > 0).tolist(),
            (agree.p_sure[at] | (more & (2 * agrees > votes))).tolist(),
            more.tolist(),
            agree.weight[at].tolist(),
            agree.plain_weight[at].tolist(),
        )

    def typical(self, place: int, *, best_agree: bool = False) -> Typical:
        """The statement on the side that sets this group apart most; what is most agreed with, as agreed."""
        at = (self.at, place)
        agreeing = best_agree or self.tests["agree"].r_test[at] > self.tests["disagree"].r_test[at]
        side: Side = "agree" if agreeing else "disagree"
        tests = self.tests[side]
        return Typical(
            place,
            side,
            int(self.counts.of(side)[at]),
            int(self.counts.votes[at]),
            float(tests.p_test[at]),
            float(tests.r[at]),
            float(tests.r_test[at]),
            best_agree,
        )

    def better_agreed(self, place: int, best: int | None) -> bool:
        """Whether the group agrees with it more than with the best until now; in the order of the statements."""
        if not self.sided[place]:
            return False
        if best is None:
            return self.fair[place]
        weight = self.weight if self.more[best] else self.plain_weight
        return weight[place] > weight[best]


def _of_group(group: _Group, places: list[int], most: int) -> list[Typical]:
    best: int | None = None
    for place in places:
        if group.better_agreed(place, best):
            best = place
    sure = [group.typical(place) for place in places if group.sure[place]]
    head = [] if best is None else [group.typical(best, best_agree=True)]
    if not sure:
        return head or _least_bad(group, places)
    weights = {side: tests.weight[group.at] for side, tests in group.tests.items()}
    sure.sort(key=lambda typical: -float(weights[typical.side][typical.statement]))
    chosen = [*head, *(typical for typical in sure if typical.statement != best)][:most]
    return sorted(chosen, key=lambda typical: typical.side)


def _least_bad(group: _Group, places: list[int]) -> list[Typical]:
    """The statement with the largest difference to the others, when none is beyond chance."""
    if not places:
        return []
    agree, disagree = (group.tests[side].r_test[group.at] for side in ("agree", "disagree"))
    difference = np.round(np.maximum(agree, disagree)[places], _PLACES)
    return [group.typical(places[int(np.argmax(difference))])]


def majorities(counts: Counts, open_: Iterable[int], side: Side, most: int = 5) -> list[int]:
    """The statements that people together are on one side of, most first: the majority, groups left aside.

    `counts` has one group. More than half of the votes, beyond chance; passes count as votes.
    """
    tests = significance(counts, side)
    more = 2 * counts.of(side)[0] > counts.votes[0]
    places = [place for place in open_ if more[place] and tests.p_sure[0, place]]
    return sorted(places, key=lambda place: -float(tests.plain_weight[0, place]))[:most]


def shared(counts: Counts, open_: Iterable[int], agreement: str) -> list[int]:
    """The statements that every group agrees with, the highest group-aware consensus first.

    With `agreement` "majority" more than half of the votes in each group agree; with "significant" that is beyond
    chance in each group as well (`majority_test`: four of four, seven of nine, 57 of a hundred).
    """

    def exact_majority(at: tuple[int, ...]) -> Fraction:
        return Fraction((2 * int(counts.agrees[at]) - int(counts.votes[at]) - 1) ** 2, int(counts.votes[at]))

    agreed = 2 * counts.agrees > counts.votes
    if agreement == "significant":
        agreed &= _beyond(majority_test(counts.agrees, counts.votes), exact_majority)
    everywhere = np.logical_and.reduce(agreed, axis=0)
    products = consensus(counts)
    return sorted((place for place in open_ if everywhere[place]), key=lambda place: -products[place])
